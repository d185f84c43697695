"""The limits that every plan keeps: gaps, caps, the share left alone, what time is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import isfinite

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QSpinBox, QWidget

from clm_desktop.core.money import minor_digits
from clm_desktop.core.outreach import Pile, PlanSettings
from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.form import Line, foot, form
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import column, number_box
from clm_desktop.ui.widgets.scroll import Scroll

BY_PROGRAM = -1  # shown as a word: the program chooses


class LimitsDialog(QDialog):
    """One number a line, each with what it is for."""

    def __init__(
        self,
        look: Look,
        used: PlanSettings,
        kept: PlanSettings,
        then: Callable[[PlanSettings], object],
        parent: QWidget,
    ) -> None:
        """Show limits: ``used`` by the plan that stands, ``kept`` as the owner chose them."""
        super().__init__(parent)
        text = look.words.text
        self._used, self._then = used, then
        self._unit_cents = 10 ** minor_digits(look.words.currency)
        self.setObjectName("limits_dialog")
        self.setWindowTitle(text("Limits of every plan"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.gap = self._days("limit_gap", 1, 365, used.min_gap_days, look)
        self.weeks = self._number("limit_8_weeks", 0, 56, used.max_per_8_weeks)
        self.year = self._number("limit_year", 0, 365, used.max_per_year)
        self.window_ = self._days("limit_window", 7, 90, used.window_days, look)
        self.held = self._number("limit_held", BY_PROGRAM, 50, BY_PROGRAM)
        self.held.setSpecialValueText(text("by the program"))
        self.held.setSuffix(" %")
        if isfinite(kept.hold_out_share):
            self.held.setValue(round(100 * kept.hold_out_share))
        self.hour = self._number(
            "limit_hour", 0, 1_000_000, round(used.hour_cents / self._unit_cents)
        )
        least = dict(used.least_share)
        self.least = {
            pile: self._number(f"limit_{pile.value}", 0, 100, round(100 * least.get(pile, 0.0)))
            for pile in Pile
        }
        for box in self.least.values():
            box.setSuffix(" %")
        self.explore = QCheckBox(text("Try a little, to learn what works here"))
        self.explore.setObjectName("limit_explore")
        self.explore.setChecked(used.explore)
        self._lay_out(look)

    def _number(self, name: str, least: int, most: int, value: int) -> QSpinBox:
        box = number_box(least, most)
        box.setObjectName(name)
        box.setValue(value)
        return box

    def _days(self, name: str, least: int, most: int, value: int, look: Look) -> QSpinBox:
        box = self._number(name, least, most, value)
        box.setSuffix(" " + look.words.text("days"))
        return box

    def _lay_out(self, look: Look) -> None:
        text = look.words.text
        page = Scroll(margin=1.2, gap=0.8)
        page.body.addWidget(PlainLabel(text("Limits of every plan"), size=1.5, bold=True))
        page.body.addLayout(form((*self._contact_lines(look), *self._money_lines(look)), 7))
        page.body.addWidget(self.explore)
        page.body.addStretch(1)
        line, _ = foot(self, look, "limits", text("Plan with these limits"), self._keep)
        layout = column(self, gap=0)
        layout.addWidget(page, 1)
        layout.addWidget(line)
        self.resize(unit() * 36, unit() * 38)

    def _contact_lines(self, look: Look) -> list[Line]:
        """How often somebody may hear from the shop, and who is left alone."""
        text = look.words.text
        return [
            (
                self.gap,
                text("Between two contacts"),
                text("Nobody hears from you again before that."),
            ),
            (self.weeks, text("Contacts in 8 weeks, at most"), text("With one customer.")),
            (self.year, text("Contacts a year, at most"), text("With one customer.")),
            (
                self.window_,
                text("An order counts as an answer within"),
                text("As long as somebody usually needs to answer."),
            ),
            (
                self.held,
                text("Left alone to compare"),
                text("Drawn by lot. Without them nobody can say what your messages do."),
            ),
        ]

    def _money_lines(self, look: Look) -> list[Line]:
        """What time is worth, and what each pile gets at least."""
        words = look.words
        hint = words.text("In money, so that minutes count as a cost; 0 leaves them free.")
        return [
            (self.hour, words.text("An hour of your time"), hint),
            *(
                (
                    box,
                    words.text("At least for “{pile}”", pile=words.code(f"pile.{pile.value}")),
                    words.code(f"pile.{pile.value}.means"),
                )
                for pile, box in self.least.items()
            ),
        ]

    def wanted(self) -> PlanSettings:
        """The settings as they stand in the boxes."""
        held = self.held.value()
        shares = [(pile, box.value() / 100) for pile, box in self.least.items() if box.value()]
        whole = sum(share for _, share in shares)
        return replace(
            self._used,
            min_gap_days=self.gap.value(),
            max_per_8_weeks=self.weeks.value(),
            max_per_year=self.year.value(),
            window_days=self.window_.value(),
            hold_out_share=float("nan") if held == BY_PROGRAM else held / 100,
            hour_cents=float(self.hour.value() * self._unit_cents),
            # more than all of the money is shared out by the same parts
            least_share=tuple((pile, share / max(whole, 1.0)) for pile, share in shares),
            explore=self.explore.isChecked(),
        )

    def _keep(self) -> None:
        self.accept()
        self._then(self.wanted())
