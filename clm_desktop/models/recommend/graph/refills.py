"""What is used up: bought again at steady intervals, by itself or by who has something else.

By itself: gaps, the last one of each customer, lie close together. Gaps without a rhythm are
exponential: then 35 % lie within half of their median (2^-1/2 - 2^-3/2), and a product must surely
have more.
By who has something else (a cartridge and its printer): the second is bought again by more buyers
of the first than their baskets explain, the first hardly ever again, and it comes first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.relations import Relation
from clm_desktop.core.run import RunContext
from clm_desktop.models.recommend.baskets import Baskets, Purchases
from clm_desktop.models.recommend.graph.chance import (
    MOST_ACCIDENTS,
    false_share,
    more_of,
    more_than,
)
from clm_desktop.models.recommend.graph.types import ProductGraph, graph_of
from clm_desktop.models.recommend.neighbours import cost_blocks

MIN_CUSTOMERS = 8  # who bought again
MIN_LIFT = 1.5
_BY_ACCIDENT = 2**-0.5 - 2**-1.5
_STEADY = 0.5  # of the usual gap, to both sides
_LEAST_STEADY = 0.6  # of those who bought again
_USED_UP = 0.3  # of the buyers with a later order bought again: used up
_LASTS = 0.15  # at most so many: lasts
_MOST_BEFORE = 0.25  # had the refill before what it is for


def refills(b: Baskets, bought: Purchases) -> ProductGraph:
    """Products with a rhythm of their own. Cost: one sort of the gaps."""
    product, gap = _last_gaps(bought)
    n = bought.n_products
    again = np.bincount(product, minlength=n)
    median, low, high = (_quantile(product, gap, n, share) for share in (0.5, 0.25, 0.75))
    near = np.abs(gap - median[product]) <= _STEADY * median[product]
    steady = np.bincount(product[near], minlength=n)
    tested = np.flatnonzero((again >= MIN_CUSTOMERS) & (_again_share(b) >= _USED_UP))
    accident = np.ones(n)
    accident[tested] = false_share(more_of(steady[tested], again[tested], _BY_ACCIDENT))
    enough = (steady >= _LEAST_STEADY * again) & (accident <= MOST_ACCIDENTS)
    at = np.flatnonzero(enough)
    at = at[np.lexsort((at, -steady[at], accident[at]))]
    return graph_of(
        Relation.REFILL_OF,
        at,
        at,
        count=steady[at],
        of=again[at],
        lift=steady[at] / np.maximum(again[at] * _BY_ACCIDENT, 1e-9),
        accident=accident[at],
        days=median[at],
        days_lo=low[at],
        days_hi=high[at],
    )


def refills_for(
    b: Baskets, ended: NDArray[np.bool_], usual_gap_days: NDArray[np.float64], ctx: RunContext
) -> ProductGraph:
    """Products that buyers of another one, still sold, buy again and again afterwards."""
    share = _again_share(b)
    known = b.buyers >= MIN_CUSTOMERS
    lasting = np.flatnonzero(known & ~ended & (share <= _LASTS))
    used = np.flatnonzero(known & (share >= _USED_UP))
    customer, orders = b.pair_customer, b.orders
    comes = orders[customer] >= 3
    first = _by_product(b, customer, comes, np.ones(b.n_products, np.bool_))
    again = _by_product(b, customer, comes & (b.times >= 2), np.isin(np.arange(b.n_products), used))
    old, new, count = _counted(first[lasting], again, lasting, ctx)
    kinds = np.asarray(again.astype(bool).sum(axis=0)).ravel()
    room = np.asarray(first.astype(bool) @ kinds, np.float64)
    buyers = np.diff(again.indptr).astype(np.float64)
    expected = room[old] * buyers[new] / max(float(kinds.sum()), 1.0)
    often = count >= MIN_LIFT * expected
    old, new, count, expected = old[often], new[often], count[often], expected[often]
    before = _before(first, again, old, new, ctx)
    together = false_share(more_than(count, expected), float(len(lasting)) * len(used))
    in_turn = false_share(more_of(count - before, count, 0.5))
    accident = np.maximum(together, in_turn)
    kept = (before <= _MOST_BEFORE * count) & (accident <= MOST_ACCIDENTS)
    at = np.flatnonzero(kept)
    at = at[np.lexsort((new[at], old[at], -count[at], accident[at]))]
    return graph_of(
        Relation.REFILL_OF,
        new[at],
        old[at],
        count=(count - before)[at],
        of=np.diff(first.indptr)[old[at]],
        other=before[at],
        lift=count[at] / np.maximum(expected[at], 1e-9),
        accident=accident[at],
        days=usual_gap_days[new[at]],
    )


def _again_share(b: Baskets) -> NDArray[np.float64]:
    """Per product, of the buyers who ordered anything later those who took it again."""
    could = b.orders[b.pair_customer] - 1 > b.first_order
    of = np.bincount(b.product[could], minlength=b.n_products)
    again = np.bincount(b.product[could & (b.times >= 2)], minlength=b.n_products)
    return np.asarray(again / np.maximum(of, 1), np.float64)


def _by_product(
    b: Baskets,
    customer: NDArray[np.int32],
    pairs: NDArray[np.bool_],
    products: NDArray[np.bool_],
) -> sparse.csr_matrix:
    """(products, customers): the day of the first purchase, counted from 1."""
    at = np.flatnonzero(pairs & products[b.product])
    day = (b.first_day[at] - b.first_day.min(initial=0) + 1).astype(np.float32)
    shape = (b.n_products, b.n_customers)
    return sparse.csr_matrix((day, (b.product[at], customer[at])), shape)


def _counted(
    first: sparse.csr_matrix,
    again: sparse.csr_matrix,
    lasting: NDArray[np.int64],
    ctx: RunContext,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """What lasts, what is used up, customers with both: pairs of enough customers."""
    ones = sparse.csr_matrix((np.ones_like(first.data), first.indices, first.indptr), first.shape)
    by_customer = again.T.tocsr()
    by_customer.data[:] = 1.0
    work = np.asarray(ones @ np.diff(by_customer.indptr), np.int64)
    found: list[NDArray[np.int64]] = [np.empty((3, 0), np.int64)]
    for low, high in cost_blocks(work):
        ctx.check()
        both = (ones[low:high] @ by_customer).tocoo()
        enough = both.data > MIN_CUSTOMERS - 0.5
        count = np.rint(both.data[enough]).astype(np.int64)
        found.append(np.stack((lasting[both.row[enough] + low], both.col[enough], count)))
    old, new, count = np.concatenate(found, axis=1)
    return old, new, count


def _before(
    first: sparse.csr_matrix,
    again: sparse.csr_matrix,
    old: NDArray[np.int64],
    new: NDArray[np.int64],
    ctx: RunContext,
) -> NDArray[np.int64]:
    """Customers of each pair who had the refill before what it is for."""
    count = np.zeros(len(old), np.int64)
    work = np.diff(first.indptr)[old].astype(np.int64) + np.diff(again.indptr)[new]
    for low, high in cost_blocks(work):
        ctx.check()
        left, right = first[old[low:high]], again[new[low:high]]
        later = left.multiply(right.astype(bool)) - right.multiply(left.astype(bool))
        count[low:high] = np.asarray((later > 0).sum(axis=1)).ravel()
    return count


def _last_gaps(bought: Purchases) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Product and days of the last gap of everybody who bought again: one of each customer."""
    pair = bought.customer.astype(np.int64) * bought.n_products + bought.product
    again = np.flatnonzero(np.diff(pair) == 0) + 1
    last = again[np.append(pair[again][1:] != pair[again][:-1], True)] if len(again) else again
    gap = (bought.day[last] - bought.day[last - 1]).astype(np.float64)
    return bought.product[last].astype(np.int64), gap


def _quantile(
    group: NDArray[np.int64], values: NDArray[np.float64], groups: int, share: float
) -> NDArray[np.float64]:
    """Quantile of the values of each group, nan where there are none."""
    order = np.lexsort((values, group))
    ordered = values[order]
    count = np.bincount(group, minlength=groups)
    begin = np.cumsum(count) - count
    out = np.full(groups, np.nan)
    some = count > 0
    place = share * (count[some] - 1)
    low, high = np.floor(place).astype(np.int64), np.ceil(place).astype(np.int64)
    below, above = ordered[begin[some] + low], ordered[begin[some] + high]
    out[some] = below + (above - below) * (place - low)
    return out
