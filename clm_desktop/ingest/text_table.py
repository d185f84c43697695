"""A table as blocks of text cells: every record in a row or a misfit, exactly once."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, overload

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.cutting.bulk import Lines, survey
from clm_desktop.ingest.cutting.cells import LONG, BulkCells
from clm_desktop.ingest.cutting.content import open_source
from clm_desktop.ingest.cutting.records import Cut, Cutter, clean_text, visible
from clm_desktop.ingest.cutting.rows import Fitter
from clm_desktop.ingest.factor import Factor
from clm_desktop.ingest.sniff import Table, look
from clm_desktop.ingest.types import Dialect, Misfit, Source, TextBlock
from clm_desktop.ingest.workbook import sheet_csv

if TYPE_CHECKING:
    from _csv import Writer as _Writer

CHUNK_BYTES = 4 << 20
BLOCK_ROWS = 50_000
LEARN_ROWS = 200
MAX_LINE_BYTES = 256_000_000  # a "line" longer than this is no text


def read_text(
    source: Source, dialect: Dialect, n_columns: int, ctx: RunContext
) -> Iterator[TextBlock]:
    """Blocks of at most 50,000 rows of ``n_columns`` text cells, in file order.

    Every record from ``dialect.first_row`` on that is not blank stands in a block's columns or
    among its misfits, exactly once; ``row`` numbers run through both. Line ends inside cells stay.

    Raises
    ------
    FileError
        The source cannot be opened or is damaged (see :func:`open_source`, :func:`sheet_csv`).
    """
    with _bytes_of(source, ctx) as (stream, size):
        reader = _Reader(dialect, n_columns)
        for done, chunk, is_last in _chunks(stream, dialect.encoding or "utf-8"):
            ctx.report(min(1.0, done / max(1, size)), "read")
            for block in reader.blocks(chunk, is_last=is_last):
                ctx.check()
                yield block
                del block  # before the next is made


@contextmanager
def _bytes_of(source: Source, ctx: RunContext) -> Iterator[tuple[BinaryIO, int]]:
    if source.sheet:
        with sheet_csv(source, ctx) as sheet, sheet.path.open("rb") as stream:
            yield stream, sheet.path.stat().st_size
    else:
        with open_source(source) as opened:
            yield opened


def _chunks(stream: BinaryIO, encoding: str) -> Iterator[tuple[int, bytes, bool]]:
    """Bytes read so far, text as UTF-8 with LF or CRLF line ends, whether it is the last."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    is_utf8 = encoding in ("utf-8", "utf-8-sig")
    done, only_cr, is_first = 0, False, True
    piece = stream.read(CHUNK_BYTES)
    while True:
        following = stream.read(CHUNK_BYTES)
        done += len(piece)
        is_last = not following
        text = piece if is_utf8 else decoder.decode(piece, is_last).encode("utf-8", "replace")
        if is_first:
            text = text.removeprefix(codecs.BOM_UTF8)
            only_cr = b"\n" not in text
            is_first = False
        if only_cr:
            text = text.replace(b"\r", b"\n")
        yield done, text, is_last
        if is_last:
            return
        piece = following


@dataclass(slots=True)
class _Mended:
    """What the tolerant reader made of the irregular lines of a chunk."""

    row_lines: list[int]
    rows: list[list[str]]
    misfit_lines: list[int]
    misfits: list[tuple[str, str]]  # reason, raw
    refitted: list[tuple[int, str, str]]  # line, reason, raw of rows of another width


