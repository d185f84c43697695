"""80 % ranges of money, learned from how forecasts of the shop's own past turned out.

Customers are ranked by expected spend; in each of twelve bands the ratio of what was spent to what
was expected tells how far a forecast of that size may be off. Pooling the cut-offs of a whole
year lets the season widen the range instead of breaking it. Where most of a band spent nothing,
the range starts at 0 and covers 80 % from there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.repeat.mbg import Array

COVERAGE = 0.80
BANDS = 12
FEW = 20  # outcomes below which a band is not trusted
# without a past to learn from: half of nothing to two and a half times as much
UNTESTED = (0.0, 2.5)


@dataclass(frozen=True, slots=True)
class RangeTable:
    """Range as factors of the expected spend, one pair per band of its rank."""

    low: Array
    high: Array

    def around(self, expected: Array) -> tuple[Array, Array]:
        """Low and high end for each customer; never excludes the expected spend itself."""
        band = band_of(expected)
        return expected * self.low[band], expected * self.high[band]


def band_of(expected: Array) -> NDArray[np.int64]:
    """Band 0..11 by the rank of the expected spend; equals share a band."""
    ordered = np.sort(expected)
    middle = np.searchsorted(ordered, expected, "left") + np.searchsorted(
        ordered, expected, "right"
    )
    bands: NDArray[np.int64] = np.minimum(middle * BANDS // (2 * max(len(expected), 1)), BANDS - 1)
    return bands


def untested_ranges() -> RangeTable:
    """Wide ranges for shops whose past is too short to learn any."""
    return RangeTable(np.full(BANDS, UNTESTED[0]), np.full(BANDS, UNTESTED[1]))


def learn_ranges(past: tuple[tuple[Array, Array], ...]) -> RangeTable:
    """Learn from (expected, spent) of past cut-offs."""
    band = np.concatenate([band_of(expected) for expected, _ in past])
    expected = np.concatenate([expected for expected, _ in past])
    spent = np.concatenate([spent for _, spent in past])
    usable = expected > 0
    band, ratio = band[usable], spent[usable] / expected[usable]
    table = untested_ranges()
    for place in range(BANDS):
        inside = ratio[band == place]
        if len(inside) >= FEW:
            low, high = _ends(inside)
            table.low[place], table.high[place] = min(low, 1.0), max(high, 1.0)
    return table


def coverage(ranges: RangeTable, expected: Array, spent: Array) -> float:
    """Share of customers whose spend fell into their range."""
    low, high = ranges.around(expected)
    return float(((spent >= low) & (spent <= high)).mean())


def _ends(ratio: Array) -> tuple[float, float]:
    tail = (1 - COVERAGE) / 2
    nothing = float((ratio <= 0).mean())
    if nothing >= tail:
        return 0.0, float(np.quantile(ratio, COVERAGE))
    low, high = np.quantile(ratio, [tail, 1 - tail]).tolist()
    return low, high
