"""The owner's words about how products belong together, and the log of every change."""

from __future__ import annotations

import time
from collections.abc import Iterable

import apsw

from clm_desktop.core.relations import OwnerRelation, Relation, RelationChange, in_order
from clm_desktop.store.project import Project, next_revision


def load_relations(project: Project) -> tuple[OwnerRelation, ...]:
    """What stands, by keys."""
    query = "SELECT a, relation, b, stands FROM product_relations ORDER BY a, relation, b"
    with project.reading() as connection:
        return tuple(
            OwnerRelation(a=a, relation=Relation(relation), b=b, stands=bool(stands))
            for a, relation, b, stands in connection.execute(query)
        )


def known_products(project: Project, keys: Iterable[str]) -> frozenset[str]:
    """Which of these keys are products of the shop."""
    query = "SELECT 1 FROM products WHERE key = ?"
    with project.reading() as connection:
        return frozenset(key for key in keys if connection.execute(query, (key,)).get)


def relate(
    project: Project, a: str, relation: Relation, b: str, *, stands: bool | None
) -> tuple[RelationChange, ...]:
    """Say that a relation holds, that it does not, or (None) nothing of it any more.

    Gives the change, which :func:`put_back` undoes; none where nothing changes.
    """
    a, b = in_order(a, relation, b)
    with project.transaction() as connection:
        query = "SELECT stands FROM product_relations WHERE (a, relation, b) = (?, ?, ?)"
        found = connection.execute(query, (a, relation, b)).get
        before = None if found is None else bool(found)
        if before == stands:
            return ()
        change = RelationChange(
            said_s=int(time.time()), a=a, relation=relation, b=b, before=before, after=stands
        )
        _write(connection, change)
        next_revision(connection)
    return (change,)


def put_back(project: Project, changes: Iterable[RelationChange]) -> None:
    """Undo changes, which is logged like any other."""
    now = int(time.time())
    with project.transaction() as connection:
        for c in changes:
            back = RelationChange(
                said_s=now, a=c.a, relation=c.relation, b=c.b, before=c.after, after=c.before
            )
            _write(connection, back)
        next_revision(connection)


def load_relation_log(project: Project) -> tuple[RelationChange, ...]:
    """Every change there ever was, newest first."""
    query = (
        "SELECT made_s, a, relation, b, before, after FROM product_relations_log ORDER BY id DESC"
    )
    with project.reading() as connection:
        return tuple(
            RelationChange(
                said_s=made_s,
                a=a,
                relation=Relation(relation),
                b=b,
                before=None if before is None else bool(before),
                after=None if after is None else bool(after),
            )
            for made_s, a, relation, b, before, after in connection.execute(query)
        )


def _write(connection: apsw.Connection, c: RelationChange) -> None:
    place = (c.a, c.relation, c.b)
    if c.after is None:
        connection.execute(
            "DELETE FROM product_relations WHERE (a, relation, b) = (?, ?, ?)", place
        )
    else:
        connection.execute(
            "INSERT OR REPLACE INTO product_relations VALUES (?, ?, ?, ?, ?)",
            (*place, c.after, c.said_s),
        )
    connection.execute(
        "INSERT INTO product_relations_log (made_s, a, relation, b, before, after)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (c.said_s, *place, c.before, c.after),
    )
