"""Says that a table shows only some customers, and lets all come back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, row
from clm_desktop.view.marks import N_


class ChosenBar(QFrame):
    """Shown only while a page is narrowed."""

    all_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Hidden at first."""
        super().__init__(parent)
        self.setObjectName("chosen_bar")
        self.setProperty("role", "chosen")
        self._look = look
        self._count: int | None = None
        texts = Texts(look, self)
        self._text = PlainLabel()
        everybody = button("show_all")
        everybody.clicked.connect(self.all_wanted)
        texts.put(everybody.setText, N_("Show all"))
        layout = row(self, gap=0.6)
        layout.setContentsMargins(*(self.fontMetrics().height() // 2,) * 4)
        layout.addWidget(self._text, 1)
        layout.addWidget(everybody)
        texts.call(self._put_text)
        self.hide()

    def set_count(self, count: int | None) -> None:
        """Narrowed to so many customers, or not narrowed (None)."""
        self._count = count
        self._put_text()
        self.setVisible(count is not None)

    def _put_text(self) -> None:
        if self._count is not None:
            words = self._look.words
            self._text.setText(
                words.plural(
                    "Only the {n} customer you asked for is shown.",
                    "Only the {n} customers you asked for are shown.",
                    self._count,
                )
            )
