"""Small tables that the owner hands in beside orders: contacts made, money spent, consents.

Their columns have fixed names; cells are read as any file's are (encodings, workbooks, spaces),
and every row is either taken or told with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.errors import FileError
from clm_desktop.core.rows import SetAside
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest.sniff import look
from clm_desktop.ingest.sources import expand
from clm_desktop.ingest.text_table import read_text
from clm_desktop.ingest.values.amounts import parse_amounts
from clm_desktop.ingest.values.dates import parse_dates

_THOUSAND_DIGITS = 3
_GROUPED = re.compile(r"\D*[1-9]\d{0,2}\.\d{3}\D*")  # 1.500, € 12.500


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTable:
    """The wanted columns of a table, row by row; one text per name, '' where there is none."""

    name: str  # of the file
    names: tuple[str, ...]
    titles: Mapping[str, str]  # what the file itself calls them
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # 1-based number of the row, its cells
    set_aside: tuple[SetAside, ...]  # rows that are not cut like the others


def told_table(
    path: Path,
    columns: Mapping[str, Sequence[str]],
    optional: Sequence[str] = (),
    ctx: RunContext = NULL_CONTEXT,
) -> ToldTable:
    """Read the columns of a file; ``columns`` gives other titles that each may have.

    Raises
    ------
    FileError
        ``told_columns`` where a column is missing, and as for every file.
    """
    source = expand((path,), ctx)[0]
    table = look(source, ctx)
    at = columns_at(table.header, columns)
    missing = [name for name in columns if name not in at and name not in optional]
    if missing:
        raise FileError(
            "told_columns", name=path.name, missing=", ".join(missing), known=",".join(columns)
        )
    rows: list[tuple[int, tuple[str, ...]]] = []
    aside: list[SetAside] = []
    for block in read_text(source, table.dialect, table.n_columns, ctx):
        aside += [
            SetAside(row=m.row, column="", value="", reason=m.reason, raw=m.raw)
            for m in block.misfits
        ]
        nothing = [""] * len(block.row)
        cells = [
            block.columns[at[name]].texts().tolist() if name in at else nothing for name in columns
        ]
        told = (tuple(str(c).strip() for c in row) for row in zip(*cells, strict=True))
        rows += zip(block.row.tolist(), told, strict=True)
    return ToldTable(
        name=path.name,
        names=tuple(columns),
        titles={name: table.header[place].strip() for name, place in at.items()},
        rows=tuple(rows),
        set_aside=tuple(aside),
    )


def columns_at(header: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Where each column stands that a first line names, by its own or another of its titles."""
    titles = [_folded(title) for title in header]
    at: dict[str, int] = {}
    for name, others in columns.items():
        known = [titles.index(t) for t in map(_folded, (name, *others)) if t in titles]
        if known:
            at[name] = known[0]
    return at


def day_in(cell: str) -> int | None:
    """Day of a date whose year stands first, None where it is none."""
    seconds, read = parse_dates(np.array([cell], object), {})
    return int(seconds[0]) // SECONDS_PER_DAY if read[0] else None


def number_in(cell: str, decimals: int = 0) -> int | None:
    """A number in units of 10^-decimals, with a point or a comma; None where it is none.

    A point before three digits groups thousands, unless there are as many decimals.
    """
    groups = decimals < _THOUSAND_DIGITS and _GROUPED.fullmatch(cell) is not None
    for mark in (",", ".") if groups else (".", ","):
        value, read = parse_amounts(np.array([cell], object), mark, decimals)
        if read[0]:
            return int(value[0])
    return None


def aside(
    table: ToldTable, row: int, cells: Sequence[str], column: str = "", reason: str = ""
) -> SetAside:
    """A row that is not taken, with what was wrong with it, in the column as the file calls it."""
    value = cells[table.names.index(column)] if column in table.names else ""
    title = table.titles.get(column, column)
    return SetAside(row=row, column=title, value=value, reason=reason, raw=",".join(cells))


def _folded(title: str) -> str:
    return title.strip().casefold().replace(" ", "_")
