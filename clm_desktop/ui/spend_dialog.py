"""A dialog for money spent to win customers: which channel, which week or month, how much."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.form import cents_of, day_field, foot, form, money_field
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import column, number_box
from clm_desktop.ui.widgets.scroll import Scroll

NOT_KNOWN = -1  # of new customers: read off the orders


class SpendDialog(QDialog):
    """``then`` gets the channel, the week or month as it is written, cents, new customers or None.

    What was told of the same channel and weeks before is replaced.
    """

    def __init__(
        self,
        look: Look,
        channels: Sequence[str],
        *,
        paid: Collection[str],
        today: int,
        then: Callable[[str, str, int, int | None], object],
        parent: QWidget,
    ) -> None:
        """Offer channels that the orders name; others can be typed.

        Of those that were ``paid`` for before nothing may be told as well: a week without them.
        """
        super().__init__(parent)
        text = look.words.text
        self._look, self._then = look, then
        self._paid = {name.casefold() for name in paid}
        self.setObjectName("spend_dialog")
        self.setWindowTitle(text("Money spent on advertising"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.channel = ChoiceBox(editable=True)
        self.channel.setObjectName("spend_channel")
        self.channel.addItems(list(channels))
        self.channel.setCurrentText("")
        self.span = ChoiceBox()
        self.span.setObjectName("spend_span")
        self.span.addItem(text("a week"), "week")
        self.span.addItem(text("a month"), "month")
        self.day = day_field("spend_day", today)
        self.money = money_field(look, "spend_money", 0.0)
        self.new = number_box(NOT_KNOWN, 1_000_000)
        self.new.setObjectName("spend_new")
        self.new.setSpecialValueText(text("read off the orders"))
        self.new.setValue(NOT_KNOWN)
        line, self.keep = foot(self, look, "spend", text("Keep it"), self._keep)
        page = Scroll(margin=1.2, gap=0.8)
        title = text("Money spent on advertising")
        page.body.addWidget(PlainLabel(title, size=1.5, bold=True))
        page.body.addLayout(
            form(
                (
                    (self.channel, text("Channel"), text("As your orders name it, if they do.")),
                    (self.span, text("For"), ""),
                    (self.day, text("With this day in it"), text("A month is spread over weeks.")),
                    (self.money, text("Money spent"), ""),
                    (self.new, text("New customers"), text("If the channel's own report says.")),
                ),
                field_lines=13,
            )
        )
        page.body.addStretch(1)
        layout = column(self, gap=0)
        layout.addWidget(page, 1)
        layout.addWidget(line)
        self.resize(unit() * 36, unit() * 24)
        self.channel.currentTextChanged.connect(self._check)
        self.money.valueChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        name = self.channel.currentText().strip()
        self.keep.setEnabled(
            bool(name) and (self.money.value() > 0 or name.casefold() in self._paid)
        )

    def _keep(self) -> None:
        day = self.day.date()
        is_month = self.span.currentData() == "month"
        when = f"{day.year():04d}-{day.month():02d}"
        if not is_month:
            when = f"{when}-{day.day():02d}"
        new = self.new.value()
        told = self.channel.currentText().strip(), when, round(cents_of(self._look, self.money))
        self.accept()
        self._then(*told, None if new == NOT_KNOWN else new)
