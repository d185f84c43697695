"""Keys of customers, products and orders <-> the file's small whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import Labels

_MISSING = -1


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The two questions a table of keys is asked."""

    find: str  # (place, key) -> (place, id) for keys that are there
    last: str  # -> highest id, 0 in an empty table


CUSTOMERS = KeyTable(
    "SELECT ?1, id FROM customers WHERE key = ?2", "SELECT coalesce(max(id), 0) FROM customers"
)
PRODUCTS = KeyTable(
    "SELECT ?1, id FROM products WHERE key = ?2", "SELECT coalesce(max(id), 0) FROM products"
)
ORDERS = KeyTable(
    "SELECT ?1, id FROM orders WHERE key = ?2", "SELECT coalesce(max(id), 0) FROM orders"
)


@dataclass(frozen=True, slots=True)
class NewKeys:
    """Keys that got ids just now: the first id, the others follow it."""

    first: int
    keys: list[str]

    def __len__(self) -> int:
        """Number of keys."""
        return len(self.keys)

    @property
    def ids(self) -> range:
        """Ids of the keys."""
        return range(self.first, self.first + len(self.keys))


class KeyIds:
    """Gives every key its id, new keys the next ones; '' is nobody and nothing: 0.

    Remembers all keys that it met, so that filling an empty project asks the database nothing.
    """

    def __init__(self, connection: apsw.Connection, table: KeyTable) -> None:
        self._connection = connection
        self._table = table
        self._ids: dict[str, int] = {"": 0}
        self._keys_before: NDArray[np.object_] = np.empty(0, dtype=object)
        self._ids_before = np.empty(0, dtype=np.int64)
        self.last = int(connection.execute(table.last).get)
        self._any_stored = self.last > 0

    def of(self, keys: Sequence[str]) -> tuple[NDArray[np.int64], NewKeys]:
        """Ids of distinct keys, and which keys are new."""
        ids = np.array(list(map(self._ids.get, keys, repeat(_MISSING))), dtype=np.int64)
        missing = np.flatnonzero(ids == _MISSING).tolist()
        if missing and self._any_stored:
            asked = ((place, keys[place]) for place in missing)
            for place, id_ in self._connection.executemany(self._table.find, asked):
                ids[place] = self._ids[keys[place]] = id_
            missing = [place for place in missing if ids[place] == _MISSING]
        new = NewKeys(self.last + 1, [keys[place] for place in missing])
        self.last += len(new)
        ids[missing] = np.arange(new.first, self.last + 1)
        self._ids.update(zip(new.keys, new.ids, strict=True))
        return ids, new

    def known(self, keys: Sequence[str]) -> NDArray[np.int64]:
        """Ids of distinct keys, 0 = not there; no key gets one."""
        ids = np.array(list(map(self._ids.get, keys, repeat(0))), dtype=np.int64)
        missing = np.flatnonzero(ids == 0).tolist() if self._any_stored else []
        asked = ((place, keys[place]) for place in missing)
        for place, id_ in self._connection.executemany(self._table.find, asked):
            ids[place] = id_
        return ids

    def of_labels(self, labels: Labels) -> tuple[NDArray[np.int64], NewKeys]:
        """Ids label by label, and which are new; labels that no row bears have the id 0."""
        used = np.bincount(labels.codes, minlength=len(labels.values)) > 0
        ids = np.zeros(len(labels.values), dtype=np.int64)
        ids[used], new = self.of(labels.values[used].tolist())
        told = ids > 0
        self._keys_before, self._ids_before = labels.values[told], ids[told]
        return ids, new

    def of_told(
        self, keys: NDArray[np.object_], told: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NewKeys]:
        """Ids of the chosen keys; nothing is looked up where all are the labels asked for last."""
        before = self._keys_before
        if len(keys) == len(before) and bool((keys == before).all()):
            return self._ids_before[told], NewKeys(self.last + 1, [])
        return self.of(keys[told].tolist())


def insert_customers(connection: apsw.Connection, new: NewKeys) -> None:
    """Write new customer keys."""
    pairs = zip(new.ids, new.keys, strict=True)
    connection.executemany("INSERT INTO customers VALUES (?, ?)", pairs)


def insert_products(connection: apsw.Connection, new: NewKeys) -> None:
    """Write new product keys."""
    pairs = zip(new.ids, new.keys, strict=True)
    connection.executemany("INSERT INTO products VALUES (?, ?)", pairs)
