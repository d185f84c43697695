"""Whose numbers a file bears: customer 17 of the till and 17 of the web shop are two people.

Numbers of orders and customers mean something in their own source only. As long as nothing speaks
against it, all files of a project share them, so that orders meet their items, and this year's
layout last year's. Where the same numbers plainly mean other orders (other days, people, money)
or other people (names, e-mails, phones), the file's numbers are kept with the name of their
source: ``17 (woocommerce)``. E-mails, phones and long numbers mean the same everywhere.

A number keeps the name of its source when the other shop's files are taken back: what the owner
said of customer 17 of the till must not fall to 17 of the web shop, and the till may come again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.lists import ListBlock, PersonRows
from clm_desktop.core.rows import OTHER_SHOP, CleanBlock, FileInfo
from clm_desktop.store.keys import KeyIds
from clm_desktop.store.settling import Part
from clm_desktop.store.source_evidence import (
    OrderEvidence,
    Person,
    Voices,
    customer_voices,
    is_account,
)

_LEAST, _LEAST_ALIKE = 1, 5  # voices against a file of another layout, of the same one
_ALIKE_SHARE = 0.5  # of the columns used
_ID = "customer_id"

Texts = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Scope:
    """Names of the sources that a file's numbers are kept with, '' = none."""

    orders: str = ""
    customers: str = ""

    def block(self, block: CleanBlock) -> CleanBlock:
        """A block with its numbers in their sources."""
        if self == PLAIN:
            return block
        rows, customers, orders = block.rows, block.customers, block.orders
        order = replace(rows.order, values=_with_source(rows.order.values, self.orders))
        customer = replace(rows.customer, values=self._accounts(rows.customer.values))
        return replace(
            block,
            rows=replace(rows, order=order, customer=customer),
            customers=replace(customers, key=self._accounts(customers.key)),
            orders=replace(orders, key=_with_source(orders.key, self.orders)),
        )

    def listed(self, block: ListBlock) -> ListBlock:
        """A block of a list of people with their numbers in their source."""
        if self == PLAIN or not isinstance(block.rows, PersonRows):
            return block
        return replace(block, rows=replace(block.rows, key=self._accounts(block.rows.key)))

    def _accounts(self, keys: Texts) -> Texts:
        which = np.array([is_account(key) for key in keys.tolist()], dtype=bool)
        made = keys.copy()
        made[which] = _with_source(keys[which], self.customers)
        return made


PLAIN = Scope()


def suffix(source: str) -> str:
    """What stands behind a number of a source."""
    return f" ({source})" if source else ""


def _with_source(keys: Texts, source: str) -> Texts:
    if not source:
        return keys
    return np.array([key and f"{key}{suffix(source)}" for key in keys.tolist()], dtype=object)


