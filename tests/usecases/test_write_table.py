"""Tables that leave the window."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from clm_desktop.core.days import date_of
from clm_desktop.core.errors import FileError
from clm_desktop.core.guard import guarded, unguarded
from clm_desktop.core.run import NULL_CONTEXT, Cancelled
from clm_desktop.ingest.meaning.identity import tidy
from clm_desktop.usecases.write_table import BOM, write_table
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.words import Words

NAMES = ["Anna, the first", "=cmd|'/c calc'!A0", '王芳 "x"', "line\nbreak"]
DAY = 19_000


def table() -> TableBlock:
    columns = (
        Column(key="customer", title="Customer", kind=Kind.TEXT),
        Column(key="spent", title="Spent", kind=Kind.MONEY),
        Column(key="last", title="Last order", kind=Kind.DATE),
        Column(key="risk", title="Risk", kind=Kind.RISK),
        Column(key="p", title="Chance", kind=Kind.SHARE),
    )
    values = (
        np.array(NAMES, dtype=object),
        np.array([123456, -50, 0, 99]),
        np.array([DAY, DAY + 1, np.nan, DAY]),
        np.array([2, -1, 0, 1], dtype=np.int8),
        np.array([0.25, np.nan, 1.0, 0.5]),
    )
    return TableBlock(name="t", title="All: customers", columns=columns, values=values)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_that_plain_data_is_what_the_table_holds(tmp_path: Path) -> None:
    write_table(table(), "data", tmp_path / "t.csv", Words("en", "USD"), NULL_CONTEXT)
    assert not (tmp_path / "t.csv").read_text("utf-8").startswith(BOM)
    head, *body = rows(tmp_path / "t.csv")
    assert head == ["customer", "spent", "last", "risk", "p"]
    assert [row[0] for row in body] == NAMES
    assert [row[1] for row in body] == ["1234.56", "-0.50", "0.00", "0.99"]
    assert body[0][2:] == [date_of(DAY).isoformat(), "High", "0.25"]
    assert body[1][3:] == ["", ""]
    assert body[2][2] == ""


def test_that_a_spreadsheet_runs_nothing_and_reads_chinese(tmp_path: Path) -> None:
    write_table(table(), "excel", tmp_path / "t.csv", Words("zh", "CNY"), NULL_CONTEXT)
    assert (tmp_path / "t.csv").read_text("utf-8").startswith(BOM)
    head, *body = rows(tmp_path / "t.csv")
    assert head[0] == "Customer"
    assert body[1][0] == "'" + NAMES[1]
    assert body[2][0] == NAMES[2]
    assert body[0][3] == "高"


def test_that_a_workbook_holds_numbers_and_dates_and_no_formula(tmp_path: Path) -> None:
    write_table(table(), "xlsx", tmp_path / "t.xlsx", Words("en", "JPY"), NULL_CONTEXT)
    book = CalamineWorkbook.from_path(tmp_path / "t.xlsx")
    assert book.sheet_names == ["All customers"]
    head, *body = book.get_sheet_by_index(0).to_python()
    assert head == [column.title for column in table().columns]
    assert body[1][0] == NAMES[1]
    assert body[0][1] == 123456.0  # yen have no minor unit
    assert body[0][2] == date_of(DAY)
    assert body[1][4] == ""


@pytest.mark.parametrize(("currency", "shown"), [("JPY", "#,##0"), ("EUR", "#,##0.00")])
def test_that_money_is_shown_in_the_units_that_the_currency_has(
    tmp_path: Path, currency: str, shown: str
) -> None:
    write_table(table(), "xlsx", tmp_path / "t.xlsx", Words("en", currency), NULL_CONTEXT)
    with ZipFile(tmp_path / "t.xlsx") as book:
        styles = book.read("xl/styles.xml").decode()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    codes = dict(re.findall(r'numFmtId="(\d+)" formatCode="([^"]+)"', styles))
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles.partition("<cellXfs")[2])
    cell = re.search(r'r="B2" s="(\d+)"', sheet)
    assert cell is not None
    assert codes[formats[int(cell[1])]] == shown


@pytest.mark.parametrize("way", ["data", "excel", "xlsx"])
def test_that_a_stopped_export_leaves_the_old_file(tmp_path: Path, way: str) -> None:
    class Stopped:
        def report(self, _fraction: float | None, _stage: str) -> None:
            raise Cancelled

        def check(self) -> None:
            raise Cancelled

        def part(self, _start: float, _end: float) -> Stopped:
            return self

    file = tmp_path / "t"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(Cancelled):
        write_table(table(), way, file, Words("en"), Stopped())  # type: ignore[arg-type]
    assert file.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_that_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileError) as error:
        write_table(table(), "data", tmp_path / "no" / "t.csv", Words("en"), NULL_CONTEXT)
    assert Words("en").say(error.value.message)


def test_that_a_workbook_does_not_tell_when_it_was_made(tmp_path: Path) -> None:
    write_table(table(), "xlsx", tmp_path / "a.xlsx", Words("en", "USD"), NULL_CONTEXT)
    with ZipFile(tmp_path / "a.xlsx") as book:
        assert str(date.today().year) not in book.read("docProps/core.xml").decode()


PAYLOADS = [
    "=1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "　=1",
]


def text_table(texts: list[str]) -> TableBlock:
    column = Column(key="text", title="Text", kind=Kind.TEXT)
    values = np.empty(len(texts), dtype=object)
    values[:] = texts
    return TableBlock(name="t", title="t", columns=(column,), values=(values,))


def test_that_no_writing_of_a_formula_gets_past_the_guard(tmp_path: Path) -> None:
    write_table(text_table(PAYLOADS), "excel", tmp_path / "t.csv", Words("en"), NULL_CONTEXT)
    assert [cell for (cell,) in rows(tmp_path / "t.csv")[1:]] == [f"'{p}" for p in PAYLOADS]


_TRICKY = st.text(alphabet="'=+-@＝＋－＠ \t\r\n　a1", max_size=8)


@given(_TRICKY | st.text(max_size=12))
@example("''")
@example("''a")
@example("\u200b'a")
@example("'\r`")
def test_that_the_importer_takes_off_exactly_the_guard(text: str) -> None:
    assert unguarded(guarded(text)) == text
    kept = tidy(text)  # as the importer would have kept it
    assert tidy(guarded(kept)) == kept


def test_that_a_workbook_goes_on_where_a_sheet_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clm_desktop.usecases.write_table.SHEET_ROWS", 3)
    texts = [f"row {i}" for i in range(7)]
    write_table(text_table(texts), "xlsx", tmp_path / "t.xlsx", Words("en"), NULL_CONTEXT)
    book = CalamineWorkbook.from_path(tmp_path / "t.xlsx")
    sheets = [book.get_sheet_by_index(i).to_python() for i in range(len(book.sheet_names))]
    assert book.sheet_names == ["t", "t 2", "t 3"]
    assert all(sheet[0] == ["Text"] for sheet in sheets)
    assert [cell for sheet in sheets for (cell,) in sheet[1:]] == texts
