"""The words' numbers: what a method said at a past day against what then happened."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.history import History
from clm_desktop.features.spells import Spells
from clm_desktop.models.evaluate import Array, Flags, auc, brier, calibration, confusion, log_loss
from clm_desktop.models.repeat.rhythm import (
    LOST,
    stage_of_silence,
    typical_gaps_days,
    worth_watching,
)
from clm_desktop.models.results import Backtest, Risk
from clm_desktop.models.risk.listed import named_then


def risk_levels(p_buy: Array, thresholds: tuple[float, float]) -> NDArray[np.int8]:
    """Level from the chance to leave: at or above the second threshold high, the first medium."""
    p_leave = 1 - p_buy
    medium, high = thresholds
    return np.select(
        [np.isnan(p_leave), p_leave >= high, p_leave >= medium],
        [int(Risk.NONE), int(Risk.HIGH), int(Risk.MEDIUM)],
        int(Risk.LOW),
    ).astype(np.int8)


def stage_by_rhythm(own: Spells, facts: History) -> NDArray[np.int8]:
    """How silent each is by the rhythm rule, from the spells and facts of one day."""
    gaps = typical_gaps_days(own.median_gap_days, own.events)
    return stage_of_silence(facts.days_since - facts.quiet_days, own.usual_gap_days(), gaps)


def backtest(  # noqa: PLR0917 - one argument per fact that decides
    facts: History,
    bought: Flags,
    p_buy: Array,
    risk: NDArray[np.int8],
    stage: NDArray[np.int8],
    if_back_cents: Array | None = None,
) -> Backtest:
    """Compare chances and levels said at a past day with what happened in the horizon after it.

    Named are the first 40 of the watchlist as it would have been shown that day. Base rate,
    accuracy, precision, recall and F1 (of the high level) are over active repeaters, the people
    such a list is drawn from; the chance measures are over everybody. ``stage``: of silence.
    ``if_back_cents``: see ``named_then``.
    """
    stayed_away = ~bought
    usual = (facts.tenure_days - facts.days_since + facts.shop_gap_days) / facts.events
    watched = worth_watching(facts.events, facts.days_since, usual)
    named = named_then(facts, usual, p_buy, risk, stage >= LOST, if_back_cents)
    decided = confusion((risk == int(Risk.HIGH))[watched], stayed_away[watched])
    curve = calibration(1 - p_buy, stayed_away)
    return Backtest(
        cutoff_day=facts.as_of_day,
        horizon_days=facts.horizon_days,
        customers=len(facts),
        named=len(named),
        named_right=int(stayed_away[named].sum()),
        base_rate=float(stayed_away[watched].mean()) if watched.any() else float("nan"),
        accuracy=decided.accuracy,
        precision=decided.precision,
        recall=decided.recall,
        f1=decided.f1,
        auc=auc(p_buy, bought),
        log_loss=log_loss(p_buy, bought),
        brier=brier(p_buy, bought),
        calibration_error=curve.error,
        said_share=curve.said_share,
        was_share=curve.was_share,
        bin_customers=curve.customers,
    )
