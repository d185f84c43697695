"""What the owner says, chooses and makes in the window: seen at once, kept, taken back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.core.owner_words import Word
from clm_desktop.plan.answers import SinceLast
from clm_desktop.ui.look import Look
from clm_desktop.ui.tabs.customers_tab import CustomersTab
from clm_desktop.ui.tabs.segments_tab import SegmentsTab, members
from clm_desktop.ui.widgets.groups_bar import GroupsBar
from clm_desktop.ui.widgets.levels_panel import LevelsPanel
from clm_desktop.view.pages.levels import LevelsBlock
from clm_desktop.view.pages.parts import customer_ids
from tests.ui.conftest import WAIT_MS, answers_of, settled


def show(program: Program, qtbot: QtBot, page: str) -> None:
    program.window.nav.choose(page)
    qtbot.waitUntil(lambda: program.window.tab.up_to_date, timeout=WAIT_MS)


def test_that_a_word_on_the_card_takes_somebody_off_the_list_and_undo_brings_them_back(
    opened: Program, qtbot: QtBot
) -> None:
    window, before = opened.window, answers_of(opened)
    show(opened, qtbot, "watchlist")
    customer = int(customer_ids(before)[before.watchlist.row[0]])
    with qtbot.waitSignal(window.shops.customer_ready, timeout=WAIT_MS):
        window.shops.show_customer(customer)
    button = window.side.findChild(QPushButton, f"say_{Word.MOVED_AWAY}")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(answers_of(opened).said) == 1, timeout=WAIT_MS)
    after = answers_of(opened)
    assert customer not in customer_ids(after)[after.watchlist.row]
    settled(opened, qtbot)
    assert customer not in {
        int(customer_ids(answers_of(opened))[row])
        for item in answers_of(opened).today
        for row in item.row
    }
    assert window.notice.isVisible()
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not answers_of(opened).said, timeout=WAIT_MS)
    settled(opened, qtbot)
    np.testing.assert_array_equal(answers_of(opened).watchlist.row, before.watchlist.row)


def test_that_tags_are_kept_and_can_be_asked_for_in_the_search(
    opened: Program, qtbot: QtBot
) -> None:
    window, answers = opened.window, answers_of(opened)
    customer = int(customer_ids(answers)[3])
    show(opened, qtbot, "customers")
    with qtbot.waitSignal(window.shops.customer_ready, timeout=WAIT_MS):
        window.shops.show_customer(customer)
    line = window.side.findChild(QLineEdit, f"say_{Word.TAGS}")
    assert line is not None
    qtbot.keyClicks(line, "vip, tea")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(answers_of(opened).said) == 1, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.tab.up_to_date, timeout=WAIT_MS)
    assert isinstance(window.tab, CustomersTab)
    panel = window.tab.view.tables()[0]
    panel.search.setText("tag=VIP")
    panel.search_now()
    model = panel.view.block_model
    assert [model.key_at(row) for row in range(model.rowCount())] == [customer]
    panel.search.setText("colour=red")
    panel.search_now()
    assert model.rowCount() == len(answers.customers)
    assert panel.search.text() in ("colour=red",)
    panel.search.setText("")
    panel.search_now()
    assert model.rowCount() == len(answers.customers)


def test_that_a_built_segment_is_counted_live_kept_shown_and_taken_away(
    opened: Program, qtbot: QtBot
) -> None:
    window, answers = opened.window, answers_of(opened)
    show(opened, qtbot, "segments")
    assert isinstance(window.tab, SegmentsTab)
    builder = window.tab.build_rule()
    assert builder is not None
    builder.name.setText("Came often")
    builder.rule.setText("orders>5")
    builder.recount()
    wanted = np.flatnonzero(answers.customers.frequency > 5)
    assert str(len(wanted)) in builder.count.text()
    builder.rule.setText("orders>many")
    builder.recount()
    assert not builder.save.isEnabled()
    builder.rule.setText("orders>5")
    builder.recount()
    qtbot.mouseClick(builder.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(answers_of(opened).own) == 1, timeout=WAIT_MS)
    own = answers_of(opened).own[0]
    ids = members(answers_of(opened), f"own_{own.number}")
    assert set(ids) == set(customer_ids(answers)[wanted].tolist())
    window.owner.remove_segment("Came often")
    qtbot.waitUntil(lambda: not answers_of(opened).own, timeout=WAIT_MS)
    settled(opened, qtbot)


def test_that_moved_borders_are_counted_while_they_move_and_chosen_once(qtbot: QtBot) -> None:
    panel = LevelsPanel(Look("en", dark=False))
    qtbot.addWidget(panel)
    block = LevelsBlock(
        p_leave=np.array([0.1, 0.3, 0.5, 0.7, 0.9]),
        said=np.array([0.2, 0.5, 0.8]),
        was=np.array([0.1, 0.5, 0.9]),
        tested=np.array([10.0, 10.0, 10.0]),
        medium=0.33,
        high=0.66,
        horizon_days=90,
    )
    panel.set_block(block)
    chosen: list[tuple[float, float]] = []
    panel.levels_chosen.connect(lambda *levels: chosen.append(levels))
    panel.high.setValue(60)
    assert "2" in panel.counts[2].text()
    panel.high.setValue(80)
    assert "1" in panel.counts[2].text()
    assert not chosen
    qtbot.waitUntil(lambda: bool(chosen), timeout=WAIT_MS)
    assert chosen == [(0.33, 0.80)]
    panel.medium.setValue(90)  # pushes the other border on
    assert panel.high.value() > panel.medium.value()
    panel.set_block(None)
    assert panel.isHidden()


def test_that_found_groups_can_be_asked_for_only_where_there_are_any(qtbot: QtBot) -> None:
    bar = GroupsBar(Look("en", dark=False))
    qtbot.addWidget(bar)
    for found in (False, True):
        bar.put_found(found)
        assert (bar.ks.isEnabled(), bar.renew.isEnabled()) == (found, found)
        assert bar.sizes.isEnabled()


def test_that_passing_through_a_box_chooses_nothing(qtbot: QtBot) -> None:
    bar, panel = GroupsBar(Look("en", dark=False)), LevelsPanel(Look("en", dark=False))
    qtbot.addWidget(bar)
    qtbot.addWidget(panel)
    chosen: list[float] = []
    bar.margin_chosen.connect(chosen.append)
    panel.horizon_chosen.connect(chosen.append)
    bar.put(0, 0, 0.4)
    bar.margin.editingFinished.emit()
    panel.days.editingFinished.emit()
    assert not chosen
    bar.margin.setValue(35)
    bar.margin.editingFinished.emit()
    panel.days.setValue(60)
    panel.days.editingFinished.emit()
    assert chosen == [0.35, 60]


def test_that_hidden_names_are_hidden_on_the_card_and_on_today(
    opened: Program, qtbot: QtBot
) -> None:
    window, answers = opened.window, answers_of(opened)
    row = answers.watchlist.row[0]
    customer = int(answers.names.customer_id[answers.customers.customer[row]])
    with qtbot.waitSignal(window.shops.customer_ready, timeout=WAIT_MS):
        window.shops.show_customer(customer)

    def shown() -> str:
        labels = [*window.side.findChildren(QLabel), *window.tab.findChildren(QLabel)]
        return "\n".join(label.text() for label in labels)

    key = str(answers.names.customer_key[answers.customers.customer[row]])
    mail = f"{key.replace(' ', '').lower()}@example.com"

    def tells() -> bool:
        return key in shown() or mail in shown()

    window.nav.choose("today")
    qtbot.waitUntil(lambda: window.tab.up_to_date, timeout=WAIT_MS)
    assert key in shown()
    assert mail in shown()
    assert "First: " in shown()
    opened.context.look.set_names_hidden(hidden=True)
    assert not tells()
    assert "First: •••••" in shown()
    opened.context.look.set_names_hidden(hidden=False)
    assert tells()


def test_that_today_tells_of_the_newest_file_and_shows_who_bought(
    opened: Program, qtbot: QtBot
) -> None:
    window, session = opened.window, opened.context.session
    assert session.shop is not None
    answers = answers_of(opened)
    rows = np.array([2, 7, 11], np.int32)
    since = SinceLast(
        since_day=answers.run.as_of_day - 9, orders=4, sales_cents=9900, row=rows, new=1, second=2
    )
    session.set_shop(replace(session.shop, answers=replace(answers, since=since)))
    show(opened, qtbot, "today")
    told = "\n".join(label.text() for label in window.tab.findChildren(QLabel))
    assert ": 4 orders, " in told
    news = window.tab.findChild(QPushButton, "open_news")
    assert isinstance(news, QPushButton)
    news.click()
    qtbot.waitUntil(
        lambda: window.tab.page_id == "customers" and window.tab.up_to_date, timeout=WAIT_MS
    )
    table = window.tab.view.tables()[0].view.block_model
    shown = {table.key_at(row) for row in range(table.rowCount())}
    assert shown == set(answers.names.customer_id[answers.customers.customer[rows]].tolist())
