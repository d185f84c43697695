"""The hard limits of a plan for one customer: what no plan and no edit may ever break.

The planner holds them for everybody at once; here one row is looked at, so that what the owner
changes by hand is held to the same rules.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass

from clm_desktop.core.outreach import (
    Action,
    Channel,
    ConsentState,
    Contact,
    ItemState,
    Outreach,
    PlanItem,
    PlanRecord,
    Role,
    Spared,
)

WEEK_DAYS = 7
WEEKS_8_DAYS = 56
YEAR_DAYS = 365
LONG_AGO = -(10**6)
CONTACTED = frozenset({ItemState.DONE, ItemState.OPTED_OUT})
WITH_ADDRESS = frozenset({"email", "sms", "wechat", "phone", "post"})  # channels that need one


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Everything that may forbid a contact in the week that begins on ``week_day``."""

    outreach: Outreach
    week_day: int
    never: frozenset[str]  # keys to whom nothing may be sent, by the owner's word
    actions: dict[str, Action]
    channels: dict[str, Channel]
    consents: dict[tuple[str, str], ConsentState]
    spared: dict[str, Spared]
    days: dict[str, tuple[int, ...]]  # of contacts of each customer
    held_out: frozenset[str]  # kept aside by an approved plan whose window is open
    planned: frozenset[str]  # to be contacted by an approved plan, and not done yet


def limits_of(outreach: Outreach, week_day: int, never: Set[str] = frozenset()) -> Limits:
    """Look everything up once; cost: O(consents + contacts + rows of plans)."""
    days: defaultdict[str, list[int]] = defaultdict(list)
    for contact in contacts_made(outreach):
        days[contact.customer_key].append(contact.day)
    rows: list[PlanItem] = []
    unmarked: list[PlanItem] = []  # may have been sent all the same
    for plan in outreach.plans:
        start = window_start(plan)
        window = max(plan.settings.window_days, outreach.settings.window_days)
        if start + window > week_day:
            rows += plan.items
        if start + max(window, outreach.settings.min_gap_days) > week_day:
            unmarked += plan.items
    return Limits(
        outreach=outreach,
        week_day=week_day,
        never=frozenset(never),
        actions={one.key: one for one in outreach.actions},
        channels={one.key: one for one in outreach.channels},
        consents={(c.customer_key, c.channel): c.state for c in outreach.consents}
        | dict.fromkeys(opted_out(outreach), ConsentState.REFUSED),
        spared={one.customer_key: one for one in outreach.spared},
        days={key: tuple(found) for key, found in days.items()},
        held_out=frozenset(
            i.customer_key
            for i in rows
            if i.role is Role.HOLD_OUT and i.state is not ItemState.NOT_TRUE
        ),
        planned=frozenset(
            i.customer_key
            for i in unmarked
            if i.role is not Role.HOLD_OUT and i.state is ItemState.PLANNED
        ),
    )


def window_start(plan: PlanRecord) -> int:
    """First day of the window in which an order counts as an answer."""
    return max(plan.week_day, plan.week_day if plan.approved_day is None else plan.approved_day)


def contacts_made(outreach: Outreach) -> list[Contact]:
    """Every contact once: recorded ones, and rows of plans that were done but nobody recorded.

    A row is recorded by a contact of its plan, whenever that was, or by one of its action within
    its window. Cost: O(contacts + rows of plans).
    """
    of_plan = {(c.customer_key, c.plan) for c in outreach.contacts if c.plan}
    days: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for contact in outreach.contacts:
        days[contact.customer_key, contact.action].append(contact.day)
    made = list(outreach.contacts)
    for plan in outreach.plans:
        start = window_start(plan)
        end = start + plan.settings.window_days
        made += [
            Contact(
                customer_key=item.customer_key, action=item.action, channel=item.channel,
                day=start, plan=plan.number,
            )
            for item in plan.items
            if item.state in CONTACTED
            and item.role is not Role.HOLD_OUT
            and (item.customer_key, plan.number) not in of_plan
            and not any(start <= d < end for d in days.get((item.customer_key, item.action), ()))
        ]  # fmt: skip
    return made


