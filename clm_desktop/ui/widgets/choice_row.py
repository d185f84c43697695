"""Buttons side by side of which one is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from clm_desktop.ui.widgets.parts import button, row


class ChoiceRow(QWidget):
    """One of a few; ``chosen`` carries the code of the one the owner pressed."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Offer nothing yet."""
        super().__init__(parent)
        self.setObjectName(name)
        self._name = name
        self._codes: list[str] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._codes[place]))
        self._layout = row(self, gap=0.15)

    def offer(self, choices: Sequence[tuple[str, str]], current: str) -> None:
        """Show (code, words) pairs; the same codes keep their buttons, and so the keyboard."""
        codes = [code for code, _ in choices]
        if codes != self._codes:
            self._make(codes)
        for place, (code, words) in enumerate(choices):
            choice = self._group.button(place)
            choice.setText(words.replace("&", "&&"))
            choice.setChecked(code == current)

    def _make(self, codes: list[str]) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._codes = codes
        for place, code in enumerate(codes):
            choice = button(f"{self._name}_{code}", "choice")
            choice.setCheckable(True)
            self._group.addButton(choice, place)
            self._layout.addWidget(choice)

    def buttons(self) -> list[QAbstractButton]:
        """The buttons, in the order of the choices."""
        return self._group.buttons()

    def set_current(self, code: str) -> None:
        """Press the button of a code without telling anybody."""
        if code in self._codes:
            self._group.button(self._codes.index(code)).setChecked(True)
