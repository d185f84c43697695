"""What becomes of each row of a file, and why: the rows behind the counters of the check screen.

Mended is only what a reader that takes cells as they stand would have got wrong: a row of another
width than the header, an amount with an odd minus sign, digits of another script, a number or a
date that a spreadsheet had rewritten. What a platform always writes in its own way (tabs, ``="…"``,
blanks below the first row of an order) is its format, not damage.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.lists import ListBlock
from clm_desktop.core.rows import CleanBlock, RowState, SetAside
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.edits import read_edited
from clm_desktop.ingest.meaning.clean import Cleaner, with_footers
from clm_desktop.ingest.meaning.identity import is_damaged, tidy
from clm_desktop.ingest.meaning.lists import ListCleaner
from clm_desktop.ingest.meaning.reading import reading_of
from clm_desktop.ingest.types import Fate, Field, FilePreview, TextBlock

Numbers = NDArray[np.int64]

_MONEY = (
    Field.UNIT_PRICE,
    Field.DISCOUNT,
    Field.LINE_TOTAL,
    Field.ORDER_TOTAL,
    Field.REFUND,
    Field.QUANTITY,
)
_IDS = (Field.CUSTOMER_ID, Field.PHONE, Field.ORDER_ID, Field.PRODUCT_ID)
_ODD_MINUS = re.compile(r"[−–—‐‑].*\d|\d[^\d]*-$|^\(.*\d.*\)$|\d[^\d]*[−–—‐‑]$")
_AMOUNTS = {
    "exponent": re.compile(r"\dE[+-]?\d", re.IGNORECASE),
    "myriads": re.compile(r"\d\s*[万萬만亿億억]"),
    "odd_minus": _ODD_MINUS,
}
_SERIAL_DATE = re.compile(r"\d{5}(?:[.,]\d+)?")
_DECIMAL_ID = re.compile(r"\d+\.0+")
_UNIT = re.compile(r"[$€£¥￥元円₽₹]|\b[A-Z]{3}\b")
_WRAPPED = re.compile(r"\s*(=\"|['`\t])|.*\t$")
_STATED = (RowState.CANCELLED, RowState.UNPAID, RowState.REFUNDED, RowState.FAILED)
Counts = Mapping[tuple[str, str], int]
WAYS_OF_WRITING = ("unwrapped", "unit", "carried")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedBlock:
    """A clean block with its rows by their fate; ``told`` says why."""

    clean: CleanBlock | ListBlock
    rows: Mapping[Fate, Numbers]  # numbers of the rows, ascending
    words: Counts  # (header, status word) -> rows
    written: Counts  # (how, header) -> cells that a reader of plain numbers would stumble over
    _text: TextBlock
    _why: Mapping[int, tuple[int | None, str]]  # row -> (column, reason)
    _header: tuple[str, ...]

    def told(self, fate: Fate, most: int | None = None) -> Iterator[SetAside]:
        """Rows of a fate with their reason ('' where they are ready), the first ``most``."""
        if fate is Fate.SET_ASIDE:
            yield from self.clean.set_aside[:most]
            return
        numbers = self.rows[fate][:most]
        places = np.searchsorted(self._text.row, numbers)
        as_it_stood = {m.row: m.raw for m in self._text.refitted}
        for number, place in zip(numbers.tolist(), places.tolist(), strict=True):
            cells = [column.text(place) for column in self._text.columns]
            column, reason = (None, "") if fate is Fate.READY else self._why.get(number, (None, ""))
            yield SetAside(
                row=number,
                column="" if column is None else self._header[column],
                value="" if column is None else cells[column],
                reason=reason,
                raw=as_it_stood.get(number) or _line(cells),
            )

    def joined_with(self, orders: frozenset[str]) -> ExplainedBlock:
        """The same where files of these orders are there: what waited for them counts."""
        if not isinstance(self.clean, CleanBlock):
            return self
        rows = self.clean.rows
        there = np.fromiter((key in orders for key in rows.order.values), bool)
        joins = (rows.state == RowState.WAITING) & there[rows.order.codes]
        if not joins.any():
            return self
        state = np.where(joins, RowState.COUNTS, rows.state).astype(np.int8)
        ready = np.union1d(self.rows[Fate.READY], rows.row[joins])
        waits = np.setdiff1d(self.rows[Fate.LEFT_OUT], rows.row[joins])
        return replace(
            self,
            clean=replace(self.clean, rows=replace(rows, state=state)),
            rows={**self.rows, Fate.READY: ready, Fate.LEFT_OUT: waits},
        )

    def reasons(self) -> Iterator[tuple[Fate, str, int]]:
        """How many rows have a reason; ready ones have none."""
        for row_reason, count in Counter(s.reason for s in self.clean.set_aside).items():
            yield Fate.SET_ASIDE, row_reason, count
        for fate in (Fate.MENDED, Fate.LEFT_OUT):
            told = Counter(self._why[number][1] for number in self.rows[fate].tolist())
            for row_reason, count in told.items():
                yield fate, row_reason, count


def explained_blocks(
    preview: FilePreview, currency: str, ctx: RunContext
) -> Iterator[ExplainedBlock]:
    """Read and clean a file exactly as ``reader.clean_blocks`` does, keeping what cells held.

    Notes
    -----
    Cost: that of an import without the store, plus one look at each distinct cell.
    """
    cleaner = Cleaner(reading_of(preview, currency))
    for block in read_edited(preview, ctx):
        clean = cleaner.clean(block)
        words = {
            (preview.header[column], word): n
            for (column, word), n in cleaner.statuses.take_met().items()
        }
        yield _explained(preview, clean, block, clean.rows.state, words)


def explained_lists(
    preview: FilePreview,
    currency: str,
    repeated: Callable[[ListBlock], NDArray[np.bool_]],
    ctx: RunContext,
) -> Iterator[ExplainedBlock]:
    """The same of a list of people or products; ``repeated`` knows rows that were said before."""
    cleaner = ListCleaner(reading_of(preview, currency), preview.signature)
    for block in read_edited(preview, ctx):
        clean = cleaner.clean(block)
        again = repeated(clean) & (clean.rows.state == RowState.COUNTS)
        state = np.where(again, RowState.REPEATED, clean.rows.state).astype(np.int8)
        yield _explained(preview, clean, block, state, {})


def _explained(
    preview: FilePreview,
    clean: CleanBlock | ListBlock,
    block: TextBlock,
    state: NDArray[np.int8],
    words: Counts,
) -> ExplainedBlock:
    text, _ = with_footers(block)
    fields = dict(preview.mapping.fields)
    why, written = _mendings(fields, text)
    why |= {edit.row: (edit.column, "edited") for edit in preview.edits}
    rows = clean.rows.row
    counts = state == RowState.COUNTS
    mended = counts & np.isin(rows, np.fromiter(why, np.int64, len(why)))
    why |= {
        number: (fields.get(Field.STATUS) if code in _STATED else None, RowState(code).name.lower())
        for number, code in zip(rows[~counts].tolist(), state[~counts].tolist(), strict=True)
    }
    return ExplainedBlock(
        clean=clean,
        rows={
            Fate.READY: np.sort(rows[counts & ~mended]),
            Fate.MENDED: np.sort(rows[mended]),
            Fate.SET_ASIDE: np.array([s.row for s in clean.set_aside], np.int64),
            Fate.LEFT_OUT: np.sort(rows[~counts]),
        },
        words=words,
        written={(how, preview.header[column]): n for (how, column), n in written.items()},
        _text=text,
        _why=why,
        _header=preview.header,
    )


def _mendings(
    fields: Mapping[Field, int], text: TextBlock
) -> tuple[dict[int, tuple[int | None, str]], Counter[tuple[str, int]]]:
    """The first thing that was put right in each row: row -> (column, reason).

    Beside it how often cells are written in a way that stands for nothing: (how, column) -> cells.
    """
    found: dict[int, tuple[int | None, str]] = {
        m.row: (None, f"mended_{m.reason}") for m in text.refitted
    }
    written: Counter[tuple[str, int]] = Counter()
    for field, column in fields.items():
        if field not in (*_MONEY, *_IDS, Field.DATE):
            continue
        cells = text.columns[column]
        values = cells.values.tolist()
        reasons = [_mending(field, cell) for cell in values]
        rows = np.bincount(cells.codes, minlength=len(values)).tolist()
        for cell, n in zip(values, rows, strict=True):
            if how := _way(field, cell):
                written[how, column] += n
        if field is Field.DATE and Field.ORDER_ID in fields:
            written["carried", column] += int(cells.blank.sum())
        if not any(reasons):
            continue
        for place in np.flatnonzero(np.array([bool(r) for r in reasons])[cells.codes]).tolist():
            reason = reasons[int(cells.codes[place])]
            found.setdefault(int(text.row[place]), (column, reason))
    return found, written


def _way(field: Field, cell: str) -> str:
    """What stands around a cell without meaning anything."""
    if _WRAPPED.match(cell):
        return "unwrapped"
    if field in _MONEY:
        return "unit" if _UNIT.search(cell) else ""
    return ""


def _mending(field: Field, cell: str) -> str:
    """What had to be put right in a cell, '' where nothing had."""
    cell = tidy(cell)
    if field in _IDS:
        if is_damaged(cell):
            return "damaged_id"
        return "decimal_id" if _DECIMAL_ID.fullmatch(cell) else ""
    if not cell.isascii() and any(c.isdecimal() and not c.isascii() for c in cell):
        return "foreign_digits"
    if field is Field.DATE:
        return "serial_date" if _SERIAL_DATE.fullmatch(cell) else ""
    return next((how for how, written in _AMOUNTS.items() if written.search(cell)), "")


def _line(cells: list[str]) -> str:
    """Cells as one line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
