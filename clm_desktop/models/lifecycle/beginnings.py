"""Each customer's run of orders, as far as cohorts and stages need it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.features.events import Events, purchase_events

NEVER = np.iinfo(np.int32).max  # days to a second order that has not come


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginnings:
    """Events and money by row of the customer table, cut at its day.

    ``event_*`` are sorted by row, then day; ``start`` points at each customer's first event.
    ``order_*`` are all orders of the customers, refunds and corrections included.
    """

    as_of_day: int
    first_day: NDArray[np.int32]
    tenure_days: NDArray[np.int32]
    second_gap_days: NDArray[np.int32]  # days to the second order, NEVER where none came
    first_cents: NDArray[np.int64]  # money of the first day
    start: NDArray[np.int64]
    event_row: NDArray[np.int64]
    event_day: NDArray[np.int32]
    order_row: NDArray[np.int64]
    order_day: NDArray[np.int32]
    order_cents: NDArray[np.int64]
    row_of: NDArray[np.int64]  # by position in Transactions.customer_* (and -1): -1 = never bought

    def __len__(self) -> int:
        """Number of customers."""
        return len(self.first_day)

    def spent_within(self, days: int) -> NDArray[np.float64]:
        """Net money of each customer from the first day to ``days`` later, in cents."""
        inside = self.order_day <= self.first_day[self.order_row] + days
        return self.money(inside)

    def money(self, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Net money of each customer in the chosen orders, in cents."""
        cents = self.order_cents[chosen].astype(np.float64)
        return np.bincount(self.order_row[chosen], weights=cents, minlength=len(self)).astype(
            np.float64
        )


def beginnings(tx: Transactions, table: CustomerTable, events: Events | None = None) -> Beginnings:
    """Bring events and orders to the rows of ``table``; ``tx`` is cut at its day.

    Cost: that of the events, 1M lines about 0.5 s.
    """
    if events is None:
        events = purchase_events(tx)
    n = len(table)
    row_of = np.full(tx.n_customers + 1, -1, dtype=np.int64)  # its last element: of nobody, -1
    row_of[table.customer] = np.arange(n)
    row = row_of[events.customer]
    start = np.searchsorted(row, np.arange(n))
    gap = np.full(n, NEVER, dtype=np.int32)
    again = np.flatnonzero(table.frequency >= 2)
    gap[again] = events.day[start[again] + 1] - events.day[start[again]]
    order_row = row_of[tx.order_customer]
    mine = order_row >= 0
    return Beginnings(
        as_of_day=table.as_of_day,
        first_day=table.first_day,
        tenure_days=table.tenure_days,
        second_gap_days=gap,
        first_cents=events.net_cents[start],
        start=start,
        event_row=row,
        event_day=events.day,
        order_row=order_row[mine],
        order_day=tx.order_day[mine],
        order_cents=tx.order_cents[mine],
        row_of=row_of,
    )
