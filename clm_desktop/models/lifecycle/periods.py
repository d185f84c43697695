"""Calendar periods: weeks from Monday, months, quarters."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import date_of, day_of

GRAINS = ("week", "month", "quarter")
_MONTHS_OF = {"month": 1, "quarter": 3}


def period_starts(first_day: int, last_day: int, grain: str) -> NDArray[np.int32]:
    """First days of all periods that touch first_day..last_day, and of the one after them."""
    if grain == "week":
        monday = first_day - (first_day + 3) % 7  # 1970-01-01 was a Thursday
        return np.arange(monday, last_day + 8, 7, dtype=np.int32)
    months = _MONTHS_OF[grain]
    first, last = date_of(first_day), date_of(last_day)
    begin = (first.year * 12 + first.month - 1) // months
    end = (last.year * 12 + last.month - 1) // months
    at = range(begin * months, (end + 2) * months, months)
    return np.array([day_of(date(m // 12, m % 12 + 1, 1)) for m in at], dtype=np.int32)


def period_of(day: NDArray[np.integer], starts: NDArray[np.int32]) -> NDArray[np.int64]:
    """Position of the period of each day; days before the first belong to it."""
    return np.maximum(np.searchsorted(starts, day, side="right") - 1, 0).astype(np.int64)
