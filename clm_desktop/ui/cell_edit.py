"""One cell of a row that needs the owner, typed anew where it is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from clm_desktop.ingest.types import ToldRow
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, row
from clm_desktop.view.marks import N_


class CellEditor(QWidget):
    """``typed`` carries the row and the new text of its cell."""

    typed = Signal(object, str)  # ToldRow, text

    def __init__(self, look: Look) -> None:
        """Nothing to edit yet."""
        super().__init__()
        self._look = look
        self._told: ToldRow | None = None
        self._where = PlainLabel(wrap=False)
        self.text = QLineEdit()
        self.text.setObjectName("check_cell")
        self.text.setMinimumWidth(unit() * 8)
        self.use = button("check_use_cell")
        Texts(look, self).put(self.use.setText, N_("Use this"))
        layout = row(self, gap=0.5)
        layout.addWidget(self._where)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.use)
        self.text.returnPressed.connect(self._tell)
        self.use.clicked.connect(self._tell)
        self.hide()

    def edit(self, told: ToldRow | None) -> None:
        """Offer a row's cell, None for nothing."""
        self._told = told
        self.setVisible(told is not None and bool(told[1].column))
        if told is None:
            return
        _, cell = told
        where = self._look.words.text("Row {row}, {column}:", row=cell.row, column=cell.column)
        self._where.setText(where)
        self.text.setAccessibleName(where)
        self.text.setText(cell.value)

    def start(self) -> None:
        """Let the owner type."""
        if self.isVisible():
            self.text.setFocus()
            self.text.selectAll()

    def _tell(self) -> None:
        if self._told is not None and self.text.text() != self._told[1].value:
            self.typed.emit(self._told, self.text.text())
