"""The tab Products: look around a product, fill a basket, say a relation and take it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.core.relations import Relation
from clm_desktop.ui.tabs.products_tab import ProductsTab
from tests.ui.conftest import WAIT_MS, answers_of, settled


def products_tab(program: Program, qtbot: QtBot) -> ProductsTab:
    program.window.nav.choose("products")
    tab = program.window.tab
    assert isinstance(tab, ProductsTab)
    qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
    return tab


def titles(program: Program, places: tuple[int, ...]) -> list[str]:
    names = answers_of(program).names
    return [f"{names.product_name[at]} · {names.product_key[at]}"
            if names.product_name[at] not in ("", names.product_key[at])
            else str(names.product_key[at]) for at in places]  # fmt: skip


def test_that_a_basket_is_filled_by_the_keyboard_and_answered(
    opened: Program, qtbot: QtBot
) -> None:
    tab = products_tab(opened, qtbot)
    (title,) = titles(opened, (0,))
    tab.bar.product.setText(title)  # typing would open the list of what fits
    assert tab.bar.into.isEnabled()
    tab.bar.into.setFocus()
    qtbot.keyClick(tab.bar.into, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
    assert tab.page is not None
    assert tab.page.tables[0].name == "basket"
    assert title.split(" · ")[0] in tab.page.tables[0].title
    tab.bar.empty.click()
    qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
    assert "basket" not in [table.name for table in tab.page.tables]


def test_that_a_relation_that_is_said_is_drawn_at_once_and_can_be_undone(
    opened: Program, qtbot: QtBot
) -> None:
    tab, window = products_tab(opened, qtbot), opened.window
    one, other = titles(opened, (0, 1))
    tab.bar.product.setText(one)
    tab.bar.other.setText(other)
    place = tab.bar.relation.findData(str(Relation.REPLACES))
    tab.bar.relation.setCurrentIndex(place)
    tab.bar.relation.activated.emit(place)
    assert tab.bar.keep.isEnabled()
    tab.bar.keep.click()
    qtbot.waitUntil(lambda: bool(answers_of(opened).relations), timeout=WAIT_MS)
    settled(opened, qtbot)
    (told,) = answers_of(opened).relations
    keys = answers_of(opened).names.product_key
    assert (told.a, told.relation, told.b) == (keys[0], Relation.REPLACES, keys[1])
    qtbot.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not answers_of(opened).relations, timeout=WAIT_MS)


def test_that_nothing_can_be_kept_of_a_product_and_itself_but_that_it_is_used_up(
    opened: Program, qtbot: QtBot
) -> None:
    tab = products_tab(opened, qtbot)
    (one,) = titles(opened, (0,))
    tab.bar.product.setText(one)
    tab.bar.other.setText(one)
    assert not tab.bar.keep.isEnabled()
    place = tab.bar.relation.findData(str(Relation.REFILL_OF))
    tab.bar.relation.setCurrentIndex(place)
    tab.bar.relation.activated.emit(place)
    assert tab.bar.keep.isEnabled()
