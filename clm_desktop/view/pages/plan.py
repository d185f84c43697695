"""Plan: whom to win, keep and grow this week, for which money, and what comes of doing nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from clm_desktop.core.message import Message
from clm_desktop.core.money import minor_digits
from clm_desktop.core.outreach import ItemState, Pile, PlanItem
from clm_desktop.plan.joint.types import JointPlan, PileSum
from clm_desktop.plan.limits import WEEK_DAYS
from clm_desktop.view.blocks import Fact, Page
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.plan_closed import closed_cards, nobody_sentence
from clm_desktop.view.pages.plan_details import beliefs_table, plan_details
from clm_desktop.view.pages.plan_open import Calendar, late_sentence
from clm_desktop.view.pages.plan_parts import (
    PlanInput,
    Who,
    action_titles,
    gain_text,
    is_sent,
    kept_text,
    minutes_of,
    minutes_text,
    new_customers_text,
    range_text,
)
from clm_desktop.view.pages.plan_tables import ads_table, held_table, items_table
from clm_desktop.view.words import Words

NEXT_UNITS = 10  # of money, for which the next gain is told
OLD_DAYS = 31  # files come once a month, or oftener
MOST_REFUSED = 3  # changes that are named one by one
LEAST_NEXT = 0.001  # of that money, below which nothing is left to be bought


def plan_page(told: PlanInput, words: Words) -> Page:
    """The week: piles, the list, who is left alone to compare."""
    items = told.items
    if not items and told.plan is None:
        return no_plan_page(words)
    tables = [items_table(told, words)]
    held = held_table(told, words)
    if len(held):
        tables.append(held)
    if told.adverts:
        tables.append(ads_table(told.adverts, words))
    return Page(
        page="plan",
        title=words.text("Plan"),
        lead=_lead(told, words),
        as_of=_as_of(told, words),
        facts=_facts(told, words),
        cards=closed_cards(told, words),
        tables=tuple(tables),
        details=plan_details(told, words),
        detail_tables=(beliefs_table(told, words),) if told.plan is not None else (),
        notes=_notes(told, words),
    )


def no_plan_page(words: Words) -> Page:
    """Before the first plan was made."""
    return Page(
        page="plan",
        title=words.text("Plan"),
        lead="",
        empty=words.text("Drop your order file on this window to get a plan for the week."),
    )


def _lead(told: PlanInput, words: Words) -> str:
    sent = [item for item in told.items if is_sent(item)]
    if told.approved:
        done = sum(item.state is not ItemState.PLANNED for item in sent)
        still = words.plural("{n} is still to do.", "{n} are still to do.", len(sent) - done)
        begun = words.text(
            "{done} of {all} are dealt with.", done=words.whole(done), all=words.whole(len(sent))
        )
        day = Calendar.of(told.answers, told.outreach.plans, told.today)
        late = "" if told.record is None else late_sentence(told.record, day, words)
        return words.join([begun, still if done < len(sent) else "", late])
    if not sent:
        return words.join([nobody_sentence(told, words), _adverts(told, words)])
    plan = told.plan
    people = _whom(told, len(sent), words)
    gains = told.record or plan  # the record follows the owner's edits
    if gains is None or not np.isfinite(gains.gain_cents):
        return people
    worth = words.text(
        "That should bring about {gain} profit ({range}) for {cost} and {time} of your time.",
        gain=words.money(gains.gain_cents),
        range=range_text(gains.gain_lo_cents, gains.gain_hi_cents, words),
        cost=words.money(gains.cost_cents),
        time=minutes_text(minutes_of(sent, told.outreach), words),
    )
    left_out = words.text("What friends may bring is not in this sum.")
    friends = left_out if _may_bring_friends(told) else ""
    return words.join([people, worth, friends, _old_orders(told, words)])


def _whom(told: PlanInput, people: int, words: Words) -> str:
    """How many to contact, and when where that is not now.

    The week before may be approved, and where the orders end long ago the week follows them.
    """
    week = told.week_day
    if week is None or told.today is None or week <= told.today < week + WEEK_DAYS:
        return words.plural(
            "Contact {n} person this week.", "Contact {n} people this week.", people
        )
    return words.plural(
        "Contact {n} person in the week from {day}.",
        "Contact {n} people in the week from {day}.",
        people,
        day=words.date(week),
    )


def _old_orders(told: PlanInput, words: Words) -> str:
    """What to do first where the newest orders are missing: who bought since is written to."""
    known = told.answers.run.as_of_day
    if told.today is None or told.today - known <= OLD_DAYS:
        return ""
    return words.text(
        "Your newest order is of {day}, {span} ago: drop a newer file first.",
        day=words.date(known),
        span=words.span(told.today - known),
    )


def _adverts(told: PlanInput, words: Words) -> str:
    """What is to be spent on advertising, in a week that has nothing else."""
    adverts = told.adverts
    cost = sum(one.cost_cents for one in adverts)
    if cost <= 0:
        return ""
    return words.text(
        "Spend {cost} on advertising: that should bring about {gain} more than it costs.",
        cost=words.money(cost),
        gain=words.money(sum(one.value_cents for one in adverts)),
    )


def _may_bring_friends(told: PlanInput) -> bool:
    """Whether "Win" holds more than the sum: what friends may spend, which is least certain."""
    if told.approved:
        return False
    if told.plan is None:
        return any(item.friends_cents > 0 for item in told.items if is_sent(item))
    return any(p.pile is Pile.WIN and p.new_customers > 0 and p.people > 0 for p in told.plan.piles)


def _as_of(told: PlanInput, words: Words) -> str:
    week, approved = told.week_day, ""
    told_week = "" if week is None else words.text("Week from {day}.", day=words.date(week))
    begun = None if told.record is None else told.record.approved_day
    if begun is not None:  # a plan that is approved ahead begins with its week
        late = words.text("Approved on {day}.", day=words.date(begun))
        approved = late if begun != week else words.text("Approved.")
    return words.join([told_week, approved, parts.as_of(told.answers, words)])


# ---- piles --------------------------------------------------------------------------------


def _facts(told: PlanInput, words: Words) -> tuple[Fact, ...]:
    plan = told.plan
    if plan is None or told.approved:
        made = [_kept_pile(told, pile, words) for pile in Pile]
    else:
        made = [_pile(with_edits(told, pile), words) for pile in plan.piles]
    if plan is not None and not told.approved:  # of an approved plan nobody knows it any more
        made.append(_nothing(plan, words))
    return tuple(made)


def with_edits(told: PlanInput, pile: PileSum) -> PileSum:
    """A pile after the owner's changes: what they add or take moves its sums and its range."""
    if told.plan is None or told.record is None or told.record.items == told.plan.items:
        return pile
    was = [i for i in told.plan.items if i.pile is pile.pile and is_sent(i)]
    now = [i for i in told.record.items if i.pile is pile.pile and is_sent(i)]
    gain = _total([i.gain_cents for i in now]) - _total([i.gain_cents for i in was])
    friends = _total([i.friends_cents for i in was])
    stay = _total([i.friends_cents for i in now]) / friends if friends > 0 else 1.0
    adverts = sum(one.new_customers for one in told.plan.acquisition)
    brought = max(pile.new_customers - adverts, 0.0) if pile.pile is Pile.WIN else 0.0
    return replace(
        pile,
        people=pile.people + len(now) - len(was),
        new_customers=pile.new_customers - brought * (1 - stay),
        cost_cents=pile.cost_cents
        + _total([i.cost_cents for i in now])
        - _total([i.cost_cents for i in was]),
        gain_cents=pile.gain_cents + gain,
        gain_lo_cents=pile.gain_lo_cents + gain,
        gain_hi_cents=pile.gain_hi_cents + gain,
    )


