"""Which customer keys are one person: derived from what files told, kept until that changes.

Files tell keys, e-mails and phones (``customers``, ``customer_facts``); the owner decides about
pairs of keys (``people_decisions``, kept by key, so that they outlast undo and come back with a
new import). The table ``people`` holds only who has several keys, is derived from these two by
the rules of ``person_links.py`` and made anew when the project's revision has moved on. Orders and
lines keep the keys they were told with: nothing is rewritten, everything can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.columns import columns
from clm_desktop.store.decisions import Decision, decisions
from clm_desktop.store.person_links import Ints, Links, link_people
from clm_desktop.store.person_names import namesakes
from clm_desktop.store.person_told import Told, name_of, told_of
from clm_desktop.store.project import Project

_REVISION = "people_revision"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value that several keys of one person told; '' where the owner put them together."""

    kind: Literal["email", "phone", "name", "owner"]
    value: str  # of name: the name and the town


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralKeys:
    """Keys that are one person, or might be: the representative first."""

    customer_id: int  # the store's id of the first key
    keys: tuple[str, ...]
    names: tuple[str, ...]  # of each key, '' = not told
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFound:
    """All persons with several keys, what is only proposed, and what the owner decided."""

    keys: int  # customer keys in the project
    people: int  # persons they are
    merged: tuple[SeveralKeys, ...]
    proposals: tuple[SeveralKeys, ...]  # one key of each person who might be the same
    decisions: tuple[Decision, ...]


def settle_people(project: Project, ctx: RunContext = NULL_CONTEXT) -> None:
    """Derive the persons, if anything changed since they were derived.

    Notes
    -----
    Cost: nothing when nothing changed; else up to 5 CPU s per million customers who told both an
    e-mail and a phone.
    """
    with project.reading(ctx) as connection:
        query = "SELECT value FROM meta WHERE key = ?"
        done = connection.execute(query, (_REVISION,)).get
        revision = project.revision
        if done == str(revision):
            return
        told = told_of(connection, decisions(project), ctx)
    person = link_people(told.candidates).person
    several = np.bincount(person, minlength=len(told))[person] > 1
    rows = zip(told.id[several].tolist(), told.id[person[several]].tolist(), strict=True)
    with project.transaction(ctx) as connection:
        connection.execute("DELETE FROM people")
        connection.executemany("INSERT INTO people VALUES (?, ?)", sorted(rows))
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_REVISION, str(revision)))


class Persons:
    """From the ids of customer keys to those of their representatives; for settled projects."""

    def __init__(self, connection: apsw.Connection, ctx: RunContext) -> None:
        query = connection.execute("SELECT customer_id, person_id FROM people ORDER BY customer_id")
        self.member, self.person = columns(query, (np.int64, np.int64), ctx)

    def of(self, ids: Ints) -> Ints:
        """The representative of each id; 0 stays nobody."""
        if not len(self.member):
            return ids
        size = int(max(self.member.max(), ids.max(initial=0))) + 1
        person = np.arange(size)
        person[self.member] = self.person
        return np.asarray(person[ids], np.int64)

    def stand_for_others(self, ids: Ints) -> NDArray[np.bool_]:
        """Whether each id is a representative, of itself alone or of several."""
        return np.asarray(self.of(ids) == ids, np.bool_)


def keys_of_person(connection: apsw.Connection, customer_id: int) -> list[int]:
    """Ids of all keys of the person that one of them belongs to; for settled projects."""
    query = (
        "SELECT customer_id FROM people WHERE person_id ="
        " (SELECT person_id FROM people WHERE customer_id = ?)"
    )
    return [id_ for (id_,) in connection.execute(query, (customer_id,))] or [customer_id]


def keys_with_names(project: Project, customer_id: int) -> tuple[tuple[str, str], ...]:
    """(key, name) of all keys of a person, the representative first; '' = no name told."""
    settle_people(project)
    with project.reading() as connection:
        ids = keys_of_person(connection, customer_id)
        query = (
            "SELECT c.key, c.id FROM customers c LEFT JOIN people p ON p.customer_id = c.id"
            " WHERE c.id IN (SELECT value FROM json_each(?))"
            " ORDER BY ifnull(p.customer_id <> p.person_id, 0), c.key"
        )
        rows = list(connection.execute(query, (str(ids),)))
        return tuple((key, name_of(connection, id_)) for key, id_ in rows)


_KEYS = """
WITH me (id) AS (
  SELECT ifnull(p.person_id, c.id) FROM customers c LEFT JOIN people p ON p.customer_id = c.id
  WHERE c.key = ?)
SELECT key FROM (
  SELECT c.key, 0 AS place FROM me JOIN customers c USING (id)
  UNION ALL
  SELECT c.key, 1 FROM me JOIN people p ON p.person_id = me.id
    JOIN customers c ON c.id = p.customer_id WHERE p.customer_id <> me.id)
ORDER BY place, key
"""


def keys_with(connection: apsw.Connection, key: str) -> tuple[str, ...]:
    """All keys of the person that one of them belongs to, the representative first.

    For settled projects; a key of no customer stands alone. Cost: 30 µs.
    """
    return tuple(found for (found,) in connection.execute(_KEYS, (key,))) or (key,)


def keys_of(project: Project, key: str, ctx: RunContext = NULL_CONTEXT) -> tuple[str, ...]:
    """The same for a project that may not be settled yet."""
    settle_people(project, ctx)
    with project.reading(ctx) as connection:
        return keys_with(connection, key)


