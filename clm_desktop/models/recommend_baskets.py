"""Who bought what in which order: the sparse facts that every recommender part reads.

An order here is a purchase event: all sales of one customer on one day. A product counts as bought
by a customer only when its quantity stays above zero after cancellations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable

ORDERS_HALF_LIFE = 10.0  # orders after which a purchase weighs half
RECENT_ORDERS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLines:
    """Every line of goods of a known customer, cancellations with negative quantity included."""

    customer: NDArray[np.int32]  # row of the CustomerTable
    day: NDArray[np.int32]
    product: NDArray[np.int32]  # position in Transactions.product_*
    quantity: NDArray[np.float64]
    n_customers: int
    n_products: int

    def before(self, day: NDArray[np.int32]) -> GoodsLines:
        """Only lines of earlier days than ``day`` (one limit per customer)."""
        keep = self.day < day[self.customer]
        return GoodsLines(
            customer=self.customer[keep],
            day=self.day[keep],
            product=self.product[keep],
            quantity=self.quantity[keep],
            n_customers=self.n_customers,
            n_products=self.n_products,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Baskets:
    """Purchases merged to (customer, product) pairs, sorted by customer, then product.

    ``pair_start`` (n_customers + 1) delimits the pairs of each customer, as in a CSR matrix.
    ``*_order`` are ordinals of the customer's own orders, 0 = the first. All arrays of a kind run
    parallel; customers without goods have no pairs and ``orders`` 0.
    """

    n_customers: int
    n_products: int
    today: int  # day of the newest order here
    pair_start: NDArray[np.int64]
    product: NDArray[np.int32]
    times: NDArray[np.int32]  # orders that held the product
    first_order: NDArray[np.int32]
    last_order: NDArray[np.int32]
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    weight: NDArray[np.float32]  # sum of halvings since each purchase, by orders
    recent_times: NDArray[np.int32]  # of the customer's last six orders, those with the product

    orders: NDArray[np.int32]  # per customer
    customer_first_day: NDArray[np.int32]
    customer_last_day: NDArray[np.int32]
    basket: NDArray[np.float32]  # mean distinct products per order

    popularity: NDArray[np.float64]  # share of recent orders with the product, per product
    buyers: NDArray[np.int32]  # per product
    gap_days: NDArray[np.float64]  # median days between two purchases, nan = never bought twice

    @property
    def pair_customer(self) -> NDArray[np.int32]:
        """Customer of each pair."""
        return np.repeat(np.arange(self.n_customers, dtype=np.int32), np.diff(self.pair_start))

    def owned(self) -> sparse.csr_matrix:
        """Who has bought what: (customers, products), ones."""
        return sparse.csr_matrix(
            (np.ones(len(self.product), np.float32), self.product, self.pair_start),
            shape=(self.n_customers, self.n_products),
        )


def goods_lines(tx: Transactions, table: CustomerTable) -> GoodsLines:
    """Take the lines of goods that customers of the table bought or gave back; no fees."""
    row_of = np.full(tx.n_customers + 1, -1, np.int32)  # last: nobody known
    row_of[table.customer] = np.arange(len(table), dtype=np.int32)
    row = row_of[tx.order_customer][tx.line_order]
    goods = np.append(~tx.product_is_fee.astype(bool), False)
    keep = goods[tx.line_product] & (row >= 0) & (tx.order_day[tx.line_order] <= table.as_of_day)
    return GoodsLines(
        customer=row[keep],
        day=tx.order_day[tx.line_order[keep]],
        product=tx.line_product[keep],
        quantity=tx.line_quantity[keep],
        n_customers=len(table),
        n_products=len(tx.product_id),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchases:
    """One element per (customer, product, day) really bought, sorted by those three."""

    customer: NDArray[np.int32]
    product: NDArray[np.int32]
    day: NDArray[np.int32]


def purchases(lines: GoodsLines) -> Purchases:
    """Merge lines of one day and drop what was given back.

    A quantity that is not told (nan) is taken as one. Cost: one sort of the lines.
    """
    if not len(lines.day):
        none = np.empty(0, np.int32)
        return Purchases(customer=none, product=none, day=none)
    low = int(lines.day.min())
    days = int(lines.day.max()) - low + 1
    pair = lines.customer.astype(np.int64) * lines.n_products + lines.product
    key = pair * days + (lines.day - low)
    order = np.argsort(key, kind="stable")
    key = key[order]
    quantity = np.nan_to_num(lines.quantity[order], nan=1.0)
    start = np.flatnonzero(np.diff(key, prepend=-1))
    of_day = np.add.reduceat(quantity, start)
    key = key[start]
    pair = key // days
    pair_start = np.flatnonzero(np.diff(pair, prepend=-1))
    net = np.add.reduceat(of_day, pair_start)
    kept = np.repeat(net > 0, np.diff(np.append(pair_start, len(pair)))) & (of_day > 0)
    key, pair = key[kept], pair[kept]
    return Purchases(
        customer=(pair // lines.n_products).astype(np.int32),
        product=(pair % lines.n_products).astype(np.int32),
        day=(key % days + low).astype(np.int32),
    )


def baskets(bought: Purchases, n_customers: int, n_products: int) -> Baskets:
    """Count what was bought, per pair, customer and product."""
    customer, product, day = bought.customer, bought.product, bought.day
    low = int(day.min()) if len(day) else 0
    today = int(day.max()) if len(day) else 0
    days = today - low + 1
    event, event_of = np.unique(customer.astype(np.int64) * days + (day - low), return_inverse=True)
    event_customer = (event // days).astype(np.int32)
    orders = np.bincount(event_customer, minlength=n_customers).astype(np.int32)
    first_event = np.concatenate(([0], np.cumsum(orders, dtype=np.int64)))
    ordinal = (event_of - first_event[customer]).astype(np.int32)
    event_day = (event % days + low).astype(np.int32)
    has = orders > 0
    first_day = np.zeros(n_customers, np.int32)
    last_day = np.zeros(n_customers, np.int32)
    first_day[has] = event_day[first_event[:-1][has]]
    last_day[has] = event_day[first_event[1:][has] - 1]

    pair_key = customer.astype(np.int64) * n_products + product
    start = np.flatnonzero(np.diff(pair_key, prepend=-1))
    stop = np.append(start[1:], len(pair_key)) - 1 if len(start) else start
    since = orders[customer] - 1 - ordinal
    fade = np.exp2(-since / ORDERS_HALF_LIFE).astype(np.float32)
    pairs_of = np.bincount(customer[start], minlength=n_customers)
    lines_of = np.bincount(customer, minlength=n_customers)
    return Baskets(
        n_customers=n_customers,
        n_products=n_products,
        today=today,
        pair_start=np.concatenate(([0], np.cumsum(pairs_of, dtype=np.int64))),
        product=product[start],
        times=(stop - start + 1).astype(np.int32),
        first_order=ordinal[start],
        last_order=ordinal[stop],
        first_day=day[start],
        last_day=day[stop],
        weight=np.add.reduceat(fade, start) if len(start) else fade,
        recent_times=_sums(since < RECENT_ORDERS, start),
        orders=orders,
        customer_first_day=first_day,
        customer_last_day=last_day,
        basket=(lines_of / np.maximum(orders, 1)).astype(np.float32),
        popularity=_popularity(product, day, event_day, n_products),
        buyers=np.bincount(product[start], minlength=n_products).astype(np.int32),
        gap_days=_median_gaps(pair_key, product, day, n_products),
    )


def _sums(flag: NDArray[np.bool_], start: NDArray[np.int64]) -> NDArray[np.int32]:
    """Count of true values in each run that begins at ``start``."""
    count = flag.astype(np.int32)
    return np.add.reduceat(count, start, dtype=np.int32) if len(start) else count


def _popularity(
    product: NDArray[np.int32],
    day: NDArray[np.int32],
    event_day: NDArray[np.int32],
    n_products: int,
) -> NDArray[np.float64]:
    """Share of orders with the product, recent ones first (half-life 15 % of the calendar)."""
    if not len(day):
        return np.zeros(n_products)
    today, first = int(day.max()), int(day.min())
    half_life = max(0.15 * (today - first), 7.0)
    total = np.exp2((event_day - today) / half_life).sum()
    weight = np.exp2((day - today) / half_life)
    return np.asarray(np.bincount(product, weights=weight, minlength=n_products) / total)


def _median_gaps(
    pair_key: NDArray[np.int64],
    product: NDArray[np.int32],
    day: NDArray[np.int32],
    n_products: int,
) -> NDArray[np.float64]:
    """Median days between two purchases of a product by the same customer, nan where none."""
    again = np.flatnonzero(np.diff(pair_key) == 0) + 1
    gap = day[again] - day[again - 1]
    of = product[again]
    order = np.lexsort((gap, of))
    gap, of = gap[order], of[order]
    count = np.bincount(of, minlength=n_products)
    begin = np.cumsum(count) - count
    median = np.full(n_products, np.nan)
    some = count > 0
    low = begin[some] + (count[some] - 1) // 2
    high = begin[some] + count[some] // 2
    median[some] = (gap[low] + gap[high]) / 2
    return median
