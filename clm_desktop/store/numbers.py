"""Whose numbers a file would bear if it were imported now, and whose else they could be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import apsw

from clm_desktop.core.lists import ListBlock, PersonRows
from clm_desktop.core.numbering import NumbersFound, NumberSource, Whose
from clm_desktop.core.rows import NOT_SAID, CleanBlock, FileInfo, NumbersWord
from clm_desktop.store.keys import CUSTOMERS, ORDERS, KeyIds
from clm_desktop.store.project import Project
from clm_desktop.store.settling import part_of
from clm_desktop.store.source_evidence import is_account
from clm_desktop.store.sources import PLAIN, Scope, Sources, suffix

_LOOKED_UP = 5_000  # numbers at most
_ID = "customer_id"


def whose_numbers(
    project: Project, info: FileInfo, block: CleanBlock | ListBlock, without_import: int = 0
) -> NumbersFound:
    """Find out whose numbers a file bears that begins with a block; writes nothing.

    Parameters
    ----------
    info : with the owner's word: whose the orders are tells whose the customers are
    without_import : import that the file is to take the place of; what was found then stays

    Notes
    -----
    Cost: as the same decision in an import, some ten milliseconds.
    """
    with project.reading() as connection:
        orders, customers = KeyIds(connection, ORDERS), KeyIds(connection, CUSTOMERS)
        found = _found_before(connection, info, without_import)
        if found is None:

            def decided(says: NumbersWord) -> Scope:
                told = replace(info, numbers=says)
                return _decided(Sources(connection, told, 0, orders, customers), info, block)

            of_orders = decided(NOT_SAID).orders
            found = Scope(of_orders, decided(NumbersWord(orders=info.numbers.orders)).customers)
        order_keys, people = _numbers(info, block)
        files = _files(connection, without_import)
        return NumbersFound(
            _whose(found.orders, info.numbers.orders, order_keys, orders,
                   _sources((file, of) for file, of, _ in files)),
            _whose(found.customers, info.numbers.customers, people, customers,
                   _sources((file, of) for file, _, of in files)),
        )  # fmt: skip


def source_named(project: Project, name: str) -> Scope | None:
    """The sources of a file, or the one of that name; None: there is none."""
    with project.reading() as connection:
        files = {told[0]: told[1:] for told in reversed(_files(connection, 0))}
    if name in files:
        return Scope(*files[name])
    return Scope(name, name) if any(name in of for of in files.values()) else None


def file_names(project: Project) -> tuple[str, ...]:
    """Names of the files that have numbers, the newest first."""
    with project.reading() as connection:
        return tuple(dict.fromkeys(name for name, *_ in _files(connection, 0)))


@dataclass(frozen=True, slots=True)
class NumbersOfLayout:
    """Names of sources."""

    orders: frozenset[str]
    customers: frozenset[str]


def layout_sources(project: Project, info: FileInfo) -> NumbersOfLayout:
    """The sources of all files with the columns of a file, its own among them."""
    query = "SELECT orders_of, customers_of FROM files WHERE platform = ? AND mapping = ?"
    mapping = json.dumps(info.mapping, ensure_ascii=False)
    with project.reading() as connection:
        rows = list(connection.execute(query, (info.platform, mapping)))
    return NumbersOfLayout(frozenset(o for o, _ in rows), frozenset(c for _, c in rows))


def _decided(sources: Sources, info: FileInfo, block: CleanBlock | ListBlock) -> Scope:
    if isinstance(block, CleanBlock):
        return sources.of_orders(block, part_of(info)) if len(block.rows) else PLAIN
    return sources.of_list(block)


def _found_before(connection: apsw.Connection, info: FileInfo, import_id: int) -> Scope | None:
    """What was found when an import was made: its rows would speak for themselves now."""
    query = (
        "SELECT orders_of, customers_of FROM files WHERE import_id = ? AND sha256 = ? AND name = ?"
    )
    row = connection.execute(query, (import_id, info.sha256, info.name)).fetchone()
    return None if row is None else Scope(*row)


def _numbers(info: FileInfo, block: CleanBlock | ListBlock) -> tuple[list[str], list[str]]:
    """Numbers of orders and of customers, those that mean something in their source only."""
    orders: list[str] = []
    people: list[str] = []
    if isinstance(block, CleanBlock):
        orders = block.rows.order.values.tolist() if info.order_ids_given else []
        people = block.rows.customer.values.tolist()
    elif isinstance(block.rows, PersonRows):
        people = block.rows.key.tolist()
    if not any(field == _ID for field, _ in info.mapping):
        people = []
    return orders, [key for key in people if is_account(key)]


def _whose(
    found: str,
    word: str | None,
    numbers: Sequence[str],
    ids: KeyIds,
    sources: tuple[NumberSource, ...],
) -> Whose | None:
    if not numbers or not sources:
        return None
    some = list(dict.fromkeys(numbers[:_LOOKED_UP]))
    known = any(ids.known([f"{key}{suffix(s.name)}" for key in some]).any() for s in sources)
    return Whose(found, sources) if known or found or word is not None else None


def _files(connection: apsw.Connection, without_import: int) -> list[tuple[str, str, str]]:
    """Name and sources of the files that have numbers, the newest first."""
    query = (
        "SELECT name, orders_of, customers_of FROM files WHERE import_id <> ?"
        " AND kind <> 'products_stock' ORDER BY id DESC"
    )
    return list(connection.execute(query, (without_import,)))


def _sources(files: Iterable[tuple[str, str]]) -> tuple[NumberSource, ...]:
    """Sources of (file, source) pairs, that of the newest file first."""
    newest: dict[str, str] = {}
    for file, name in files:
        newest.setdefault(name, file)
    return tuple(NumberSource(name, file) for name, file in newest.items())
