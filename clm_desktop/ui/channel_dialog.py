"""The editor of a channel: what a message costs, how many a week, and whether everybody agreed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from clm_desktop.core.outreach import Channel
from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.form import (
    Line,
    cents_of,
    day_field,
    day_in,
    foot,
    form,
    money_field,
    number_field,
)
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import column, number_box
from clm_desktop.ui.widgets.scroll import Scroll
from clm_desktop.view.outreach_messages import family_of
from clm_desktop.view.pages.plan_parts import channel_title

FIELD_LINES = 13  # width of the fields in lines of text


class ChannelDialog(QDialog):
    """Nothing is kept before the button is pressed; ``then`` gets the channel."""

    def __init__(
        self,
        look: Look,
        channel: Channel | None,
        today: int,
        then: Callable[[Channel], object],
        parent: QWidget,
    ) -> None:
        """Show a channel, or (None) make one of the owner's own; ``today`` is a day number."""
        super().__init__(parent)
        text = look.words.text
        self._look, self._then, self._new = look, then, channel is None
        self._channel = channel or Channel(key="", family="letter")
        title = text("New channel") if channel is None else channel_title(channel, look.words)
        self.setObjectName("channel_dialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._make_fields()
        self._make_consent(today)
        line, self.keep = foot(self, look, "channel", text("Keep it"), self._keep)
        page = Scroll(margin=1.2, gap=0.8)
        page.body.addWidget(PlainLabel(title, size=1.5, bold=True))
        self._lay_out(page.body)
        layout = column(self, gap=0)
        layout.addWidget(page, 1)
        layout.addWidget(line)
        self.resize(unit() * 38, unit() * 36)
        for signal in (self.name.textChanged, self.proof.textChanged):
            signal.connect(self._check)
        for box in (self.needs, self.agreed):
            box.toggled.connect(self._check)
        self._check()

    def _make_fields(self) -> None:
        look, one = self._look, self._channel
        text = look.words.text
        self.name = QLineEdit(one.name)
        self.name.setObjectName("channel_name")
        if not self._new:
            self.name.setPlaceholderText(channel_title(replace(one, name=""), look.words))
        self.active = QCheckBox(text("In use"))
        self.active.setObjectName("channel_active")
        self.active.setChecked(one.active)
        self.family = ChoiceBox()
        self.family.setObjectName("channel_family")
        for code, said in (
            ("letter", text("E-mail and letter")),
            ("short", text("Short message")),
            ("talk", text("To say")),
        ):
            self.family.addItem(said, code)
        self.family.setCurrentIndex(self.family.findData(family_of(one)))
        self.family.setEnabled(self._new)
        self.cost = money_field(look, "channel_cost", one.cost_cents)
        self.minutes = number_field("channel_minutes", one.owner_minutes, 600, 1)
        self.most = number_box(0, 1_000_000)
        self.most.setObjectName("channel_most")
        self.most.setSpecialValueText(text("no limit"))
        self.most.setValue(one.contacts_per_week)

    def _lay_out(self, body: QVBoxLayout) -> None:
        text = self._look.words.text
        costs: tuple[Line, ...] = (
            (self.name, text("Name"), ""),
            (self.family, text("Texts"), text("Which of an action's texts it takes.")),
            (self.cost, text("Costs"), text("Of one message.")),
            (self.minutes, text("Minutes"), text("Of yours, for one message.")),
            (self.most, text("A week, at most"), text("What you can manage.")),
        )
        where = text("A form, a list, the terms of the newsletter …")
        consent: tuple[Line, ...] = (
            (self.day, text("They agreed by"), ""),
            (self.proof, text("Where that is written down"), where),
        )
        hint = text(
            "Whoever refused by name stays out all the same. You answer for this: the program "
            "keeps the day and the place where it is written down."
        )
        body.addWidget(self.active)
        body.addLayout(form(costs, FIELD_LINES))
        body.addWidget(PlainLabel(text("Consent"), size=1.15, bold=True))
        body.addWidget(self.needs)
        body.addWidget(self.agreed)
        body.addLayout(form(consent, FIELD_LINES))
        body.addWidget(PlainLabel(hint, role="muted"))
        body.addStretch(1)

    def _make_consent(self, today: int) -> None:
        text, one = self._look.words.text, self._channel
        self.needs = QCheckBox(text("Needs the customer's consent"))
        self.needs.setObjectName("channel_needs_consent")
        self.needs.setChecked(one.needs_consent)
        self.agreed = QCheckBox(text("Everybody in this shop agreed to it"))
        self.agreed.setObjectName("channel_all_agreed")
        self.agreed.setChecked(one.all_agreed_day is not None)
        day = today if one.all_agreed_day is None else one.all_agreed_day
        self.day = day_field("channel_agreed_day", day)
        self.proof = QLineEdit(one.proof)
        self.proof.setObjectName("channel_proof")

    def _check(self) -> None:
        """A statement about everybody needs the place where it is written down."""
        needs = self.needs.isChecked()
        said = needs and self.agreed.isChecked()
        self.agreed.setEnabled(needs)
        self.day.setEnabled(said)
        self.proof.setEnabled(said)
        named = bool(self.name.text().strip()) or not self._new
        self.keep.setEnabled(named and (not said or bool(self.proof.text().strip())))

    def wanted(self) -> Channel:
        """The channel as it stands in the fields."""
        said = self.needs.isChecked() and self.agreed.isChecked()
        family = str(self.family.currentData()) if self._new else self._channel.family
        return replace(
            self._channel,
            name=self.name.text().strip(),
            active=self.active.isChecked(),
            family=family,
            cost_cents=cents_of(self._look, self.cost),
            owner_minutes=self.minutes.value(),
            contacts_per_week=self.most.value(),
            needs_consent=self.needs.isChecked(),
            all_agreed_day=day_in(self.day) if said else None,
            proof=self.proof.text().strip() if said else "",
        )

    def _keep(self) -> None:
        wanted = self.wanted()
        self.accept()
        self._then(wanted)
