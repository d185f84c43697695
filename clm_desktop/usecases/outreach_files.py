"""Tables of the owner's: contacts that were made, money spent to win customers, consents.

Every row is kept, known already, or told with its line and what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from clm_desktop.core.days import SECONDS_PER_DAY, date_of, day_of
from clm_desktop.core.errors import RequestError
from clm_desktop.core.message import Message
from clm_desktop.core.money import minor_digits
from clm_desktop.core.outreach import ChannelSpend, Consent, ConsentState, Contact, PlanEdit
from clm_desktop.core.rows import SetAside
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.core.told import ToldReceipt
from clm_desktop.plan.answers import Answers
from clm_desktop.store import consents, contacts
from clm_desktop.store.outreach_keys import own_keys, persons_of
from clm_desktop.store.owner_words import newest_order_s, oldest_order_s
from clm_desktop.store.project import Project
from clm_desktop.store.settings import currency
from clm_desktop.usecases.outreach import load_actions, load_channels
from clm_desktop.usecases.outreach_done import Happened, record_contacts
from clm_desktop.usecases.outreach_plan import prune_draft
from clm_desktop.usecases.small_table_kinds import (
    CONSENT_COLUMNS,
    CONTACT_COLUMNS,
    SPEND_COLUMNS,
)
from clm_desktop.usecases.told_table import (
    ToldTable,
    aside,
    day_in,
    number_in,
    told_table,
)
from clm_desktop.view.pages.plan_parts import action_title, channel_title
from clm_desktop.view.words import LANGUAGES, Words

_STATES = {
    **dict.fromkeys(("granted", "yes", "1", "true", "subscribed", "是", "同意"), "granted"),
    **dict.fromkeys(("refused", "no", "0", "false", "unsubscribed", "否", "拒绝"), "refused"),
    **dict.fromkeys(("unknown", "?", "未知"), "unknown"),
}
_WEEK_DAYS = 7
_DAYS_AHEAD = 2  # clocks differ; later days are slips of the pen


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The account of a file of contacts, and what :func:`undo_happened` takes back."""

    receipt: ToldReceipt
    happened: Happened


def record_file(
    project: Project, path: Path, ctx: RunContext = NULL_CONTEXT, *, today: int | None = None
) -> Recorded:
    """Keep contacts that were really made, from ``customer_id,action,channel,date``.

    The same file again changes nothing.

    Raises
    ------
    FileError
        ``told_columns``, and as for every file.
    """
    table = told_table(path, CONTACT_COLUMNS, ctx=ctx)
    persons = persons_of(project, (cells[0] for _, cells in table.rows), ctx)
    actions, channels = _action_names(project), _channel_names(project)
    latest = latest_day(today)
    made: list[Contact] = []
    bad = list(table.set_aside)
    for row, cells in table.rows:
        customer, action, channel, told_day = cells
        day = day_in(told_day)
        wrong = (
            ("customer_id", "told_customer", customer not in persons),
            ("action", "told_action", not action or action not in actions),
            ("channel", "told_channel", not channel or channel not in channels),
            *_day_faults(day, latest),
        )
        found = _first(wrong)
        if found or day is None:
            bad.append(aside(table, row, cells, *found))
            continue
        made.append(
            Contact(
                customer_key=persons[customer],
                action=actions[action],
                channel=channels[channel],
                day=day,
            )
        )
    happened = record_contacts(project, made, table.name, ctx)
    kept = len(happened.contacts)
    return Recorded(receipt=_receipt(table, bad, kept=kept), happened=happened)


