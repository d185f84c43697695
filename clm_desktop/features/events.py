"""Purchase events: what each customer bought on one day, merged; the raw material of all models."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.transactions import Transactions


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """One element per customer-day with a sale, sorted by customer, then day.

    Orders of one day are one event; refunds never make one. Guests (no customer) have no events.
    """

    customer: NDArray[np.int32]  # position in Transactions.customer_*
    day: NDArray[np.int32]
    sales_cents: NDArray[np.int64]  # money of the day's sales
    net_cents: NDArray[np.int64]  # the same after what was given back that very day, >= 0
    products: NDArray[np.int32]  # distinct products bought, 0 where the lines name none

    def __len__(self) -> int:
        """Number of events."""
        return len(self.day)

    def until(self, day: int) -> Events:
        """Those up to a day, that day included."""
        kept = self.day <= day
        return Events(
            customer=self.customer[kept],
            day=self.day[kept],
            sales_cents=self.sales_cents[kept],
            net_cents=self.net_cents[kept],
            products=self.products[kept],
        )


def purchase_events(tx: Transactions) -> Events:
    """Merge the orders of each customer and day. Cost: O(n log n), 1M lines about 0.4 s."""
    known = tx.order_customer >= 0
    sale = known & tx.order_is_sale
    if not sale.any():
        return _empty()
    base = int(tx.order_day.min())
    span = int(tx.order_day.max()) - base + 1
    order_key = tx.order_customer.astype(np.int64) * span + (tx.order_day - base)
    keys, event_of_sale = np.unique(order_key[sale], return_inverse=True)
    sales = _sum_by(event_of_sale, tx.order_cents[sale], len(keys))
    refund = known & ~tx.order_is_sale
    refund_key = order_key[refund]
    at = np.minimum(np.searchsorted(keys, refund_key), len(keys) - 1)
    same_day = keys[at] == refund_key
    net = sales + _sum_by(at[same_day], tx.order_cents[refund][same_day], len(keys))
    event_of_order = np.full(tx.n_orders, -1, dtype=np.int64)
    event_of_order[sale] = event_of_sale
    return Events(
        customer=(keys // span).astype(np.int32),
        day=(keys % span + base).astype(np.int32),
        sales_cents=sales,
        net_cents=np.maximum(net, 0),
        products=_distinct_products(tx, event_of_order, len(keys)),
    )


def _distinct_products(
    tx: Transactions, event_of_order: NDArray[np.int64], n: int
) -> NDArray[np.int32]:
    if not len(tx.line_order) or not len(tx.product_id):
        return np.zeros(n, dtype=np.int32)
    event = event_of_order[tx.line_order]
    counts = (event >= 0) & (tx.line_product >= 0) & (tx.line_quantity > 0)
    counts &= ~tx.product_is_fee[np.maximum(tx.line_product, 0)]
    pair = event[counts] * len(tx.product_id) + tx.line_product[counts]
    pair.sort()  # several times as fast as np.unique on a million lines
    first = np.ones(len(pair), dtype=np.bool_)
    first[1:] = pair[1:] != pair[:-1]
    return np.bincount(pair[first] // len(tx.product_id), minlength=n).astype(np.int32)


def _sum_by(group: NDArray[np.int64], cents: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    # exact: doubles hold whole cents up to 9e15, far above any shop's turnover
    return np.rint(np.bincount(group, weights=cents, minlength=n)).astype(np.int64)


def _empty() -> Events:
    ints = np.zeros(0, dtype=np.int32)
    cents = np.zeros(0, dtype=np.int64)
    return Events(customer=ints, day=ints, sales_cents=cents, net_cents=cents, products=ints)
