"""A randomised campaign: who got what by lot, and who answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One row per customer; arm 0 was left alone. Features are standardised columns."""

    features: Array  # (n, f)
    names: tuple[str, ...]  # of the features
    arm: Ints  # 0..arms-1
    arms: tuple[str, ...]  # their names
    answered: NDArray[np.bool_]

    def __len__(self) -> int:
        """Number of customers."""
        return len(self.arm)

    def take(self, rows: Ints | NDArray[np.bool_]) -> Campaign:
        """Some of the customers."""
        return Campaign(
            features=self.features[rows],
            names=self.names,
            arm=self.arm[rows],
            arms=self.arms,
            answered=self.answered[rows],
        )
