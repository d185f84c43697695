"""The lists of the plan: who is contacted, who is left alone to compare, what adverts get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from clm_desktop.core.outreach import ItemState, PlanItem, Role
from clm_desktop.plan.joint.types import JointPlan
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.plan_parts import (
    PlanInput,
    Who,
    action_titles,
    belief_of,
    chance_text,
    channel_titles,
    confidence_word,
    is_open,
    is_sent,
    why_text,
)
from clm_desktop.view.words import Words

Filled = tuple[Column, Sequence[object]]


def items_table(told: PlanInput, words: Words) -> TableBlock:
    """Everybody who is to be contacted, dearest gain first; columns that say nothing are left out.

    Of an approved plan what is still to be done stands first.
    """
    rows = [item for item in told.items if is_sent(item)]
    if told.approved:
        rows.sort(key=lambda item: not is_open(item))
    who = Who(told.answers)
    columns = [
        *_what_columns(told, rows, who, words),
        *_worth_columns(told, rows, words),
        *_why_columns(told, rows, words),
    ]
    state = (
        Column(key="state", title=words.text("State"), kind=Kind.TEXT, width=12),
        [_state(item, words) for item in rows],
    )
    columns.insert(1 if told.approved else len(columns), state)
    silent = {"cost": 0.0, "state": words.code("item_state.planned")}
    columns = [
        (column, values)
        for column, values in columns
        if not rows or column.key not in silent or set(values) != {silent[column.key]}
    ]
    if len(rows) > 1:  # one word that stands in every row is told in the details
        columns = [c for c in columns if c[0].key != "confidence" or len(set(c[1])) > 1]
    return TableBlock(
        name="plan",
        title=_list_title(told, len(rows), words),
        columns=tuple(column for column, _ in columns),
        values=tuple(_array(column, values) for column, values in columns),
        row_kind="plan",
        row_key=who.ids(rows),
        sorted_by="" if told.approved else "gain",
        empty=words.text("Nobody this week."),
    )


def _what_columns(
    told: PlanInput, rows: Sequence[PlanItem], who: Who, words: Words
) -> list[Filled]:
    """Who gets what by which way."""
    text = words.text
    actions, ways = action_titles(told.outreach, words), channel_titles(told.outreach, words)
    return [
        (
            Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=22),
            [who.title(item.customer_key) for item in rows],
        ),
        (
            Column(key="action", title=text("What to do"), kind=Kind.TEXT, width=34),
            [_what(item, actions, who, words) for item in rows],
        ),
        (
            Column(key="channel", title=text("Through"), kind=Kind.TEXT, width=12),
            [ways.get(item.channel, item.channel) for item in rows],
        ),
    ]


def _what(item: PlanItem, actions: Mapping[str, str], who: Who, words: Words) -> str:
    """The action, and the product that it is about."""
    action, product = actions.get(item.action, item.action), who.product(item.product_key)
    return words.text("{action}: {product}", action=action, product=product) if product else action


def _worth_columns(told: PlanInput, rows: Sequence[PlanItem], words: Words) -> list[Filled]:
    """Without and with it, what that is worth and costs."""
    text, days = words.text, words.span(told.window_days)
    return [
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
    ]


def _why_columns(told: PlanInput, rows: Sequence[PlanItem], words: Words) -> list[Filled]:
    """The first reason, how sure that is, and which pile it belongs to."""
    text = words.text
    confidence = (
        Column(
            key="confidence",
            title=text("How sure"),
            kind=Kind.TEXT,
            tip=text("How far the difference is known; open the row to see where that is from."),
            width=8,
        ),
        [confidence_word(belief_of(told.plan, item.action), words) for item in rows],
    )
    return [
        (
            Column(key="why", title=text("Why"), kind=Kind.TEXT, width=40),
            [why_text(item, words) for item in rows],
        ),
        *((confidence,) if told.plan is not None else ()),
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
    ]


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
