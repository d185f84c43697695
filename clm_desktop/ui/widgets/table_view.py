"""The one table view: sorts, follows the keyboard, opens what a row is about."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.widgets.column_widths import Need, share_out, two_line_width
from clm_desktop.ui.widgets.delegates import RiskDelegate, StrengthDelegate
from clm_desktop.ui.widgets.table_model import UP, TableModel, two_lines
from clm_desktop.view.blocks import Kind, TableBlock

SAMPLE_ROWS = 200
WIDEST = 40  # average characters
NARROWEST = 16  # average characters of a text column in a narrow window
NARROWEST_WRAPPED = 11
LONG = 40  # average characters from which on a column holds sentences
MOST_HIGH = 10_000  # room to measure a text in
MOST_WRAPPED_ROWS = 60  # each is measured whenever the width changes


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
        self._needs: list[Need] = []  # of each column
        self._by_hand = False
        self._fit = (0, 0)  # least and most rows that the height follows
        self._wraps = False
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
        # Qt asks for the new titles while the model changes, and titles of other heights make the
        # table share out its room: what is known of widths is still about the columns that go.
        self._needs = []
        self.block_model.set_block(block, self._look.words)
        for position, column in enumerate(block.columns):
            plain = self._wraps and column.kind is Kind.STRENGTH
            delegate = None if plain else self._delegates.get(column.kind)
            self.setItemDelegateForColumn(position, delegate)  # type: ignore[arg-type]
        if not same_columns:
            self._by_hand = False
        self._needs = [self._need(i) for i in range(len(block.columns))]
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

    def wrap_text(self) -> None:
        """Show texts whole, on as many lines as they need, where rows are few; no bars."""
        self._wraps = True

    def _put_height(self) -> None:
        """Whether there is a scroll bar is only known once the width is."""
        least, most = self._fit
        if most and self.height() != (wanted := self.fitting_height(least, most)):
            self.setFixedHeight(wanted)

    def fitting_height(self, least: int, most: int) -> int:
        """Height that shows all rows, within limits in rows."""
        shown = min(self.block_model.rowCount(), most)
        sizes = self.verticalHeader()
        rows = sum(sizes.sectionSize(row) for row in range(shown))
        rows += max(least - shown, 0) * sizes.defaultSectionSize()
        header = self.horizontalHeader()
        scrolls = header.length() > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if scrolls else 0
        return header.sizeHint().height() + rows + bar + 4

    # ---- widths ---------------------------------------------------------------------------

    def _need(self, section: int) -> Need:
        """What a column would like, by a sample of its cells."""
        model, metrics = self.block_model, self.fontMetrics()
        column, letter = model.column_at(section), metrics.averageCharWidth()
        count = model.rowCount()
        texts = [model.text_at(row, section) for row in range(0, count, _step(count))]
        asked = sorted(map(metrics.horizontalAdvance, texts)) or [0]
        around = self._beside(section) + round(1.2 * metrics.height())
        limit = letter * max(column.width, WIDEST)
        text, sentence = column.kind is Kind.TEXT, column.width >= LONG
        halves = asked
        if text:
            on_two = {t: two_line_width(t, metrics.horizontalAdvance) for t in set(texts)}
            halves = sorted(on_two[t] for t in texts) or [0]
        wraps = NARROWEST_WRAPPED if sentence and self._wraps else NARROWEST
        return Need(
            title=self._title_width(column.title),
            folded=self._title_width(two_lines(column.title)),
            whole=_of_most(asked) + around,
            widest=asked[-1] + around,
            half=max(_of_most(halves), min(halves[-1], limit)) + around,
            limit=limit + around,
            least=letter * wraps if text else asked[-1] + around,
            text=text,
            sentence=text and sentence,
        )

    def _title_width(self, title: str) -> int:
        metrics, (*lines, last) = self.fontMetrics(), title.split("\n")
        longest = max(metrics.horizontalAdvance(line) for line in (*lines, f"{last} {UP}"))
        return round(longest * 1.12) + metrics.height()

    def _beside(self, section: int) -> int:
        """Room for what is drawn beside the text."""
        line = self.fontMetrics().height()
        room = {Kind.RISK: line, Kind.STRENGTH: 0 if self._wraps else 3 * line}
        return room.get(self.block_model.column_at(section).kind, 0)

    def _share_out(self) -> None:
        """Give every column its part of the width, unless the owner said how wide they are."""
        if self._by_hand or not self._needs:
            return
        widths = share_out(self._needs, self.viewport().width())
        header = self.horizontalHeader()
        header.blockSignals(True)
        for section, width in enumerate(widths):
            header.resizeSection(section, width)
        header.blockSignals(False)
        narrow = [got < need.title for got, need in zip(widths, self._needs, strict=True)]
        self.block_model.fold_titles(frozenset(i for i, folds in enumerate(narrow) if folds))
        self._put_row_heights(widths)
        self.updateGeometries()
        self.viewport().update()

    def _put_row_heights(self, widths: list[int]) -> None:
        """Two lines a row where a sentence would be cut on one; as many as needed where few."""
        tells = any(need.sentence for need in self._needs)
        cut = tells and any(got < need.whole for got, need in zip(widths, self._needs, strict=True))
        lines = 2.9 if cut else 1.9
        self.setWordWrap(cut or self._wraps)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * lines))
        if self._wraps and self.block_model.rowCount() <= MOST_WRAPPED_ROWS:
            for row in range(self.block_model.rowCount()):
                self.verticalHeader().resizeSection(row, self._needed_height(row, widths))

    def _needed_height(self, row: int, widths: list[int]) -> int:
        metrics = self.fontMetrics()
        heights = [metrics.height()]
        for section, width in enumerate(widths):
            room = QRect(0, 0, width - round(1.2 * metrics.height()), MOST_HIGH)
            text = self.block_model.text_at(row, section)
            heights.append(metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height())
        return max(heights) + round(0.9 * metrics.height())

    def _resized_by_hand(self) -> None:
        self._by_hand = True

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: D102
        return QSize(self.fontMetrics().height() * 20, self.fontMetrics().height() * 14)

    @called_by_qt
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

    @called_by_qt
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


def _step(count: int) -> int:
    """Every how many rows one is measured."""
    return max(1, count // SAMPLE_ROWS)


def _of_most(widths: list[int]) -> int:
    """The largest of few; of ten and more what 9 of 10 keep to. ``widths`` are sorted."""
    return widths[-1 - len(widths) // 10]
