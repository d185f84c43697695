"""What came with the newest file: orders and buyers since the last day of the one before."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.features.events import Events
from clm_desktop.plan.answers import SinceLast


def last_file_day(earlier_days: Iterable[int], as_of_day: int) -> int | None:
    """As-of day of the file before; None where the newest file is the first, or no newer."""
    return max((day for day in earlier_days if day < as_of_day), default=None)


def since_last(
    tx: Transactions, table: CustomerTable, events: Events, since_day: int | None
) -> SinceLast | None:
    """Count what is dated after ``since_day``; money is net of what was given back. Cost: O(n)."""
    if since_day is None:
        return None
    later = tx.order_day > since_day
    before = np.bincount(events.customer[events.day <= since_day], minlength=tx.n_customers)
    row = np.flatnonzero(table.last_day > since_day)
    bought_before = before[table.customer[row]]
    return SinceLast(
        since_day=since_day,
        orders=int((later & tx.order_is_sale).sum()),
        sales_cents=int(tx.order_cents[later].sum()),
        row=row.astype(np.int32),
        new=int((bought_before == 0).sum()),
        second=int((bought_before == 1).sum()),
    )