class _Reader:
    """Keeps what reaches from one chunk into the next: an unfinished record, the row count."""

    def __init__(self, dialect: Dialect, n_columns: int) -> None:
        self._dialect = dialect
        self._n = n_columns
        self._cutter = Cutter(dialect, n_columns)
        self._fitter = Fitter(dialect, n_columns, ())
        self._rest = b""
        self._is_first = True
        self._in_second_table = False
        self._n_rows = 0

    def blocks(self, chunk: bytes, *, is_last: bool) -> Iterator[TextBlock]:
        """Rows of all records that are complete with this chunk."""
        if is_last and not (chunk or self._rest).endswith(b"\n"):
            chunk += b"\n"
        end = chunk.rfind(b"\n") + 1
        if not end:
            self._rest += chunk
            return
        chunk, self._rest = b"".join((self._rest, memoryview(chunk)[:end])), chunk[end:]
        if self._is_first:
            if chunk.count(b"\n") < self._dialect.first_row + 1 and not is_last:
                self._rest = chunk + self._rest
                return
            chunk = self._begin(chunk)
            self._is_first = False
        if not chunk:
            return
        lines = survey(chunk, self._dialect, self._n)
        mended, is_taken, open_at = self._mend(chunk, lines, is_last=is_last)
        if open_at < len(lines.start):
            self._rest = chunk[lines.start[open_at] :] + self._rest
            is_taken[open_at:] = True
        keep = np.flatnonzero(lines.is_regular & ~is_taken)
        yield from self._assembled(chunk, lines, keep, mended)

    def _begin(self, chunk: bytes) -> bytes:
        """Skip to the first row; learn the header and what the columns hold."""
        dialect = self._dialect
        at = 0
        head: list[str] = []
        for _ in range(dialect.first_row):
            end = chunk.find(b"\n", at) + 1 or len(chunk)
            head.append(chunk[at:end].decode("utf-8", "replace").rstrip("\r\n"))
            at = end
        if 0 <= dialect.header_row < len(head):
            lines = head[dialect.header_row :]
            header = self._cutter.take(lines, ["\n"] * len(lines), 0).cells
            self._fitter = Fitter(dialect, self._n, header)
        start = chunk[at : at + 200_000].decode("utf-8", "replace").split("\n")[: LEARN_ROWS * 2]
        start = [line.removesuffix("\r") for line in start]
        records = [r.cells for _, r in self._cutter.records(start, ["\n"] * len(start))]
        self._fitter.learn([c for c in records if len(c) == self._n and visible(c)][:LEARN_ROWS])
        return chunk[at:]

    def _mend(
        self, chunk: bytes, lines: Lines, *, is_last: bool
    ) -> tuple[_Mended, NDArray[np.bool_], int]:
        """Read the irregular lines one by one.

        Also gives which lines they used up, and the first line of a record that is not complete.
        """
        mended = _Mended([], [], [], [], [])
        is_taken = np.zeros(len(lines.start), dtype=bool)
        window = _Window(chunk, lines)
        behind = 0
        irregular = np.flatnonzero(~lines.is_regular & ~lines.is_blank)
        for first in irregular.tolist():
            if first < behind:
                continue
            at = first
            while at == first or lines.is_continued[at : at + 1].any():
                record, raw = self._take(window, at)
                if record.is_open and not is_last and len(chunk) < MAX_LINE_BYTES:
                    return mended, is_taken, at
                behind = at + record.n_lines
                is_taken[at:behind] = True
                if visible(record.cells):
                    self._place(record.cells, raw, at, mended)
                at = behind  # what is continued there may have begun in a line that is used up
        return mended, is_taken, len(lines.start)

    def _take(self, window: _Window, at: int) -> tuple[Cut, str]:
        """The record that begins at a line of the chunk, and its text as it stands."""
        reach = 1
        while True:
            texts, ends = window.lines(at, at + reach)
            record = self._cutter.take(texts, ends, 0)
            if not record.is_open or at + reach >= window.n:
                break
            reach *= 4
        used = zip(texts[: record.n_lines], ends, strict=False)
        raw = "".join(t + e for t, e in used)
        return record, raw.rstrip("\r\n")

    def _place(self, cells: list[str], raw: str, line: int, mended: _Mended) -> None:
        fitter = self._fitter
        if fitter.is_header(cells):
            self._in_second_table = False
        elif len(cells) != self._n and fitter.begins_second_table(cells):
            self._in_second_table = True
        row = None if self._in_second_table else fitter.fit(cells, raw)
        if row is not None:
            mended.row_lines.append(line)
            mended.rows.append([clean_text(c) for c in row])
            if len(cells) != self._n:
                reason = "too_few_cells" if len(cells) < self._n else "too_many_cells"
                mended.refitted.append((line, reason, clean_text(raw)))
        else:
            reason = "second_table" if self._in_second_table else "too_many_cells"
            mended.misfit_lines.append(line)
            mended.misfits.append((reason, clean_text(raw)))

    def _assembled(
        self, chunk: bytes, lines: Lines, keep: NDArray[np.int64], mended: _Mended
    ) -> Iterator[TextBlock]:
        """Rows and misfits in the order of their lines, in blocks."""
        row_lines = np.array(mended.row_lines, dtype=np.int64)
        misfit_lines = np.array(mended.misfit_lines, dtype=np.int64)
        begins = keep[~lines.is_continued[keep]]
        everything = np.sort(np.concatenate((begins, row_lines, misfit_lines)))
        padded = chunk + bytes(LONG)
        for first in range(0, len(everything), BLOCK_ROWS):
            part = everything[first : first + BLOCK_ROWS]
            low = part[0]
            high = [*everything[first + BLOCK_ROWS :][:1], len(lines.start)][0]
            k = keep[np.searchsorted(keep, low) : np.searchsorted(keep, high)]
            r = slice(*np.searchsorted(row_lines, (low, high)))
            m = slice(*np.searchsorted(misfit_lines, (low, high)))
            bulk = BulkCells(padded, lines.cut(k, self._n), self._dialect)
            at = np.concatenate((k[~lines.is_continued[k]], row_lines[r]))
            columns = _Columns(self._n, bulk, mended.rows[r], np.argsort(at, kind="stable"))
            base = self._n_rows + 1
            misfits_at = np.searchsorted(part, misfit_lines[m])
            numbers = np.delete(np.arange(base, base + len(part)), misfits_at)
            misfits = tuple(
                Misfit(place + base, reason, raw)
                for place, (reason, raw) in zip(misfits_at.tolist(), mended.misfits[m], strict=True)
            )
            refitted = tuple(
                Misfit(int(np.searchsorted(part, line)) + base, reason, raw)
                for line, reason, raw in mended.refitted
                if low <= line < high
            )
            self._n_rows += len(part)
            yield TextBlock(row=numbers, columns=columns, misfits=misfits, refitted=refitted)


