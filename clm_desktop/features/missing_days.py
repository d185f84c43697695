"""Stretches without orders that look as if a file were missing, and orders of the future."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.quality import QualityFacts
from clm_desktop.features.quiet_days import GAP_DAYS, quiet_stretches

SAME_SEASON_DAYS = 10  # a gap at the same time of another year is a closed shop
FUTURE_DAYS = 1  # clocks of other time zones are up to a day ahead


def missing_days(facts: QualityFacts) -> tuple[tuple[int, int], ...]:
    """(first, last) day of each quiet stretch but those that come every year.

    A stretch at the same time of another year is a shop that closes then.
    """
    every = believed_days(facts)
    days = np.unique(every)
    return tuple(gap for gap in quiet_stretches(every) if not _closes_then(gap, days))


def _closes_then(gap: tuple[int, int], days: np.ndarray[tuple[int], np.dtype[np.int64]]) -> bool:
    """Whether the shop was as quiet at the same time of another year that its files cover."""
    length = gap[1] - gap[0] + 1
    for years in (-3, -2, -1, 1, 2, 3):
        first = gap[0] + round(365.25 * years) - SAME_SEASON_DAYS
        last = first + length + 2 * SAME_SEASON_DAYS
        if first < days[0] or last > days[-1]:
            continue
        inside = days[(days >= first - 1) & (days <= last + 1)]
        longest = int(np.diff(inside, prepend=first - 1, append=last + 1).max()) - 1
        if longest >= min(length, GAP_DAYS) - 1:
            return True
    return False


def future_orders(facts: QualityFacts) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Orders later than the day on which the newest file came."""
    newest_s = max((one.imported_s for one in facts.imports), default=0)
    return np.asarray(facts.order_ts > newest_s + (FUTURE_DAYS + 1) * SECONDS_PER_DAY, np.bool_)


def believed_days(facts: QualityFacts) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Days of the orders that are not in the future; of all where most are.

    A mistyped year is a finding of its own, and no year of missing files before it.
    """
    past = ~future_orders(facts)
    return facts.order_days[past] if 2 * past.sum() > len(past) else facts.order_days
