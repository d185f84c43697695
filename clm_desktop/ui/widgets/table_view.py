"""The one table view: sorts, follows the keyboard, opens what a row is about."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.widgets.delegates import RiskDelegate, StrengthDelegate
from clm_desktop.ui.widgets.table_model import UP, TableModel
from clm_desktop.view.blocks import Kind, TableBlock

SAMPLE_ROWS = 200
WIDEST = 40  # average characters
NARROWEST = 16  # average characters of a text column in a narrow window


class BlockView(QTableView):
    """A TableBlock on the screen. ``row_opened`` says what the owner wants to see: kind, key."""

    row_opened = Signal(str, int)
    row_entered = Signal(str, int)  # the keyboard stands on it

    def __init__(self, look: Look, parent: QWidget | None = None, *, sorts: bool = True) -> None:
        """Show nothing yet; ``sorts``: a click on a title sorts by its column."""
        super().__init__(parent)
        self._look = look
        self.block_model = TableModel(look.words, self)
        self.setModel(self.block_model)
        self._delegates = {
            Kind.RISK: RiskDelegate(look, self.style()),
            Kind.STRENGTH: StrengthDelegate(look, self.style()),
        }
        self._natural: list[int] = []
        self._by_hand = False
        self._fit = (0, 0)  # least and most rows that the height follows
        self._set_up()
        if sorts:
            self.horizontalHeader().sectionClicked.connect(self._sort_by)
        look.theme_changed.connect(self.viewport().update)
        look.names_hidden_changed.connect(self._hide_names)
        self._hide_names()

    def marked_keys(self, place: QPoint) -> list[int]:
        """Keys of the rows that are marked, or of the one at a place that is not among them."""
        rows = {index.row() for index in self.selectionModel().selectedRows()}
        under = self.indexAt(place)
        if under.isValid() and under.row() not in rows:
            rows = {under.row()}
        keys = (self.block_model.key_at(row) for row in sorted(rows))
        return [key for key in keys if key is not None]

    def _hide_names(self) -> None:
        self.block_model.names_hidden = self._look.names_hidden
        self.viewport().update()

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(True)
        header.sectionResized.connect(self._resized_by_hand)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._enter)

    def set_block(self, block: TableBlock) -> None:
        """Show a table in the order it comes in; column widths come from a sample of its rows."""
        same_columns = [c.key for c in block.columns] == [
            c.key for c in self.block_model.block.columns
        ]
        self.block_model.set_block(block, self._look.words)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.9))
        for position, column in enumerate(block.columns):
            self.setItemDelegateForColumn(position, self._delegates.get(column.kind))  # type: ignore[arg-type]
        if not same_columns:
            self._by_hand = False
        self._natural = [self._natural_width(i) for i in range(len(block.columns))]
        self._share_out()

    def _sort_by(self, section: int) -> None:
        """Sort by a column, the other way round at the second click."""
        model = self.block_model
        column, down = model.sorted_by
        if column == section:
            down = not down
        else:
            first = model.headerData(
                section, Qt.Orientation.Horizontal, Qt.ItemDataRole.InitialSortOrderRole
            )
            down = first == Qt.SortOrder.DescendingOrder.value
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        model.sort(section, order)
        self.horizontalHeader().viewport().update()

    def fit_rows(self, least: int, most: int) -> None:
        """Be as high as the rows need, within limits, at any width; 0 rows: no longer."""
        self._fit = (least, most)
        self._put_height()

    def _put_height(self) -> None:
        """Whether there is a scroll bar is only known once the width is."""
        least, most = self._fit
        if most and self.height() != (wanted := self.fitting_height(least, most)):
            self.setFixedHeight(wanted)

    def fitting_height(self, least: int, most: int) -> int:
        """Height that shows all rows, within limits in rows."""
        rows = min(max(self.block_model.rowCount(), least), most)
        row = self.verticalHeader().defaultSectionSize()
        header = self.horizontalHeader()
        scrolls = header.length() > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if scrolls else 0
        return header.sizeHint().height() + rows * row + bar + 4

    # ---- widths ---------------------------------------------------------------------------

    def _natural_width(self, section: int) -> int:
        model, metrics = self.block_model, self.fontMetrics()
        column = model.column_at(section)
        line = metrics.height()
        bold = round(metrics.horizontalAdvance(f"{column.title} {UP}") * 1.12)
        count = model.rowCount()
        step = max(1, count // SAMPLE_ROWS)
        texts = (model.text_at(row, section) for row in range(0, count, step))
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        extra = {Kind.RISK: line, Kind.STRENGTH: 3 * line}.get(column.kind, 0)
        limit = metrics.averageCharWidth() * max(column.width, WIDEST)
        return max(bold + line, min(widest, limit) + round(1.2 * line) + extra)

    def _share_out(self) -> None:
        """Give room that is left over to the text columns; take from the widest what is missing."""
        if self._by_hand or not self._natural:
            return
        widths = list(self._natural)
        left = self.viewport().width() - sum(widths)
        texts = [i for i, c in enumerate(self.block_model.block.columns) if c.kind is Kind.TEXT]
        takers = texts or list(range(len(widths)))
        if left > 0:
            for i in takers:
                widths[i] += left // len(takers)
            widths[takers[-1]] += left % len(takers)
        elif left < 0:
            _narrow(widths, texts, -left, self.fontMetrics().averageCharWidth() * NARROWEST)
        header = self.horizontalHeader()
        header.blockSignals(True)
        for section, width in enumerate(widths):
            header.resizeSection(section, width)
        header.blockSignals(False)
        self.updateGeometries()
        self.viewport().update()

    def _resized_by_hand(self) -> None:
        self._by_hand = True

    def sizeHint(self) -> QSize:  # noqa: D102
        return QSize(self.fontMetrics().height() * 20, self.fontMetrics().height() * 14)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self._share_out()
        self._put_height()

    # ---- opening and copying --------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        key = self.block_model.key_at(index.row())
        if key is not None:
            self.row_opened.emit(self.block_model.block.row_kind, key)

    def _enter(self, index: QModelIndex) -> None:
        if index.isValid() and (key := self.block_model.key_at(index.row())) is not None:
            self.row_entered.emit(self.block_model.block.row_kind, key)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def copy_rows(self) -> None:
        """Put the marked rows on the clipboard as cells that a spreadsheet takes."""
        model = self.block_model
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        columns = range(model.columnCount())
        lines = ["\t".join(c.title for c in model.block.columns)]
        lines += ["\t".join(model.text_at(row, c) for c in columns) for row in rows]
        if rows:
            QGuiApplication.clipboard().setText("\n".join(lines))


def _narrow(widths: list[int], texts: list[int], missing: int, least: int) -> None:
    """Take what is missing from the widest text columns, as long as it is enough to fit all."""
    spare = {i: widths[i] - least for i in texts if widths[i] > least}
    if sum(spare.values()) < missing:
        return
    while missing > 0:
        widest = max(spare, key=lambda i: widths[i])
        others = [widths[i] for i in spare if i != widest and widths[i] < widths[widest]]
        step = min(missing, spare[widest], widths[widest] - max(others, default=least))
        step = max(1, step)
        widths[widest] -= step
        spare[widest] -= step
        missing -= step
        if spare[widest] <= 0:
            del spare[widest]
