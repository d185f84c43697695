"""Save a table as it is shown: for Excel, as a workbook, or as plain data."""

from __future__ import annotations

import csv
import io
import math
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np

from clm_desktop.core.money import minor_digits
from clm_desktop.core.run import RunContext
from clm_desktop.usecases.whole_file import written_whole
from clm_desktop.view.blocks import Kind, TableBlock
from clm_desktop.view.numbers import iso_date, plain_money
from clm_desktop.view.words import Words

Way = Literal["excel", "xlsx", "data"]
BOM = "\ufeff"  # without it Excel takes UTF-8 for the system's old encoding
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROWS_BETWEEN_CHECKS = 5_000
_ALWAYS = datetime(2000, 1, 1)  # the same table gives the same bytes


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
    with written_whole(path) as draft:
        if way == "xlsx":
            _write_workbook(block, draft, words, ctx)
        else:
            text = _csv_text(block, words, ctx, for_excel=way == "excel")
            draft.write_text(text, encoding="utf-8", newline="")


def _csv_text(block: TableBlock, words: Words, ctx: RunContext, *, for_excel: bool) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    titles = [column.title if for_excel else column.key for column in block.columns]
    if for_excel:
        out.write(BOM)
    writer.writerow(titles)
    kinds = [column.kind for column in block.columns]
    for start in range(0, len(block), _ROWS_BETWEEN_CHECKS):
        ctx.report(start / len(block), "export")
        columns = [
            [
                _plain(kind, value, words, guard=for_excel)
                for value in values[start : start + _ROWS_BETWEEN_CHECKS]
            ]
            for kind, values in zip(kinds, block.values, strict=True)
        ]
        writer.writerows(zip(*columns, strict=True))
    return out.getvalue()


def _plain(kind: Kind, value: object, words: Words, *, guard: bool) -> str:
    """A value for machines; risk levels as words, because their numbers say nothing."""
    if kind is Kind.TEXT:
        text = str(value)
        return f"'{text}" if guard and text.startswith(_STARTS_FORMULA) else text
    number = float(value)  # type: ignore[arg-type]  # all other kinds hold numbers
    if kind is Kind.RISK:
        return words.risk(int(number)) if number >= 0 else ""
    if not math.isfinite(number):
        return ""
    if kind is Kind.MONEY:
        return plain_money(number, words.currency)
    if kind in (Kind.WHOLE, Kind.DAYS):
        return str(round(number))
    return iso_date(number) if kind is Kind.DATE else f"{number:.6g}"


def _write_workbook(block: TableBlock, path: Path, words: Words, ctx: RunContext) -> None:
    import xlsxwriter  # only those who export wait for it

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _ALWAYS})
        sheet = book.add_worksheet("".join(c for c in block.title if c not in "[]:*?/\\")[:31])
        bold = book.add_format({"bold": True})
        formats = {
            Kind.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
            Kind.SHARE: book.add_format({"num_format": "0%"}),
            Kind.STRENGTH: book.add_format({"num_format": "0%"}),
            Kind.MONEY: book.add_format({"num_format": "#,##0.00"}),
            Kind.WHOLE: book.add_format({"num_format": "#,##0"}),
        }
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(block.columns):
            sheet.set_column(place, place, max(column.width, len(column.title)) + 2)
            sheet.write_string(0, place, column.title, bold)
        digits = minor_digits(words.currency)
        for row in range(len(block)):
            if row % _ROWS_BETWEEN_CHECKS == 0:
                ctx.report(row / len(block), "export")
            for place, column in enumerate(block.columns):
                value = _cell(column.kind, block.values[place][row], words, digits)
                if isinstance(value, str):
                    sheet.write_string(row + 1, place, value)
                elif value is not None:
                    sheet.write_number(row + 1, place, value, formats.get(column.kind))
        if len(block):
            sheet.autofilter(0, 0, len(block), len(block.columns) - 1)


_EXCEL_EPOCH_DAYS = 25_569  # 1970-01-01 as Excel counts days


def _cell(kind: Kind, value: object, words: Words, digits: int) -> str | float | None:
    if kind is Kind.TEXT:
        return str(value)
    number = float(value)  # type: ignore[arg-type]  # all other kinds hold numbers
    if kind is Kind.RISK:
        return words.risk(int(number)) if number >= 0 else ""
    if not np.isfinite(number):
        return None
    if kind is Kind.DATE:
        return number + _EXCEL_EPOCH_DAYS
    return number / 10**digits if kind is Kind.MONEY else number