class _Window:
    """Lines of a chunk as text, decoded when they are asked for."""

    def __init__(self, chunk: bytes, lines: Lines) -> None:
        self._chunk = chunk
        self._lines = lines
        self.n = len(lines.start)

    def lines(self, first: int, behind: int) -> tuple[list[str], list[str]]:
        texts, ends = [], []
        for start, end in zip(
            self._lines.start[first:behind].tolist(),
            self._lines.end[first:behind].tolist(),
            strict=True,
        ):
            line = self._chunk[start:end].decode("utf-8", "replace")
            ends.append("\r\n" if line.endswith("\r") else "\n")
            texts.append(line.removesuffix("\r"))
        return texts, ends


class _Columns(Sequence[Factor]):
    """Columns of a block, each cut when it is first asked for: few of a wide table are."""

    def __init__(
        self, n: int, bulk: BulkCells, rows: list[list[str]], order: NDArray[np.int64]
    ) -> None:
        """``order`` brings the rows of the bulk and the mended ones behind them together."""
        self._columns: list[Factor | None] = [None] * n
        self._bulk = bulk
        self._rows = rows
        self._order = order

    def __len__(self) -> int:
        """Number of columns."""
        return len(self._columns)

    @overload
    def __getitem__(self, at: int) -> Factor: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Factor]: ...
    def __getitem__(self, at: int | slice) -> Factor | Sequence[Factor]:
        """One column."""
        if isinstance(at, slice):
            return [self[c] for c in range(*at.indices(len(self)))]
        column = self._columns[at]
        if column is None:
            column = self._columns[at] = self._cut(at)
        return column

    def _cut(self, at: int) -> Factor:
        cells = self._bulk.column(range(len(self))[at])
        if not self._rows:
            return cells
        mended = Factor.of(np.array([row[at] for row in self._rows], dtype=object))
        return cells.followed_by(mended).take(self._order)


def write_csv(source: Source, target: Path, ctx: RunContext) -> int:
    """Write the table as the reader understands it and return the number of its rows.

    UTF-8, RFC 4180, the header as it stands in the file first (none where the file has none).
    Records with too many cells stand as wide as they are; a second table is left out; a file that
    is empty gives one that is empty.
    """
    table = _look_or_none(source, ctx)
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        count = 0
        if table is not None and table.header:
            writer.writerow(table.header)
        if table is not None and table.sample:
            for block in read_text(source, table.dialect, table.n_columns, ctx):
                count += _write_block(writer, block, table.dialect)
    return count


def _look_or_none(source: Source, ctx: RunContext) -> Table | None:
    try:
        return look(source, ctx)
    except FileError as error:
        if error.code != "empty_file":
            raise
        return None  # an empty file is a table without header and rows


def _write_block(writer: _Writer, block: TextBlock, dialect: Dialect) -> int:
    wide = [m for m in block.misfits if m.reason == "too_many_cells"]
    rows = zip(*(column.texts().tolist() for column in block.columns), strict=True)
    if not wide:
        writer.writerows(rows)
        return len(block.row)
    cutter = Cutter(dialect)
    numbered = [(int(n), list(row)) for n, row in zip(block.row, rows, strict=True)]
    numbered += [(m.row, cutter.take(m.raw.split("\n"), ["\n"] * 9999, 0).cells) for m in wide]
    writer.writerows(row for _, row in sorted(numbered, key=lambda pair: pair[0]))
    return len(numbered)
