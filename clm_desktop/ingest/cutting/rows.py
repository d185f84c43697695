"""Fitting a record into the columns of its table, or saying why it has no place there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clm_desktop.ingest.cutting.dialect import DELIMITERS
from clm_desktop.ingest.cutting.records import Cutter, visible
from clm_desktop.ingest.cutting.shapes import Profile
from clm_desktop.ingest.types import Dialect

MARGIN_NATS = 3.0  # how much better a repair must fit the columns than the next best one
MAX_EXTRA = 3  # records with more surplus cells are not repaired


@dataclass(frozen=True, slots=True)
class _Repair:
    fit: float
    cells: list[str]


class Fitter:
    """Brings records to ``n_columns`` cells by what the columns hold elsewhere.

    Missing cells are empty ones at the end (exports that leave out what is empty); a surplus is
    taken away where an empty cell too many or a delimiter in an unquoted text explains it and no
    other explanation comes near.
    """

    def __init__(self, dialect: Dialect, n_columns: int, header: Sequence[str]) -> None:
        self._dialect = dialect
        self._n = n_columns
        self._names = [h.strip().casefold() for h in header]
        self._profile: Profile | None = None
        self._least_fit = 0.0  # 95 % of the rows fit the columns better

    def learn(self, rows: Sequence[Sequence[str]]) -> None:
        """Take rows of full width as the pattern of the columns."""
        self._profile = Profile(rows, self._n) if rows else None
        fits = sorted(self._typical(row) for row in rows)
        self._least_fit = fits[len(fits) // 20] if fits else 0.0

    def fit(self, cells: list[str], raw: str) -> list[str] | None:
        """The record as ``n_columns`` cells; None when it has too many that nothing explains."""
        if len(cells) == self._n:
            return cells
        if (other := self._other_delimiter(cells, raw)) is not None:
            return other
        if len(cells) < self._n:
            return self._padded(cells)
        return self._narrowed(cells)

    def begins_second_table(self, cells: Sequence[str]) -> bool:
        """Whether a record of another width is a header that shares names with this table's."""
        names = [c.strip().casefold() for c in cells if c.strip()]
        known = set(self._names) - {""}
        return len(names) >= 2 and sum(n in known for n in names) >= 0.6 * len(names)

    def is_header(self, cells: Sequence[str]) -> bool:
        """Whether a record is the table's own header once more."""
        return [c.strip().casefold() for c in cells] == self._names

    def _typical(self, cells: Sequence[str]) -> float:
        return self._profile.fit(cells) if self._profile is not None else 0.0

    def _other_delimiter(self, cells: list[str], raw: str) -> list[str] | None:
        """The record cut by another delimiter, where a line of another export was pasted in."""
        if self._n < 3 or len(cells) > (self._n + 1) // 2 or self._profile is None:
            return None
        for delimiter in DELIMITERS:
            if delimiter == self._dialect.delimiter or delimiter not in raw:
                continue
            other = replace(self._dialect, delimiter=delimiter)
            found = Cutter(other, self._n).take([raw], ["\n"], 0).cells
            if len(found) == self._n and self._typical(found) >= self._least_fit - MARGIN_NATS:
                return found
        return None

    def _padded(self, cells: list[str]) -> list[str]:
        padded = cells + [""] * (self._n - len(cells))
        if self._profile is None or len(cells) != self._n - 1 or len(cells) < 2:
            return padded
        repairs = [_Repair(self._typical(c), c) for c in _widened(cells)]
        best = max(repairs, key=lambda r: r.fit)
        return best.cells if best.fit > self._typical(padded) + MARGIN_NATS else padded

    def _narrowed(self, cells: list[str]) -> list[str] | None:
        extra = len(cells) - self._n
        trimmed = None if visible(cells[self._n :]) else cells[: self._n]
        if self._profile is None or extra > MAX_EXTRA:
            return trimmed
        repairs = [_Repair(self._typical(c), c) for c in _shrunk(cells, extra, self._dialect)]
        if trimmed is not None:
            repairs.append(_Repair(self._typical(trimmed) + MARGIN_NATS, trimmed))
        if not repairs:
            return None
        best = max(repairs, key=lambda r: r.fit)
        rivals = [r.fit for r in repairs if r.cells != best.cells]
        if trimmed is None and rivals and best.fit < max(rivals) + MARGIN_NATS:
            return None
        return best.cells


def _widened(cells: list[str]) -> Iterator[list[str]]:
    for at in range(len(cells)):
        yield [*cells[:at], "", *cells[at:]]


def _shrunk(cells: list[str], extra: int, dialect: Dialect) -> Iterator[list[str]]:
    """The record with one run of empty cells taken out, or one run of cells joined into one."""
    for at in range(len(cells) - extra + 1):
        if not visible(cells[at : at + extra]):
            yield cells[:at] + cells[at + extra :]
    for at in range(len(cells) - extra):
        joined = dialect.delimiter.join(cells[at : at + extra + 1])
        yield [*cells[:at], joined, *cells[at + extra + 1 :]]
