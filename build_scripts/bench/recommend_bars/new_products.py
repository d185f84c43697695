"""New products by name, neighbours and popularity together (recommend_forecast.md, 3.8).

As of four days, only the products first sold within 30 days of it are ranked; somebody who had
bought before and bought any of them in the 60 days after is right when one of ten was among them.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
from bars import Bar
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.models.recommend.content import NewProducts, name_vectors, ranked_new
from clm_desktop.models.recommend.neighbours import item_neighbours

CUTS = (0.4, 0.55, 0.7, 0.85)
AROUND_DAYS, TEST_DAYS, RECENT_DAYS = 30, 60, 30


def read_names(path: Path) -> dict[str, str]:
    """The most frequent description of each product code."""
    parts = []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            with archive.open(name) as handle:
                parts.append(
                    pd.read_csv(handle, dtype=str, keep_default_na=False, usecols=[1, 2])
                    .set_axis(["code", "name"], axis=1)
                    .query("name != ''")
                )
    every = pd.concat(parts)
    counted = every.assign(code=every["code"].str.upper()).value_counts(["code", "name"])
    first = counted.reset_index().drop_duplicates("code")
    return dict(zip(first["code"], first["name"], strict=True))


def new_product_bar(lines: pd.DataFrame, names: dict[str, str]) -> Bar:
    """Mean hit@10 of the four days."""
    customer, customers = pd.factorize(lines["customer"])
    product, keys = pd.factorize(lines["product"])
    lines = lines.assign(customer=customer, product=product)
    vectors = name_vectors([names.get(key, "") for key in keys], [""] * len(keys))
    if vectors is None:
        raise RuntimeError("no names")
    hits, by_sales = zip(
        *(_hits(lines, vectors, (len(customers), len(keys)), share) for share in CUTS), strict=True
    )
    note = f" by sales alone {np.mean(by_sales):.3f}"
    return Bar("new products, hit@10", float(np.mean(hits)), 0.49, note=note)


def _hits(
    lines: pd.DataFrame, vectors: sparse.csr_matrix, shape: tuple[int, int], share: float
) -> tuple[float, float]:
    """Of the z-sum, and of sales alone."""
    day = lines["day"].min() + share * (lines["day"].max() - lines["day"].min())
    past, after = lines[lines["day"] < day], lines[lines["day"] >= day]
    first = lines.groupby("product")["day"].min()
    fresh = first.index[(first > day - AROUND_DAYS) & (first <= day + AROUND_DAYS)].to_numpy()
    ones = np.ones(len(past), np.float32)
    owned = sparse.csr_matrix((ones, (past["customer"], past["product"])), shape)
    owned.data[:] = 1
    came = after[(after["day"] < day + TEST_DAYS) & after["product"].isin(fresh)]
    bought = sparse.csr_matrix((np.ones(len(came)), (came["customer"], came["product"])), shape)
    truth = (bought[:, fresh].toarray() > 0) & ~(owned[:, fresh].toarray() > 0)
    tested = np.flatnonzero(truth.any(axis=1) & (np.diff(owned.indptr) > 0))
    late = past[past["day"] > day - RECENT_DAYS]
    sold = np.bincount(late["product"], minlength=shape[1])[fresh]
    new = NewProducts(
        product=fresh.astype(np.int64),
        vectors=vectors,
        neighbours=item_neighbours(owned, NULL_CONTEXT)[:, fresh].tocsr(),
        sold=np.log1p(sold).astype(np.float32),
    )
    score = ranked_new(new, owned[tested])
    plain = np.where(np.isfinite(score), new.sold[None, :], -np.inf)
    return _hit(score, truth[tested]), _hit(plain, truth[tested])


def _hit(score: NDArray[np.floating], truth: NDArray[np.bool_]) -> float:
    best = np.argsort(-score, axis=1, kind="stable")[:, :10]
    return float(np.take_along_axis(truth, best, axis=1).any(axis=1).mean())
