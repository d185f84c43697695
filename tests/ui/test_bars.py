"""The bars around a page, the fields in them, and tables that are as high as their rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clm_desktop.jobs.runner import JobRunner
from clm_desktop.ui.actions import PAGE_TITLES, page_keys
from clm_desktop.ui.look import Look
from clm_desktop.ui.page_view import PageView
from clm_desktop.ui.style import apply_theme, load_fonts, unit
from clm_desktop.ui.widgets.flow import LineFlow
from clm_desktop.ui.widgets.groups_bar import GroupsBar
from clm_desktop.ui.widgets.levels_panel import LevelsPanel
from clm_desktop.ui.widgets.nav_bar import NavBar
from clm_desktop.ui.widgets.parts import number_box
from clm_desktop.ui.widgets.scroll import Scroll
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.levels import LevelsBlock
from tests.ui import pages_builder as made

FEW = 2


@pytest.fixture
def look(qtbot: QtBot) -> Look:
    look = Look("en", dark=False)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    load_fonts(app)
    apply_theme(app, look.theme)
    return look


def test_that_a_number_stands_off_the_frame_of_its_box(qtbot: QtBot, look: Look) -> None:
    box = number_box(1, 99)
    qtbot.addWidget(box)
    box.show()
    inside = box.findChild(QLineEdit)
    assert inside is not None
    inside.setCursorPosition(0)
    at = inside.mapTo(box, inside.cursorRect().center()).x()
    assert at >= unit() // 3
    assert inside.width() - at >= inside.fontMetrics().horizontalAdvance(box.text())


@given(st.lists(st.integers(20, 300), min_size=1, max_size=6), st.integers(320, 1500))
def test_that_parts_of_a_line_keep_their_widths_and_the_last_ends_at_the_right(
    widths: list[int], width: int
) -> None:
    inside = QWidget()
    flow = LineFlow(inside, spacing=10)
    parts = [QPushButton() for _ in widths]
    for part, wide in zip(parts, widths, strict=True):
        part.setFixedSize(wide, 20)
        flow.addWidget(part)
    room = QRect(0, 0, width, flow.heightForWidth(width))
    flow.setGeometry(room)
    places = [part.geometry() for part in parts]
    assert [place.width() for place in places] == widths
    assert all(room.contains(place) for place in places)
    assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[i + 1 :])
    assert places[-1].right() == room.right()
    if sum(widths) + 10 * (len(widths) - 1) <= width:
        assert room.height() == places[0].height()  # one line where one is enough


def test_that_what_can_be_set_below_a_page_takes_little_of_a_small_window(
    qtbot: QtBot, look: Look
) -> None:
    groups, levels = GroupsBar(look), LevelsPanel(look)
    ones = np.array([0.1, 0.5, 0.9])
    levels.set_block(
        LevelsBlock(
            p_leave=ones, said=ones, was=ones, tested=ones, medium=0.3, high=0.6, horizon_days=90
        )
    )
    for bar, wide, small in ((groups, 3.5, 6.0), (levels, 6.0, 8.5)):
        qtbot.addWidget(bar)
        assert bar.heightForWidth(1080) <= wide * unit()
        assert bar.heightForWidth(730) <= small * unit()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_that_the_bold_title_of_the_page_in_front_has_room(qtbot: QtBot, lang: str) -> None:
    look = Look("zh" if lang == "zh" else "en", dark=False)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    load_fonts(app)
    apply_theme(app, look.theme)
    nav = NavBar(look, PAGE_TITLES, page_keys())
    qtbot.addWidget(nav)
    nav.show()
    for item in nav.findChildren(QPushButton):
        font = item.font()
        font.setBold(True)
        around = item.sizeHint().width() - item.fontMetrics().horizontalAdvance(item.text())
        assert item.width() >= around + QFontMetrics(font).horizontalAdvance(item.text())


def _shown(view: PageView, page: Page, width: int = 900) -> None:
    view.resize(width, 700)
    view.set_page(page)
    view.show()
    QApplication.processEvents()


def _page(rows: int) -> Page:
    return made.table_page(rows)


def test_that_a_short_table_is_not_stretched_and_a_long_one_takes_the_room(
    qtbot: QtBot, look: Look
) -> None:
    view = PageView(look, JobRunner(look))
    qtbot.addWidget(view)
    _shown(view, _page(FEW))
    table = view.tables()[0].view
    assert table.height() <= table.fitting_height(FEW, FEW) < view.height() // 3
    _shown(view, _page(200))
    assert view.tables()[0].view.height() > view.height() // 2


def test_that_a_table_keeps_room_for_a_scroll_bar_only_while_it_has_one(
    qtbot: QtBot, look: Look
) -> None:
    table = BlockView(look)
    qtbot.addWidget(table)
    table.set_block(made.customers(FEW))
    table.fit_rows(1, 9)
    table.resize(300, table.height())
    table.show()
    narrow = table.height()
    assert table.horizontalScrollBar().maximum() > 0
    table.resize(3000, narrow)
    assert table.horizontalScrollBar().maximum() == 0
    assert table.height() < narrow
    table.resize(300, table.height())
    assert table.height() == narrow


def test_that_groups_that_are_not_shown_keep_no_room(qtbot: QtBot, look: Look) -> None:
    few, many = made.tiles()[:1], made.tiles() * 2
    page = Page(
        page="segments", title="Segments", lead="", tile_sets=(("few", few), ("many", many))
    )
    view = PageView(look, JobRunner(look))
    qtbot.addWidget(view)

    def height() -> int:
        for _ in range(3):
            QApplication.processEvents()
        bar = view.findChildren(Scroll)[-1].verticalScrollBar()
        return bar.maximum() + bar.pageStep()

    view.resize(900, 100)
    view.set_page(replace(page, tile_sets=(("few", few),)))
    view.show()
    least = height()
    view.set_page(page)
    assert height() <= least + 4 * unit()  # the row that chooses between them
    view.findChildren(QPushButton, "scheme_1")[0].click()
    assert height() > least + 8 * unit()
