"""The Data tab: rows of imports, the quality of the data, earlier states."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.core.row_fates import RowFate
from clm_desktop.ui.data_work import ImportRows
from clm_desktop.ui.restore_dialog import RestoreDialog
from clm_desktop.ui.tabs.data_tab import QUALITY, DataTab
from tests.ui.conftest import WAIT_MS, write_orders


def data_tab(program: Program, qtbot: QtBot) -> DataTab:
    program.window.nav.choose("data")
    tab = program.window.tab
    assert isinstance(tab, DataTab)
    qtbot.waitUntil(lambda: tab.up_to_date and not program.context.runner.active(), timeout=WAIT_MS)
    return tab


def settled(program: Program, qtbot: QtBot, tab: DataTab) -> None:
    qtbot.waitUntil(lambda: tab.up_to_date and not program.context.runner.active(), timeout=WAIT_MS)


def action(tab: DataTab, name: str) -> QAction:
    found = tab.save.menu_.findChild(QAction, name)
    assert found is not None, name
    return found


def test_that_the_menu_counts_what_can_be_saved_and_saves_it(
    opened: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    tab = data_tab(opened, qtbot)
    tab.save.menu_.aboutToShow.emit()
    (record,) = opened.context.session.shop.imports  # type: ignore[union-attr]
    new = sum(file.rows_accepted for file in record.files)
    assert f"({new:,})" in action(tab, "save_created").text()
    assert action(tab, "save_created").isEnabled()
    assert not action(tab, "save_set-aside").isEnabled()
    action(tab, "save_created_data").trigger()
    dialog = opened.window.findChild(QFileDialog, "choose_target")
    assert dialog is not None
    dialog.reject()
    path = tmp_path / "rows.csv"
    wanted = ImportRows(import_id=record.import_id, fate=RowFate.CREATED)
    opened.window.exports.write_import_rows(wanted, "data", path)
    qtbot.waitUntil(lambda: not opened.context.runner.active(), timeout=WAIT_MS)
    with path.open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == new
    assert path.name in opened.window.notice.text.text()


def test_that_a_saved_list_of_customers_says_how_to_reach_them(
    opened: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    opened.window.nav.choose("customers")
    qtbot.waitUntil(lambda: opened.window.tab.up_to_date, timeout=WAIT_MS)
    (panel,) = opened.window.tab.view.tables()
    path = tmp_path / "customers.csv"
    opened.window.exports.write(panel.view.block_model.block, "data", path)
    qtbot.waitUntil(lambda: not opened.context.runner.active(), timeout=WAIT_MS)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(panel.view.block_model.block)
    for row in rows:
        number = row["customer"].removeprefix("Person ")
        assert row["email"] == f"person{number}@example.com"


def test_that_the_quality_is_shown_and_its_rows_open(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    orders = write_orders(tmp_path / "orders.csv")
    lines = orders.read_text("utf-8").splitlines()
    head, rows = lines[0], lines[1:]
    spoilt = [",,".join((*row.split(",")[:2], *row.split(",")[4:])) for row in rows[::5]]
    kept = [row for i, row in enumerate(rows) if i % 5]
    orders.write_text("\n".join([head, *spoilt, *kept]), "utf-8")
    program.window.imports.offer((orders,))
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    program.window.check.confirm.click()
    session = program.context.session
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    tab = data_tab(program, qtbot)
    tab.show_part(QUALITY)
    settled(program, qtbot, tab)
    assert tab.page is not None
    assert tab.page.cards
    card = tab.page.cards[0]
    opener = tab.findChild(QPushButton, f"open_{card.name}")
    assert opener is not None
    qtbot.mouseClick(opener, Qt.MouseButton.LeftButton)
    settled(program, qtbot, tab)
    assert tab.page.title == card.headline
    assert len(tab.page.tables[0]) > 0
    assert tab.back.isVisible()
    qtbot.mouseClick(tab.back, Qt.MouseButton.LeftButton)
    settled(program, qtbot, tab)
    assert tab.page.cards


def test_that_an_earlier_state_is_chosen_and_taken_back(
    opened: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    session, window = opened.context.session, opened.window
    assert session.shop is not None
    first = session.shop.imports
    more = write_orders(tmp_path / "more.csv", customers=5, seed=9, first_order=90_000)
    window.imports.offer((more,))
    qtbot.waitUntil(lambda: len(session.shop.imports) == 2, timeout=WAIT_MS)  # type: ignore[union-attr]
    tab = data_tab(opened, qtbot)
    restore = tab.findChild(QPushButton, "data_restore")
    assert restore is not None
    qtbot.mouseClick(restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(RestoreDialog) is not None, timeout=WAIT_MS)
    dialog = window.findChild(RestoreDialog)
    assert dialog is not None
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.shop.imports == first, timeout=WAIT_MS)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: window.notice.action.isVisible(), timeout=WAIT_MS)
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(session.shop.imports) == 2, timeout=WAIT_MS)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not opened.context.runner.active(), timeout=WAIT_MS)
