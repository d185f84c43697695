"""The lists of the plan: who is contacted, who is left alone to compare, what adverts get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from clm_desktop.core.outreach import AcquisitionItem, ItemState, PlanItem, Role
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

Filled = tuple[Column, np.ndarray[tuple[int], np.dtype[np.generic]]]


def items_table(told: PlanInput, words: Words) -> TableBlock:
    """Everybody who is to be contacted, dearest gain first; columns that say nothing are left out.

    Of an approved plan what is still to be done stands first.
    """
    rows = [item for item in told.items if is_sent(item)]
    rows.sort(
        key=lambda item: (told.approved and not is_open(item), -np.nan_to_num(item.gain_cents))
    )
    who = Who(told.answers)
    columns = [
        *_what_columns(told, rows, who, words),
        *_worth_columns(told, rows, words),
        *_why_columns(told, rows, words),
    ]
    state = _filled(
        "state", words.text("State"), Kind.TEXT, [_state(item, words) for item in rows], width=12
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
        values=tuple(values for _, values in columns),
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
        _filled(
            "customer",
            text("Customer"),
            Kind.TEXT,
            [who.title(item.customer_key) for item in rows],
            width=22,
        ),
        _filled(
            "action",
            text("What to do"),
            Kind.TEXT,
            [_what(item, actions, who, words) for item in rows],
            width=34,
        ),
        _filled(
            "channel",
            text("Through"),
            Kind.TEXT,
            [ways.get(item.channel, item.channel) for item in rows],
            width=12,
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
        _filled(
            "chance",
            text("Without → with"),
            Kind.TEXT,
            [chance_text(item, words) for item in rows],
            width=16,
            tip=text("Of so many such customers who order within {span}.", span=days),
        ),
        _filled(
            "gain",
            text("Worth"),
            Kind.MONEY,
            [item.gain_cents for item in rows],
            width=9,
            tip=text("Extra profit that is expected, after all costs."),
        ),
        _filled(
            "cost",
            text("Costs"),
            Kind.MONEY,
            [item.cost_cents for item in rows],
            width=8,
            tip=text("On average, with what a coupon takes off when it is used."),
        ),
    ]


def _why_columns(told: PlanInput, rows: Sequence[PlanItem], words: Words) -> list[Filled]:
    """The first reason, which pile it belongs to, and of what is planned now how sure it is."""
    text = words.text
    confidence = _filled(
        "confidence",
        text("How sure"),
        Kind.TEXT,
        [confidence_word(belief_of(told.plan, item.action), words) for item in rows],
        width=8,
        tip=text("How far the difference is known; open the row to see where that is from."),
    )
    return [
        _filled("why", text("Why"), Kind.TEXT, [why_text(item, words) for item in rows], width=40),
        *((confidence,) if told.plan is not None and not told.approved else ()),
        _filled(
            "pile",
            text("Pile"),
            Kind.TEXT,
            [words.code(f"pile.{item.pile.value}") for item in rows],
            width=8,
            tip=text("Win new customers, keep those who may leave, grow the others."),
        ),
    ]


def _list_title(told: PlanInput, people: int, words: Words) -> str:
    if told.approved:
        still = sum(map(is_open, told.items))
        if people and not still:
            return words.plural("{n} person of the plan", "{n} people of the plan", people)
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
    columns: tuple[Filled, ...] = (
        _filled(
            "customer",
            text("Customer"),
            Kind.TEXT,
            [who.title(item.customer_key) for item in rows],
            width=24,
        ),
        _filled(
            "action",
            text("Would have got"),
            Kind.TEXT,
            [actions.get(item.action, item.action) for item in rows],
            width=24,
        ),
        _filled(
            "p_without",
            text("Orders anyway"),
            Kind.SHARE,
            [item.p_without for item in rows],
            tip=text(
                "Chance of an order within {span}, left alone.",
                span=words.span(told.window_days),
            ),
        ),
        _filled(
            "lot",
            text("Chance of the lot"),
            Kind.SHARE,
            [item.propensity for item in rows],
            tip=text("How likely the lot was to choose somebody like this."),
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
        values=tuple(values for _, values in columns),
        row_kind="customer",
        row_key=who.ids(rows),
    )


def ads_table(rows: Sequence[AcquisitionItem], words: Words) -> TableBlock:
    """What advertising should get this week."""
    text = words.text
    columns: tuple[Filled, ...] = (
        _filled("channel", text("Advertising"), Kind.TEXT, [row.channel for row in rows], width=20),
        _filled("cost", text("Spend this week"), Kind.MONEY, [row.cost_cents for row in rows]),
        _filled("new", text("New customers"), Kind.DECIMAL, [row.new_customers for row in rows]),
        _filled("value", text("Worth"), Kind.MONEY, [row.value_cents for row in rows]),
        _filled(
            "why",
            text("Why"),
            Kind.TEXT,
            [words.say(row.reasons[0]) if row.reasons else "" for row in rows],
            width=40,
        ),
    )
    return TableBlock(
        name="advertising",
        title=text("Advertising this week"),
        columns=tuple(column for column, _ in columns),
        values=tuple(values for _, values in columns),
    )


def _filled(
    key: str,
    title: str,
    kind: Kind,
    values: Sequence[object],
    *,
    width: int = 12,
    tip: str = "",
) -> Filled:
    """A column and its cells."""
    cells = (
        parts.objects([str(value) for value in values])
        if kind is Kind.TEXT
        else np.array(values, dtype=np.float64)
    )
    return Column(key=key, title=title, kind=kind, width=width, tip=tip), cells
