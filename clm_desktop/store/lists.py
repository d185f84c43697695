"""What lists tell, read for everybody else: people and products, joined with those of orders."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.lists import NOT_TOLD, CustomerList, ProductList
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.core.spelling import spelling
from clm_desktop.store.people import Persons, settle_people
from clm_desktop.store.project import Project

_PEOPLE = """
SELECT key, email, phone, name, city, country, consent, churned, attributes
FROM listed_people WHERE state = 0 ORDER BY file_id, row
"""
_PRODUCTS = """
SELECT key, name, category, price_cents, cost_cents, lead_time_days, pack_size, least_order
FROM listed_products WHERE state = 0 ORDER BY file_id, row
"""
# The newest word of each row's key; on one day a withdrawal beats a given consent.
_CONSENT = """
SELECT key, as_of_s / 86400, consent FROM listed_people l JOIN files f ON f.id = l.file_id
WHERE l.state = 0 AND consent IS NOT NULL
"""
# Stock is what the newest list of a product says, all its places together, on its day.
_STOCK = """
SELECT key, sum(stock), max(as_of_s) / 86400 FROM listed_products l JOIN files f ON f.id = l.file_id
WHERE state = 0 AND stock IS NOT NULL AND file_id = (
  SELECT max(file_id) FROM listed_products n
  WHERE n.key = l.key AND n.state = 0 AND n.stock IS NOT NULL)
