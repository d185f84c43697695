"""Sorting many scores at once, the same on every machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BITS = 62
_EXACT_BITS = 50  # whole numbers that a double tells apart with room to spare


def best_first(
    group: NDArray[np.integer],
    tie: NDArray[np.integer],
    score: NDArray[np.floating],
) -> NDArray[np.int64]:
    """Positions by group, in it the highest score first, equal scores by the smaller ``tie``.

    All three are packed into one whole number that is sorted: several times faster than a sort by
    three keys. Scores are told apart to some 2^-24 of their range or finer. ``group`` and ``tie``
    must not be negative; each (group, tie) should stand once. Cost: O(n log n).
    """
    if not len(score):
        return np.empty(0, np.int64)
    tie_bits = int(tie.max()).bit_length()
    steps = 1 << min(_BITS - tie_bits - int(group.max()).bit_length(), _EXACT_BITS)
    high = float(score.max())
    span = high - float(score.min())
    down = (high - score.astype(np.float64)) * ((steps - 1) / span if span > 0 else 0.0)
    key = (group.astype(np.int64) * steps + down.astype(np.int64)) << tie_bits
    return np.argsort(key | tie.astype(np.int64))


def places(group: NDArray[np.integer]) -> NDArray[np.int64]:
    """Place 0, 1, 2 ... of each element within its run of equal (sorted) groups."""
    if not len(group):
        return np.empty(0, np.int64)
    begin = np.flatnonzero(np.diff(group, prepend=int(group[0]) - 1))
    size = np.diff(np.append(begin, len(group)))
    return np.arange(len(group)) - np.repeat(begin, size)
