"""Which products are worth scoring for which customer.

A candidate is a product the customer has bought, or one of: neighbours of what they bought,
products of the same taste (factors), recent best sellers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.recommend.baskets import Baskets
from clm_desktop.models.recommend.neighbours import top_per_row
from clm_desktop.models.recommend.shop import Shop

NEIGHBOUR_CANDIDATES = 200
TASTE_CANDIDATES = 150
_DENSE_CELLS = 200_000_000  # customers x products up to which taste may search the whole catalogue
_DENSE_PRODUCTS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """One element per (customer, product) worth scoring, sorted by those two."""

    customer: NDArray[np.int32]
    product: NDArray[np.int32]
    pair: NDArray[np.int64]  # position in Baskets.product, -1 = new for the customer
    neighbour: NDArray[np.float32]  # sum of similarities to what they bought
    taste: NDArray[np.float32]

    def take(self, at: NDArray[np.int64]) -> Candidates:
        """Only the candidates at these positions."""
        return Candidates(
            customer=self.customer[at],
            product=self.product[at],
            pair=self.pair[at],
            neighbour=self.neighbour[at],
            taste=self.taste[at],
        )


def candidates(shop: Shop, customers: NDArray[np.int32]) -> Candidates:
    """Collect what is worth scoring for these customers (ascending rows).

    Memory: about 4 kB per customer and own product; call it in blocks of some hundred customers.
    """
    b = shop.baskets
    owned = shop.owned[customers]
    near = owned @ shop.neighbours
    near.sort_indices()
    n_products = b.n_products
    near_row = np.repeat(np.arange(len(customers)), np.diff(near.indptr))
    near_key = near_row * n_products + near.indices
    own_row = np.repeat(np.arange(len(customers)), np.diff(owned.indptr))
    own_key = own_row * n_products + owned.indices
    fresh = ~isin_sorted(near_key, own_key)
    best = top_per_row(
        near_row[fresh], near.indices[fresh], near.data[fresh], near.shape, NEIGHBOUR_CANDIDATES
    )
    profile = owned @ shop.factors
    popular = (np.arange(len(customers))[:, None] * n_products + shop.best_sellers[None, :]).ravel()
    best_row = np.repeat(np.arange(len(customers)), np.diff(best.indptr))
    key = _sorted_unique(
        np.concatenate(
            (
                own_key,
                best_row * n_products + best.indices,
                popular,
                _taste_keys(shop, profile, own_key),
            )
        )
    )
    row, product = key // n_products, (key % n_products).astype(np.int32)
    score = np.zeros(len(key), np.float32)
    at, found = key_positions(key, near_key)
    score[found] = near.data[at[found]]
    return Candidates(
        customer=customers[row],
        product=product,
        pair=_pair_of(b, customers, key, own_key, row),
        neighbour=score,
        taste=_dot(profile, row, shop.factors, product),
    )


def with_products(
    shop: Shop | None,
    customers: NDArray[np.int32],
    found: Candidates,
    row: NDArray[np.int64],
    what: NDArray[np.int64],
) -> tuple[Candidates, NDArray[np.int64]]:
    """Add products to the candidates of these customers (ascending rows).

    ``row`` and ``what`` are places in ``customers`` and products that those have not bought, each
    pair once. Gives the candidates, and where in them each of the pairs stands. Without ``shop``
    nothing is known of how near they are.
    """
    n = int(max(found.product.max(initial=0), what.max(initial=0))) + 1
    key = found.customer.astype(np.int64) * n + found.product
    order = np.argsort(key, kind="stable")  # sorted already, but for what was added before
    place, there = key_positions(customers[row].astype(np.int64) * n + what, key[order])
    at = np.where(there, order[np.minimum(place, len(order) - 1)] if len(order) else 0, 0)
    at[~there] = len(key) + np.arange(int((~there).sum()))
    row, what = row[~there], what[~there]
    near, taste = np.zeros((2, len(row)), np.float32)
    if shop is not None:
        owned = shop.owned[customers[row]]
        profile = owned @ shop.factors
        near[:] = np.asarray(owned.multiply(shop.neighbours[:, what].T).sum(axis=1)).ravel()
        taste[:] = (profile * shop.factors[what]).sum(axis=1)
    return Candidates(
        customer=np.concatenate((found.customer, customers[row])),
        product=np.concatenate((found.product, what.astype(np.int32))),
        pair=np.concatenate((found.pair, np.full(len(row), -1, np.int64))),
        neighbour=np.concatenate((found.neighbour, near)),
        taste=np.concatenate((found.taste, taste)),
    ), at


def plain_candidates(
    b: Baskets, sellers: NDArray[np.int32], customers: NDArray[np.int32]
) -> tuple[Candidates, NDArray[np.float64]]:
    """Own products and best sellers only, with a key to sort them by (highest first).

    Own: last bought first, then bought most often. New: best seller first.
    """
    size = b.pair_start[customers + 1] - b.pair_start[customers]
    own_row = np.repeat(np.arange(len(customers)), size)
    inside = np.arange(len(own_row)) - np.repeat(np.cumsum(size) - size, size)
    own_key = own_row * b.n_products + b.product[b.pair_start[customers[own_row]] + inside]
    every = np.arange(len(customers))[:, None] * b.n_products + sellers[None, :]
    key = _sorted_unique(np.concatenate((own_key, every.ravel())))
    row, product = key // b.n_products, (key % b.n_products).astype(np.int32)
    pair = _pair_of(b, customers, key, own_key, row)
    place = np.full(b.n_products, len(sellers), np.int64)
    place[sellers] = np.arange(len(sellers))
    sort_key = np.where(pair >= 0, 0.0, -place[product])
    own = np.flatnonzero(pair >= 0)
    sort_key[own] = b.last_day[pair[own]] + b.times[pair[own]] / (b.times.max(initial=0) + 1)
    found = Candidates(
        customer=customers[row],
        product=product,
        pair=pair,
        neighbour=np.zeros(len(key), np.float32),
        taste=np.zeros(len(key), np.float32),
    )
    return found, sort_key


def _pair_of(
    b: Baskets,
    customers: NDArray[np.int32],
    key: NDArray[np.int64],
    own_key: NDArray[np.int64],
    row: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Position of each key among the pairs of the baskets, -1 = not bought."""
    size = b.pair_start[customers + 1] - b.pair_start[customers]
    begin = np.cumsum(size) - size
    place, is_own = key_positions(key, own_key)
    return np.where(is_own, b.pair_start[customers[row]] + place - begin[row], -1)


