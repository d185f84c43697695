"""One row per customer who ever bought, as of a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.events import Events, purchase_events
from clm_desktop.features.quiet_days import quiet_days_since, quiet_stretches
from clm_desktop.features.snapshot import cut, cut_events
from clm_desktop.features.spells import Spells, spells


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerTable:
    """Facts about each customer with at least one sale on or before ``as_of_day``.

    Arrays have n elements, one per customer, ordered by position in the Transactions they were
    made from. A purchase event is a customer-day with a sale (orders of one day are merged).
    """

    as_of_day: int
    customer: NDArray[np.int32]  # position in Transactions.customer_*
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    recency_days: NDArray[np.int32]  # as_of_day - last_day, >= 0
    quiet_days: NDArray[np.int32]  # of these, on which nobody bought though orders were due
    tenure_days: NDArray[np.int32]  # as_of_day - first_day, >= 0
    frequency: NDArray[np.int32]  # purchase events, >= 1
    monetary_cents: NDArray[np.int64]  # all money of the customer up to the day, after refunds
    median_gap_days: NDArray[np.float64]  # own median days between events, nan below 2 events
    mean_basket_cents: NDArray[np.float64]  # money of sales / events
    mean_products: NDArray[np.float64]  # distinct products per event, nan where no products

    def __len__(self) -> int:
        """Number of customers."""
        return len(self.customer)


def customer_table(
    tx: Transactions, as_of_day: int, ctx: RunContext, *, events: Events | None = None
) -> CustomerTable:
    """One row per customer who bought on or before ``as_of_day``; empty when nobody did.

    ``events``: those of ``tx`` up to the day, where they are there already. Cost: O(n log n) in
    the lines, 1M lines about 0.7 s.
    """
    known = cut(tx, as_of_day)
    ctx.check()
    if events is None:
        events = purchase_events(known)
    ctx.check()
    return table_of(known, events, spells(events), as_of_day)


def table_then(tx: Transactions, events: Events, day: int) -> CustomerTable:
    """Build the table of an earlier day; ``events``: those of ``tx`` up to that day or later."""
    then = cut_events(events, day)
    return table_of(cut(tx, day), then, spells(then), day)


def table_of(known: Transactions, events: Events, own: Spells, as_of_day: int) -> CustomerTable:
    """Build the table from what was already cut and merged (see ``customer_table``)."""
    mine = known.order_customer >= 0
    money = np.bincount(
        known.order_customer[mine], weights=known.order_cents[mine], minlength=known.n_customers
    )
    return CustomerTable(
        as_of_day=as_of_day,
        customer=own.customer,
        first_day=own.first_day,
        last_day=own.last_day,
        recency_days=as_of_day - own.last_day,
        quiet_days=quiet_days_since(own.last_day, quiet_stretches(events.day)),
        tenure_days=as_of_day - own.first_day,
        frequency=own.events,
        monetary_cents=np.rint(money[own.customer]).astype(np.int64),
        median_gap_days=own.median_gap_days,
        mean_basket_cents=own.sum_by(events.sales_cents) / own.events,
        mean_products=_mean_products(events, own),
    )


def _mean_products(events: Events, own: Spells) -> NDArray[np.float64]:
    named = own.sum_by(events.products > 0)
    total = own.sum_by(events.products)
    return np.where(named > 0, total / np.maximum(named, 1), np.nan)
