"""Keys of customers, products and orders <-> the file's small whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


class KeyIds:
    """Gives every key its id, new keys the next ones; '' is nobody and nothing: 0.

    Remembers all keys that it met, so that filling an empty project asks the database nothing.
    """

    def __init__(self, connection: apsw.Connection, table: KeyTable) -> None:
        self._connection = connection
        self._table = table
        self._ids: dict[str, int] = {"": 0}
        self.last = int(connection.execute(table.last).get)
        self._any_stored = self.last > 0

    def of(self, keys: Sequence[str]) -> tuple[NDArray[np.int64], list[tuple[int, str]]]:
        """Ids of distinct keys, and the (id, key) pairs that are new."""
        ids = np.array(list(map(self._ids.get, keys, repeat(_MISSING))), dtype=np.int64)
        missing = np.flatnonzero(ids == _MISSING).tolist()
        if missing and self._any_stored:
            asked = ((place, keys[place]) for place in missing)
            for place, id_ in self._connection.executemany(self._table.find, asked):
                ids[place] = self._ids[keys[place]] = id_
            missing = [place for place in missing if ids[place] == _MISSING]
        first = self.last + 1
        self.last += len(missing)
        ids[missing] = np.arange(first, self.last + 1)
        new_keys = [keys[place] for place in missing]
        new = list(zip(range(first, self.last + 1), new_keys, strict=True))
        self._ids.update(zip(new_keys, range(first, self.last + 1), strict=True))
        return ids, new

    def of_labels(self, labels: Labels) -> tuple[NDArray[np.int64], list[tuple[int, str]]]:
        """Ids label by label, and the new pairs; labels that no row bears have the id 0."""
        used = np.bincount(labels.codes, minlength=len(labels.values)) > 0
        ids = np.zeros(len(labels.values), dtype=np.int64)
        ids[used], new = self.of(labels.values[used].tolist())
        return ids, new


def insert_customers(connection: apsw.Connection, new: Iterable[tuple[int, str]]) -> None:
    """Write new customer keys."""
    connection.executemany("INSERT INTO customers VALUES (?, ?)", new)


def insert_products(connection: apsw.Connection, new: Iterable[tuple[int, str]]) -> None:
    """Write new product keys."""
    connection.executemany("INSERT INTO products VALUES (?, ?)", new)
