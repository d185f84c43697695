"""Dates that are no cell: in columns of year, month and day, or told no finer than by a number."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from clm_desktop.core.days import FIRST_YEAR, LAST_YEAR
from clm_desktop.ingest import headers
from clm_desktop.ingest.meaning.columns import Factor, joined, paired
from clm_desktop.ingest.meaning.samples import FITS, Sample
from clm_desktop.ingest.types import Field

PARTS = (Field.DATE, Field.MONTH, Field.DAY)  # the date's own column holds the year then
_NAMES = {
    Field.DATE: "year|jahr|année|año|ano|anno|jaar|год|年|年份|연도",
    Field.MONTH: "month|monat|mois|mes|mês|mese|maand|месяц|月|月份|월",
    Field.DAY: "day|tag|jour|día|dia|giorno|dag|день|日|일",
}
_NAMED = {field: frozenset(names.split("|")) for field, names in _NAMES.items()}
_OF_ORDERS = frozenset({"order", "invoice", "purchase", "sale", "sales", "transaction"})
_RANGES = {Field.DATE: (FIRST_YEAR, LAST_YEAR), Field.MONTH: (1, 12), Field.DAY: (1, 31)}
_YEAR_DIGITS = 4
_WEEKS = frozenset({"week", "woche", "semaine", "semana", "周", "period"})
_SPANS = _WEEKS.union(*_NAMED.values())
_BESIDE_SPANS = _OF_ORDERS | {"no", "nr", "num", "number", "id", "index"}
# 1, 711, 202401; Jan-23, März 2023; 2023-01, 01/2023; 2023-W05
_ROUGH = re.compile(
    r"\d{1,6}|[^\W\d_]{3,9}\.?[-/ ]*(\d\d|\d{4})|\d{4}[-/.]\d\d?|\d\d?[-/.]\d{4}|\d{4}-?W\d\d?"
)


def date_parts(
    header: Sequence[str], samples: Sequence[Sample], found: Mapping[Field, int]
) -> dict[Field, int]:
    """Columns of year, month and day, where there is one of each; else none."""
    parts: dict[Field, int] = {}
    for field in PARTS:
        fits = [
            column
            for column, (cell, sample) in enumerate(zip(header, samples, strict=True))
            if column not in found.values() and _is_named(cell, field) and _holds(sample, field)
        ]
        if len(fits) != 1:
            return {}
        parts[field] = fits[0]
    return parts


def date_cells(at: Callable[[Field], Factor | None]) -> Factor | None:
    """Cells of the date as one text, ``at`` giving those of a field."""
    year, month, day = map(at, PARTS)
    if year is None or month is None or day is None:
        return year
    return paired(year, joined(month, day, "-"), _with_rest)


def _with_rest(year: str, rest: str) -> str:
    """A year with its month and day; a whole date, which the owner may point to, as it is."""
    if year and not (year.isdecimal() and len(year) <= _YEAR_DIGITS):
        return year
    return "-".join(part for part in (year, rest) if part)


def rough_time(
    header: Sequence[str], rows: Sequence[Sequence[str]], taken: Collection[int]
) -> tuple[str, str] | None:
    """Name and first cell of a free column that tells when, but no date: DAY = 711, Jan-23."""
    for column, cell in enumerate(header):
        named = set(headers.words(cell))
        if column in taken or not named & _SPANS or not named <= _SPANS | _BESIDE_SPANS:
            continue
        told = [row[column].strip() for row in rows if row[column].strip()]
        if told and all(map(_ROUGH.fullmatch, told)):
            return cell, told[0]
    return None


def _is_named(cell: str, field: Field) -> bool:
    """Whether a header cell is the name of a part, of the order's date if of any."""
    *of, last = headers.words(cell) or ("",)
    return last in _NAMED[field] and _OF_ORDERS.issuperset(of)


def _holds(sample: Sample, field: Field) -> bool:
    """Whether the cells are whole numbers that the part can be; slips are set aside later."""
    low, high = _RANGES[field]
    fits: int = sum(cell.isdecimal() and low <= int(cell) <= high for cell in sample.cells)
    return fits > 0 and fits >= FITS * len(sample.cells)
