"""When the feasts and sales days fall that a shop's weeks may depend on.

Nothing here says that a day matters: that is for the shop's own history to show (effects.py).
Lunar dates are astronomical facts, tabulated for 2000 to 2060 (Hong Kong Observatory's conversion
table); Easter is the anonymous Gregorian computus (Meeus 1991, chapter 8).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

Find = Callable[[int], date | None]  # the day in a year, None where the table does not reach

_FIRST_LUNAR_YEAR = 2000
# month * 100 + day of the first day of the lunar year, and of the 15th of its eighth month
_SPRING_FESTIVAL = (
    205, 124, 212, 201, 122, 209, 129, 218, 207, 126, 214, 203, 123, 210, 131, 219, 208, 128, 216,
    205, 125, 212, 201, 122, 210, 129, 217, 206, 126, 213, 203, 123, 211, 131, 219, 208, 128, 215,
    204, 124, 212, 201, 122, 210, 130, 217, 206, 126, 214, 202, 123, 211, 201, 219, 208, 128, 215,
    204, 124, 212, 202,
)  # fmt: skip
_MID_AUTUMN = (
    912, 1001, 921, 911, 928, 918, 1006, 925, 914, 1003, 922, 912, 930, 919, 908, 927, 915, 1004,
    924, 913, 1001, 921, 910, 929, 917, 1006, 925, 915, 1003, 922, 912, 1001, 919, 908, 927, 916,
    1004, 924, 913, 1002, 920, 910, 928, 917, 1005, 925, 915, 1004, 922, 911, 930, 919, 907, 926,
    916, 1005, 924, 913, 1002, 921, 909,
)  # fmt: skip


def easter(year: int) -> date:
    """Easter Sunday of the Western churches."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def black_friday(year: int) -> date:
    """The day after the fourth Thursday of November."""
    return _nth_weekday(year, 11, weekday=3, n=4) + timedelta(days=1)


def mothers_day(year: int) -> date:
    """The second Sunday of May, as most of the world keeps it."""
    return _nth_weekday(year, 5, weekday=6, n=2)


def _nth_weekday(year: int, month: int, *, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _lunar(table: tuple[int, ...]) -> Find:
    def find(year: int) -> date | None:
        at = year - _FIRST_LUNAR_YEAR
        if not 0 <= at < len(table):
            return None
        return date(year, *divmod(table[at], 100))

    return find


def _fixed(month: int, day: int) -> Find:
    return lambda year: date(year, month, day)


EVERYWHERE: Mapping[str, Find] = {
    "valentine": _fixed(2, 14),
    "easter": easter,
    "mothers_day": mothers_day,
    "black_friday": black_friday,
    "christmas": _fixed(12, 25),
}
CHINESE: Mapping[str, Find] = {
    "spring_festival": _lunar(_SPRING_FESTIVAL),
    "valentine": _fixed(2, 14),
    "mothers_day": mothers_day,
    "sales_618": _fixed(6, 18),
    "mid_autumn": _lunar(_MID_AUTUMN),
    "national_day": _fixed(10, 1),
    "double_eleven": _fixed(11, 11),
    "double_twelve": _fixed(12, 12),
    "christmas": _fixed(12, 25),
}
