"""The tab Ahead: categories, rules of ordering by the keyboard, a stock list to fill in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.ui.tabs.ahead_tab import AheadTab
from clm_desktop.view.blocks import TableBlock
from tests.ui.conftest import WAIT_MS, answers_of, settled


def ahead_tab(program: Program, qtbot: QtBot) -> AheadTab:
    program.window.nav.choose("ahead")
    tab = program.window.tab
    assert isinstance(tab, AheadTab)
    qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
    return tab


def test_that_days_typed_are_kept_without_a_refresh_and_can_be_undone(
    opened: Program, qtbot: QtBot
) -> None:
    tab, window = ahead_tab(opened, qtbot), opened.window
    before = answers_of(opened)
    assert before.reorder is not None
    tab.bar.lead.setFocus()
    tab.bar.lead.selectAll()
    qtbot.keyClicks(tab.bar.lead, "35")
    qtbot.keyClick(tab.bar.lead, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: answers_of(opened).reorder_rules.lead_time_days == 35, timeout=WAIT_MS)
    settled(opened, qtbot)
    after = answers_of(opened)
    assert after.reorder is not None
    assert after.demand is before.demand
    assert after.reorder.expected[0] > before.reorder.expected[0]
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: answers_of(opened).reorder_rules.lead_time_days == 14, timeout=WAIT_MS)
    assert tab.bar.lead.value() == 14


def test_that_every_series_that_can_be_chosen_is_shown(opened: Program, qtbot: QtBot) -> None:
    tab = ahead_tab(opened, qtbot)
    names = ["", *(one.name for one in answers_of(opened).demand.categories)]
    assert tab.bar.series.count() == len(names)
    for place, name in enumerate(names):
        tab.bar.series.setCurrentIndex(place)
        tab.bar.series.activated.emit(place)
        qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
        assert tab.page is not None
        assert name in tab.page.lead


def test_that_the_stock_list_is_offered_with_every_product(opened: Program, qtbot: QtBot) -> None:
    tab = ahead_tab(opened, qtbot)
    products = answers_of(opened).demand.products
    assert products is not None
    with qtbot.waitSignal(tab.export_wanted, timeout=WAIT_MS) as told:
        tab.bar.list.click()
    block, way = told.args
    assert isinstance(block, TableBlock)
    assert len(block) == len(products)
    assert way == "excel"
