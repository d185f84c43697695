"""How good scores are: the usual measures, vectorised, nan where a measure is not defined.

``p`` is always the said chance of ``happened``; arrays have one element per customer. How the
past is split in time stands in ``past.py``: nothing here ever sees a row it was learned from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
TINY = 1e-6  # a chance of 0 or 1 is never meant literally
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """A yes/no decision against what happened; nan where nothing was named or nothing happened."""

    accuracy: float
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Said against what was, in ten bins of equal width; empty bins are left out."""

    said_share: tuple[float, ...]
    was_share: tuple[float, ...]
    customers: tuple[int, ...]
    error: float  # expected calibration error: mean |said - was|, weighted by customers


def auc(p: Array, happened: Flags) -> float:
    """Area under the ROC curve: how often a yes is ranked above a no, ties count half."""
    yes = int(happened.sum())
    no = len(happened) - yes
    if yes == 0 or no == 0:
        return float("nan")
    _, group, count = np.unique(p, return_inverse=True, return_counts=True)
    rank = np.cumsum(count) - (count - 1) / 2.0
    rank_sum = float(rank[group[happened]].sum())
    return (rank_sum - yes * (yes + 1) / 2) / (yes * no)


def losses(p: Array, happened: Flags) -> Array:
    """Log-loss of each customer."""
    right: Array = np.clip(np.where(happened, p, 1 - p), TINY, 1.0)
    return -np.log(right)


def log_loss(p: Array, happened: Flags) -> float:
    """Mean log-loss; nan without customers."""
    return float(losses(p, happened).mean()) if len(p) else float("nan")


def brier(p: Array, happened: Flags) -> float:
    """Mean squared error of the chances."""
    return float(((p - happened) ** 2).mean()) if len(p) else float("nan")


def calibration(p: Array, happened: Flags, bins: int = BINS) -> Calibration:
    """Compare what was said with what was, by bins of the said chance."""
    place = np.minimum((p * bins).astype(np.int64), bins - 1)
    count = np.bincount(place, minlength=bins)
    used = count > 0
    said = np.bincount(place, weights=p, minlength=bins)[used] / count[used]
    was = np.bincount(place, weights=happened, minlength=bins)[used] / count[used]
    error = float(count[used] @ np.abs(said - was) / count.sum()) if len(p) else float("nan")
    return Calibration(
        said_share=tuple(said.tolist()),
        was_share=tuple(was.tolist()),
        customers=tuple(count[used].tolist()),
        error=error,
    )


def confusion(named: Flags, happened: Flags) -> Confusion:
    """Compare who was named with to whom it happened."""
    right = int((named & happened).sum())
    precision = _share(right, int(named.sum()))
    recall = _share(right, int(happened.sum()))
    total = int(named.sum()) + int(happened.sum())
    return Confusion(
        accuracy=_share(int((named == happened).sum()), len(named)),
        precision=precision,
        recall=recall,
        f1=_share(2 * right, total),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