def find_people(project: Project, ctx: RunContext = NULL_CONTEXT) -> PeopleFound:
    """Who is who and why. Cost: as settling, and a little per person with several keys."""
    decided = decisions(project)
    with project.reading(ctx) as connection:
        keys = int(connection.execute("SELECT count(*) FROM customers").get)
        told = told_of(connection, decided, ctx)
        found = link_people(told.candidates)
        writer = _Writer(connection, told, ctx)
        merged = _merged(writer, found.person, found.emails, found.phones)
        doubted = [("email", link) for link in _groups(found.doubted_emails)]
        doubted += [("phone", link) for link in _groups(found.doubted_phones)]
        proposals = _proposals(writer, found.person, doubted)
        proposals += _namesakes(writer, found.person, proposals)
    return PeopleFound(
        keys=keys,
        people=keys - (len(told) - len(np.unique(found.person))),
        merged=merged,
        proposals=proposals,
        decisions=decided,
    )


class _Writer:
    """Puts nodes into words."""

    def __init__(self, connection: apsw.Connection, told: Told, ctx: RunContext) -> None:
        self.told = told
        self.connection = connection
        self.ctx = ctx

    def several(self, nodes: list[int], evidence: list[Evidence]) -> SeveralKeys:
        """The keys of some nodes with their names."""
        return self.by_ids(self.told.id[nodes].tolist(), evidence)

    def by_ids(self, ids: list[int], evidence: list[Evidence]) -> SeveralKeys:
        """Some keys with their names."""
        self.ctx.check()
        query = "SELECT key FROM customers WHERE id = ?"
        return SeveralKeys(
            customer_id=ids[0],
            keys=tuple(str(self.connection.execute(query, (id_,)).get) for id_ in ids),
            names=tuple(name_of(self.connection, id_) for id_ in ids),
            evidence=tuple(sorted(evidence, key=lambda e: (e.kind, e.value))),
        )


def _merged(writer: _Writer, person: Ints, emails: Links, phones: Links) -> tuple[SeveralKeys, ...]:
    told = writer.told
    members: dict[int, list[int]] = {}
    several = np.flatnonzero(np.bincount(person, minlength=len(told))[person] > 1)
    for node in several.tolist():
        members.setdefault(int(person[node]), []).append(node)
    why: dict[int, list[Evidence]] = {root: [] for root in members}
    for kind, links, texts in (
        ("email", emails, told.email_text),
        ("phone", phones, told.phone_text),
    ):
        for value, nodes in _groups(links):
            roots = [int(person[node]) for node in nodes]
            for root in sorted({r for r in roots if roots.count(r) > 1}):
                why[root].append(Evidence(kind, texts[value]))  # type: ignore[arg-type]
    pairs = told.candidates.together
    for node in pairs.node.tolist():
        root = int(person[node])
        if root in why and Evidence("owner", "") not in why[root]:
            why[root].append(Evidence("owner", ""))
    return tuple(writer.several(nodes, why[root]) for root, nodes in sorted(members.items()))


def _proposals(
    writer: _Writer, person: Ints, doubted: list[tuple[str, tuple[int, list[int]]]]
) -> tuple[SeveralKeys, ...]:
    told = writer.told
    apart = told.candidates.apart
    ends = zip(person[apart.node].tolist(), person[apart.value].tolist(), strict=True)
    settled = {frozenset(pair) for pair in ends}
    why: dict[tuple[int, ...], list[Evidence]] = {}
    for kind, (value, nodes) in doubted:
        roots = tuple(sorted({int(person[node]) for node in nodes}))
        pairs = {frozenset((a, b)) for a in roots for b in roots if a < b}
        if pairs - settled:
            text = (told.email_text if kind == "email" else told.phone_text)[value]
            why.setdefault(roots, []).append(Evidence(kind, text))  # type: ignore[arg-type]
    return tuple(writer.several(list(roots), evidence) for roots, evidence in sorted(why.items()))


def _namesakes(
    writer: _Writer, person: Ints, known: tuple[SeveralKeys, ...]
) -> tuple[SeveralKeys, ...]:
    """Persons with the same name in the same town whom nothing else speaks about."""
    told = writer.told
    ids = told.id.tolist()
    root = dict(zip(ids, told.id[person].tolist(), strict=True))
    apart = told.candidates.apart
    decided = zip(apart.node.tolist(), apart.value.tolist(), strict=True)
    settled = {frozenset((root[ids[a]], root[ids[b]])) for a, b in decided}
    proposed = {frozenset(one.keys) for one in known}
    found = []
    for text, some in namesakes(writer.connection, writer.ctx):
        roots = sorted({root.get(id_, id_) for id_ in some})
        pairs = {frozenset(pair) for pair in combinations(roots, 2)}
        if pairs - settled:
            several = writer.by_ids(roots, [Evidence("name", text)])
            if frozenset(several.keys) not in proposed:
                found.append(several)
    return tuple(found)


def _groups(links: Links) -> list[tuple[int, list[int]]]:
    """Nodes of each value."""
    nodes: dict[int, list[int]] = {}
    for node, value in zip(links.node.tolist(), links.value.tolist(), strict=True):
        nodes.setdefault(value, []).append(node)
    return sorted(nodes.items())
