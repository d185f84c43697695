"""What the pages of the plan say alike: who, which action, which way, out of how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.outreach import (
    FRIENDS,
    LARGER,
    AcquisitionItem,
    Action,
    ActionKind,
    Channel,
    ItemState,
    Outreach,
    PlanItem,
    PlanRecord,
    PlanState,
    Role,
)
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.edits import Refused
from clm_desktop.plan.joint.types import ActionBelief, JointPlan
from clm_desktop.view.numbers import figure_text
from clm_desktop.view.outreach_messages import discount_text
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words

_FINE = 1_000  # people that are spoken of where 100 would show no difference
SAID_ELSEWHERE = frozenset(
    {
        "plan.item.chance",
        "plan.item.same",
        "plan.item.worth",
        FRIENDS,
        LARGER,
        "plan.item.hold_out",
        "plan.item.explore",
        "plan.belief.borrowed",
        "plan.belief.owner",
        "plan.belief.own",
    }
)
FEW_CASES, MANY_CASES = 50, 300  # own cases from which a belief is the shop's own


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInput:
    """All that the pages of the plan are made from."""

    answers: Answers
    outreach: Outreach
    plan: JointPlan | None = None  # as it was just made; None: only a kept one is known
    record: PlanRecord | None = None  # as it is kept, with the owner's edits and marks
    other: JointPlan | None = None  # another setting, to be compared
    today: int | None = None  # by the clock; None = only the data tells which day it is
    refused: tuple[Refused, ...] = ()  # the owner's changes that the limits no longer allow

    @property
    def items(self) -> tuple[PlanItem, ...]:
        """Rows of the plan as they stand now."""
        if self.record is not None:
            return self.record.items
        return () if self.plan is None else self.plan.items

    @property
    def week_day(self) -> int | None:
        """First day of the week that is shown, None before there is a plan."""
        if self.record is not None:
            return self.record.week_day
        return None if self.plan is None else self.plan.week_day

    @property
    def adverts(self) -> tuple[AcquisitionItem, ...]:
        """What advertising gets in the plan that is shown: of an approved one as it was fixed."""
        if self.record is not None:
            return self.record.acquisition
        return () if self.plan is None else self.plan.acquisition

    @property
    def approved(self) -> bool:
        """Whether the plan was approved."""
        return self.record is not None and self.record.state is PlanState.APPROVED

    @property
    def window_days(self) -> int:
        """Days in which an order counts as an answer."""
        if self.record is not None:
            return self.record.settings.window_days
        return (self.outreach.settings if self.plan is None else self.plan.settings).window_days


class Who:
    """Customers and products by their keys."""

    def __init__(self, answers: Answers) -> None:
        """Index the names of the run."""
        keys = answers.names.customer_key[answers.customers.customer]
        self._row = {str(key): row for row, key in enumerate(keys)}
        self._title = parts.told_apart(parts.customer_titles(answers), keys)
        self._id = parts.customer_ids(answers)
        titles = parts.product_titles(answers)
        self._product = dict(zip(map(str, answers.names.product_key), titles, strict=True))

    def row(self, customer_key: str) -> int:
        """Row in the customer table, -1 for somebody who is gone."""
        return self._row.get(customer_key, -1)

    def title(self, customer_key: str) -> str:
        """What a customer is called."""
        row = self.row(customer_key)
        return str(self._title[row]) if row >= 0 else customer_key

    def customer_id(self, customer_key: str) -> int:
        """The store's id, -1 for somebody who is gone."""
        row = self.row(customer_key)
        return int(self._id[row]) if row >= 0 else -1

    def product(self, product_key: str) -> str:
        """What a product is called, '' for none."""
        return str(self._product.get(product_key, product_key)) if product_key else ""

    def ids(self, items: Sequence[PlanItem]) -> NDArray[np.int64]:
        """The store's ids of the people of rows."""
        return np.array([self.customer_id(item.customer_key) for item in items], dtype=np.int64)


def is_sent(item: PlanItem) -> bool:
    """Whether somebody is to be contacted."""
    return item.role is not Role.HOLD_OUT


def is_open(item: PlanItem) -> bool:
    """Whether something is still to be done."""
    return is_sent(item) and item.state is ItemState.PLANNED


def action_title(action: Action, words: Words) -> str:
    """The owner's name of an action, else the built-in one."""
    if action.name:
        return action.name
    title = words.code(f"action_kind.{action.kind.value}")
    if action.kind is ActionKind.COUPON and action.discount_share > 0:
        return words.text("{share} coupon", share=discount_text(action.discount_share, words))
    return title


def channel_title(channel: Channel, words: Words) -> str:
    """The owner's name of a channel, else the built-in one."""
    if channel.name:
        return channel.name
    code = f"channel.{channel.key}"
    return words.code(code) if words.knows(code) else channel.key


