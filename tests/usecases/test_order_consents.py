"""What buyers said of e-mails when they ordered is in the order file, and plans go by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from clm_desktop.core.lists import NOT_TOLD
from clm_desktop.core.outreach import ConsentState
from clm_desktop.ingest import text_table
from clm_desktop.ingest.types import Field
from clm_desktop.store.people_facts import load_people_facts
from clm_desktop.store.project import Project
from clm_desktop.store.quality_facts import load_quality_facts
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.outreach import load_outreach
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.undo_import import undo_import

SHOPIFY = (
    "Name,Email,Financial Status,Fulfillment Status,Accepts Marketing,Currency,Total,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n"
)
GRANTED, REFUSED = ConsentState.GRANTED, ConsentState.REFUSED
Order = tuple[str, str, str]  # who, day, what the box said


def shopify(path: Path, orders: Sequence[Order], first: int = 1) -> Path:
    """Two lines an order; only the first bears the order's cells, as Shopify writes them."""
    lines = [SHOPIFY]
    for number, (who, day, said) in enumerate(orders, first):
        mail = f"{who}@example.com"
        lines.append(
            f"#{number},{mail},paid,fulfilled,{said},EUR,9.00,{day} 10:00:00 +0000,1,Soap,4.50,S\n"
            f"#{number},{mail},,,,,,{day} 10:00:00 +0000,1,Tea,4.50,T\n"
        )
    path.write_text("".join(lines), "utf-8")
    return path


@pytest.fixture
def shop(tmp_path: Path):
    with create_project(tmp_path / "shop.clm", "shop") as project:
        yield project


def bring(project: Project, path: Path) -> int:
    return import_files(project, preview_files([path]).files).import_id


def said(project: Project) -> dict[tuple[str, str], tuple[ConsentState, date]]:
    return {
        (one.customer_key.partition("@")[0], one.channel): (
            one.state,
            date.fromordinal(date(1970, 1, 1).toordinal() + one.day),
        )
        for one in load_outreach(project).consents
    }


@pytest.mark.parametrize("block_rows", [text_table.BLOCK_ROWS, 1, 3])
def test_that_the_newest_order_tells_and_of_e_mails_only(
    shop: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block_rows: int
) -> None:
    monkeypatch.setattr(text_table, "BLOCK_ROWS", block_rows)
    orders = [
        ("left", "2024-03-01", "yes"),
        ("left", "2024-05-01", "no"),
        ("came", "2024-03-01", "no"),
        ("came", "2024-06-01", "yes"),
        ("both", "2024-04-01", "no"),
        ("both", "2024-04-01", "yes"),
        ("mute", "2024-04-01", ""),
        ("early", "2024-07-02", "yes"),  # a file need not be in the order of its days
        ("early", "2024-07-01", "no"),
    ]
    bring(shop, shopify(tmp_path / "a.csv", orders))
    assert said(shop) == {
        ("left", "email"): (REFUSED, date(2024, 5, 1)),
        ("came", "email"): (GRANTED, date(2024, 6, 1)),
        ("both", "email"): (REFUSED, date(2024, 4, 1)),
        ("early", "email"): (GRANTED, date(2024, 7, 2)),
    }
    told = load_people_facts(shop).consent.tolist()
    assert sorted(told) == [NOT_TOLD, 0, 0, 1, 1]
    assert load_quality_facts(shop).consent.sales_share > 0


def test_that_an_old_order_in_a_newer_file_is_an_old_word(shop: Project, tmp_path: Path) -> None:
    june = [("ann", "2024-06-01", "no")]
    july = [("ann", "2024-03-01", "yes"), ("bob", "2024-07-01", "yes")]
    bring(shop, shopify(tmp_path / "june.csv", june, 100))
    bring(shop, shopify(tmp_path / "july.csv", july, 1))
    assert said(shop)["ann", "email"] == (REFUSED, date(2024, 6, 1))
    assert sorted(load_people_facts(shop).consent.tolist()) == [0, 1]


