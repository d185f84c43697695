"""A table with its title, search, count and export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from clm_desktop.ui import icons
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row
from clm_desktop.ui.widgets.row_order import Rows
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.view.blocks import Kind, TableBlock
from clm_desktop.view.marks import N_

SEARCH_FROM_ROWS = 12
SETTLE_MS = 150
MOST_PIXELS = (1 << 24) - 1  # Qt's own limit, which stands for none


@dataclass(frozen=True, slots=True)
class Asked:
    """What a text in the search box asks for, when it is a rule: rows' keys, or what is wrong."""

    keys: tuple[int, ...]
    problem: str = ""


class TablePanel(QWidget):
    """Shows one TableBlock; ``export_wanted`` carries the rows as shown and how to write them."""

    row_opened = Signal(str, int)
    row_entered = Signal(str, int)
    export_wanted = Signal(object, str)  # TableBlock, "excel" | "xlsx" | "data"

    def __init__(
        self, look: Look, name: str, *, compact: bool = False, parent: QWidget | None = None
    ) -> None:
        """Make the parts; ``set_block`` fills them. ``compact`` suits a narrow column."""
        super().__init__(parent)
        self._compact = compact
        self.ask: Callable[[str], Asked | None] | None = None  # understands rules, None: no rule
        self._whole: TableBlock | None = None
        self._asked = False
        self._look = look
        self._texts = Texts(look, self)
        self.view = BlockView(look)
        self.view.setObjectName(f"table_{name}")
        self.view.row_opened.connect(self.row_opened)
        self.view.row_entered.connect(self.row_entered)
        self._title = PlainLabel(bold=True)
        self._count = PlainLabel(role="muted", wrap=False)
        self._empty = PlainLabel(role="muted")
        self.search = QLineEdit()
        self.search.setObjectName(f"search_{name}")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(unit() * 5)
        self.search.setMaximumWidth(unit() * 14)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.search_now)
        self.search.textChanged.connect(lambda _text: self._settle.start())
        self.search.returnPressed.connect(self._to_table)
        self.export = button(f"export_{name}")
        self.export_menu = QMenu(self.export)
        self.export.setMenu(self.export_menu)
        self._put_words()
        self._lay_out()
        look.theme_changed.connect(self._put_icon)
        self._put_icon()

    def _put_words(self) -> None:
        put = self._texts.put
        put(self.search.setPlaceholderText, N_("Search"))
        put(self.search.setAccessibleName, N_("Search"))
        put(self.export.setAccessibleName if self._compact else self.export.setText, N_("Export"))
        put(self.export.setToolTip, N_("Save the rows that are shown (Ctrl+E)"))
        for label, way in (
            (N_("For Excel (CSV)…"), "excel"),
            (N_("Excel workbook (XLSX)…"), "xlsx"),
            (N_("Plain data (CSV)…"), "data"),
        ):
            action = self.export_menu.addAction("")
            action.setObjectName(f"{self.export.objectName()}_{way}")
            put(action.setText, label)
            action.triggered.connect(lambda _checked=False, way=way: self._want_export(way))

    def _lay_out(self) -> None:
        head = self._head = row(gap=0.75)
        head.addWidget(self._title, 1)
        if not self._compact:
            head.addWidget(self._count)
        head.addWidget(self.search)
        head.addWidget(self.export)
        layout = column(self, gap=0.5)
        layout.addLayout(head)
        layout.addWidget(self._empty)
        layout.addWidget(self.view, 1)

    def _put_icon(self) -> None:
        self.export.setIcon(icons.icon("export", self._look.theme.text))

    def set_block(self, block: TableBlock, chosen: Sequence[int] | None = None) -> None:
        """Show a table, or only its rows with the keys ``chosen``."""
        if chosen is not None and block.row_key is not None:
            block = only(block, np.flatnonzero(np.isin(block.row_key, np.asarray(chosen))))
        self._whole, self._asked = block, False
        self.view.set_block(block)
        self.view.setAccessibleName(block.title)
        self._title.setText(block.title)
        self._empty.setText(block.empty)
        has_rows = len(block) > 0
        self.view.setVisible(has_rows or not block.empty)
        self._empty.setVisible(not has_rows and bool(block.empty))
        self.export.setVisible(has_rows)
        searchable = any(column.kind is Kind.TEXT for column in block.columns)
        self.search.setVisible(searchable and len(block) >= SEARCH_FROM_ROWS)
        self._put_count()

    def fit_rows(self, least: int, most: int) -> None:
        """Be as high as the rows need, within limits; without this a table takes what it gets."""
        self.view.fit_rows(least, most)

    def fill(self) -> None:
        """Take all the height there is."""
        self.view.fit_rows(0, 0)
        self.view.setMinimumHeight(unit() * 8)
        self.view.setMaximumHeight(MOST_PIXELS)

    def search_now(self) -> None:
        """Search for what stands in the box."""
        self._settle.stop()
        text = self.search.text()
        asked = None if self.ask is None else self.ask(text)
        self._put_asked(asked)
        self.view.block_model.set_query("" if asked is not None else text)
        self._put_count()

    def _put_asked(self, asked: Asked | None) -> None:
        """Narrow the table to what a rule picks; say what is wrong with a rule."""
        whole = self._whole
        if whole is None or whole.row_key is None:
            return
        if asked is not None and not asked.problem:
            mine = np.isin(whole.row_key, np.asarray(asked.keys, np.int64))
            self.view.set_block(only(whole, np.flatnonzero(mine)))
        elif self._asked:
            self.view.set_block(whole)
        self._asked = asked is not None and not asked.problem
        problem = "" if asked is None else asked.problem
        self._empty.setText(problem or whole.empty)
        self._empty.setVisible(bool(problem) or (not len(whole) and bool(whole.empty)))

    def offer_rules(self, ask: Callable[[str], Asked | None]) -> None:
        """Let the search box understand rules too."""
        if self.ask is None:
            self.search.setMaximumWidth(unit() * 22)
            self.search.setMinimumWidth(unit() * 6)
            self._head.setStretchFactor(self.search, 1)
            self._texts.put(self.search.setPlaceholderText, N_("Search, or ask: risk=high"))
            self._texts.put(
                self.search.setToolTip,
                N_("A name, or a rule such as: risk=high and spent>200 and not city=Leeds"),
            )
        self.ask = ask
        if self.search.text():
            self.search_now()

    def _to_table(self) -> None:
        self.search_now()
        self.view.setFocus()
        if self.view.block_model.rowCount():
            self.view.selectRow(0)

    def _put_count(self) -> None:
        words, model = self._look.words, self.view.block_model
        shown = model.rowCount()
        total = len(model.block if self._whole is None else self._whole)
        if shown == total:
            self._count.setText(words.plural("{n} row", "{n} rows", total) if total else "")
        else:
            self._count.setText(
                words.text("{n} of {total}", n=words.whole(shown), total=words.whole(total))
            )

    def _want_export(self, way: str) -> None:
        model = self.view.block_model
        self.export_wanted.emit(only(model.block, model.rows), way)


def only(block: TableBlock, rows: Rows) -> TableBlock:
    """A table with some rows of another one, in the order given."""
    return TableBlock(
        name=block.name,
        title=block.title,
        columns=block.columns,
        values=tuple(values[rows] for values in block.values),
        row_kind=block.row_kind,
        row_key=None if block.row_key is None else block.row_key[rows],
        empty=block.empty,
        sorted_by=block.sorted_by,
    )
