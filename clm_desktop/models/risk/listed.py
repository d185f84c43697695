"""Who stands on the watchlist: slipping repeat customers whose money is neither safe nor gone.

One rule for today's list (``plan/watchlist.py``) and for the list of a past day, so that a
back-test tells about the people whom the owner would really have seen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.customer_table import CustomerTable
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
    quiet_days: NDArray[np.number],
    usual_gap_days: Array,
    p_buy: Array,
    risk: NDArray[np.int8],
    gone: Flags,
) -> Flags:
    """Active repeaters, silent beyond their rhythm, at medium risk or more, not beyond hope.

    Nor ``gone``: of the group that the owner is told to let go. Days on which nobody bought at all
    (``quiet_days`` of the silence) make nobody late: the shop was closed, or a file is missing.
    """
    gap = np.maximum(usual_gap_days, 1.0)
    wanted = worth_watching(events, recency_days, usual_gap_days)
    wanted &= np.greater(recency_days - quiet_days, SLIPPING * gap)
    wanted &= ~np.isfinite(p_buy) | (risk >= Risk.MEDIUM)
    return wanted & ~beyond_hope(recency_days, usual_gap_days, p_buy) & ~gone


def named_then(  # noqa: PLR0917 - one argument per fact that decides
    facts: History,
    usual_gap_days: Array,
    p_buy: Array,
    risk: NDArray[np.int8],
    gone: Flags,
    if_back_cents: Array | None = None,
) -> NDArray[np.int64]:
    """Rows of the first 40 on the list of a past day, most money at risk first.

    Money at risk = chance to leave x ``if_back_cents``, what they would spend in the horizon if
    they came back; where nothing was said of it, usual orders at the own rhythm.
    """
    silence = facts.days_since, facts.quiet_days
    listed = worth_a_word(facts.events, *silence, usual_gap_days, p_buy, risk, gone)
    if if_back_cents is None:
        if_back_cents = _at_rhythm(facts.basket_cents, usual_gap_days, facts.horizon_days)
    at_risk = (1 - np.nan_to_num(p_buy)) * if_back_cents
    rows = np.flatnonzero(listed & (at_risk > 0))
    return rows[np.lexsort((rows, -at_risk[rows]))][:FIRST]


def usual_order_cents(table: CustomerTable) -> Array:
    """Mean money of a customer's order, net of what is given back."""
    bought = table.mean_basket_cents * table.frequency
    kept = np.divide(table.monetary_cents, bought, out=np.zeros(len(table)), where=bought > 0)
    return np.asarray(np.maximum(table.mean_basket_cents, 0.0) * np.clip(kept, 0.0, 1.0))


def money_if_back(
    order_cents: Array,
    usual_gap_days: Array,
    horizon_days: int,
    expected_cents: Array,
    p_buy: Array,
) -> Array:
    """Money a customer would spend in the horizon, given that they buy, as the list counts it.

    What was expected, held between one usual order and as many as the own rhythm allows.
    """
    order = np.maximum(order_cents, 0.0)
    at_rhythm = _at_rhythm(order, usual_gap_days, horizon_days)
    expected = np.divide(expected_cents, p_buy, out=np.full(len(p_buy), np.nan), where=p_buy > 0)
    held = np.clip(expected, order, at_rhythm)
    return np.asarray(np.where(np.isfinite(expected), held, at_rhythm), np.float64)


def _at_rhythm(order_cents: Array, usual_gap_days: Array, horizon_days: int) -> Array:
    orders = np.maximum(horizon_days / np.maximum(usual_gap_days, 1.0), 1.0)
    return np.asarray(np.maximum(order_cents, 0.0) * orders, np.float64)
