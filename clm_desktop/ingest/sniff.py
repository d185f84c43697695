"""How a table is cut into cells and what it begins with."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from clm_desktop.core.errors import FileError
from clm_desktop.core.message import Message
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.cutting import encoding as encodings
from clm_desktop.ingest.cutting.content import open_source
from clm_desktop.ingest.cutting.dialect import detect, modal_width
from clm_desktop.ingest.cutting.layout import Layout, Record, find_layout
from clm_desktop.ingest.cutting.records import Cutter, clean_text, split_lines, visible
from clm_desktop.ingest.cutting.rows import Fitter
from clm_desktop.ingest.cutting.scan import Scan, scan
from clm_desktop.ingest.types import Choice, Dialect, Question, Sniffed, Source
from clm_desktop.ingest.workbook import sheet_csv

SAMPLE_ROWS = 200
HEAD_RECORDS = 600
WORKBOOK_HEAD_ROWS = 600


_REPEATED = re.compile(r"^(\S.*?)(?: \1)+$")  # the same name in each row of the header


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What :func:`look` found; ``header`` is () where the file has none."""

    scan: Scan
    dialect: Dialect
    header: tuple[str, ...]
    n_columns: int
    sample: tuple[tuple[str, ...], ...]
    rows_estimated: int
    rival: str  # a second encoding that is nearly as probable
    notes: tuple[Message, ...]


def sniff(source: Source, ctx: RunContext, encoding: str = "") -> Sniffed:
    """Cut the beginning of a table into header and first rows, as :func:`read_text` will.

    ``encoding`` overrides what the bytes suggest (the owner's answer to the question), but not
    what they say themselves: a BOM, valid UTF-8.

    Raises
    ------
    FileError
        ``header_only`` and everything that opening the source may raise.
    """
    table = look(source, ctx, encoding)
    if not table.sample:
        raise FileError("header_only" if table.header else "empty_file", name=source.name)
    made_up = tuple(f"Column {i + 1}" for i in range(table.n_columns))
    return Sniffed(
        source=source,
        size_bytes=table.scan.size_bytes,
        sha256=table.scan.sha256,
        dialect=table.dialect,
        header=tuple(_REPEATED.sub(r"\1", name) for name in table.header) or made_up,
        sample=table.sample,
        rows_estimated=table.rows_estimated,
        questions=_questions(table),
        notes=table.notes,
    )


def look(source: Source, ctx: RunContext, encoding: str = "") -> Table:
    """What a source is cut like; unlike :func:`sniff` it also accepts a table without rows."""
    if source.sheet:
        return _look_at_sheet(source, ctx)
    with open_source(source) as (stream, size):
        seen = scan(stream, size, ctx)
    reading = encodings.detect(seen, encodings.system_code_page())
    if encoding and not reading.is_certain:
        reading = encodings.Reading(encoding=encoding)
    head = clean_head(seen.head.decode(reading.encoding, "replace"))
    ctx.check()
    samples = [head, *(_inner(part, reading.encoding) for part in (seen.middle, seen.tail))]
    dialect, width = detect(samples, reading.encoding)
    ctx.check()
    return _table(seen, dialect, width, head, reading.rival)


def clean_head(text: str) -> str:
    """Text without BOM and end of file mark; NULs stay when they may be the escape."""
    return text.removeprefix("\ufeff").removesuffix("\x1a")


def _look_at_sheet(source: Source, ctx: RunContext) -> Table:
    with open_source(source) as (stream, size):
        whole = scan(stream, size, ctx)
    with sheet_csv(source, ctx) as sheet:
        text = _first_rows(sheet.path)
        rows = sheet.rows
    dialect = Dialect(encoding="", delimiter=",", quote='"', header_row=0, first_row=0)
    widths = Counter(
        len(r.cells) for _, r in Cutter(dialect).records(*split_lines(text)) if visible(r.cells)
    )
    if not widths:
        raise FileError("empty_file", name=source.name)
    digest = sha256(f"{whole.sha256}\0{source.sheet}".encode()).hexdigest()
    table = _table(replace(whole, sha256=digest), dialect, modal_width(widths), text, "")
    return replace(table, rows_estimated=max(0, rows - max(0, table.dialect.first_row)))


def _first_rows(path: Path) -> str:
    """First rows of a sheet as CSV; a row ends where its quotes are balanced."""
    lines: list[str] = []
    rows = quotes = 0
    with path.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            lines.append(line)
            quotes += line.count('"')
            rows += quotes % 2 == 0
            if rows == WORKBOOK_HEAD_ROWS:
                break
    return "".join(lines)


def _inner(part: bytes, encoding: str) -> str:
    """The whole lines inside a piece that was cut anywhere."""
    if encoding.startswith("utf-16"):
        return ""  # may begin in the middle of a character
    text = part.decode(encoding.removesuffix("-sig"), "replace")
    end = "\n" if "\n" in text else "\r"
    return text[text.find(end) + 1 : text.rfind(end) + 1]


def _table(seen: Scan, dialect: Dialect, width: int, head: str, rival: str) -> Table:
    lines, ends = split_lines(head)
    records = [
        Record(line=at, cells=record.cells)
        for (at, record), _ in zip(
            Cutter(dialect, width).records(lines, ends), range(HEAD_RECORDS), strict=False
        )
    ]
    layout = find_layout(records, width)
    dialect = replace(dialect, header_row=layout.header_row, first_row=max(0, layout.first_row))
    sample = _sample(lines, ends, dialect, layout) if layout.first_row >= 0 else ()
    line_bytes = max(1, len(seen.head)) / max(1, len([x for x in lines if x]))
    return Table(
        scan=seen,
        dialect=dialect,
        header=layout.header,
        n_columns=layout.n_columns,
        sample=sample,
        rows_estimated=max(len(sample), round(seen.size_bytes / line_bytes) - 1),
        rival=rival,
        notes=layout.notes,
    )


def _sample(
    lines: list[str], ends: list[str], dialect: Dialect, layout: Layout
) -> tuple[tuple[str, ...], ...]:
    lines, ends = lines[layout.first_row :], ends[layout.first_row :]
    fitter = Fitter(dialect, layout.n_columns, layout.header)
    records = [
        (at, r)
        for (at, r), _ in zip(
            Cutter(dialect, layout.n_columns).records(lines, ends),
            range(HEAD_RECORDS),
            strict=False,
        )
        if visible(r.cells)
    ]
    fitter.learn([r.cells for _, r in records if len(r.cells) == layout.n_columns])
    rows = (
        fitter.fit(r.cells, "\n".join(lines[at : at + r.n_lines]))
        for at, r in records[:SAMPLE_ROWS]
    )
    return tuple(tuple(clean_text(c) for c in row) for row in rows if row is not None)


def _questions(table: Table) -> tuple[Question, ...]:
    if not table.rival:
        return ()
    pair = ((table.dialect.encoding, table.rival), (table.rival, table.dialect.encoding))
    choices = tuple(
        Choice(code=mine, example=encodings.examples(table.scan.non_ascii, mine, other))
        for mine, other in pair
    )
    return (Question(key="encoding", message=Message.of("question.encoding"), choices=choices),)
