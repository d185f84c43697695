"""Which pairs of one basket go together beyond what large baskets explain.

Large orders hold everything, so that any two of their products meet more often than in orders of
one size. Were products drawn into orders as large as they were, a and b would meet in
(orders with a) x (orders with b) x sum(size^2) / sum(size)^2 of them (Chung & Lu, Annals of
Combinatorics 2002, for the same null of graphs). The count must exceed that at a false discovery
rate over all pairs that could have met.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.relations import Relation
from clm_desktop.models.recommend.graph.chance import MOST_ACCIDENTS, false_share, more_than
from clm_desktop.models.recommend.graph.types import ProductGraph, graph_of
from clm_desktop.models.recommend.order import best_first, places
from clm_desktop.models.recommend.pairs import Pairs

PER_PRODUCT = 10


def goes_with(pairs: Pairs) -> ProductGraph:
    """Each pair once, the rarer product first; at most the ten surest of a product."""
    sold = pairs.along.product_orders
    rarer = (sold[pairs.a] < sold[pairs.b]) | (
        (sold[pairs.a] == sold[pairs.b]) & (pairs.a < pairs.b)
    )
    a, b = np.where(rarer, (pairs.a, pairs.b), (pairs.b, pairs.a)).astype(np.int64)
    _, once = np.unique(a * len(sold) + b, return_index=True)
    a, b, count = a[once], b[once], pairs.orders[once]
    expected = sold[a] * sold[b] / max(pairs.even_orders, 1.0)
    products = float(np.count_nonzero(sold))
    accident = false_share(more_than(count, expected), products * (products - 1) / 2)
    sure = np.flatnonzero(accident <= MOST_ACCIDENTS)
    a, b, count, expected = a[sure], b[sure], count[sure], expected[sure]
    strength = _strength(count, expected)
    at = np.flatnonzero(_among_best(a, b, strength) | _among_best(b, a, strength))
    at = at[np.lexsort((b[at], a[at], -strength[at]))]
    return graph_of(
        Relation.GOES_WITH,
        a[at],
        b[at],
        count=count[at],
        of=sold[a[at]],
        lift=pairs.lift[once][sure][at],
        accident=accident[sure][at],
    )


def _strength(count: NDArray[np.int64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-likelihood ratio of the count against what was expected (Poisson)."""
    seen = np.maximum(count, 1).astype(np.float64)
    return np.asarray(seen * np.log(seen / np.maximum(expected, 1e-9)) - (seen - expected))


def _among_best(
    of: NDArray[np.int64], other: NDArray[np.int64], strength: NDArray[np.float64]
) -> NDArray[np.bool_]:
    order = best_first(of, other, strength)
    best = np.zeros(len(of), np.bool_)
    best[order[places(of[order]) < PER_PRODUCT]] = True
    return best
