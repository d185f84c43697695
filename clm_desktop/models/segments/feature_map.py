"""All customers on one picture: features that say the same once, then two principal components."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.repeat.rhythm import shop_gap_of_table, usual_gap_of_table
from clm_desktop.models.results import FeatureMap
from clm_desktop.models.segments.plane import main_axes

Array = NDArray[np.float64]
ALIKE = 0.9  # correlation from which two features say the same
DRAWN = 2_000
FARTHEST = 3.0
LEAST = 10  # customers; fewer are no cloud
FEATURES = (
    "days_since",
    "orders",
    "spent",
    "tenure",
    "basket",
    "rate",
    "usual_gap",
    "overdue",
    "products",
)


def feature_map(table: CustomerTable, seed: int) -> FeatureMap:
    """Filter what correlates, turn the rest onto its two main directions; empty for few customers.

    Cost: O(n), 1M customers about 0.6 s.
    """
    if len(table) < LEAST:
        return _none()
    x = _features(table)
    varies = x.std(axis=0) > 1e-9
    z = (x - x.mean(axis=0)) / np.where(varies, x.std(axis=0), 1.0)
    z = np.clip(z, -FARTHEST, FARTHEST)
    kept = _unlike(z, varies)
    if len(kept) < 2:
        return _none()
    z = z[:, kept] - z[:, kept].mean(axis=0)
    axes = main_axes(z, 2)
    row = np.arange(len(table))
    if len(table) > DRAWN:
        row = np.sort(np.random.default_rng(seed).choice(len(table), DRAWN, replace=False))
    place = z @ axes
    explained = place.var(axis=0) / z.var(axis=0).sum()
    return FeatureMap(
        row=row.astype(np.int32),
        x=place[row, 0],
        y=place[row, 1],
        used=tuple(FEATURES[i] for i in kept),
        dropped=tuple(FEATURES[i] for i in range(len(FEATURES)) if varies[i] and i not in kept),
        explained_share=(float(explained[0]), float(explained[1])),
    )


def _features(table: CustomerTable) -> Array:
    usual = usual_gap_of_table(table, shop_gap_of_table(table))
    return np.column_stack(
        [
            np.log1p(table.recency_days),
            np.log1p(table.frequency),
            np.log1p(np.maximum(table.monetary_cents, 0) / 100),
            np.log1p(table.tenure_days),
            np.log1p(np.maximum(table.mean_basket_cents, 0) / 100),
            np.log(table.frequency / (table.tenure_days + 30.0)),
            np.log1p(usual),
            np.log((table.recency_days + 1.0) / (usual + 1.0)),
            np.log1p(np.nan_to_num(table.mean_products)),
        ]
    )


def _unlike(z: Array, varies: NDArray[np.bool_]) -> list[int]:
    """Features, first come first kept, that do not run along with one that is kept."""
    kept: list[int] = []
    for i in np.flatnonzero(varies).tolist():
        along = [abs(float(np.corrcoef(z[:, i], z[:, j])[0, 1])) for j in kept]
        if max(along, default=0.0) <= ALIKE:
            kept.append(i)
    return kept


def _none() -> FeatureMap:
    return FeatureMap(
        row=np.empty(0, np.int32),
        x=np.empty(0),
        y=np.empty(0),
        used=(),
        dropped=(),
        explained_share=(0.0, 0.0),
    )