def _taste_keys(
    shop: Shop, profile: NDArray[np.float32], own_key: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Keys of the products nearest in taste; none when the catalogue is too large to search."""
    n_products, n_customers = shop.baskets.n_products, shop.baskets.n_customers
    too_large = n_products > _DENSE_PRODUCTS or n_products * n_customers > _DENSE_CELLS
    if too_large or not shop.factors.shape[1]:
        return np.empty(0, np.int64)
    score = profile @ shop.factors.T
    score.ravel()[own_key] = -np.inf
    k = min(TASTE_CANDIDATES, n_products)
    top = np.argpartition(-score, k - 1, axis=1)[:, :k]
    row = np.arange(len(profile))[:, None]
    return (row * n_products + top)[score[row, top] > 0]


def _dot(
    left: NDArray[np.float32],
    row: NDArray[np.int64],
    right: NDArray[np.float32],
    col: NDArray[np.int32],
) -> NDArray[np.float32]:
    """Row-wise dot products, in steps that bound memory."""
    out = np.empty(len(row), np.float32)
    for low in range(0, len(row), 65_536):
        part = slice(low, low + 65_536)
        out[part] = np.einsum("ij,ij->i", left[row[part]], right[col[part]])
    return out


def _sorted_unique(key: NDArray[np.int64]) -> NDArray[np.int64]:
    """Distinct keys in order (np.unique hashes, many times slower on keys that hardly repeat)."""
    key = np.sort(key)
    return key[np.diff(key, prepend=-1) > 0]


def isin_sorted(key: NDArray[np.int64], among: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which keys stand in a sorted array."""
    return key_positions(key, among)[1]


def key_positions(
    key: NDArray[np.int64], among: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each key stands in a sorted array, and whether it does."""
    if not len(among):
        return np.zeros(len(key), np.int64), np.zeros(len(key), np.bool_)
    at = np.minimum(np.searchsorted(among, key), len(among) - 1)
    return at, np.asarray(among[at] == key, np.bool_)
