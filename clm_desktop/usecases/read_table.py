"""The table in a file as the reader understands it, cells as text: what an import starts from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest.sources import expand
from clm_desktop.ingest.text_table import write_csv
from clm_desktop.usecases.whole_file import written_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReceipt:
    """What was written, and which tables of the file were left."""

    table: str
    rows: int
    other_tables: tuple[str, ...]


def read_table(path: Path, target: Path, ctx: RunContext = NULL_CONTEXT) -> ReadReceipt:
    """Write the first table of a file as CSV (RFC 4180, UTF-8, header first), atomically.

    Raises
    ------
    FileError
        The file holds no table that can be read; ``cannot_write``.
    """
    first, *others = sorted(expand((path,), ctx), key=lambda source: source.hidden)
    with written_whole(target) as draft:
        rows = write_csv(first, draft, ctx)
    return ReadReceipt(table=first.name, rows=rows, other_tables=tuple(s.name for s in others))
