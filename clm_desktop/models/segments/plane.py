"""Where a customer stands among the others: recency, frequency and money on a plane.

Logs of the three are z-scored, bounded and turned onto their two main directions. The third, what
is left of money when frequency is known, moves from draw to draw and tells little of the future:
without it groups hold better and foretell as well (k=5, bootstrap ARI of four public shops .95,
.95, .95, .97 against .95, .93, .92, .99; power to foretell within .01 of each other).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.customer_table import CustomerTable

Array = NDArray[np.float64]
FARTHEST = 2.0  # z-scores approach this: somebody who gave all back (log 0) is not a kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """How logs become points; frozen with the groups, so that points of later days compare."""

    mean: Array  # (3,)
    sd: Array  # (3,)
    axes: Array  # (3, 2)

    def points(self, table: CustomerTable) -> Array:
        """Where the customers stand, (n, 2). Cost: O(n)."""
        return np.asarray(_bounded(logs(table), self.mean, self.sd) @ self.axes, np.float64)


def logs(table: CustomerTable) -> Array:
    """Log1p of days since, events and money (below 0 counted as 0), (n, 3)."""
    money = np.maximum(table.monetary_cents, 0) / 100
    raw = np.column_stack([table.recency_days, table.frequency, money])
    return np.log1p(raw.astype(np.float64))


def plane_of(table: CustomerTable) -> Plane:
    """The plane that the customers of a table span."""
    raw = logs(table)
    sd = raw.std(axis=0)
    mean, sd = raw.mean(axis=0), np.where(sd > 1e-9, sd, 1.0)
    bounded = _bounded(raw, mean, sd)
    return Plane(mean=mean, sd=sd, axes=main_axes(bounded, 2))


def standardised(table: CustomerTable) -> Array:
    """Bounded z-scores of the logs, (n, 3)."""
    raw = logs(table)
    sd = raw.std(axis=0)
    return _bounded(raw, raw.mean(axis=0), np.where(sd > 1e-9, sd, 1.0))


def main_axes(x: Array, n: int) -> Array:
    """The n directions of largest variance, (columns, n); the largest loading is positive."""
    _, vectors = np.linalg.eigh(np.cov(x, rowvar=False))
    axes: Array = vectors[:, ::-1][:, :n]
    sign = np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(n)])
    return axes * np.where(sign == 0, 1.0, sign)


def _bounded(raw: Array, mean: Array, sd: Array) -> Array:
    return np.asarray(FARTHEST * np.tanh((raw - mean) / sd / FARTHEST), np.float64)
