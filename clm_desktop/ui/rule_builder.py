"""A dialog that makes an own segment: rows of field, comparison and value, with live counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QWidget

from clm_desktop.core.errors import RequestError
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.rules import Kind, picked
from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row
from clm_desktop.view.query import rule_of
from clm_desktop.view.rule_words import Askable, askables
from clm_desktop.view.words import Words

SETTLE_MS = 200
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Live:
    """What a rule picks, or what is wrong with it."""

    said: str
    fits: bool


def live_count(answers: Answers, text: str, words: Words) -> Live:
    """How many customers fit a rule, and what they spent; a sentence where it is not understood."""
    try:
        who = picked(answers, rule_of(text, answers, words))
    except RequestError as error:
        return Live(words.say(error.message), fits=False)
    spent = float(np.maximum(answers.customers.monetary_cents[who], 0).sum())
    people = words.plural("{n} customer", "{n} customers", int(who.sum()))
    told = words.text("{people}, spent {money} so far", people=people, money=words.money(spent))
    return Live(told, fits=True)


class RuleRow(QWidget):
    """One condition: and/or, what, how, which."""

    changed = Signal()

    def __init__(self, look: Look, fields: tuple[Askable, ...], *, first: bool) -> None:
        """Begin with the first field."""
        super().__init__()
        words = look.words
        self._fields = fields
        layout = row(self, gap=0.4)
        self.join, self.field, self.sign = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.value = ChoiceBox(editable=True)
        for code, title in (("and", words.text("and")), ("or", words.text("or"))):
            self.join.addItem(title, code)
        self.join.setVisible(not first)
        for one in fields:
            self.field.addItem(one.title, one.field)
        for box, name in (
            (self.join, words.text("and or or")),
            (self.field, words.text("What")),
            (self.sign, words.text("Comparison")),
            (self.value, words.text("Value")),
        ):
            box.setAccessibleName(name)
            layout.addWidget(box, 2 if box is self.value else 1)
        self.field.currentIndexChanged.connect(self._put_field)
        self.join.currentIndexChanged.connect(self.changed)
        self.sign.currentIndexChanged.connect(self.changed)
        self.value.currentTextChanged.connect(self.changed)
        self._put_field()

    def _put_field(self) -> None:
        one = self._fields[max(self.field.currentIndex(), 0)]
        for box in (self.sign, self.value):
            box.blockSignals(True)
            box.clear()
        for sign, title in one.signs:
            self.sign.addItem(title, sign.value)
        for _, title in one.choices:
            self.value.addItem(title)
        self.value.addItems(list(one.suggestions))
        self.value.setEditable(not one.choices)
        if not one.choices:
            self.value.setCurrentText("")
        for box in (self.sign, self.value):
            box.blockSignals(False)
        self.changed.emit()

    def text(self, *, first: bool) -> str:
        """The condition as it is written, '' without a value."""
        value = self.value.currentText().strip()
        if not value:
            return ""
        one = self._fields[self.field.currentIndex()]
        quoted = value
        if one.kind in (Kind.TEXT, Kind.CHOICE):
            quoted = f'"{value}"' if '"' not in value else f"“{value}”"
        told = f"{one.title} {self.sign.currentData()} {quoted}"
        return told if first else f"{self.join.currentText()} {told}"


class RuleBuilder(QDialog):
    """Rows build the text, the text can be written by hand: both are the same rule."""

    def __init__(
        self,
        look: Look,
        answers: Answers,
        keep: Callable[[str, str], None],
        parent: QWidget | None = None,
    ) -> None:
        """Start with one row; ``keep`` takes the name and the rule."""
        super().__init__(parent)
        self.setObjectName("rule_builder")
        self._look, self._answers, self._keep = look, answers, keep
        self._fields = askables(answers, look.words)
        text = look.words.text
        self.setWindowTitle(text("My own segment"))
        self.setMinimumWidth(unit() * 34)
        self._rows: list[RuleRow] = []
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.recount)
        layout = column(self, gap=0.6, margin=1)
        self.name = QLineEdit()
        self.name.setObjectName("segment_name")
        self.name.setPlaceholderText(text("Name of the segment"))
        self.name.setAccessibleName(text("Name of the segment"))
        layout.addWidget(self.name)
        self._place = column(gap=0.3)
        layout.addLayout(self._place)
        more = button("rule_more", "link")
        more.setText(text("Add a condition"))
        more.clicked.connect(self._add_row)
        layout.addWidget(more)
        self.rule = QLineEdit()
        self.rule.setObjectName("segment_rule")
        self.rule.setAccessibleName(text("The rule"))
        self.rule.textEdited.connect(lambda _text: self._settle.start())
        by_hand = text("The rule, which can also be written by hand")
        layout.addWidget(PlainLabel(by_hand, role="muted"))
        layout.addWidget(self.rule)
        self.count = PlainLabel(bold=True)
        self.count.setObjectName("segment_count")
        layout.addWidget(self.count)
        layout.addLayout(self._buttons())
        self.name.textChanged.connect(lambda _text: self._settle.start())
        self._add_row()

    def _buttons(self) -> QHBoxLayout:
        text = self._look.words.text
        self.save, cancel = button("segment_save"), button("segment_cancel")
        self.save.setText(text("Keep this segment"))
        cancel.setText(text("Cancel"))
        self.save.setEnabled(False)
        self.save.clicked.connect(self._save)
        cancel.clicked.connect(self.reject)
        buttons = row(gap=0.5)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        return buttons

    def _add_row(self) -> None:
        if len(self._rows) < MOST_ROWS:
            made = RuleRow(self._look, self._fields, first=not self._rows)
            made.changed.connect(self._from_rows)
            self._rows.append(made)
            self._place.addWidget(made)
            self._from_rows()

    def _from_rows(self) -> None:
        told = ""
        for one in self._rows:
            told = f"{told} {one.text(first=not told)}".strip()
        self.rule.setText(told)
        self._settle.start()

    def recount(self) -> None:
        """Count whom the rule picks."""
        live = live_count(self._answers, self.rule.text(), self._look.words)
        self.count.setText(live.said)
        self.save.setEnabled(live.fits and bool(self.name.text().strip()))

    def _save(self) -> None:
        self._keep(self.name.text(), self.rule.text())
        self.accept()
