"""A file that hides its buyers: totals and products answer, nobody is called lost."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.hidden_buyers import hidden_buyers
from clm_desktop.models.results import Risk
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.reading import load_transactions
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.refresh import refresh
from clm_desktop.view.pages.customers import customers_page
from clm_desktop.view.pages.segments import segments_page
from clm_desktop.view.pages.today import today_page
from clm_desktop.view.pages.watchlist import watchlist_page
from clm_desktop.view.words import Words


def brought(folder: Path, *paths: Path) -> Project:
    project = create_project(folder / "shop.clm", "shop")
    import_files(project, preview_files(paths, project=project).files)
    return project


@pytest.fixture(scope="module")
def hidden(tmp_path_factory):
    """A year of a marketplace that lends a phone number to every order."""
    folder = tmp_path_factory.mktemp("hidden")
    draw = np.random.default_rng(1)
    with (folder / "orders.csv").open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["订单编号", "下单时间", "商品名称", "数量", "实付金额", "收货人手机"])
        for i in range(900):
            day = f"2024-{1 + i % 12:02d}-{1 + i % 28:02d} 10:{i % 60:02d}:00"
            for product in draw.choice(["茶", "杯子", "茶壶", "点心"], 2, replace=False):
                row = [10**15 + i, day, product, 1, "20.00", f"1{3_000_000_000 + 104_729 * i}"]
                out.writerow(row)
    with brought(folder, folder / "orders.csv") as project:
        yield refresh(project)


def test_that_nobody_is_called_lost(hidden) -> None:
    assert hidden.trust.hidden_buyers is not None
    assert not len(hidden.watchlist.row)
    assert (hidden.risk.risk == Risk.NONE).all()
    assert np.isnan(hidden.risk.p_buy).all()
    assert all(not scheme.groups for scheme in hidden.schemes)
    assert {item.kind for item in hidden.today} <= {"add_data", "data_note"}
    assert np.isnan(hidden.totals.returning_share)


def test_that_totals_and_products_still_count(hidden) -> None:
    assert hidden.totals.orders == 900
    assert hidden.totals.total_cents == 900 * 2 * 2000
    assert hidden.totals.products == 4
    assert len(hidden.recommend.lists.product)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_that_every_page_says_why(hidden, lang) -> None:
    words = Words(lang)
    why = words.say(hidden.trust.hidden_buyers)
    assert "900" in why
    assert why in today_page(hidden, words).cards[0].text
    assert why in watchlist_page(hidden, words).notes
    assert why in segments_page(hidden, words).empty


def test_that_lent_phones_are_named_before_the_import(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = "".join(f"{i},2024-01-0{1 + i % 9},18412345678-{1000 + i},9.90\n" for i in range(60))
    path.write_text(f"订单编号,下单时间,收货人手机,实付金额\n{rows}", "utf-8")
    (file,) = preview_files([path]).files
    assert "note.relayed_phones" in {note.code for note in file.notes}
    with brought(tmp_path, path) as project:
        assert load_transactions(project).n_customers == 0


def test_that_a_real_shop_of_one_timers_is_not_taken_for_one(shared: Path, tmp_path: Path) -> None:
    """25,949 buyers of whom 2,460 came back."""
    path = next((shared / "chinese_shops").rglob("taobao_orders_2019H1.xlsx"))
    with brought(tmp_path, path) as project:
        tx = load_transactions(project)
    assert hidden_buyers(tx, customer_table(tx, tx.last_day, NULL_CONTEXT)) is None


@pytest.fixture(scope="module")
def till_and_marketplace(tmp_path_factory):
    """Sixty members of a till who come back every month, beside a marketplace that hides all."""
    folder = tmp_path_factory.mktemp("both")
    with (folder / "taobao.csv").open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["订单编号", "下单时间", "商品名称", "数量", "实付金额", "收货人手机"])
        for i in range(900):
            day = f"2024-{1 + i % 12:02d}-{1 + i % 28:02d} 10:{i % 60:02d}:00"
            out.writerow([10**15 + i, day, "茶", 1, "20.00", f"1{3_000_000_000 + 104_729 * i}"])
    with (folder / "till.csv").open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["Receipt", "Member no", "Day", "Product", "Amount"])
        for i in range(720):
            out.writerow([i, f"M{i % 60}", f"2024-{1 + i // 60:02d}-{1 + i % 28:02d}", "mug", "5"])
    with brought(folder, folder / "taobao.csv", folder / "till.csv") as project:
        yield refresh(project)


def test_that_the_named_part_of_a_shop_is_judged_by_itself(till_and_marketplace) -> None:
    answers = till_and_marketplace
    assert answers.trust.hidden_buyers is None
    assert len(answers.customers) == answers.trust.repeat_customers == 60
    assert answers.totals.orders == 900 + 720
    assert answers.totals.total_cents == 900 * 2000 + 720 * 500
    assert answers.totals.no_customer_cents == 900 * 2000
    (why,) = answers.trust.hidden_sources
    assert dict(why.params) == {"file": "taobao.csv", "customers": 900, "orders": 900}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_that_the_pages_say_which_file_hides_its_buyers(till_and_marketplace, lang) -> None:
    words = Words(lang)
    why = words.say(till_and_marketplace.trust.hidden_sources[0])
    assert "taobao.csv" in why
    assert why in watchlist_page(till_and_marketplace, words).notes
    assert why in customers_page(till_and_marketplace, words).notes
