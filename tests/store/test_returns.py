"""A list of returns takes out the order that it means, and none where several could be meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clm_desktop.core.rows import FileKind, RowState
from clm_desktop.store.check import check_project
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.reading import load_transactions
from clm_desktop.store.undo import undo_import
from tests.store.made import DAY, Row
from tests.store.test_sources import Source, bring, till

BACK = Source("back", (("order_id", "Receipt"), ("returned", "Back")), kind=FileKind.RETURNS)
SOLD = [
    Row("1", "anna", cents=100),
    Row("1", "bert", "mug", cents=200),
    Row("2", "anna", cents=400),
    Row("2", "anna", "mug", 90 * DAY, -1.0, -50),
    Row("3", "", cents=800),
    Row("3", "", "mug", 90 * DAY, cents=1600),
]
RETURNED = [Row(f"{number}", "", "", 0, cents=0) for number in (1, 2, 3)]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "shop.clm", "shop") as project:
        yield project


def money(project: Project) -> int:
    assert check_project(project).findings == ()
    return int(load_transactions(project).order_cents.sum())


@pytest.mark.parametrize("sequence", [(0, 1), (1, 0)])
def test_that_a_number_of_several_purchases_is_not_taken_out(
    shop: Project, sequence: tuple[int, ...]
) -> None:
    """Of two customers, or sold months apart."""
    files = [(till, SOLD), (BACK, RETURNED)]
    numbers = [bring(shop, *files[place]) for place in sequence]
    assert money(shop) == 100 + 200 + 800 + 1600
    undo_import(shop, numbers[sequence.index(1)])
    assert money(shop) == 100 + 200 + 350 + 800 + 1600


def test_that_a_number_becomes_clear_when_the_other_purchase_goes(shop: Project) -> None:
    bring(shop, till, SOLD[:1])
    other = bring(shop, replace(till, name="second"), SOLD[:2])
    bring(shop, BACK, RETURNED[:1])
    assert money(shop) == 300
    undo_import(shop, other)
    assert money(shop) == 0


def test_that_a_row_that_says_it_was_kept_takes_nothing_out(shop: Project) -> None:
    bring(shop, till, SOLD[2:3])
    bring(shop, BACK, [replace(RETURNED[1], state=RowState.NOT_A_SALE)])
    assert money(shop) == 400
