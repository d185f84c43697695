"""Who may be written to by which channel, as the owner typed or a file said, and its history."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import apsw

from clm_desktop.core.outreach import Consent, ConsentState, Spared
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.outreach_keys import of_persons
from clm_desktop.store.people import keys_of, keys_with, settle_people
from clm_desktop.store.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentChange:
    """One line of the history: what stood before and what after; None = nothing."""

    said_s: int
    customer_key: str
    channel: str
    before: Consent | None
    after: Consent | None


_CONSENTS = of_persons(
    "consents", "t.channel, t.state, t.day, t.source, t.proof", "t.day, t.made_s, t.customer_key"
)
_SPARED = of_persons("spared", "t.no_profiling, t.until_day, t.reason", "t.made_s, t.customer_key")

_TAKE_SPARED = "DELETE FROM spared WHERE customer_key = ? RETURNING no_profiling, until_day, reason"


def load_consents(project: Project, ctx: RunContext = NULL_CONTEXT) -> tuple[Consent, ...]:
    """What stands for each person and channel: the newest word, but a no under any key is a no.

    Of one key the last word counts; of several keys of one person nobody can say which of them a
    yes was meant for, so it takes back no refusal.
    """
    settle_people(project, ctx)
    stands: dict[tuple[str, str], Consent] = {}
    with project.reading(ctx) as connection:
        for key, channel, *told in connection.execute(_CONSENTS):
            one = _consent(key, channel, told)
            before = stands.get((key, channel))
            if before is None or _stands_above(one, before):
                stands[key, channel] = one
    return tuple(stands[place] for place in sorted(stands))


def wins(later: Consent, before: Consent) -> bool:
    """Whether a word that was read later stands above one before."""
    if later.day != before.day:
        return later.day > before.day
    return later.state is ConsentState.REFUSED or before.state is not ConsentState.REFUSED


def _stands_above(one: Consent, other: Consent) -> bool:
    """Whether the word of one key stands above that of another key of the same person."""
    refused = one.state is ConsentState.REFUSED
    if refused is not (other.state is ConsentState.REFUSED):
        return refused
    return one.day >= other.day


def save_consents(project: Project, consents: Iterable[Consent]) -> tuple[ConsentChange, ...]:
    """Keep words in place of those before; gives what :func:`put_back_consents` undoes."""
    now = int(time.time())
    changes = []
    with project.transaction() as connection:
        for one in consents:
            before = _standing(connection, one.customer_key, one.channel)
            if before == one:
                continue
            change = ConsentChange(
                said_s=now,
                customer_key=one.customer_key,
                channel=one.channel,
                before=before,
                after=one,
            )
            _write(connection, change)
            changes.append(change)
    return tuple(changes)


def put_back_consents(project: Project, changes: Iterable[ConsentChange]) -> None:
    """Undo changes, newest first, which is logged like any other."""
    now = int(time.time())
    with project.transaction() as connection:
        for c in reversed(tuple(changes)):
            back = ConsentChange(
                said_s=now,
                customer_key=c.customer_key,
                channel=c.channel,
                before=c.after,
                after=c.before,
            )
            _write(connection, back)


def consent_log(
    project: Project, ctx: RunContext = NULL_CONTEXT, *, customer_key: str | None = None
) -> tuple[tuple[str, ...], ...]:
    """The history, newest first: when, customer, channel, before, after, source, proof.

    ``customer_key``: only of this person, under whichever of the keys it was told; None = of all.
    """
    query = (
        "SELECT made_s, customer_key, channel, before, after, source, proof FROM consents_log"
        " WHERE ?1 IS NULL OR customer_key IN (SELECT value FROM json_each(?1)) ORDER BY id DESC"
    )
    keys = None if customer_key is None else json.dumps(keys_of(project, customer_key, ctx))
    with project.reading(ctx) as connection:
        rows = connection.execute(query, (keys,))
        return tuple(
            (
                datetime.fromtimestamp(made_s, UTC).isoformat(),
                *("" if c is None else c for c in row),
            )
            for made_s, *row in rows
        )


def load_spared(project: Project, ctx: RunContext = NULL_CONTEXT) -> tuple[Spared, ...]:
    """Wishes by person; of several keys of one person the strictest of each wish holds."""
    settle_people(project, ctx)
    stands: dict[str, Spared] = {}
    with project.reading(ctx) as connection:
        for key, *told in connection.execute(_SPARED):
            one = _spared(key, told)
            before = stands.get(key)
            stands[key] = one if before is None else _strictest(before, one)
    return tuple(stands[key] for key in sorted(stands))


def save_spared(project: Project, one: Spared) -> Spared | None:
    """Keep a wish in place of the one before, which is given; a wish for nothing takes it back.

    It is a person's wish: kept under every key, and before is the strictest under any.
    """
    settle_people(project)
    now = int(time.time())
    before: Spared | None = None
    with project.transaction() as connection:
        for key in keys_with(connection, one.customer_key):
            for row in connection.execute(_TAKE_SPARED, (key,)).fetchall():
                told = _spared(one.customer_key, row)
                before = told if before is None else _strictest(before, told)
            if one.no_profiling or one.until_day is not None:
                values = (key, int(one.no_profiling), one.until_day, one.reason, now)
                connection.execute("INSERT INTO spared VALUES (?, ?, ?, ?, ?)", values)
    return before


def _spared(key: str, told: Iterable[Any]) -> Spared:
    """A wish from its columns."""
    no_profiling, until_day, reason = told
    return Spared(
        customer_key=key, no_profiling=bool(no_profiling), until_day=until_day, reason=reason
    )


def _strictest(one: Spared, other: Spared) -> Spared:
    days = [s.until_day for s in (one, other) if s.until_day is not None]
    return Spared(
        customer_key=one.customer_key,
        no_profiling=one.no_profiling or other.no_profiling,
        until_day=max(days, default=None),
        reason=other.reason or one.reason,
    )


def _standing(connection: apsw.Connection, key: str, channel: str) -> Consent | None:
    query = "SELECT state, day, source, proof FROM consents WHERE (customer_key, channel) = (?, ?)"
    row = connection.execute(query, (key, channel)).fetchone()
    if row is None:
        return None
    return _consent(key, channel, row)


def _consent(key: str, channel: str, told: Iterable[Any]) -> Consent:
    """A word from its columns."""
    state, day, source, proof = told
    return Consent(
        customer_key=key,
        channel=channel,
        state=ConsentState(state),
        day=day,
        source=source,
        proof=proof,
    )


def _write(connection: apsw.Connection, c: ConsentChange) -> None:
    place = (c.customer_key, c.channel)
    if c.after is None:
        connection.execute("DELETE FROM consents WHERE (customer_key, channel) = (?, ?)", place)
    else:
        told = (c.after.state, c.after.day, c.after.source, c.after.proof)
        connection.execute(
            "INSERT OR REPLACE INTO consents VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*place, *told, c.said_s),
        )
    said = c.after or c.before
    day, source, proof = (said.day, said.source, said.proof) if said else (0, "", "")
    connection.execute(
        "INSERT INTO consents_log (made_s, customer_key, channel, before, after, day, source,"
        " proof) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(c.said_s, *place, c.before and c.before.state, c.after and c.after.state),
            *(day, source, proof),
        ),
    )
