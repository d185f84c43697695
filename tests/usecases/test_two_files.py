"""Files that belong together: orders and what was in them, lists beside orders, in any sequence."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from clm_desktop.core.errors import RequestError
from clm_desktop.core.row_fates import RowFate
from clm_desktop.core.rows import FileTotals, RowState
from clm_desktop.store.check import check_project
from clm_desktop.store.lists import load_customer_list, load_product_list
from clm_desktop.store.project import Project
from clm_desktop.store.quality_rows import found_rows
from clm_desktop.store.row_history import count_line_rows, imported_rows
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import open_or_create
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.refresh import load
from clm_desktop.usecases.undo_import import undo_import

ORDERS = (
    "order no,customer,date,order total\n"
    "A1,anna,2024-01-05,10.00\nA2,ben,2024-02-06,7.50\nA3,anna,2024-03-07,4.00\n"
)
ITEMS = "order no,sku,product,qty\nA1,S,Soap,3\nA1,M,Mint,1\nA2,S,Soap,1\nA9,S,Soap,1\n"
RETURNS = "order no,returned\nA2,yes\nA3,no\n"
STOCK = "sku,product,stock,unit cost,lead time\nS,Soap bar,40,1.20,14\nX,Xylo,5,3.00,\n"
PEOPLE = "customer,email,newsletter,tier\nanna,anna@example.org,yes,gold\nzoe,zoe@example.org,no,\n"
FILES = {"orders": ORDERS, "items": ITEMS, "returns": RETURNS, "stock": STOCK, "people": PEOPLE}


def take(project: Project, folder: Path, *names: str) -> tuple[FileTotals, ...]:
    paths = []
    for name in names:
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(FILES[name], "utf-8")
    files = import_files(project, preview_files(paths, project=project).files).files
    for one in files:
        parts = one.rows_accepted + one.rows_known + one.rows_changed
        assert one.rows_read == parts + one.rows_left_out + one.rows_set_aside
    assert check_project(project).findings == ()
    return files


def seen(project: Project) -> object:
    tx = load(project)
    orders = sorted(
        (
            str(tx.order_key[o]),
            str(tx.customer_key[tx.order_customer[o]]) if tx.order_customer[o] >= 0 else "",
            int(tx.order_day[o]),
            int(tx.order_cents[o]),
            sorted(
                (str(tx.product_key[p]) if p >= 0 else "", float(q), int(c))
                for p, q, c in zip(
                    tx.line_product[tx.line_order == o],
                    tx.line_quantity[tx.line_order == o],
                    tx.line_cents[tx.line_order == o],
                    strict=True,
                )
            ),
        )
        for o in range(tx.n_orders)
    )
    people, things = load_customer_list(project), load_product_list(project)
    return (
        orders,
        sorted(zip(tx.product_key.tolist(), tx.product_name.tolist(), strict=True)),
        list(zip(people.key.tolist(), people.email.tolist(), people.consent.tolist(), strict=True)),
        list(zip(things.key.tolist(), things.stock.tolist(), strict=True)),
    )


@pytest.mark.parametrize("sequence", list(permutations(("orders", "items", "returns"))))
def test_that_the_sequence_of_imports_makes_no_difference(
    tmp_path: Path, sequence: tuple[str, ...]
) -> None:
    with open_or_create(tmp_path / "a.clm") as one, open_or_create(tmp_path / "b.clm") as other:
        take(one, tmp_path, "orders", "items", "returns")
        for name in sequence:
            take(other, tmp_path, name)
        assert seen(one) == seen(other)


def test_that_items_carry_shares_of_the_orders_money_which_is_counted_once(tmp_path: Path) -> None:
    with open_or_create(tmp_path / "a.clm") as project:
        files = take(project, tmp_path, "items", "orders")
        tx = load(project)
        assert int(tx.order_cents.sum()) == int(tx.line_cents.sum()) == 2150
        by_name = {file.info.name: file for file in files}
        assert by_name["items.csv"].rows_accepted == 3
        assert dict(by_name["items.csv"].reasons) == {"waiting": 1}  # A9 has no order yet
        mint = tx.line_product == tx.product_key.tolist().index("M")
        assert tx.line_cents[mint].tolist() == [250]  # one of four pieces of an order of 10.00
        assert set(tx.customer_key.tolist()) == {"anna", "ben"}


@pytest.mark.parametrize("undone", ["orders", "items", "returns", "stock", "people"])
def test_that_an_undo_leaves_what_would_be_there_had_the_file_never_come(
    tmp_path: Path, undone: str
) -> None:
    with open_or_create(tmp_path / "a.clm") as one, open_or_create(tmp_path / "b.clm") as other:
        for number, name in enumerate(FILES):
            take(one, tmp_path, name)
            if name != undone:
                take(other, tmp_path, name)
            else:
                place = number + 1
        undo_import(one, place)
        assert check_project(one).findings == ()
        if undone == "orders":
            with pytest.raises(RequestError) as told:
                load(one)
            assert told.value.code == "only_customer_list"
        else:
            assert seen(one) == seen(other)


def test_that_the_same_files_again_add_nothing(tmp_path: Path) -> None:
    with open_or_create(tmp_path / "a.clm") as project:
        take(project, tmp_path, *FILES)
        before = seen(project)
        for file in take(project, tmp_path, *FILES):
            assert file.rows_known == file.rows_read, file
        assert seen(project) == before


def test_that_lists_join_what_orders_know_and_keep_the_rest(tmp_path: Path) -> None:
    with open_or_create(tmp_path / "a.clm") as project:
        take(project, tmp_path, *FILES)
        people, things = load_customer_list(project), load_product_list(project)
        assert (people.key.tolist(), (people.customer_id > 0).tolist()) == (
            ["anna", "zoe"],
            [True, False],
        )
        assert people.consent.tolist() == [1, 0]
        assert (people.attribute_names, people.attributes[0].tolist()) == (("tier",), ["gold", ""])
        assert things.key.tolist() == ["S", "X"]
        assert (things.product_id > 0).tolist() == [True, False]
        assert things.cost_cents.tolist() == [120.0, 300.0]
        np.testing.assert_array_equal(things.lead_time_days, [14.0, np.nan])


def test_that_the_newest_stock_list_wins_and_places_are_added_up(tmp_path: Path) -> None:
    with open_or_create(tmp_path / "a.clm") as project:
        take(project, tmp_path, "stock")
        later = tmp_path / "later.csv"
        later.write_text("sku,warehouse,stock\nS,north,3\nS,south,3\nX,north,5\n", "utf-8")
        (file,) = import_files(project, preview_files([later]).files).files
        assert (file.rows_changed, file.rows_known) == (2, 1)
        assert load_product_list(project).stock.tolist() == [6.0, 5.0]


def test_that_returns_of_a_real_workbook_take_out_orders_whose_numbers_are_theirs_alone(
    shared: Path, tmp_path: Path
) -> None:
    """Every second number of this workbook stands for purchases of several customers."""
    with open_or_create(tmp_path / "a.clm") as project:
        found = preview_files([shared / "chinese_shops" / "superstore_sample.xls"])
        assert [file.kind.value for file in found.files] == ["orders", "returns"]
        assert [message.code for message in found.passed_over] == ["error.nothing_known"]
        files = import_files(project, found.files).files
        assert [file.rows_read for file in files] == [10_000, 296]
        assert check_project(project).findings == ()
        reasons = dict(files[1].reasons)
        assert (files[1].rows_accepted, reasons) == (143, {"unclear": 153})
        assert len(set(load(project).order_key)) == files[0].orders_new - 143
        out = imported_rows(project, RowFate.LEFT_OUT, file_name=files[1].info.name)
        assert Counter(row.said.state for row in out) == {RowState.UNCLEAR: 153}
        fates = count_line_rows(project)
        assert sorted(fates.values()) == [143, 153, 10_000]
        assert len(list(found_rows(project, "left_out.unclear", 500))) == 153


@pytest.mark.parametrize("apart", [False, True])
def test_that_a_restaurants_orders_and_dishes_are_one(
    shared: Path, tmp_path: Path, apart: bool
) -> None:
    info, detail = (
        shared / "chinese_shops" / f"meal_order_{part}.csv" for part in ("info", "detail")
    )
    with open_or_create(tmp_path / "a.clm") as project:
        for paths in ([detail], [info]) if apart else ([info, detail],):
            import_files(project, preview_files(paths, project=project).files)
        tx = load(project)
        assert tx.n_orders == 945
        assert len(tx.line_product) < 10_037 + 945
        assert check_project(project).findings == ()


@pytest.mark.parametrize(
    ("name", "people", "left"),
    [("Telco-Customer-Churn.csv", 7043, 1869), ("Churn_Modelling.csv", 10_000, 2037)],
)
def test_that_a_labelled_list_alone_is_kept_and_says_that_orders_are_missing(
    shared: Path, tmp_path: Path, name: str, people: int, left: int
) -> None:
    with open_or_create(tmp_path / "a.clm") as project:
        found = preview_files([shared / "labelled_churn" / name])
        import_files(project, found.files)
        listed = load_customer_list(project)
        assert (len(listed), int((listed.churned == 1).sum())) == (people, left)
        with pytest.raises(RequestError) as told:
            load(project)
        assert told.value.code == "only_customer_list"


def test_that_orders_without_money_are_not_asked_for_it_where_items_tell_it(tmp_path: Path) -> None:
    rows = [f"{n},c{n % 4},2024-03-{n:02}" for n in range(1, 12)]
    orders = tmp_path / "orders.csv"
    orders.write_text("Order number,Customer,Date\n" + "\n".join(rows))
    rows = [f"{n},p{n % 2},Tea,2,3.50" for n in range(1, 12)]
    items = tmp_path / "items.csv"
    items.write_text("Order number,SKU,Product,Quantity,Unit price\n" + "\n".join(rows))
    (alone,) = preview_files([orders], incomplete=True).files
    assert [question.key for question in alone.questions] == ["amounts"]
    both = preview_files([orders, items], incomplete=True).files
    assert [file.questions for file in both] == [(), ()]
    with open_or_create(tmp_path / "a.clm") as project:
        import_files(project, both)
        assert int(load(project).order_cents.sum()) == 11 * 700
