"""Who might be the same person: keys that share an e-mail or phone, or that the owner named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.phones import comparable
from clm_desktop.core.run import RunContext
from clm_desktop.store.columns import columns
from clm_desktop.store.decisions import Decision
from clm_desktop.store.person_links import (
    ACCOUNT,
    EMAIL,
    NAME,
    PHONE,
    Candidates,
    Ints,
    Links,
    distinct_pairs,
)

_PHONE_KEY = re.compile(r"\+?\d{7,18}")
_AT_ONCE = 20_000
_LONGEST_PREFIX = 5  # digits before the number proper: 00, country's code, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Candidates with their words; all sequences run parallel to the nodes."""

    candidates: Candidates
    id: Ints  # of the store
    key: list[str]
    email_text: list[str]  # by value of candidates.emails
    phone_text: list[str]

    def __len__(self) -> int:
        """Number of nodes."""
        return len(self.key)


@dataclass(frozen=True, slots=True)
class _Shared:
    """Values of one kind that two or more customers told: pairs of customer id and value."""

    customer: Ints
    value: Ints
    text: list[str]
    tellers: Ints  # customers who told any value, shared or not


def told_of(connection: apsw.Connection, decided: tuple[Decision, ...], ctx: RunContext) -> Told:
    """Read what files told and number those who may be one, best representative first."""
    emails = _shared_emails(connection, ctx)
    phones = _shared_phones(connection, ctx)
    named = _ids_of(connection, {key for d in decided for key in d.pair})
    pairs = [d for d in decided if d.key_a in named and d.key_b in named]
    ids = _distinct(
        np.concatenate(
            [emails.customer, phones.customer, _ints(named[k] for d in pairs for k in d.pair)]
        )
    )
    keys = _texts(connection, "SELECT key FROM customers WHERE id = ?", ids)
    kind = _kinds(connection, ids, keys, phones)
    best = sorted(range(len(ids)), key=lambda i: (kind[i], len(keys[i]), keys[i]))
    order = np.array(best, dtype=np.int64)
    ids, kind = ids[order], kind[order]
    node = _Numbers(ids)
    return Told(
        candidates=Candidates(
            kind=kind,
            has_email=np.isin(ids, emails.tellers),
            emails=Links(node.of(emails.customer), emails.value),
            phones=Links(node.of(phones.customer), phones.value),
            sources=_sources(connection, ids[kind == ACCOUNT], node, ctx),
            together=_decided(pairs, named, node, together=True),
            apart=_decided(pairs, named, node, together=False),
        ),
        id=ids,
        key=[keys[i] for i in best],
        email_text=emails.text,
        phone_text=phones.text,
    )


def name_of(connection: apsw.Connection, customer_id: int) -> str:
    """The name told last of a key, '' = none."""
    query = (
        "SELECT name FROM customer_facts WHERE customer_id = ? AND name <> ''"
        " ORDER BY file_id DESC LIMIT 1"
    )
    return str(connection.execute(query, (customer_id,)).get or "")


# Whoever buys under the number, the e-mail or the phone of a row of a list is the one it names.
def _shared_emails(connection: apsw.Connection, ctx: RunContext) -> _Shared:
    """E-mails told, in orders and lists, and those that stand in a column of customer numbers."""
    query = connection.execute(
        "SELECT customer_id, email FROM customer_facts WHERE email <> ''"
        " UNION ALL SELECT id, key FROM customers WHERE instr(key, '@') > 1"
        " UNION ALL SELECT c.id, l.email FROM listed_people l"
        "  JOIN customers c ON c.key IN (l.key, l.email, l.phone)"
        "  WHERE l.email <> '' AND l.state = 0"
    )
    customer, email = columns(query, (np.int64, object), ctx)
    return _shared(customer, [text.strip().casefold() for text in email.tolist()], ctx)


def _shared_phones(connection: apsw.Connection, ctx: RunContext) -> _Shared:
    query = connection.execute(
        "SELECT customer_id, phone FROM customer_facts WHERE phone <> ''"
        " UNION ALL SELECT c.id, l.phone FROM listed_people l"
        "  JOIN customers c ON c.key IN (l.key, l.email, l.phone)"
        "  WHERE l.phone <> '' AND l.state = 0"
    )
    customer, phone = columns(query, (np.int64, object), ctx)
    return _shared(customer, comparable(phone.tolist(), ctx), ctx)