def action_titles(outreach: Outreach, words: Words) -> dict[str, str]:
    """Names of all actions by their keys."""
    return {one.key: action_title(one, words) for one in outreach.actions}


def channel_titles(outreach: Outreach, words: Words) -> dict[str, str]:
    """Names of all channels by their keys."""
    return {one.key: channel_title(one, words) for one in outreach.channels}


def of_people(without: float, with_it: float) -> tuple[int, float, float]:
    """(of how many, order anyway, order with it): enough people that a difference is seen."""
    few = round(100 * without), round(100 * with_it)
    if few[0] != few[1] and min(few) >= 2:
        return 100, float(few[0]), float(few[1])
    fine = round(_FINE * without), round(_FINE * with_it)
    if fine[0] == fine[1] and min(few) >= 2:  # no difference to be seen: plain words do
        return 100, float(few[0]), float(few[1])
    return _FINE, float(fine[0]), float(fine[1])


def frequency_sentence(item: PlanItem, window_days: int, words: Words) -> str:
    """Both chances in people: who orders anyway, and with it."""
    if not np.isfinite(item.p_without + item.p_with):
        return ""
    people, anyway, with_it = of_people(item.p_without, item.p_with)
    return words.text(
        "Of {people} such customers {anyway} order within {span} anyway, {with_it} with this.",
        people=words.whole(people),
        anyway=words.whole(anyway),
        with_it=words.whole(with_it),
        span=words.span(window_days),
    )


def chance_text(item: PlanItem, words: Words) -> str:
    """14 → 16 of 100: in one cell."""
    if not np.isfinite(item.p_without + item.p_with):
        return "–"
    people, anyway, with_it = of_people(item.p_without, item.p_with)
    return words.text(
        "{anyway} → {with_it} of {people}",
        people=words.whole(people),
        anyway=words.whole(anyway),
        with_it=words.whole(with_it),
    )


def why_of(item: PlanItem, words: Words) -> tuple[str, ...]:
    """Why this customer; chances, worth and belief are told in words of their own."""
    told = [reason for reason in item.reasons if reason.code not in SAID_ELSEWHERE]
    return tuple(words.say(reason) for reason in told)


def why_text(item: PlanItem, words: Words) -> str:
    """The first reason, for one cell."""
    return next(iter(why_of(item, words)), "")


def belief_of(plan: JointPlan | None, action: str) -> ActionBelief | None:
    """What the plan believes of an action."""
    beliefs = () if plan is None else plan.beliefs
    return next((belief for belief in beliefs if belief.action == action), None)


def confidence_word(belief: ActionBelief | None, words: Words) -> str:
    """Low, fair or good: by the shop's own cases and whether the range is clear of nothing."""
    own = 0 if belief is None else belief.sent
    if belief is None or own < FEW_CASES:
        return words.text("low")
    if own >= MANY_CASES and belief.lift_lo > 0:
        return words.text("good")
    return words.text("fair")


def source_text(belief: ActionBelief | None, words: Words) -> str:
    """Where a belief is from."""
    own = 0 if belief is None else belief.sent
    if not own:
        return words.text("borrowed from other shops, no own cases yet")
    if own < MANY_CASES:
        return words.plural(
            "borrowed from other shops, {n} own case",
            "borrowed from other shops, {n} own cases",
            own,
        )
    return words.plural("from {n} own case", "from {n} own cases", own)


def minutes_of(items: Sequence[PlanItem], outreach: Outreach) -> float:
    """The owner's time that rows take, whoever put them in."""
    action = {one.key: one.owner_minutes for one in outreach.actions}
    channel = {one.key: one.owner_minutes for one in outreach.channels}
    sent = filter(is_sent, items)
    return sum(action.get(i.action, 0.0) + channel.get(i.channel, 0.0) for i in sent)


def minutes_text(minutes: float, words: Words) -> str:
    """35 minutes, 2.5 hours."""
    if minutes < 90:
        return words.plural("{n} minute", "{n} minutes", minutes)
    return words.text("{n} hours", n=figure_text(minutes / 60, 1))


def new_customers_text(people: float, words: Words) -> str:
    """How many are expected to come, in whole people."""
    if people < 0.5:
        return words.text("less than one new customer")
    return words.plural("about {n} new customer", "about {n} new customers", round(people))


def kept_text(people: float, words: Words) -> str:
    """How many more or fewer stay, in whole people."""
    if round(people) == 0:
        return words.text("as many kept customers")
    shown = words.plural("{n} kept customer", "{n} kept customers", abs(people))
    return ("+" if people > 0 else "−") + shown


def gain_text(cents: float, words: Words) -> str:
    """+$40 or −$3: profit against leaving people alone."""
    shown = words.money(cents)
    return f"+{shown}" if cents > 0 and shown != words.money(0) else shown


def range_text(low: float, high: float, words: Words) -> str:
    """From $12 to $70, each with its sign."""
    return words.text("{low} to {high}", low=gain_text(low, words), high=gain_text(high, words))
