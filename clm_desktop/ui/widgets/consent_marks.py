"""On a customer's card: by which ways they may be contacted, and wishes that plans must honour."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from clm_desktop.core.outreach import Channel, ConsentState, Outreach, Spared
from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column
from clm_desktop.view.pages.plan_parts import channel_title

STATES = (ConsentState.GRANTED, ConsentState.REFUSED, ConsentState.UNKNOWN)


class ConsentMarks(QWidget):
    """What a customer said, channel by channel; each change is told at once."""

    said = Signal(str, str, str)  # customer, channel, state
    wished = Signal(object)  # Spared
    history_wanted = Signal(str)  # customer

    def __init__(
        self, look: Look, outreach: Outreach, key: str, parent: QWidget | None = None
    ) -> None:
        """Show what is known of a customer."""
        super().__init__(parent)
        self.setObjectName("consents")
        self._look, self._outreach, self._key = look, outreach, key
        words = look.words
        layout = column(self, gap=0.35)
        layout.addWidget(PlainLabel(words.text("May be contacted by"), role="muted"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(unit() // 2)
        grid.setVerticalSpacing(unit() // 4)
        grid.setColumnStretch(1, 1)
        shown = [one for one in outreach.channels if one.active and one.needs_consent]
        for place, channel in enumerate(shown):
            title = channel_title(channel, words)
            grid.addWidget(PlainLabel(title, wrap=False), place, 0)
            grid.addWidget(self._box(channel, title), place, 1)
        layout.addLayout(grid)
        self._spared = next(
            (one for one in outreach.spared if one.customer_key == key), Spared(customer_key=key)
        )
        plain = QCheckBox(words.text("Only messages that everybody gets"))
        plain.setObjectName("spared_no_profiling")
        plain.setToolTip(words.text("Nothing that is chosen by what they bought"))
        plain.setChecked(self._spared.no_profiling)
        plain.toggled.connect(self._wish)
        layout.addWidget(plain)
        history = button("consent_history", "link")
        history.setText(words.text("History of consents…"))
        history.clicked.connect(lambda: self.history_wanted.emit(key))
        layout.addWidget(history, alignment=Qt.AlignmentFlag.AlignLeft)

    def _box(self, channel: Channel, title: str) -> QComboBox:
        words = self._look.words
        said = next(
            (
                one
                for one in self._outreach.consents
                if (one.customer_key, one.channel) == (self._key, channel.key)
            ),
            None,
        )
        state = ConsentState.UNKNOWN if said is None else said.state
        box = ChoiceBox()
        box.setObjectName(f"consent_{channel.key}")
        box.setAccessibleName(title)
        for one in STATES:
            told = words.code(f"consent.{one.value}")
            if one is ConsentState.UNKNOWN and channel.all_agreed_day is not None:
                told = words.text("as everybody: agreed")
            box.addItem(told, one.value)
        box.setCurrentIndex(box.findData(state.value))
        if said is not None:
            told = words.text("{day}, {source}", day=words.date(said.day), source=said.source)
            box.setToolTip(told)
        box.activated.connect(
            lambda _place: self.said.emit(self._key, channel.key, str(box.currentData()))
        )
        return box

    def _wish(self, wanted: bool) -> None:
        self.wished.emit(
            Spared(
                customer_key=self._key,
                no_profiling=wanted,
                until_day=self._spared.until_day,
                reason=self._spared.reason,
            )
        )
