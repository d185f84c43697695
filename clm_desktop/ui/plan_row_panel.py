"""One row of the plan beside the list: both chances, why, the message, and what can be changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from clm_desktop.core.outreach import ItemState
from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.flow import GridFlow
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, hairline, row
from clm_desktop.view.pages.plan_row import Choices, PlanRowCard

MESSAGE_LINES = 9


class PlanRowPanel(QWidget):
    """Shows a card; what the owner wants of its row goes out as signals."""

    changed = Signal(str, str, str, str)  # customer, action, channel, product
    written = Signal(str, str, str)  # customer, subject, body ('' = the template again)
    dropped = Signal(int)  # customer's store id
    marked = Signal(str, str)  # customer, state
    customer_wanted = Signal(int)

    def __init__(self, look: Look, card: PlanRowCard, parent: QWidget | None = None) -> None:
        """Show a row."""
        super().__init__(parent)
        self.setObjectName("plan_row")
        self._look, self.card = look, card
        text = look.words.text
        layout = column(self, gap=0.7)
        layout.addWidget(PlainLabel(card.headline, size=1.1, bold=True))
        for sentence in card.sentences:
            layout.addWidget(PlainLabel(sentence))
        if card.reasons:
            reasons = column(gap=0.2)
            reasons.addWidget(PlainLabel(text("Why"), role="muted"))
            for reason in card.reasons:
                reasons.addWidget(PlainLabel(f"•  {reason}"))
            layout.addLayout(reasons)
        if card.approved and not card.held:
            layout.addWidget(self._states())
        if not card.approved:
            layout.addLayout(self._choices())
        if card.message is not None:
            layout.addWidget(hairline())
            self._message(layout, card)
        self._foot(layout)

    def _states(self) -> QWidget:
        """What became of it: one is pressed, pressing it again takes it back."""
        made = QWidget()
        flow = GridFlow(made, min_width=unit() * 8, spacing=unit() // 4)
        for code, title in self.card.states:
            if code == ItemState.PLANNED.value:
                continue
            stands = self.card.state == code
            one = button(f"row_{code}")
            one.setText(("✓ " if stands else "") + title)
            one.setCheckable(True)
            one.setChecked(stands)
            wanted = ItemState.PLANNED.value if stands else code
            one.clicked.connect(self._marking(wanted))
            flow.addWidget(one)
        return made

    def _marking(self, state: str) -> Callable[[], None]:
        return lambda: self.marked.emit(self.card.customer_key, state)

    # ---- another action, way, product -----------------------------------------------------

    def _choices(self) -> QGridLayout:
        text, card = self._look.words.text, self.card
        self.action, self.channel, self.product = ChoiceBox(), ChoiceBox(), ChoiceBox()
        _fill(self.action, card.actions, card.action)
        self._put_ways(card.channel)
        _fill(self.product, card.products, card.product)
        self.action.activated.connect(self._other_action)
        self.channel.activated.connect(lambda _place: self._tell())
        self.product.activated.connect(lambda _place: self._tell())
        grid = QGridLayout()
        grid.setHorizontalSpacing(unit() // 2)
        grid.setVerticalSpacing(unit() // 3)
        grid.setColumnStretch(1, 1)
        for line, (box, title, name) in enumerate(
            (
                (self.action, text("What to do"), "row_action"),
                (self.channel, text("Through"), "row_channel"),
                (self.product, text("Product"), "row_product"),
            )
        ):
            box.setObjectName(name)
            box.setAccessibleName(title)
            box.setMinimumWidth(unit() * 6)
            grid.addWidget(PlainLabel(title, role="muted", wrap=False), line, 0)
            grid.addWidget(box, line, 1)
        return grid

    def _put_ways(self, current: str) -> None:
        ways = dict(self.card.channels).get(str(self.action.currentData()), ())
        _fill(self.channel, ways, current)
        self.channel.setEnabled(bool(ways))

    def _other_action(self) -> None:
        self._put_ways(str(self.channel.currentData() or ""))
        self._tell()

    def _tell(self) -> None:
        """Held-out people are put into the plan by choosing an action, so that is told too."""
        card = self.card
        action = str(self.action.currentData())
        channel = str(self.channel.currentData() or "")
        product = str(self.product.currentData() or "")
        before = card.action, card.channel, card.product
        if channel and (action, channel, product) != before:
            self.changed.emit(card.customer_key, action, channel, product)

    # ---- the message ----------------------------------------------------------------------

    def _message(self, layout: QVBoxLayout, card: PlanRowCard) -> None:
        text, message = self._look.words.text, card.message
        if message is None:
            return
        place = column(gap=0.35)
        title = text("Message, written by you") if message.own else text("Message")
        place.addWidget(PlainLabel(title, role="muted"))
        if message.missing:
            missing = self._look.words.listed([f"{{{one}}}" for one in message.missing])
            told = text("Cannot go out yet: {fields} is not known. Write it here.", fields=missing)
            place.addWidget(PlainLabel(told, role="bad"))
        self.subject = QLineEdit(message.subject)
        self.subject.setObjectName("row_subject")
        self.subject.setAccessibleName(text("Subject"))
        self.subject.setPlaceholderText(text("Subject"))
        self.body = QPlainTextEdit(message.body)
        self.body.setObjectName("row_message")
        self.body.setAccessibleName(text("Message"))
        self.body.setMinimumHeight(unit() * MESSAGE_LINES)
        self.body.setTabChangesFocus(True)
        self.body.setReadOnly(card.approved)
        self.subject.setReadOnly(card.approved)
        if message.subject:
            place.addWidget(self.subject)
        else:
            self.subject.setParent(self)
            self.subject.hide()
        place.addWidget(self.body)
        buttons = row(gap=0.4)
        copy = button("row_copy")
        copy.setText(text("Copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.body.toPlainText()))
        buttons.addWidget(copy)
        buttons.addStretch(1)
        if not card.approved:
            if message.own:
                again = button("row_template")
                again.setText(text("Back to the template"))
                again.clicked.connect(lambda: self.written.emit(card.customer_key, "", ""))
                buttons.addWidget(again)
            self.keep = button("row_keep_message")
            self.keep.setText(text("Keep this message"))
            self.keep.setEnabled(False)
            self.keep.clicked.connect(self._write)
            for edited in (self.subject.textChanged, self.body.textChanged):
                edited.connect(lambda *_: self.keep.setEnabled(True))
            buttons.addWidget(self.keep)
        place.addLayout(buttons)
        layout.addLayout(place)

    def _write(self) -> None:
        subject, body = self.subject.text(), self.body.toPlainText()
        self.written.emit(self.card.customer_key, subject, body)

    def _foot(self, layout: QVBoxLayout) -> None:
        text, card = self._look.words.text, self.card
        foot = row(gap=0.4)
        who = button("row_customer")
        who.setText(text("Show the customer"))
        who.clicked.connect(lambda: self.customer_wanted.emit(card.customer_id))
        foot.addWidget(who)
        foot.addStretch(1)
        if not card.approved and not card.held:
            drop = button("row_drop")
            drop.setText(text("Take out"))
            drop.clicked.connect(lambda: self.dropped.emit(card.customer_id))
            foot.addWidget(drop)
        layout.addLayout(foot)


def _fill(box: QComboBox, choices: Choices, current: str) -> None:
    """Offer (code, words) pairs without telling anybody."""
    box.blockSignals(True)
    box.clear()
    for code, title in choices:
        box.addItem(title, code)
    box.setCurrentIndex(max(box.findData(current), 0) if choices else -1)
    box.blockSignals(False)
