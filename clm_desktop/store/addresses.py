"""How each person can be reached, and what lists say of consent: the newest that any file told."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.mails import is_address
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.columns import columns
from clm_desktop.store.people import Persons, keys_of_person, settle_people
from clm_desktop.store.project import Project

_CHINESE_NAME = re.compile(r"[\u3400-\u9fff·]{2,}")
_TOLD_OF = """
WITH k AS (SELECT id, key FROM customers WHERE id IN (SELECT value FROM json_each(?)))
SELECT email, phone, city, file_id FROM customer_facts WHERE customer_id IN (SELECT id FROM k)
UNION ALL SELECT email, phone, city, file_id FROM listed_people WHERE state = 0
  AND (key IN (SELECT key FROM k) OR email IN (SELECT key FROM k) OR phone IN (SELECT key FROM k))
ORDER BY 4
"""
_TOLD = """
SELECT customer_id, name, email, phone, city, country, file_id FROM customer_facts
UNION ALL SELECT c.id, l.name, l.email, l.phone, l.city, l.country, l.file_id
  FROM listed_people l JOIN customers c ON c.key IN (l.key, l.email, l.phone) WHERE l.state = 0
ORDER BY 7
"""
# On one day a withdrawal comes last: the newest told of each person holds.
_CONSENT = (
    """
SELECT c.id, f.as_of_s / 86400, l.consent, f.name FROM listed_people l
  JOIN files f ON f.id = l.file_id JOIN customers c ON c.key IN (l.key, l.email, l.phone)
WHERE l.state = 0 AND l.consent IS NOT NULL ORDER BY 2, l.consent DESC
""",
    """
SELECT c.customer_id, c.consent_day, c.consent, f.name FROM customer_facts c
  JOIN files f ON f.id = c.file_id WHERE c.consent IS NOT NULL ORDER BY 2, c.consent DESC
""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """One element per person, by the key that stands for the person; '' = not told.

    ``email`` is one that a mail can be addressed to.
    """

    customer_id: NDArray[np.int64]
    key: NDArray[np.object_]
    name: NDArray[np.object_]
    email: NDArray[np.object_]
    phone: NDArray[np.object_]
    city: NDArray[np.object_]
    country: NDArray[np.object_]

    def __len__(self) -> int:
        """Number of people."""
        return len(self.key)


@dataclass(frozen=True, slots=True)
class FileConsent:
    """The newest word of customer lists, or of orders, about one person."""

    customer_key: str
    granted: bool
    day: int
    file_name: str
    with_order: bool  # asked when something was bought, not told by a list


def load_addresses(project: Project, ctx: RunContext = NULL_CONTEXT) -> Addresses:
    """Everybody who is named by orders; cost: 4 µs per row that files told of customers."""
    settle_people(project, ctx)
    with project.reading(ctx) as connection:
        persons = Persons(connection, ctx)
        query = connection.execute("SELECT id, key FROM customers ORDER BY id")
        ids, keys = columns(query, (np.int64, object), ctx)
        stands = persons.stand_for_others(ids)
        ids, keys = ids[stands], keys[stands]
        kinds = (np.int64, object, object, object, object, object, np.int64)
        who, *told, _ = columns(connection.execute(_TOLD), kinds, ctx)
        place = np.full(int(ids.max(initial=0)) + 1, -1, np.int64)
        place[ids] = np.arange(len(ids))
        at = place[persons.of(who)]
    found = []
    for values in told:
        ctx.check()
        newest = np.full(len(ids), "", dtype=object)
        known = (values != "") & (at >= 0)
        newest[at[known]] = values[known]  # of several the last one stays: the newest file
        found.append(newest)
    name, email, phone, city, country = found
    email[~_are_addresses(email)] = ""  # a slip of whoever typed it
    bare = _are_addresses(keys) & (email == "")
    email[bare] = keys[bare]  # of files that know customers by their e-mail alone ...
    is_name = np.array([_is_name(key) for key in keys.tolist()], np.bool_) & (name == "")
    name[is_name] = keys[is_name]  # ... or by their name
    return Addresses(
        customer_id=ids,
        key=keys,
        name=name,
        email=email,
        phone=phone,
        city=city,
        country=country,
    )


def reach_of(project: Project, customer_id: int) -> tuple[str, str, str]:
    """E-mail, phone and city of one person, the newest that any file told; '' = not told."""
    settle_people(project)
    found = ["", "", ""]
    with project.reading() as connection:
        ids = keys_of_person(connection, customer_id)
        for *told, _ in connection.execute(_TOLD_OF, (str(list(ids)),)):
            mail, phone, city = map(str, told)
            newest = (mail if is_address(mail) else "", phone, city)
            found = [new or old for new, old in zip(newest, found, strict=True)]
    email, phone, city = found
    return email, phone, city


def _are_addresses(texts: NDArray[np.object_]) -> NDArray[np.bool_]:
    return np.fromiter(map(is_address, texts.tolist()), np.bool_, len(texts))


def _is_name(key: str) -> bool:
    """Whether a key reads as a name: two words that begin with letters, or Chinese letters."""
    words = key.replace(",", " ").split()
    named = len(words) > 1 and words[0][0].isalpha() and words[1][0].isalpha()
    return "@" not in key and (named or bool(_CHINESE_NAME.fullmatch(key)))


def load_file_consents(project: Project, ctx: RunContext = NULL_CONTEXT) -> tuple[FileConsent, ...]:
    """What customer lists and what orders say of those who are named by orders, by customer."""
    settle_people(project, ctx)
    kinds = (np.int64, np.int64, np.int64, object)
    found: list[tuple[int, FileConsent]] = []
    with project.reading(ctx) as connection:
        told = [columns(connection.execute(query), kinds, ctx) for query in _CONSENT]
        if not any(len(who) for who, *_ in told):
            return ()
        persons = Persons(connection, ctx)
        keys = dict(connection.execute("SELECT id, key FROM customers"))
    for with_order, (who, day, granted, name) in enumerate(told):
        newest = _standing(who, persons.of(who), granted)
        for id_, at in newest.items():
            word = bool(granted[at]), int(day[at]), str(name[at])
            found.append((id_, FileConsent(keys[id_], *word, with_order=bool(with_order))))
    return tuple(word for _, word in sorted(found, key=lambda one: one[0]))


def _standing(
    customer: NDArray[np.int64], person: NDArray[np.int64], granted: NDArray[np.int64]
) -> dict[int, int]:
    """Of each person the row that holds: the newest of each key, but a no under any is a no."""
    last = dict(zip(customer.tolist(), range(len(customer)), strict=True))
    stands: dict[int, int] = {}
    for row in sorted(last.values()):
        before = stands.setdefault(int(person[row]), row)
        if granted[before] or not granted[row]:
            stands[int(person[row])] = row
    return stands
