"""The same small number in two shops is two orders and two people; in one shop it stays one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from clm_desktop.core.rows import FileKind
from clm_desktop.store.check import check_project
from clm_desktop.store.importing import writing_import
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.reading import load_transactions
from clm_desktop.store.undo import undo_import
from tests.store.made import DAY, File, Row, block, info
from tests.store.test_listed_people import Listed, bring_list

TILL = (("order_id", "Receipt"), ("customer_id", "Member"), ("date", "Day"))
WOO = (("order_id", "Order #"), ("customer_id", "Customer ID"), ("date", "Date"))


@dataclass(frozen=True)
class Source:
    """A shop that numbers its orders and customers from 1."""

    name: str
    mapping: tuple[tuple[str, str], ...] = TILL
    platform: str = ""
    kind: FileKind = FileKind.ORDERS
    whole_orders: bool = False


def sales(seed: int, n: int = 40, first: int = 1, day: int = 10, names: str = "") -> list[Row]:
    """Orders ``first`` to ``first + n - 1``, one a day, each by one of twelve customers."""
    draw = np.random.default_rng(seed)
    rows = []
    for i in range(1, first + n):
        who, product = (5 * i + seed) % 12 + 1, str(draw.choice(["tea", "mug", "pot"]))
        row = Row(f"{i}", f"{who}", product, (day + i) * DAY, 1.0, int(draw.integers(100, 9000)))
        rows.append(replace(row, name=f"{names} {who}" if names else ""))
    return rows[first - 1 :]


def bring(project: Project, source: Source, rows: list[Row]) -> int:
    with writing_import(project) as writer:
        made = replace(
            info(File((), f"{source.name}.csv")),
            platform=source.platform,
            mapping=source.mapping,
            kind=source.kind,
            whole_orders=source.whole_orders,
        )
        writer.begin_file(made)
        writer.add(block(rows, 1))
        writer.end_file()
        return writer.finish().import_id


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "shop.clm", "shop") as project:
        yield project


def books(project: Project) -> tuple[int, int, int]:
    """Orders, customers, cents."""
    tx = load_transactions(project)
    assert check_project(project).findings == ()
    return tx.n_orders, tx.n_customers, int(tx.order_cents.sum())


def cents(*sold: list[Row]) -> int:
    return sum(row.cents for rows in sold for row in rows)


till, woo = Source("till"), Source("woo", WOO, "woocommerce_csv_suite")


def test_that_till_and_web_shop_with_the_same_small_numbers_stay_two(shop: Project) -> None:
    one, two = sales(1, names="Ann"), sales(2, day=200, names="Bob")
    bring(shop, till, one)
    bring(shop, woo, two)
    assert books(shop) == (80, 24, cents(one, two))
    assert "17 (woocommerce)" in load_transactions(shop).order_key.tolist()


def test_that_orders_of_one_day_by_others_are_others(shop: Project) -> None:
    """Both shops sell one order a day from the same day on."""
    one, two = sales(1, names="Ann"), sales(2, names="Bob")
    bring(shop, till, one)
    bring(shop, woo, two)
    assert books(shop) == (80, 24, cents(one, two))


def test_that_three_shops_keep_their_own_through_the_months(shop: Project) -> None:
    shops = [till, woo, Source("other", (("order_id", "No"), ("customer_id", "Buyer")))]
    sold = [sales(i, 80, day=100 * i, names=("Ann", "Bob", "Eva")[i]) for i in range(3)]
    for begin, end in ((0, 50), (30, 80)):
        for source, rows in zip(shops, sold, strict=True):
            bring(shop, source, rows[begin:end])
    assert books(shop) == (240, 36, cents(*sold))


def test_that_two_shops_of_one_platform_stay_two(shop: Project) -> None:
    one, two = sales(1, names="Ann"), sales(2, day=300, names="Bob")
    bring(shop, woo, one)
    bring(shop, replace(woo, name="second"), two)
    bring(shop, replace(woo, name="first, next month"), one)
    assert books(shop) == (80, 24, cents(one, two))


def test_that_one_shop_with_another_layout_stays_one(shop: Project) -> None:
    rows = sales(1, names="Ann")
    bring(shop, till, rows[:30])
    bring(shop, Source("new till", (("order_id", "Bon"), ("customer_id", "Kunde"))), rows[20:])
    assert books(shop) == (40, 12, cents(rows))


def test_that_another_layout_with_prices_before_tax_is_the_same_shop(shop: Project) -> None:
    rows = sales(1)
    net = [replace(row, cents=round(row.cents / 1.19), product="") for row in rows]
    bring(shop, till, rows)
    bring(shop, Source("books", (("order_id", "Beleg"), ("customer_id", "Konto"))), net)
    assert books(shop)[:2] == (40, 12)


def test_that_items_with_dear_postage_still_find_their_orders(shop: Project) -> None:
    rows = sales(1)
    orders = Source("orders", TILL, whole_orders=True)
    bring(shop, orders, [replace(row, product="", cents=row.cents + 9000) for row in rows])
    items = Source("items", (("order_id", "No"), ("product", "What")), kind=FileKind.ORDER_ITEMS)
    bring(shop, items, [replace(row, customer="", ts=0, state=8) for row in rows])
    assert books(shop)[0] == 40
    assert (load_transactions(shop).line_product >= 0).all()
    bring(shop, replace(items, name="dated"), [replace(row, customer="") for row in rows])
    assert books(shop)[0] == 40


def test_that_year_files_of_one_shop_share_its_customers(shop: Project) -> None:
    bring(shop, till, sales(1, 40))
    bring(shop, till, sales(2, 40, first=41))
    assert books(shop)[:2] == (80, 12)


def test_that_receipts_that_start_again_are_other_orders_of_the_same_people(shop: Project) -> None:
    one, two = sales(1), sales(2, day=400)
    bring(shop, till, one)
    bring(shop, till, two)
    assert books(shop) == (80, 12, cents(one, two))


def test_that_an_added_column_makes_no_new_source(shop: Project) -> None:
    rows = sales(1, names="Ann")
    bring(shop, till, rows[:30])
    bring(shop, woo, sales(2, day=200, names="Bob"))
    bring(shop, replace(till, mapping=(*TILL, ("city", "Town"), ("coupon", "Code"))), rows)
    assert books(shop)[:2] == (80, 24)


def test_that_items_find_the_orders_of_their_own_shop(shop: Project) -> None:
    whole, others = sales(1, day=200, names="Bob"), sales(2, names="Ann")
    bring(shop, till, others)
    etsy = Source("orders", WOO, "etsy_orders", whole_orders=True)
    bring(shop, etsy, [replace(row, product="") for row in whole])
    items = Source("items", WOO, "etsy_order_items", FileKind.ORDER_ITEMS)
    bring(shop, items, [replace(row, customer="", ts=0, state=8, name="") for row in whole])
    assert books(shop) == (80, 24, cents(whole, others))
    tx = load_transactions(shop)
    assert len(tx.line_cents) == 80
    assert (tx.line_product >= 0).all()


def test_that_returns_take_back_orders_of_their_own_shop(shop: Project) -> None:
    one, two = sales(1, names="Ann"), sales(2, day=200, names="Bob")
    bring(shop, till, one)
    bring(shop, woo, two)
    back = Source("returns", WOO, "woocommerce_returns", FileKind.RETURNS)
    bring(shop, back, [Row("3", "", "", 0, cents=0)])
    assert books(shop) == (79, 24, cents(one, two) - two[2].cents)


def test_that_customers_without_names_follow_their_orders(shop: Project) -> None:
    bring(shop, till, sales(1))
    bring(shop, woo, sales(2, day=200))
    assert books(shop)[:2] == (80, 24)


def test_that_e_mails_mean_the_same_everywhere(shop: Project) -> None:
    mails = [replace(row, customer=f"c{row.customer}@x.org") for row in sales(1)]
    bring(shop, till, mails)
    bring(shop, woo, [replace(row, ts=row.ts + 300 * DAY, cents=7) for row in mails])
    assert books(shop)[:2] == (80, len({row.customer for row in mails}))


def test_that_a_list_goes_with_the_shop_whose_names_it_tells(shop: Project) -> None:
    bring(shop, till, sales(1, names="Ann"))
    bring(shop, woo, sales(2, day=200, names="Bob"))
    bring(shop, Source("web", (("email", "Email"),)), [Row("w", "bob3@x.org", ts=500 * DAY)])
    rows = [Listed(f"{i}", f"bob{i}@x.org", name=f"Bob {i}") for i in range(1, 13)]
    bring_list(shop, *rows, mapping=(("customer_id", "ID"), ("email", "Mail")))
    keys = load_transactions(shop).customer_key.tolist()
    assert "bob3@x.org" not in keys
    assert {"3", "3 (woocommerce)"} <= set(keys)


def test_that_what_one_shop_told_goes_without_the_others(shop: Project) -> None:
    one, two = sales(1, names="Ann"), sales(2, day=200, names="Bob")
    number = bring(shop, till, one)
    bring(shop, woo, two)
    undo_import(shop, number)
    bring(shop, till, one)
    bring(shop, woo, two)
    assert books(shop) == (80, 24, cents(one, two))


def test_that_a_number_keeps_the_name_of_its_source_when_the_other_shop_goes(
    shop: Project,
) -> None:
    """What the owner said of 7 of the till must not fall to 7 of the web shop."""
    one, two = sales(1, names="Ann"), sales(2, day=200, names="Bob")
    number = bring(shop, till, one)
    bring(shop, woo, two)
    undo_import(shop, number)
    assert "7 (woocommerce)" in load_transactions(shop).customer_key.tolist()
    assert "7" not in load_transactions(shop).customer_key.tolist()
    bring(shop, woo, sales(2, 60, day=200, names="Bob"))
    assert books(shop)[:2] == (60, 12)
