"""What of approved plans is still to be done: which plans, and what of it is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.outreach import LIVE_DAYS, ItemState, PlanRecord
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.limits import WEEK_DAYS, window_start
from clm_desktop.view.blocks import Card
from clm_desktop.view.pages.plan_parts import Who, is_open
from clm_desktop.view.words import Words

OPEN_PLAN, PRINT_PLAN = "plan?todo", "plan?print"  # what the line of Today opens


def open_count(plan: PlanRecord) -> int:
    """How many contacts of a plan are still to be made."""
    return sum(map(is_open, plan.items))


def open_plans(plans: Sequence[PlanRecord]) -> tuple[PlanRecord, ...]:
    """Approved plans with something to do, newest first; the newest one in any case."""
    return tuple(
        plan for place, plan in enumerate(reversed(plans)) if not place or open_count(plan)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Which day it is for plans: what is to be done gets late while no order is imported, too."""

    known_day: int  # the newest that is known to have come
    today: int | None  # by the clock; None = nobody looked

    @classmethod
    def of(
        cls, answers: Answers, plans: Sequence[PlanRecord], today: int | None = None
    ) -> Calendar:
        """By the newest order, the newest approval and the clock."""
        day = answers.run.as_of_day
        ahead = day + 1 if today is None else max(day + 1, today)  # a plan may be of a later week
        approved = [min(p.approved_day, ahead) for p in plans if p.approved_day is not None]
        return cls(known_day=max([day, *approved]), today=today)

    def day(self, plan: PlanRecord) -> int:
        """Today, for one plan: of a shop that lived in the past when it was made, by its orders."""
        past = plan.made_s // SECONDS_PER_DAY > plan.as_of_day + LIVE_DAYS
        return self.known_day if self.today is None or past else max(self.known_day, self.today)


def is_late(plan: PlanRecord, calendar: Calendar) -> bool:
    """Whether the week of a plan is over while something of it is still to be done."""
    return calendar.day(plan) >= window_start(plan) + WEEK_DAYS and open_count(plan) > 0


def late_sentence(plan: PlanRecord, calendar: Calendar, words: Words) -> str:
    """What to do about a plan whose week is over, '' before that."""
    if not is_late(plan, calendar):
        return ""
    last = words.date(window_start(plan) + plan.settings.window_days - 1)
    if calendar.day(plan) >= window_start(plan) + plan.settings.window_days:
        return words.text(
            "Overdue: orders counted as an answer until {day}. Mark what you did, skip the rest.",
            day=last,
        )
    return words.text(
        "Overdue: the week is over. Orders count as an answer until {day}; do it soon, or skip it.",
        day=last,
    )


def plan_title(plan: PlanRecord, words: Words) -> str:
    """A plan among others: its week, and how much is to be done."""
    return words.text(
        "Week from {day}: {n} to do", day=words.date(plan.week_day), n=words.whole(open_count(plan))
    )


def answers_came(plans: Sequence[PlanRecord], since_day: int, as_of_day: int) -> bool:
    """Whether the time to answer ended since a day for a plan of which something was done."""
    ends = (
        window_start(plan) + plan.settings.window_days - 1
        for plan in plans
        if any(item.state in (ItemState.DONE, ItemState.OPTED_OUT) for item in plan.items)
    )
    return any(since_day < end <= as_of_day for end in ends)


def plan_card(
    answers: Answers, plans: Sequence[PlanRecord], words: Words, *, today: int | None = None
) -> Card | None:
    """The line of Today about approved plans, None when nothing of them is to be done."""
    still = [item for plan in reversed(plans) for item in plan.items if is_open(item)]
    if not still:
        return None
    calendar, who = Calendar.of(answers, plans, today), Who(answers)
    late = sum(open_count(plan) for plan in plans if is_late(plan, calendar))
    overdue = words.plural("{n} is overdue.", "{n} are overdue.", late) if late else ""
    first = words.text(
        "First: {names}. Mark each as done or skipped.",
        names=words.listed([who.title(item.customer_key) for item in still[:3]]),
    )
    # as the plan tells its own sum: what friends may bring is the least certain
    gain = float(np.nansum([item.own_gain_cents for item in still]))
    return Card(
        name="plan",
        headline=words.plural(
            "{n} contact of your plan is still to be made",
            "{n} contacts of your plan are still to be made",
            len(still),
        ),
        text=words.join([overdue, first]),
        figure=words.text("about {money}", money=words.money(gain)),
        button=words.text("Open the plan"),
        opens=OPEN_PLAN,
        more=words.text("Print this week's page…"),
        more_opens=PRINT_PLAN,
    )
