"""Who may be contacted, by which channel and with what: limits that no value can outweigh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.outreach import (
    Action,
    ActionKind,
    Channel,
    ConsentState,
    ItemState,
    Outreach,
    PlanSettings,
    Role,
)
from clm_desktop.models.effects.priors import TRAITS
from clm_desktop.plan.joint.facts import CustomerFacts
from clm_desktop.plan.joint.options import Options
from clm_desktop.plan.joint.types import LEFT_ALONE
from clm_desktop.plan.limits import (
    LONG_AGO,
    WITH_ADDRESS,
    contacts_made,
    opted_out,
    window_start,
)
from clm_desktop.plan.owner_words import LeftOut

Flags = NDArray[np.bool_]
Rows = Mapping[str, int]  # customer key -> row of the table
EIGHT_WEEKS_DAYS, YEAR_DAYS = 56, 365
REFERRAL_ORDERS = 3
REVIEW_DAYS = (3, 35)  # after the order
COUPON_WEEK_DAYS = 7
LIKELY_DUE = 0.25  # below, a reminder would miss more than three of four


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What was said to each customer lately; per row."""

    last_day: NDArray[np.int64]  # LONG_AGO = never
    in_8_weeks: NDArray[np.int64]
    in_year: NDArray[np.int64]
    asked: NDArray[np.int64]  # for a friend, ever


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``allowed`` (n, options), and for whom nothing is: the code's place in LEFT_ALONE, -1."""

    allowed: Flags
    left_alone: NDArray[np.int8]
    touched: Touched
    coupon_days: tuple[int, ...]  # per action: silence that a coupon asks for, 0 = none


def code(name: str) -> int:
    """Place of a reason in LEFT_ALONE."""
    return LEFT_ALONE.index(name)


def touched_of(outreach: Outreach, rows: Rows, n: int, week_day: int) -> Touched:
    """What contacts made so far mean for each customer's week."""
    made = said_of(outreach, rows)
    who, day = made[:, 0], made[:, 1]
    last = np.full(n, LONG_AGO, np.int64)
    np.maximum.at(last, who, day)
    return Touched(
        last_day=last,
        in_8_weeks=_count(who[day > week_day - EIGHT_WEEKS_DAYS], n),
        in_year=_count(who[day > week_day - YEAR_DAYS], n),
        asked=_count(who[made[:, 2] > 0], n),
    )


def said_of(outreach: Outreach, rows: Rows) -> NDArray[np.int64]:
    """Contacts made, one line each: row, day, and whether it asked for a friend."""
    asks = {a.key for a in outreach.actions if a.kind is ActionKind.REFERRAL}
    told = [
        (rows.get(one.customer_key, -1), one.day, one.action in asks)
        for one in contacts_made(outreach)
    ]
    made = np.array(told, np.int64).reshape(-1, 3)
    return made[made[:, 0] >= 0]


