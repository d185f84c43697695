"""The Persian calendar (solar Hijri): 31 Mordad 1403 is 21 August 2024.

Its year begins at the March equinox. Between 1244 and 1472 leap years fall into cycles of 33 years
as the equinoxes do (K. Borkowski, The Persian calendar for 3000 years, Earth, Moon and Planets 74,
1996).
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import day_of

Integers = NDArray[np.int64]
FIRST_YEAR, LAST_YEAR = 1300, 1470
_LEAP = (1, 5, 9, 13, 17, 22, 26, 30)  # of 33 years
_LONG_MONTHS = 6  # of 31 days; then 30, the last one 29 or 30
_years = np.arange(FIRST_YEAR, LAST_YEAR + 1)
_IS_LEAP = np.isin(_years % 33, _LEAP)
_begins = np.cumsum(365 + _IS_LEAP) - (365 + _IS_LEAP)
_BEGINS = _begins - _begins[1403 - FIRST_YEAR] + day_of(date(2024, 3, 20))


def is_persian(year: Integers) -> NDArray[np.bool_]:
    """Whether years can only be meant so."""
    return (year >= FIRST_YEAR) & (year <= LAST_YEAR)


def to_our_calendar(
    year: Integers, month: Integers, day: Integers
) -> tuple[Integers, Integers, Integers]:
    """Persian years, months and days in our calendar; month 0 where there is no such day."""
    place = year - FIRST_YEAR
    longest = np.where(month <= _LONG_MONTHS, 31, 30) - ((month == 12) & ~_IS_LEAP[place])
    exists = (month >= 1) & (month <= 12) & (day >= 1) & (day <= longest)
    in_year = (month - 1) * 30 + np.minimum(month - 1, _LONG_MONTHS) + day - 1
    days = (_BEGINS[place] + np.where(exists, in_year, 0)).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    since_1970 = months.astype(np.int64)
    return (
        1970 + since_1970 // 12,
        np.where(exists, since_1970 % 12 + 1, 0),
        (days - months).astype(np.int64) + 1,
    )
