"""Which products are bought by the same people: item neighbours and a factorisation.

Item neighbours: cosine of the customer columns (Sarwar et al., WWW 2001), each customer weighted
by 1 / sqrt(own products) so that people who buy everything say little, plus a constant in the
denominator that keeps rare coincidences low. Factors: the leading right singular vectors of
customers x products by a randomised range finder (Halko, Martinsson & Tropp 2011, algorithm 4.4);
a customer's affinity is the projection of what they own (PureSVD, Cremonesi et al., RecSys 2010).
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.run import RunContext
from clm_desktop.models.recommend.order import best_first, places

NEIGHBOURS = 50
SHRINK = 1.0
FACTORS = 64
_OVERSAMPLING = 8
_ROWS_PER_FACTOR = 4  # customers and products that a direction of taste must at least stand for
_PASSES = 2
_MOST_PRODUCTS = 2_000  # a "customer" with more is a till or a reseller, not a taste
_SVD_CUSTOMERS = 100_000
_BLOCK_PAIRS = 4_000_000  # multiplications per block: bounds memory and time between two checks


def item_neighbours(owned: sparse.csr_matrix, ctx: RunContext) -> sparse.csr_matrix:
    """Similarity of each product (row) to its 50 nearest (columns), 0..1; the diagonal is empty.

    Cost: sum over customers of (own products) squared; memory bounded by blocks of products.
    """
    size = np.diff(owned.indptr)
    weight = np.zeros(len(size), np.float32)
    usable = (size > 0) & (size <= _MOST_PRODUCTS)
    weight[usable] = 1.0 / size[usable]
    by_product = _weighted(owned, weight).T.tocsr()
    by_product.eliminate_zeros()
    length = np.sqrt(np.asarray(by_product.sum(axis=1)).ravel())
    each = np.repeat((size * usable).astype(np.float64), size)
    work = np.bincount(owned.indices, weights=each, minlength=owned.shape[1]).astype(np.int64)
    del each
    blocks: list[sparse.csr_matrix] = []
    for low, high in cost_blocks(work):
        ctx.check()
        together = (by_product[low:high] @ owned).tocoo()
        row, col = together.row, together.col
        apart = row + low != col
        row, col = row[apart], col[apart]
        cosine = together.data[apart] / (length[row + low] * length[col] + SHRINK)
        blocks.append(top_per_row(row, col, cosine, (high - low, owned.shape[1]), NEIGHBOURS))
    return sparse.vstack(blocks, format="csr") if blocks else sparse.csr_matrix((0, 0))


def _weighted(owned: sparse.csr_matrix, weight: NDArray[np.float32]) -> sparse.csr_matrix:
    """Rows times their weight; shares its structure with ``owned``, so it must not be changed."""
    data = np.repeat(weight, np.diff(owned.indptr))
    return sparse.csr_matrix((data, owned.indices, owned.indptr), shape=owned.shape)


def top_per_row(
    row: NDArray[np.integer],
    col: NDArray[np.int32],
    score: NDArray[np.float32],
    shape: tuple[int, int],
    k: int,
) -> sparse.csr_matrix:
    """Keep the k highest scores of each row; equal scores go by column."""
    order = best_first(row, col, score)
    kept = order[places(row[order]) < k]
    count = np.bincount(row, minlength=shape[0])
    start = np.concatenate(([0], np.cumsum(np.minimum(count, k))))
    best = sparse.csr_matrix((score[kept], col[kept], start), shape=shape)
    best.sort_indices()
    return best


def cost_blocks(cost: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Split positions into runs of about equal cost, at least one position each."""
    number = np.cumsum(cost) // _BLOCK_PAIRS
    low = np.flatnonzero(np.diff(number, prepend=-1))
    edges = [*low.tolist(), len(cost)]
    return list(itertools.pairwise(edges))


def item_factors(owned: sparse.csr_matrix, seed: int, ctx: RunContext) -> NDArray[np.float32]:
    """Directions of taste: (products, up to 64), orthonormal columns; fewer in small shops.

    Learned on at most 100,000 customers; the same seed gives the same factors.
    """
    rng = np.random.default_rng(seed)
    factors = np.zeros((owned.shape[1], 0), np.float32)
    size = np.diff(owned.indptr)
    usable = np.flatnonzero((size > 1) & (size <= _MOST_PRODUCTS))
    if len(usable) > _SVD_CUSTOMERS:
        usable = np.sort(rng.choice(usable, _SVD_CUSTOMERS, replace=False))
    sample = owned[usable]
    bought = np.flatnonzero(np.bincount(sample.indices, minlength=owned.shape[1]))
    wanted = min(FACTORS, len(usable) // _ROWS_PER_FACTOR, len(bought) // _ROWS_PER_FACTOR)
    if not wanted:
        return factors
    sample = sample[:, bought]
    width = min(wanted + _OVERSAMPLING, *sample.shape)
    span = rng.standard_normal((sample.shape[1], width)).astype(np.float32)
    across = sample.T.tocsr()
    for _ in range(_PASSES):
        ctx.check()
        basis, _ = np.linalg.qr(sample @ span)
        ctx.check()
        span, _ = np.linalg.qr(across @ basis)
    ctx.check()
    _, _, turn = np.linalg.svd(sample @ span, full_matrices=False)
    factors = np.zeros((owned.shape[1], wanted), np.float32)
    factors[bought] = (span @ turn.T)[:, :wanted]
    return factors
