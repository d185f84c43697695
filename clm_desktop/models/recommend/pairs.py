"""Products that go together in one order: gated, then ranked by how sure their confidence is.

Raw lift ranks rare coincidences first and is never used to rank. A pair must be seen in at least
five orders, be no accident (log-likelihood ratio above 10.83, the 0.1 % point of chi-square with
one degree of freedom; Dunning, Computational Linguistics 1993) and have lift of at least 1.5. What
is left is ranked by the 95 % lower bound of P(b | a) (Wilson, JASA 1927).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.models.recommend.neighbours import cost_blocks, top_per_row

MIN_ORDERS = 5
MIN_LLR = 10.83
MIN_LIFT = 1.5
PER_PRODUCT = 50
_LARGEST_BASKET = 250  # an order of more products says nothing about any two of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Directed pairs, best first: who buys ``a`` takes ``b`` along."""

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    orders: NDArray[np.int64]
    confidence: NDArray[np.float64]
    lift: NDArray[np.float64]


def pairs_together(tx: Transactions, as_of_day: int, ctx: RunContext) -> Pairs:
    """Pairs within orders up to the day, of known and unknown customers alike.

    Cost: sum over orders of (products)^2, orders of more than 250 products left out.
    """
    holds = _orders_by_products(tx, as_of_day)
    n_orders = holds.shape[0]
    sold = np.bincount(holds.indices, minlength=holds.shape[1])
    by_product = holds.T.tocsr()
    row_parts: list[NDArray[np.int32]] = []
    col_parts: list[NDArray[np.int32]] = []
    count_parts: list[NDArray[np.int64]] = []
    work = np.asarray(by_product @ np.diff(holds.indptr), np.int64)
    for low, high in cost_blocks(work):
        ctx.check()
        together = (by_product[low:high] @ holds).tocoo()
        count = np.rint(together.data).astype(np.int64)
        seen = (count >= MIN_ORDERS) & (together.row + low != together.col)
        row, col, count = together.row[seen] + low, together.col[seen], count[seen]
        real = count * n_orders >= MIN_LIFT * sold[row].astype(np.float64) * sold[col]
        row, col, count = row[real], col[real], count[real]
        real = log_likelihood_ratio(count, sold[row], sold[col], n_orders) > MIN_LLR
        row_parts.append(row[real])
        col_parts.append(col[real])
        count_parts.append(count[real])
    none = np.empty(0, np.int32)
    return _ranked(
        np.concatenate([none, *row_parts]).astype(np.int32),
        np.concatenate([none, *col_parts]).astype(np.int32),
        np.concatenate([none, *count_parts]).astype(np.int64),
        sold,
        n_orders,
    )


def _orders_by_products(tx: Transactions, as_of_day: int) -> sparse.csr_matrix:
    """Baskets with goods: (baskets, products), ones where the quantity is above zero.

    What one customer orders on one day is one basket; each order of an unknown customer is one.
    """
    goods = np.append(~tx.product_is_fee.astype(bool), False)
    keep = goods[tx.line_product] & (tx.order_day[tx.line_order] <= as_of_day)
    quantity = np.nan_to_num(tx.line_quantity[keep], nan=1.0)
    basket = _basket_of_order(tx)[tx.line_order[keep]]
    net = sparse.csr_matrix(
        (quantity, (basket, tx.line_product[keep])), shape=(tx.n_orders, len(tx.product_id))
    )
    net.sum_duplicates()
    net.data = (net.data > 0).astype(np.float32)
    net.eliminate_zeros()
    size = np.diff(net.indptr)
    return net[np.flatnonzero((size > 0) & (size <= _LARGEST_BASKET))]


def _basket_of_order(tx: Transactions) -> NDArray[np.int64]:
    """The first order of the same customer and day; an unknown customer's order is its own."""
    order = np.lexsort((tx.order_day, tx.order_customer))
    customer, day = tx.order_customer[order], tx.order_day[order]
    begins = (np.diff(customer, prepend=-2) != 0) | (np.diff(day, prepend=-1) != 0) | (customer < 0)
    begins[:1] = True
    basket = np.empty(tx.n_orders, np.int64)
    basket[order] = order[np.flatnonzero(begins)][np.cumsum(begins) - 1]
    return basket


def _ranked(
    row: NDArray[np.int32],
    col: NDArray[np.int32],
    count: NDArray[np.int64],
    sold: NDArray[np.int64],
    n_orders: int,
) -> Pairs:
    """Best 50 of each product, all by the lower bound of the confidence."""
    of = sold[row].astype(np.float64)
    bound = wilson_lower(count, of)
    shape = (len(sold), len(sold))
    best = top_per_row(row, col, bound.astype(np.float32), shape, PER_PRODUCT).tocoo()
    kept = np.isin(
        row.astype(np.int64) * len(sold) + col, best.row * np.int64(len(sold)) + best.col
    )
    row, col, count, of, bound = row[kept], col[kept], count[kept], of[kept], bound[kept]
    order = np.lexsort((col, row, -bound))
    confidence = count / np.maximum(of, 1)
    lift = confidence * n_orders / np.maximum(sold[col], 1)
    return Pairs(
        a=row[order],
        b=col[order],
        orders=count[order],
        confidence=confidence[order],
        lift=lift[order],
    )


def wilson_lower(
    hits: NDArray[np.int64], of: NDArray[np.float64], z: float = 1.96
) -> NDArray[np.float64]:
    """Lower end of the 95 % interval of a share."""
    share = hits / of
    middle = share + z * z / (2 * of)
    reach = z * np.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return np.asarray((middle - reach) / (1 + z * z / of), np.float64)


def log_likelihood_ratio(
    both: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64], n: int
) -> NDArray[np.float64]:
    """Dunning's G2 of the 2 x 2 table of orders with and without each product."""
    cells = (both, a - both, b - both, n - a - b + both)
    rows = (a, a, n - a, n - a)
    cols = (b, n - b, b, n - b)
    total = np.zeros(len(both))
    for cell, row, col in zip(cells, rows, cols, strict=True):
        seen = np.maximum(cell, 0).astype(np.float64)
        expected = row.astype(np.float64) * col / n
        ratio = np.divide(seen, expected, out=np.ones_like(seen), where=(seen > 0) & (expected > 0))
        total += seen * np.log(ratio)
    return 2 * total
