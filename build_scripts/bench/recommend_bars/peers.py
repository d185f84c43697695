"""Published ways to fill ten places, written down from their papers; each scores every product.

Every method takes the past and returns (customers, products), the highest score first to offer.
Parameters are those that their authors chose or that did best on the second-to-last order of the
shop measured here (recommend_forecast.md, section 2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Past:
    """One element per product in an order; orders of a customer count from 0, the oldest."""

    customer: NDArray[np.int64]
    product: NDArray[np.int64]
    ordinal: NDArray[np.int64]
    day: NDArray[np.int64]
    n_orders: NDArray[np.int64]  # per customer
    n_products: int

    def summed(self, weight: NDArray[np.floating]) -> sparse.csr_matrix:
        """(customers, products): sum of the weights of all lines."""
        shape = (len(self.n_orders), self.n_products)
        return sparse.csr_matrix(
            (np.asarray(weight, np.float32), (self.customer, self.product)), shape
        )

    def owned(self) -> sparse.csr_matrix:
        """Ones where bought."""
        made = self.summed(np.ones(len(self.product)))
        made.data[:] = 1
        return made


def popularity(past: Past) -> NDArray[np.float64]:
    """Products by recent sales, half-life 15 % of the calendar, scaled below one."""
    half_life = 0.15 * (past.day.max() - past.day.min())
    weight = np.exp2(-(past.day.max() - past.day) / half_life)
    sold = np.bincount(past.product, weights=weight, minlength=past.n_products)
    return np.asarray(sold / (sold.max() * 1e6), np.float64)


def best_sellers(past: Past) -> Scores:
    """The same ten for everybody."""
    return np.repeat(popularity(past)[None, :], len(past.n_orders), axis=0).astype(np.float32)


def own_by_recency(past: Past) -> Scores:
    """What the customer bought, each purchase half as much ten orders later; then best sellers."""
    since = past.n_orders[past.customer] - 1 - past.ordinal
    own = past.summed(np.exp2(-since / 10.0)).toarray()
    return np.asarray(own + popularity(past), np.float32)


def gp_top_freq(past: Past) -> Scores:
    """GP-TopFreq (Li et al., TOIS 2023): what was bought most often, then what sells most."""
    times = past.summed(np.ones(len(past.product))).toarray()
    sold = np.bincount(past.product, minlength=past.n_products).astype(np.float64)
    return np.asarray(times + sold / (sold.max() + 1.0), np.float32)


def tifu_knn(past: Past) -> Scores:
    """TIFU-KNN (Hu et al., SIGIR 2020): decayed groups of orders, mixed with like customers."""
    within, between, own_share, size, k = 0.9, 0.6, 0.7, 7, 300
    back = past.n_orders[past.customer] - 1 - past.ordinal
    groups = -(-past.n_orders // size)
    weight = within ** (back % size) * between ** (back // size)
    vectors = past.summed(weight / (size * groups[past.customer])).toarray()
    length = np.maximum(np.linalg.norm(vectors, axis=1), 1e-9)
    alike = (vectors @ vectors.T) / (length[:, None] * length[None, :])
    np.fill_diagonal(alike, -np.inf)
    k = min(k, len(alike) - 1)
    near = np.argpartition(-alike, k - 1, axis=1)[:, :k]
    start = np.arange(0, near.size + 1, k)
    mean = sparse.csr_matrix((np.full(near.size, 1 / k, np.float32), near.ravel(), start))
    mixed = own_share * vectors + (1 - own_share) * (mean @ sparse.csr_matrix(vectors)).toarray()
    return np.asarray(mixed + popularity(past) * 1e-3, np.float32)


def up_cf(past: Past) -> Scores:
    """UP-CF@r (Faggioli et al., UMAP 2020): recent favourites of customers who own the same."""
    recent, tilt, locality = 5, 0.75, 5
    back = past.n_orders[past.customer] - 1 - past.ordinal
    favourites = past.summed(
        (back < recent) / np.minimum(recent, past.n_orders[past.customer])
    ).toarray()
    owned = past.owned()
    size = np.maximum(np.diff(owned.indptr), 1).astype(np.float64)
    both = (owned @ owned.T).toarray()
    alike = both / (size[:, None] ** tilt * size[None, :] ** (1 - tilt))
    return np.asarray((alike**locality).astype(np.float32) @ favourites, np.float32)


def ease(past: Past) -> Scores:
    """EASE (Steck, WWW 2019): a linear item model in closed form."""
    owned = past.owned()
    gram = (owned.T @ owned).toarray().astype(np.float64)
    gram[np.diag_indices(len(gram))] += 500.0
    inverse = np.linalg.inv(gram)
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return np.asarray(owned @ weights.astype(np.float32), np.float32)


def peers() -> dict[str, Callable[[Past], Scores]]:
    """By name; implicit's ALS where it can be imported."""
    made: dict[str, Callable[[Past], Scores]] = {
        "best sellers": best_sellers,
        "own by recency": own_by_recency,
        "GP-TopFreq": gp_top_freq,
        "TIFU-KNN": tifu_knn,
        "UP-CF": up_cf,
        "EASE": ease,
    }
    try:
        from implicit.als import AlternatingLeastSquares
    except ImportError:
        print("implicit is not installed: ALS is left out")
        return made

    def als(past: Past) -> Scores:
        model = AlternatingLeastSquares(factors=64, regularization=0.1, random_state=0)
        counts = past.summed(np.ones(len(past.product)))
        model.fit(counts, show_progress=False)
        return np.asarray(model.user_factors @ model.item_factors.T, np.float32)

    return {**made, "implicit ALS": als}
