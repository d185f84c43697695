"""Segments that the owner made by rules: a name and the rule's text (of the caller)."""

from __future__ import annotations

import time
from dataclasses import dataclass

from clm_desktop.core.errors import RequestError
from clm_desktop.store.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSegment:
    """One of them; ``number`` never comes again."""

    number: int
    name: str
    rule: str


def load_segments(project: Project) -> tuple[OwnSegment, ...]:
    """All, oldest first."""
    with project.reading() as connection:
        query = "SELECT id, name, rule FROM own_segments ORDER BY id"
        return tuple(
            OwnSegment(number=number, name=name, rule=rule)
            for number, name, rule in connection.execute(query)
        )


def save_segment(project: Project, name: str, rule: str) -> OwnSegment:
    """Keep a segment, in place of one of the same name."""
    with project.transaction() as connection:
        number = connection.execute(
            "INSERT INTO own_segments (name, rule, made_s) VALUES (?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET rule = excluded.rule, made_s = excluded.made_s"
            " RETURNING id",
            (name, rule, int(time.time())),
        ).get
    return OwnSegment(number=int(number), name=name, rule=rule)


def delete_segment(project: Project, name: str) -> OwnSegment:
    """Take a segment away and give what it was.

    Raises
    ------
    RequestError
        ``no_segment``.
    """
    with project.transaction() as connection:
        query = "DELETE FROM own_segments WHERE name = ? RETURNING id, name, rule"
        row = connection.execute(query, (name,)).fetchone()
    if row is None:
        raise RequestError("no_segment", name=name, known="")
    number, name, rule = row
    return OwnSegment(number=number, name=name, rule=rule)
