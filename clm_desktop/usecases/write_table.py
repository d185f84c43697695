"""Save a table as it is shown: for Excel, as a workbook, or as plain data."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from clm_desktop.core.guard import guarded
from clm_desktop.core.money import minor_digits
from clm_desktop.core.run import RunContext
from clm_desktop.usecases.whole_file import written_whole
from clm_desktop.view.blocks import Kind, TableBlock, TableHead
from clm_desktop.view.numbers import iso_date, plain_money
from clm_desktop.view.words import Words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Way = Literal["excel", "xlsx", "data"]
Row = Sequence[object]  # raw values, one per column
BOM = "\ufeff"  # without it Excel takes UTF-8 for the system's old encoding
_ROWS_BETWEEN_CHECKS = 5_000
_ALWAYS = datetime(2000, 1, 1)  # the same table gives the same bytes
SHEET_ROWS = 1_048_575  # below the titles; Excel's limit
_CELL_LETTERS = 32_767  # Excel's limit
_TITLE_LETTERS = 31


def write_table(block: TableBlock, way: Way, path: Path, words: Words, ctx: RunContext) -> None:
    """Write a table to a file that is either whole or not there.

    ``data`` writes column keys and plain values (ISO dates, decimal points, shares as 0..1);
    ``excel`` the titles and the same plain values after a byte order mark; ``xlsx`` real numbers
    and dates in a workbook. Texts that a spreadsheet would run as a formula stay text.

    Raises
    ------
    FileError
        ``cannot_write`` when the folder or the file does not allow it.
    """
    size = len(block)

    def rows() -> Iterator[Row]:
        for start in range(0, size, _ROWS_BETWEEN_CHECKS):
            ctx.report(start / size, "export")
            part = (values[start : start + _ROWS_BETWEEN_CHECKS] for values in block.values)
            yield from zip(*part, strict=True)

    with written_whole(path) as draft:
        head = TableHead(title=block.title, columns=block.columns)
        _write(head, rows(), way, draft, words)


def write_rows(
    head: TableHead, rows: Iterable[Row], way: Way, path: Path, *, words: Words, ctx: RunContext
) -> int:
    """Write rows as they come, any number of them; gives how many. Errors as ``write_table``.

    A workbook gets a further sheet where one is full.
    """

    def watched() -> Iterator[Row]:
        for number, one in enumerate(rows):
            if number % _ROWS_BETWEEN_CHECKS == 0:
                ctx.report(None, "export")
            yield one

    with written_whole(path) as draft:
        return _write(head, watched(), way, draft, words)


def _write(head: TableHead, rows: Iterator[Row], way: Way, path: Path, words: Words) -> int:
    if way == "xlsx":
        return _write_workbook(head, rows, path, words)
    return _write_csv(head, rows, path, words, for_excel=way == "excel")


def _write_csv(
    head: TableHead, rows: Iterator[Row], path: Path, words: Words, *, for_excel: bool
) -> int:
    kinds = [column.kind for column in head.columns]
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        if for_excel:
            stream.write(BOM)
        writer.writerow([column.title if for_excel else column.key for column in head.columns])
        for row in rows:
            cells = zip(kinds, row, strict=True)
            writer.writerow([_plain(kind, value, words, guard=for_excel) for kind, value in cells])
            count += 1
    return count


def _plain(kind: Kind, value: object, words: Words, *, guard: bool) -> str:
    """A value for machines; risk levels as words, because their numbers say nothing."""
    if kind is Kind.TEXT:
        text = str(value)
        return guarded(text) if guard else text
    number = _float(value)
    if kind is Kind.RISK:
        return words.risk(int(number)) if number >= 0 else ""
    if not math.isfinite(number):
        return ""
    if kind is Kind.MONEY:
        return plain_money(number, words.currency)
    if kind in (Kind.WHOLE, Kind.DAYS):
        return str(round(number))
    exact = "15g" if kind is Kind.DECIMAL else "6g"
    return iso_date(number) if kind is Kind.DATE else f"{number:.{exact}}"


def _write_workbook(head: TableHead, rows: Iterator[Row], path: Path, words: Words) -> int:
    digits = minor_digits(words.currency)
    count = 0
    with _workbook(path) as book:
        formats = {
            kind: book.add_format({"num_format": number_format})
            for kind, number_format in _NUMBER_FORMATS.items()
        }
        formats[Kind.MONEY] = book.add_format({"num_format": f"#,##0.{'0' * digits}".rstrip(".")})
        for number, part in enumerate(_sheets(rows), start=1):
            sheet = _new_sheet(book, head, number)
            height = 0
            for height, row in enumerate(part, start=1):
                cells = zip(head.columns, row, strict=True)
                for place, (column, raw) in enumerate(cells):
                    value = _cell(column.kind, raw, words, digits)
                    if isinstance(value, str):
                        sheet.write_string(height, place, value)
                    elif value is not None:
                        sheet.write_number(height, place, value, formats.get(column.kind))
            if height:
                sheet.autofilter(0, 0, height, len(head.columns) - 1)
            count += height
    return count


_NUMBER_FORMATS = {
    Kind.DATE: "yyyy-mm-dd",
    Kind.SHARE: "0%",
    Kind.STRENGTH: "0%",
    Kind.WHOLE: "#,##0",
}


@contextmanager
def _workbook(path: Path) -> Iterator[Workbook]:
    import xlsxwriter  # only those who export wait for it

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _ALWAYS})
        yield book


def _sheets(rows: Iterator[Row]) -> Iterator[Iterator[Row]]:
    """Cut rows into what fits on a sheet; there is at least one."""
    first: list[Row] = list(islice(rows, 1))
    while True:
        yield chain(first, islice(rows, SHEET_ROWS - len(first)))
        first = list(islice(rows, 1))
        if not first:
            return


def _new_sheet(book: Workbook, head: TableHead, number: int) -> Worksheet:
    name = "".join(c for c in head.title if c not in "[]:*?/\\").strip("'")
    more = f" {number}" if number > 1 else ""
    sheet = book.add_worksheet(name[: _TITLE_LETTERS - len(more)] + more)
    bold: Format = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(head.columns):
        sheet.set_column(place, place, max(column.width, len(column.title)) + 2)
        sheet.write_string(0, place, column.title, bold)
    return sheet


_EXCEL_EPOCH_DAYS = 25_569  # 1970-01-01 as Excel counts days


def _cell(kind: Kind, value: object, words: Words, digits: int) -> str | float | None:
    if kind is Kind.TEXT:
        text = str(value)
        return text if len(text) <= _CELL_LETTERS else text[: _CELL_LETTERS - 1] + "…"
    number = _float(value)
    if kind is Kind.RISK:
        return words.risk(int(number)) if number >= 0 else ""
    if not math.isfinite(number):
        return None
    if kind is Kind.DATE:
        return number + _EXCEL_EPOCH_DAYS
    return number / 10**digits if kind is Kind.MONEY else number


def _float(value: object) -> float:
    """A number; not told is nan."""
    return math.nan if value is None else float(value)  # type: ignore[arg-type]  # never a text
