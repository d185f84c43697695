"""Dates of a whole column -> seconds of the shop's own clock; time zones keep their local hour.

A date format is written as strptime patterns, one for each separator that occurs in the column:
``%m/%d/%y|%d-%m-%y``. Only the order of day, month and year counts; times of day, month names,
four-digit years in front, serial numbers and epochs are read whatever the format says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import FIRST_YEAR, LAST_YEAR, day_of
from clm_desktop.ingest.values.date_shapes import Kind, Plan, plan_of, time_of
from clm_desktop.ingest.values.digits import Shapes, shapes_of
from clm_desktop.ingest.values.persian import is_persian, to_our_calendar

ORDERS = ("dmy", "mdy", "ymd")
SPLIT_YEAR = 70  # two digits: 70..99 is the last century, as in strptime (69) give or take one
CLOSE = 0.02  # readings whose shares of valid dates differ less than this are not told apart
ACCIDENT = 0.001  # chance below which days of the month do not happen to look like a few years
DAYS_OF_MONTH = 31
MANY_YEARS = 10  # fewer may be years even where the other reading has fewer still
# years of other calendars whose months and days are ours: of Thailand, of Taiwan (three digits)
_BUDDHIST, _MINGUO = 543, 1911
_SERIAL_ZERO = -25_569  # 1899-12-30
_MONTH_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

Integers = NDArray[np.int64]
Triples = NDArray[np.int64]  # (n, 3) distinct numbers as written


@dataclass(slots=True)
class DateEvidence:
    """What a column has shown so far about the order of its numbers, by separator."""

    triples: dict[str, Triples] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    short_years: set[str] = field(default_factory=set)  # separators with two-digit years
    last_day: int = field(default_factory=lambda: day_of(date.today()) + 400)  # nothing is later
    fixed: str = ""  # pattern of cells that need no decision
    read: int = 0  # cells that are dates under some reading
    seen: int = 0  # cells that are not empty

    def add(self, values: NDArray[np.object_]) -> None:
        """Look at some more distinct cells."""
        values = values[values != ""]
        self.seen += len(values)
        shapes = shapes_of(values)
        for index, shape in enumerate(shapes.shapes):
            plan = plan_of(shape)
            if plan is None:
                continue
            rows = shapes.rows(index)
            if plan.kind is Kind.TRIPLE:
                self._add_triples(plan, shapes, rows)
            else:
                _, good = _seconds(plan, shapes, rows, {})
                self.read += int(good.sum())
                self.fixed = self.fixed or plan.pattern

    def _add_triples(self, plan: Plan, shapes: Shapes, rows: NDArray[np.intp]) -> None:
        new = _numbers(plan, shapes, rows)
        known = self.triples.get(plan.separator)
        good = np.zeros(len(new), bool)
        for order in ORDERS:
            good |= _valid(*_arranged(new, order, plan.separator))
        self.read += int(good.sum())
        telling = np.flatnonzero(new[:, 0] != new[:, 1])
        if len(telling):
            self.examples.setdefault(plan.separator, str(shapes.cells[rows[telling[0]]]))
        if plan.parts[2][1] - plan.parts[2][0] == 2:
            self.short_years.add(plan.separator)
        both = new if known is None else np.vstack([known, new])
        self.triples[plan.separator] = np.unique(both, axis=0)

    def orders(self, separator: str) -> tuple[str, ...]:
        """Readings that the cells with this separator leave open, the likelier first.

        Day or month first is decided by days above twelve only. Whether a short year stands in
        front is also told by readings that lie in the future and by how near each other the
        numbers are that would be years: days of the month rarely are (see :func:`_accident`).
        """
        triples = self.triples[separator]
        shares, spans, later, years = {}, {}, {}, {}
        for order in ORDERS:
            year, month, day = _arranged(triples, order, separator)
            good = _valid(year, month, day)
            shares[order] = float(good.mean())
            days = _day_number(year[good], month[good], day[good])
            spans[order] = int(np.ptp(days)) + 1 if len(days) else 0
            later[order] = bool(len(days)) and int(days.max()) > self.last_day
            years[order] = int(np.ptp(year[good])) + 1 if len(days) else DAYS_OF_MONTH
        best = max(shares.values())
        slack = CLOSE if best < 1 else 0.0
        kept = [o for o in ORDERS if shares[o] > 0 and shares[o] >= best - slack]
        now = [o for o in kept if not later[o]]
        for order in tuple(kept):
            if later[order] and any((o == "ymd") != (order == "ymd") for o in now):
                kept.remove(order)  # days to come are less likely than any spread of years
        for order in tuple(kept):
            rivals = [o for o in kept if (o == "ymd") != (order == "ymd")]
            fewest = min((years[o] for o in rivals), default=DAYS_OF_MONTH)
            spread = years[order] > MANY_YEARS and _accident(fewest, len(triples)) < ACCIDENT
            if rivals and spread:
                kept.remove(order)
        return tuple(sorted(kept, key=lambda o: (-shares[o], spans[o])))

    def date_format(self, orders: Mapping[str, str]) -> str:
        """Write decided orders as a date format, see the head of this module."""
        patterns = []
        for separator, order in orders.items():
            year = "y" if separator in self.short_years and separator != "8" else "Y"
            between = "" if separator in "68" else separator
            patterns.append(between.join(f"%{year if o == 'y' else o}" for o in order))
        return "|".join(patterns) or self.fixed

    def example(self, separator: str) -> str:
        """A cell whose readings differ, to be shown with the question."""
        return self.examples.get(separator, "")


def orders_of(date_format: str) -> dict[str, str]:
    """Orders by separator that a date format stands for: '%d/%m/%Y' -> {'/': 'dmy'}."""
    orders = {}
    for pattern in date_format.split("|"):
        found = re.findall(r"%-?([dmyY])([^%]?)", pattern)[:3]
        order, between = "".join(letter for letter, _ in found), found[0][1] if found else ""
        if order == "Ymd" and between:
            continue  # a year of four digits in front needs no decision
        if order.lower() in ORDERS:
            orders[between or ("8" if "Y" in order else "6")] = order.lower()
    return orders


def parse_dates(
    values: NDArray[np.object_], orders: Mapping[str, str]
) -> tuple[Integers, NDArray[np.bool_]]:
    """Read cells as seconds since 1970-01-01 00:00 of the shop's clock.

    Parameters
    ----------
    values : n cells, best distinct ones
    orders : order of day, month and year for each separator, from :func:`orders_of`

    Returns
    -------
    seconds : n, 0 where a cell is no date
    read : n, whether the cell was understood
    """
    shapes = shapes_of(values)
    seconds, read = np.zeros(len(values), np.int64), np.zeros(len(values), bool)
    for index, shape in enumerate(shapes.shapes):
        plan = plan_of(shape)
        if plan is not None:
            rows = shapes.rows(index)
            seconds[rows], read[rows] = _seconds(plan, shapes, rows, orders)
    return seconds, read


def parse_times(values: NDArray[np.object_]) -> tuple[Integers, NDArray[np.bool_]]:
    """Read cells of a column with times of day as seconds since midnight."""
    shapes = shapes_of(values)
    seconds, read = np.zeros(len(values), np.int64), np.zeros(len(values), bool)
    for index, shape in enumerate(shapes.shapes):
        plan = time_of(shape)
        if plan is None:
            continue
        rows = shapes.rows(index)
        if plan.kind is Kind.SERIAL:
            seconds[rows] = _part_of_day(plan, shapes, rows)
            read[rows] = shapes.number(rows, *plan.whole) == 0
        else:
            seconds[rows], read[rows] = _time_of_day(plan, shapes, rows)
    return seconds, read


def _seconds(
    plan: Plan, shapes: Shapes, rows: NDArray[np.intp], orders: Mapping[str, str]
) -> tuple[Integers, NDArray[np.bool_]]:
    if plan.kind is Kind.EPOCH:
        return _epoch(shapes.number(rows, *plan.whole), plan.whole[1] - plan.whole[0])
    if plan.kind is Kind.SERIAL:
        return _serial(plan, shapes, rows)
    numbers = _numbers(plan, shapes, rows)
    order = "ymd" if plan.kind is Kind.FIXED else orders.get(plan.separator, "")
    if not order:
        return np.zeros(len(rows), np.int64), np.zeros(len(rows), bool)
    if plan.month:
        numbers[:, 1] = plan.month
    numbers[:, 0] += plan.era
    year, month, day = _arranged(numbers, order, plan.separator)
    good = _valid(year, month, day)
    time, timely = _time_of_day(plan, shapes, rows)
    good &= timely
    days = np.zeros(len(rows), np.int64)
    days[good] = _day_number(year[good], month[good], day[good])
    return np.where(good, days * 86_400 + time, 0), good


def _numbers(plan: Plan, shapes: Shapes, rows: NDArray[np.intp]) -> Triples:
    """Three numbers of each cell as written; which is the year ``_arranged`` says."""
    return np.stack([shapes.number(rows, a, b) for a, b in plan.parts], axis=1)


def _arranged(numbers: Triples, order: str, separator: str) -> tuple[Integers, Integers, Integers]:
    """Year, month and day of triples read in an order."""
    if separator == "8" and order != "ymd":  # 21052016 was cut as 2105 20 16
        first, year = numbers[:, 0], numbers[:, 1] * 100 + numbers[:, 2]
        numbers = np.stack([first // 100, first % 100, year], axis=1)
    year = numbers[:, order.index("y")]
    if separator != "8":
        year = np.where(year < SPLIT_YEAR, 2000, np.where(year < 100, 1900, 0)) + year
    month, day = numbers[:, order.index("m")], numbers[:, order.index("d")]
    year = _of_our_era(year)
    persian = is_persian(year)
    if persian.any():
        ours = to_our_calendar(year[persian], month[persian], day[persian])
        year, month, day = year.copy(), month.copy(), day.copy()
        year[persian], month[persian], day[persian] = ours
    return year, month, day


def _of_our_era(year: Integers) -> Integers:
    """Years as we count them; 2567 and 113 are 2024 to Thais and Taiwanese."""
    buddhist = (year >= FIRST_YEAR + _BUDDHIST) & (year <= LAST_YEAR + _BUDDHIST)
    minguo = (year >= 100) & (year <= LAST_YEAR - _MINGUO)
    return year - np.where(buddhist, _BUDDHIST, 0) + np.where(minguo, _MINGUO, 0)


def _valid(year: Integers, month: Integers, day: Integers) -> NDArray[np.bool_]:
    """Which of the days exist, within the years that a shop can have sold in."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    longest = _MONTH_DAYS[np.where((month >= 1) & (month <= 12), month, 0)]
    longest = longest - ((month == 2) & ~leap)
    exists: NDArray[np.bool_] = (day >= 1) & (day <= longest)
    return exists & (year >= FIRST_YEAR) & (year <= LAST_YEAR)


