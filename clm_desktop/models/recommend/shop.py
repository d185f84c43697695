"""What all baskets together teach: neighbours, tastes, best sellers, how things are re-bought."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.run import RunContext
from clm_desktop.models.recommend.baskets import Baskets
from clm_desktop.models.recommend.follows import follow_table, last_orders
from clm_desktop.models.recommend.graph.next_order import Steps
from clm_desktop.models.recommend.neighbours import item_factors, item_neighbours

BEST_SELLERS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What was learned from all baskets together."""

    baskets: Baskets
    owned: sparse.csr_matrix  # customers x products, ones
    neighbours: sparse.csr_matrix  # products x products
    factors: NDArray[np.float32]  # products x taste
    best_sellers: NDArray[np.int32]  # products, best first
    repeat_share: NDArray[np.float64]  # per product: share of buyers who bought again
    repeat_rate: NDArray[np.float64]  # per product: purchases per later order of a buyer
    gap_days: NDArray[np.float64]  # per product: usual days between two purchases
    customer_repeat_share: NDArray[np.float64]  # share of later lines already bought before
    customer_gap_days: NDArray[np.float64]
    last: sparse.csr_matrix  # customers x products, ones: of everybody's last order
    follows: sparse.csr_matrix | None  # products x products: share that is taken next


def learn_shop(baskets: Baskets, seed: int, ctx: RunContext, *, steps: Steps | None = None) -> Shop:
    """Count, compare and factorise; see ``recommend_neighbours`` for the cost.

    Without ``steps`` nothing is known of what follows what.
    """
    b = baskets
    owned = b.owned()
    customer = b.pair_customer
    again = np.bincount(b.product, weights=b.times > 1, minlength=b.n_products)
    repeats = np.bincount(b.product, weights=b.times - 1, minlength=b.n_products)
    later = b.orders[customer] - 1 - b.first_order
    chances = np.bincount(b.product, weights=later, minlength=b.n_products)
    lines = np.bincount(customer, weights=b.times, minlength=b.n_customers)
    own_repeats = np.bincount(customer, weights=b.times - 1, minlength=b.n_customers)
    first = np.bincount(customer, weights=b.first_order == 0, minlength=b.n_customers)
    span = (b.customer_last_day - b.customer_first_day).astype(np.float64)
    return Shop(
        baskets=b,
        owned=owned,
        neighbours=item_neighbours(owned, ctx),
        factors=item_factors(owned, seed, ctx),
        best_sellers=best_sellers(b),
        repeat_share=_shrunk(again, b.buyers, 5.0),
        repeat_rate=_shrunk(repeats, chances, 10.0),
        gap_days=usual_gaps(b),
        customer_repeat_share=_shrunk(own_repeats, lines - first, 10.0),
        customer_gap_days=(span + 2 * _shop_gap(b)) / (np.maximum(b.orders - 1, 0) + 2),
        last=last_orders(b),
        follows=None if steps is None else follow_table(steps, ctx),
    )


def best_sellers(b: Baskets) -> NDArray[np.int32]:
    """Products sold most often of late, best first, at most 100."""
    seller = np.argsort(-b.popularity, kind="stable")[:BEST_SELLERS]
    return seller[b.popularity[seller] > 0].astype(np.int32)


def usual_gaps(b: Baskets) -> NDArray[np.float64]:
    """Usual days between two purchases of each product; the shop's where nobody came back."""
    return np.where(np.isnan(b.gap_days), max(_shop_gap(b), 1.0), b.gap_days)


def _shop_gap(b: Baskets) -> float:
    """Mean days between two orders of a customer."""
    span = (b.customer_last_day - b.customer_first_day).astype(np.float64)
    return float(span.sum()) / max(float((b.orders - 1).clip(min=0).sum()), 1.0)


def _shrunk(
    part: NDArray[np.floating] | NDArray[np.integer],
    of: NDArray[np.floating] | NDArray[np.integer],
    prior: float,
) -> NDArray[np.float64]:
    """Return part / of, drawn to the mean of all by ``prior`` imagined cases."""
    total = float(np.sum(of))
    mean = float(np.sum(part)) / total if total > 0 else 0.0
    return np.asarray((part + prior * mean) / (of + prior), np.float64)
