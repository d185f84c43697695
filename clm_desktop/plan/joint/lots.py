"""Who is held out by lot: the fair comparison that makes everything measurable.

Within each stratum (action x third of the chance without) the same share is drawn, the odd one by
lot as well, so that every row's propensity is exactly the share. Held-out customers stay out of all
plans until their window is over (``limits``); without that they would be planned next week, and
the comparison would show nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.effects.priors import Array

THIRDS = 3


def turns_of(keys: Sequence[str]) -> NDArray[np.int64]:
    """Whose turn it is to draw, per row: by key, since rows stand in the order files came in."""
    turn = np.empty(len(keys), np.int64)
    turn[np.argsort(np.array(keys, object), kind="stable")] = np.arange(len(keys))
    return turn


def strata_of(action: NDArray[np.int64], p_without: Array) -> NDArray[np.int64]:
    """Action x third of the chance without, numbered action * 3 + third; rows are those chosen."""
    made = np.zeros(len(action), np.int64)
    for one in np.unique(action):
        rows = np.flatnonzero(action == one)
        rank = np.argsort(np.argsort(p_without[rows], kind="stable"), kind="stable")
        made[rows] = one * THIRDS + rank * THIRDS // max(len(rows), 1)
    return made


def held_out(
    stratum: NDArray[np.int64], share: float, rng: np.random.Generator, turn: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Draw the share in every stratum; the number is rounded up or down by lot.

    ``turn``: of whose turn it is, so that the lot goes by who people are.
    """
    held = np.zeros(len(stratum), np.bool_)
    for one in np.unique(stratum):
        rows = np.flatnonzero(stratum == one)
        rows = rows[np.argsort(turn[rows])]
        wanted = share * len(rows)
        count = int(wanted) + int(rng.random() < wanted - int(wanted))
        held[rng.permutation(rows)[:count]] = True
    return held
