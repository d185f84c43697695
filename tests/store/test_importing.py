"""Every row of an import is new, known, changed, left out or set aside; nothing is half done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from clm_desktop.core.rows import RowState
from clm_desktop.store.check import check_project
from clm_desktop.store.control import ControlTotalsError
from clm_desktop.store.history import list_imports, set_aside_rows
from clm_desktop.store.importing import writing_import
from clm_desktop.store.project import Project, create_project, open_project
from clm_desktop.store.reading import customer_orders, load_transactions
from tests.store.made import DAY, File, Row, block, content, do_import, info
from tests.store.test_undo import files


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "shop.clm", "shop") as project:
        yield project


def write(project: Project, *rows: Row, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Write one whole file and then another, without finishing the import."""
    with writing_import(project) as writer:
        for name in ("a.csv", "b.csv"):
            writer.begin_file(info(File((), name)))
            writer.add(block(rows, 1))
            if name == "b.csv":
                meanwhile()
            writer.end_file()


def counts(project: Project, *rows: Row, **how: object) -> tuple[int, int, int, int]:
    """New, known, changed, left out."""
    (file,) = do_import(project, File(rows, **how)).files  # type: ignore[arg-type]
    return file.rows_accepted, file.rows_known, file.rows_changed, file.rows_left_out


def test_that_the_same_file_again_adds_nothing(shop: Project) -> None:
    rows = (Row("1"), Row("1", product="mug"), Row("2", "", state=RowState.CANCELLED))
    assert counts(shop, *rows) == (2, 0, 0, 1)
    before = load_transactions(shop)
    assert counts(shop, *rows) == (0, 3, 0, 0)
    assert np.array_equal(load_transactions(shop).line_cents, before.line_cents)


def test_that_equal_lines_of_one_order_are_two_lines_however_often_they_come(shop: Project) -> None:
    assert counts(shop, Row("1"), Row("1")) == (2, 0, 0, 0)
    assert counts(shop, Row("1"), Row("1"), Row("1")) == (1, 2, 0, 0)


def test_that_a_new_amount_or_state_changes_the_line_of_an_order(shop: Project) -> None:
    counts(shop, Row("1", cents=500), Row("2", cents=900))
    assert counts(shop, Row("1", cents=450), Row("2", state=RowState.REFUNDED, cents=900)) == (
        (0, 0, 2, 0)
    )
    assert load_transactions(shop).order_cents.tolist() == [450]


def test_that_files_without_order_numbers_change_nothing(shop: Project) -> None:
    counts(shop, Row("1", cents=500), order_ids_given=False)
    assert counts(shop, Row("1", cents=450), order_ids_given=False) == (1, 0, 0, 0)


def test_that_a_receipt_number_used_again_is_not_a_change(shop: Project) -> None:
    counts(shop, Row("1", "anna", cents=500))
    assert counts(shop, Row("1", "bob", cents=700, ts=40 * DAY)) == (1, 0, 0, 0)
    tx = load_transactions(shop)
    spent = dict(zip(tx.customer_key[tx.order_customer], tx.order_cents, strict=True))
    assert spent == {"anna": 500, "bob": 700}
    assert tx.order_day.tolist() == [10, 40]


def test_that_amounts_rounded_by_another_export_are_known(shop: Project) -> None:
    counts(shop, Row("1", cents=1_354_130), Row("2", cents=50_000))
    assert counts(shop, Row("1", cents=1_354_133), Row("2", cents=50_001)) == (0, 1, 1, 0)


def test_that_a_told_total_is_the_money_of_the_order_and_its_change_counts(shop: Project) -> None:
    first = do_import(shop, File((Row("1", cents=500, total=450), Row("1", product="mug"))))
    again = do_import(shop, File((Row("1", cents=500, total=450), Row("1", product="mug"))))
    later = do_import(shop, File((Row("1", cents=500, total=300), Row("1", product="mug"))))
    assert [one.files[0].rows_changed for one in (first, again, later)] == [0, 0, 2]
    assert [one.files[0].total_cents for one in (first, again, later)] == [450, 0, -150]
    assert load_transactions(shop).order_cents.tolist() == [300]


def test_that_names_told_later_are_kept_and_the_newest_wins(shop: Project) -> None:
    for name in ("", "Anna", "", "Anne"):
        counts(shop, Row("1", name=name))
    assert load_transactions(shop).customer_name.tolist() == ["Anne"]


def test_that_a_customer_who_becomes_known_owns_the_order(shop: Project) -> None:
    counts(shop, Row("1", ""))
    assert load_transactions(shop).order_customer.tolist() == [-1]
    assert counts(shop, Row("1", "anna")) == (0, 0, 1, 0)
    tx = load_transactions(shop)
    assert tx.customer_key[tx.order_customer].tolist() == ["anna"]


def test_that_only_product_lines_with_something_bought_make_a_sale(shop: Project) -> None:
    counts(
        shop,
        Row("1"),
        Row("2", quantity=-1, cents=-500),
        Row("3", product="post", is_fee=True),
        Row("4", product=""),
        Row("5", product="", is_fee=True),
        Row("6", state=RowState.CANCELLED),
    )
    tx = load_transactions(shop)
    sale = dict(zip(tx.order_key, tx.order_is_sale, strict=True))
    assert sale == {"1": True, "2": False, "3": False, "4": True, "5": False}


