"""Write a table of the shop into a file for other programs or for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest.types import Fate, FilePreview
from clm_desktop.plan.answers import Answers
from clm_desktop.store import history
from clm_desktop.store.project import Project
from clm_desktop.usecases.count_rows import told_rows
from clm_desktop.usecases.whole_file import written_whole
from clm_desktop.usecases.write_table import Way, write_table
from clm_desktop.view.exports import excel_table, export_table, header, set_aside_rows
from clm_desktop.view.words import Words

_ROWS_BETWEEN_CHECKS = 5_000


def export_data(
    answers: Answers,
    what: str,
    path: Path,
    words: Words,
    ctx: RunContext = NULL_CONTEXT,
    *,
    top: int = 10,
) -> int:
    """Write an export for other programs: UTF-8 without BOM, RFC 4180, the exact header.

    Gives the number of rows.

    Raises
    ------
    RequestError
        ``no_export``.
    FileError
        ``cannot_write``; what stood in the file before stays.
    """
    names, rows = export_table(answers, what, words, top=top)
    return _write_rows(path, names, rows, ctx)


def export_set_aside(project: Project, path: Path, ctx: RunContext = NULL_CONTEXT) -> int:
    """Write every row that could not be understood, with its reason."""
    rows = set_aside_rows(history.set_aside_rows(project, ctx=ctx))
    return _write_rows(path, header("set-aside"), rows, ctx)


def export_checked(
    files: Sequence[FilePreview],
    fate: Fate,
    path: Path,
    currency: str = "",
    ctx: RunContext = NULL_CONTEXT,
) -> int:
    """Write the rows of previewed files that would have a fate, before anything is imported."""
    rows = set_aside_rows(told_rows(files, fate, currency, ctx))
    return _write_rows(path, header("set-aside"), rows, ctx)


def export_excel(
    answers: Answers, what: str, path: Path, words: Words, ctx: RunContext = NULL_CONTEXT
) -> int:
    """Write a table as people see it: a workbook if the file is called so, else CSV for Excel."""
    table = excel_table(answers, what, words)
    way: Way = "xlsx" if path.suffix.lower() == ".xlsx" else "excel"
    write_table(table, way, path, words, ctx)
    return len(table)


def _write_rows(
    path: Path, names: tuple[str, ...], rows: Iterable[tuple[str, ...]], ctx: RunContext
) -> int:
    count = 0
    with written_whole(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        for count, row in enumerate(rows, start=1):
            if count % _ROWS_BETWEEN_CHECKS == 0:
                ctx.report(None, "export")
            writer.writerow(row)
    return count
