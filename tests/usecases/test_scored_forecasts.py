"""Forecasts of earlier refreshes, scored when newer files cover what they spoke of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import bought_within, history
from clm_desktop.features.snapshot import cut_events
from clm_desktop.models.evaluate import auc
from clm_desktop.models.results import Risk
from clm_desktop.models.risk.listed import FIRST
from clm_desktop.store.project import Project
from clm_desktop.usecases.compute_answers import RefreshOptions
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import open_or_create
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.refresh import load, refresh
from clm_desktop.usecases.undo_import import undo_import
from clm_desktop.view.pages.watchlist import watchlist_page
from clm_desktop.view.topics import show_topic
from clm_desktop.view.words import Words
from tests.models.shops import START, plausible

CUT = START + 450
NEVER = RefreshOptions(horizon_days=45)


@pytest.fixture(scope="module")
def orders() -> Transactions:
    return plausible(420, 560, 3, gap_days=30)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with open_or_create(tmp_path / "shop.clm") as project:
        yield project


def drop(shop: Project, tx: Transactions, path: Path, first_day: int, last_day: int) -> None:
    """Import the orders of some days."""
    rows = np.flatnonzero((tx.order_day >= first_day) & (tx.order_day <= last_day))
    dates = (tx.order_day[rows].astype("int64") * SECONDS_PER_DAY).astype("datetime64[s]")
    path.write_text(
        "Order ID,Customer ID,Order Date,Quantity,Total\n"
        + "".join(
            f"o{i},{tx.customer_key[tx.order_customer[i]]},{str(date)[:10]},1,"
            f"{tx.order_cents[i] / 100:.2f}\n"
            for i, date in zip(rows, dates, strict=True)
        )
    )
    import_files(shop, preview_files([path], NULL_CONTEXT, shop).files)


def test_that_a_forecast_is_scored_once_newer_files_cover_it(
    shop: Project, orders: Transactions, tmp_path: Path
) -> None:
    drop(shop, orders, tmp_path / "old.csv", 0, CUT)
    before = refresh(shop, NEVER)
    assert before.scored == ()
    drop(shop, orders, tmp_path / "new.csv", CUT + 1, CUT + 44)
    assert refresh(shop, NEVER).scored == ()  # one day is missing
    drop(shop, orders, tmp_path / "newer.csv", CUT + 45, CUT + 60)
    after = refresh(shop, NEVER)
    (one,) = after.scored
    tx = load(shop)
    events = purchase_events(tx)
    facts = history(cut_events(events, CUT), CUT, 45)
    came = bought_within(events, facts)
    names = before.names.customer_key[before.customers.customer]
    assert list(tx.customer_key[facts.customer]) == list(names)
    assert one.test.cutoff_day == CUT
    assert one.test.customers == len(facts)
    assert one.test.auc == pytest.approx(auc(before.risk.p_buy, came))
    high = before.risk.risk == Risk.HIGH
    repeats = before.customers.frequency >= 2
    assert 0 < one.test.named_right <= one.test.named <= int((high & repeats).sum())
    assert one.expected_orders == pytest.approx(float(before.risk.expected_orders.sum()))
    later = (events.day > CUT) & (events.day <= CUT + 45)
    assert one.orders == int(np.isin(events.customer[later], facts.customer).sum())
    assert one.spent_cents > 0
    page = watchlist_page(after, Words("en", "GBP"))
    assert f"Of the {one.test.named} people named on" in page.lead
    assert f"{one.test.named_right} stayed away for 45 days" in page.lead
    assert f"点名的 {one.test.named} 人" in watchlist_page(after, Words("zh", "GBP")).lead
    assert "scored" in {table.name for table in page.detail_tables}
    (said,) = show_topic(after, "backtest", Words("en", "GBP"))["scored"]
    assert said["orders"] == one.orders
    assert said["named_right"] == one.test.named_right


def test_that_those_named_are_the_first_of_the_list_that_was_shown(
    shop: Project, tmp_path: Path
) -> None:
    orders = plausible(1_500, 560, 5, gap_days=30)
    drop(shop, orders, tmp_path / "old.csv", 0, CUT)
    before = refresh(shop, NEVER)
    shown = before.watchlist.row
    assert len(shown) > FIRST  # else the sequence would not matter
    drop(shop, orders, tmp_path / "new.csv", CUT + 1, CUT + 60)
    (one,) = refresh(shop, NEVER).scored
    tx = load(shop)
    later = (tx.order_day > CUT) & (tx.order_day <= CUT + 45) & tx.order_is_sale
    came = set(tx.customer_key[tx.order_customer[later]])
    names = before.names.customer_key[before.customers.customer[shown[:FIRST]]]
    assert one.test.named == FIRST
    assert one.test.named_right == sum(name not in came for name in names)


def test_that_an_answer_about_the_past_is_no_forecast(
    shop: Project, orders: Transactions, tmp_path: Path
) -> None:
    drop(shop, orders, tmp_path / "all.csv", 0, CUT + 60)
    refresh(shop, RefreshOptions(as_of_day=CUT, horizon_days=45))
    assert refresh(shop, NEVER).scored == ()


def test_that_taking_a_file_back_takes_its_scores_back(
    shop: Project, orders: Transactions, tmp_path: Path
) -> None:
    drop(shop, orders, tmp_path / "old.csv", 0, CUT)
    refresh(shop, NEVER)
    drop(shop, orders, tmp_path / "new.csv", CUT + 1, CUT + 60)
    assert len(refresh(shop, NEVER).scored) == 1
    undo_import(shop, 2)
    assert refresh(shop, NEVER).scored == ()
