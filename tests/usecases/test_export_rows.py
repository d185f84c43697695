"""Rows of imports as files: what each says, in every way of writing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from clm_desktop.core.row_fates import RowFate
from clm_desktop.core.rows import FileTotals
from clm_desktop.store.project import Project
from clm_desktop.usecases.export import RowsWish, export_rows
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.list_imports import list_imports
from clm_desktop.usecases.open_project import open_or_create
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.view.exports import HEADERS
from clm_desktop.view.words import Words

EN = Words("en", "EUR")
HEADER = "Order,Customer,Date,Product,Quantity,Total,Status\n"
MAY = '''\
1,anna@x.org,2024-05-20 14:30,Tea,1,5.00,paid
2,ben@x.org,2024-05-21,"=Cup, ""blue""",2.5,15.50,paid
3,cleo@x.org,2024-05-22,Tea,1,5.00,cancelled
4,dora@x.org,soon,Tea,1,5.00,paid
'''
JUNE = '''\
1,anna@x.org,2024-05-20 14:30,Tea,1,4.00,paid
2,ben@x.org,2024-05-21,"=Cup, ""blue""",2.5,15.50,paid
5,emil@x.org,2024-06-02,Tea,1,5.00,paid
'''
COLUMNS = {
    RowFate.CREATED: "rows_accepted",
    RowFate.CHANGED: "rows_changed",
    RowFate.KNOWN: "rows_known",
    RowFate.LEFT_OUT: "rows_left_out",
    RowFate.SET_ASIDE: "rows_set_aside",
}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with open_or_create(tmp_path / "shop.clm") as project:
        for name, rows in (("may.csv", MAY), ("june.csv", JUNE)):
            (tmp_path / name).write_text(HEADER + rows)
            import_files(project, preview_files([tmp_path / name], project=project).files)
        yield project


def saved(shop: Project, wish: RowsWish, path: Path) -> list[dict[str, str]]:
    count = export_rows(shop, wish, path, EN)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert len(found) == count
    return found


def count_of(file: FileTotals, fate: RowFate) -> int:
    return int(getattr(file, COLUMNS[fate]))


def test_that_each_fate_of_each_import_is_saved_as_it_was_counted(
    shop: Project, tmp_path: Path
) -> None:
    for record in list_imports(shop):
        for fate in RowFate:
            wish = RowsWish(fate=fate, import_id=record.import_id)
            found = saved(shop, wish, tmp_path / "rows.csv")
            assert len(found) == count_of(record.files[0], fate), (record.import_id, fate)
            assert ",".join(found[0] if found else HEADERS[fate].split(",")) == HEADERS[fate]


def test_that_a_changed_row_is_saved_with_before_and_after(shop: Project, tmp_path: Path) -> None:
    (row,) = saved(shop, RowsWish(fate=RowFate.CHANGED), tmp_path / "rows.csv")
    assert (row["import"], row["file"], row["line"], row["order_id"]) == ("2", "june.csv", "1", "1")
    assert (row["amount_before"], row["amount_after"]) == ("5.00", "4.00")
    assert row["date_before"] == row["date_after"] == "2024-05-20"
    assert row["time_after"] == "14:30:00"
    assert row["changed"] == "Money of the line"


def test_that_a_row_left_out_says_why_in_words(shop: Project, tmp_path: Path) -> None:
    (row,) = saved(shop, RowsWish(fate=RowFate.LEFT_OUT), tmp_path / "rows.csv")
    assert (row["reason"], row["why"]) == ("cancelled", "cancelled before it was paid")
    assert (row["order_id"], row["amount"]) == ("3", "5.00")


def test_that_a_row_set_aside_keeps_its_text_and_place(shop: Project, tmp_path: Path) -> None:
    (row,) = saved(shop, RowsWish(fate=RowFate.SET_ASIDE), tmp_path / "rows.csv")
    assert (row["file"], row["line"], row["reason"]) == ("may.csv", "4", "bad_date")
    assert row["raw"] == MAY.splitlines()[3]
    for_people = saved(shop, RowsWish(fate=RowFate.SET_ASIDE, way="excel"), tmp_path / "x.csv")
    assert for_people[0]["Reason"] == "a date that cannot be read"


def test_that_spreadsheets_get_titles_numbers_and_no_formula(shop: Project, tmp_path: Path) -> None:
    wish = RowsWish(fate=RowFate.CREATED, way="excel", import_id=1)
    row = saved(shop, wish, tmp_path / "rows.csv")[1]
    assert row["Product"] == '\'=Cup, "blue"'
    workbook = RowsWish(fate=RowFate.CREATED, way="xlsx", import_id=1)
    assert export_rows(shop, workbook, tmp_path / "rows.xlsx", EN) == 2
    sheet = CalamineWorkbook.from_path(tmp_path / "rows.xlsx").get_sheet_by_index(0)
    head, _, second = sheet.to_python()
    cells = dict(zip(head, second, strict=True))
    assert cells["Product"] == '=Cup, "blue"'
    assert (cells["Quantity"], cells["Money of the line"]) == (2.5, 15.5)


def test_that_rows_of_lists_are_saved_too(shop: Project, tmp_path: Path) -> None:
    for name, city in (("people.csv", "Rome"), ("people2.csv", "Oslo")):
        (tmp_path / name).write_text(
            "Customer ID,Name,Email,Phone,City\n"
            f"17,Anna,anna@x.org,+39 06 123 4567,{city}\n"
            "18,Ben,ben@x.org,+39 06 123 4568,Bari\n"
        )
        import_files(shop, preview_files([tmp_path / name], project=shop).files)
    records = list_imports(shop)[-2:]
    assert [f.info.kind.value for r in records for f in r.files] == ["customers"] * 2
    for record in records:
        for fate in RowFate:
            wish = RowsWish(fate=fate, import_id=record.import_id)
            found = saved(shop, wish, tmp_path / "rows.csv")
            assert len(found) == count_of(record.files[0], fate), (record.import_id, fate)
    wish = RowsWish(fate=RowFate.CHANGED, import_id=records[1].import_id)
    (row,) = saved(shop, wish, tmp_path / "rows.csv")
    assert (row["customer_after"], row["changed"]) == ("17", "City")
    assert "City: Rome" in row["told_before"]
    assert "City: Oslo" in row["told_after"]
    wish = RowsWish(fate=RowFate.CREATED, import_id=records[0].import_id)
    assert "E-mail: anna@x.org" in saved(shop, wish, tmp_path / "rows.csv")[0]["told"]
