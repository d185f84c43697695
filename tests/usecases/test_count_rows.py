"""The dry run of the check screen says what the import then does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clm_desktop.core.errors import QuestionsError
from clm_desktop.core.paths import resources
from clm_desktop.ingest.types import SHOWN, Fate, Field, FilePreview, RowCounts
from clm_desktop.usecases.count_rows import count_rows, told_rows
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.preview_files import Told, preview_files
from clm_desktop.usecases.refresh import load
from clm_desktop.view.pages.rules import odd_rows
from clm_desktop.view.words import Words

HEADER = "Order,Customer,Date,Product,Quantity,Total,Status\n"
COLUMNS = {
    Field.ORDER_ID: "Order",
    Field.CUSTOMER_ID: "Customer",
    Field.DATE: "Date",
    Field.PRODUCT_NAME: "Product",
    Field.QUANTITY: "Quantity",
    Field.LINE_TOTAL: "Total",
    Field.STATUS: "Status",
}


def agrees_with_the_import(files: tuple[FilePreview, ...], folder: Path) -> RowCounts:
    counts = count_rows(files)
    with create_project(folder / "shop.clm", "shop") as project:
        totals = import_files(project, files).files
        with project.reading() as connection:
            orders, customers, first, last = connection.execute(
                "SELECT count(DISTINCT iif(quantity > 0 AND cents >= 0 AND NOT is_fee, id >> 24,"
                " NULL)), count(DISTINCT customer_id), min(ts) / 86400,"
                " max(ts) / 86400 FROM lines WHERE state = 0"
            ).get
            money = connection.execute("SELECT ifnull(sum(total_cents), 0) FROM orders").get
    assert counts.rows_read == sum(t.rows_read for t in totals) == sum(n for _, n in counts.rows)
    taken = sum(t.rows_accepted + t.rows_known + t.rows_changed for t in totals)
    assert counts.of(Fate.READY) + counts.of(Fate.MENDED) == taken
    assert counts.of(Fate.LEFT_OUT) == sum(t.rows_left_out for t in totals)
    assert counts.of(Fate.SET_ASIDE) == sum(t.rows_set_aside for t in totals)
    assert (counts.orders, counts.customers) == (orders, customers)
    assert counts.orders == sum(t.orders_new for t in totals)
    assert (counts.first_day, counts.last_day) == (first, last)
    assert counts.total_cents == money == sum(t.total_cents for t in totals)
    told = sorted((r, n) for fate, r, n in counts.reasons if fate is not Fate.MENDED)
    assert told == sorted(pair for t in totals for pair in t.reasons if pair[1])
    return counts


@pytest.mark.parametrize("name", sorted(p.name for p in (resources() / "samples").glob("*.csv")))
def test_that_the_dry_run_of_a_sample_is_what_the_import_reports(name: str, tmp_path: Path) -> None:
    found = preview_files([resources() / "samples" / name])
    assert agrees_with_the_import(found.files, tmp_path).orders > 0


cells = st.fixed_dictionaries(
    {
        "order": st.sampled_from(["1", "2", "3", "1.93E+15", ""]),
        "customer": st.sampled_from(["anna", "bert", "", "guest", "17850.0"]),
        "date": st.sampled_from(["2024-05-20", "2024-06-21", "45432", "31.2.", ""]),
        "total": st.sampled_from(["5.00", "(5.00)", "7.50-", "\u22123.00", "five", "\uff15.00"]),
        "status": st.sampled_from(["paid", "paid", "cancelled", "refunded", "pending"]),
        "short": st.booleans(),
    }
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(cells, max_size=12))
def test_that_the_dry_run_of_any_file_is_what_the_import_reports(
    rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("dry")
    good = "".join(f"9{i},carl,2024-04-1{i},Tea,1,4.00,paid\n" for i in range(6))
    lines = (
        f"{r['order']},{r['customer']},{r['date']},Tea,1,{r['total']}"
        + ("\n" if r["short"] else f",{r['status']}\n")
        for r in rows
    )
    path = folder / "orders.csv"
    path.write_text(HEADER + good + "".join(lines), encoding="utf-8")
    agrees_with_the_import(preview_files([path], told=Told(columns=COLUMNS)).files, folder)


def mixed(path: Path) -> Path:
    rows = [f"{i},c{i},2024-04-1{i % 9},Tea,1,4.00,paid" for i in range(20)]
    rows += [
        "30,c1,2024-05-01,Tea,1,(4.00),paid",
        "31,c2,2024-05-02,Tea,1,4.00,cancelled",
        "32,c3,soon,Tea,1,4.00,paid",
        "33,1.93E+15,2024-05-03,Tea,1,4.00,paid",
        "34,c5,2024-05-04,Tea,1,1.2万,paid",
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_that_every_counter_opens_its_rows_with_their_reasons(tmp_path: Path) -> None:
    files = preview_files([mixed(tmp_path / "a.csv")]).files
    counts = agrees_with_the_import(files, tmp_path)
    told = {
        fate: [(r.row, r.column, r.value, r.reason) for _, r in counts.rows_shown(fate)]
        for fate in Fate
    }
    assert told[Fate.MENDED] == [
        (21, "Total", "(4.00)", "odd_minus"),
        (24, "Customer", "1.93E+15", "damaged_id"),
        (25, "Total", "1.2万", "myriads"),
    ]
    assert told[Fate.LEFT_OUT] == [(22, "Status", "cancelled", "cancelled")]
    assert told[Fate.SET_ASIDE] == [(23, "Date", "soon", "bad_date")]
    assert counts.of(Fate.READY) == 20
    ((name, row),) = told_rows(files, Fate.LEFT_OUT)
    assert (name, row.raw) == ("a.csv", "31,c2,2024-05-02,Tea,1,4.00,cancelled")


def test_that_rows_of_another_width_count_as_mended(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{i},c{i},2024-04-1{i % 9},Tea,1,4.00,paid" for i in range(20)]
    path.write_text(HEADER + "\n".join([*rows, "30,c1,2024-05-01,Tea,1,4.00"]) + "\n")
    counts = agrees_with_the_import(preview_files([path]).files, tmp_path)
    ((_, row),) = counts.rows_shown(Fate.MENDED)
    assert (row.row, row.reason, row.raw) == (
        21,
        "mended_too_few_cells",
        "30,c1,2024-05-01,Tea,1,4.00",
    )


def test_that_rows_of_overlapping_files_count_once(tmp_path: Path) -> None:
    lines = [f"{i},c{i % 7},2024-04-1{i % 9},Tea,1,4.00,paid" for i in range(30)]
    lines.insert(3, lines[2])  # twice in one order: stays twice
    for name, part in (("a.csv", lines[:20]), ("b.csv", lines[10:])):
        (tmp_path / name).write_text(HEADER + "\n".join(part) + "\n")
    found = preview_files([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert agrees_with_the_import(found.files, tmp_path).total_cents == 31 * 400


def test_that_many_rows_are_counted_and_the_first_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        HEADER + "".join(f"{i},c{i},2024-04-11,Tea,1,4.00,cancelled\n" for i in range(SHOWN + 9))
    )
    files = preview_files([path]).files
    counts = count_rows(files)
    assert counts.of(Fate.LEFT_OUT) == SHOWN + 9
    assert len(counts.rows_shown(Fate.LEFT_OUT)) == SHOWN
    assert len(list(told_rows(files, Fate.LEFT_OUT))) == SHOWN + 9


def test_that_nothing_is_counted_while_a_question_is_open(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "1,anna,03/04/2024,Tea,1,4.00,paid\n")
    files = preview_files([path]).files
    with pytest.raises(QuestionsError):
        count_rows(files)


def test_that_rows_said_twice_and_days_to_come_are_counted_and_told(tmp_path: Path) -> None:
    later = date.today() + timedelta(days=40)
    path = tmp_path / "o.csv"
    path.write_text(
        "Order,Customer,Date,Product,Quantity,Total\n1,a,2024-05-20,Tea,1,5\n1,a,2024-05-20,Tea,1,5\n"
        "1,a,2024-05-20,Tea,2,10\n2,b,2024-05-20,Tea,1,5\n2,c,2024-05-20,Tea,1,5\n"
        f"3,b,{later},Tea,1,5\n4,b,{date.today()},Tea,1,5\n"
    )
    counts = count_rows(preview_files([path]).files)
    assert (counts.twice, counts.to_come, counts.of(Fate.READY)) == (1, 1, 7)
    told = odd_rows(counts, Words("en"))
    assert told[0].startswith("1 row says the same as another of its order")
    assert told[1].startswith("1 row is of a day that has not come yet")
    assert odd_rows(replace(counts, twice=0, to_come=0), Words("en")) == ()


def test_that_orders_that_only_give_money_back_are_told_from_sales(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text(
        "Order,Customer,Date,Product,Quantity,Total\n1,a,2024-05-20,Tea,2,10\n"
        "1,a,2024-05-20,Tea,-1,-5\nR2,a,2024-05-21,Tea,-1,-5\n3,b,2024-05-22,Tea,1,5\n"
    )
    files = preview_files([path]).files
    counts = count_rows(files)
    with create_project(tmp_path / "shop.clm", "shop") as project:
        (told,) = import_files(project, files).files
        sales = int(load(project).order_is_sale.sum())
    assert counts.orders == told.orders_new == sales == 2
    assert counts.tickets == 1
    assert odd_rows(counts, Words("en"))[0].startswith("1 more ticket only gives money back")


def test_that_an_order_is_new_when_it_is_paid(tmp_path: Path) -> None:
    head = "Order,Customer,Date,Product,Quantity,Total,Status\n"
    sold = [f"{n},c{n},2024-05-{10 + n},Tea,1,5,{{}}" for n in range(1, 9)]
    months = []
    for name, unpaid in (("1", 3), ("2", 1), ("3", 1)):
        rows = [row.format("pending" if n < unpaid else "paid") for n, row in enumerate(sold)]
        months.append(tmp_path / f"{name}.csv")
        months[-1].write_text(head + "\n".join(rows) + "\n")
    with create_project(tmp_path / "shop.clm", "shop") as project:
        new = []
        for path in months:
            (told,) = import_files(project, preview_files([path]).files).files
            new.append(told.orders_new)
        assert new == [5, 2, 0]
        assert load(project).n_orders == 7


def test_that_an_older_file_gains_no_order_that_a_newer_one_cancels(tmp_path: Path) -> None:
    head = "Order,Customer,Date,Product,Quantity,Total,Status\n"
    rows = [f"{n},c{n},2024-05-{10 + n},Tea,1,5,{{}}" for n in range(1, 9)]
    newer, older = tmp_path / "newer.csv", tmp_path / "older.csv"
    newer.write_text(head + "\n".join(r.format("cancelled" if n < 3 else "paid")
                                      for n, r in enumerate(rows)) + "\n")  # fmt: skip
    older.write_text(head + "\n".join(row.format("paid") for row in rows[:5]) + "\n")
    with create_project(tmp_path / "shop.clm", "shop") as project:
        (first,) = import_files(project, preview_files([newer]).files).files
        (second,) = import_files(project, preview_files([older]).files).files
        assert (first.orders_new, second.orders_new) == (5, 0)
        assert second.rows_older == 3
        assert int(load(project).order_is_sale.sum()) == 5