def test_that_it_does_not_matter_which_file_came_first(tmp_path: Path) -> None:
    files = [
        shopify(tmp_path / "a.csv", [("ann", "2024-01-05", "yes"), ("bob", "2024-01-05", "no")], 1),
        shopify(tmp_path / "b.csv", [("ann", "2024-02-05", "no")], 11),
        shopify(tmp_path / "c.csv", [("ann", "2024-03-05", ""), ("bob", "2024-03-05", "yes")], 21),
    ]
    for turn, order in enumerate(permutations(files)):
        with create_project(tmp_path / f"{turn}.clm", "shop") as project:
            made = [bring(project, path) for path in order]
            assert said(project) == {
                ("ann", "email"): (REFUSED, date(2024, 2, 5)),
                ("bob", "email"): (GRANTED, date(2024, 3, 5)),
            }
            undo_import(project, made[order.index(files[1])])
            assert said(project)["ann", "email"] == (GRANTED, date(2024, 1, 5))


def test_that_a_newer_list_counts_more_and_its_no_is_a_no_to_all(
    shop: Project, tmp_path: Path
) -> None:
    bring(shop, shopify(tmp_path / "a.csv", [("ann", "2024-01-05", "yes")]))
    people = tmp_path / "people.csv"
    people.write_text("Email,Name,Accepts Email Marketing\nann@example.com,Ann Lee,no\n")
    bring(shop, people)
    states = {channel: state for (_, channel), (state, _) in said(shop).items()}
    assert states["email"] is REFUSED
    assert states["phone"] is REFUSED


@pytest.mark.parametrize("words", ["ja nein", "oui non", "Sí No", "はい いいえ", "да нет", "是 否"])
def test_that_a_file_of_no_known_shop_tells_it_too(
    shop: Project, tmp_path: Path, words: str
) -> None:
    yes, no = words.split()
    path = tmp_path / "orders.csv"
    said_by = {n: yes if n % 2 else no for n in range(1, 9)}
    rows = [f"{n},2024-01-{n:02},p{n}@x.org,Tee,{n}.50,{word}" for n, word in said_by.items()]
    path.write_text("Bestellnummer,Datum,E-Mail,Artikel,Betrag,Newsletter\n" + "\n".join(rows))
    (file,) = preview_files([path]).files
    assert file.mapping.column(Field.CONSENT) == 5
    bring(shop, path)
    assert {who: state for (who, _), (state, _) in said(shop).items()} == {
        f"p{n}": GRANTED if n % 2 else REFUSED for n in range(1, 9)
    }


def test_that_a_column_of_that_name_without_yes_or_no_tells_nothing(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = [f"{n},2024-01-{n:02},p{n}@x.org,Tee,{n}.50,Spring issue" for n in range(1, 9)]
    path.write_text("Order,Date,Email,Product,Total,Newsletter\n" + "\n".join(rows))
    (file,) = preview_files([path]).files
    assert file.mapping.column(Field.CONSENT) is None


def test_that_a_chinese_till_tells_who_agreed_and_where_buyers_come_from(tmp_path: Path) -> None:
    path = tmp_path / "零食.csv"
    rows = [f"{n},2024-01-{n:02},会{n},牛轧糖,{n}.50,抖音,{'是否'[n % 2]}" for n in range(1, 9)]
    path.write_text(
        "订单编号,下单时间,会员号,商品名称,金额,来源渠道,订阅邮件\n" + "\n".join(rows), "utf-8"
    )
    (file,) = preview_files([path]).files
    assert file.mapping.column(Field.CHANNEL) == 5
    assert file.mapping.column(Field.CONSENT) == 6


@pytest.mark.parametrize("header", ["Accepts email", "Newsletter opt-in", "Mailing list"])
def test_that_till_and_shop_name_the_box_in_their_own_words(
    shop: Project, tmp_path: Path, header: str
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        f"Order,Date,Email,Product,Total,{header}\n"
        "1,2024-01-05,ann@example.com,Tea,9.00,yes\n"
        "2,2024-01-06,bob@example.com,Tea,9.00,no\n"
    )
    bring(shop, path)
    assert {who: state for (who, _), (state, _) in said(shop).items()} == {
        "ann": GRANTED,
        "bob": REFUSED,
    }