def import_consents(
    project: Project,
    answers: Answers | None,
    path: Path,
    ctx: RunContext = NULL_CONTEXT,
    *,
    today: int | None = None,
) -> tuple[ToldReceipt, tuple[consents.ConsentChange, ...], tuple[PlanEdit, ...]]:
    """Keep consents from ``customer_id,channel,state,date,proof``; date and proof may be missing.

    Without a date the word is of today. Gives the account, the changes, and rows of the draft
    that went out of it.

    Raises
    ------
    FileError
        ``told_columns``, and as for every file.
    """
    table = told_table(path, CONSENT_COLUMNS, ("date", "proof"), ctx)
    keys = own_keys(project, (cells[0] for _, cells in table.rows), ctx)
    channels = _channel_names(project)
    now, latest = clock_day(today), latest_day(today)
    said: list[Consent] = []
    bad = list(table.set_aside)
    for row, cells in table.rows:
        customer, channel, state, told_day, proof = cells
        day = day_in(told_day) if told_day else now
        word = _STATES.get(state.casefold(), "")
        wrong = (
            ("customer_id", "told_customer", customer not in keys),
            ("channel", "told_channel", not channel or channel not in channels),
            ("state", "told_state", not word),
            *_day_faults(day, latest),
        )
        found = _first(wrong)
        if found or day is None:
            bad.append(aside(table, row, cells, *found))
            continue
        said.append(
            Consent(
                customer_key=keys[customer],
                channel=channels[channel],
                state=ConsentState(word),
                day=day,
                source=table.name,
                proof=proof,
            )
        )
    with project.transaction(ctx):
        changes = consents.save_consents(project, said)
        edits = prune_draft(project, answers, ctx)
    return _receipt(table, bad, kept=len(changes)), changes, edits


def import_spend(
    project: Project, path: Path, ctx: RunContext = NULL_CONTEXT, *, today: int | None = None
) -> tuple[ToldReceipt, tuple[ChannelSpend, ...]]:
    """Keep spend from ``week,channel,cost[,new_customers]``; a month (2024-05) is spread over it.

    Rows of one channel (however it is spelled) and week are added up; what was told of these
    weeks before is replaced, and given. Months are spread over their days, so that a week in two
    months gets its part of both. Weeks and months that are still to come are set aside; those
    before the first order or after the newest are kept, and the receipt says so.

    Raises
    ------
    FileError
        ``told_columns``, and as for every file.
    """
    table = told_table(path, SPEND_COLUMNS, ("new_customers",), ctx)
    digits = minor_digits(currency(project))
    bad = list(table.set_aside)
    parts: dict[tuple[str, int], ChannelSpend] = {}
    rows, latest = 0, latest_day(today)
    spelled = _spellings(project)
    for row, cells in table.rows:
        when, channel, cost, new = cells
        span = span_in(when)
        cents = number_in(cost, digits)
        people = number_in(new) if new else None
        wrong = (
            ("week", "told_date", span is None),
            ("week", "told_future", span is not None and span[0] > latest),
            ("channel", "told_channel", not channel),
            ("cost", "told_cost", cents is None or cents < 0),
            ("new_customers", "told_number", bool(new) and (people is None or people < 0)),
        )
        found = _first(wrong)
        if found or span is None or cents is None:
            bad.append(aside(table, row, cells, *found))
            continue
        rows += 1
        name = spelled.setdefault(_spelling(channel), channel)
        for part in spread(name, span, cents, people, table.name):
            place = (part.channel, part.week_day)
            parts[place] = _added(parts[place], part) if place in parts else part
    before = tuple(s for s in contacts.load_spend(project) if (s.channel, s.week_day) in parts)
    contacts.save_spend(project, parts.values())
    told = no_orders_then(project, parts.values())
    return replace(_receipt(table, bad, kept=rows), told=told), before


def no_orders_then(project: Project, spend: Iterable[ChannelSpend]) -> tuple[Message, ...]:
    """Say of money what weeks it is of that no order file reaches: nothing can come of it there."""
    oldest, newest = oldest_order_s(project), newest_order_s(project)
    if oldest is None or newest is None:
        return ()
    first, last = oldest // SECONDS_PER_DAY, newest // SECONDS_PER_DAY
    weeks = {one.week_day for one in spend}
    early = sum(monday + _WEEK_DAYS <= first for monday in weeks)
    late = sum(monday > last for monday in weeks)
    told = []
    if early:
        told.append(Message.of("spend.before_orders", weeks=early, first_day=first))
    if late:
        told.append(Message.of("spend.after_orders", weeks=late, last_day=last))
    return tuple(told)


