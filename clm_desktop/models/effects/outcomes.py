"""What came of contacts and of being left alone: rows that the posterior learns from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.effects.priors import TRAITS, Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """One element per case with a closed window; cases alike are counted together.

    ``action`` is the place of the action planned, -1 for customers who were in no plan; ``treated``
    tells whether it was carried out. ``block`` numbers the time, for the drift of the level.
    """

    logit_p0: Array
    ordered: Array  # how many of ``count`` ordered
    larger: Array  # of those the sum of log(money of an order / money expected of one), and ...
    larger_squares: Array  # ... the sum of its squares
    count: Array
    action: NDArray[np.int64]
    treated: NDArray[np.bool_]
    traits: Array  # (n, len(TRAITS))
    block: NDArray[np.int64]

    def __len__(self) -> int:
        """Number of elements."""
        return len(self.count)


def no_outcomes() -> Outcomes:
    """Nothing was tried yet."""
    return Outcomes(
        logit_p0=np.zeros(0), ordered=np.zeros(0), larger=np.zeros(0), larger_squares=np.zeros(0),
        count=np.zeros(0),
        action=np.zeros(0, np.int64), treated=np.zeros(0, np.bool_),
        traits=np.zeros((0, len(TRAITS))), block=np.zeros(0, np.int64),
    )  # fmt: skip


def joined(parts: Sequence[Outcomes]) -> Outcomes:
    """Several in one; blocks stay as they are."""
    if not parts:
        return no_outcomes()
    return Outcomes(
        logit_p0=np.concatenate([part.logit_p0 for part in parts]),
        ordered=np.concatenate([part.ordered for part in parts]),
        larger=np.concatenate([part.larger for part in parts]),
        larger_squares=np.concatenate([part.larger_squares for part in parts]),
        count=np.concatenate([part.count for part in parts]),
        action=np.concatenate([part.action for part in parts]),
        treated=np.concatenate([part.treated for part in parts]),
        traits=np.concatenate([part.traits for part in parts]),
        block=np.concatenate([part.block for part in parts]),
    )
