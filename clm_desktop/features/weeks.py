"""Transactions -> what was sold per week: the raw material of every demand forecast.

Weeks start on Monday. Only whole weeks count: a week that the file holds in part would read as a
fall. What was given back is taken off the week it was bought in, since demand was not there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.core.transactions import Transactions

MAX_WEEKS = 208  # older weeks say little about the next ones
_TRADING_SHARE = 0.5  # of the weeks that a weekday must have sales in to count as a trading day
_HABIT_WEEKS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyDemand:
    """Whole weeks up to a day; matrices are products x weeks, series run over the weeks.

    The shop's sales hold lines that name no product too: a file of order totals has no others.

    ``units`` are what was bought less what came back; ``lines`` count the order lines behind them
    (one customer buying 500 pieces is not 500 customers). A week without any sale in the whole
    shop is closed, not a week of no demand.
    """

    first_week: int  # Monday-based week number, see week_of
    is_open: NDArray[np.bool_]
    sales_cents: NDArray[np.float64]  # net money of the goods
    product: NDArray[np.int32]  # positions in Transactions.product_*, ascending
    units: NDArray[np.float32]
    lines: NDArray[np.float32]
    product_sales_cents: NDArray[np.float32]

    @property
    def n_weeks(self) -> int:
        """Number of whole weeks."""
        return len(self.is_open)

    @property
    def next_week(self) -> int:
        """The first week that is not known: the first to be forecast."""
        return self.first_week + self.n_weeks


def week_of(day: int) -> int:
    """Number of the week, Monday to Sunday, that a day lies in."""
    return (int(day) + 3) // 7


def monday_of(week: int) -> int:
    """Day number of a week's Monday."""
    return week * 7 - 3


def weekly_demand(tx: Transactions, as_of_day: int, ctx: RunContext = NULL_CONTEXT) -> WeeklyDemand:
    """Sum goods by product and whole week; ``tx`` holds nothing after ``as_of_day``.

    Cost: O(n log n), 1M lines about 0.5 CPU s; memory 12 bytes x products x weeks.
    """
    sale_days = tx.order_day[tx.order_is_sale].astype(np.int64)
    first, last = _whole_weeks(sale_days, as_of_day)
    n_weeks = max(0, last - first + 1)
    line = _goods(tx)
    ctx.check()
    day = _day_of_demand(tx, line)
    ctx.check()
    week = (day + 3) // 7 - first
    line, week = line[(week >= 0) & (week < n_weeks)], week[(week >= 0) & (week < n_weeks)]
    sales_cents = np.bincount(week, weights=tx.line_cents[line], minlength=n_weeks)
    named = tx.line_product[line] >= 0
    line, week = line[named], week[named]
    product, row = np.unique(tx.line_product[line], return_inverse=True)
    cell = row.astype(np.int64) * n_weeks + week
    size = len(product) * n_weeks

    def table(weights: NDArray[np.generic] | None) -> NDArray[np.float32]:
        summed = np.bincount(cell, weights=weights, minlength=size)
        return summed.reshape(len(product), n_weeks).astype(np.float32)

    units = np.maximum(table(tx.line_quantity[line]), 0)
    cents = table(tx.line_cents[line])
    ctx.check()
    weeks_sold = (sale_days + 3) // 7 - first
    seen = np.bincount(weeks_sold[(weeks_sold >= 0) & (weeks_sold < n_weeks)], minlength=n_weeks)
    return WeeklyDemand(
        first_week=first,
        is_open=seen > 0,
        sales_cents=np.asarray(sales_cents, np.float64),
        product=product.astype(np.int32),
        units=units,
        lines=table((tx.line_quantity[line] > 0).astype(np.float64)),
        product_sales_cents=cents,
    )


def _whole_weeks(sale_days: NDArray[np.int64], as_of_day: int) -> tuple[int, int]:
    """First and last week that the file holds in full, by the weekdays the shop trades on."""
    if not len(sale_days):
        return week_of(as_of_day), week_of(as_of_day) - 1
    days = np.unique(sale_days)
    first, last = week_of(days[0]), week_of(as_of_day)
    if any(d < (days[0] + 3) % 7 for d in _trading_weekdays(days, first + 1, first + _HABIT_WEEKS)):
        first += 1
    habit = _trading_weekdays(days, last - _HABIT_WEEKS, last - 1)
    as_of_weekday = (as_of_day + 3) % 7
    if as_of_weekday < 6 and (not habit or max(habit) > as_of_weekday):
        last -= 1
    return max(first, last - MAX_WEEKS + 1), last


def _trading_weekdays(days: NDArray[np.int64], first_week: int, last_week: int) -> list[int]:
    """Weekdays (0 = Monday) with sales in at least half of these weeks."""
    inside = days[((days + 3) // 7 >= first_week) & ((days + 3) // 7 <= last_week)]
    counts = np.bincount((inside + 3) % 7, minlength=7)
    weeks = len(np.unique((inside + 3) // 7))
    return [d for d in range(7) if weeks and counts[d] >= _TRADING_SHARE * weeks]


def _goods(tx: Transactions) -> NDArray[np.int64]:
    """Positions of the lines that are no fee; those that name no product are goods as well."""
    fee = np.append(tx.product_is_fee.astype(bool), False)  # the last is position -1
    return np.flatnonzero(~fee[tx.line_product])


def _day_of_demand(tx: Transactions, line: NDArray[np.int64]) -> NDArray[np.int64]:
    """Day a line's demand belongs to: what a customer gave back counts on the day of buying it.

    The newest earlier purchase of the same product by the same customer is meant. Lines given back
    by nobody known, or never bought here, keep their own day.
    """
    order = tx.line_order[line]
    day = tx.order_day[order].astype(np.int64)
    back = tx.line_quantity[line] < 0
    if not back.any():
        return day
    customer = tx.order_customer[order].astype(np.int64)
    pair = customer * (len(tx.product_id) + 1) + tx.line_product[line] + 1  # -1: not named
    by = np.lexsort((back, day, pair))
    bought = np.where(~back[by], np.arange(len(by)), -1)
    newest = np.maximum.accumulate(bought)
    known = back[by] & (customer[by] >= 0) & (newest >= 0)
    known[known] &= pair[by][newest[known]] == pair[by][known]
    moved = day[by]
    moved[known] = moved[newest[known]]
    day[by] = moved
    return day
