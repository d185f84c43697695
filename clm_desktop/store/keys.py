"""Keys of customers, products and orders <-> the file's small whole numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, repeat

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import Labels


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The two questions a table of keys is asked."""

    find: str  # key -> (key, id) for keys that are there
    last: str  # -> highest id, 0 in an empty table


CUSTOMERS = KeyTable(
    "SELECT key, id FROM customers WHERE key = ?", "SELECT coalesce(max(id), 0) FROM customers"
)
PRODUCTS = KeyTable(
    "SELECT key, id FROM products WHERE key = ?", "SELECT coalesce(max(id), 0) FROM products"
)
ORDERS = KeyTable(
    "SELECT key, id FROM orders WHERE key = ?", "SELECT coalesce(max(id), 0) FROM orders"
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
        self._keys_before: NDArray[np.object_] = np.empty(0, dtype=object)
        self._ids_before = np.empty(0, dtype=np.int64)
        self.last = int(connection.execute(table.last).get)
        self._any_stored = self.last > 0
        self._ids = defaultdict(count(self.last + 1).__next__, {"": 0})

    def of(self, keys: Sequence[str]) -> tuple[NDArray[np.int64], NewKeys]:
        """Ids of distinct keys, and which keys are new."""
        self._look_up(keys)
        ids = np.fromiter(map(self._ids.__getitem__, keys), np.int64, len(keys))
        new = NewKeys(self.last + 1, [keys[at] for at in np.flatnonzero(ids > self.last).tolist()])
        self.last += len(new)
        return ids, new

    def known(self, keys: Sequence[str]) -> NDArray[np.int64]:
        """Ids of distinct keys, 0 = not there; no key gets one."""
        self._look_up(keys)
        return np.fromiter(map(self._ids.get, keys, repeat(0)), np.int64, len(keys))

    def _look_up(self, keys: Sequence[str]) -> None:
        """Remember the ids of keys that stand in the table."""
        if self._any_stored:
            asked = ((key,) for key in keys if key not in self._ids)
            self._ids.update(self._connection.executemany(self._table.find, asked))

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
