"""Plan: whom to win, keep and grow this week, for which money, and what comes of doing nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clm_desktop.core.money import minor_digits
from clm_desktop.core.outreach import ItemState, Pile, PlanItem, Role
from clm_desktop.plan.joint.types import JointPlan, PileSum
from clm_desktop.view.blocks import Column, Fact, Kind, Page, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.plan_details import beliefs_table, plan_details
from clm_desktop.view.pages.plan_parts import (
    PlanInput,
    Who,
    action_titles,
    belief_of,
    chance_text,
    channel_titles,
    confidence_text,
    gain_text,
    is_open,
    is_sent,
    minutes_text,
    range_text,
    tenth,
)
from clm_desktop.view.words import Words

NEXT_UNITS = 10  # of money, for which the next gain is told


def plan_page(told: PlanInput, words: Words) -> Page:
    """The week: piles, the list, who is left alone to compare."""
    items = told.items
    if not items and told.plan is None:
        return no_plan_page(words)
    tables = [items_table(told, words)]
    held = held_table(told, words)
    if len(held):
        tables.append(held)
    if told.plan is not None and told.plan.acquisition:
        tables.append(ads_table(told.plan, words))
    return Page(
        page="plan",
        title=words.text("Plan"),
        lead=_lead(told, words),
        as_of=_as_of(told, words),
        facts=_facts(told, words),
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
        return words.join([begun, still if done < len(sent) else ""])
    if not sent:
        return words.text("Nobody needs a message this week: leaving people alone is best.")
    plan = told.plan
    people = words.plural(
        "Contact {n} person this week.", "Contact {n} people this week.", len(sent)
    )
    if plan is None:
        return people
    worth = words.text(
        "That should bring about {gain} profit ({range}) for {cost} and {time} of your time.",
        gain=words.money(plan.gain_cents),
        range=range_text(plan.gain_lo_cents, plan.gain_hi_cents, words),
        cost=words.money(plan.cost_cents),
        time=minutes_text(plan.owner_minutes, words),
    )
    return words.join([people, worth])


def _as_of(told: PlanInput, words: Words) -> str:
    week = told.record.week_day if told.record is not None else None
    if week is None and told.plan is not None:
        week = told.plan.week_day
    told_week = "" if week is None else words.text("Week from {day}.", day=words.date(week))
    approved = ""
    if told.record is not None and told.record.approved_day is not None:
        approved = words.text("Approved on {day}.", day=words.date(told.record.approved_day))
    return words.join([told_week, approved, parts.as_of(told.answers, words)])


# ---- piles --------------------------------------------------------------------------------


def _facts(told: PlanInput, words: Words) -> tuple[Fact, ...]:
    plan = told.plan
    if plan is None or told.approved:
        made = [_kept_pile(told, pile, words) for pile in Pile]
    else:
        made = [_pile(pile, words) for pile in plan.piles]
    if plan is not None:
        made.append(_nothing(plan, words))
    return tuple(made)


def _pile(pile: PileSum, words: Words) -> Fact:
    """One pile: what it brings, from whom, for what money, and what the next money would."""
    lines = []
    if pile.people or pile.cost_cents > 0:
        who = []
        if pile.people:
            who.append(words.plural("{n} person", "{n} people", pile.people))
        if pile.new_customers > 0:
            who.append(words.text("about {n} new customers", n=tenth(pile.new_customers)))
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
    if not np.isfinite(pile.next_cents):
        return words.text("more money would change nothing here")
    unit = _units(words)
    return words.text(
        "the next {money} here would bring about {gain}",
        money=words.money(unit),
        gain=words.money(pile.next_cents * unit),
    )


def _units(words: Words) -> float:
    """Ten units of money in cents."""
    return float(NEXT_UNITS * 10 ** minor_digits(words.currency))


def _kept_pile(told: PlanInput, pile: Pile, words: Words) -> Fact:
    """A pile of an approved plan: what of it is done."""
    mine = [item for item in told.items if item.pile is pile and is_sent(item)]
    done = sum(item.state is not ItemState.PLANNED for item in mine)
    gain = float(np.nansum([item.gain_cents for item in mine])) if mine else 0.0
    cost = float(np.nansum([item.cost_cents for item in mine])) if mine else 0.0
    note = ""
    if mine:
        people = words.plural("{n} person", "{n} people", len(mine))
        note = "\n".join(
            (
                words.text("{people} for {cost}", people=people, cost=words.money(cost)),
                words.text("{n} dealt with", n=words.whole(done)),
            )
        )
    return Fact(
        title=words.code(f"pile.{pile.value}"),
        value=gain_text(gain, words) if mine else words.text("nobody"),
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
    if abs(cost) >= digits / 2:
        told.append(words.text("{gain} cost", gain=gain_text(cost, words)))
    if abs(kept) >= 0.05:
        sign = "+" if kept > 0 else "−"
        told.append(words.text("{n} kept customers", n=sign + tenth(abs(kept))))
    return words.listed(told)


def _sent(items: Sequence[PlanItem]) -> int:
    return sum(map(is_sent, items))


# ---- the list -----------------------------------------------------------------------------


def items_table(told: PlanInput, words: Words) -> TableBlock:
    """Everybody who is to be contacted, dearest gain first."""
    text = words.text
    rows = [item for item in told.items if is_sent(item)]
    who, days = Who(told.answers), words.span(told.window_days)
    actions, ways = action_titles(told.outreach, words), channel_titles(told.outreach, words)
    columns: list[tuple[Column, Sequence[object]]] = [
        (
            Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=22),
            [who.title(item.customer_key) for item in rows],
        ),
        (
            Column(key="action", title=text("What to do"), kind=Kind.TEXT, width=20),
            [actions.get(item.action, item.action) for item in rows],
        ),
        (
            Column(key="channel", title=text("By"), kind=Kind.TEXT, width=12),
            [ways.get(item.channel, item.channel) for item in rows],
        ),
        (
            Column(key="product", title=text("Product"), kind=Kind.TEXT, width=20),
            [who.product(item.product_key) for item in rows],
        ),
        (
            Column(
                key="chance",
                title=text("Without → with"),
                kind=Kind.TEXT,
                tip=text("Of so many such customers who order within {span}.", span=days),
                width=16,
            ),
            [chance_text(item, words) for item in rows],
        ),
        (
            Column(
                key="gain",
                title=text("Worth"),
                kind=Kind.MONEY,
                tip=text("Extra profit that is expected, after all costs."),
                width=9,
            ),
            [item.gain_cents for item in rows],
        ),
        (
            Column(
                key="cost",
                title=text("Costs"),
                kind=Kind.MONEY,
                tip=text("On average, with what a coupon takes off when it is used."),
                width=8,
            ),
            [item.cost_cents for item in rows],
        ),
        (
            Column(key="state", title=text("State"), kind=Kind.TEXT, width=12),
            [_state(item, words) for item in rows],
        ),
        (
            Column(
                key="pile",
                title=text("Pile"),
                kind=Kind.TEXT,
                tip=text("Win new customers, keep those who may leave, grow the others."),
                width=8,
            ),
            [words.code(f"pile.{item.pile.value}") for item in rows],
        ),
        (
            Column(key="why", title=text("Why"), kind=Kind.TEXT, width=40),
            [words.say(item.reasons[0]) if item.reasons else "" for item in rows],
        ),
        (
            Column(
                key="confidence",
                title=text("How sure"),
                kind=Kind.TEXT,
                tip=text("How far the difference is known, and where that is from."),
                width=30,
            ),
            [confidence_text(belief_of(told.plan, item.action), words) for item in rows],
        ),
    ]
    return TableBlock(
        name="plan",
        title=_list_title(told, len(rows), words),
        columns=tuple(column for column, _ in columns),
        values=tuple(_array(column, values) for column, values in columns),
        row_kind="plan",
        row_key=who.ids(rows),
        sorted_by="gain",
        empty=text("Nobody this week."),
    )


def _list_title(told: PlanInput, people: int, words: Words) -> str:
    if told.approved:
        still = sum(map(is_open, told.items))
        return words.plural("{n} still to do", "{n} still to do", still)
    return words.plural("{n} person to contact", "{n} people to contact", people)


def _state(item: PlanItem, words: Words) -> str:
    state = words.code(f"item_state.{item.state.value}")
    if item.state is not ItemState.PLANNED:
        return state
    if item.edited:
        return words.text("yours")
    return words.text("to learn") if item.role is Role.EXPLORE else state


def held_table(told: PlanInput, words: Words) -> TableBlock:
    """Who is left alone by lot, and what they would have got."""
    rows = [item for item in told.items if not is_sent(item)]
    who, actions = Who(told.answers), action_titles(told.outreach, words)
    text = words.text
    columns: tuple[tuple[Column, Sequence[object]], ...] = (
        (
            Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=24),
            [who.title(item.customer_key) for item in rows],
        ),
        (
            Column(key="action", title=text("Would have got"), kind=Kind.TEXT, width=24),
            [actions.get(item.action, item.action) for item in rows],
        ),
        (
            Column(
                key="p_without",
                title=text("Orders anyway"),
                kind=Kind.SHARE,
                tip=text(
                    "Chance of an order within {span}, left alone.",
                    span=words.span(told.window_days),
                ),
            ),
            [item.p_without for item in rows],
        ),
        (
            Column(
                key="lot",
                title=text("Chance of the lot"),
                kind=Kind.SHARE,
                tip=text("How likely the lot was to choose somebody like this."),
            ),
            [item.propensity for item in rows],
        ),
    )
    return TableBlock(
        name="held_out",
        title=words.plural(
            "{n} person left alone by lot, for the fair comparison",
            "{n} people left alone by lot, for the fair comparison",
            len(rows),
        ),
        columns=tuple(column for column, _ in columns),
        values=tuple(_array(column, values) for column, values in columns),
        row_kind="customer",
        row_key=who.ids(rows),
    )


def ads_table(plan: JointPlan, words: Words) -> TableBlock:
    """What advertising should get this week."""
    text = words.text
    rows = plan.acquisition
    columns: tuple[tuple[Column, Sequence[object]], ...] = (
        (
            Column(key="channel", title=text("Advertising"), kind=Kind.TEXT, width=20),
            [row.channel for row in rows],
        ),
        (
            Column(key="cost", title=text("Spend this week"), kind=Kind.MONEY),
            [row.cost_cents for row in rows],
        ),
        (
            Column(key="new", title=text("New customers"), kind=Kind.DECIMAL),
            [row.new_customers for row in rows],
        ),
        (
            Column(key="value", title=text("Worth"), kind=Kind.MONEY),
            [row.value_cents for row in rows],
        ),
        (
            Column(key="why", title=text("Why"), kind=Kind.TEXT, width=40),
            [words.say(row.reasons[0]) if row.reasons else "" for row in rows],
        ),
    )
    return TableBlock(
        name="advertising",
        title=text("Advertising this week"),
        columns=tuple(column for column, _ in columns),
        values=tuple(_array(column, values) for column, values in columns),
    )


def _array(
    column: Column, values: Sequence[object]
) -> np.ndarray[tuple[int], np.dtype[np.generic]]:
    if column.kind is Kind.TEXT:
        return parts.objects([str(value) for value in values])
    return np.array(values, dtype=np.float64)


# ---- remarks ------------------------------------------------------------------------------


def _notes(told: PlanInput, words: Words) -> tuple[str, ...]:
    made = [words.say(note) for note in (told.plan.notes if told.plan is not None else ())]
    held = sum(not is_sent(item) for item in told.items)
    if held:
        made.append(
            words.plural(
                "{n} person is left alone on purpose, drawn by lot: only by comparing can you "
                "tell what your messages do.",
                "{n} people are left alone on purpose, drawn by lot: only by comparing can you "
                "tell what your messages do.",
                held,
            )
        )
    made.append(words.text("The program prepares; you send. Nothing leaves this computer."))
    return tuple(made)
