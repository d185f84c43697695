"""Cutting text into records and cells, tolerant of the quotes that real files have.

A quoted cell counts only when its closing quote is followed by a delimiter or the end of the line;
a quote that never closes is a character like any other. Line ends inside quotes join lines only if
the joined record is clean: that is what keeps one stray quote from eating 400 orders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clm_desktop.ingest.types import Dialect

MAX_JOINED_LINES = 2000
MAX_JOINED_CHARS = 12_000_000
MAX_LITERAL_TRIES = 24  # opening quotes of one line that are tried as plain characters
WHITE = " "  # the delimiter that means runs of white space

_WORD = re.compile(r'"([^"]*)"(?=[ \t]|$)|([^ \t]+)')
_GAP = re.compile(r"[ \t]+")
_UNSEEN = " \t\r\n\v\f\xa0\u3000\0\x1a\ufeff"
_INVISIBLE = dict.fromkeys([0, 0x1A, 0xFEFF])  # NUL, end of file mark of DOS, BOM inside


@dataclass(frozen=True, slots=True)
class Cut:
    """Cells of one record, how clean the cutting was and over how many lines it reached."""

    cells: list[str]
    n_lines: int = 1
    is_clean: bool = True  # every quote stood where quotes stand
    is_open: bool = False  # ended inside quotes


def split_lines(text: str) -> tuple[list[str], list[str]]:
    """Lines of a text and their ends; a lone CR ends a line only where there is no LF at all."""
    if "\n" not in text:
        lines = text.split("\r")
        return lines, ["\r"] * len(lines)
    lines = text.split("\n")
    ends = ["\r\n" if line.endswith("\r") else "\n" for line in lines]
    return [line.removesuffix("\r") for line in lines], ends


def cut(text: str, dialect: Dialect, literal: int = -1) -> Cut:
    """Cut one record; the cell numbered ``literal`` is read as if its quote were a character."""
    if dialect.delimiter == WHITE:
        return _cut_words(text, dialect)
    if (not dialect.quote or dialect.quote not in text) and not _has_escape(text, dialect):
        cells = text.split(dialect.delimiter)
        return Cut([c.lstrip(" ") for c in cells] if dialect.skip_space else cells)
    cells, at, is_clean = [], 0, True
    while True:
        if dialect.skip_space:
            at = _skip_spaces(text, at)
        if text.startswith(dialect.quote, at) and len(cells) != literal:
            cell, end, clean = _quoted(text, at, dialect)
            is_clean = is_clean and clean
            if end < 0:
                return Cut(cells, is_clean=is_clean, is_open=True)
        else:
            end = _end_of_bare(text, at, dialect)
            cell = text[at:end]
            is_clean = is_clean and dialect.quote not in cell
            if _has_escape(cell, dialect):
                cell = _unescaped(cell, dialect)
        cells.append(cell)
        if end >= len(text):
            return Cut(cells, is_clean=is_clean)
        at = end + 1


def _has_escape(text: str, dialect: Dialect) -> bool:
    return bool(dialect.escape) and dialect.escape in text


def _end_of_bare(text: str, at: int, dialect: Dialect) -> int:
    """Where a cell without quotes ends; an escaped delimiter is text."""
    end, start = text.find(dialect.delimiter, at), at
    while end >= 0 and dialect.escape and _is_escaped(text, end, start - 1, dialect.escape):
        end = text.find(dialect.delimiter, end + 1)
    return len(text) if end < 0 else end


def _skip_spaces(text: str, at: int) -> int:
    while text.startswith(" ", at):
        at += 1
    return at


def _cut_words(text: str, dialect: Dialect) -> Cut:
    if not dialect.quote or dialect.quote not in text:
        return Cut(_GAP.split(text.strip(" \t")))
    return Cut([m.group(1) if m.group(2) is None else m.group(2) for m in _WORD.finditer(text)])


def _quoted(text: str, start: int, dialect: Dialect) -> tuple[str, int, bool]:
    """The quoted cell that opens at ``start``, where it ends (-1 = never), whether it is clean."""
    quote, is_clean, doubled = dialect.quote, True, False
    at = start + 1
    while (at := text.find(quote, at)) >= 0:
        if dialect.escape and _is_escaped(text, at, start, dialect.escape):
            at += 1
            continue
        after = text[at + 1 : at + 2]
        if after in ("", dialect.delimiter):
            return _unquoted(text[start + 1 : at], dialect, doubled), at + 1, is_clean
        if after == quote:
            doubled = True
            at += 2
            continue
        end = _end_after_spaces(text, at + 1, dialect.delimiter)
        if end >= 0:
            return _unquoted(text[start + 1 : at], dialect, doubled), end, is_clean
        is_clean = False
        at += 1
    return "", -1, is_clean


def _end_after_spaces(text: str, at: int, delimiter: str) -> int:
    """Where the cell ends when only spaces stand behind its closing quote, else -1."""
    end = _skip_spaces(text, at)
    return end if end > at and (end == len(text) or text[end] == delimiter) else -1


def _is_escaped(text: str, at: int, start: int, escape: str) -> bool:
    count = 0
    while at - count - 1 > start and text[at - count - 1] == escape:
        count += 1
    return count % 2 == 1


def _unquoted(cell: str, dialect: Dialect, doubled: bool) -> str:
    if doubled:
        cell = cell.replace(dialect.quote * 2, dialect.quote)
    return _unescaped(cell, dialect) if _has_escape(cell, dialect) else cell


def _unescaped(cell: str, dialect: Dialect) -> str:
    special = re.escape(dialect.delimiter) + r"\"'\\"
    return re.sub(re.escape(dialect.escape) + f"([{special}])", r"\1", cell)


class Cutter:
    """Takes one record after the other from lines, for a table that should be ``n`` cells wide.

    ``n`` 0 = unknown. A record that ends inside quotes is joined with the lines that follow when
    the result is clean and fits; otherwise its quotes are read as characters.
    """

    def __init__(self, dialect: Dialect, n: int = 0) -> None:
        self._dialect = dialect
        self._n = n

    def records(self, lines: Sequence[str], ends: Sequence[str]) -> Iterator[tuple[int, Cut]]:
        """All records with the number of their first line."""
        at = 0
        while at < len(lines):
            record = self.take(lines, ends, at)
            yield at, record
            at += record.n_lines

    def take(self, lines: Sequence[str], ends: Sequence[str], at: int) -> Cut:
        """The record that begins at a line; ``is_open`` when the lines end inside its quotes."""
        record = cut(lines[at], self._dialect)
        if record.is_clean and not record.is_open and self._fits(record):
            return record
        joined = self._joined(lines, ends, at) if record.is_open else None
        if joined is not None and joined.is_clean and not joined.is_open:
            return joined
        alone = self._alone(lines[at], record)
        if joined is not None and joined.is_open:  # the lines ran out: more may tell
            return Cut(alone.cells, is_clean=False, is_open=True)
        return alone if joined is None or self._fits(alone) else joined

    def _fits(self, record: Cut) -> bool:
        return self._n in (0, len(record.cells))

    def _width(self, cells: list[str]) -> int:
        """Number of cells, those not counted that stand empty behind the last column."""
        is_padded = 0 < self._n < len(cells) and not visible(cells[self._n :])
        return self._n if is_padded else len(cells)

    def _joined(self, lines: Sequence[str], ends: Sequence[str], at: int) -> Cut | None:
        """The record with the lines behind it; None when they do not belong to it."""
        quote = self._dialect.quote
        text, n_chars = [lines[at]], len(lines[at])
        for i in range(at + 1, min(len(lines), at + MAX_JOINED_LINES)):
            text += [ends[i - 1], lines[i]]
            n_chars += len(lines[i])
            if n_chars > MAX_JOINED_CHARS:
                return None
            if quote not in lines[i]:
                continue
            record = cut("".join(text), self._dialect)
            if record.is_open and record.is_clean:
                continue
            n_cells = self._width(record.cells)
            wrong = n_cells > (self._n or n_cells) if record.is_clean else n_cells != self._n
            if record.is_open or wrong:
                return None
            return Cut(record.cells, n_lines=i - at + 1, is_clean=record.is_clean)
        return Cut([], is_open=True) if len(lines) - at < MAX_JOINED_LINES else None

    def _alone(self, line: str, record: Cut) -> Cut:
        """The line by itself, with one quote or all quotes as characters where that fits."""
        if not record.is_open and self._fits(record):
            return record
        if not self._dialect.quote or self._dialect.delimiter == WHITE:
            return record
        tries = min(MAX_LITERAL_TRIES, line.count(self._dialect.delimiter) + 1)
        readings = [record, *(cut(line, self._dialect, literal=i) for i in range(tries))]
        readings.append(Cut(line.split(self._dialect.delimiter), is_clean=False))
        closed = [r for r in readings if not r.is_open]
        return next((r for r in closed if self._fits(r)), closed[0])


def visible(cells: Sequence[str]) -> bool:
    """Whether a record says anything."""
    return any(c.strip(_UNSEEN) for c in cells)


def clean_text(text: str) -> str:
    """Text without the characters that carry none: NUL, DOS end of file, BOMs of joined files."""
    return text.translate(_INVISIBLE)