def _total(cents: list[float]) -> float:
    return float(np.nansum(cents)) if cents else 0.0


def _pile(pile: PileSum, words: Words) -> Fact:
    """One pile: what it brings, from whom, for what money, and what the next money would."""
    lines = []
    if pile.people or pile.cost_cents > 0:
        who = []
        if pile.people:
            who.append(words.plural("{n} person", "{n} people", pile.people))
        if pile.new_customers > 0:
            who.append(new_customers_text(pile.new_customers, words))
        people, cost = words.listed(who), words.money(pile.cost_cents)
        lines = [
            words.text("{people} for {cost}", people=people, cost=cost),
            range_text(pile.gain_lo_cents, pile.gain_hi_cents, words),
        ]
    lines.append(_next(pile, words))
    return Fact(
        title=words.code(f"pile.{pile.pile.value}"),
        value=gain_text(pile.gain_cents, words) if lines[1:] else words.text("nobody"),
        note="\n".join(line for line in lines if line),
        tip=words.code(f"pile.{pile.pile.value}.means"),
    )


def _next(pile: PileSum, words: Words) -> str:
    """What the next money here would bring beyond its cost: from customers or advertising."""
    unit = _units(words)
    spent, gain = pile.next(unit)
    if spent < LEAST_NEXT * unit:
        return words.text("more money would change nothing here")
    money, told = words.money(spent), words.money(abs(gain))
    if told == words.money(0):
        return words.text("the next {money} here would just bring back its cost", money=money)
    if gain > 0:
        return words.text(
            "the next {money} here would bring about {gain} more than it costs",
            money=money,
            gain=told,
        )
    if pile.pile is Pile.WIN:
        return words.text(
            "the next {money} here would bring about {gain} less than it costs",
            money=money,
            gain=told,
        )
    return words.text(
        "the next {money} here would keep customers, but bring about {gain} less than it costs",
        money=money,
        gain=told,
    )


def _units(words: Words) -> float:
    """Ten units of money in cents."""
    return float(NEXT_UNITS * 10 ** minor_digits(words.currency))


