"""A product written in several ways is one product; what files told stays as told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clm_desktop.core.spelling import spelling
from clm_desktop.store.check import check_project
from clm_desktop.store.lists import load_product_list
from clm_desktop.store.project import Project
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import open_or_create
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.refresh import load
from clm_desktop.usecases.undo_import import undo_import

HEADER = "order,customer,date,sku,product,quantity,total\n"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with open_or_create(tmp_path / "shop.clm") as project:
        yield project


def take(shop: Project, path: Path, text: str) -> int:
    path.write_text(text, encoding="utf-8")
    receipt = import_files(shop, preview_files([path], project=shop).files)
    assert check_project(shop).findings == ()
    assert all(f.rows_read == f.rows_accepted + f.rows_known for f in receipt.files)
    return receipt.import_id


def products(shop: Project) -> dict[str, tuple[str, float]]:
    """Key -> name, pieces."""
    tx = load(shop)
    pieces = dict.fromkeys(tx.product_key.tolist(), 0.0)
    for at, n in zip(tx.line_product.tolist(), tx.line_quantity.tolist(), strict=True):
        pieces[str(tx.product_key[at])] += n
    return {
        str(key): (str(name), pieces[key])
        for key, name in zip(tx.product_key.tolist(), tx.product_name.tolist(), strict=True)
    }


def test_that_case_and_width_make_no_other_product_and_the_first_writing_stands(
    shop: Project, tmp_path: Path
) -> None:
    first = HEADER + "1,a,2024-01-05,84997c,,1,5\n1,a,2024-01-05,T-1,Tea,1,5\n"
    second = HEADER + "2,a,2024-02-05,84997C,Cutlery,2,5\n2,a,2024-02-05,\uff34-1,,4,5\n"
    one = take(shop, tmp_path / "a.csv", first)
    two = take(shop, tmp_path / "b.csv", second)
    assert products(shop) == {"84997c": ("Cutlery", 3.0), "T-1": ("Tea", 5.0)}
    take(shop, tmp_path / "b.csv", second)  # known, though written in another way than the first
    assert products(shop) == {"84997c": ("Cutlery", 3.0), "T-1": ("Tea", 5.0)}
    undo_import(shop, one)
    assert products(shop) == {"84997C": ("Cutlery", 2.0), "\uff34-1": ("", 4.0)}
    take(shop, tmp_path / "a.csv", first)
    assert {name for name, _ in products(shop).values()} == {"Cutlery", "Tea"}
    assert two == 2


def test_that_a_stock_list_finds_a_product_however_either_writes_it(
    shop: Project, tmp_path: Path
) -> None:
    rows = "1,a,2024-01-05,ab1,Soap,1,5\n1,a,2024-01-05,AB1,Soap bar,1,5\n"
    take(shop, tmp_path / "a.csv", HEADER + rows)
    stock = "Ab1,Soap,40,1.20\nX,Xylo,5,3.00\nY,soap BAR,2,1.00\n"
    take(shop, tmp_path / "s.csv", "sku,product,stock,unit cost\n" + stock)
    listed = load_product_list(shop)
    found = dict(zip(listed.key.tolist(), listed.product_id.tolist(), strict=True))
    assert found["Ab1"] == load(shop).product_id[0]
    assert found["Y"] == found["Ab1"]
    assert found["X"] == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("84997c", "84997C", True), ("\uff34-1", "t-1", True), (" Tea ", "tea", True),
     ("T 1", "T1", False), ("Stra\u00dfe", "STRASSE", True), ("1", "01", False)],
)  # fmt: skip
def test_that_spelling_is_case_width_and_outer_spaces(one: str, other: str, *, same: bool) -> None:
    assert (spelling(one) == spelling(other)) is same
