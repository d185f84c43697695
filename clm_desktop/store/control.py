"""Control totals: what stands in the tables, to be compared with what was handed in."""

from __future__ import annotations

from dataclasses import dataclass

import apsw

from clm_desktop.core.rows import CleanRows
from clm_desktop.store.lines import Ints, span
from clm_desktop.store.schema import LINE_BITS


class ControlTotalsError(AssertionError):
    """What stands in the tables is not what was handed in: a bug, and nothing is committed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlTotals:
    """Enough to notice a row that was lost, doubled or altered on its way."""

    rows: int = 0
    cents: int = 0
    first_ts: int | None = None
    last_ts: int | None = None

    def __add__(self, other: ControlTotals) -> ControlTotals:
        """Totals of both."""
        first = [ts for ts in (self.first_ts, other.first_ts) if ts is not None]
        last = [ts for ts in (self.last_ts, other.last_ts) if ts is not None]
        return ControlTotals(
            rows=self.rows + other.rows,
            cents=self.cents + other.cents,
            first_ts=min(first, default=None),
            last_ts=max(last, default=None),
        )

    @classmethod
    def of_rows(cls, rows: CleanRows) -> ControlTotals:
        """Totals of rows on their way in."""
        if len(rows) == 0:
            return cls()
        return cls(
            rows=len(rows),
            cents=int(rows.cents.sum()),
            first_ts=int(rows.ts.min()),
            last_ts=int(rows.ts.max()),
        )


_NEW_ORDERS = """
SELECT count(*), ifnull(sum(cents), 0), min(ts), max(ts) FROM lines WHERE id >= ? AND file_id = ?
"""
_OLD_ORDER = """
SELECT count(*), ifnull(sum(cents), 0), min(ts), max(ts) FROM lines
WHERE id >= ?1 AND id < ?2 AND (file_id = ?3 OR EXISTS (
  SELECT 1 FROM line_sightings s WHERE s.line_id = lines.id AND s.file_id = ?3))
"""


def read_back(
    connection: apsw.Connection, file_id: int, first_new_order: int, old_orders: Ints
) -> ControlTotals:
    """Totals of all lines that a file made or was matched with, read from the tables.

    ``old_orders`` are the orders that were there before the file and stand in it, ascending.
    """
    found = _totals(connection.execute(_NEW_ORDERS, (first_new_order << LINE_BITS, file_id)).get)
    asked = ((first, end, file_id) for first, end in span(old_orders))
    for row in connection.executemany(_OLD_ORDER, asked):
        found += _totals(row)
    return found


def _totals(row: tuple[int, int, int | None, int | None]) -> ControlTotals:
    rows, cents, first_ts, last_ts = row
    return ControlTotals(rows=rows, cents=cents, first_ts=first_ts, last_ts=last_ts)