GROUP BY key
"""
# Numbers, e-mails and phones by which orders know a customer, the surest last.
_BUYERS = """
SELECT phone, customer_id FROM customer_facts WHERE phone <> ''
UNION ALL SELECT email, customer_id FROM customer_facts WHERE email <> ''
UNION ALL SELECT key, id FROM customers
"""
_UNTOLD = (None, None)
_NAMED = "SELECT name, product_id FROM product_facts WHERE name <> '' ORDER BY file_id"


def load_customer_list(project: Project, ctx: RunContext = NULL_CONTEXT) -> CustomerList:
    """Everybody whom customer lists name, in order of their keys.

    Notes
    -----
    Cost: about 20 µs per row of a list, and one pass over the customers of orders.
    """
    settle_people(project, ctx)
    with project.reading(ctx) as connection:
        people = _newest(connection.execute(_PEOPLE), 8)
        buyers = dict(connection.execute(_BUYERS)) if people else {}
        consents = list(connection.execute(_CONSENT))
        persons = Persons(connection, ctx)
    keys = sorted(people)
    rows = [people[key] for key in keys]
    identifiers = zip(keys, (r[0] for r in rows), (r[1] for r in rows), strict=True)
    customer = _ids(identifiers, buyers)
    who = _who(keys, persons.of(customer), rows)
    attributes = [json.loads(str(row[7] or "{}")) for row in rows]
    names = tuple(dict.fromkeys(name for told in attributes for name in told))
    return CustomerList(
        key=_texts(keys),
        customer_id=customer,
        email=_texts(row[0] for row in rows),
        phone=_texts(row[1] for row in rows),
        name=_texts(row[2] for row in rows),
        city=_texts(row[3] for row in rows),
        country=_texts(row[4] for row in rows),
        consent=_consent(keys, who, consents),
        churned=_flags(row[6] for row in rows),
        attribute_names=names,
        attributes=tuple(_texts(told.get(name) for told in attributes) for name in names),
    )


def _who(
    keys: Sequence[str], person: NDArray[np.int64], rows: Sequence[Sequence[Any]]
) -> list[str]:
    """A name for the person of each row: who bought, else the e-mail, the phone or the number."""
    named = zip(keys, person.tolist(), (r[0] for r in rows), (r[1] for r in rows), strict=True)
    return [f"{id_}" if id_ else email or phone or key for key, id_, email, phone in named]


def _consent(
    keys: Sequence[str], who: Sequence[str], told: Iterable[tuple[str, int, int]]
) -> NDArray[np.int8]:
    """Whether each may be written to: the newest word about the person, under whichever key."""
    person = dict(zip(keys, who, strict=True))
    said: dict[str, tuple[int, int]] = {}  # day, then a withdrawal: the greatest pair holds
    for key, day, consent in told:
        said[person[key]] = max((day, -consent), said.get(person[key], (day, -consent)))
    return _flags(-said[name][1] if name in said else None for name in who)


def load_product_list(project: Project, ctx: RunContext = NULL_CONTEXT) -> ProductList:
    """Everything that product, stock and cost lists tell, in order of the keys."""
    with project.reading(ctx) as connection:
        things = _newest(connection.execute(_PRODUCTS), 7)
        stock = {key: (told, day) for key, told, day in connection.execute(_STOCK)}
        sold = _sold(connection) if things else {}
    keys = sorted(things)
    rows = [things[key] for key in keys]
    named = zip(keys, rows, strict=True)
    return ProductList(
        key=_texts(keys),
        product_id=_ids(((spelling(k), spelling(r[0] or "")) for k, r in named), sold),
        name=_texts(row[0] for row in rows),
        category=_texts(row[1] for row in rows),
        price_cents=_numbers(row[2] for row in rows),
        cost_cents=_numbers(row[3] for row in rows),
        stock=_numbers(stock.get(key, _UNTOLD)[0] for key in keys),
        lead_time_days=_numbers(row[4] for row in rows),
        stock_day=_numbers(stock.get(key, _UNTOLD)[1] for key in keys),
        pack_size=_numbers(row[5] for row in rows),
        least_order=_numbers(row[6] for row in rows),
    )


def _sold(connection: apsw.Connection) -> dict[str, int]:
    """Ids of products by their numbers and names however written, the number the surer."""
    ids: dict[str, int] = {}
    told = list(connection.execute("SELECT key, id FROM products ORDER BY id"))
    first: dict[str, int] = {}
    stands = {id_: first.setdefault(spelling(key), id_) for key, id_ in told}
    for name, id_ in connection.execute(_NAMED):
        ids[spelling(name)] = stands[id_]
    return ids | first


def people_listed(project: Project) -> int:
    """How many people customer lists name."""
    with project.reading() as connection:
        query = "SELECT count(DISTINCT key) FROM listed_people WHERE state = 0"
        return int(connection.execute(query).get)


def is_listed(project: Project, key: str) -> bool:
    """Whether a customer list names somebody under this key."""
    with project.reading() as connection:
        query = "SELECT EXISTS (SELECT 1 FROM listed_people WHERE key = ? AND state = 0)"
        return bool(connection.execute(query, (key,)).get)


def only_listed(project: Project) -> bool:
    """Whether people are known from lists alone."""
    with project.reading() as connection:
        query = (
            "SELECT EXISTS (SELECT 1 FROM listed_people WHERE state = 0)"
            " AND NOT EXISTS (SELECT 1 FROM orders)"
        )
        return bool(connection.execute(query).get)


def _newest(rows: Iterable[Sequence[Any]], n: int) -> dict[str, list[Any]]:
    """The last told of each of n values by key; attributes are told one by one."""
    newest: dict[str, list[Any]] = {}
    for key, *values in rows:
        known = newest.setdefault(key, [None] * n)
        for i, value in enumerate(values):
            if value in (None, "", "{}"):
                continue
            if isinstance(known[i], str) and known[i][:1] == "{" and value[:1] == "{":
                value = json.dumps(json.loads(known[i]) | json.loads(value))
            known[i] = value
    return newest


def _ids(identifiers: Iterable[Sequence[Any]], known: dict[str, int]) -> NDArray[np.int64]:
    """Id of the first identifier that is known, 0 = none of them."""
    found = (next((known[i] for i in some if i and i in known), 0) for some in identifiers)
    return np.fromiter(found, np.int64)


def _texts(values: Iterable[Any]) -> NDArray[np.object_]:
    return np.array([value or "" for value in values], dtype=object)


def _flags(values: Iterable[Any]) -> NDArray[np.int8]:
    return np.array([NOT_TOLD if v is None else v for v in values], dtype=np.int8)


def _numbers(values: Iterable[Any]) -> NDArray[np.float64]:
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)
