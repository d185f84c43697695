"""The real files that must work, to the row and to the cent."""

from __future__ import annotations

from pathlib import Path

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.text_table import read_text
from clm_desktop.store.check import check_project
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import open_or_create
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.refresh import load
from clm_desktop.usecases.undo_import import undo_import


def test_that_both_years_of_online_retail_are_counted_once(shared: Path, tmp_path: Path) -> None:
    with open_or_create(tmp_path / "shop.clm") as project:
        found = preview_files([shared / "online_retail" / "online_retail_by_year.zip"])
        assert found.questions == ()
        files = import_files(project, found.files).files
        assert [file.rows_read for file in files] == [525_461, 541_909]
        assert [file.rows_known for file in files] == [0, 22_523]
        assert [file.rows_set_aside for file in files] == [0, 0]
        tx = load(project)
        assert tx.n_customers == 5_942
        assert tx.order_cents.sum() == sum(file.total_cents for file in files)
        fees = set(tx.product_key[tx.product_is_fee])
        assert {"POST", "M", "DOT", "BANK CHARGES"} <= fees
        assert check_project(project).findings == ()


def test_that_cdnow_is_accounted_for_to_the_cent(shared: Path, tmp_path: Path) -> None:
    with open_or_create(tmp_path / "shop.clm") as project:
        found = preview_files([shared / "cdnow" / "CDNOW_master.txt"])
        first = import_files(project, found.files).files[0]
        again = import_files(project, found.files).files[0]
        assert (first.rows_accepted, again.rows_known) == (69_659, 69_659)
        tx = load(project)
        assert (tx.n_customers, int(tx.order_cents.sum())) == (23_570, 250_031_563)
        undo_import(project, 1)
        assert int(load(project).order_cents.sum()) == 250_031_563
        undo_import(project)
        assert load(project).n_orders == 0


def test_that_every_row_of_every_file_is_in_the_account_of_its_import(
    shared: Path, tmp_path: Path
) -> None:
    """Orders, items, lists and returns; what no mapping fits is read by the tests of the reader."""
    tables = (".csv", ".tsv", ".txt", ".xls", ".xlsx")
    paths = [p for p in sorted(shared.rglob("*")) if p.suffix in tables and p.is_file()]
    imported = 0
    for number, path in enumerate(paths):
        try:
            asked = preview_files([path]).questions
            answers = {question.key: question.choices[0].code for question in asked}
            found = preview_files([path], answers=answers)
        except FileError:
            continue
        read = sum(
            len(block.row) + len(block.misfits)
            for file in found.files
            for block in read_text(file.source, file.dialect, len(file.header), NULL_CONTEXT)
        )
        with open_or_create(tmp_path / f"{number}.clm") as project:
            files = import_files(project, found.files).files
        for file in files:
            known = file.rows_accepted + file.rows_known + file.rows_changed
            assert file.rows_read == known + file.rows_left_out + file.rows_set_aside, path
            aside = sum(n for _, n in file.reasons)
            assert aside == file.rows_left_out + file.rows_set_aside, path
        assert sum(file.rows_read for file in files) == read, path
        imported += len(files)
    assert imported > 50
