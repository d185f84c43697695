"""Whether a file and the project mean the same orders and customers by the numbers they share.

Each number that both hold is one voice: for, against, or nothing where they tell nothing that
could be compared.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import apsw
import numpy as np

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.rows import CleanRows
from clm_desktop.store.keys import KeyIds
from clm_desktop.store.lines import span
from clm_desktop.store.settling import Part

_LOOKED_UP, _HEARD = 5_000, 1_000  # numbers at most, and voices
_SAME_DAYS, _NEAR_DAYS = 1, 14  # between two tellings of one order; of an order and its items
_SAME_SHARE = 0.01  # of the money of two tellings
_TAX_SHARE = 0.25
_PAID_SHARE = 0.3  # of what an order cost: its items without postage and discounts
_WORDS = re.compile(r"[^\W\d_]{2,}|[\u4e00-\u9fff]+")
_LONG = 10  # digits that no two sources give to two people


@dataclass(frozen=True, slots=True)
class Voices:
    """How many of the shared numbers speak for and against their being the same."""

    shared: int = 0
    agree: int = 0
    contradict: int = 0
    weight: int = 0  # by how much they speak for it

    @classmethod
    def of(cls, votes: Iterable[int | None], shared: int) -> Voices:
        """Count votes: positive = for, else against, None = nothing to say."""
        heard = [vote for vote in votes if vote is not None]
        agree = sum(vote > 0 for vote in heard)
        return cls(shared, agree, len(heard) - agree, sum(heard))

    @property
    def says_same(self) -> bool:
        """Whether plainly most speak for it."""
        return self.agree > 0 and self.agree >= 2 * self.contradict

    @property
    def share(self) -> float:
        """Of those who speak, how many speak for it."""
        return self.agree / max(self.agree + self.contradict, 1)

    @property
    def rank(self) -> tuple[float, int, int]:
        """How well it speaks for one source among others that speak for theirs."""
        return self.share, self.agree, self.weight

    def says_other(self, least: int) -> bool:
        """Whether too many speak against it: of the same orders hardly any do."""
        return self.contradict >= least and not self.says_same


def is_account(key: str) -> bool:
    """Whether a customer key means something in its own source only: no e-mail, phone, long id."""
    return bool(key) and "@" not in key[1:] and not (len(key) >= _LONG and key.strip("+").isdigit())


# ---- orders ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Told:
    """What is told of an order."""

    days: set[int] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    lines: set[tuple[str, int, int]] = field(default_factory=set)  # product, cents, part
    cents: dict[int, int] = field(default_factory=dict)  # by part

    def add(self, day: int, person: str, name: str, line: tuple[str, int, int]) -> None:
        """One line more."""
        if day:
            self.days.add(day)
        if person:
            self.people.add(person)
        if name:
            self.names.add(name)
        self.lines.add(line)
        _, cents, part = line
        self.cents[part] = self.cents.get(part, 0) + cents


_LINES = """
SELECT l.id >> 24, l.ts, ifnull(c.key, ''),
       ifnull((SELECT name FROM customer_facts f WHERE f.customer_id = c.id AND name <> ''
               ORDER BY file_id DESC LIMIT 1), ''), ifnull(p.key, ''), l.cents, l.part FROM lines l
