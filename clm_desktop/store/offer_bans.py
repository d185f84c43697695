"""What is never to be offered, by the keys of products and customers, and the log of changes."""

from __future__ import annotations

import time
from collections.abc import Iterable

import apsw

from clm_desktop.core.offer_bans import BanChange, BanKind, OfferBan
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.people import keys_with, settle_people
from clm_desktop.store.project import Project, next_revision

_STANDING = """
SELECT b.kind, b.what, ifnull(r.key, b.customer) FROM offer_bans b
  LEFT JOIN customers c ON c.key = b.customer LEFT JOIN people p ON p.customer_id = c.id
  LEFT JOIN customers r ON r.id = ifnull(p.person_id, c.id)
ORDER BY b.made_s, b.kind, b.what, b.customer
"""


def load_bans(project: Project, ctx: RunContext = NULL_CONTEXT) -> tuple[OfferBan, ...]:
    """What stands, oldest first; customers by the key that stands for the person."""
    settle_people(project, ctx)
    with project.reading(ctx) as connection:
        found = (
            OfferBan(kind=BanKind(kind), what=what, customer=customer)
            for kind, what, customer in connection.execute(_STANDING)
        )
        return tuple(dict.fromkeys(found))


def set_bans(project: Project, changes: Iterable[tuple[OfferBan, bool]]) -> tuple[BanChange, ...]:
    """Let bans stand or no longer; gives what really changed, which :func:`undo_bans` undoes.

    A ban about a person holds for all their keys: taking it back takes back those of every key.
    """
    settle_people(project)
    now = int(time.time())
    made: list[BanChange] = []
    with project.transaction() as connection:
        for ban, stands in changes:
            keys = keys_with(connection, ban.customer)
            query = "SELECT customer FROM offer_bans WHERE kind = ? AND what = ?"
            standing = {key for (key,) in connection.execute(query, (ban.kind, ban.what))}
            mine = standing.intersection(keys)
            if stands and not mine:
                told = [ban]
            elif not stands:
                told = [_about(ban, key) for key in sorted(mine)]
            else:
                told = []
            made += [BanChange(said_s=now, ban=one, stands=stands) for one in told]
        _write(connection, made)
    return tuple(made)


def undo_bans(project: Project, changes: Iterable[BanChange]) -> None:
    """Bring back what stood before, which is logged like any other change."""
    now = int(time.time())
    with project.transaction() as connection:
        _write(connection, [BanChange(said_s=now, ban=c.ban, stands=not c.stands) for c in changes])


def load_ban_log(project: Project) -> tuple[BanChange, ...]:
    """Every change there ever was, newest first."""
    query = "SELECT made_s, kind, what, customer, stands FROM offer_bans_log ORDER BY id DESC"
    with project.reading() as connection:
        return tuple(
            BanChange(
                said_s=made_s,
                ban=OfferBan(kind=BanKind(kind), what=what, customer=customer),
                stands=bool(stands),
            )
            for made_s, kind, what, customer, stands in connection.execute(query)
        )


def known_products(project: Project) -> tuple[set[str], set[str]]:
    """Keys of all products that orders or lists name, and the names of their categories."""
    with project.reading() as connection:
        keys = {key for (key,) in connection.execute(_PRODUCTS)}
        return keys, {name for (name,) in connection.execute(_CATEGORIES) if name}


_PRODUCTS = "SELECT key FROM products UNION SELECT key FROM listed_products"
_CATEGORIES = "SELECT category FROM product_facts UNION SELECT category FROM listed_products"


def _about(ban: OfferBan, customer: str) -> OfferBan:
    return OfferBan(kind=ban.kind, what=ban.what, customer=customer)


def _write(connection: apsw.Connection, changes: list[BanChange]) -> None:
    for one in changes:
        row = (one.ban.kind, one.ban.what, one.ban.customer)
        if one.stands:
            connection.execute(
                "INSERT OR REPLACE INTO offer_bans VALUES (?, ?, ?, ?)", (*row, one.said_s)
            )
        else:
            connection.execute(
                "DELETE FROM offer_bans WHERE kind = ? AND what = ? AND customer = ?", row
            )
        connection.execute(
            "INSERT INTO offer_bans_log (made_s, kind, what, customer, stands)"
            " VALUES (?, ?, ?, ?, ?)",
            (one.said_s, *row, int(one.stands)),
        )
    if changes:
        next_revision(connection)
