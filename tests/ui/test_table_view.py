"""The one table model and its view."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from clm_desktop.ui.look import Look
from clm_desktop.ui.widgets.column_widths import two_line_width
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.scroll import Scroll
from clm_desktop.ui.widgets.table_model import HIDDEN, TableModel
from clm_desktop.ui.widgets.table_panel import TablePanel
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.words import Words
from tests.ui.pages_builder import customers

DOWN, UP = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder


class CountingWords(Words):
    """Counts how many cells became text."""

    cells = 0

    def value(self, kind: object, raw: object) -> str:
        self.cells += 1
        return super().value(kind, raw)  # type: ignore[arg-type]


def test_that_the_model_keeps_the_rules_of_qt_through_sort_and_search(
    qtbot: QtBot, qtlog: object
) -> None:
    model = TableModel(Words("en"))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_block(customers(40), Words("zh"))
    model.sort(2, DOWN)
    model.set_query("anna")
    model.sort(0, UP)
    model.set_query("")
    model.set_block(customers(0), Words("en"))
    assert tester.model() is model
    assert [record.message for record in qtlog.records] == []  # type: ignore[attr-defined]


def test_that_the_current_row_follows_its_customer_through_a_sort(qtbot: QtBot) -> None:
    view = BlockView(Look("en", dark=False))
    qtbot.addWidget(view)
    view.set_block(customers(50))
    view.selectRow(17)
    key = view.block_model.key_at(17)
    view.block_model.sort(3, DOWN)
    assert view.block_model.key_at(view.currentIndex().row()) == key
    view.block_model.set_query("anna")  # a search starts from the top, but never shows a stale row
    assert all("Anna" in view.block_model.text_at(r, 0) for r in range(view.block_model.rowCount()))


def told(texts: list[str], width: int) -> TableBlock:
    """Products with a sentence each."""
    return TableBlock(
        name="told",
        title="Told",
        columns=(
            Column(key="product", title="Product", kind=Kind.TEXT, width=28),
            Column(key="why", title="Because", kind=Kind.TEXT, width=width),
        ),
        values=(
            np.array(["Lavender hand wash 300 ml"] * len(texts), object),
            np.array(texts, object),
        ),
    )


LONG = "Because 118 customers who bought “Oat & honey soap bar” also bought this, and much more."


def test_that_sentences_which_would_be_cut_get_a_second_line(qtbot: QtBot) -> None:
    view = BlockView(Look("en", dark=False))
    qtbot.addWidget(view)
    view.resize(40 * view.fontMetrics().averageCharWidth(), 400)
    view.show()
    heights = []
    for texts, width in (([LONG] * 9, 48), ([LONG] * 9, 20), (["Often."] * 19 + [LONG], 48)):
        view.set_block(told(texts, width))
        heights.append(view.rowHeight(0))
    line = view.fontMetrics().height()
    assert heights[0] >= heights[1] + line, "names alone are cut as ever"
    view.resize(300 * view.fontMetrics().averageCharWidth(), 400)
    view.set_block(told(["Often."] * 19 + [LONG], 48))
    assert view.rowHeight(0) == heights[1], "one long sentence of twenty changes nothing"


def test_that_a_narrow_place_shows_every_sentence_whole(qtbot: QtBot) -> None:
    panel = TablePanel(Look("en", dark=False), "side", compact=True)
    qtbot.addWidget(panel)
    view = panel.view
    view.wrap_text()
    panel.resize(44 * view.fontMetrics().averageCharWidth(), 900)
    panel.show()
    panel.set_block(told([LONG, "Often."], 40))
    panel.fit_rows(1, 6)
    metrics = view.fontMetrics()
    room = QRect(0, 0, view.columnWidth(1) - round(1.2 * metrics.height()), 10_000)
    needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, LONG).height()
    assert view.rowHeight(0) >= needed > 3 * metrics.height()
    assert view.rowHeight(1) < view.rowHeight(0)
    assert not view.horizontalScrollBar().isVisible()
    assert view.height() >= view.rowHeight(0) + view.rowHeight(1)


def test_that_a_note_on_several_lines_takes_no_room_from_the_table_above(qtbot: QtBot) -> None:
    panel = TablePanel(Look("en", dark=False), "told")
    panel.set_block(told(["Often."] * 9, 48))
    panel.fit_rows(1, 14)
    note = PlainLabel(" ".join(["The season does not show in them."] * 4))
    note.setMaximumWidth(note.fontMetrics().horizontalAdvance(note.text()) // 2)
    page = Scroll()
    qtbot.addWidget(page)
    page.body.addWidget(panel)
    page.body.addWidget(note)
    page.body.addStretch(1)
    page.resize(3 * note.maximumWidth(), panel.sizeHint().height())
    page.show()
    qtbot.waitUntil(lambda: page.widget().height() > page.height())
    assert panel.view.geometry().bottom() < panel.height()
    assert note.height() >= 2 * note.fontMetrics().height()


def _number(title: str) -> Column:
    return Column(key=title, title=title, kind=Kind.WHOLE)


def test_that_the_search_box_shows_all_it_says_of_rules_where_there_is_room(qtbot: QtBot) -> None:
    panel = TablePanel(Look("en", dark=False), "customers")
    qtbot.addWidget(panel)
    panel.set_block(customers(20))
    panel.offer_rules(lambda _text: None)
    metrics = panel.search.fontMetrics()
    said = metrics.horizontalAdvance(panel.search.placeholderText())
    panel.resize(4 * said, 400)
    panel.show()
    assert panel.search.width() > said + 2 * metrics.averageCharWidth()


def test_that_titles_fold_and_sentences_wrap_before_any_text_is_cut(qtbot: QtBot) -> None:
    titles = ("of whom bought", "of those left alone", "Difference in points")
    wide = told([LONG], 40)
    block = TableBlock(
        name="results",
        title="",
        columns=(*map(_number, titles), *wide.columns),
        values=(*(np.arange(1) for _ in titles), *wide.values),
    )
    view = BlockView(Look("en", dark=False))
    qtbot.addWidget(view)
    metrics = view.fontMetrics()
    view.show()
    view.resize(metrics.horizontalAdvance(LONG) + metrics.averageCharWidth() * 40, 300)
    view.set_block(block)
    margin = round(1.2 * metrics.height())
    room = QRect(0, 0, view.columnWidth(4) - margin, 10_000)
    high = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, LONG).height()
    assert high <= 2 * metrics.height() <= view.rowHeight(0)
    assert "\n" in str(view.block_model.headerData(0, Qt.Orientation.Horizontal))
    assert view.columnWidth(3) >= metrics.horizontalAdvance("Lavender hand wash 300 ml") // 2


@given(st.text("ab 茶. ", max_size=60))
def test_that_no_break_stands_on_two_narrower_lines_than_the_one_chosen(text: str) -> None:
    def advance(line: str) -> int:
        return sum(2 if letter == "茶" else 1 for letter in line)

    parts = [(text[:i], text[i:].lstrip()) for i in range(1, len(text)) if text[i] == " "]
    parts += [(text[:i], text[i:]) for i in range(1, len(text)) if text[i - 1 : i + 1] == "茶茶"]
    best = min((max(map(advance, both)) for both in parts), default=advance(text))
    assert two_line_width(text, advance) == best


def test_that_the_first_click_sorts_numbers_from_the_largest_and_the_second_turns(
    qtbot: QtBot,
) -> None:
    view = BlockView(Look("en", dark=False))
    qtbot.addWidget(view)
    block = customers(100)
    view.set_block(block)
    orders = block.values[2]
    view.horizontalHeader().sectionClicked.emit(2)
    assert (np.diff(orders[view.block_model.rows].astype(int)) <= 0).all()
    assert str(view.block_model.headerData(2, Qt.Orientation.Horizontal)).endswith("↓")
    view.horizontalHeader().sectionClicked.emit(2)
    assert (np.diff(orders[view.block_model.rows].astype(int)) >= 0).all()
    view.horizontalHeader().sectionClicked.emit(0)
    names = block.values[0][view.block_model.rows].tolist()
    assert names[0].startswith("Anna")


def test_that_a_hundred_thousand_rows_cost_only_the_cells_in_sight(qtbot: QtBot) -> None:
    words = CountingWords("en")
    look = Look("en", dark=False)
    look.words = words
    panel = TablePanel(look, "big")
    qtbot.addWidget(panel)
    panel.resize(1000, 700)
    panel.show()
    panel.set_block(customers(100_000))
    panel.view.block_model.sort(3, DOWN)
    panel.search.setText("王芳 0999")
    panel.search_now()
    panel.grab()
    assert 0 < panel.view.block_model.rowCount() < 100_000
    assert words.cells < 100_000 / 10
    rows = panel.view.block_model.rows
    assert (np.diff(panel.view.block_model.block.values[3][rows]) <= 0).all()


def test_that_rows_are_opened_by_click_and_by_enter(qtbot: QtBot) -> None:
    view = BlockView(Look("en", dark=False))
    qtbot.addWidget(view)
    view.set_block(customers(5))
    opened: list[tuple[str, int]] = []
    view.row_opened.connect(lambda kind, key: opened.append((kind, key)))
    view.clicked.emit(view.block_model.index(3, 1))
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == [("customer", 4), ("customer", 2)]


def test_that_marked_rows_are_copied_as_cells(qtbot: QtBot) -> None:
    view = BlockView(Look("en", dark=False))
    qtbot.addWidget(view)
    view.set_block(customers(5))
    view.selectRow(2)
    view.copy_rows()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 2
    assert lines[0].split("\t")[0] == "Customer"
    assert lines[1].split("\t")[0] == customers(5).values[0][2]


def test_that_names_are_hidden_and_shown_again(qtbot: QtBot) -> None:
    look = Look("en", dark=False)
    view = BlockView(look)
    qtbot.addWidget(view)
    view.set_block(customers(3))
    look.set_names_hidden(hidden=True)
    assert view.block_model.text_at(0, 0) == HIDDEN
    assert view.block_model.text_at(0, 2) != HIDDEN
    look.set_names_hidden(hidden=False)
    assert view.block_model.text_at(0, 0).startswith("Anna")


def test_that_a_narrow_table_is_narrowed_at_its_widest_texts_first(qtbot: QtBot) -> None:
    view = BlockView(Look("en", dark=False))
    qtbot.addWidget(view)
    view.resize(2000, 300)
    view.show()
    view.set_block(customers(5))
    header = view.horizontalHeader()
    assert header.length() >= view.viewport().width()
    numbers = header.sectionSize(3)
    view.resize(1000, 300)
    assert header.sectionSize(3) == numbers


def test_that_titles_take_two_lines_where_the_columns_do_not_fit_on_one(qtbot: QtBot) -> None:
    words = ("Leaving risk", "Group before", "Money at risk", "Stays away", "Days late")
    block = TableBlock(
        name="watch",
        title="",
        columns=tuple(Column(key=word, title=word, kind=Kind.WHOLE) for word in words),
        values=tuple(np.arange(3) for _ in words),
    )
    view = BlockView(Look("en", dark=False))
    qtbot.addWidget(view)
    view.resize(1000, 300)
    view.show()
    view.set_block(block)
    header = view.horizontalHeader()
    one_line = header.sizeHint().height()
    assert view.block_model.headerData(2, Qt.Orientation.Horizontal) == "Money at risk"
    room = sum(view.columnWidth(i) for i in range(5)) // 2
    view.resize(room, 300)
    assert view.block_model.headerData(2, Qt.Orientation.Horizontal) == "Money\nat risk"
    assert header.sizeHint().height() >= one_line + view.fontMetrics().height()
    assert header.length() <= view.viewport().width(), "nothing has to be scrolled to"
    view.resize(1000, 300)
    assert header.sizeHint().height() == one_line


def test_that_a_title_that_fits_stays_on_one_line_beside_folded_ones(qtbot: QtBot) -> None:
    words = ("Leaving risk", "Group before", "Money at risk")
    tale = "a tale that takes far more room than its short title does"
    block = TableBlock(
        name="watch",
        title="",
        columns=(
            Column(key="tale", title="What to do", kind=Kind.TEXT, width=40),
            *(Column(key=word, title=word, kind=Kind.WHOLE) for word in words),
        ),
        values=(np.array([tale] * 3, object), *(np.arange(3) for _ in words)),
    )
    view = BlockView(Look("en", dark=False))
    qtbot.addWidget(view)
    view.resize(1400, 300)
    view.show()
    view.set_block(block)
    whole = sum(view.columnWidth(i) for i in range(1, 4))
    view.resize(whole + 90, 300)  # too little for the tale, were all titles on one line
    titles = [view.block_model.headerData(i, Qt.Orientation.Horizontal) for i in range(4)]
    assert "Money\nat risk" in titles
    assert titles[0] == "What to do"


def test_that_a_table_of_other_columns_takes_the_place_of_one_with_folded_titles(
    qtbot: QtBot,
) -> None:
    """Its titles change the room for rows while the model still changes; Qt tells at once."""

    def table(*titles: str) -> TableBlock:
        columns = tuple(Column(key=title, title=title, kind=Kind.WHOLE) for title in titles)
        return TableBlock(
            name="t", title="", columns=columns, values=tuple(np.arange(3) for _ in titles)
        )

    view = BlockView(Look("en", dark=False))
    qtbot.addWidget(view)
    view.resize(330, 300)
    view.show()
    wide = ("Leaving risk", "Group before", "Money at risk", "Stays away", "Days late")
    with qtbot.captureExceptions() as raised:
        view.set_block(table(*wide))
        assert "\n" in str(view.block_model.headerData(2, Qt.Orientation.Horizontal))
        view.set_block(table("Who", "When"))
        view.set_block(table(*wide))
    assert not raised
    assert view.horizontalHeader().count() == len(wide)


def test_that_export_hands_over_the_rows_as_shown(qtbot: QtBot) -> None:
    panel = TablePanel(Look("en", dark=False), "t")
    qtbot.addWidget(panel)
    panel.set_block(customers(30))
    panel.search.setText("anna")
    panel.search_now()
    panel.view.block_model.sort(2, DOWN)
    wanted: list[tuple[object, str]] = []
    panel.export_wanted.connect(lambda block, way: wanted.append((block, way)))
    panel.export_menu.actions()[2].trigger()
    ((block, way),) = wanted
    assert way == "data"
    assert all("Anna" in name for name in block.values[0])  # type: ignore[attr-defined]
    assert (np.diff(block.values[2]) <= 0).all()  # type: ignore[attr-defined]