def _count(who: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    return np.bincount(who, minlength=n).astype(np.int64)


def agreed(outreach: Outreach, channels: tuple[Channel, ...], rows: Rows, n: int) -> Flags:
    """Who may be written to by each channel: (n, channels). Unknown counts as refused."""
    place = {channel.key: i for i, channel in enumerate(channels)}
    made = np.zeros((n, len(channels)), np.bool_)
    for column, channel in enumerate(channels):
        made[:, column] = not channel.needs_consent or channel.all_agreed_day is not None
    for one in outreach.consents:
        row, column = rows.get(one.customer_key, -1), place.get(one.channel, -1)
        if row < 0 or column < 0 or one.state is ConsentState.UNKNOWN:
            continue
        made[row, column] = one.state is ConsentState.GRANTED
    for key, way in opted_out(outreach):
        row, column = rows.get(key, -1), place.get(way, -1)
        if row >= 0 and column >= 0:
            made[row, column] = False
    return made


def reachable(outreach: Outreach, channels: tuple[Channel, ...], rows: Rows, n: int) -> Flags:
    """For whom an address is known, where channels need one: (n, channels)."""
    made = np.ones((n, len(channels)), np.bool_)
    if outreach.reachable is None:
        return made
    place = {c.key: i for i, c in enumerate(channels) if c.key in WITH_ADDRESS}
    for column in place.values():
        made[:, column] = False
    for key, channel in outreach.reachable:
        row, column = rows.get(key, -1), place.get(channel, -1)
        if row >= 0 and column >= 0:
            made[row, column] = True
    return made


def in_open_plans(
    outreach: Outreach, rows: Rows, n: int, settings: PlanSettings, day: int
) -> tuple[Flags, Flags]:
    """Who is held out by an earlier lot, and who stands in a plan that is not done yet.

    A row that nobody marked may have been sent all the same, so it keeps the gap between two
    contacts too.
    """
    held, planned = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    for plan in outreach.plans:
        start = window_start(plan)
        window = max(plan.settings.window_days, settings.window_days)
        if start + max(window, settings.min_gap_days) <= day:
            continue
        for item in plan.items:
            row = rows.get(item.customer_key, -1)
            if row < 0:
                continue
            if item.role is Role.HOLD_OUT and item.state is not ItemState.NOT_TRUE:
                held[row] |= start + window > day
            elif item.state is ItemState.PLANNED:
                planned[row] = True
    return held, planned


def limits_of(  # noqa: PLR0917 - one argument per thing it is made from
    outreach: Outreach,
    options: Options,
    settings: PlanSettings,
    facts: CustomerFacts,
    rows: Rows,
    out: LeftOut,
    week_day: int,
) -> Limits:
    """Everything that is not allowed, the first reason told. Cost: O(n x options + contacts)."""
    n = len(facts.gap_days)
    touched = touched_of(outreach, rows, n, week_day)
    yes = agreed(outreach, options.channels, rows, n)
    known = reachable(outreach, options.channels, rows, n)
    held, planned = in_open_plans(outreach, rows, n, settings, week_day)
    left = np.full(n, -1, np.int8)

    def leave(who: Flags, reason: str) -> None:
        left[who & (left < 0)] = code(reason)

    leave(out.mask(n), "owner_word")
    leave(_spared(outreach, rows, n, week_day), "asked_not")
    some = np.asarray(yes.any(axis=1), np.bool_)
    leave(_refused_all(outreach, options.channels, rows, n) & ~some, "asked_not")
    leave(~some, "no_consent")
    leave(~np.asarray((yes & known).any(axis=1), np.bool_), "not_reachable")
    leave(held, "held_out")
    leave(planned, "planned")
    leave(touched.last_day > week_day - settings.min_gap_days, "gap")
    leave(_capped(touched, settings), "cap")
    open_rows = left < 0
    coupon_days = tuple(coupon_silence_days(action, facts) for action in options.actions)
    meant = (
        np.column_stack(
            [
                _meant_for(action, facts, days)
                for action, days in zip(options.actions, coupon_days, strict=True)
            ]
        )
        if options.actions
        else np.zeros((n, 0), np.bool_)
    )
    allowed = np.zeros((n, len(options.options)), np.bool_)
    for j, option in enumerate(options.options):
        channel = yes[:, option.channel] & known[:, option.channel]
        allowed[:, j] = open_rows & channel & meant[:, option.action]
    return Limits(allowed=allowed, left_alone=left, touched=touched, coupon_days=coupon_days)


def coupon_silence_days(action: Action, facts: CustomerFacts) -> int:
    """Days without an order from which everybody may have a coupon: the printed condition.

    The shop's usual interval in whole weeks, twice it for more than a tenth off.
    """
    if action.discount_share <= 0:
        return 0
    weeks = max(round(facts.scores.facts.shop_gap_days / COUPON_WEEK_DAYS), 1)
    return COUPON_WEEK_DAYS * weeks * (1 if action.discount_share <= 0.1 else 2)


def _meant_for(action: Action, facts: CustomerFacts, coupon_days: int) -> Flags:
    """Whom an action makes sense for at all."""
    past = facts.scores.facts
    fine = np.ones(len(past), np.bool_)
    if action.kind is ActionKind.REFERRAL:
        fine &= past.events >= REFERRAL_ORDERS
    if action.kind is ActionKind.REVIEW:
        fine &= (past.days_since >= REVIEW_DAYS[0]) & (past.days_since <= REVIEW_DAYS[1])
    if action.kind is ActionKind.REPLENISH:
        fine &= facts.traits[:, TRAITS.index("due")] > LIKELY_DUE
    if coupon_days:
        fine &= past.days_since >= coupon_days
    return fine


def _capped(touched: Touched, settings: PlanSettings) -> Flags:
    return np.asarray(
        (touched.in_8_weeks >= settings.max_per_8_weeks)
        | (touched.in_year >= settings.max_per_year),
        np.bool_,
    )


def _spared(outreach: Outreach, rows: Rows, n: int, week_day: int) -> Flags:
    """Who asked not to be contacted now, or never by a choice that looks at them."""
    made = np.zeros(n, np.bool_)
    for one in outreach.spared:
        row = rows.get(one.customer_key, -1)
        waits = one.until_day is not None and week_day < one.until_day
        if row >= 0 and (one.no_profiling or waits):
            made[row] = True
    return made


def _refused_all(outreach: Outreach, channels: tuple[Channel, ...], rows: Rows, n: int) -> Flags:
    made = np.zeros(n, np.bool_)
    keys = {channel.key for channel in channels}
    for one in outreach.consents:
        row = rows.get(one.customer_key, -1)
        if row >= 0 and one.channel in keys and one.state is ConsentState.REFUSED:
            made[row] = True
    return made
