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

_CHUNK_LINES = 2_000_000
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Baskets:
    """Purchases merged to (customer, product) pairs, sorted by customer, then product.

    ``pair_start`` (n_customers + 1) delimits the pairs of each customer, as in a CSR matrix.
    ``*_order`` are ordinals of the customer's own orders, 0 = the first. All arrays of a kind run
    parallel; customers without goods have no pairs and ``orders`` 0.
    """

    n_customers: int
    n_products: int
    pair_start: NDArray[np.int64]
    product: NDArray[np.int32]
    times: NDArray[np.int16]  # orders that held the product
    first_order: NDArray[np.int16]
    last_order: NDArray[np.int16]
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    weight: NDArray[np.float32]  # sum of halvings since each purchase, by orders
    recent_times: NDArray[np.int8]  # of the customer's last six orders, those with the product

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
    n_customers: int
    n_products: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDays:
    """How often and when each customer ordered goods; 0 and days of 0 where never."""

    orders: NDArray[np.int32]
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    order_day: NDArray[np.int32]  # one element per order of anybody


def purchases(lines: GoodsLines, before_day: NDArray[np.int32] | None = None) -> Purchases:
    """Merge lines of one day and drop what was given back.

    ``before_day`` (one per customer) hides all lines of that day and later. A quantity that is not
    told (nan) is taken as one. Cost: one sort of the lines; memory beyond the result is bounded.
    """
    seen = len(lines.day) // _CHUNK_LINES + 1
    step = -(-lines.n_customers // seen)
    parts = []
    for low in range(0, lines.n_customers, max(step, 1)):
        keep = (lines.customer >= low) & (lines.customer < low + step)
        if before_day is not None:
            keep &= lines.day < before_day[lines.customer]
        parts.append(_merged(lines, np.flatnonzero(keep)))
    none = np.empty(0, np.int32)
    return Purchases(
        customer=np.concatenate([none, *(part[0] for part in parts)]),
        product=np.concatenate([none, *(part[1] for part in parts)]),
        day=np.concatenate([none, *(part[2] for part in parts)]),
        n_customers=lines.n_customers,
        n_products=lines.n_products,
    )


def _merged(
    lines: GoodsLines, at: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Customer, product and day of what was bought in the lines ``at``."""
    if not len(at):
        return (np.empty(0, np.int32),) * 3
    day = lines.day[at]
    low = int(day.min())
    days = int(day.max()) - low + 1
    pair = lines.customer[at].astype(np.int64) * lines.n_products + lines.product[at]
    key = pair * days + (day - low)
    order = np.argsort(key, kind="stable")
    key = key[order]
    quantity = np.nan_to_num(lines.quantity[at[order]], nan=1.0)
    start = np.flatnonzero(np.diff(key, prepend=-1))
    of_day = np.add.reduceat(quantity, start)
    key = key[start]
    pair = key // days
    pair_start = np.flatnonzero(np.diff(pair, prepend=-1))
    net = np.add.reduceat(of_day, pair_start)
    kept = np.repeat(net > 0, np.diff(np.append(pair_start, len(pair)))) & (of_day > 0)
    key, pair = key[kept], pair[kept]
    return (
        (pair // lines.n_products).astype(np.int32),
        (pair % lines.n_products).astype(np.int32),
        (key % days + low).astype(np.int32),
    )


def order_days(bought: Purchases) -> tuple[OrderDays, NDArray[np.int16]]:
    """Orders of each customer, and for each purchase which of them it was (0 = the first)."""
    n = bought.n_customers
    orders, first, last = np.zeros((3, n), np.int32)
    ordinal = np.empty(len(bought.day), np.int16)
    order_day = [np.empty(0, np.int32)]
    low = 0
    while low < len(bought.day):  # whole customers, a bounded number of purchases at a time
        high = min(low + _CHUNK_LINES, len(bought.day)) - 1
        high = int(np.searchsorted(bought.customer, bought.customer[high], side="right"))
        part = slice(low, high)
        customer, day = bought.customer[part].astype(np.int64), bought.day[part]
        base = int(day.min())
        days = int(day.max()) - base + 1
        event, event_of = np.unique(customer * days + (day - base), return_inverse=True)
        who, when = event // days, (event % days + base).astype(np.int32)
        begin = np.flatnonzero(np.diff(who, prepend=-1))
        end = np.append(begin[1:], len(who)) - 1
        orders[who[begin]] = end - begin + 1
        first[who[begin]], last[who[begin]] = when[begin], when[end]
        order_day.append(when)
        begin_of = np.repeat(begin, end - begin + 1)
        ordinal[part] = (np.arange(len(who)) - begin_of)[event_of]
        low = high
    every = np.concatenate(order_day)
    return OrderDays(orders=orders, first_day=first, last_day=last, order_day=every), ordinal


def baskets(bought: Purchases) -> Baskets:
    """Count what was bought, per pair, customer and product."""
    customer, product, day = bought.customer, bought.product, bought.day
    n_customers, n_products = bought.n_customers, bought.n_products
    of, ordinal = order_days(bought)
    same = (np.diff(customer, prepend=-1) == 0) & (np.diff(product, prepend=-1) == 0)
    start = np.flatnonzero(~same)
    stop = np.append(start[1:], len(customer)) - 1 if len(start) else start
    since = of.orders[customer] - 1 - ordinal
    fade = np.exp2(-since.astype(np.float32) / np.float32(ORDERS_HALF_LIFE))
    pairs_of = np.bincount(customer[start], minlength=n_customers)
    lines_of = np.bincount(customer, minlength=n_customers)
    return Baskets(
        n_customers=n_customers,
        n_products=n_products,
        pair_start=np.concatenate(([0], np.cumsum(pairs_of, dtype=np.int64))),
        product=product[start],
        times=(stop - start + 1).astype(np.int16),
        first_order=ordinal[start],
        last_order=ordinal[stop],
        first_day=day[start],
        last_day=day[stop],
        weight=np.add.reduceat(fade, start) if len(start) else fade,
        recent_times=_sums(since < RECENT_ORDERS, start),
        orders=of.orders,
        customer_first_day=of.first_day,
        customer_last_day=of.last_day,
        basket=(lines_of / np.maximum(of.orders, 1)).astype(np.float32),
        popularity=_popularity(bought, of.order_day),
        buyers=np.bincount(product[start], minlength=n_products).astype(np.int32),
        gap_days=_median_gaps(same, product, day, n_products),
    )


def _sums(flag: NDArray[np.bool_], start: NDArray[np.int64]) -> NDArray[np.int8]:
    """Count of true values in each run that begins at ``start``; few in each."""
    count = flag.astype(np.int8)
    return np.add.reduceat(count, start, dtype=np.int8) if len(start) else count


def _popularity(bought: Purchases, order_day: NDArray[np.int32]) -> NDArray[np.float64]:
    """Share of orders with the product, recent ones first (half-life 15 % of the calendar)."""
    n_products = bought.n_products
    if not len(order_day):
        return np.zeros(n_products)
    today, first = int(order_day.max()), int(order_day.min())
    half_life = max(0.15 * (today - first), 7.0)
    weight = np.exp2(-np.arange(today - first, -1, -1) / half_life)  # of each day since the first
    sold = np.bincount(bought.product, weights=weight[bought.day - first], minlength=n_products)
    return np.asarray(sold / weight[order_day - first].sum(), np.float64)


def _median_gaps(
    same: NDArray[np.bool_],
    product: NDArray[np.int32],
    day: NDArray[np.int32],
    n_products: int,
) -> NDArray[np.float64]:
    """Median days between two purchases of a product by the same customer, nan where none.

    ``same`` says which purchases follow one of the same customer and product.
    """
    again = np.flatnonzero(same)
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
