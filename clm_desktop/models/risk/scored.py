"""Last time's forecasts against what came: the only test that nobody can tune to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import table_of
from clm_desktop.features.events import Events, purchase_events
from clm_desktop.features.history import History, bought_within, history
from clm_desktop.features.snapshot import cut, cut_events
from clm_desktop.features.spells import spells
from clm_desktop.models.codes import BASE_RATE
from clm_desktop.models.evaluate import Array
from clm_desktop.models.repeat.rhythm import risk_by_rhythm, silence_of_table
from clm_desktop.models.results import Risk, RiskAnswer, ScoredForecast, TrustLevel
from clm_desktop.models.risk.backtest import backtest, risk_levels, stage_by_rhythm
from clm_desktop.models.risk.contest import RULE
from clm_desktop.models.risk.listed import money_if_back, usual_order_cents
from clm_desktop.models.risk.scorer import take
from clm_desktop.models.value.spend import spent_within

Levels = Literal["chance", "rhythm", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptForecast:
    """What was said on a past day; arrays parallel, nan where nothing was said."""

    as_of_day: int
    horizon_days: int
    thresholds: tuple[float, float]
    levels: Levels
    customer_key: NDArray[np.object_]
    p_buy: Array
    expected_orders: Array
    expected_spend_cents: Array

    def is_due(self, day: int) -> bool:
        """Whether everything that was forecast can be seen on ``day``."""
        return self.as_of_day + self.horizon_days <= day


def levels_of(risk: RiskAnswer, level: TrustLevel) -> Levels:
    """How the risk levels of an answer came about, to be kept with its forecasts."""
    if not (risk.risk != Risk.NONE).any() or risk.method == BASE_RATE:
        return "none"
    return "rhythm" if level < TrustLevel.MODEL and risk.method == RULE else "chance"


def score_forecasts(
    tx: Transactions,
    as_of_day: int,
    kept: Iterable[KeptForecast],
    ctx: RunContext,
    *,
    events: Events | None = None,
) -> tuple[ScoredForecast, ...]:
    """Score the forecasts whose horizon ended by ``as_of_day``, newest first.

    Only customers count who were forecast then and whose orders until then are still there. Named
    are the first of the list that was shown then, by the rules of ``plan.watchlist``; what the
    owner had said of customers is not kept with forecasts and does not count.
    Cost: one pass over the events and a dictionary of the customers per forecast.
    """
    due = sorted((one for one in kept if one.is_due(as_of_day)), key=lambda one: -one.as_of_day)
    if not due:
        return ()
    if events is None:
        events = purchase_events(tx)
    place = {key: i for i, key in enumerate(tx.customer_key.tolist())}
    scored = []
    for one in due:
        ctx.check()
        done = _score(tx, events, place, one)
        if done is not None:
            scored.append(done)
    return tuple(scored)


def _score(
    tx: Transactions, events: Events, place: dict[str, int], one: KeptForecast
) -> ScoredForecast | None:
    day = one.as_of_day
    then = cut_events(events, day)
    everybody = history(then, day, one.horizon_days)
    said = np.full((3, tx.n_customers), np.nan)
    known = np.array([place.get(key, -1) for key in one.customer_key.tolist()], dtype=np.int64)
    columns = np.vstack([one.p_buy, one.expected_orders, one.expected_spend_cents])
    said[:, known[known >= 0]] = columns[:, known >= 0]
    said = said[:, everybody.customer]
    rows = np.flatnonzero(np.isfinite(said[0]))
    if not len(rows):
        return None
    facts, (p_buy, orders, spend) = take(everybody, rows), said[:, rows]
    own = spells(then)
    if one.levels == "rhythm":
        risk = risk_by_rhythm(stage_by_rhythm(own, everybody)[rows])
    elif one.levels == "chance":
        risk = risk_levels(p_buy, one.thresholds)
    else:
        risk = np.full(len(rows), int(Risk.NONE), dtype=np.int8)
    table = table_of(cut(tx, day), then, own, day)
    gap = own.usual_gap_days()[rows]
    back = money_if_back(usual_order_cents(table)[rows], gap, one.horizon_days, spend, p_buy)
    stage = silence_of_table(table)[rows]  # decides who is in the group of those gone
    return ScoredForecast(
        test=backtest(facts, bought_within(events, facts), p_buy, risk, stage, back),
        expected_orders=_sum(orders),
        orders=_orders_within(events, facts, tx.n_customers),
        expected_spend_cents=_sum(spend),
        spent_cents=float(spent_within(tx, facts, one.horizon_days).sum()),
    )


def _orders_within(events: Events, facts: History, n_customers: int) -> int:
    day = facts.as_of_day
    later = (events.day > day) & (events.day <= day + facts.horizon_days)
    count = np.bincount(events.customer[later], minlength=n_customers)
    return int(count[facts.customer].sum())


def _sum(figures: Array) -> float:
    finite = figures[np.isfinite(figures)]
    return float(finite.sum()) if len(finite) else float("nan")