LEFT JOIN customers c ON c.id = l.customer_id LEFT JOIN products p ON p.id = l.product_id
WHERE l.id >= ? AND l.id < ? AND l.part < 2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvidence:
    """The orders of a block, to be held against those of the project."""

    rows: CleanRows
    names: Mapping[str, str]  # of customers, by key
    part: Part
    sources: tuple[str, ...]  # what may stand behind a customer's number

    def voices(
        self, connection: apsw.Connection, orders: KeyIds, suffix: str, *, ids_speak: bool
    ) -> Voices:
        """Orders whose numbers with ``suffix`` are known; ones that came back say nothing.

        ``ids_speak``: that two customer numbers are the same says something.
        """
        labels = self.rows.order.values
        chosen = np.unique(np.linspace(0, len(labels) - 1, min(len(labels), _LOOKED_UP), dtype=int))
        ids = orders.known([f"{key}{suffix}" for key in labels[chosen].tolist()])
        shared = chosen[ids > 0]
        if self.part is Part.RETURN:
            return Voices(len(shared))
        heard = dict(zip(shared[:_HEARD].tolist(), ids[ids > 0][:_HEARD].tolist(), strict=True))
        mine, theirs = self._mine(heard), self._theirs(connection, sorted(heard.values()))
        votes = [
            self._vote(mine[code], theirs.get(order, _Told()), ids_speak=ids_speak)
            for code, order in heard.items()
        ]
        return Voices.of(votes, len(shared))

    def _mine(self, heard: Iterable[int]) -> dict[int, _Told]:
        rows = self.rows
        told = {code: _Told() for code in heard}
        mine = np.flatnonzero(np.isin(rows.order.codes, list(told)))
        person = rows.customer.values[rows.customer.codes[mine]].tolist()
        product = rows.product.values[rows.product.codes[mine]].tolist()
        numbers = (rows.order.codes, rows.ts, rows.cents)
        code, ts, cents = (column[mine].tolist() for column in numbers)
        for c, at, who, what, money in zip(code, ts, person, product, cents, strict=True):
            name = self.names.get(who, "")
            told[c].add(at // SECONDS_PER_DAY, who, name, (what, money, self.part))
        return told

    def _theirs(self, connection: apsw.Connection, orders: list[int]) -> dict[int, _Told]:
        told: dict[int, _Told] = {}
        asked = span(np.array(orders, dtype=np.int64))
        for order, ts, key, name, *line in connection.executemany(_LINES, asked):
            person = key
            for source in self.sources:
                person = person.removesuffix(source)
            day, (product, cents, part) = ts // SECONDS_PER_DAY, line
            told.setdefault(order, _Told()).add(day, person, name, (product, cents, part))
        return told

    def _vote(self, mine: _Told, theirs: _Told, *, ids_speak: bool) -> int | None:
        parts = set(mine.cents) & set(theirs.cents)
        votes = [_money(mine, theirs, part) for part in parts]
        if mine.days and theirs.days:
            apart = min(abs(a - b) for a in mine.days for b in theirs.days)
            if apart <= _SAME_DAYS:
                votes.append(1)
            elif parts or apart > _NEAR_DAYS:
                votes.append(-1)
            elif sum(mine.cents.values()) and sum(theirs.cents.values()):
                votes.append(1 if _alike_money(mine, theirs) else -1)
        alike = {_kind(key) for key in mine.people} & {_kind(key) for key in theirs.people}
        if alike:
            same = {key for key in mine.people & theirs.people if ids_speak or not is_account(key)}
            if same or not mine.people & theirs.people:
                votes.append(1 if same else -1)
        if mine.names and theirs.names:
            same_names = any(same_name(a, b) for a in mine.names for b in theirs.names)
            votes.append(1 if same_names else -1)
        heard = [vote for vote in votes if vote is not None]
        return sum(heard) if heard else None


def _money(mine: _Told, theirs: _Told, part: int) -> int | None:
    """For: one line, or all money, is the same. Against: far from it. Prices may leave out tax."""
    a, b = mine.cents[part], theirs.cents[part]
    if any(line[2] == part and line[0] for line in mine.lines & theirs.lines):
        return 1
    if abs(a - b) <= _SAME_SHARE * max(abs(a), abs(b)):
        return 1
    return None if abs(a - b) <= _TAX_SHARE * max(abs(a), abs(b)) else -1


def _alike_money(mine: _Told, theirs: _Told) -> bool:
    """Whether an order cost what its items did, give or take postage and discounts."""
    whole, lines = sum(mine.cents.values()), sum(theirs.cents.values())
    return abs(whole - lines) <= _PAID_SHARE * abs(whole)


def _kind(key: str) -> str:
    return "mail" if "@" in key[1:] else "number" if is_account(key) else "long"


# ---- customers ------------------------------------------------------------------------------

Person = tuple[str, str, str]  # name, e-mail, phone; '' = not told


def customer_voices(
    connection: apsw.Connection,
    customers: KeyIds,
    told: Sequence[tuple[str, Person]],
    suffix: str,
) -> Voices:
    """Customers whose numbers with ``suffix`` are known, in orders or lists."""
    places = np.unique(np.linspace(0, len(told) - 1, min(len(told), _LOOKED_UP), dtype=int))
    chosen = [told[place] for place in places.tolist()]
    keys = [f"{key}{suffix}" for key, _ in chosen]
    ids = customers.known(keys).tolist()
    votes: list[int | None] = []
    for id_, key, (_, mine) in zip(ids, keys, chosen, strict=True):
        theirs = list(_known(connection, id_, key))
        if (id_ or theirs) and len(votes) < _HEARD:
            votes.append(_same_person(mine, theirs))
    return Voices.of(votes, len(votes))


def _known(connection: apsw.Connection, customer_id: int, key: str) -> Iterator[Person]:
    facts = "SELECT name, email, phone FROM customer_facts WHERE customer_id = ?"
    listed = "SELECT name, email, phone FROM listed_people WHERE key = ? AND state = 0"
    if customer_id:
        yield from connection.execute(facts, (customer_id,))
    yield from connection.execute(listed, (key,))


def _same_person(mine: Person, theirs: list[Person]) -> int | None:
    votes = []
    for place, value in enumerate(mine):
        known = {told[place] for told in theirs} - {""}
        if value and known:
            sure, same = (1, same_name) if place == 0 else (2, operator.eq)
            votes.append(sure if any(same(value, other) for other in known) else -1)
    return sum(votes) if votes else None


def same_name(one: str, other: str) -> bool:
    """Whether two names have a word in common: ``Lee, Ann`` and ``Ann B. Lee``."""
    first, second = (
        set(_WORDS.findall(unicodedata.normalize("NFKC", name).casefold())) for name in (one, other)
    )
    return bool(first & second) or one == other