def type_spend(
    project: Project,
    channel: str,
    when: str,
    cents: int,
    new_customers: int | None = None,
    *,
    today: int | None = None,
) -> tuple[ChannelSpend, ...]:
    """Keep what was typed of a week or a month, in place of what was told of these weeks before.

    Raises
    ------
    RequestError
        ``no_week``, ``spend_ahead``.
    """
    span = span_in(when)
    if span is None:
        raise RequestError("no_week", value=when)
    if span[0] > latest_day(today):
        raise RequestError("spend_ahead", value=when)
    name = _spellings(project).get(_spelling(channel), channel)
    parts = spread(name, span, cents, new_customers, "")
    contacts.save_spend(project, parts)
    return parts


def latest_day(today: int | None = None) -> int:
    """The last day that something can have happened on; None = the clock's today."""
    return clock_day(today) + _DAYS_AHEAD


def clock_day(today: int | None = None) -> int:
    """The clock's today, or another that is given."""
    return day_of(date.today()) if today is None else today


def span_in(cell: str) -> tuple[int, int] | None:
    """First day and day behind the last of a week (any of its days) or a month (2024-05)."""
    text = cell.strip()
    month = text.replace("/", "-").replace("年", "-").rstrip("月")
    year, _, number = month.partition("-")
    if year.isdecimal() and number.isdecimal() and len(year) == 4 and 1 <= int(number) <= 12:
        first = date(int(year), int(number), 1)
        behind = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return day_of(first), day_of(behind)
    day = day_in(text)
    if day is None:
        return None
    monday = _monday(day)
    return monday, monday + _WEEK_DAYS


def spread(
    channel: str, span: tuple[int, int], cents: int, new_customers: int | None, source: str
) -> tuple[ChannelSpend, ...]:
    """Money of a span of days, week by week; not a cent is lost on the way."""
    first, behind = span
    days = behind - first
    mondays = list(range(_monday(first), behind, _WEEK_DAYS))
    shares = [min(m + _WEEK_DAYS, behind) - max(m, first) for m in mondays]
    told, spent = [], 0
    for place, monday in enumerate(mondays):
        until = cents * sum(shares[: place + 1]) // days
        told.append(
            ChannelSpend(
                channel=channel,
                week_day=monday,
                cost_cents=float(until - spent),
                new_customers=(
                    float("nan") if new_customers is None else new_customers * shares[place] / days
                ),
                source=source,
            )
        )
        spent = until
    return tuple(told)


def _spellings(project: Project) -> dict[str, str]:
    """How each channel of advertising is spelled: "search" and "Search" are one."""
    return {_spelling(one.channel): one.channel for one in contacts.load_spend(project)}


def _spelling(channel: str) -> str:
    return " ".join(channel.split()).casefold()


def _action_names(project: Project) -> dict[str, str]:
    """Key of each action by all that it is called, in both languages."""
    return {
        name: one.key
        for one in load_actions(project)
        for name in (
            *(action_title(one, words) for words in map(Words, LANGUAGES)),
            one.name,
            one.key,
        )
    }


def _channel_names(project: Project) -> dict[str, str]:
    """Key of each channel by all that it is called, in both languages."""
    return {
        name: one.key
        for one in load_channels(project)
        for name in (
            *(channel_title(one, words) for words in map(Words, LANGUAGES)),
            one.name,
            one.key,
        )
    }


def _day_faults(day: int | None, latest: int) -> tuple[tuple[str, str, bool], ...]:
    """What can be wrong with the day on which something is told to have happened."""
    return (
        ("date", "told_date", day is None),
        ("date", "told_future", day is not None and day > latest),
    )


def _first(wrong: Iterable[tuple[str, str, bool]]) -> tuple[str, ...]:
    """Column and code of the first thing that is wrong with a row, () = nothing."""
    return next(((column, code) for column, code, holds in wrong if holds), ())


def _monday(day: int) -> int:
    return day - date_of(day).weekday()


def _added(one: ChannelSpend, other: ChannelSpend) -> ChannelSpend:
    return replace(
        one,
        cost_cents=one.cost_cents + other.cost_cents,
        new_customers=one.new_customers + other.new_customers,
    )


def _receipt(table: ToldTable, bad: Iterable[SetAside], *, kept: int) -> ToldReceipt:
    aside_ = tuple(sorted(bad, key=lambda one: one.row))
    read = len(table.rows) + len(table.set_aside)
    return ToldReceipt(
        file_name=table.name,
        rows_read=read,
        kept=kept,
        known=read - kept - len(aside_),
        set_aside=aside_,
    )
