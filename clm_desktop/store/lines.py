"""Order lines as parallel arrays, and every statement that touches them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import RowState
from clm_desktop.store.columns import insert
from clm_desktop.store.keys import NewKeys
from clm_desktop.store.schema import LINE_BITS
from clm_desktop.store.settling import Joined, Part

Ints = NDArray[np.int64]
CHUNK = 4_000  # rows per call of the database: a few milliseconds, and what the cache holds


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRows:
    """Rows of a file, or lines of the project; ids are the store's, 0 = none.

    ``at`` is the row's number in its file, or the line's id.
    """

    at: Ints
    order_id: Ints
    product_id: Ints
    customer_id: Ints
    ts: Ints
    quantity: NDArray[np.float64]
    cents: Ints
    state: Ints
    is_fee: Ints
    part: Ints

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.at)

    def take(self, chosen: NDArray[np.bool_] | Ints | slice) -> LineRows:
        """The chosen rows, in the chosen order."""
        return LineRows(**{f.name: getattr(self, f.name)[chosen] for f in fields(self)})

    def facts(self) -> tuple[NDArray[np.generic], ...]:
        """All that two sightings of one line must have in common."""
        return (
            self.order_id,
            self.product_id,
            self.customer_id,
            self.ts,
            self.quantity,
            self.cents,
            self.state,
            self.is_fee,
            self.part,
        )

    @classmethod
    def of_tuples(cls, rows: Iterable[tuple[float, ...]]) -> LineRows:
        """Make from tuples in the order of the fields."""
        columns = list(zip(*rows, strict=True)) or [()] * len(fields(cls))
        at, order, product, customer, ts, quantity, cents, state, is_fee, part = columns
        return cls(
            at=np.array(at, np.int64),
            order_id=np.array(order, np.int64),
            product_id=np.array(product, np.int64),
            customer_id=np.array(customer, np.int64),
            ts=np.array(ts, np.int64),
            quantity=np.array(quantity, np.float64),
            cents=np.array(cents, np.int64),
            state=np.array(state, np.int64),
            is_fee=np.array(is_fee, np.int64),
            part=np.array(part, np.int64),
        )

    @classmethod
    def joined(cls, parts: Iterable[LineRows]) -> LineRows:
        """One after the other."""
        parts = list(parts)
        if not parts:
            return cls.of_tuples([])
        return cls(
            **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)}
        )


def span(order_ids: Ints) -> Iterator[tuple[int, int]]:
    """First line id of each order, and the first one after it."""
    first = order_ids << LINE_BITS
    return zip(first.tolist(), (first + (1 << LINE_BITS)).tolist(), strict=True)


_UNSEEN = """
SELECT id, id >> 24, ifnull(product_id, 0), ifnull(customer_id, 0), ts, quantity, cents, state,
       is_fee, part
FROM lines
WHERE id >= ?1 AND id < ?2 AND file_id <> ?3
  AND NOT EXISTS (SELECT 1 FROM line_sightings s WHERE s.line_id = lines.id AND s.file_id = ?3)
ORDER BY id
"""


def unseen_lines(connection: apsw.Connection, order_ids: Ints, file_id: int) -> LineRows:
    """Lines that a file has neither made nor been matched with, by order, oldest first."""
    asked = ((first, end, file_id) for first, end in span(order_ids))
    return LineRows.of_tuples(connection.executemany(_UNSEEN, asked))


def next_line_ids(connection: apsw.Connection, order_ids: Ints) -> Ints:
    """Id of the next line of each order."""
    query = "SELECT ifnull(max(id) + 1, ?1) FROM lines WHERE id >= ?1 AND id < ?2"
    rows = connection.executemany(query, span(order_ids))
    return np.fromiter((id_ for (id_,) in rows), np.int64, len(order_ids))


def insert_lines(connection: apsw.Connection, ids: Ints, rows: LineRows, file_id: int) -> None:
    """Write new lines, best in the order of their ids."""
    columns = (
        *(ids, _none_for_zero(rows.product_id), _none_for_zero(rows.customer_id), rows.ts),
        *(rows.quantity, rows.cents, rows.state, rows.is_fee, rows.part),
        *(np.full(len(rows), file_id), rows.at),
    )
    insert(connection, "INSERT INTO lines VALUES", columns)


def _none_for_zero(ids: Ints) -> NDArray[np.generic]:
    """Ids as the tables hold them."""
    if ids.all():
        return ids
    held = ids.astype(object)
    held[ids == 0] = None
    return held


def insert_sightings(connection: apsw.Connection, line_ids: Ints, rows: Ints, file_id: int) -> None:
    """Keep that a file holds lines that were there already."""
    connection.executemany(
        "INSERT INTO line_sightings (line_id, file_id, row, changed) VALUES (?, ?, ?, 0)",
        zip(line_ids.tolist(), [file_id] * len(rows), rows.tolist(), strict=True),
    )


_REMEMBER = """
INSERT INTO line_sightings
SELECT id, ?2, ?3, 1, customer_id, ts, quantity, cents, state, is_fee FROM lines WHERE id = ?1
"""
_CHANGE = """
UPDATE lines SET customer_id = nullif(?2, 0), ts = ?3, quantity = ?4, cents = ?5, state = ?6,
                 is_fee = ?7
