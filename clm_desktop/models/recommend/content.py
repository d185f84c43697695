"""Products that are alike by name and category: what can be said of a product nobody bought yet.

Terms weighted by how rare they are, rows of length one, compared by cosine (TF-IDF; Salton &
Buckley, Information Processing & Management 1988). Words where a name is written with spaces,
one to three letters in a row where it is written in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.models.recommend.candidates import Candidates, with_products
from clm_desktop.models.recommend.reasons import MIN_CUSTOMERS, NEW_DAYS, ProductFacts
from clm_desktop.models.recommend.shop import Shop

_PIECE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W\d_\u3400-\u9fff\uf900-\ufaff]{2,}")
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LONGEST_GRAM = 3
_MOST_NEW = 200
_LEAST_LIKENESS = 0.3  # of a name to another that are called similar


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProducts:
    """Products that hardly anybody has bought yet, and what the names say of all products."""

    product: NDArray[np.int64]
    vectors: sparse.csr_matrix  # products x terms
    neighbours: sparse.csr_matrix  # products x new products
    sold: NDArray[np.float32]  # log of one more than the orders of late, per new product


def terms_of(name: str, category: str = "") -> list[str]:
    """What a name is made of: words, Chinese letter runs, and the category as one more."""
    found: list[str] = []
    for piece in _PIECE.findall(name.casefold()):
        if not _CJK.match(piece):
            found.append(piece)
            continue
        for size in range(1, _LONGEST_GRAM + 1):
            found += [piece[i : i + size] for i in range(len(piece) - size + 1)]
    if category.strip():
        found.append("category:" + category.strip().casefold())
    return found


def name_vectors(names: Sequence[str], categories: Sequence[str]) -> sparse.csr_matrix | None:
    """(products, terms), rows of length one or empty; None where no name says anything."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = list(zip(names, categories, strict=True))
    model = TfidfVectorizer(
        analyzer=lambda text: terms_of(*text), sublinear_tf=True, dtype=np.float32
    )
    try:
        return sparse.csr_matrix(model.fit_transform(texts))
    except ValueError:  # no terms at all
        return None


def likeness(
    owned: sparse.csr_matrix, vectors: sparse.csr_matrix, products: NDArray[np.int64]
) -> NDArray[np.float32]:
    """How much each of some products is like what each customer bought: (customers, products)."""
    return np.asarray(((owned @ vectors) @ vectors[products].T).toarray(), np.float32)


def new_products(
    shop: Shop, facts: ProductFacts, names: Sequence[str], categories: Sequence[str]
) -> NewProducts | None:
    """Products first sold in the last 60 days to fewer than five customers, at most 200.

    None where there are none, names say nothing, or the shop's whole history is not twice as long.
    """
    buyers, first = shop.baskets.buyers, facts.first_day
    sold = np.flatnonzero(buyers)
    if not len(sold) or facts.today - int(first[sold].min()) < 2 * NEW_DAYS:
        return None
    few = sold[(buyers[sold] < MIN_CUSTOMERS) & (first[sold] > facts.today - NEW_DAYS)]
    few = np.sort(few[np.argsort(-facts.recent_orders[few], kind="stable")[:_MOST_NEW]])
    vectors = name_vectors(names, categories) if len(few) else None
    if vectors is None:
        return None
    return NewProducts(
        product=few,
        vectors=vectors,
        neighbours=shop.neighbours[:, few].tocsr(),
        sold=np.log1p(facts.recent_orders[few]).astype(np.float32),
    )


def ranked_new(new: NewProducts, owned: sparse.csr_matrix) -> NDArray[np.float32]:
    """Score of each new product for each customer, the highest first to offer.

    The sum of three z-scores within the customer: likeness of names, item neighbours, sales of
    late; -inf for what they own. (customers, new products).
    """
    near = np.asarray((owned @ new.neighbours).toarray(), np.float32)
    score = _z(likeness(owned, new.vectors, new.product)) + _z(near)
    score += _z(new.sold[None, :])
    score[owned[:, new.product].toarray() > 0] = -np.inf
    return np.asarray(score, np.float32)


def _z(values: NDArray[np.float32]) -> NDArray[np.float32]:
    spread = values.std(axis=1, keepdims=True)
    middle = values - values.mean(axis=1, keepdims=True)
    flat = np.zeros_like(values)
    return np.asarray(np.divide(middle, spread, out=flat, where=spread > 1e-9), np.float32)


def best_new(
    new: NewProducts, owned: sparse.csr_matrix
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Rows of ``owned``, the new product to offer to each, and the own product it is similar to.

    Only where the names are really alike: the rest of the customers are left out.
    """
    score = ranked_new(new, owned)
    row = np.flatnonzero(np.isfinite(score).any(axis=1) & (np.diff(owned.indptr) > 0))
    what = new.product[score[row].argmax(axis=1)]
    size = np.diff(owned.indptr)[row]
    of = np.repeat(np.arange(len(row)), size)
    inside = np.arange(len(of)) - np.repeat(np.cumsum(size) - size, size)
    own = owned.indices[owned.indptr[row][of] + inside]
    alike = new.vectors[own].multiply(new.vectors[what[of]]).sum(axis=1)
    alike = np.asarray(alike, np.float32).ravel()
    order = np.lexsort((own, -alike, of))
    first = order[np.flatnonzero(np.diff(of[order], prepend=-1))]
    first = first[alike[first] >= _LEAST_LIKENESS]
    kept = of[first]
    return row[kept], what[kept].astype(np.int32), own[first].astype(np.int32)


def with_new(
    new: NewProducts, shop: Shop, customers: NDArray[np.int32], found: Candidates
) -> tuple[Candidates, NDArray[np.int32]]:
    """The candidates and the best new product of each customer (ascending rows).

    Also, per candidate, the own product that a new one is similar to (-1 for all others).
    """
    owned = shop.owned[customers]
    row, what, own = best_new(new, owned)
    found, at = with_products(shop, customers, found, row, what.astype(np.int64))
    similar_to = np.full(len(found.product), -1, np.int32)
    similar_to[at] = own
    return found, similar_to