def _kept_pile(told: PlanInput, pile: Pile, words: Words) -> Fact:
    """A pile of a plan that was made earlier; of an approved one also what of it is done."""
    mine = [item for item in told.items if item.pile is pile and is_sent(item)]
    adverts = told.adverts if pile is Pile.WIN else ()
    done = sum(item.state is not ItemState.PLANNED for item in mine)
    gain = _total([i.gain_cents for i in mine]) + sum(one.value_cents for one in adverts)
    cost = _total([i.cost_cents for i in mine]) + sum(one.cost_cents for one in adverts)
    who = [words.plural("{n} person", "{n} people", len(mine))] if mine else []
    who += [words.text("advertising")] if adverts else []
    note = ""
    if who:
        people, money = words.listed(who), words.money(cost)
        note = words.text("{people} for {cost}", people=people, cost=money)
    if mine and told.approved:
        note += "\n" + words.text("{n} dealt with", n=words.whole(done))
    return Fact(
        title=words.code(f"pile.{pile.value}"),
        value=gain_text(gain, words) if who else words.text("nobody"),
        note=note,
        tip=words.code(f"pile.{pile.value}.means"),
    )


def _nothing(plan: JointPlan, words: Words) -> Fact:
    """What would happen with nobody contacted: always shown."""
    return Fact(
        title=words.text("Do nothing"),
        value=words.money(plan.nothing_cents),
        note="\n".join(
            (
                words.text(
                    "{orders} within {span}",
                    orders=words.plural("{n} order", "{n} orders", plan.nothing_orders),
                    span=words.span(plan.settings.window_days),
                ),
                words.text("comes by itself, costs nothing"),
            )
        ),
        tip=words.text("What is expected when nobody is contacted; the piles come on top of it."),
    )


def change_sentence(before: JointPlan, now: JointPlan, words: Words) -> str:
    """What a moved slider changes: people, profit, cost; '' where nothing changes."""
    people = _sent(now.items) - _sent(before.items)
    gain, cost = now.gain_cents - before.gain_cents, now.cost_cents - before.cost_cents
    kept = now.kept_customers - before.kept_customers
    told = []
    if people:
        shown = words.plural("{n} person", "{n} people", abs(people))
        told.append(("+" if people > 0 else "−") + shown)
    digits = _units(words) / NEXT_UNITS
    if abs(gain) >= digits / 2:
        told.append(words.text("{gain} profit", gain=gain_text(gain, words)))
    friends = _friends_cents(now) - _friends_cents(before)
    if abs(friends) >= digits / 2:  # the choice counts them, the profit does not
        told.append(words.text("{gain} that friends may bring", gain=gain_text(friends, words)))
    if abs(cost) >= digits / 2:
        told.append(words.text("{gain} cost", gain=gain_text(cost, words)))
    if round(kept) != 0:
        told.append(kept_text(kept, words))
    return words.listed(told)


def _friends_cents(plan: JointPlan) -> float:
    return sum(item.friends_cents for item in plan.items if is_sent(item))


def _sent(items: Sequence[PlanItem]) -> int:
    return sum(map(is_sent, items))


# ---- remarks ------------------------------------------------------------------------------


def _notes(told: PlanInput, words: Words) -> tuple[str, ...]:
    notes = () if told.plan is None or told.approved else told.plan.notes
    if not any(map(is_sent, told.items)):  # the lead says so, and why
        notes = tuple(note for note in notes if note.code != "plan.note.nobody")
    names = action_titles(told.outreach, words)
    made = [*_refused(told, words), *(words.say(_named(note, names)) for note in notes)]
    made.append(friends_note(told, words))
    made.append(words.text("The program prepares; you send. Nothing leaves this computer."))
    return tuple(filter(None, made))


def _refused(told: PlanInput, words: Words) -> list[str]:
    """Which of the owner's changes are not in a draft that was made anew, and why."""
    if told.approved or not told.refused:
        return []
    who, budget = Who(told.answers), 0.0
    if told.record is not None:
        budget = told.record.settings.budget_cents
    made = [
        words.text(
            "Your change for {customer} is left out. {why}",
            customer=who.title(one.customer_key),
            why=words.code(f"error.plan_not.{one.why}", budget_cents=budget),
        )
        for one in told.refused[:MOST_REFUSED]
    ]
    more = len(told.refused) - MOST_REFUSED
    if more > 0:
        made.append(
            words.plural(
                "{n} more of your changes is left out.",
                "{n} more of your changes are left out.",
                more,
            )
        )
    return made


def friends_note(told: PlanInput, words: Words) -> str:
    """Why “Win” may be more than the sum of which it is a part; '' where it is not."""
    if not _may_bring_friends(told):
        return ""
    return words.text(
        "The sum above leaves out what friends who are brought along may spend: that "
        "stands in “Win” only, because it is the least certain."
    )


def _named(note: Message, names: dict[str, str]) -> Message:
    """A remark with the name of its action in place of the key."""
    params = [
        (name, names.get(str(value), value) if name == "action" else value)
        for name, value in note.params
    ]
    return Message(note.code, tuple(params))
