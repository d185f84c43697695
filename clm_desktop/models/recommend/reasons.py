"""Why a product stands on a list: the first fact that applies, taken from the data.

What the numbers of each reason mean stands in ``codes``. A reason never says more than
the orders do: it is no explanation of the model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.run import RunContext
from clm_desktop.models.recommend.baskets import RECENT_ORDERS, Baskets, Purchases
from clm_desktop.models.recommend.candidates import Candidates, key_positions
from clm_desktop.models.recommend.closed import pair_gap_days
from clm_desktop.models.recommend.codes import REASON_CODES
from clm_desktop.models.recommend.neighbours import cost_blocks

MIN_CUSTOMERS = 5  # behind "also bought"
WINDOW_DAYS = 30
NEW_DAYS = 60
_SHORT_MEMORY = 3  # purchases before a rhythm is spoken of
_DUE = (0.75, 1.75)  # elapsed over usual gap; beyond, a habit has lapsed rather than come due


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """What reasons need to know of products, per product."""

    today: int
    gap_days: NDArray[np.float64]  # usual days between two purchases
    recent_orders: NDArray[np.int64]  # in the last 30 days
    first_day: NDArray[np.int32]  # first sale


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """How many customers bought both products of each edge of the neighbour table."""

    key: NDArray[np.int64]  # owned product x n_products + neighbour, ascending
    similarity: NDArray[np.float32]
    customers: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """One reason per candidate, as in ``results.Recommendations``."""

    code: NDArray[np.int8]
    product: NDArray[np.int32]
    a: NDArray[np.float64]
    b: NDArray[np.float64]


def product_facts(bought: Purchases, gap_days: NDArray[np.float64], today: int) -> ProductFacts:
    """Count what sells now and what is new."""
    n_products = len(gap_days)
    first = np.full(n_products, np.iinfo(np.int32).max, np.int32)
    np.minimum.at(first, bought.product, bought.day)
    recent = bought.product[bought.day > today - WINDOW_DAYS]
    return ProductFacts(
        today=today,
        gap_days=gap_days,
        recent_orders=np.bincount(recent, minlength=n_products),
        first_day=first,
    )


def companions(
    owned: sparse.csr_matrix, neighbours: sparse.csr_matrix, ctx: RunContext
) -> Companions:
    """Count common buyers of each edge; cost: sum of the buyers of both ends."""
    n_products = owned.shape[1]
    left = np.repeat(np.arange(n_products), np.diff(neighbours.indptr))
    right = neighbours.indices
    by_product = owned.T.tocsr()
    buyers = np.diff(by_product.indptr).astype(np.int64)
    count = np.zeros(len(left), np.int32)
    for low, high in cost_blocks(buyers[left] + buyers[right]):
        ctx.check()
        both = by_product[left[low:high]].multiply(by_product[right[low:high]])
        count[low:high] = np.asarray(both.sum(axis=1)).ravel()
    return Companions(
        key=left.astype(np.int64) * n_products + right,
        similarity=neighbours.data,
        customers=count,
    )


def reasons(
    b: Baskets, facts: ProductFacts, edges: Companions | None, found: Candidates
) -> Reasons:
    """The first reason that applies to each candidate."""
    n = len(found.product)
    out = Reasons(
        code=np.full(n, -1, np.int8),
        product=np.full(n, -1, np.int32),
        a=np.full(n, np.nan),
        b=np.full(n, np.nan),
    )
    own = np.flatnonzero(found.pair >= 0)
    if len(own):
        _own_reasons(b, facts, found.take(own), own, out)
    new = np.flatnonzero(found.pair < 0)
    if len(new):
        _new_reasons(b, (facts, edges), found.take(new), new, out)
    return out


_Numbers = NDArray[np.floating] | NDArray[np.integer] | float


def _say(
    out: Reasons,
    at: NDArray[np.int64],
    code: str,
    numbers: tuple[_Numbers, _Numbers],
    where: NDArray[np.bool_],
) -> None:
    """Give the reason to the candidates ``at`` that it fits and that have none yet."""
    free = where & (out.code[at] < 0)
    put = at[free]
    out.code[put] = REASON_CODES.index(code)
    out.a[put] = np.broadcast_to(numbers[0], len(at))[free]
    out.b[put] = np.broadcast_to(numbers[1], len(at))[free]


def _own_reasons(
    b: Baskets, facts: ProductFacts, found: Candidates, at: NDArray[np.int64], out: Reasons
) -> None:
    pair = found.pair
    times, orders = b.times[pair], b.orders[found.customer]
    since = facts.today - b.last_day[pair]
    gap = pair_gap_days(b, facts.gap_days, pair)
    ratio = since / gap
    due = (times >= _SHORT_MEMORY) & (ratio >= _DUE[0]) & (ratio <= _DUE[1])
    _say(out, at, "due", (gap, since), due)
    recent = b.recent_times[pair]
    _say(out, at, "often", (recent, np.minimum(orders, RECENT_ORDERS)), recent >= 2)
    _say(out, at, "only_order", (since, np.nan), orders == 1)
    _say(out, at, "bought_before", (times, since), np.ones(len(at), np.bool_))


def _new_reasons(
    b: Baskets,
    known: tuple[ProductFacts, Companions | None],
    found: Candidates,
    at: NDArray[np.int64],
    out: Reasons,
) -> None:
    facts, edges = known
    what = found.product
    buyers = b.buyers[what]
    if edges is not None:
        because, both = _because(b, edges, found)
        share = both / np.maximum(b.buyers[because], 1)
        enough = both >= MIN_CUSTOMERS
        _say(out, at, "also_bought", (both, share), enough)
        out.product[at[enough]] = because[enough]
        # of what people like them own they own at least twice the average
        alike = (found.taste > 2 * buyers / b.n_customers) & (buyers >= MIN_CUSTOMERS)
        _say(out, at, "alike", (buyers, np.nan), alike)
    age = (facts.today - facts.first_day[what]).astype(np.float64)
    fresh = (buyers < MIN_CUSTOMERS) & (age >= 0) & (age <= NEW_DAYS)
    _say(out, at, "new_product", (age, np.nan), fresh)
    lately = facts.recent_orders[what]
    _say(out, at, "selling_well", (lately, float(WINDOW_DAYS)), lately >= MIN_CUSTOMERS)
    _say(out, at, "popular", (buyers, np.nan), np.ones(len(at), np.bool_))


def say_similar(
    out: Reasons, similar_to: NDArray[np.int32], facts: ProductFacts, product: NDArray[np.int32]
) -> None:
    """What is offered because its name is like that of an own product says so."""
    at = np.flatnonzero(similar_to >= 0)
    out.code[at] = REASON_CODES.index("similar")
    out.product[at] = similar_to[at]
    out.a[at] = facts.today - facts.first_day[product[at]]
    out.b[at] = np.nan


def _because(
    b: Baskets, edges: Companions, found: Candidates
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The own product most similar to each new one (-1 none), and how many bought both."""
    n = len(found.product)
    begin = b.pair_start[found.customer]
    size = b.pair_start[found.customer + 1] - begin
    because = np.full(n, -1, np.int32)
    both = np.zeros(n, np.int32)
    if not size.sum() or not len(edges.key):
        return because, both
    of = np.repeat(np.arange(n), size)
    inside = np.arange(len(of)) - np.repeat(np.cumsum(size) - size, size)
    owned = b.product[begin[of] + inside]
    key = owned.astype(np.int64) * b.n_products + found.product[of]
    place, there = key_positions(key, edges.key)
    of, owned, place = of[there], owned[there], place[there]
    order = np.lexsort((owned, -edges.similarity[place], of))
    first = order[np.flatnonzero(np.diff(of[order], prepend=-1))]
    because[of[first]] = owned[first]
    both[of[first]] = edges.customers[place[first]]
    return because, both