WHERE id = ?1
"""


def change_lines(connection: apsw.Connection, line_ids: Ints, rows: LineRows, file_id: int) -> None:
    """Put a file's values into lines, keeping what they were."""
    ids = line_ids.tolist()
    remembered = zip(ids, [file_id] * len(ids), rows.at.tolist(), strict=True)
    connection.executemany(_REMEMBER, remembered)
    columns = (rows.customer_id, rows.ts, rows.quantity, rows.cents, rows.state, rows.is_fee)
    values = zip(ids, *(column.tolist() for column in columns), strict=True)
    connection.executemany(_CHANGE, values)


_LAST_TELLER = """
SELECT max(file_id, ifnull((SELECT max(file_id) FROM line_sightings
                            WHERE line_id = ?1 AND file_id <> ?2), 0))
FROM lines WHERE id = ?1
"""


def last_tellers(connection: apsw.Connection, line_ids: Ints, but: int) -> Ints:
    """The newest file that told of each line, one file left out."""
    asked = ((line, but) for line in line_ids.tolist())
    rows = connection.executemany(_LAST_TELLER, asked)
    return np.fromiter((file for (file,) in rows), np.int64, len(line_ids))


def money_of(connection: apsw.Connection, order_ids: Ints) -> int:
    """Cents of some orders together."""
    asked = ((order,) for order in order_ids.tolist())
    rows = connection.executemany("SELECT total_cents FROM orders WHERE id = ?", asked)
    return sum(cents for (cents,) in rows)


def money_from(connection: apsw.Connection, first_order: int) -> int:
    """Cents of an order and all that came after it together."""
    query = "SELECT ifnull(sum(total_cents), 0) FROM orders WHERE id >= ?"
    return int(connection.execute(query, (first_order,)).get)


def insert_orders(
    connection: apsw.Connection, new: NewKeys, lines: LineRows, told: dict[int, int]
) -> None:
    """Write new orders, settled from all their lines so far (sorted by order, of one file)."""
    starts = np.flatnonzero(np.diff(lines.order_id, prepend=-1))
    ts = np.minimum.reduceat(lines.ts, starts)
    counts = (lines.state == 0) & (lines.part != Part.RETURN)
    cents = np.add.reduceat(np.where(counts, lines.cents, 0), starts)
    any_counts = np.logical_or.reduceat(counts, starts)
    # The first line with a customer: lines without one are pushed behind the end.
    place = np.where(lines.customer_id > 0, np.arange(len(lines)), len(lines))
    first = np.minimum.reduceat(place, starts)
    customer = np.append(lines.customer_id, 0)[first]
    is_return = (lines.part == Part.RETURN) & (lines.state == RowState.COUNTS)
    came_back = np.where(np.logical_or.reduceat(is_return, starts), Joined.VOID, Joined.NOT)
    if told:
        ids = lines.order_id[starts].tolist()
        pairs = zip(ids, cents.tolist(), any_counts.tolist(), strict=True)
        cents = np.array([told.get(i, c) if counted else 0 for i, c, counted in pairs], np.int64)
    ids, keys = np.arange(new.first, new.first + len(new)), np.array(new.keys, dtype=object)
    columns = (ids, keys, _none_for_zero(customer), ts, cents, came_back)
    insert(connection, "INSERT INTO orders VALUES", columns)