def _accident(years: int, n: int) -> float:
    """Chance that n days of the month lie as near each other as some years do."""
    return float(min(1.0, years / DAYS_OF_MONTH) ** max(n - 1, 0))


def _day_number(year: Integers, month: Integers, day: Integers) -> Integers:
    """Days since 1970-01-01."""
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days: Integers = months.astype("datetime64[D]").astype(np.int64) + day - 1
    return days


def _time_of_day(
    plan: Plan, shapes: Shapes, rows: NDArray[np.intp]
) -> tuple[Integers, NDArray[np.bool_]]:
    """Seconds since midnight; zero where the shape has no time."""
    hour, minute, second = (
        shapes.number(rows, *span) for span in (plan.hour, plan.minute, plan.second)
    )
    last = (hour == 24) & (minute == 0) & (second == 0)  # the end of the day
    good = ((hour < 24) | last) & (minute < 60) & (second < 60)
    if plan.half_day:
        afternoon = 12 if plan.half_day == "p" else 0
        hour = np.where(hour <= 12, hour % 12 + afternoon, hour)
    return hour * 3600 + minute * 60 + second, good


def _epoch(number: Integers, digits: int) -> tuple[Integers, NDArray[np.bool_]]:
    seconds = number // 10 ** (digits - 10)
    return seconds, np.ones(len(number), bool)


def _serial(
    plan: Plan, shapes: Shapes, rows: NDArray[np.intp]
) -> tuple[Integers, NDArray[np.bool_]]:
    days = shapes.number(rows, *plan.whole) + _SERIAL_ZERO
    part = _part_of_day(plan, shapes, rows)
    good = (days > -25_569 + 9_999) & (days < 55_000)
    return np.where(good, days * 86_400 + part, 0), good


def _part_of_day(plan: Plan, shapes: Shapes, rows: NDArray[np.intp]) -> Integers:
    """Seconds that the decimals of a day stand for."""
    start, stop = plan.fraction
    stop = min(stop, start + 12)
    part = shapes.number(rows, start, stop) / 10.0 ** (stop - start)
    seconds: Integers = np.rint(part * 86_400).astype(np.int64)
    return seconds
