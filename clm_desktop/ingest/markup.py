"""Tables of web pages and of XML spreadsheets, which many shop systems save as ``.xls``.

Read with the standard library's tolerant parser, piece by piece: nothing is fetched, no entity is
ever expanded beyond a character, and what a hostile file can make it hold is bounded.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import BinaryIO

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.cutting import encoding as encodings
from clm_desktop.ingest.cutting.content import open_source
from clm_desktop.ingest.cutting.scan import scan
from clm_desktop.ingest.extract import PrivateFolder, SheetFile
from clm_desktop.ingest.types import Source

MAX_COLUMNS = 16_384  # of Excel
MAX_TABLES = 500
MAX_PENDING = 1_000_000  # characters of a tag or remark that does not end
LEAST_ROWS = LEAST_COLUMNS = 2  # what is smaller lays out a page
PIECE_BYTES = 1 << 16
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_ROWS, _CELLS = ("tr", "row"), ("td", "th", "cell")
_SILENT = ("style", "script", "title", "comment")


def tables_of(source: Source, folder: PrivateFolder, ctx: RunContext) -> tuple[SheetFile, ...]:
    """Write every table that may hold orders as CSV into a folder.

    Raises
    ------
    FileError
        ``not_a_table`` where there is none, ``archive_unsafe`` where it would not end.
    """
    with open_source(source) as (stream, size):
        seen = scan(stream, size, ctx)
        declared = _CHARSET.search(seen.head[:4096])
    read = encodings.detect(seen, encodings.system_code_page())
    codec = read.encoding
    if declared is not None and not read.is_certain:
        with suppress(LookupError):
            found = codecs.lookup(declared[1].decode("ascii", "replace")).name
            codec = {"gb2312": "gb18030", "gbk": "gb18030", "utf-8": codec}.get(found, found)
    reader = _Reader(folder.path)
    with open_source(source) as (stream, size):
        for done, text in _pieces(stream, codec):
            ctx.report(min(1.0, done / max(1, size)), "read")
            reader.feed(text)
            if len(reader.rawdata) > MAX_PENDING or len(reader.tables) > MAX_TABLES:
                reader.close()
                raise FileError("archive_unsafe", name=source.name)
    reader.close()
    sheets = tuple(t.as_sheet() for t in reader.tables if t.is_table)
    if not sheets:
        raise FileError("not_a_table", name=source.name, kind="web_page")
    return sheets


def _pieces(stream: BinaryIO, codec: str) -> Iterator[tuple[int, str]]:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    done = 0
    while piece := stream.read(PIECE_BYTES):
        done += len(piece)
        yield done, decoder.decode(piece)
    yield done, decoder.decode(b"", final=True)


class _Table:
    """A table that is being read: rows go to its file as they are complete."""

    def __init__(self, folder: Path, number: int, name: str) -> None:
        self.name = name or f"Table {number + 1}"
        self.path = folder / f"{number}.csv"
        self._out = self.path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._out, lineterminator="\n")
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._rows = self._width = 0

    @property
    def is_table(self) -> bool:
        """Whether it is more than the layout of a page."""
        return self._rows >= LEAST_ROWS and self._width >= LEAST_COLUMNS

    def begin_row(self) -> None:
        self.end_row()
        self._row = []

    def begin_cell(self, place: int, width: int) -> None:
        """Begin a cell at a 1-based place (0: behind the last), as wide as some columns."""
        self._end_cell()
        if self._row is None:
            self._row = []
        self._row += [""] * (min(place, MAX_COLUMNS) - 1 - len(self._row))
        self._cell, self._span = [], width

    def write(self, text: str) -> None:
        if self._cell is not None:
            self._cell.append(text)

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
        span = min(self._span, MAX_COLUMNS - len(self._row))
        self._row += ["\n".join(filter(None, lines)), *[""] * (span - 1)][: max(span, 0)]
        self._cell = None

    def end_row(self) -> None:
        self._end_cell()
        if self._row is not None and any(self._row):
            self._writer.writerow(self._row)
            self._rows += 1
            self._width = max(self._width, sum(map(bool, self._row)))
        self._row = None

    def end(self) -> None:
        if not self._out.closed:
            self.end_row()
            self._out.close()

    def as_sheet(self) -> SheetFile:
        return SheetFile(name=self.name, path=self.path, rows=self._rows)


class _Reader(HTMLParser):
    """Follows the tags; a table inside a cell is a table of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._folder = folder
        self._sheet = ""  # name of the sheet of an XML spreadsheet
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row or cell."""
        tag, given = tag.rpartition(":")[2], dict(attrs)
        if tag in _SILENT:
            self._silent += 1
        elif tag == "worksheet":
            self._sheet = given.get("ss:name") or ""
        elif tag == "table":
            table = _Table(self._folder, len(self.tables), self._sheet)
            self.tables.append(table)
            self._open.append(table)
        elif self._open and tag in _ROWS:
            self._open[-1].begin_row()
        elif self._open and tag in _CELLS:
            over = given.get("ss:mergeacross")
            width = _number(over, 0) + 1 if over else _number(given.get("colspan"), 1)
            self._open[-1].begin_cell(_number(given.get("ss:index"), 0), width)
        elif self._open and tag in ("br", "p", "div"):
            self._open[-1].write("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An empty cell of an XML spreadsheet."""
        self.handle_starttag(tag, attrs)
        if tag.rpartition(":")[2] in ("table", *_SILENT):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a table or row."""
        tag = tag.rpartition(":")[2]
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._open and tag == "table":
            self._open.pop().end()
        elif self._open and tag in _ROWS:
            self._open[-1].end_row()

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if self._open and not self._silent:
            self._open[-1].write(data.replace("\n", " "))

    def close(self) -> None:
        """End what the file left open."""
        super().close()
        for table in self.tables:
            table.end()


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 8 else default
