"""The first rows of a file, whose columns can be picked by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QCursor, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.widgets.table_view import BlockView

_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class SampleTable(BlockView):
    """Marks whole columns; ``column_wanted`` says which one and where on the screen."""

    column_wanted = Signal(int, QPoint)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(look, parent, sorts=False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setSectionsMovable(False)
        header.sectionClicked.connect(self._pick)
        self.clicked.connect(lambda index: self._pick(index.column()))

    def stand_on(self, column: int) -> None:
        """Let the arrow keys go on from a column; it is marked while the keys are here."""
        if 0 <= column < self.block_model.columnCount():
            how = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.block_model.index(0, column), how)
            self._mark()

    def _mark(self) -> None:
        if self.hasFocus():
            self.selectColumn(self.column)

    @called_by_qt
    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102
        super().focusInEvent(event)
        self._mark()

    @called_by_qt
    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.clearSelection()

    @property
    def column(self) -> int:
        """The column that the keys stand on, -1 for none."""
        return self.currentIndex().column()

    def _pick(self, column: int) -> None:
        self.stand_on(column)
        self.column_wanted.emit(column, QCursor.pos() + QPoint(0, 4))

    @called_by_qt
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102
        if event.key() in _OPENS and self.column >= 0:
            self._open_below()
        else:
            super().keyPressEvent(event)

    @called_by_qt
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102
        if event.reason() is QContextMenuEvent.Reason.Keyboard and self.column >= 0:
            self._open_below()
        elif (column := self.columnAt(event.x())) >= 0:
            self._pick(column)

    def _open_below(self) -> None:
        """Open below the title of the marked column."""
        header = self.horizontalHeader()
        at = QPoint(header.sectionViewportPosition(self.column), header.height())
        self.column_wanted.emit(self.column, header.mapToGlobal(at))
