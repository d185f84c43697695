"""What today's customers will bring together, and how unevenly they bring it.

The range of a sum is not the sum of ranges: what makes a sum wrong (the season, the fashion, the
model itself) makes it wrong for all customers at once, while single customers' luck evens out. So
it is learned from sums: log(came / said) of the shop's own past. With e the errors of the past
tests, which stand for m lengths side by side, log(came / said) is taken as Student's t with
v + m degrees of freedom and scale s, s^2 = (v s0^2 + m mean(e^2)) / (v + m): the posterior
predictive of a normal error around 0 under a scaled inverse chi-squared prior (Gelman and others,
Bayesian Data Analysis, 3rd ed., 2.6). s0 = 20 % is what forecasts of twelve months missed in
published tests; v = 3 makes a shop's own past outweigh it after three years.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.lifecycle.results import Equity, Lorenz
from clm_desktop.models.results import HALF_YEAR_DAYS, PastSum, ValueAnswer

RANGE = 0.80
PRIOR_SPREAD, PRIOR_WEIGHT = 0.20, 3.0
TOP_SHARE = 0.20
LORENZ_POINTS = 100
Z_80 = 1.2815515655446004
YEAR_DAYS = 365
Array = NDArray[np.float64]


def equity(table: CustomerTable, value: ValueAnswer) -> Equity:
    """Sum what is expected of a year, else of half a year; the range from past sums. Cost: O(n)."""
    days, expected_of_each, low, high = ahead_of(value)
    expected = float(expected_of_each.sum()) if len(table) else float("nan")
    luck = _luck(expected_of_each, low, high)
    tests = [one for one in value.past_sums if one.said_cents > 0 and one.was_cents > 0]
    spread, df = _spread(tests, luck)
    factor = float(np.exp(stdtrit(df, 0.5 + RANGE / 2) * spread))
    tested, covered = _covered(tests, luck)
    return Equity(
        ahead_days=days,
        so_far_cents=int(table.monetary_cents.sum()),
        expected_cents=expected,
        low_cents=expected / factor,
        high_cents=expected * factor,
        spread=spread,
        tested=tested,
        covered=covered,
        test_days=tests[0].horizon_days if tests else 0,
        independent=_independent(tests),
    )


def ahead_of(value: ValueAnswer) -> tuple[int, Array, Array, Array]:
    """How far ahead something is said, and of each customer what, with its range."""
    if np.isfinite(value.value_6m_cents).any():
        return (
            HALF_YEAR_DAYS,
            value.value_6m_cents,
            value.value_6m_lo_cents,
            value.value_6m_hi_cents,
        )
    return (
        YEAR_DAYS,
        value.value_12m_cents,
        value.value_12m_lo_cents,
        value.value_12m_hi_cents,
    )


def _luck(expected: Array, low: Array, high: Array) -> float:
    """Relative sd of the sum if only single customers' luck were at work."""
    total = float(np.nansum(expected))
    if not total > 0:
        return 0.0
    sd = (high - low) / (2 * Z_80)
    return float(np.sqrt(np.nansum(sd**2))) / total


def _independent(tests: Sequence[PastSum]) -> float:
    """How many lengths the tests stand for: they overlap."""
    if not tests:
        return 0.0
    days = [one.day for one in tests]
    return 1 + (max(days) - min(days)) / tests[0].horizon_days


def _spread(tests: Sequence[PastSum], luck: float) -> tuple[float, float]:
    """Scale and degrees of freedom of log(came / said)."""
    prior = PRIOR_SPREAD**2 + luck**2
    m = _independent(tests)
    errors = [np.log(one.was_cents / one.said_cents) for one in tests]
    own = float(np.mean(np.square(errors))) if errors else 0.0
    df = PRIOR_WEIGHT + m
    return float(np.sqrt((PRIOR_WEIGHT * prior + m * own) / df)), df


def _covered(tests: Sequence[PastSum], luck: float) -> tuple[int, int]:
    """How often a past sum fell into the range that only tests complete by its day would give."""
    covered = 0
    for one in tests:
        known = [other for other in tests if other.day + other.horizon_days <= one.day]
        spread, df = _spread(known, luck)
        reach = float(stdtrit(df, 0.5 + RANGE / 2)) * spread
        covered += abs(float(np.log(one.was_cents / one.said_cents))) <= reach
    return len(tests), covered


def lorenz(money_cents: NDArray[np.int64]) -> Lorenz:
    """Share of sales by share of customers, best first; nan where nothing was spent."""
    spent = np.sort(np.maximum(money_cents, 0).astype(np.float64))[::-1]
    n, total = len(spent), float(spent.sum())
    top = max(round(TOP_SHARE * n), 1) if n else 0
    at = np.linspace(0, 1, LORENZ_POINTS + 1)
    if not total > 0:
        nothing = np.full(len(at), np.nan)
        return Lorenz(
            share_of_customers=at,
            share_of_sales=nothing,
            top_share=float("nan"),
            top_customers=top,
            gini=float("nan"),
        )
    summed = np.concatenate([[0.0], np.cumsum(spent)]) / total
    rank = np.arange(1, n + 1)
    return Lorenz(
        share_of_customers=at,
        share_of_sales=np.interp(at, np.arange(n + 1) / n, summed),
        top_share=float(summed[top]),
        top_customers=top,
        gini=float((n + 1 - 2 * (rank * spent).sum() / total) / n),
    )
