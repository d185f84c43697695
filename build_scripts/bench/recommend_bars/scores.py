"""How good lists of ten are, and how sure a gap between two methods is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TEN = 10
_RESAMPLES = 2_000


def top_ten(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Products of the ten highest scores of each row, the highest first."""
    best = np.argpartition(-scores, TEN - 1, axis=1)[:, :TEN]
    order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
    return np.asarray(np.take_along_axis(best, order, axis=1), np.int64)


def ndcg(lists: NDArray[np.int64], truth: list[set[int]]) -> NDArray[np.float64]:
    """NDCG@10 of each list (-1 = an empty place) against the order that came."""
    gain = 1 / np.log2(np.arange(TEN) + 2)
    ideal = np.cumsum(gain)
    hits = np.array(
        [[what in came for what in row] for row, came in zip(lists.tolist(), truth, strict=True)]
    )
    size = np.array([min(len(came), TEN) for came in truth])
    return np.asarray((hits * gain).sum(axis=1) / ideal[size - 1], np.float64)


def gap(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> tuple[float, float]:
    """Mean of the paired differences, and the lower end of its 95 % bootstrap interval."""
    difference = ours - theirs
    rng = np.random.default_rng(0)
    means = [
        difference[rng.integers(0, len(difference), len(difference))].mean()
        for _ in range(_RESAMPLES)
    ]
    return float(difference.mean()), float(np.percentile(means, 2.5))
