"""The one table view: sorts, follows the keyboard, opens what a row is about."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.overrides import called_by_qt
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Widths:
    """What the columns of a table would like, one element each."""

    whole: list[int]  # at which 9 of 10 cells are not cut
    natural: list[int]  # at which none is, within limits


_NO_WIDTHS = _Widths(whole=[], natural=[])


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
        self._plain = self._folded = _NO_WIDTHS  # with titles on one line, and on two
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
        self._plain = self._folded = _NO_WIDTHS
        self.block_model.set_block(block, self._look.words)
        for position, column in enumerate(block.columns):
            plain = self._wraps and column.kind is Kind.STRENGTH
            delegate = None if plain else self._delegates.get(column.kind)
            self.setItemDelegateForColumn(position, delegate)  # type: ignore[arg-type]
        if not same_columns:
            self._by_hand = False
        cells = [self._cell_widths(i) for i in range(len(block.columns))]
        self._plain = self._wanted(cells, [c.title for c in block.columns])
        self._folded = self._wanted(cells, [two_lines(c.title) for c in block.columns])
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

    def _cell_widths(self, section: int) -> tuple[int, int, int]:
        """Width at which 9 of 10 cells are not cut, at which none is, of a sample; the limit."""
        model, metrics = self.block_model, self.fontMetrics()
        line = metrics.height()
        count = model.rowCount()
        step = max(1, count // SAMPLE_ROWS)
        texts = (model.text_at(row, section) for row in range(0, count, step))
        asked = sorted(metrics.horizontalAdvance(text) for text in texts) or [0]
        around = self._beside(section) + round(1.2 * line)
        most, widest = asked[(len(asked) - 1) * 9 // 10], asked[-1]
        limit = metrics.averageCharWidth() * max(model.column_at(section).width, WIDEST)
        return most + around, widest + around, limit + around

    def _wanted(self, cells: list[tuple[int, int, int]], titles: list[str]) -> _Widths:
        """Widths of all columns, none below its title's."""
        title = [self._title_width(text) for text in titles]
        both = list(zip(title, cells, strict=True))
        return _Widths(
            whole=[max(least, most) for least, (most, _, _) in both],
            natural=[max(least, min(widest, limit)) for least, (_, widest, limit) in both],
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
        """Give room that is left over to the text columns; take from the widest what is missing."""
        if self._by_hand or not self._plain.natural:
            return
        room = self.viewport().width()
        texts = [i for i, c in enumerate(self.block_model.block.columns) if c.kind is Kind.TEXT]
        folds = not self._can_fit(self._plain.natural, texts, room)
        wanted = self._folded if folds else self._plain
        widths = list(wanted.natural)
        left = room - sum(widths)
        takers = texts or list(range(len(widths)))
        if left > 0:
            for i in takers:
                widths[i] += left // len(takers)
            widths[takers[-1]] += left % len(takers)
        elif left < 0:
            self._narrow(widths, texts, -left)
        header = self.horizontalHeader()
        header.blockSignals(True)
        for section, width in enumerate(widths):
            header.resizeSection(section, width)
        header.blockSignals(False)
        self.block_model.fold_titles(self._too_narrow(widths))
        self._put_row_heights(widths, wanted.whole)
        self.updateGeometries()
        self.viewport().update()

    def _too_narrow(self, widths: list[int]) -> frozenset[int]:
        """Columns that their title does not fit into on one line."""
        columns = self.block_model.block.columns
        return frozenset(
            i for i, width in enumerate(widths) if width < self._title_width(columns[i].title)
        )

    def _names_among(self, texts: list[int]) -> list[int]:
        return [i for i in texts if self.block_model.column_at(i).width < LONG]

    def _least(self, texts: list[int]) -> dict[int, int]:
        """How narrow text columns may become."""
        line, names = self.fontMetrics().averageCharWidth(), set(self._names_among(texts))
        sentence = line * (NARROWEST_WRAPPED if self._wraps else NARROWEST)
        return {i: line * NARROWEST if i in names else sentence for i in texts}

    def _can_fit(self, widths: list[int], texts: list[int], room: int) -> bool:
        spare = sum(max(widths[i] - least, 0) for i, least in self._least(texts).items())
        return sum(widths) - spare <= room

    def _narrow(self, widths: list[int], texts: list[int], missing: int) -> None:
        """Take from names first and from sentences only then, if that is enough to fit all."""
        if not self._can_fit(widths, texts, sum(widths) - missing):
            return
        least = self._least(texts)
        for some in (self._names_among(texts), texts):
            missing -= _taken(widths, {i: least[i] for i in some}, missing)

    def _put_row_heights(self, widths: list[int], whole: list[int]) -> None:
        """Two lines a row where a sentence would be cut on one; as many as needed where few."""
        columns = self.block_model.block.columns
        tells = any(column.width >= LONG for column in columns)
        cut = tells and any(got < whole for got, whole in zip(widths, whole, strict=True))
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


def _taken(widths: list[int], least: dict[int, int], missing: int) -> int:
    """Make the widest columns narrower, none below its least; how much that gave."""
    spare = {i: widths[i] - lowest for i, lowest in least.items() if widths[i] > lowest}
    wanted = missing
    while missing > 0 and spare:
        widest = max(spare, key=lambda i: widths[i])
        others = [widths[i] for i in spare if i != widest and widths[i] < widths[widest]]
        step = min(missing, spare[widest], widths[widest] - max(others, default=0))
        step = max(1, step)
        widths[widest] -= step
        spare[widest] -= step
        missing -= step
        if spare[widest] <= 0:
            del spare[widest]
    return wanted - missing
