"""Days as whole numbers: days since 1970-01-01 in the shop's own calendar (no time zones)."""

from __future__ import annotations

from datetime import date, timedelta

EPOCH = date(1970, 1, 1)
SECONDS_PER_DAY = 86_400
FIRST_YEAR, LAST_YEAR = 1900, 2100  # that a shop can be of


def day_of(value: date) -> int:
    """Day number of a date."""
    return (value - EPOCH).days


def date_of(day: int) -> date:
    """Date of a day number."""
    return EPOCH + timedelta(days=int(day))
