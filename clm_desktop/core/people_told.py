"""What files told of people besides their orders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTold:
    """The newest told of each person, by the store's id, ascending; arrays are parallel."""

    customer_id: NDArray[np.int64]
    city: NDArray[np.object_]  # '' = not told
    country: NDArray[np.object_]
    consent: NDArray[np.int8]  # 1 yes, 0 no, -1 not told
