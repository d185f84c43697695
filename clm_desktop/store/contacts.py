"""Messages and calls that were really made, and money spent to win customers."""

from __future__ import annotations

import time
from collections.abc import Iterable

import apsw

from clm_desktop.core.outreach import ChannelSpend, Contact
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.outreach_keys import of_persons
from clm_desktop.store.people import keys_with, settle_people
from clm_desktop.store.project import Project

_CONTACTS = of_persons(
    "contacts", "t.action, t.channel, t.day, t.plan", "t.day, 1, t.action, t.channel"
)


def load_contacts(project: Project, ctx: RunContext = NULL_CONTEXT) -> tuple[Contact, ...]:
    """All, oldest first; with a person's several keys one contact that both tell is one."""
    settle_people(project, ctx)
    found: dict[tuple[str, str, str, int], Contact] = {}
    with project.reading(ctx) as connection:
        for key, action, channel, day, plan in connection.execute(_CONTACTS):
            place = (key, action, channel, day)
            before = found.get(place)
            if before is None or not before.plan:
                found[place] = Contact(
                    customer_key=key, action=action, channel=channel, day=day, plan=plan
                )
    return tuple(found.values())


def save_contacts(
    project: Project, contacts: Iterable[Contact], source: str
) -> tuple[Contact, ...]:
    """Keep contacts that are not known yet; gives those, which :func:`delete_contacts` undoes.

    A contact is known under whichever key of its person it was told.
    """
    settle_people(project)
    now = int(time.time())
    new = []
    with project.transaction() as connection:
        for one in contacts:
            if not any(connection.execute(_KNOWN, place).get for place in _places(connection, one)):
                told = (one.customer_key, one.action, one.channel, one.day, one.plan, source, now)
                connection.execute("INSERT INTO contacts VALUES (?, ?, ?, ?, ?, ?, ?)", told)
                new.append(one)
    return tuple(new)


def delete_contacts(project: Project, contacts: Iterable[Contact]) -> None:
    """Forget that contacts were made, under whichever key of their person: it was a slip."""
    settle_people(project)
    with project.transaction() as connection:
        places = [place for one in contacts for place in _places(connection, one)]
        connection.executemany(
            "DELETE FROM contacts WHERE (customer_key, action, channel, day) = (?, ?, ?, ?)", places
        )


_KNOWN = "SELECT 1 FROM contacts WHERE (customer_key, action, channel, day) = (?, ?, ?, ?)"


def _places(connection: apsw.Connection, one: Contact) -> list[tuple[str, str, str, int]]:
    """Where a contact may stand: under every key of its person."""
    keys = keys_with(connection, one.customer_key)
    return [(key, one.action, one.channel, one.day) for key in keys]


def load_spend(project: Project) -> tuple[ChannelSpend, ...]:
    """All, oldest week first."""
    query = (
        "SELECT channel, week_day, cost_cents, new_customers, source FROM channel_spend"
        " ORDER BY week_day, channel"
    )
    with project.reading() as connection:
        return tuple(
            ChannelSpend(
                channel=channel,
                week_day=week_day,
                cost_cents=float(cost_cents),
                new_customers=float("nan") if new_customers is None else new_customers,
                source=source,
            )
            for channel, week_day, cost_cents, new_customers, source in connection.execute(query)
        )


def save_spend(
    project: Project, spend: Iterable[ChannelSpend], gone: Iterable[tuple[str, int]] = ()
) -> None:
    """Keep spend of weeks in place of what was told; ``gone``: (channel, week) to forget."""
    now = int(time.time())
    with project.transaction() as connection:
        connection.executemany("DELETE FROM channel_spend WHERE (channel, week_day) = (?, ?)", gone)
        connection.executemany(
            "INSERT OR REPLACE INTO channel_spend VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    *(s.channel, s.week_day, round(s.cost_cents)),
                    None if s.new_customers != s.new_customers else s.new_customers,
                    *(s.source, now),
                )
                for s in spend
            ),
        )
