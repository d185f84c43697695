"""Days of the Persian calendar, by the years that were leap years and by counting on."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from clm_desktop.ingest.values.dates import parse_dates
from clm_desktop.ingest.values.persian import FIRST_YEAR, LAST_YEAR, to_our_calendar

LEAP = {1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408}  # as Iran's calendar had them


def ours(year: int, month: int, day: int) -> date | None:
    told = (np.array([part]) for part in (year, month, day))
    found = [int(part[0]) for part in to_our_calendar(*told)]
    return date(*found) if found[1] else None


def length(year: int, month: int) -> int:
    return 31 if month <= 6 else 30 if month < 12 or ours(year, 12, 30) else 29


def test_that_leap_years_are_those_that_were() -> None:
    assert {year for year in range(1370, 1412) if ours(year, 12, 30)} == LEAP


def test_that_new_years_fall_where_they_fell() -> None:
    told = {1370: (1991, 3, 21), 1375: (1996, 3, 20), 1391: (2012, 3, 20), 1400: (2021, 3, 21)}
    told |= {1357: (1978, 3, 21), 1404: (2025, 3, 21), 1409: (2030, 3, 21)}
    assert {year: ours(year, 1, 1) for year in told} == {y: date(*d) for y, d in told.items()}
    assert ours(1357, 11, 22) == date(1979, 2, 11)


def test_that_days_follow_each_other_without_a_gap() -> None:
    day = ours(FIRST_YEAR, 1, 1)
    assert day == date(1921, 3, 21)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for month in range(1, 13):
            for number in range(1, length(year, month) + 1):
                assert ours(year, month, number) == day
                day += timedelta(days=1)
    for month in range(1, 13):
        assert ours(1402, month, length(1402, month) + 1) is None
    assert ours(1402, 13, 1) is ours(1402, 0, 1) is ours(1402, 1, 0) is None


def test_that_a_column_may_hold_both_calendars() -> None:
    cells = np.array(["1403/05/31", "۱۴۰۳/۰۶/۰۱ 08:30", "2024-08-23", "1403/12/31"], object)
    seconds, read = parse_dates(cells, {})
    first = (date(2024, 8, 21) - date(1970, 1, 1)).days * 86_400
    assert read.tolist() == [True, True, True, False]
    assert (seconds[:3] - first).tolist() == [0, 86_400 + 30_600, 2 * 86_400]