class Sources:
    """The sources of a project's other files, to find the one of a new file among them."""

    def __init__(
        self,
        connection: apsw.Connection,
        info: FileInfo,
        file_id: int,
        orders: KeyIds,
        customers: KeyIds,
        *,
        without_import: int = 0,
    ) -> None:
        self._connection = connection
        self._info = info
        self._orders = orders
        self._customers = customers
        query = (
            "SELECT platform, mapping, orders_of, customers_of FROM files WHERE id <> ?"
            " AND import_id <> ? AND kind <> 'products_stock' ORDER BY id DESC"
        )
        others = connection.execute(query, (file_id, without_import))
        self._files = [_Other.of(info, *row) for row in others]

    def of_orders(self, block: CleanBlock, part: Part) -> Scope:
        """Where a file belongs that begins with a block of orders or of what was in them."""
        said, ids_given = self._info.numbers, self._info.order_ids_given
        orders = self._said("orders", said.orders)
        same = said.orders is not None and any(file.orders == orders for file in self._files)
        if orders is None:
            orders, same = self._orders_by_voices(block, part)
        customers = self._said("customers", said.customers, prefer=orders)
        if customers is None:
            facts = block.customers
            told = zip(facts.key, facts.name, facts.email, facts.phone, strict=True)
            people = {
                str(key): (str(name), str(mail), str(phone)) for key, name, mail, phone in told
            }
            for key in block.rows.customer.values.tolist():
                people.setdefault(key, ("", "", ""))
            customers = self._of_people(people, orders, same_orders=same)
        return Scope(orders if ids_given else customers, customers)

    def _said(self, which: str, word: str | None, prefer: str = "") -> str | None:
        """The source that the owner says, None where nothing was said."""
        if word != OTHER_SHOP:
            return word
        names = dict.fromkeys(self._names(which))
        if not self._files or (prefer and prefer not in names):
            return prefer
        return _new_name(_brand(self._info.platform), names)

    def _orders_by_voices(self, block: CleanBlock, part: Part) -> tuple[str, bool]:
        """The source of a block's orders, and whether its orders plainly are there."""
        if not self._files:
            return "", False
        names = {file.customers for file in self._files} - {""}
        facts = block.customers
        evidence = OrderEvidence(
            rows=block.rows,
            names=dict(zip(facts.key.tolist(), facts.name.tolist(), strict=True)),
            part=part,
            sources=tuple(suffix(name) for name in names),
        )
        found = {}
        for name in self._names("orders"):
            alike = self._alike("orders", name)
            found[name] = evidence.voices(
                self._connection, self._orders, suffix(name), ids_speak=alike
            )
        orders = self._chosen("orders", found, set())
        return orders, orders in found and found[orders].says_same

    def of_list(self, block: ListBlock) -> Scope:
        """Where a list belongs that begins with a block."""
        rows = block.rows
        if not isinstance(rows, PersonRows):
            return PLAIN
        said = self._said("customers", self._info.numbers.customers)
        if said is not None:
            return Scope(customers=said)
        told = zip(rows.key, rows.name, rows.email, rows.phone, strict=True)
        people = {str(key): (str(name), str(mail), str(phone)) for key, name, mail, phone in told}
        return Scope(customers=self._of_people(people, None, same_orders=False))

    def _of_people(
        self, told: Mapping[str, Person], orders: str | None, *, same_orders: bool
    ) -> str:
        if not self._files or not any(field == _ID for field, _ in self._info.mapping):
            return ""
        if same_orders:
            return next(file.customers for file in self._files if file.orders == orders)
        accounts = [(key, person) for key, person in told.items() if is_account(key)]
        found = {
            name: customer_voices(self._connection, self._customers, accounts, suffix(name))
            for name in self._names("customers")
        }
        others = {
            name
            for name, voices in found.items()
            if voices.shared and not voices.agree + voices.contradict
            and self._is_other_shop(name, orders)
        }  # fmt: skip
        return self._chosen("customers", found, others, prefer=orders or "")

    def _is_other_shop(self, name: str, orders: str | None) -> bool:
        """Whether all files of a source are of another platform, or have other orders' numbers."""
        files = [file for file in self._files if file.customers == name]
        other_orders = orders is not None and all(file.orders != orders for file in files)
        return not any(f.alike for f in files) and (
            other_orders or all(file.is_other_platform for file in files)
        )

    def _names(self, which: str) -> list[str]:
        """Sources that there are, those of the newest files first; at last the one without name."""
        return list(dict.fromkeys([*(getattr(f, which) for f in self._files), ""]))

    def _alike(self, which: str, name: str) -> bool:
        return any(file.alike for file in self._files if getattr(file, which) == name)

    def _chosen(
        self, which: str, found: Mapping[str, Voices], others: set[str], prefer: str = ""
    ) -> str:
        """The source that most speaks for; else one that nothing speaks against; else a new one."""
        same = [name for name, voices in found.items() if voices.says_same]
        if same:
            return max(same, key=lambda name: found[name].rank)
        alike = {name: self._alike(which, name) for name in found}
        possible = [
            name
            for name, voices in found.items()
            if name not in others and not voices.says_other(_LEAST_ALIKE if alike[name] else _LEAST)
        ]
        if possible:
            return max(possible, key=lambda name: (alike[name], found[name].shared, name == ""))
        return prefer if prefer not in found else _new_name(_brand(self._info.platform), found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Other:
    """Another file of the project."""

    orders: str
    customers: str
    alike: bool  # of the same platform, or with the same columns
    is_other_platform: bool

    @classmethod
    def of(cls, info: FileInfo, platform: str, mapping: str, orders: str, customers: str) -> _Other:
        mine, theirs = _brand(info.platform), _brand(platform)
        columns, others = set(info.mapping), {(f, title) for f, title in json.loads(mapping)}
        fewest = min(len(columns), len(others))
        same_columns = len(columns & others) >= max(_ALIKE_SHARE * fewest, 1)
        return cls(
            orders=orders,
            customers=customers,
            alike=mine == theirs and (bool(mine) or same_columns),
            is_other_platform=bool(mine and theirs and mine != theirs),
        )


def _brand(platform: str) -> str:
    """Of the platform's id, which names the kind of export too."""
    return platform.partition("_")[0]


def _new_name(brand: str, taken: Mapping[str, object]) -> str:
    if brand and brand not in taken:
        return brand
    numbers = (f"{brand} {n}".strip() for n in range(2, len(taken) + 3))
    return next(name for name in numbers if name not in taken)
