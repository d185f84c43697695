"""The tab Worth: four pages, a grid that can be switched, and the people behind each number."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.ui.tabs.worth_tab import VIEWS, WorthTab
from clm_desktop.view.people_behind import people_behind
from tests.ui.conftest import WAIT_MS


def worth_tab(program: Program, qtbot: QtBot) -> WorthTab:
    program.window.nav.choose("worth")
    tab = program.window.tab
    assert isinstance(tab, WorthTab)
    qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
    return tab


def test_that_each_view_shows_its_page_and_the_grid_can_be_switched(
    opened: Program, qtbot: QtBot
) -> None:
    tab = worth_tab(opened, qtbot)
    for view in VIEWS:
        tab.show_view(view)
        qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
        assert tab.page is not None
        assert tab.page.page == view
    tab.show_view("cohorts")
    tab.show_grain("quarter")
    tab.show_measure("sales")
    qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
    assert tab.page is not None
    assert tab.page.charts[0].name == "cohorts_sales"
    assert tab.page.charts[0].series[0].label.startswith("Q1 2023")


def test_that_a_stage_leads_to_exactly_its_customers(opened: Program, qtbot: QtBot) -> None:
    tab = worth_tab(opened, qtbot)
    tab.show_view("stages")
    qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
    shop = opened.context.session.shop
    assert shop is not None
    assert shop.answers is not None
    lost = people_behind(shop.answers, "stage", 4)
    tab.tile_opened("stage_4")
    assert opened.window.tab.page_id == "customers"
    assert opened.window.tab.chosen == lost
    assert 0 < len(lost) < len(shop.answers.customers)
