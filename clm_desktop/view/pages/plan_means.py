"""Actions and channels: what can be done, by which way, at what cost, and with whose consent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clm_desktop.core.outreach import Channel, ConsentState, Outreach
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import Column, Kind, Page, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.plan_parts import action_title, channel_title, channel_titles
from clm_desktop.view.words import Words

NAN = float("nan")


def means_page(answers: Answers, outreach: Outreach, words: Words) -> Page:
    """Two tables; a row opens the editor."""
    closed = [
        one for one in outreach.channels if one.active and _agreed(answers, outreach, one) == 0
    ]
    names = [channel_title(one, words) for one in closed if one.needs_consent]
    notes = [
        words.text(
            "Costs and minutes are usual ones until you put in yours. Texts can be changed, with "
            "a preview for a real customer."
        )
    ]
    if names:
        notes.insert(
            0,
            words.text(
                "Nobody is known to have agreed to: {channels}. If your customers agreed, open "
                "the channel and say where that is written down.",
                channels=words.listed(names),
            ),
        )
    return Page(
        page="plan_means",
        title=words.text("Actions and channels"),
        lead=words.text("What you can do for customers, and the ways to reach them."),
        as_of=parts.as_of(answers, words),
        tables=(actions_table(outreach, words), channels_table(answers, outreach, words)),
        notes=tuple(notes),
    )


def actions_table(outreach: Outreach, words: Words) -> TableBlock:
    """Built-in and own actions."""
    text, ways = words.text, channel_titles(outreach, words)
    rows = outreach.actions
    columns: tuple[tuple[Column, Sequence[object]], ...] = (
        (
            Column(key="action", title=text("Action"), kind=Kind.TEXT, width=22),
            [action_title(one, words) for one in rows],
        ),
        (
            Column(key="active", title=text("In use"), kind=Kind.TEXT, width=8),
            [text("yes") if one.active else text("no") for one in rows],
        ),
        (
            Column(key="channels", title=text("Through"), kind=Kind.TEXT, width=30),
            [
                words.listed([ways.get(key, key) for key in one.channels]) or text("every way")
                for one in rows
            ],
        ),
        (
            Column(key="discount", title=text("Discount"), kind=Kind.SHARE),
            [one.discount_share or NAN for one in rows],
        ),
        (
            Column(key="cost", title=text("Costs"), kind=Kind.MONEY),
            [one.cost_cents for one in rows],
        ),
        (
            Column(key="minutes", title=text("Minutes"), kind=Kind.DECIMAL),
            [one.owner_minutes or NAN for one in rows],
        ),
        (
            Column(key="means", title=text("What it is"), kind=Kind.TEXT, width=40),
            [words.code(f"action_kind.{one.kind.value}.means") for one in rows],
        ),
        (
            Column(key="texts", title=text("Texts"), kind=Kind.TEXT, width=10),
            [text("yours") if one.texts else text("built in") for one in rows],
        ),
    )
    shown = [
        (column, values)
        for column, values in columns
        if column.key not in {"discount", "cost", "minutes"} or _says_something(values)
    ]
    return _table("actions", text("Actions"), shown, "action")


def _says_something(values: Sequence[object]) -> bool:
    """Whether a column of numbers has any but 0 and none."""
    return bool(np.nan_to_num(np.array(values, dtype=np.float64)).any())


def channels_table(answers: Answers, outreach: Outreach, words: Words) -> TableBlock:
    """Built-in and own ways to reach customers."""
    text, rows = words.text, outreach.channels
    columns: tuple[tuple[Column, Sequence[object]], ...] = (
        (
            Column(key="channel", title=text("Channel"), kind=Kind.TEXT, width=18),
            [channel_title(one, words) for one in rows],
        ),
        (
            Column(key="active", title=text("In use"), kind=Kind.TEXT, width=8),
            [text("yes") if one.active else text("no") for one in rows],
        ),
        (
            Column(
                key="agreed",
                title=text("May be reached"),
                kind=Kind.WHOLE,
                tip=text("Customers who agreed and have an address for it."),
            ),
            [_agreed(answers, outreach, one) for one in rows],
        ),
        (
            Column(key="consent", title=text("Consent"), kind=Kind.TEXT, width=34),
            [consent_text(one, words) for one in rows],
        ),
        (
            Column(key="cost", title=text("Costs"), kind=Kind.MONEY),
            [one.cost_cents for one in rows],
        ),
        (
            Column(key="minutes", title=text("Minutes"), kind=Kind.DECIMAL),
            [one.owner_minutes for one in rows],
        ),
        (
            Column(
                key="capacity",
                title=text("A week, at most"),
                kind=Kind.TEXT,
                tip=text("More contacts than that you cannot make."),
            ),
            [
                words.whole(one.contacts_per_week) if one.contacts_per_week else text("no limit")
                for one in rows
            ],
        ),
    )
    return _table("channels", text("Channels"), columns, "channel")


def _table(
    name: str, title: str, columns: Sequence[tuple[Column, Sequence[object]]], kind: str
) -> TableBlock:
    return TableBlock(
        name=name,
        title=title,
        columns=tuple(column for column, _ in columns),
        values=tuple(
            parts.objects([str(value) for value in values])
            if column.kind is Kind.TEXT
            else np.array(values, dtype=np.float64)
            for column, values in columns
        ),
        row_kind=kind,
        row_key=np.arange(len(columns[0][1]), dtype=np.int64),
    )


def consent_text(channel: Channel, words: Words) -> str:
    """What is known of consents to a channel."""
    if not channel.needs_consent:
        return words.text("needs none")
    if channel.all_agreed_day is not None:
        return words.text(
            "all but who refused, by your word of {day}", day=words.date(channel.all_agreed_day)
        )
    return words.text("only who is known to have agreed")


def _agreed(answers: Answers, outreach: Outreach, channel: Channel) -> int:
    """How many customers may and can be reached by a channel."""
    keys = {str(key) for key in answers.names.customer_key[answers.customers.customer]}
    said = {one.customer_key: one.state for one in outreach.consents if one.channel == channel.key}
    if channel.needs_consent and channel.all_agreed_day is None:
        keys &= {key for key, state in said.items() if state is ConsentState.GRANTED}
    keys -= {key for key, state in said.items() if state is ConsentState.REFUSED}
    if outreach.reachable is not None:
        keys &= {key for key, way in outreach.reachable if way == channel.key}
    return len(keys)
