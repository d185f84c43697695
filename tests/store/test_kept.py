"""What else a project keeps: answers, forecasts, settings, mappings; and its examination."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from clm_desktop.core.errors import ProjectError, RequestError
from clm_desktop.store.check import check_project
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.reading import customer_orders
from clm_desktop.store.results import Forecast, RunRecord, load_answers, save_answers
from clm_desktop.store.settings import (
    ShopSettings,
    currency,
    has_mappings,
    load_mapping,
    load_settings,
    save_mapping,
    save_settings,
)
from clm_desktop.store.undo import undo_import
from tests.store.made import DAY, File, Row, do_import


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "shop.clm", "shop") as project:
        yield project


def run(day: int) -> RunRecord:
    return RunRecord(as_of_day=day, horizon_days=60, seed=0, revision=1, wish="{}")


def test_that_the_newest_answers_come_back_whole_and_old_ones_make_room(shop: Project) -> None:
    assert load_answers(shop) is None
    large = bytes(range(256)) * 80_000  # more than two parts
    save_answers(shop, run(1), b"old" * 1000, [Forecast("anna", 0.5, 1.0, None)])
    save_answers(shop, run(2), large, [Forecast("anna", 0.4, None, 300.0)])
    assert load_answers(shop) == (run(2), large)
    with shop.reading() as connection:
        assert connection.execute("SELECT count(DISTINCT run_id) FROM run_parts").get == 1
        kept = "SELECT customer_key, p_buy, expected_spend_cents FROM customer_forecasts ORDER BY 2"
        assert list(connection.execute(kept)) == [("anna", 0.4, 300.0), ("anna", 0.5, None)]


def test_that_the_same_run_again_replaces_its_forecasts(shop: Project) -> None:
    for p in (0.1, 0.2):
        save_answers(shop, run(1), b"x", [Forecast("anna", p, None, None)])
    with shop.reading() as connection:
        assert list(connection.execute("SELECT p_buy FROM customer_forecasts")) == [(0.2,)]


@pytest.mark.parametrize("bad", [b"no zlib", zlib.compress(bytes(9 << 20))])
def test_that_answers_that_cannot_be_unpacked_are_damage(shop: Project, bad: bytes) -> None:
    save_answers(shop, run(1), b"x", [])
    with shop.transaction() as connection:
        connection.execute("UPDATE run_parts SET data = ?", (bad,))
    with pytest.raises(ProjectError) as caught:
        load_answers(shop)
    assert caught.value.code == "project_damaged"


def test_that_settings_and_mappings_are_kept(shop: Project) -> None:
    assert load_settings(shop) == ShopSettings()
    assert not has_mappings(shop)
    do_import(shop, File((Row("1"),)))
    assert currency(shop) == "EUR"
    mine = ShopSettings(currency="CNY", horizon_days=30, medium_risk_share=0.2, high_risk_share=0.7)
    save_settings(shop, mine)
    assert load_settings(shop) == mine
    assert currency(shop) == "CNY"
    save_mapping(shop, "abc", "first")
    save_mapping(shop, "abc", "second")
    assert (load_mapping(shop, "abc"), load_mapping(shop, "x")) == ("second", None)
    assert has_mappings(shop)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("DELETE FROM orders WHERE key = '1'", "lines_without_order"),
        ("DELETE FROM lines WHERE id >> 24 = 2", "orders_without_lines"),
        ("UPDATE lines SET customer_id = 99", "lines_without_customer"),
        ("UPDATE lines SET product_id = 99", "lines_without_product"),
        ("UPDATE lines SET file_id = 99", "lines_without_file"),
        ("UPDATE line_sightings SET line_id = 99", "sightings_without_line"),
        ("UPDATE lines SET cents = cents + 1", "order_totals"),
        ("UPDATE files SET rows_accepted = rows_accepted + 1", "file_accounts"),
        ("DELETE FROM set_aside", "set_aside_rows"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM imports WHERE id = 1", "foreign_keys"),
    ],
)
def test_that_an_examination_finds(shop: Project, damage: str, code: str) -> None:
    do_import(shop, File((Row("1"), Row("2"), Row("2", product="mug")), set_aside=1))
    do_import(shop, File((Row("1", ts=10 * DAY),)))
    report = check_project(shop)
    assert (report.findings, report.lines, report.total_cents) == ((), 3, 1500)
    for statement in damage.split(";"):
        shop.connection.execute(statement)
    assert code in {finding.code for finding in check_project(shop).findings}


def test_that_unknown_customers_and_imports_have_their_sentences(shop: Project) -> None:
    for ask in (lambda: customer_orders(shop, 7), lambda: undo_import(shop, 7)):
        with pytest.raises(RequestError):
            ask()
