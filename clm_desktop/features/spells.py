"""Each customer's run of events: where it starts, how long it is, how regular its gaps are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clm_desktop.features.events import Events

DEFAULT_GAP_DAYS = 45.0  # a shop without a single repeat purchase


@dataclass(frozen=True, slots=True, kw_only=True)
class Spells:
    """One element per customer with an event, by position; ``start`` points into the events.

    ``gap_days`` and ``gap_of`` are flat: one element per pair of consecutive events.
    """

    customer: NDArray[np.int32]
    start: NDArray[np.int64]
    events: NDArray[np.int32]  # how many, >= 1
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    gap_days: NDArray[np.int32]  # >= 1
    gap_of: NDArray[np.int64]  # row of this object that the gap belongs to

    def __len__(self) -> int:
        """Number of customers."""
        return len(self.customer)

    @property
    def shop_gap_days(self) -> float:
        """Median of all gaps of the shop; ``DEFAULT_GAP_DAYS`` when there is none."""
        return float(np.median(self.gap_days)) if len(self.gap_days) else DEFAULT_GAP_DAYS

    @property
    def median_gap_days(self) -> NDArray[np.float64]:
        """Median gap of each customer, nan below two events. Cost: a sort, so only when asked."""
        return _median_by(self.gap_days, self.gap_of, self.events.astype(np.int64) - 1)

    def sum_by(self, per_event: ArrayLike) -> NDArray[np.float64]:
        """Sum a per-event array over each customer."""
        if not len(self.start):
            return np.zeros(0)
        return np.add.reduceat(np.asarray(per_event, dtype=np.float64), self.start)

    def usual_gap_days(self) -> NDArray[np.float64]:
        """Own rhythm shrunk to the shop's: (first to last + shop's median gap) / events."""
        span = (self.last_day - self.first_day).astype(np.float64)
        return (span + self.shop_gap_days) / self.events


def spells(events: Events) -> Spells:
    """Group sorted events by customer. Cost: O(n), 100k events 0.002 s."""
    n = len(events)
    changes = np.ones(n, dtype=np.bool_)
    changes[1:] = events.customer[1:] != events.customer[:-1]
    start = np.flatnonzero(changes)
    count = np.diff(np.append(start, n))
    last = start + count - 1
    row_of_event = np.cumsum(changes) - 1
    inner = ~changes
    gap_of = row_of_event[inner]
    gap_days = (events.day[1:] - events.day[:-1])[inner[1:]] if n else np.zeros(0, np.int32)
    return Spells(
        customer=events.customer[start],
        start=start,
        events=count.astype(np.int32),
        first_day=events.day[start],
        last_day=events.day[last],
        gap_days=gap_days,
        gap_of=gap_of,
    )


def _median_by(
    gap_days: NDArray[np.int32], gap_of: NDArray[np.int64], count: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Median gap of each customer; nan where ``count`` is 0."""
    median = np.full(len(count), np.nan)
    has = count > 0
    if not has.any():
        return median
    ordered = gap_days[np.lexsort((gap_days, gap_of))].astype(np.float64)
    start = (np.cumsum(count) - count)[has]
    low = ordered[start + (count[has] - 1) // 2]
    high = ordered[start + count[has] // 2]
    median[has] = (low + high) / 2
    return median
