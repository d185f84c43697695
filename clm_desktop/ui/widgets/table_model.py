"""The one table model: a frozen TableBlock, sorted and filtered by row numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.widgets.labels import safe_tip
from clm_desktop.ui.widgets.row_order import Rows, TextSearch, sorted_rows
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.words import Words

Index = QModelIndex | QPersistentModelIndex
RAW = Qt.ItemDataRole.UserRole  # the number behind the text, for the delegates

PRIVATE = frozenset({"customer", "email", "phone", "other_keys"})  # who somebody is
HIDDEN = "•••••"
UP, DOWN = "↑", "↓"
NO_INDEX = QModelIndex()
_TEXT_ALIGN = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_NUMBER_ALIGN = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LEFT_KINDS = frozenset({Kind.TEXT, Kind.RISK, Kind.STRENGTH})
EMPTY = TableBlock(name="empty", title="", columns=(), values=())


class TableModel(QAbstractTableModel):
    """Shows a block's rows in any order; values become text only when a cell is painted."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        """Start with no rows."""
        super().__init__(parent)
        self._words = words
        self._block = EMPTY
        self._rows: Rows = np.arange(0)
        self._order: Rows = np.arange(0)
        self._query = ""
        self._search = TextSearch(EMPTY)
        self.names_hidden = False
        self._folded: frozenset[int] = frozenset()  # columns whose titles stand on two lines
        self.sorted_by = (-1, False)  # column and whether from the largest down

    @property
    def block(self) -> TableBlock:
        """The whole table."""
        return self._block

    @property
    def rows(self) -> Rows:
        """Positions in the block of the rows that are shown, in the order shown."""
        return self._rows

    def set_block(self, block: TableBlock, words: Words) -> None:
        """Show another table; the search is kept, the order is the block's own."""
        self.beginResetModel()
        self._block = block
        self._words = words
        self._search = TextSearch(block)
        self.sorted_by = _own_order(block)
        self._order = np.arange(len(block))
        self._rows = self._kept()
        self.endResetModel()

    def set_query(self, query: str) -> None:
        """Show only rows whose texts hold all words of the query."""
        if query != self._query:
            self.beginResetModel()
            self._query = query
            self._rows = self._kept()
            self.endResetModel()

    def fold_titles(self, sections: frozenset[int]) -> None:
        """Say the titles of these columns on two lines, all others on one."""
        if sections != self._folded:
            self._folded = sections
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def column_at(self, section: int) -> Column:
        """What a column holds."""
        return self._block.columns[section]

    def key_at(self, row: int) -> int | None:
        """What a row is about, None when rows of this table cannot be opened."""
        keys = self._block.row_key
        return None if keys is None or not self._block.row_kind else int(keys[self._rows[row]])

    def text_at(self, row: int, section: int) -> str:
        """A cell as it is shown."""
        if self.names_hidden and self._block.columns[section].key in PRIVATE:
            return HIDDEN
        raw = self._block.values[section][self._rows[row]]
        return self._words.value(self._block.columns[section].kind, raw)

    def _kept(self) -> Rows:
        if not self._query.strip():
            return self._order
        return self._order[self._search.matches(self._query)[self._order]]

    # ---- Qt -------------------------------------------------------------------------------

    @called_by_qt
    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: D102
        return 0 if parent.isValid() else len(self._rows)

    @called_by_qt
    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: D102
        return 0 if parent.isValid() else len(self._block.columns)

    @called_by_qt
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text_at(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            kind = self._block.columns[index.column()].kind
            return _TEXT_ALIGN if kind in _LEFT_KINDS else _NUMBER_ALIGN
        if role == Qt.ItemDataRole.ToolTipRole:
            return safe_tip(self.text_at(index.row(), index.column()))
        if role == RAW:
            return float(self._block.values[index.column()][self._rows[index.row()]])
        return None

    @called_by_qt
    def headerData(  # noqa: D102
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self._block.columns):
            return None
        column = self._block.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            title = two_lines(column.title) if section in self._folded else column.title
            arrow = DOWN if self.sorted_by[1] else UP
            return f"{title} {arrow}" if section == self.sorted_by[0] else title
        return _header(column, role)

    @called_by_qt
    def sort(  # noqa: D102
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self._rows
        if 0 <= column < len(self._block.columns):
            descending = order == Qt.SortOrder.DescendingOrder
            self.sorted_by = (column, descending)
            self._order = sorted_rows(self._block, column, descending=descending)
        else:
            self._order = np.arange(len(self._block))
        self._rows = self._kept()
        self._move_persistent(before)
        self.layoutChanged.emit()

    def _move_persistent(self, before: Rows) -> None:
        """Let selections and the current cell follow their rows."""
        old = self.persistentIndexList()
        if not old:
            return
        place = np.empty(len(self._block), dtype=np.intp)
        place[self._rows] = np.arange(len(self._rows))
        new = [self.index(int(place[before[index.row()]]), index.column()) for index in old]
        self.changePersistentIndexList(old, new)


def two_lines(title: str) -> str:
    """Break a title at the space that leaves the shortest lines; one word stays on one."""
    breaks = [place for place, letter in enumerate(title) if letter == " "]
    if not breaks:
        return title
    best = min(breaks, key=lambda place: max(place, len(title) - place - 1))
    return f"{title[:best]}\n{title[best + 1 :]}"


def _header(column: Column, role: int) -> object:
    """What a column's title tells; numbers are first sorted from the largest down."""
    if role == Qt.ItemDataRole.InitialSortOrderRole:
        up = column.kind in (Kind.TEXT, Kind.DATE)
        order = Qt.SortOrder.AscendingOrder if up else Qt.SortOrder.DescendingOrder
        return int(order.value)
    if role == Qt.ItemDataRole.ToolTipRole:
        return safe_tip(column.tip or column.title)
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _TEXT_ALIGN if column.kind in _LEFT_KINDS else _NUMBER_ALIGN
    return None


def _own_order(block: TableBlock) -> tuple[int, bool]:
    """The order that a block comes in: its column and whether from the largest down."""
    place = next((i for i, c in enumerate(block.columns) if c.key == block.sorted_by), -1)
    if place < 0 or not len(block) or block.columns[place].kind is Kind.TEXT:
        return place, False
    values = block.values[place].astype(np.float64)
    return place, bool(values[0] > values[-1])
