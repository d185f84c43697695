"""Means of groups that lean on the mean of all the more, the fewer people they stand on.

Empirical Bayes for normal means (Efron and Morris 1975): best = B * all + (1 - B) * own with
B = (within/n) / (within/n + between), all as variances; "between" by the method of moments of
DerSimonian and Laird (1986, eq. 8). Money of customers is skewed, so one variance within groups is
shared by all of them: that of a small group would depend on whether it holds one large customer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
LEAST_TESTED = 4  # groups, and people in each half of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrunk:
    """One element per group; nan where nobody is in it. ``between``, ``within``: sd in money."""

    n: NDArray[np.int64]
    mean: Array
    best: Array
    error: Array  # sd of the group's true mean around ``best``
    between: float
    within: float


def shrink(value: Array, label: NDArray[np.integer], groups: int) -> Shrunk:
    """Estimate the mean of each group; ``label`` 0..groups-1 for each value. Cost: O(n)."""
    n = np.bincount(label, minlength=groups).astype(np.int64)
    there = n > 0
    mean = np.full(groups, np.nan)
    mean[there] = np.bincount(label, weights=value, minlength=groups)[there] / n[there]
    left = len(value) - int(there.sum())
    if left <= 0:
        return Shrunk(
            n=n,
            mean=mean,
            best=np.where(there, float(value.mean()) if len(value) else np.nan, np.nan),
            error=np.full(groups, np.nan),
            between=0.0,
            within=float("nan"),
        )
    within = float(((value - mean[label]) ** 2).sum()) / left
    between = _between(mean[there], n[there], within)
    own = within / np.maximum(n, 1)  # variance of the group's own mean
    weight = there / np.maximum(own + between, 1e-12)
    everybody = float((weight[there] * mean[there]).sum() / weight.sum())
    lean = np.where(own + between > 0, own / np.maximum(own + between, 1e-12), 0.0)
    return Shrunk(
        n=n,
        mean=mean,
        best=np.where(there, lean * everybody + (1 - lean) * mean, np.nan),
        error=np.where(there, np.sqrt((1 - lean) * own + lean**2 / weight.sum()), np.nan),
        between=between**0.5,
        within=within**0.5,
    )


def lifted_by_one(value: Array, label: NDArray[np.integer], groups: int, z: float) -> Flags:
    """Whether a group is clearly above all, but no longer so without the dearest of each group.

    Clearly above: even the lower end of its range (``z`` errors) is above the mean of all.
    """
    dearest = np.lexsort((value, label))
    last = np.append(np.diff(label[dearest]) != 0, True)[: len(label)]
    rest = np.sort(dearest[~last])
    with_all = _clearly_above(shrink(value, label, groups), z)
    return with_all & ~_clearly_above(shrink(value[rest], label[rest], groups), z)


def _clearly_above(found: Shrunk, z: float) -> Flags:
    there = found.n > 0
    if not there.any():
        return there
    usual = float((found.n[there] * found.best[there]).sum()) / int(found.n.sum())
    above: Flags = found.best - z * found.error > usual
    return above


def _between(mean: Array, n: NDArray[np.int64], within: float) -> float:
    """Variance of the groups' true means, 0 where they differ no more than luck makes them."""
    if len(mean) < 2:
        return 0.0
    if within <= 0:
        return float(mean.var(ddof=1))
    weight = n / within
    middle = float((weight * mean).sum() / weight.sum())
    q = float((weight * (mean - middle) ** 2).sum())
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    return max(0.0, (q - (len(mean) - 1)) / scale) if scale > 0 else 0.0


def held_out_errors(
    value: Array, label: NDArray[np.integer], groups: int
) -> tuple[int, float, float]:
    """Learn from every other customer, compare with the rest: groups tested, error raw and best.

    Errors are root mean squares over the customers held out of (estimate - mean of the held out of
    their group); nan with fewer than four groups of four people on either side.
    """
    turn = np.zeros(len(value), dtype=np.int64)
    order = np.argsort(label, kind="stable")
    size = np.bincount(label, minlength=groups)
    turn[order] = np.arange(len(value)) - np.repeat(np.cumsum(size) - size, size)
    learn = turn % 2 == 0
    seen = shrink(value[learn], label[learn], groups)
    rest = np.bincount(label[~learn], minlength=groups)
    tested = (seen.n > 0) & (rest >= 1)
    if int((size >= 2 * LEAST_TESTED).sum()) < LEAST_TESTED:
        return 0, float("nan"), float("nan")
    total = np.bincount(label[~learn], weights=value[~learn], minlength=groups)
    true, weight = total[tested] / rest[tested], rest[tested] / rest[tested].sum()

    def error(said: Array) -> float:
        return float(np.sqrt((weight * (said[tested] - true) ** 2).sum()))

    return int(tested.sum()), error(seen.mean), error(seen.best)