def _shared(customer: Ints, texts: list[str], ctx: RunContext) -> _Shared:
    number: dict[str, int] = {"": 0}
    code = np.zeros(len(texts), dtype=np.int64)
    for start in range(0, len(texts), _AT_ONCE):
        ctx.check()
        part = texts[start : start + _AT_ONCE]
        code[start : start + len(part)] = [number.setdefault(t, len(number)) for t in part]
    told = code > 0
    which, whose = distinct_pairs(code[told], customer[told])
    several = np.bincount(which, minlength=len(number))[which] > 1
    kept = which[several]  # sorted
    begun = np.diff(kept, prepend=-1) > 0
    written = list(number)
    return _Shared(
        whose[several],
        np.cumsum(begun) - 1,
        [written[v] for v in kept[begun].tolist()],
        _distinct(whose),
    )


def _ids_of(connection: apsw.Connection, keys: Iterable[str]) -> dict[str, int]:
    query = "SELECT key, id FROM customers WHERE key = ?"
    return dict(connection.executemany(query, ((key,) for key in sorted(keys))))


def _texts(connection: apsw.Connection, query: str, ids: Ints) -> list[str]:
    return [text for (text,) in connection.executemany(query, ((id_,) for id_ in ids.tolist()))]


def _kinds(
    connection: apsw.Connection, ids: Ints, keys: list[str], phones: _Shared
) -> NDArray[np.int8]:
    """What each key is: e-mail, a phone the customer told, their name; else an account."""
    told: dict[int, list[str]] = {}
    for customer, value in zip(phones.customer.tolist(), phones.value.tolist(), strict=True):
        told.setdefault(customer, []).append(phones.text[value].partition(" ")[2])
    kinds = np.full(len(ids), ACCOUNT, dtype=np.int8)
    for place, (id_, key) in enumerate(zip(ids.tolist(), keys, strict=True)):
        if "@" in key[1:]:
            kinds[place] = EMAIL
        elif id_ in told and _PHONE_KEY.fullmatch(key):
            own = any(key.endswith(n) and len(key) - len(n) <= _LONGEST_PREFIX for n in told[id_])
            kinds[place] = PHONE if own else ACCOUNT
        elif not key.isdigit() and key == _folded(name_of(connection, id_)):
            kinds[place] = NAME
    return kinds


def _sources(connection: apsw.Connection, ids: Ints, node: _Numbers, ctx: RunContext) -> Links:
    """Where accounts are told: by one platform, or by files with one set of columns."""
    query = connection.executemany(
        "SELECT customer_id, file_id FROM customer_facts WHERE customer_id = ?1"
        " UNION SELECT c.id, l.file_id FROM customers c JOIN listed_people l"
        "  ON l.key = c.key AND l.state = 0 WHERE c.id = ?1",
        ((id_,) for id_ in ids.tolist()),
    )
    customer, file_id = columns(query, (np.int64, np.int64), ctx)
    number: dict[str, int] = {}
    source = np.zeros(int(file_id.max(initial=0)) + 1, dtype=np.int64)
    for file, text in connection.execute(_SOURCES):
        if file < len(source):
            source[file] = number.setdefault(text, len(number))
    return Links(*distinct_pairs(node.of(customer), source[file_id]))


_SOURCES = "SELECT id, iif(platform <> '', platform, mapping) FROM files"


def _decided(
    pairs: list[Decision], named: dict[str, int], node: _Numbers, *, together: bool
) -> Links:
    wanted = [d for d in pairs if d.together is together]
    one = _ints(named[d.key_a] for d in wanted)
    other = _ints(named[d.key_b] for d in wanted)
    return Links(node.of(one), node.of(other))


class _Numbers:
    """From ids to their places in an array of distinct ids."""

    def __init__(self, ids: Ints) -> None:
        self._place = np.argsort(ids)
        self._sorted = ids[self._place]

    def of(self, ids: Ints) -> Ints:
        """Places of ids that are all there."""
        return np.asarray(self._place[np.searchsorted(self._sorted, ids)], np.int64)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _distinct(ids: Ints) -> Ints:
    ids = np.sort(ids)
    return ids[np.flatnonzero(np.diff(ids, prepend=-1))]


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)
