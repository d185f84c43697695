"""Whether a shop is between its seasons: then silence is no sign that anybody left."""

from __future__ import annotations

import numpy as np

from clm_desktop.features.events import Events

YEAR_DAYS = 365
QUIET_SHARE = 0.1  # of the year's usual pace
MIN_EVENTS = 50  # of a year, below which a quiet month is chance


def between_seasons(events: Events, as_of_day: int, days: int) -> bool:
    """Whether next to nobody bought in the last ``days``, and in the same ones a year before.

    Next to nobody: a tenth of the pace of the year that ends with them. One quiet time alone may
    be a shop that dies; the same one a year ago, with a lively year between, is a season. False
    where the history is shorter than a year and those days.
    """
    if not len(events) or as_of_day - int(events.day.min()) < YEAR_DAYS + days:
        return False
    return _quiet(events, as_of_day, days) and _quiet(events, as_of_day - YEAR_DAYS, days)


def _quiet(events: Events, day: int, days: int) -> bool:
    age = day - events.day
    lately = int(np.count_nonzero((age >= 0) & (age < days)))
    year = int(np.count_nonzero((age >= 0) & (age < YEAR_DAYS)))
    known = min(YEAR_DAYS, day - int(events.day.min()) + 1)
    return year >= MIN_EVENTS and lately < QUIET_SHARE * year * days / known
