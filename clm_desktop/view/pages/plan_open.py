"""What of approved plans is still to be done: which plans, and what of it is late."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clm_desktop.core.outreach import PlanRecord
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.limits import window_start
from clm_desktop.view.blocks import Card
from clm_desktop.view.pages.plan_parts import Who, is_open
from clm_desktop.view.words import Words

WEEK_DAYS = 7
OPEN_PLAN, PRINT_PLAN = "plan?todo", "plan?print"  # what the line of Today opens


def open_count(plan: PlanRecord) -> int:
    """How many contacts of a plan are still to be made."""
    return sum(map(is_open, plan.items))


def open_plans(plans: Sequence[PlanRecord]) -> tuple[PlanRecord, ...]:
    """Approved plans with something to do, newest first; the newest one in any case."""
    return tuple(
        plan for place, plan in enumerate(reversed(plans)) if not place or open_count(plan)
    )


def known_day(answers: Answers, plans: Sequence[PlanRecord]) -> int:
    """The newest day that is known to have come: of an order, or that a plan was approved."""
    approved = [plan.approved_day for plan in plans if plan.approved_day is not None]
    return max([answers.run.as_of_day, *approved])


def is_late(plan: PlanRecord, day: int) -> bool:
    """Whether the week of a plan is over while something of it is still to be done."""
    return day >= window_start(plan) + WEEK_DAYS and open_count(plan) > 0


def late_sentence(plan: PlanRecord, day: int, words: Words) -> str:
    """What to do about a plan whose week is over, '' before that."""
    if not is_late(plan, day):
        return ""
    last = words.date(window_start(plan) + plan.settings.window_days - 1)
    if day >= window_start(plan) + plan.settings.window_days:
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


def plan_card(answers: Answers, plans: Sequence[PlanRecord], words: Words) -> Card | None:
    """The line of Today about approved plans, None when nothing of them is to be done."""
    still = [item for plan in reversed(plans) for item in plan.items if is_open(item)]
    if not still:
        return None
    day, who = known_day(answers, plans), Who(answers)
    late = sum(open_count(plan) for plan in plans if is_late(plan, day))
    overdue = words.plural("{n} is overdue.", "{n} are overdue.", late) if late else ""
    first = words.text(
        "First: {names}. Mark each as done or skipped.",
        names=words.listed([who.title(item.customer_key) for item in still[:3]]),
    )
    gain = float(np.nansum([item.gain_cents for item in still]))
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