def test_that_reasons_and_rows_set_aside_are_kept(shop: Project) -> None:
    receipt = do_import(shop, File((Row("1"), Row("2", state=RowState.TEST)), set_aside=2))
    (file,) = receipt.files
    assert dict(file.reasons) == {"test": 1, "bad_date": 2}
    assert (file.rows_read, file.rows_set_aside) == (4, 2)
    assert list_imports(shop)[0].files == receipt.files
    assert [(name, row.reason) for name, row in set_aside_rows(shop)] == [
        ("orders.csv", "bad_date")
    ] * 2


def test_that_one_import_takes_all_its_files_or_none(shop: Project) -> None:
    counts(shop, Row("1"))
    before, revision = content(shop), shop.revision
    with pytest.raises(ZeroDivisionError):
        write(shop, Row("9"), Row("1", cents=1), meanwhile=lambda: 1 // 0)
    assert (content(shop), shop.revision) == (before, revision)
    assert counts(shop, Row("9")) == (1, 0, 0, 0)


def test_that_an_import_that_was_not_finished_is_a_bug_and_leaves_nothing(shop: Project) -> None:
    with pytest.raises(RuntimeError):
        write(shop, Row("9"))
    assert load_transactions(shop).n_orders == 0


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE lines SET cents = cents + 1 WHERE id IN (SELECT max(id) FROM lines)",
        "DELETE FROM lines WHERE id IN (SELECT max(id) FROM lines)",
        "UPDATE lines SET ts = 0 WHERE id IN (SELECT min(id) FROM lines)",
        "DELETE FROM line_sightings",
    ],
)
def test_that_what_stands_in_the_tables_is_compared_before_the_commit(
    shop: Project, damage: str
) -> None:
    counts(shop, Row("1"))
    before = content(shop)
    with pytest.raises(ControlTotalsError):
        write(shop, Row("1"), Row("2"), meanwhile=lambda: shop.connection.execute(damage))
    assert content(shop) == before


def test_that_a_block_with_a_wrong_count_is_refused(shop: Project) -> None:
    bad = block([Row("1")], 1)
    object.__setattr__(bad, "rows_read", 2)
    with writing_import(shop) as writer:
        writer.begin_file(info(File(())))
        with pytest.raises(ControlTotalsError):
            writer.add(bad)
        writer.end_file()
        writer.finish()


def test_that_indexes_are_there_again_after_the_first_import_and_after_a_failed_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "shop.clm"
    with create_project(path, "x") as project, pytest.raises(ZeroDivisionError):
        write(project, Row("1"), meanwhile=lambda: 1 // 0)
    with open_project(path) as project:  # refused if an index were missing
        do_import(project, File((Row("1"),)))
    open_project(path).close()


def test_that_the_customers_orders_are_shown_newest_first(shop: Project) -> None:
    counts(shop, Row("1", ts=DAY), Row("2", ts=3 * DAY), Row("3", "bob"))
    anna = load_transactions(shop).customer_key.tolist().index("anna") + 1
    orders = customer_orders(shop, anna)
    assert [order.order_key for order in orders] == ["2", "1"]
    assert orders[0].lines[0].product_name == "the tea"
    assert (orders[1].lines[0].file_name, orders[1].lines[0].row) == ("orders.csv", 1)


def test_that_importing_uses_the_small_cache_only_while_filling(shop: Project) -> None:
    with writing_import(shop) as writer:
        assert shop.connection.pragma("cache_size") == -2000
        writer.finish()
    assert shop.connection.pragma("cache_size") == -64000
    counts(shop, Row("1"))
    with writing_import(shop) as writer:
        assert shop.connection.pragma("cache_size") == -64000
        writer.finish()


@settings(max_examples=40, deadline=None)
@given(first=files, second=files)
def test_that_money_and_rows_reconcile_whatever_comes(
    first: File, second: File, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with create_project(tmp_path_factory.mktemp("sum") / "a.clm", "a") as project:
        totals = [do_import(project, file).files[0] for file in (first, second)]
        for total, file in zip(totals, (first, second), strict=True):
            assert total.rows_read == len(file.rows) + file.set_aside
        tx = load_transactions(project)
        assert sum(total.total_cents for total in totals) == tx.order_cents.sum()
        assert check_project(project).findings == ()
        purchases = np.zeros(tx.n_orders, bool)
        fee = np.append(tx.product_is_fee, False)[tx.line_product]
        purchases[tx.line_order[(tx.line_quantity > 0) & ~fee]] = True
        assert not (tx.order_is_sale & ~purchases).any()
        assert (np.diff(tx.order_day) >= 0).all()
        assert (np.diff(tx.line_order) >= 0).all()


def test_that_the_size_of_a_block_is_not_a_limit(shop: Project) -> None:
    rows = [Row(str(i % 700), f"c{i % 300}", f"p{i % 50}", cents=i) for i in range(30_000)]
    assert counts(shop, *rows, block=30_000) == (30_000, 0, 0, 0)
    assert counts(shop, *rows, block=7_000) == (0, 30_000, 0, 0)
    assert load_transactions(shop).line_cents.sum() == sum(range(30_000))


@pytest.mark.parametrize("block", [1, 10])
def test_that_equal_lines_are_found_before_any_line_is_changed(shop: Project, block: int) -> None:
    counts(shop, Row("1", cents=100), Row("1", cents=200), Row("1", cents=300))
    again = (Row("1", cents=999), Row("1", cents=100))
    assert counts(shop, *again, block=block) == (0, 1, 1, 0)
    assert sorted(load_transactions(shop).line_cents.tolist()) == [100, 300, 999]
