"""What stock lists tell of products: light enough for pages to ask without the forecasts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.lists import ProductList

Floats = NDArray[np.float64]


def nothing_listed() -> ProductList:
    """No list was ever dropped."""
    none, text = np.empty(0, np.float64), np.empty(0, dtype=object)
    return ProductList(
        key=text, product_id=np.empty(0, np.int64), name=text, category=text, price_cents=none,
        cost_cents=none, stock=none, lead_time_days=none,
    )  # fmt: skip


def listed_rows(ids: NDArray[np.int64], listed: ProductList) -> NDArray[np.int64]:
    """Row of the list that tells of each product, -1 = none."""
    known = np.flatnonzero(listed.product_id > 0)
    by_id = known[np.argsort(listed.product_id[known], kind="stable")]
    if not len(by_id):
        return np.full(len(ids), -1, dtype=np.int64)
    sorted_ids = listed.product_id[by_id]
    at = np.minimum(np.searchsorted(sorted_ids, ids), len(by_id) - 1)
    return np.where(sorted_ids[at] == ids, by_id[at], -1)


def told_of(column: Floats, at: NDArray[np.int64]) -> Floats:
    """What a column of the list tells at these rows; NaN where it tells nothing."""
    if not len(column):
        return np.full(len(at), np.nan)
    return np.where(at >= 0, column[np.maximum(at, 0)], np.nan)
