"""What is bought with the next order: a first, then b for the first time.

Only the first purchase of ``b`` by a customer counts, so each customer counts once for a pair. Two
things would make products follow each other that have nothing to do with each other: both are of
the same taste, and both are of the same time of year. So the count must be more than customers who
buy as much at that time take by accident, and more than the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.relations import Relation
from clm_desktop.core.run import RunContext
from clm_desktop.models.recommend.baskets import Purchases
from clm_desktop.models.recommend.graph.chance import (
    MOST_ACCIDENTS,
    false_share,
    more_of,
    more_than,
)
from clm_desktop.models.recommend.graph.types import ProductGraph, graph_of
from clm_desktop.models.recommend.neighbours import cost_blocks

MIN_CUSTOMERS = 5
MIN_LIFT = 1.5
_MIN_BOTH_WAYS = 10  # first b after a and first a after b, before their shares are compared
_LARGEST_ORDER = 250
_SEASON_DAYS = 28  # within which what sells is taken as the same; longer in long histories
_MOST_SEASONS = 24
_USUAL = 0.75  # of the gaps between orders are within the time limit
_LIMITS = (7, 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """From one order of a customer to the next one within the time limit."""

    before: sparse.csr_matrix  # (steps, products), ones: what the earlier order held
    first: sparse.csr_matrix  # what the later one held that was never bought before
    season: NDArray[np.int64]  # of the later order
    customer: NDArray[np.int64]
    limit_days: int


def steps_of(bought: Purchases) -> Steps:
    """Line up the orders of each customer. Cost: one sort of the purchases."""
    n_products = bought.n_products
    begin = int(bought.day.min(initial=0))
    days = int(bought.day.max(initial=0)) - begin + 1
    key = bought.customer.astype(np.int64) * days + (bought.day - begin)
    event, event_of = np.unique(key, return_inverse=True)
    customer, day = event // days, event % days
    pair = bought.customer.astype(np.int64) * n_products + bought.product
    is_first = np.diff(pair, prepend=-1) != 0  # purchases are sorted by customer, product, day
    size = np.bincount(event_of, minlength=len(event))
    small = size[event_of] <= _LARGEST_ORDER
    gap = np.diff(day)
    again = np.flatnonzero(np.diff(customer) == 0)
    usual = float(np.quantile(gap[again], _USUAL)) if len(again) else 0.0
    limit = int(np.clip(np.ceil(usual), *_LIMITS))
    at = again[gap[again] <= limit]

    def held(keep: NDArray[np.bool_]) -> sparse.csr_matrix:
        ones = np.ones(int(keep.sum()), np.float32)
        shape = (len(event), n_products)
        return sparse.csr_matrix((ones, (event_of[keep], bought.product[keep])), shape)

    return Steps(
        before=held(small)[at],
        first=held(small & is_first)[at + 1],
        season=day[at + 1] // max(_SEASON_DAYS, -(-days // _MOST_SEASONS)),
        customer=customer[at],
        limit_days=limit,
    )


def bought_next(steps: Steps, ctx: RunContext) -> ProductGraph:
    """Pairs whose second product follows the first. Cost: sum of (order) x (new in the next)."""
    row, col, count = _counted(steps, ctx)
    n_products = steps.before.shape[1]
    expected = _Expected.of(steps)
    ahead = expected.at(row, col)
    often = count >= MIN_LIFT * ahead
    row, col, count, ahead = row[often], col[often], count[often], ahead[often]
    back = _other_way(steps, row, col, ctx)
    behind = expected.at(col, row)
    both = count + back
    # what is compared is chosen by both ways together, which says nothing of either way
    enough = (both >= _MIN_BOTH_WAYS) & (both >= MIN_LIFT * (ahead + behind))
    compared = np.flatnonzero(enough)
    one_way = np.ones(len(row))
    share = ahead[compared] / np.maximum(ahead[compared] + behind[compared], 1e-9)
    low, high = np.minimum(row, col)[compared], np.maximum(row, col)[compared]
    tested = 2.0 * len(np.unique(low * n_products + high))
    one_way[compared] = false_share(more_of(count[compared], both[compared], share), tested)
    sold = float(np.count_nonzero(np.bincount(steps.before.indices)))
    together = false_share(more_than(count, ahead), sold * sold)
    accident = np.maximum(one_way, together)
    at = np.flatnonzero(accident <= MOST_ACCIDENTS)
    at = at[np.lexsort((col[at], row[at], -count[at], accident[at]))]
    return graph_of(
        Relation.BOUGHT_NEXT,
        row[at],
        col[at],
        count=count[at],
        of=_came_again(steps)[row[at]],
        other=back[at],
        lift=count[at] / np.maximum(ahead[at], 1e-9),
        accident=accident[at],
        days=float(steps.limit_days),
    )


def _counted(
    steps: Steps, ctx: RunContext
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """First product, second product, customers: pairs of enough customers."""
    by_product = steps.before.T.tocsr()
    work = np.asarray(by_product @ np.diff(steps.first.indptr), np.int64)
    found: list[NDArray[np.int64]] = [np.empty((3, 0), np.int64)]
    for low, high in cost_blocks(work):
        ctx.check()
        together = (by_product[low:high] @ steps.first).tocoo()
        often = together.data > MIN_CUSTOMERS - 0.5
        count = np.rint(together.data[often]).astype(np.int64)
        first = together.row[often].astype(np.int64) + low
        found.append(np.stack((first, together.col[often], count)))
    row, col, count = np.concatenate(found, axis=1)
    return row, col, count


def _other_way(
    steps: Steps, row: NDArray[np.int64], col: NDArray[np.int64], ctx: RunContext
) -> NDArray[np.int64]:
    """Customers of each pair who took ``row`` for the first time after ``col``."""
    before, first = steps.before.T.tocsr(), steps.first.T.tocsr()
    count = np.zeros(len(row), np.int64)
    work = np.diff(before.indptr)[col].astype(np.int64) + np.diff(first.indptr)[row]
    for low, high in cost_blocks(work):
        ctx.check()
        both = before[col[low:high]].multiply(first[row[low:high]])
        count[low:high] = np.rint(np.asarray(both.sum(axis=1)).ravel()).astype(np.int64)
    return count


@dataclass(frozen=True, slots=True)
class _Expected:
    """Counts by accident: orders of the same size at the same time of year, products drawn."""

    room: NDArray[np.float64]  # (products, seasons): new things taken after orders with it
    share: NDArray[np.float64]  # (products, seasons): of all new things taken

    @staticmethod
    def of(steps: Steps) -> _Expected:
        seasons = int(steps.season.max(initial=0)) + 1
        size = np.diff(steps.first.indptr).astype(np.float64)
        at = np.arange(len(size))
        shape = (len(size), seasons)
        fresh = sparse.csr_matrix((size, (at, steps.season)), shape)
        when = sparse.csr_matrix((np.ones(len(size)), (at, steps.season)), shape)
        total = np.bincount(steps.season, weights=size, minlength=seasons)
        room = (steps.before.T @ fresh).toarray(order="C")
        share = (steps.first.T @ when).toarray(order="C") / np.maximum(total, 1.0)
        return _Expected(np.asarray(room, np.float64), np.asarray(share, np.float64))

    def at(self, row: NDArray[np.int64], col: NDArray[np.int64]) -> NDArray[np.float64]:
        out = np.empty(len(row))
        for low in range(0, len(row), 65_536):
            part = slice(low, low + 65_536)
            out[part] = np.einsum("ij,ij->i", self.room[row[part]], self.share[col[part]])
        return out


def _came_again(steps: Steps) -> NDArray[np.int64]:
    """Per product, the customers who bought it and came again in time."""
    step = np.repeat(np.arange(steps.before.shape[0]), np.diff(steps.before.indptr))
    n_products = steps.before.shape[1]
    pair = np.unique(steps.customer[step] * n_products + steps.before.indices)
    return np.bincount(pair % n_products, minlength=n_products)
