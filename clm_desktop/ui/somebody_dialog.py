"""A dialog that puts a customer into the plan: who, with what, by which way."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QDialog, QGridLayout, QLineEdit, QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row
from clm_desktop.view.pages.plan_parts import PlanInput, Who, action_title, channel_title
from clm_desktop.view.pages.plan_row import addable


class SomebodyDialog(QDialog):
    """Names are found while they are typed."""

    def __init__(
        self,
        look: Look,
        told: PlanInput,
        then: Callable[[str, str, str], object],
        parent: QWidget,
    ) -> None:
        """Offer everybody who is not in the plan; ``then`` gets customer, action, channel."""
        super().__init__(parent)
        words = look.words
        text = words.text
        self._told, self._then, self._words = told, then, words
        self.setObjectName("somebody_dialog")
        self.setWindowTitle(text("Add somebody to the plan"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._keys = {_called(key, title): key for key, title in addable(told, words)}
        who = Who(told.answers)
        self._planned = [_called(i.customer_key, who.title(i.customer_key)) for i in told.items]
        self.name = QLineEdit()
        self.name.setObjectName("somebody_name")
        by_mail = any("@" in key for key in self._keys.values())
        self.name.setPlaceholderText(
            text("Name, e-mail or number") if by_mail else text("Name or number")
        )
        self.found = PlainLabel(role="muted")
        self.found.setObjectName("somebody_found")
        completer = QCompleter(list(self._keys), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name.setCompleter(completer)
        self.action, self.channel = ChoiceBox(), ChoiceBox()
        for one in told.outreach.actions:
            if one.active:
                self.action.addItem(action_title(one, words), one.key)
        self.action.setObjectName("somebody_action")
        self.channel.setObjectName("somebody_channel")
        self.action.currentIndexChanged.connect(self._put_ways)
        self.add = button("somebody_add", "main")
        self.add.setText(text("Put into the plan"))
        self.add.setEnabled(False)
        self.add.clicked.connect(self._add)
        self.name.textChanged.connect(self._put_ways)
        self._lay_out()
        self._put_ways()

    def _lay_out(self) -> None:
        text = self._words.text
        layout = column(self, gap=0.8, margin=1.2)
        layout.addWidget(PlainLabel(text("Add somebody to the plan"), size=1.5, bold=True))
        hint = text("What you add yourself counts in no comparison. Hard limits hold for it too.")
        layout.addWidget(PlainLabel(hint, role="muted"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(unit() // 2)
        grid.setVerticalSpacing(unit() // 2)
        grid.setColumnStretch(1, 1)
        for place, (title, box) in enumerate(
            (
                (text("Customer"), self.name),
                (text("What to do"), self.action),
                (text("Through"), self.channel),
            )
        ):
            box.setAccessibleName(title)
            grid.addWidget(PlainLabel(title, role="muted", wrap=False), place, 0)
            grid.addWidget(box, place, 1)
        layout.addLayout(grid)
        layout.addWidget(self.found)
        layout.addStretch(1)
        foot = row()
        foot.addStretch(1)
        cancel = button("somebody_cancel")
        cancel.setText(text("Cancel"))
        cancel.clicked.connect(self.reject)
        foot.addWidget(cancel)
        foot.addWidget(self.add)
        layout.addLayout(foot)
        self.setMinimumWidth(unit() * 28)

    @property
    def customer_key(self) -> str:
        """Who is meant, '' as long as nobody is."""
        typed = self.name.text().strip()
        if typed in self._keys:
            return self._keys[typed]
        if typed in self._keys.values():
            return typed
        found = self._matching(typed, self._keys)
        return self._keys[found[0]] if len(found) == 1 else ""

    @staticmethod
    def _matching(typed: str, called: Iterable[str]) -> list[str]:
        part = typed.casefold()
        return [one for one in called if part and part in one.casefold()]

    def _told_of(self, typed: str) -> str:
        """Who is meant, or why nobody can be put into the plan yet."""
        text, key = self._words.text, self.customer_key
        if key and self.channel.count():
            return next(called for called, one in self._keys.items() if one == key)
        if key:
            return text("No way that this action goes by reaches them.")
        if several := len(self._matching(typed, self._keys)):
            return self._words.plural(
                "{n} customer is called so: choose from the list.",
                "{n} customers are called so: choose one from the list.",
                several,
            )
        if self._matching(typed, self._planned):
            return text("They are in the plan already.")
        return text("No customer is called so.") if typed else ""

    def _put_ways(self) -> None:
        """The ways that the action may go by and that reach the customer."""
        outreach, key = self._told.outreach, self.customer_key
        action = next((a for a in outreach.actions if a.key == self.action.currentData()), None)
        before = self.channel.currentData()
        self.channel.clear()
        for one in outreach.channels:
            allowed = action is not None and (not action.channels or one.key in action.channels)
            reached = outreach.reachable is None or (key, one.key) in outreach.reachable
            if one.active and allowed and (reached or not key):
                self.channel.addItem(channel_title(one, self._words), one.key)
        self.channel.setCurrentIndex(max(self.channel.findData(before), 0))
        self.add.setEnabled(bool(key) and self.channel.count() > 0)
        self.found.setText(self._told_of(self.name.text().strip()))

    def _add(self) -> None:
        key, action = self.customer_key, str(self.action.currentData())
        self.accept()
        self._then(key, action, str(self.channel.currentData()))


def _called(key: str, title: str) -> str:
    """Two customers of one name are told apart by their keys."""
    return title if title == key else f"{title} ({key})"
