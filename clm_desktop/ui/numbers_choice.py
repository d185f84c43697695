"""Whose numbers a file bears, and the owner's word about it: lines under the counters."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from clm_desktop.core.numbering import NumbersFound
from clm_desktop.core.rows import NumbersWord
from clm_desktop.ui.look import Look
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, frame, row
from clm_desktop.view.pages.numbers import CUSTOMERS, ORDERS, NumbersAsk, numbers_asks


class NumbersChoice(QWidget):
    """Hidden as long as there is nothing to say."""

    chosen = Signal(str, object)  # ORDERS or CUSTOMERS; name of a source, OTHER_SHOP or None

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Nothing to show yet."""
        super().__init__(parent)
        self.setObjectName("check_numbers")
        self._look = look
        self._asks: tuple[NumbersAsk, ...] = ()
        self._lines: dict[str, tuple[QWidget, PlainLabel, QPushButton]] = {}
        box = frame("card")
        inside = column(box, gap=0.4, margin=0.75)
        for which in (ORDERS, CUSTOMERS):
            line, label, change = QWidget(), PlainLabel(), button(f"numbers_{which}")
            change.clicked.connect(partial(self._offer, which))
            across = row(line, gap=0.75)
            across.addWidget(label, 1)
            across.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
            inside.addWidget(line)
            self._lines[which] = line, label, change
        column(self, gap=0).addWidget(box)
        self.hide()

    def clear(self) -> None:
        """Other files are shown: nothing is known of them yet."""
        self._asks = ()
        self.hide()

    def set_numbers(self, found: NumbersFound, word: NumbersWord) -> None:
        """Show whose the numbers of a file are, as found or as the owner says."""
        words = self._look.words
        self._asks = numbers_asks(found, word, words)
        told = {ask.which: ask.told for ask in self._asks}
        for which, (line, label, change) in self._lines.items():
            line.setVisible(which in told)
            label.setText(told.get(which, ""))
            change.setText(words.text("Change ▼"))
            change.setAccessibleName(words.join([told.get(which, ""), words.text("Change ▼")]))
        self.setVisible(bool(self._asks))

    def _offer(self, which: str, _on: bool = False) -> None:
        ask = next(ask for ask in self._asks if ask.which == which)
        menu = QMenu(self)
        menu.setObjectName("numbers_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code, words in ask.choices:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(code == ask.chosen)
            action.triggered.connect(partial(self._choose, ask, code))
            if code == ask.chosen:
                menu.setActiveAction(action)
        change = self._lines[which][2]
        menu.popup(change.mapToGlobal(QPoint(0, change.height())))

    def _choose(self, ask: NumbersAsk, code: str, _on: bool = False) -> None:
        if code != ask.chosen:
            self.chosen.emit(ask.which, None if code == ask.found else code)
