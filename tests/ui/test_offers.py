"""Never offer: from a menu, from the list, seen at once, computed behind, taken back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.core.offer_bans import BanKind
from clm_desktop.ui.bans_dialog import BansDialog
from clm_desktop.ui.tabs.recommendations_tab import RecommendationsTab
from clm_desktop.view.pages.offer_lists import OfferLens, has_chances
from tests.ui.conftest import WAIT_MS, answers_of, settled


def tab_of(program: Program, qtbot: QtBot) -> RecommendationsTab:
    program.window.nav.choose("recommendations")
    qtbot.waitUntil(lambda: program.window.tab.up_to_date, timeout=WAIT_MS)
    tab = program.window.tab
    assert isinstance(tab, RecommendationsTab)
    return tab


def table_of(tab: RecommendationsTab, name: str):
    return next(p.view for p in tab.view.tables() if p.view.block_model.block.name == name)


def test_that_the_menu_on_a_product_keeps_it_back_and_undo_brings_it_back(
    opened: Program, qtbot: QtBot
) -> None:
    before, tab = answers_of(opened), tab_of(opened, qtbot)
    view = table_of(tab, "wanted")
    view.selectRow(0)
    (store_id,) = view.marked_keys(QPoint(-1, -1))
    product = before.names.product_id.tolist().index(store_id)
    assert product in before.recommend.lists.product
    view.customContextMenuRequested.emit(QPoint(-1, -1))
    menu = view.findChildren(QMenu)[-1]
    action = next(a for a in menu.actions() if a.objectName() == f"ban_{BanKind.PRODUCT}")
    action.trigger()
    menu.close()
    qtbot.waitUntil(lambda: len(answers_of(opened).bans) == 1, timeout=WAIT_MS)
    assert product not in answers_of(opened).recommend.lists.product, "at once"
    settled(opened, qtbot)
    after = answers_of(opened)
    assert product not in after.recommend.lists.product
    assert after.kept_back is not None
    assert product in after.kept_back.product
    window = opened.window
    assert window.notice.isVisible()
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not answers_of(opened).bans, timeout=WAIT_MS)
    settled(opened, qtbot)
    assert product in answers_of(opened).recommend.lists.product


def test_that_the_list_shows_all_that_is_kept_back_and_takes_more(
    opened: Program, qtbot: QtBot
) -> None:
    tab = tab_of(opened, qtbot)
    tab.bar.bans.click()
    dialog = opened.window.findChild(BansDialog)
    assert dialog is not None
    name = str(answers_of(opened).names.product_name[0])
    dialog.what.setText("nothing that is sold here")
    assert not dialog.add.isEnabled()
    dialog.what.setText(name)
    dialog.add.click()
    qtbot.waitUntil(lambda: dialog.panel.view.block_model.rowCount() == 1, timeout=WAIT_MS)
    assert dialog.panel.view.block_model.block.values[0].tolist() == [name]
    dialog.panel.view.selectRow(0)
    dialog.again.click()
    qtbot.waitUntil(lambda: dialog.panel.view.block_model.rowCount() == 0, timeout=WAIT_MS)
    dialog.accept()
    settled(opened, qtbot)
    assert not answers_of(opened).bans


def test_that_a_product_shows_whom_to_tell_and_a_group_what_it_wants(
    opened: Program, qtbot: QtBot
) -> None:
    tab = tab_of(opened, qtbot)
    store_id = table_of(tab, "wanted").block_model.key_at(0)
    tab.open_row("product", store_id)
    qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
    assert table_of(tab, "who_to_tell").block_model.block.row_kind == "customer"
    assert tab.bar.back.isVisible()
    tab.bar.group.setCurrentIndex(2)  # behind everybody and a line
    tab.bar.group.activated.emit(2)
    qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
    shown = table_of(tab, "offers").block_model.block
    assert 0 < len(shown) < len(answers_of(opened).customers)
    assert has_chances(answers_of(opened)) == any(
        panel.view.block_model.block.name == "group_offers" for panel in tab.view.tables()
    )
    tab.bar.back.click()
    qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
    assert table_of(tab, "wanted") is not None
    tab.look_at(OfferLens(group="rfm/no such group"))
    qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
    assert table_of(tab, "wanted") is not None, "a group that is gone shows everybody"
