"""What took the place of what: one product stopped, one like it came, and its buyers changed over.

Four things must hold: ``b`` sells no more (or hardly), ``a`` came when it went, the names are
alike and the two are not bought together, and the buyers of ``b`` who still order took ``a`` more
often than everybody else. The last is tested (Fisher's exact test) and held at a false discovery
rate over all pairs for which the first three hold, which say nothing about it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.relations import Relation
from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.models.recommend.baskets import Baskets, Purchases
from clm_desktop.models.recommend.graph.chance import MOST_ACCIDENTS, false_share, more_drawn
from clm_desktop.models.recommend.graph.types import ProductGraph, graph_of, no_relations

MIN_CUSTOMERS = 5
MIN_LIFT = 1.5
LEAST_LIKENESS = 0.5  # of the names
_MOST_TOGETHER = 0.1  # orders with both, of the customers who changed over
_LATE_SHARE = 0.95  # of its days of sale, after which what is left is a remnant
_HARDLY = 0.2  # of the usual sales: no longer sold
_SILENCE = 7.0  # days of sale that should have come since
_SURE = 0.001
_BEFORE_DAYS, _AFTER_DAYS = 120, 60  # the new one comes that long before or after the end
_KNOWN_DAYS = 28  # what is sold when the records begin may be old
_ROWS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """When each product was sold, to anybody."""

    first_day: NDArray[np.int64]
    end_day: NDArray[np.int64]  # when nearly all of its sales had been made
    last_day: NDArray[np.int64]
    ended: NDArray[np.bool_]  # sells no more, or hardly
    begin_day: int  # of the records
    today: int


def lives(tx: Transactions, today: int) -> Lives:
    """Look at the days on which each product was sold. Cost: one sort of the lines."""
    n = len(tx.product_id)
    sold = (tx.line_product >= 0) & ~(tx.line_quantity <= 0)
    sold &= tx.order_day[tx.line_order] <= today
    day = tx.order_day[tx.line_order[sold]].astype(np.int64)
    begin = int(day.min(initial=today))
    span = max(today - begin + 1, 1)
    key = np.unique(tx.line_product[sold].astype(np.int64) * span + (day - begin))
    of, when = key // span, key % span + begin
    count = np.bincount(of, minlength=n)
    start = np.cumsum(count) - count
    some = count > 0
    first, end, last = np.full((3, n), today + 1, np.int64)
    place = np.ceil(_LATE_SHARE * count[some]).astype(np.int64) - 1
    first[some], last[some] = when[start[some]], when[start[some] + count[some] - 1]
    end[some] = when[start[some] + place]
    late = np.zeros(n, np.int64)
    late[some] = count[some] - place - 1
    # what was due is measured by all that the shop sold since: it may have been closed
    so_far = np.cumsum(np.bincount(when - begin, minlength=span + 1)).astype(np.float64)
    upto = [so_far[np.clip(at - begin, 0, span)] for at in (first - 1, end)]
    share = (count - late) / np.maximum(upto[1] - np.where(first > begin, upto[0], 0.0), 1.0)
    due = np.where(some, share * (so_far[-1] - upto[1]), 0.0)
    ended = some & (due >= _SILENCE) & (late <= _HARDLY * due)
    ended &= _hardly_any(late, due) < _SURE
    return Lives(
        first_day=first, end_day=end, last_day=last, ended=ended, begin_day=begin, today=today
    )


def _hardly_any(late: NDArray[np.int64], due: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chance of so few days of sale where so many were due."""
    from scipy.special import gammaincc

    return np.asarray(gammaincc(late + 1.0, np.maximum(due, 1e-12)), np.float64)


