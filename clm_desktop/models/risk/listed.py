"""Who stands on the watchlist: slipping repeat customers whose money is neither safe nor gone.

One rule for today's list (``plan/watchlist.py``) and for the list of a past day, so that a
back-test tells about the people whom the owner would really have seen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.history import History
from clm_desktop.models.evaluate import Array, Flags
from clm_desktop.models.repeat.rhythm import worth_watching
from clm_desktop.models.results import Risk

SLIPPING = 1.25  # own rhythms of silence after which a customer is slipping, not merely due
HOPELESS_CHANCE = 0.05
HOPELESS_DAYS = 365.0  # silence after which the rule gives up ...
HOPELESS_GAPS = 5.0  # ... if that is also so many own rhythms
FIRST = 40  # of a list, whom an owner gets round to


def beyond_hope(
    recency_days: NDArray[np.number], usual_gap_days: Array, p_buy: Array
) -> NDArray[np.bool_]:
    """Tell who is late and will very likely not return; ``p_buy`` nan where no chance is said."""
    silent = np.greater_equal(
        recency_days, np.maximum(HOPELESS_DAYS, HOPELESS_GAPS * usual_gap_days)
    )
    lost = np.where(np.isfinite(p_buy), np.nan_to_num(p_buy, nan=1.0) < HOPELESS_CHANCE, silent)
    return np.asarray(lost & np.greater(recency_days, usual_gap_days), np.bool_)


def worth_a_word(  # noqa: PLR0917 - one argument per fact that decides
    events: NDArray[np.number],
    recency_days: NDArray[np.number],
    usual_gap_days: Array,
    p_buy: Array,
    risk: NDArray[np.int8],
    gone: Flags,
) -> Flags:
    """Active repeaters, silent beyond their rhythm, at medium risk or more, not beyond hope.

    Nor ``gone``: of the group that the owner is told to let go.
    """
    gap = np.maximum(usual_gap_days, 1.0)
    wanted = worth_watching(events, recency_days, usual_gap_days)
    wanted &= np.greater(recency_days, SLIPPING * gap)
    wanted &= ~np.isfinite(p_buy) | (risk >= Risk.MEDIUM)
    return wanted & ~beyond_hope(recency_days, usual_gap_days, p_buy) & ~gone


def named_then(
    facts: History, usual_gap_days: Array, p_buy: Array, risk: NDArray[np.int8], gone: Flags
) -> NDArray[np.int64]:
    """Rows of the first 40 on the list of a past day, most money at risk first.

    Money at risk = chance to leave x usual orders at the own rhythm in the horizon.
    """
    listed = worth_a_word(facts.events, facts.days_since, usual_gap_days, p_buy, risk, gone)
    orders = np.maximum(facts.horizon_days / np.maximum(usual_gap_days, 1.0), 1.0)
    at_risk = (1 - np.nan_to_num(p_buy)) * np.maximum(facts.basket_cents, 0.0) * orders
    rows = np.flatnonzero(listed)
    return rows[np.lexsort((rows, -at_risk[rows]))][:FIRST]
