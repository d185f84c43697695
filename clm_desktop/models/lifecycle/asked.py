"""From asking to buying: orders that were never paid, people whom lists name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.transactions import Prospects, Transactions
from clm_desktop.models.lifecycle.beginnings import Beginnings
from clm_desktop.models.lifecycle.results import Asked

_NOBODY = np.zeros(0, dtype=np.int32)
NONE = Asked(
    people=0,
    known=0,
    bought=0,
    listed=0,
    listed_bought=0,
    waiting_customer=_NOBODY,
    waiting_day=_NOBODY,
    waiting_cents=np.zeros(0, dtype=np.int64),
)


def asked(tx: Transactions, begun: Beginnings, return_days: int) -> Asked:
    """Who asked and paid within the return window, and who is still to be reminded.

    Orders after the as-of day are not looked at. A person counts once, with the first order that
    was not paid; on the list of those waiting with the last. Cost: O(n log n) in both.
    """
    if tx.prospects is None:
        return NONE
    told = tx.prospects
    mine = np.flatnonzero((told.order_customer >= 0) & (told.order_day <= begun.as_of_day))
    customer, day = told.order_customer[mine], told.order_day[mine]
    _, first = np.unique(customer, return_index=True)  # by day, so that each one's first comes up
    next_day = _next_purchase(begun, begun.row_of[customer[first]], day[first])
    known = day[first] + return_days <= begun.as_of_day
    bought = known & (next_day <= day[first] + return_days)
    waiting = _waiting(begun, customer, day, return_days)
    return Asked(
        people=len(first),
        known=int(known.sum()),
        bought=int(bought.sum()),
        listed=len(told.listed),
        listed_bought=_buyers(begun, told),
        waiting_customer=customer[waiting],
        waiting_day=day[waiting],
        waiting_cents=told.order_cents[mine][waiting],
    )


def _buyers(begun: Beginnings, told: Prospects) -> int:
    return int((begun.row_of[told.listed] >= 0).sum())


def _waiting(
    begun: Beginnings,
    customer: NDArray[np.int32],
    day: NDArray[np.int32],
    return_days: int,
) -> NDArray[np.int64]:
    """Last orders not paid, of the last ``return_days``, of people who bought nothing since."""
    last = len(customer) - 1 - np.unique(customer[::-1], return_index=True)[1]
    since = _next_purchase(begun, begun.row_of[customer[last]], day[last])
    recent = day[last] > begun.as_of_day - return_days
    chosen = last[recent & (since > begun.as_of_day)]
    return chosen[np.argsort(-day[chosen], kind="stable")].astype(np.int64)


def _next_purchase(
    begun: Beginnings, row: NDArray[np.int64], day: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Day of the first purchase on or after a day; far away where none came."""
    never = np.iinfo(np.int32).max
    if not len(begun.event_day):
        return np.full(len(row), never, dtype=np.int64)
    low = int(min(begun.event_day.min(), day.min(initial=0)))
    span = int(begun.as_of_day) - low + 2
    keys = begun.event_row * span + (begun.event_day - low)
    at = np.searchsorted(keys, row * span + (np.minimum(day, begun.as_of_day) - low), side="left")
    safe = np.minimum(at, len(keys) - 1)
    found = (row >= 0) & (at < len(keys)) & (begun.event_row[safe] == row)
    return np.where(found, begun.event_day[safe], never).astype(np.int64)
