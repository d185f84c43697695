"""Which orders of a file are sales: a ticket that only gives money back is none, wherever counted.

The same rule as for ``Transactions.order_is_sale``: a line with pieces and a price, that counts
and is no fee.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import CleanRows, RowState

Ints = NDArray[np.int64]

_IS_SALE = """
SELECT EXISTS (
  SELECT 1 FROM lines WHERE id >= ?1 << 24 AND id < (?1 + 1) << 24
  AND part < 2 AND state = 0 AND quantity > 0 AND cents >= 0 AND is_fee = 0)
"""
# Of an order of old: whether it is a sale now, and none of its lines was before a file came.
_GAINED = "".join(
    (
        _IS_SALE,
        """
AND NOT EXISTS (
  SELECT 1 FROM lines l
  LEFT JOIN line_sightings s ON s.line_id = l.id AND s.file_id = ?2 AND s.changed = 1
  WHERE l.id >= ?1 << 24 AND l.id < (?1 + 1) << 24 AND l.part < 2 AND l.file_id <> ?2
  AND ifnull(s.was_state, l.state) = 0 AND ifnull(s.was_quantity, l.quantity) > 0
  AND ifnull(s.was_cents, l.cents) >= 0 AND ifnull(s.was_is_fee, l.is_fee) = 0)
""",
    )
)

_NEW = """
SELECT count(*) FROM orders o WHERE id >= ? AND ts <> 0 AND EXISTS (
  SELECT 1 FROM lines WHERE id >= o.id << 24 AND id < (o.id + 1) << 24
  AND part < 2 AND (state = 0 OR state = 8 AND o.joined = 1)
  AND quantity > 0 AND cents >= 0 AND is_fee = 0)
"""


@dataclass(slots=True)
class SoldOrders:
    """Marks the new orders of a file that sold something; a bit for each."""

    first: int  # id of the first new order
    _sold: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def add(self, rows: CleanRows, order: Ints) -> None:
        """Look at rows and the ids of their orders."""
        sells = (rows.state == RowState.COUNTS) & (rows.quantity > 0) & (rows.cents >= 0)
        new = order[sells & ~rows.is_fee & (order >= self.first)] - self.first
        if len(new) == 0:
            return
        room = int(new.max()) + 1 - len(self._sold)
        if room > 0:
            self._sold = np.append(self._sold, np.zeros(room, dtype=bool))
        self._sold[new] = True

    def count(self) -> int:
        """How many there are."""
        return int(self._sold.sum())


def gained_sales(connection: apsw.Connection, orders: Ints, file_id: int) -> list[int]:
    """Which of some orders of old a file has made sales: they were paid meanwhile."""
    numbers: list[int] = orders.tolist()
    asked = ((order, file_id) for order in numbers)
    gained = connection.executemany(_GAINED, asked)
    return [order for order, (one,) in zip(numbers, gained, strict=True) if one]


def sales_among(connection: apsw.Connection, orders: list[int]) -> int:
    """How many of some orders are sales."""
    asked = ((order,) for order in orders)
    return sum(one for (one,) in connection.executemany(_IS_SALE, asked))


def new_sales(connection: apsw.Connection, first: int) -> int:
    """How many orders from an id on are sales of which a file has told who or when."""
    return int(connection.execute(_NEW, (first,)).get)
