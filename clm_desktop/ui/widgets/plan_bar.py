"""The wish above the plan: money, people, goal; and what the last move changed."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.core.money import minor_digits
from clm_desktop.core.outreach import Goal, PlanSettings
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.amount_slider import AmountSlider
from clm_desktop.ui.widgets.choice_row import ChoiceRow
from clm_desktop.ui.widgets.flow import RowFlow
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import column, frame, row
from clm_desktop.view.marks import N_

PART_LINES = 14  # least width of a part in lines of text
LOW_LINES = 32  # of text: a page that is lower has no room for sliders
TIMES = 5  # the sliders reach so many times as far as what is usual
LEAST_MONEY, LEAST_PEOPLE = 20, 20  # the right end is at least there
MOST_MONEY, MOST_PEOPLE = 10_000_000, 1_000_000  # what a plan takes
GOALS = (Goal.PROFIT, Goal.BALANCED, Goal.KEEP)


class PlanBar(QWidget):
    """``wanted`` carries the settings that the owner wants now."""

    wanted = Signal(object)  # PlanSettings

    def __init__(self, look: Look, name: str, over: QWidget) -> None:
        """Show nothing yet; ``name`` makes the test ids, ``over`` is the page that it stands on."""
        super().__init__()  # the layout takes it in its turn, so that Tab goes from top to bottom
        over.installEventFilter(self)
        self._look = look
        self._settings = PlanSettings()
        texts = Texts(look, self)
        box = frame("card")
        box.setObjectName(name)
        outer = column(self, gap=0)
        side = round(unit() * 1.2)
        outer.setContentsMargins(side, unit() // 2, side, 0)
        outer.addWidget(box)
        inside = column(box, gap=0.4, margin=0.7)
        self.title = PlainLabel(role="muted", bold=True)
        self.title.hide()
        inside.addWidget(self.title)
        self.money = AmountSlider(f"{name}_money", MOST_MONEY)
        self.people = AmountSlider(f"{name}_people", MOST_PEOPLE)
        texts.put(self.money.set_title, N_("Money this week"))
        texts.put(self.people.set_title, N_("People I can contact"))
        self.goals = ChoiceRow(f"{name}_goal")
        texts.put(self.goals.setAccessibleName, N_("What matters most"))
        goal = QWidget()
        goal_column = column(goal, gap=0.15)
        title = PlainLabel(bold=True, wrap=False)
        texts.put(title.setText, N_("What matters most"))
        goal_column.addWidget(title)
        goal_row = row(gap=0)
        goal_row.addWidget(self.goals)
        goal_row.addStretch(1)
        goal_column.addLayout(goal_row)
        goal_column.addStretch(1)
        place = QWidget()
        flow = RowFlow(place, min_width=round(unit() * PART_LINES), spacing=round(unit() * 1.2))
        for part in (self.money, self.people, goal):
            flow.addWidget(part)
        inside.addWidget(place)
        self.change = PlainLabel(role="accent", bold=True)
        self.change.setObjectName(f"{name}_change")
        inside.addWidget(self.change)
        self.change.hide()
        self.money.chosen.connect(self._tell)
        self.people.chosen.connect(self._tell)
        self.goals.chosen.connect(self._tell)
        texts.call(self._put_goals)

    @property
    def settings(self) -> PlanSettings:
        """What is shown."""
        return self._settings

    def put(self, settings: PlanSettings) -> None:
        """Show settings; those of a made plan have no gaps."""
        self._settings = settings
        currency = self._look.words.currency
        if isfinite(settings.budget_cents):
            money = round(settings.budget_cents / 10 ** minor_digits(currency))
            self.money.put(money, 0, max(LEAST_MONEY, TIMES * money))
        self.people.put(settings.contacts, 0, max(LEAST_PEOPLE, TIMES * settings.contacts))
        sign = self._look.words.money(0).replace("0", "").strip()
        self.money.box.setPrefix(f"{sign} " if sign else "")
        self.goals.set_current(settings.goal.value)

    @called_by_qt
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            low = watched.height() < LOW_LINES * unit()
            for part in (self.money, self.people):  # the boxes do the same, and leave more room
                part.slider.setVisible(not low)
        return super().eventFilter(watched, event)

    def put_title(self, title: str) -> None:
        """Name the setting; '' hides the line."""
        self.title.setText(title)
        self.title.setVisible(bool(title))

    def put_change(self, told: str) -> None:
        """What the last move changed; '' hides the line."""
        self.change.setText(told)
        self.change.setVisible(bool(told))

    def _put_goals(self) -> None:
        words = self._look.words
        choices = [(goal.value, words.code(f"goal.{goal.value}")) for goal in GOALS]
        self.goals.offer(choices, self._settings.goal.value)
        for goal, made in zip(GOALS, self.goals.buttons(), strict=True):
            made.setToolTip(words.code(f"goal.{goal.value}.means"))

    def _tell(self, chosen: object) -> None:
        """Contacts of 0 mean no limit to the planner, so that nobody is said by no money."""
        unit_cents = 10 ** minor_digits(self._look.words.currency)
        goal = Goal(chosen) if isinstance(chosen, str) else self._settings.goal
        was, money = self._settings.budget_cents, self.money.value()
        moved = not isfinite(was) or round(was / unit_cents) != money
        self._settings = replace(
            self._settings,
            budget_cents=float(money * unit_cents) if moved else was,
            contacts=max(self.people.value(), 1),
            goal=goal,
        )
        self.wanted.emit(self._settings)
