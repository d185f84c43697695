"""Write a table of the shop into a file for other programs or for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from clm_desktop.core.errors import RequestError
from clm_desktop.core.row_fates import RowFate
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest.types import Fate, FilePreview
from clm_desktop.plan.answers import Answers
from clm_desktop.store import history, list_history, row_history
from clm_desktop.store.lists import only_listed, people_listed
from clm_desktop.store.project import Project
from clm_desktop.usecases.addressed_table import with_addresses
from clm_desktop.usecases.count_rows import told_rows
from clm_desktop.usecases.whole_file import written_whole
from clm_desktop.usecases.write_table import Way, write_rows, write_table
from clm_desktop.view.exports import excel_table, export_table, header, set_aside_rows
from clm_desktop.view.row_exports import row_cells, row_head, set_aside_cells
from clm_desktop.view.words import Words

_ROWS_BETWEEN_CHECKS = 5_000


def demand_orders(project: Project) -> None:
    """Say so where exports have nothing to be written from.

    Raises
    ------
    RequestError
        ``no_export_of_list``: the shop is a list of people, and nothing was ever ordered.
    """
    if only_listed(project):
        raise RequestError("no_export_of_list", customers=people_listed(project))


def export_data(
    answers: Answers,
    what: str,
    path: Path,
    words: Words,
    ctx: RunContext = NULL_CONTEXT,
    *,
    top: int = 10,
    first: int | None = None,
) -> int:
    """Write an export for other programs: UTF-8 without BOM, RFC 4180, the exact header.

    ``top``: tips per list; ``first``: so many rows at most. Gives the number of rows.

    Raises
    ------
    RequestError
        ``no_export``.
    FileError
        ``cannot_write``; what stood in the file before stays.
    """
    names, rows = export_table(answers, what, words, top=top)
    return write_plain_rows(path, names, islice(rows, first), ctx)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsWish:
    """Which rows of imports are to be written, and how."""

    fate: RowFate
    way: Way = "data"
    import_id: int | None = None  # None: of all imports
    file_name: str = ""  # '' = of all files


def export_rows(
    project: Project, wish: RowsWish, path: Path, words: Words, ctx: RunContext = NULL_CONTEXT
) -> int:
    """Write what became of rows of imports, one by one, however many; gives how many.

    Raises
    ------
    RequestError
        ``import_unknown``, ``file_unknown``.
    FileError
        ``cannot_write``; what stood in the file before stays.

    Notes
    -----
    Cost: a pass over all lines and a sort; about 10 µs per row written.
    """
    _demand_known(project, wish)
    which = (wish.import_id, wish.file_name, ctx)
    head = row_head(wish.fate, words)
    if wish.fate is RowFate.SET_ASIDE:
        found = row_history.set_aside_of(project, *which)
        cells = set_aside_cells(found, words, in_words=wish.way != "data")
    else:
        lines = row_history.imported_rows(project, wish.fate, *which)
        listed = list_history.listed_rows(project, wish.fate, *which)
        cells = row_cells(wish.fate, lines, listed, words)
    return write_rows(head, cells, wish.way, path, words=words, ctx=ctx)


def _demand_known(project: Project, wish: RowsWish) -> None:
    records = history.list_imports(project)
    chosen = [r for r in records if wish.import_id is None or r.import_id == wish.import_id]
    if wish.import_id is not None and not chosen:
        raise RequestError("import_unknown", number=wish.import_id)
    names = list(dict.fromkeys(file.info.name for record in chosen for file in record.files))
    if wish.file_name and wish.file_name not in names:
        raise RequestError("file_unknown", file=wish.file_name, known=", ".join(names))


def export_checked(
    files: Sequence[FilePreview],
    fate: Fate,
    path: Path,
    currency: str = "",
    ctx: RunContext = NULL_CONTEXT,
    *,
    beside: Sequence[FilePreview] = (),
) -> int:
    """Write the rows of previewed files that would have a fate, before anything is imported."""
    rows = set_aside_rows(told_rows(files, fate, currency, ctx, beside=beside))
    return write_plain_rows(path, header("set-aside"), rows, ctx)


def export_excel(
    project: Project,
    answers: Answers,
    what: str,
    path: Path,
    *,
    words: Words,
    ctx: RunContext = NULL_CONTEXT,
) -> int:
    """Write a table as people see it: a workbook if the file is called so, else CSV for Excel.

    That of customers says how each of them can be reached, as when it is saved in the window.
    """
    table = with_addresses(project, answers, excel_table(answers, what, words), words, ctx)
    way: Way = "xlsx" if path.suffix.lower() == ".xlsx" else "excel"
    write_table(table, way, path, words, ctx)
    return len(table)


def write_plain_rows(
    path: Path, names: tuple[str, ...], rows: Iterable[tuple[str, ...]], ctx: RunContext
) -> int:
    """Write rows for other programs: UTF-8 without BOM, RFC 4180. Raises as ``export_data``."""
    count = 0
    with written_whole(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        for count, row in enumerate(rows, start=1):
            if count % _ROWS_BETWEEN_CHECKS == 0:
                ctx.report(None, "export")
            writer.writerow(row)
    return count
