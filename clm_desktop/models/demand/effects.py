"""What holidays did to this shop's weeks, where its own history shows it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import date_of, day_of
from clm_desktop.features.weeks import monday_of, week_of
from clm_desktop.models.demand.holidays import Find

OFFSETS = (-2, -1, 0, 1)  # weeks before and after the one that the day lies in
_AROUND = 6  # weeks on either side that say what would have been sold without the holiday
_LEAST_LOG = 0.15  # smaller effects drown in any shop's noise
_ACCIDENT = 0.05  # chance that any of the effects found is none, all days together
_TAIL = 4  # degrees of freedom of one week: odd ones are far more frequent than the normal law says

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayEffect:
    """Sales of the week ``offset`` weeks from the holiday, by those of the weeks around."""

    holiday: str  # key of the calendar
    offset_weeks: int
    factor: float  # 1.4: 40 % more than the weeks around; drawn to 1 where seen once or twice
    times: int  # years in the history that it was seen in


def holiday_effects(
    sales: Floats, is_open: Bools, first_week: int, calendar: Mapping[str, Find]
) -> tuple[HolidayEffect, ...]:
    """Find the holidays whose weeks stood out, all in the same direction, beyond the usual noise.

    A week's log ratio to the median of the open weeks around it is compared with the spread of all
    weeks' log ratios (1.4826 x median absolute deviation). So many days and weeks are looked at
    that some would stand out by accident: the mean over the years must be larger than any of them
    would be (Bonferroni over days, weeks and directions; Student's t for the heavy tails of odd
    weeks), and no single year within the usual noise. One year needs some seven times the usual
    noise, two years half of that. Holidays that share a week (Black Friday, Double Eleven in some
    years) are told apart only if one of them explains more: the strongest takes the week. Cost:
    O(weeks).
    """
    n = len(sales)
    ratio = _to_surroundings(sales, is_open)
    known = np.isfinite(ratio)
    if known.sum() < 2 * _AROUND:
        return ()
    noise = 1.4826 * float(np.median(np.abs(ratio[known] - np.median(ratio[known]))))
    tests = 2 * len(OFFSETS) * max(len(calendar), 1)  # of both directions
    found = []
    for holiday, offset, weeks in _occurrences(first_week, n, calendar):
        seen = [float(ratio[week]) for week in weeks if known[week]]
        if not seen:
            continue
        mean = float(np.mean(seen))
        needed = noise * _needed(len(seen), tests)
        same_way = all(value * mean > 0 and abs(value) > noise for value in seen)
        if same_way and abs(mean) > max(_LEAST_LOG, needed):
            drawn_in = mean * len(seen) / (len(seen) + 0.5)
            found.append((abs(mean), weeks, holiday, offset, drawn_in, len(seen)))
    found.sort(key=lambda one: (-one[0], one[2], one[3]))
    taken: set[int] = set()
    effects = []
    for _, weeks, holiday, offset, log_factor, times in found:
        if taken.isdisjoint(weeks):
            taken.update(weeks)
            effects.append(
                HolidayEffect(
                    holiday=holiday,
                    offset_weeks=offset,
                    factor=float(np.exp(log_factor)),
                    times=times,
                )
            )
    return tuple(effects)


@cache
def _needed(years: int, tests: int) -> float:
    """Robust standard deviations of one week that the mean of some years must exceed."""
    from scipy.stats import t as student  # heavy, and answers with effects are read at the start

    return float(student.ppf(1 - _ACCIDENT / tests, _TAIL * years)) / math.sqrt(years)


def effect_factors(
    effects: tuple[HolidayEffect, ...], first_week: int, n_weeks: int, calendar: Mapping[str, Find]
) -> Floats:
    """Product of the effects that fall on each of ``n_weeks`` weeks from ``first_week`` on."""
    factor = np.ones(n_weeks)
    by_place = {(one.holiday, one.offset_weeks): one.factor for one in effects}
    for holiday, offset, weeks in _occurrences(first_week, n_weeks, calendar):
        factor[weeks] *= by_place.get((holiday, offset), 1.0)
    return factor


def _occurrences(
    first_week: int, n_weeks: int, calendar: Mapping[str, Find]
) -> Iterator[tuple[str, int, list[int]]]:
    """Each holiday and offset with its positions among the weeks."""
    first = date_of(monday_of(first_week)).year
    last = date_of(monday_of(first_week + n_weeks)).year
    for holiday, find in calendar.items():
        days = [day for year in range(first, last + 2) if (day := find(year)) is not None]
        for offset in OFFSETS:
            at = [week_of(day_of(day)) + offset - first_week for day in days]
            yield holiday, offset, [week for week in at if 0 <= week < n_weeks]


def _to_surroundings(sales: Floats, is_open: Bools) -> Floats:
    """Log of each week by the median of up to six open weeks before and after it; else NaN."""
    n = len(sales)
    ratio = np.full(n, np.nan)
    for week in range(n):
        if not is_open[week] or sales[week] <= 0:
            continue
        around = np.r_[max(0, week - _AROUND) : week, week + 1 : min(n, week + _AROUND + 1)]
        around = around[is_open[around] & (sales[around] > 0)]
        if len(around) >= _AROUND:
            ratio[week] = np.log(sales[week] / np.median(sales[around]))
    return ratio
