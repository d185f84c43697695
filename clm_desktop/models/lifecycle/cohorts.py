"""The retention grid: who began when, and who came back when."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.lifecycle.beginnings import NEVER, Beginnings
from clm_desktop.models.lifecycle.periods import GRAINS, period_of, period_starts
from clm_desktop.models.lifecycle.rates import two_shares
from clm_desktop.models.lifecycle.results import CohortGrid, Trend

MOST_PERIODS = {"week": 60, "month": 240, "quarter": 1_000}
LEAST_DAYS = {"week": 14, "month": 0, "quarter": 270}
FEW_NEW = 30  # cohorts of fewer have mostly cells of a few people: the next grain is first
FEW_AT_FIRST = 10
WEEKS_UP_TO_DAYS = 120
QUARTERS_FROM_DAYS = 1_100
MIDWAY_TIMES = 1.5
TREND_DAYS = 90
P_CLEAR = 0.05
YEAR_DAYS = 365


def cohort_grids(begun: Beginnings, return_days: int) -> tuple[CohortGrid, ...]:
    """Make the grid in every grain that the length of the history allows, finest first."""
    if not len(begun):
        return ()
    span = begun.as_of_day - int(begun.first_day.min())
    starts = {g: period_starts(int(begun.first_day.min()), begun.as_of_day, g) for g in GRAINS}
    fits = [g for g in GRAINS if span >= LEAST_DAYS[g] and len(starts[g]) <= MOST_PERIODS[g] + 1]
    return tuple(cohort_grid(begun, starts[g], g, return_days) for g in fits)


BITS = 64  # periods since the first order of which it is kept who came


def cohort_grid(
    begun: Beginnings, starts: NDArray[np.int32], grain: str, return_days: int
) -> CohortGrid:
    """Count and add up by period of the first order and periods since.

    ``starts`` ends with the first day after the last period. Money of before the first order (a
    refund of something older than the file) counts with the first period. Cost: O(n).
    """
    c = len(starts) - 1
    cohort = period_of(begun.first_day, starts)
    since = period_of(begun.event_day, starts) - cohort[begun.event_row]
    cell = (begun.event_row * c + since).astype(np.int64)
    cell = cell[np.diff(cell, prepend=-1) > 0]  # sorted: one per customer and period
    bought = np.bincount(cohort[cell // c] * c + cell % c, minlength=c * c)
    later = period_of(begun.order_day, starts) - cohort[begun.order_row]
    at = cohort[begun.order_row] * c + np.maximum(later, 0)
    sales = np.bincount(at, weights=begun.order_cents, minlength=c * c)
    back = begun.second_gap_days <= return_days
    return CohortGrid(
        grain=grain,
        start_day=starts[:-1],
        last_is_open=bool(begun.as_of_day < starts[-1] - 1),
        size=np.bincount(cohort, minlength=c).astype(np.int64),
        customers=bought.reshape(c, c).astype(np.int64),
        sales_cents=np.rint(sales).reshape(c, c).astype(np.int64),
        back=np.bincount(cohort[back], minlength=c).astype(np.int64),
        back_known=starts[1:] - 1 + return_days <= begun.as_of_day,
        came=_came(cell, c),
    )


def _came(cell: NDArray[np.int64], c: int) -> NDArray[np.uint64]:
    """Bit k of each customer: bought in the k-th period since the first; of k < 64.

    ``cell``: customer * c + k, sorted, every customer with 0.
    """
    customer, since = np.divmod(cell, c)
    bit = np.where(since < BITS, np.uint64(1) << (since % BITS).astype(np.uint64), np.uint64(0))
    first = np.flatnonzero(np.diff(customer, prepend=-1))
    bits: NDArray[np.uint64] = np.bitwise_or.reduceat(bit, first)
    return bits


def first_grain(grids: tuple[CohortGrid, ...], shop_gap_days: float, span_days: int) -> str:
    """The grain to show first: by the shop's rhythm, its history, and people per cohort."""
    if not grids:
        return "month"
    wish = "month"
    if span_days < WEEKS_UP_TO_DAYS:
        wish = "week"
    elif span_days >= QUARTERS_FROM_DAYS and shop_gap_days > TREND_DAYS / 2:
        wish = "quarter"
    order = [grid.grain for grid in grids]
    at = order.index(wish) if wish in order else 0
    while at + 1 < len(grids) and np.median(grids[at].size[grids[at].size > 0]) < FEW_NEW:
        at += 1
    return order[at]


def starts_midway(grids: tuple[CohortGrid, ...]) -> bool:
    """Whether the file seems to begin in the middle of the shop's life.

    Then the first month calls people new who were not: it has 1.5 times as many as usual later.
    """
    monthly = next((grid for grid in grids if grid.grain == "month"), None)
    if monthly is None or len(monthly) < 4:
        return False
    first = int(monthly.size[:2].max())  # the very first month may be a part of one
    later = monthly.size[2:-1] if monthly.last_is_open else monthly.size[2:]
    return (
        len(later) > 0 and first > MIDWAY_TIMES * float(np.median(later)) and first >= FEW_AT_FIRST
    )


def trend(begun: Beginnings, return_days: int) -> Trend:
    """Compare new customers who came back with those of a year ago, or of just before.

    Only customers for whom the return window is over are counted on either side. A year ago is
    preferred, because of the season, where the file is old enough. Said only where a pooled
    two-proportion test is clear (p < 0.05).
    """
    length = max(TREND_DAYS, return_days)
    newest = begun.as_of_day - return_days
    oldest = int(begun.first_day.min()) if len(begun) else newest
    last_year = newest - YEAR_DAYS - length >= oldest - 1
    before = newest - (YEAR_DAYS if last_year else length)
    now_new, now_back = _between(begun, newest - length, newest, return_days)
    then_new, then_back = _between(begun, before - length, before, return_days)
    p_value = two_shares(now_back, now_new, then_back, then_new)
    verdict = "too_few"
    if before - length >= oldest - 1 and np.isfinite(p_value):
        higher = now_back * then_new > then_back * now_new
        verdict = ("up" if higher else "down") if p_value < P_CLEAR else "same"
    return Trend(
        verdict=verdict,
        now_from_day=newest - length + 1,
        now_to_day=newest,
        now_new=now_new,
        now_back=now_back,
        then_from_day=before - length + 1,
        then_to_day=before,
        then_new=then_new,
        then_back=then_back,
        then_is_last_year=last_year,
        p_value=p_value,
    )


def _between(begun: Beginnings, after: int, until: int, return_days: int) -> tuple[int, int]:
    new = (begun.first_day > after) & (begun.first_day <= until)
    back = new & (begun.second_gap_days <= min(return_days, NEVER - 1))
    return int(new.sum()), int(back.sum())
