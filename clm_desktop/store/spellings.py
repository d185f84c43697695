"""Products that files write in several ways, brought together for reading.

What files told is kept as told, each writing with an id of its own, so that an undo and the same
file again find what they look for. The writing that came first stands for the product.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.spelling import spelling

Ids = NDArray[np.int64]


class Spellings:
    """Which ids of products are one product."""

    def __init__(self, ids: Ids, keys: NDArray[np.object_]) -> None:
        """``ids`` ascend; ``keys`` are parallel to them."""
        first: dict[str, int] = {}
        self._stands = np.arange(int(ids.max(initial=0)) + 1, dtype=np.int64)
        self._stands[ids] = [
            first.setdefault(spelling(key), id_)
            for id_, key in zip(ids.tolist(), keys.tolist(), strict=True)
        ]

    def of(self, ids: Ids) -> Ids:
        """For each id the one that stands for its product."""
        return self._stands[ids]

    def stand_for_others(self, ids: Ids) -> NDArray[np.bool_]:
        """Which ids stand for their product."""
        stands: NDArray[np.bool_] = self._stands[ids] == ids
        return stands
