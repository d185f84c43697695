"""Who asked and never paid, and whom lists name: the people that may still become customers."""

from __future__ import annotations

from dataclasses import dataclass

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.run import RunContext
from clm_desktop.store.columns import columns
from clm_desktop.store.lists import load_customer_list, people_listed
from clm_desktop.store.people import Persons
from clm_desktop.store.project import Project

# cancelled before it was paid, unpaid, payment failed (core.rows.RowState)
_UNPAID = """
SELECT id >> 24, ifnull(customer_id, 0), ts, cents, part FROM lines
WHERE state IN (1, 2, 4) AND part < 2 ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpaidOrders:
    """One element per order of which nothing was paid, by day."""

    customer_id: NDArray[np.int64]  # the person's, 0 = nobody known
    day: NDArray[np.int32]
    cents: NDArray[np.int64]


def unpaid_orders(
    connection: apsw.Connection, counted: NDArray[np.int64], persons: Persons, ctx: RunContext
) -> UnpaidOrders:
    """Orders without any line that counts (``counted``: ids of all others).

    Cost: one pass over the lines, 0.1 s per million.
    """
    query = connection.execute(_UNPAID)
    kinds = (np.int64, np.int64, np.int64, np.int64, np.int8)
    order, customer, ts, cents, part = columns(query, kinds, ctx)
    open_ = ~np.isin(order, counted)
    order, customer, ts, cents, part = (
        column[open_] for column in (order, customer, ts, cents, part)
    )
    ids, place = np.unique(order, return_inverse=True)
    whole = np.zeros(len(ids), dtype=bool)
    whole[place[part == 1]] = True  # the order itself stands there: its products add nothing
    tells = np.where(whole[place], part == 1, part == 0)
    total = np.bincount(place, weights=np.where(tells, cents, 0), minlength=len(ids))
    first = np.full(len(ids), np.iinfo(np.int64).max)
    np.minimum.at(first, place, ts)
    who = np.zeros(len(ids), dtype=np.int64)
    named = np.flatnonzero(customer)[::-1]
    who[place[named]] = customer[named]  # backwards, so that the first line that names one stays
    day = (first // SECONDS_PER_DAY).astype(np.int32)
    by_day = np.argsort(day, kind="stable")
    return UnpaidOrders(
        customer_id=persons.of(who)[by_day],
        day=day[by_day],
        cents=np.rint(total).astype(np.int64)[by_day],
    )


def listed_people(project: Project, ctx: RunContext) -> NDArray[np.int64]:
    """Return the store's customer id of each person of the lists, 0 where they are in no order."""
    if not people_listed(project):
        return np.zeros(0, dtype=np.int64)
    return load_customer_list(project, ctx).customer_id
