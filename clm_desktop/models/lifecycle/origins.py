"""What became of customers by how they began: first product, period, channel, coupon, basket."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clm_desktop.core.transactions import Transactions
from clm_desktop.models.lifecycle.beginnings import Beginnings
from clm_desktop.models.lifecycle.conversion import back_shares
from clm_desktop.models.lifecycle.periods import period_of
from clm_desktop.models.lifecycle.rates import normal_quantile
from clm_desktop.models.lifecycle.results import CohortGrid, OriginGroup, Origins
from clm_desktop.models.lifecycle.shrinkage import held_out_errors, lifted_by_one, shrink

DIMENSIONS = ("product", "period", "channel", "coupon", "basket")
LEAST_GROUP = 5  # smaller ones are not told apart
MOST_GROUPS = 60
BASKETS = ("small", "middle", "large")
RANGE = 0.80


@dataclass(frozen=True, slots=True, kw_only=True)
class _Division:
    """One way to divide customers, before groups that are too small are put together."""

    dimension: str
    label: NDArray[np.int64]  # -1 = not told
    keys: NDArray[np.object_]
    product: NDArray[np.int64]
    start_day: NDArray[np.int64]


def all_origins(
    tx: Transactions,
    begun: Beginnings,
    grid: CohortGrid | None,
    return_days: int,
    spend_days: int,
) -> tuple[Origins, ...]:
    """Divide customers in every way that the files tell; needs at least two groups of five.

    Cost: O(n) and 20 ms per way for 50k customers.
    """
    first = first_orders(tx, begun)
    ways = [
        _by_product(tx, begun, first),
        _by_period(begun, grid),
        _by_text("channel", tx.order_channel, begun, first),
        _by_text("coupon", tx.order_coupon, begun, first),
        _by_basket(begun),
    ]
    kept = [_large_groups(way) for way in ways if way is not None]
    return tuple(_origins(way, begun, return_days, spend_days) for way in kept if len(way.keys) > 1)


def first_orders(tx: Transactions, begun: Beginnings) -> NDArray[np.int64]:
    """Row of the customer whose first day an order is part of, -1 for all other orders."""
    row = begun.row_of[tx.order_customer]
    first = tx.order_is_sale & (row >= 0)
    first &= tx.order_day == np.append(begun.first_day, -1)[row]
    return np.where(first, row, -1)


def _by_product(tx: Transactions, begun: Beginnings, first: NDArray[np.int64]) -> _Division | None:
    """By the product that most of the money of the first day went into."""
    if not len(tx.product_id) or not len(tx.line_order):
        return None
    row = first[tx.line_order]
    line = np.flatnonzero((row >= 0) & (tx.line_product >= 0) & (tx.line_quantity > 0))
    line = line[~tx.product_is_fee[tx.line_product[line]].astype(bool)]
    if not len(line):
        return None
    pair = row[line] * len(tx.product_id) + tx.line_product[line]
    pairs, at = np.unique(pair, return_inverse=True)
    money = np.bincount(at, weights=tx.line_cents[line])
    owner, product = pairs // len(tx.product_id), pairs % len(tx.product_id)
    best = np.lexsort((-product, money, owner))  # the last of each owner: most money, lowest place
    last = np.append(owner[best][1:] != owner[best][:-1], True)
    label = np.full(len(begun), -1, dtype=np.int64)
    label[owner[best][last]] = product[best][last]
    used, inverse = np.unique(label, return_inverse=True)
    shift = int(used[0] == -1)
    chosen = used[shift:]
    return _Division(
        dimension="product",
        label=inverse - shift,
        keys=tx.product_key[chosen],
        product=chosen,
        start_day=np.full(len(chosen), -1),
    )


def _by_period(begun: Beginnings, grid: CohortGrid | None) -> _Division | None:
    if grid is None:
        return None
    return _Division(
        dimension="period",
        label=period_of(begun.first_day, grid.start_day),
        keys=np.full(len(grid), "", dtype=object),
        product=np.full(len(grid), -1),
        start_day=grid.start_day.astype(np.int64),
    )


def _by_text(
    dimension: str, texts: NDArray[np.object_], begun: Beginnings, first: NDArray[np.int64]
) -> _Division | None:
    """By what the first order that tells something says; customers of whom none does are ''."""
    mine = first_text(texts, begun, first)
    if not (mine != "").any():
        return None
    label, keys = pd.factorize(mine)
    return _Division(
        dimension=dimension,
        label=label.astype(np.int64),
        keys=np.asarray(keys, dtype=object),
        product=np.full(len(keys), -1),
        start_day=np.full(len(keys), -1),
    )


def first_text(
    texts: NDArray[np.object_], begun: Beginnings, first: NDArray[np.int64]
) -> NDArray[np.object_]:
    """What the first order of each customer that tells something says, '' where none does."""
    told = np.flatnonzero((first >= 0) & (texts != ""))[::-1]
    mine = np.full(len(begun), "", dtype=object)
    mine[first[told]] = texts[told]  # backwards, so that the first one stays
    return mine


def _by_basket(begun: Beginnings) -> _Division | None:
    """By thirds of the money of the first day."""
    if len(begun) < len(BASKETS) * LEAST_GROUP:
        return None
    low, high = np.quantile(begun.first_cents, [1 / 3, 2 / 3])
    if low == high:
        return None
    label = (begun.first_cents > low).astype(np.int64) + (begun.first_cents > high)
    return _Division(
        dimension="basket",
        label=label,
        keys=np.array(BASKETS, dtype=object),
        product=np.full(3, -1),
        start_day=np.full(3, -1),
    )


def _large_groups(way: _Division) -> _Division:
    """Only groups of five or more, the largest first (periods in their order)."""
    size = np.bincount(way.label[way.label >= 0], minlength=len(way.keys))
    by_size = np.argsort(-size, kind="stable")[:MOST_GROUPS]
    chosen = by_size[size[by_size] >= LEAST_GROUP]
    if way.dimension in ("period", "basket"):
        chosen = np.sort(chosen)
    place = np.full(len(way.keys) + 1, -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    return _Division(
        dimension=way.dimension,
        label=place[way.label],
        keys=way.keys[chosen],
        product=way.product[chosen],
        start_day=way.start_day[chosen],
    )


def _origins(way: _Division, begun: Beginnings, return_days: int, spend_days: int) -> Origins:
    groups = len(way.keys)
    label = way.label.astype(np.int16)
    back, differs = back_shares(begun, label, groups, return_days)
    through = (begun.tenure_days >= spend_days) & (label >= 0)
    spent = begun.spent_within(spend_days)[through]
    worth = shrink(spent, label[through], groups)
    tested, raw, best = held_out_errors(spent, label[through], groups)
    size = np.bincount(label[label >= 0], minlength=groups)
    z = normal_quantile(RANGE)
    by_one = lifted_by_one(spent, label[through], groups, z)
    return Origins(
        dimension=way.dimension,
        groups=tuple(
            OriginGroup(
                key=str(way.keys[g]),
                product=int(way.product[g]),
                start_day=int(way.start_day[g]),
                customers=int(size[g]),
                back_share=float(back.share[g]),
                back_low=float(back.low[g]),
                back_high=float(back.high[g]),
                differs=int(differs[g]),
                watched=int(worth.n[g]),
                mean_cents=float(worth.mean[g]),
                best_cents=float(worth.best[g]),
                low_cents=float(worth.best[g] - z * worth.error[g]),
                high_cents=float(worth.best[g] + z * worth.error[g]),
                by_one=bool(by_one[g]),
            )
            for g in range(groups)
        ),
        label=label,
        between_cents=worth.between,
        within_cents=worth.within,
        tested_groups=tested,
        raw_error_cents=raw,
        best_error_cents=best,
    )
