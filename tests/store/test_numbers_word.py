"""What the owner says about whose numbers a file bears is done, whatever speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.core.numbering import NumbersFound
from clm_desktop.core.rows import OTHER_SHOP, ImportReceipt, NumbersWord
from clm_desktop.store.check import check_project
from clm_desktop.store.importing import ImportWriter, writing_import
from clm_desktop.store.numbers import whose_numbers
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.reading import load_transactions
from clm_desktop.store.replacing import replacing_import
from tests.store.made import File, Row, block, info
from tests.store.test_sources import TILL, Source, bring, sales, till, woo

Said = tuple[Source, Sequence[Row], NumbersWord]
PLAIN, WEB = NumbersWord(orders="", customers=""), NumbersWord(orders="web", customers="web")


def write(writer: ImportWriter, source: Source, rows: Sequence[Row], word: NumbersWord) -> None:
    made = info(File((), f"{source.name}.csv"))
    made = replace(made, platform=source.platform, mapping=source.mapping, numbers=word)
    writer.begin_file(made)
    writer.add(block(rows, 1))
    writer.end_file()


def say(project: Project, *files: Said) -> ImportReceipt:
    with writing_import(project) as writer:
        for file in files:
            write(writer, *file)
        return writer.finish()


def content(project: Project) -> list[tuple[object, ...]]:
    tx = load_transactions(project)
    assert check_project(project).findings == ()
    who = tx.customer_key[tx.order_customer].tolist()
    return sorted(zip(tx.order_key, who, tx.order_day, tx.order_cents, strict=True))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shops")


NUMBER = count()


@settings(max_examples=25, deadline=None)
@given(
    sequence=st.permutations(range(4)),
    seed=st.integers(1, 50),
    days=st.integers(0, 400),
    alike=st.booleans(),
    together=st.booleans(),
)
def test_that_the_word_wins_over_what_speaks_against_it(
    folder: Path, sequence: list[int], seed: int, days: int, alike: bool, together: bool
) -> None:
    """Two tills of one layout, or a till and a web shop; names that speak for the wrong one."""
    one = sales(seed, 20, day=10, names="Ann")
    two = sales(seed + (days > 0), 20, day=10 + days, names="Ann")
    other = replace(till, name="other") if alike else woo
    files: list[Said] = [
        (till, one[:12], PLAIN),
        (till, one[8:], PLAIN),
        (other, two[:12], WEB),
        (other, two[8:], WEB),
    ]
    chosen = [files[place] for place in sequence]
    number = next(NUMBER)
    with create_project(folder / f"{number} a.clm", "shop") as shop:
        if together:
            say(shop, *chosen)
        else:
            for file in chosen:
                say(shop, file)
        found = content(shop)
    apart = [(f"{key}", who, day, money) for key, who, day, money in plain(folder, number, one)]
    web = [
        (f"{key} (web)", f"{who} (web)", day, money)
        for key, who, day, money in plain(folder, f"{number} b", two)
    ]
    assert found == sorted(apart + web)


def plain(folder: Path, name: object, rows: Sequence[Row]) -> list[tuple[object, ...]]:
    """What a shop holds that has nothing but these orders."""
    with create_project(folder / f"{name} alone.clm", "shop") as shop:
        say(shop, (till, rows, NumbersWord()))
        return content(shop)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(1, 50), before=st.booleans())
def test_that_a_file_read_again_with_a_word_is_as_if_read_so_at_once(
    folder: Path, seed: int, before: bool
) -> None:
    one, two = sales(seed, 20, names="Ann"), sales(seed, 20, names="Ann")  # seem to be one shop
    two = [replace(row, cents=row.cents + 1) for row in two]
    number = next(NUMBER)
    with create_project(folder / f"{number} at once.clm", "shop") as shop:
        say(shop, (till, one, NumbersWord()), (woo, two, WEB))
        at_once = content(shop)
    with create_project(folder / f"{number} again.clm", "shop") as shop:
        first = [bring(shop, till, one)] if before else []
        wrong = bring(shop, woo, two)
        if not before:
            bring(shop, till, one)
        assert content(shop) != at_once
        with replacing_import(shop, wrong) as writer:
            write(writer, woo, two, WEB)
            writer.finish()
        assert content(shop) == at_once
        assert len(first) == before


def test_that_another_shop_gets_a_name_and_the_same_shop_none(tmp_path: Path) -> None:
    rows = sales(1, names="Ann")
    with create_project(tmp_path / "shop.clm", "shop") as shop:
        bring(shop, till, rows)
        word = NumbersWord(orders=OTHER_SHOP, customers=OTHER_SHOP)
        (other,) = say(shop, (woo, rows, word)).files
        assert (other.orders_of, other.customers_of) == ("woocommerce", "woocommerce")
        assert load_transactions(shop).n_orders == 80
        (same,) = say(shop, (replace(woo, name="x"), sales(9, day=900, names="Bob"), PLAIN)).files
        assert (same.orders_of, same.customers_of) == ("", "")
        assert len(set(load_transactions(shop).order_key.tolist())) == 80


def test_that_customers_can_be_shared_where_orders_are_not(tmp_path: Path) -> None:
    one, two = sales(1, names="Ann"), sales(2, day=300, names="Bob")
    with create_project(tmp_path / "shop.clm", "shop") as shop:
        bring(shop, till, one)
        say(shop, (woo, two, NumbersWord(orders=OTHER_SHOP, customers="")))
        tx = load_transactions(shop)
        assert (tx.n_orders, tx.n_customers) == (80, 12)


def found(project: Project, source: Source, rows: Sequence[Row], without: int = 0) -> NumbersFound:
    made = replace(
        info(File((), f"{source.name}.csv")), platform=source.platform, mapping=source.mapping
    )
    return whose_numbers(project, made, block(rows, 1), without)


def test_that_what_would_be_decided_is_told_before_it_is_done(tmp_path: Path) -> None:
    one, two = sales(1, names="Ann"), sales(2, day=200, names="Bob")
    with create_project(tmp_path / "shop.clm", "shop") as shop:
        assert found(shop, till, one) == NumbersFound()  # no other file
        bring(shop, till, one)
        told = found(shop, woo, two)
        assert told.orders is not None
        assert told.customers is not None
        assert told.orders.found == told.customers.found == "woocommerce"
        assert [(s.name, s.file) for s in told.orders.sources] == [("", "till.csv")]
        assert found(shop, woo, sales(2, 20, first=500)).orders is None  # numbers not met before
        number = bring(shop, woo, two)
        again = found(shop, woo, two, number)  # to be read anew: as it was
        assert again.orders == told.orders
        assert found(shop, Source("mails", TILL[2:]), two).customers is None
