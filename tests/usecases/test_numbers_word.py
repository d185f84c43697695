"""The owner's word about whose numbers a file bears is kept, and holds for what comes later."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clm_desktop.core.errors import RequestError
from clm_desktop.core.rows import NOT_SAID, OTHER_SHOP, FileTotals, NumbersWord
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.reading import load_transactions
from clm_desktop.store.undo import undo_import
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.numbers_word import word_of_names
from clm_desktop.usecases.preview_files import Told, preview_files
from clm_desktop.usecases.reread_import import preview_reread, reread_import

TILL = ("Receipt No", "Member No", "Date", "Product", "Amount")
WEB = ("Order", "Customer", "Ordered at", "Item", "Total")
ANOTHER = NumbersWord(orders=OTHER_SHOP, customers=OTHER_SHOP)


def sheet(path: Path, header: tuple[str, ...], month: int, extra: int = 0) -> Path:
    """Orders of a month by ten customers, as other shops have them but for the prices."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(header)
        for day in range(1, 28):
            number = 27 * (month - 1) + day
            sold = f"{4 + number % 7 + extra / 100:.2f}"
            out.writerow([number, number % 10 + 1, f"2024-{month:02d}-{day:02d}", "Tea", sold])
    return path


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "shop.clm", "shop") as project:
        yield project


def bring(project: Project, *paths: Path, word: NumbersWord | None = None) -> list[FileTotals]:
    told = None if word is None else Told(numbers=word)
    return list(import_files(project, preview_files(paths, project=project, told=told).files).files)


def kept_apart(project: Project) -> int:
    return sum("(" in key for key in load_transactions(project).order_key.tolist())


def test_that_the_word_survives_undo_and_import_anew(shop: Project, tmp_path: Path) -> None:
    till, web = sheet(tmp_path / "till.csv", TILL, 1), sheet(tmp_path / "web.csv", WEB, 1)
    bring(shop, till)
    (seems,) = bring(shop, web)
    assert (seems.orders_of, seems.rows_known) == ("", 27)
    undo_import(shop, 2)
    (said,) = bring(shop, web, word=ANOTHER)
    assert said.orders_of == said.customers_of == "2"
    assert kept_apart(shop) == 27
    undo_import(shop, 2)
    (again,) = bring(shop, web)
    assert (again.orders_of, again.customers_of) == ("2", "2")


def test_that_later_files_of_the_shop_follow_the_word(shop: Project, tmp_path: Path) -> None:
    bring(shop, sheet(tmp_path / "till.csv", TILL, 1, extra=900))
    months = [sheet(tmp_path / f"web {m}.csv", WEB, m) for m in (1, 2, 3)]
    first, second = bring(shop, *months[:2], word=ANOTHER)
    assert first.orders_of == second.orders_of == "2"  # one new shop, not two
    (third,) = bring(shop, months[2])
    assert (third.orders_of, third.customers_of) == ("2", "2")
    (till,) = bring(shop, sheet(tmp_path / "till 2.csv", TILL, 2, extra=900))
    assert (till.orders_of, till.customers_of) == ("", "")


def test_that_one_layout_of_two_shops_is_not_all_the_other_shop(
    shop: Project, tmp_path: Path
) -> None:
    bring(shop, sheet(tmp_path / "north.csv", TILL, 1))
    bring(shop, sheet(tmp_path / "south.csv", TILL, 1, extra=900), word=ANOTHER)
    (north,) = bring(shop, sheet(tmp_path / "north, again.csv", TILL, 1))
    assert north.orders_of == ""
    assert north.rows_known == 27


def test_that_the_word_can_be_said_and_taken_back_while_reading_anew(
    shop: Project, tmp_path: Path
) -> None:
    bring(shop, sheet(tmp_path / "till.csv", TILL, 1))
    bring(shop, sheet(tmp_path / "web.csv", WEB, 1))
    for word, apart in ((ANOTHER, 27), (NOT_SAID, 0)):
        read = preview_reread(shop, 2).files
        reread_import(shop, 2, [replace(file, numbers=word) for file in read])
        assert kept_apart(shop) == apart
        (file,) = preview_reread(shop, 2).files
        assert (file.numbers.orders or "", file.numbers.orders is None) == (
            "2" if apart else "",
            not apart,
        )


def test_that_a_source_is_named_by_itself_or_by_a_file(shop: Project, tmp_path: Path) -> None:
    bring(shop, sheet(tmp_path / "till.csv", TILL, 1))
    bring(shop, sheet(tmp_path / "web.csv", WEB, 1), word=ANOTHER)
    assert word_of_names(shop, "web.csv", "till.csv") == NumbersWord(orders="2", customers="")
    assert word_of_names(shop, "2", "new") == NumbersWord(orders="2", customers=OTHER_SHOP)
    assert word_of_names(shop, None, None) == NOT_SAID
    with pytest.raises(RequestError, match="unknown_choice"):
        word_of_names(shop, "nowhere.csv", None)