def successors(
    life: Lives, bought: Purchases, b: Baskets, vectors: sparse.csr_matrix | None, ctx: RunContext
) -> ProductGraph:
    """The one product that most surely took the place of each that ended.

    ``vectors`` are the names as in ``content.name_vectors``; None where no name says anything.
    """
    if vectors is None:
        return no_relations()
    new, old, alike = _candidates(life, vectors, ctx)
    if not len(new):
        return no_relations()
    owned = b.owned().T.tocsr()
    still, counted = _still_here(life, b), _Customers(owned, b.customer_last_day, b.orders)
    changed, of, marked = (np.zeros(len(new), np.int64) for _ in range(3))
    for low in range(0, len(new), _ROWS):
        ctx.check()
        part = slice(low, low + _ROWS)
        changed[part], of[part], marked[part] = counted.of(
            new[part], old[part], life.first_day[new[part]]
        )
    every = still[new]
    accident = false_share(more_drawn_each(changed, of, marked, every))
    lift = changed * every / np.maximum(of * marked, 1)
    kept = (changed >= MIN_CUSTOMERS) & (lift >= MIN_LIFT) & (accident <= MOST_ACCIDENTS)
    at = np.flatnonzero(kept)
    together = _orders_with_both(bought, new[at], old[at])
    apart = together <= np.maximum(_MOST_TOGETHER * changed[at], 0)
    at, together = at[apart], together[apart]
    best = np.lexsort((new[at], -alike[at], accident[at], old[at]))
    best = best[np.flatnonzero(np.diff(old[at][best], prepend=-1))]
    best = best[np.lexsort((old[at][best], -lift[at][best], accident[at][best]))]
    at, together = at[best], together[best]
    return graph_of(
        Relation.REPLACES,
        new[at],
        old[at],
        count=changed[at],
        of=of[at],
        other=together,
        lift=lift[at],
        accident=accident[at],
        days=(life.today - life.last_day[old[at]]).astype(np.float64),
        alike=alike[at],
    )


def _candidates(
    life: Lives, vectors: sparse.csr_matrix, ctx: RunContext
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Pairs (new, old) that fit in time and are alike by name, with their likeness."""
    old = np.flatnonzero(life.ended)
    fresh = ~life.ended & (life.first_day > life.begin_day + _KNOWN_DAYS)
    new = np.flatnonzero(fresh & (life.first_day <= life.today))
    terms = vectors[new].T.tocsr()
    rows: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    cols: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    like: list[NDArray[np.float64]] = [np.empty(0)]
    for low in range(0, len(old), _ROWS):
        ctx.check()
        ending = old[low : low + _ROWS]
        near = (vectors[ending] @ terms).tocoo()
        a, b = new[near.col], ending[near.row]
        first, end = life.first_day[a], life.end_day[b]
        fits = (near.data >= LEAST_LIKENESS) & (first > life.first_day[b])
        fits &= (first >= end - _BEFORE_DAYS) & (first <= end + _AFTER_DAYS)
        rows.append(a[fits])
        cols.append(b[fits])
        like.append(near.data[fits].astype(np.float64))
    return np.concatenate(rows), np.concatenate(cols), np.concatenate(like)


def _still_here(life: Lives, b: Baskets) -> NDArray[np.int64]:
    """Per product, the customers who ordered anything since its first sale."""
    last = np.sort(b.customer_last_day[b.orders > 0])
    return np.asarray(len(last) - np.searchsorted(last, life.first_day), np.int64)


@dataclass(frozen=True, slots=True)
class _Customers:
    """Counts the customers of pairs of products."""

    owned: sparse.csr_matrix  # (products, customers), ones
    last_day: NDArray[np.int32]
    orders: NDArray[np.int32]

    def of(
        self, new: NDArray[np.int64], old: NDArray[np.int64], since: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Buyers of both, buyers of the old one who ordered since, buyers of the new one."""
        left, right = self.owned[old], self.owned[new]
        row = np.repeat(np.arange(len(old)), np.diff(left.indptr))
        here = self.last_day[left.indices] >= since[row]
        both = np.asarray(left.multiply(right).sum(axis=1)).ravel()
        return (
            np.rint(both).astype(np.int64),
            np.bincount(row[here], minlength=len(old)).astype(np.int64),
            np.diff(right.indptr).astype(np.int64),
        )


def more_drawn_each(
    count: NDArray[np.int64],
    of: NDArray[np.int64],
    marked: NDArray[np.int64],
    every: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Fisher's test for each pair, only where so many could be no accident at all."""
    p = np.ones(len(count))
    at = np.flatnonzero((count >= MIN_CUSTOMERS) & (count * every > of * marked))
    p[at] = more_drawn(count[at], of[at], marked[at], every[at])
    return p


def _orders_with_both(
    bought: Purchases, new: NDArray[np.int64], old: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Days on which one customer bought both products of each pair."""
    days = int(bought.day.max(initial=0)) + 1
    wanted = np.isin(bought.product, np.concatenate((new, old)))
    event = bought.customer[wanted].astype(np.int64) * days + bought.day[wanted]
    _, event = np.unique(event, return_inverse=True)
    shape = (bought.n_products, int(event.max(initial=-1)) + 1)
    ones = np.ones(len(event), np.float32)
    held = sparse.csr_matrix((ones, (bought.product[wanted], event)), shape)
    if not len(new):
        return np.empty(0, np.int64)
    both = held[new].multiply(held[old]).sum(axis=1)
    return np.rint(np.asarray(both).ravel()).astype(np.int64)
