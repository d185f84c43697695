"""Stretches in which nobody bought though some orders were to be expected: a closed shop, mostly.

A silence of which such days are a part says less about a customer: they do not make anybody late.
What somebody will do is another question, and a model's: a clock that stands still while the shop
is closed made its chances worse in Online Retail II, which closes between Christmas and New Year
(log-loss 0.547 against 0.543 without, the same to 0.0002 in its second year alone).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GAP_DAYS = 7  # shops close for a week-end or a short holiday
GAP_ORDERS = 15.0  # that were to be expected in a gap: none has a chance of e^-15
GAP_LOOK_DAYS = 56  # before and after a gap, by which is judged what was to be expected


def quiet_stretches(order_days: NDArray[np.integer]) -> tuple[tuple[int, int], ...]:
    """(first, last) day of each stretch in which orders were to be expected and none came.

    By the rate of the eight weeks before and after. Cost: O(n).
    """
    if not len(order_days):
        return ()
    opened = int(order_days.min())
    counts = np.bincount(order_days - opened)
    total = np.concatenate([[0], np.cumsum(counts)])
    days = np.flatnonzero(counts)
    found = []
    for at in np.flatnonzero(np.diff(days) > GAP_DAYS).tolist():
        first, last = int(days[at]) + 1, int(days[at + 1]) - 1
        begin, end = max(first - GAP_LOOK_DAYS, 0), min(last + GAP_LOOK_DAYS, int(days[-1]))
        watched = (first - begin) + (end - last)
        expected = (total[end + 1] - total[begin]) / max(watched, 1) * (last - first + 1)
        if expected >= GAP_ORDERS:
            found.append((opened + first, opened + last))
    return tuple(found)


def quiet_days_since(
    last_day: NDArray[np.integer], stretches: tuple[tuple[int, int], ...]
) -> NDArray[np.int32]:
    """How many days of such stretches lie after each of ``last_day``, days with an order."""
    quiet = np.zeros(len(last_day), np.int32)
    for first, last in stretches:
        quiet[last_day < first] += last - first + 1
    return quiet
