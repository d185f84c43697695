"""Products that go together in one order: gated bundles, and what to offer with a basket.

Raw lift ranks rare coincidences first and is never used to rank. A pair must be seen in at least
five orders and with five customers (each order of nobody known is one), be no accident
(log-likelihood ratio above 10.83, the 0.1 % point of chi-square with one degree of freedom;
Dunning, Computational Linguistics 1993) and have lift of at least 1.5. What is left is ranked by
the 95 % lower bound of P(b | a) (Wilson, JASA 1927).

In that bound an order of more products than the median counts less, in proportion; orders of
nobody known have a median of their own. A till's day or a market place's bulk order holds
everything together, and products sold only there would otherwise be "always bought together".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.models.recommend.neighbours import cost_blocks, top_per_row
from clm_desktop.models.results import TakenAlong

MIN_ORDERS = 5
MIN_CUSTOMERS = 5
MIN_LLR = 10.83
MIN_LIFT = 1.5
PER_PRODUCT = 50
ALONG_PER_PRODUCT = 20
_MIN_ALONG_ORDERS = 2
_LARGEST_BASKET = 250  # costs its square, and says next to nothing about any two of its products


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Directed pairs, best first: who buys ``a`` takes ``b`` along."""

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    orders: NDArray[np.int64]
    confidence: NDArray[np.float64]  # share of the orders with a that hold b, each order one
    lift: NDArray[np.float64]
    along: TakenAlong
    even_orders: float = 0.0  # so many orders of one size would bring as many pairs about

    def without(self, out: NDArray[np.bool_]) -> Pairs:
        """Only pairs of products that may be offered."""
        at = np.flatnonzero(~(out[self.a] | out[self.b]))
        return self._taken(at, np.flatnonzero(~out[self.along.along]))

    def apart(self, gone: NDArray[np.int64]) -> Pairs:
        """Without these pairs (n, 2), each of which counts one way."""
        n = max(len(self.along.product_orders), 1)
        keys, one = gone[:, 0] * n + gone[:, 1], self.along
        at = np.flatnonzero(~np.isin(self.a.astype(np.int64) * n + self.b, keys))
        near = np.flatnonzero(~np.isin(one.product.astype(np.int64) * n + one.along, keys))
        return self._taken(at, near)

    def _taken(self, at: NDArray[np.int64], near: NDArray[np.int64]) -> Pairs:
        one = self.along
        return replace(
            self,
            a=self.a[at],
            b=self.b[at],
            orders=self.orders[at],
            confidence=self.confidence[at],
            lift=self.lift[at],
            along=replace(
                one,
                product=one.product[near],
                along=one.along[near],
                orders=one.orders[near],
                share=one.share[near],
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """Which baskets hold which products, and what each basket weighs."""

    holds: sparse.csr_matrix  # (baskets, products), ones
    weight: NDArray[np.float32]  # 1, less for large baskets
    customer: NDArray[np.int64]  # of each basket; below zero and never the same: nobody known
    sold: NDArray[np.int64]  # baskets with each product
    sold_weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edges:
    row: NDArray[np.int32]
    col: NDArray[np.int32]
    count: NDArray[np.int64]
    bound: NDArray[np.float32]

    def take(self, at: NDArray[np.int64]) -> _Edges:
        return _Edges(
            row=self.row[at], col=self.col[at], count=self.count[at], bound=self.bound[at]
        )


def pairs_together(tx: Transactions, as_of_day: int, ctx: RunContext) -> Pairs:
    """Pairs within orders up to the day, of known and unknown customers alike.

    Cost: twice the sum over orders of (products)^2, orders of more than 250 products left out.
    """
    held = _held(tx, as_of_day)
    by_product = held.holds.T.tocsr()
    weighed = by_product.copy()
    weighed.data = held.weight[by_product.indices]
    gated: list[_Edges] = []
    along: list[_Edges] = []
    work = np.asarray(by_product @ np.diff(held.holds.indptr), np.int64)
    for low, high in cost_blocks(work):
        ctx.check()
        together = (by_product[low:high] @ held.holds).tocoo()
        weight = (weighed[low:high] @ held.holds).data  # same structure, same order
        seen = (together.data > _MIN_ALONG_ORDERS - 0.5) & (together.row + low != together.col)
        row = together.row[seen] + low
        edges = _Edges(
            row=row.astype(np.int32),
            col=together.col[seen].astype(np.int32),
            count=np.rint(together.data[seen]).astype(np.int64),
            bound=wilson_lower(weight[seen], held.sold_weight[row]).astype(np.float32),
        )
        along.append(_best(edges, low, high, held, ALONG_PER_PRODUCT))
        sure = edges.take(np.flatnonzero(_is_no_accident(edges, held)))
        gated.append(_best(sure, low, high, held, PER_PRODUCT))
    return _ranked(_joined(gated), _taken_along(_joined(along), held.sold), held, by_product, ctx)


def _is_no_accident(edges: _Edges, held: _Held) -> NDArray[np.bool_]:
    n, a, b = held.holds.shape[0], held.sold[edges.row], held.sold[edges.col]
    real = (edges.count >= MIN_ORDERS) & (edges.count * n >= MIN_LIFT * a.astype(np.float64) * b)
    at = np.flatnonzero(real)
    real[at] = log_likelihood_ratio(edges.count[at], a[at], b[at], n) > MIN_LLR
    return np.asarray(real, np.bool_)


def _best(edges: _Edges, low: int, high: int, held: _Held, k: int) -> _Edges:
    """The surest k of each of the products low..high, by product, then product taken along."""
    n_products = len(held.sold)
    shape = (high - low, n_products)
    best = top_per_row(edges.row - low, edges.col, edges.bound, shape, k).tocoo()
    key = edges.row.astype(np.int64) * n_products + edges.col
    kept = np.isin(key, (best.row + np.int64(low)) * n_products + best.col)
    return edges.take(np.flatnonzero(kept))


def _joined(parts: list[_Edges]) -> _Edges:
    none = np.empty(0, np.int32)
    return _Edges(
        row=np.concatenate([none, *(part.row for part in parts)]).astype(np.int32),
        col=np.concatenate([none, *(part.col for part in parts)]).astype(np.int32),
        count=np.concatenate([none, *(part.count for part in parts)]).astype(np.int64),
        bound=np.concatenate([none, *(part.bound for part in parts)]).astype(np.float32),
    )


def _held(tx: Transactions, as_of_day: int) -> _Held:
    """Baskets with goods: what one customer orders on one day is one basket.

    Each order of an unknown customer is a basket. A product is in it when its quantity is above
    zero.
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
    kept = np.flatnonzero((size > 0) & (size <= _LARGEST_BASKET))
    holds, size = net[kept], size[kept]
    customer = tx.order_customer[kept].astype(np.int64)
    weight = np.ones(len(kept), np.float32)
    for some in (np.flatnonzero(customer >= 0), np.flatnonzero(customer < 0)):
        if len(some):
            usual = max(float(np.median(size[some])), 2.0)  # a pair is no large order
            weight[some] = np.minimum(1.0, usual / size[some])
    return _Held(
        holds=holds,
        weight=weight,
        customer=np.where(customer >= 0, customer, -1 - np.arange(len(kept))),
        sold=np.bincount(holds.indices, minlength=holds.shape[1]),
        sold_weight=np.asarray(holds.T @ weight, np.float64),
    )


def _basket_of_order(tx: Transactions) -> NDArray[np.int64]:
    """The first order of the same customer and day; an unknown customer's order is its own."""
    order = np.lexsort((tx.order_day, tx.order_customer))
    customer, day = tx.order_customer[order], tx.order_day[order]
    begins = (np.diff(customer, prepend=-2) != 0) | (np.diff(day, prepend=-1) != 0) | (customer < 0)
    begins[:1] = True
    basket = np.empty(tx.n_orders, np.int64)
    basket[order] = order[np.flatnonzero(begins)][np.cumsum(begins) - 1]
    return basket


def _taken_along(edges: _Edges, sold: NDArray[np.int64]) -> TakenAlong:
    order = np.lexsort((edges.col, -edges.bound, edges.row))
    return TakenAlong(
        product=edges.row[order],
        along=edges.col[order],
        orders=edges.count[order],
        share=edges.bound[order].astype(np.float64),
        product_orders=sold,
    )


def _ranked(
    edges: _Edges, along: TakenAlong, held: _Held, by_product: sparse.csr_matrix, ctx: RunContext
) -> Pairs:
    """The pairs of enough customers, by the lower bound of the confidence."""
    edges = edges.take(np.flatnonzero(_customers(edges, held, by_product, ctx) >= MIN_CUSTOMERS))
    edges = edges.take(np.lexsort((edges.col, edges.row, -edges.bound)))
    confidence = edges.count / np.maximum(held.sold[edges.row], 1)
    size = np.diff(held.holds.indptr).astype(np.float64)
    lift = confidence * held.holds.shape[0] / np.maximum(held.sold[edges.col], 1)
    return Pairs(
        a=edges.row,
        b=edges.col,
        orders=edges.count,
        confidence=confidence,
        lift=lift,
        along=along,
        even_orders=float(size.sum() ** 2 / max((size * size).sum(), 1.0)),
    )


def _customers(
    edges: _Edges, held: _Held, by_product: sparse.csr_matrix, ctx: RunContext
) -> NDArray[np.int64]:
    """How many different customers had both products of each pair in one basket."""
    n_products = len(held.sold)
    smaller, larger = np.minimum(edges.row, edges.col), np.maximum(edges.row, edges.col)
    key = smaller.astype(np.int64) * n_products + larger
    key, edge_of = np.unique(key, return_inverse=True)  # both directions at once
    left, right = key // n_products, key % n_products
    found = np.empty(len(key), np.int64)
    _, customer = np.unique(held.customer, return_inverse=True)
    n_customers = int(customer.max(initial=0)) + 1
    for low, high in cost_blocks(held.sold[left] + held.sold[right]):
        ctx.check()
        both = by_product[left[low:high]].multiply(by_product[right[low:high]]).tocsr()
        pair = np.repeat(np.arange(high - low), np.diff(both.indptr))
        person = np.sort(pair * n_customers + customer[both.indices])
        first = np.diff(person, prepend=-1) > 0
        found[low:high] = np.bincount(person[first] // n_customers, minlength=high - low)
    return np.asarray(found[edge_of], np.int64)


def wilson_lower(
    hits: NDArray[np.integer] | NDArray[np.floating], of: NDArray[np.float64], z: float = 1.96
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
