"""What the owner can say of a customer: buttons that stay pressed, a note, tags."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from clm_desktop.core.owner_words import Word, tags_of
from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.flow import GridFlow
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column
from clm_desktop.view.blocks import CustomerCard, SaidMark
from clm_desktop.view.pages.owner_words import SAID, not_customer_choices


class SaidMarks(QWidget):
    """``said`` carries the customer, the word and its text, None to take it back."""

    said = Signal(int, str, object)

    def __init__(self, look: Look, card: CustomerCard, parent: QWidget | None = None) -> None:
        """Show what stands."""
        super().__init__(parent)
        self._look = look
        self._card = card
        marks = {mark.word: mark for mark in card.marks}
        layout = column(self, gap=0.35)
        layout.addWidget(PlainLabel(look.words.text("Your word"), role="muted"))
        buttons = QWidget()
        flow = GridFlow(buttons, min_width=unit() * 8, spacing=unit() // 4)
        for word in SAID:
            if word in marks:
                flow.addWidget(self._button(marks[word]))
        layout.addWidget(buttons)
        lines: tuple[tuple[Word, str], ...] = (
            (Word.TAGS, look.words.text("Tags, separated by commas")),
            (Word.NOTE, look.words.text("A note about this customer")),
        )
        for kind, hint in lines:
            if kind in marks:
                layout.addWidget(self._line(marks[kind], hint))

    def _button(self, mark: SaidMark) -> QWidget:
        made = button(f"say_{mark.word}")
        tick = "✓ " if mark.stands else ""
        made.setText(tick + mark.title.replace("&", "&&"))
        made.setCheckable(True)
        made.setChecked(mark.stands)
        if mark.choices and not mark.stands:
            made.clicked.connect(lambda: self._ask(made, mark))
        else:
            value = None if mark.stands else ""
            made.clicked.connect(lambda: self._say(mark.word, value))
        return made

    def _ask(self, above: QWidget, mark: SaidMark) -> None:
        """Why somebody is no customer; closing the menu says nothing."""
        above.setChecked(False)  # type: ignore[attr-defined]  # a push button
        menu = QMenu(self)
        for code, title in mark.choices:
            action = menu.addAction(title)
            action.triggered.connect(lambda _on=False, code=code: self._say(mark.word, code))
        menu.popup(above.mapToGlobal(QPoint(0, above.height())))

    def _line(self, mark: SaidMark, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(f"say_{mark.word}")
        made.setPlaceholderText(hint)
        made.setAccessibleName(mark.title)
        shown = ", ".join(tags_of(mark.value)) if mark.word == Word.TAGS else mark.value
        made.setText(shown)

        def keep() -> None:
            if made.text() != shown and made.isModified():
                made.setModified(False)
                self._say(mark.word, made.text())

        made.editingFinished.connect(keep)
        return made

    def _say(self, word: str, value: str | None) -> None:
        self.said.emit(self._card.customer_id, word, value)


def said_menu(look: Look, parent: QWidget) -> tuple[QMenu, dict[QAction, tuple[str, str]]]:
    """A menu of what can be said of marked rows; its actions with (word, text)."""
    words = look.words
    menu = QMenu(parent)
    menu.setObjectName("said_menu")
    means: dict[QAction, tuple[str, str]] = {}
    for word in SAID:
        title = words.code(f"word.{word}")
        if word is Word.NOT_CUSTOMER:
            below = menu.addMenu(title)
            for code, name in not_customer_choices(words):
                means[below.addAction(name)] = (word, code)
        else:
            means[menu.addAction(title)] = (word, "")
    return menu, means
