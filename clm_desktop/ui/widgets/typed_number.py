"""An answer that is a number: "1 USD = [0.92] EUR" beside its radio button."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QRadioButton, QWidget

from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import row

GAP = "…"  # where the number stands in the pattern


class TypedNumber(QWidget):
    """Chosen as soon as something is typed; tells the number, or '' while it is none."""

    told = Signal(str)

    def __init__(self, key: str, pattern: str, question: str, given: str) -> None:
        """Make the line; ``given`` is what was answered before, maybe another choice."""
        super().__init__()
        before, _, behind = pattern.partition(GAP)
        is_number = _is_number(given)
        self.choice = QRadioButton(before.strip().replace("&", "&&"))
        self.choice.setObjectName(f"answer_{key}_typed")
        self.choice.setChecked(is_number)
        self.number = QLineEdit(given if is_number else "")
        self.number.setObjectName(f"number_{key}")
        self.number.setAccessibleName(question)
        self.number.setMaximumWidth(unit() * 6)
        layout = row(self, gap=0.4)
        layout.addWidget(self.choice)
        layout.addWidget(self.number)
        layout.addWidget(PlainLabel(behind.strip()))
        layout.addStretch(1)
        self.choice.toggled.connect(self._chosen)
        self.number.textEdited.connect(self._typed)

    def _chosen(self, on: bool) -> None:
        if on:
            self.number.setFocus()
            self._tell()

    def _typed(self) -> None:
        if self.choice.isChecked():
            self._tell()
        else:
            self.choice.setChecked(True)

    def _tell(self) -> None:
        text = self.number.text().strip()
        self.told.emit(text if _is_number(text) else "")


def _is_number(text: str) -> bool:
    """Whether a text is a number above 0 in either way of writing decimals."""
    try:
        return float(text.replace(",", ".")) > 0
    except ValueError:
        return False