def in_peace(limits: Limits) -> frozenset[str]:
    """Who is left in peace on that day because of a plan: heard of it lately, will, or must not."""
    lately = (key for key in limits.days if _of_contacts(limits, key) == "gap")
    return limits.held_out | limits.planned | frozenset(lately)


def opted_out(outreach: Outreach) -> list[tuple[str, str]]:
    """Who answered a plan with "never again", by which channel, and has not agreed anew since."""
    agreed_day = {
        (one.customer_key, one.channel): one.day
        for one in outreach.consents
        if one.state is ConsentState.GRANTED
    }
    return [
        (item.customer_key, item.channel)
        for plan in outreach.plans
        for item in plan.items
        if item.state is ItemState.OPTED_OUT
        and agreed_day.get((item.customer_key, item.channel), LONG_AGO) <= window_start(plan)
    ]


def forbidden(limits: Limits, customer_key: str, action: str, channel: str) -> str:
    """Why this contact must not be made, '' where it may: a code of ``plan_not.*``."""
    done, way = limits.actions.get(action), limits.channels.get(channel)
    if done is None or not done.active:
        return "action_off"
    if way is None or not way.active:
        return "channel_off"
    if done.channels and channel not in done.channels:
        return "channel_other"
    return _of_person(limits, customer_key) or _of_way(limits, customer_key, way)


def barred(limits: Limits, item: PlanItem) -> str:
    """Why a row that is still to be done must not be done any more, '' where it may.

    Of plans that were approved: what customers and the owner said since stands above them, and so
    does a contact that was made meanwhile, and that somebody turned out to be who is left alone.
    """
    way, key = limits.channels.get(item.channel), item.customer_key
    said = _of_word(limits, key) or ("held_out" if key in limits.held_out else "")
    said = said or _of_contacts(limits, key)
    return said or ("" if way is None else _of_way(limits, key, way))


def _of_word(limits: Limits, key: str) -> str:
    if key in limits.never:
        return "owner_word"
    wish = limits.spared.get(key)
    if wish is not None and (
        wish.no_profiling or (wish.until_day is not None and limits.week_day < wish.until_day)
    ):
        return "asked_not"
    return ""


def _of_person(limits: Limits, key: str) -> str:
    if said := _of_word(limits, key):
        return said
    if key in limits.held_out:
        return "held_out"
    if key in limits.planned:
        return "planned"
    return _of_contacts(limits, key)


def _of_contacts(limits: Limits, key: str) -> str:
    settings = limits.outreach.settings
    ago = [limits.week_day - day for day in limits.days.get(key, ())]
    if any(days < settings.min_gap_days for days in ago):
        return "gap"
    in_8_weeks = sum(days < WEEKS_8_DAYS for days in ago)
    in_year = sum(days < YEAR_DAYS for days in ago)
    full = in_8_weeks >= settings.max_per_8_weeks or in_year >= settings.max_per_year
    return "cap" if full else ""


def _of_way(limits: Limits, key: str, way: Channel) -> str:
    said = limits.consents.get((key, way.key), ConsentState.UNKNOWN)
    agreed = said is ConsentState.GRANTED or (
        said is ConsentState.UNKNOWN and way.all_agreed_day is not None
    )
    if said is ConsentState.REFUSED or (way.needs_consent and not agreed):
        return "no_consent"
    reachable = limits.outreach.reachable
    known = reachable is None or way.key not in WITH_ADDRESS or (key, way.key) in reachable
    if not known:
        return "not_reachable"
    return ""


def over(limits: Limits, items: Iterable[PlanItem]) -> str:
    """What a whole plan has too much of: ``contacts``, ``channel_full``, '' = nothing."""
    sent = [item for item in items if item.role is not Role.HOLD_OUT]
    most = limits.outreach.settings.contacts
    if most and len(sent) > most:
        return "contacts"
    for key, count in Counter(item.channel for item in sent).items():
        way = limits.channels.get(key)
        if way is not None and way.contacts_per_week and count > way.contacts_per_week:
            return "channel_full"
    return ""
