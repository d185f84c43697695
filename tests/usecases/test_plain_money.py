"""Files that do not say what money they are in, beside files that do."""

from __future__ import annotations

from pathlib import Path

import pytest

from clm_desktop.core.message import Message
from clm_desktop.core.rows import ImportReceipt
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.store.project import Project
from clm_desktop.store.reading import load_transactions
from clm_desktop.store.settings import currency
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.reread_import import preview_reread
from clm_desktop.usecases.undo_import import undo_import
from clm_desktop.view.words import Words


def orders(path: Path, first: int, money: str = "") -> Path:
    lines = ["Order number,Date,Customer no,Total" + (",Currency" if money else "")]
    lines += [
        f"{first + n},2024-03-{1 + n:02},{n % 4},1000" + (f",{money}" if money else "")
        for n in range(8)
    ]
    path.write_text("\n".join(lines), "utf-8")
    return path


def take_in(project: Project, path: Path) -> tuple[ImportReceipt, tuple[Message, ...]]:
    files = preview_files([path], NULL_CONTEXT, project).files
    return import_files(project, files), files[0].notes


def told(project: Project) -> str:
    """What the files come to, as it is written on the pages."""
    tx = load_transactions(project)
    return Words("en", tx.currency).money(int(tx.line_cents.sum()), exact=True)


@pytest.mark.parametrize(
    ("money", "total"), [("JPY", "16,000.00"), ("KWD", "16,000.00"), ("EUR", "€16,000.00")]
)
def test_that_a_shop_of_plain_numbers_learns_no_currency_with_other_decimals(
    tmp_path: Path, money: str, total: str
) -> None:
    """What is in the shop was kept in hundredths: a yen would make a hundred of each."""
    with create_project(tmp_path / "s.clm", "s") as project:
        take_in(project, orders(tmp_path / "a.csv", 1))
        _, notes = take_in(project, orders(tmp_path / "b.csv", 100, money))
        assert told(project) == total
        dropped = [dict(n.params)["currency"] for n in notes if n.code == "note.plain_money"]
        assert dropped == ([] if total.startswith("€") else [money])


def test_that_the_currency_is_learned_where_nothing_else_is_in_the_shop(tmp_path: Path) -> None:
    with create_project(tmp_path / "s.clm", "s") as project:
        first, _ = take_in(project, orders(tmp_path / "a.csv", 1))
        undo_import(project, first.import_id)
        take_in(project, orders(tmp_path / "b.csv", 100, "JPY"))
        second, _ = take_in(project, orders(tmp_path / "c.csv", 200))
        assert told(project) == "¥16,000"
        (again,) = preview_reread(project, second.import_id).files
        assert (again.plain, again.counted_in, currency(project)) == (False, "JPY", "JPY")
