"""One file's rows -> the project's lines: new, known or changed.

Used by an import, and again by an undo to rebuild the orders that other imports share, so that
what an undo leaves is what would be there had the import never been.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, field

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import RowState
from clm_desktop.core.run import RunContext
from clm_desktop.store import lines as stored
from clm_desktop.store.keys import NewKeys
from clm_desktop.store.lines import CHUNK, Ints, LineRows
from clm_desktop.store.matching import match_changed, match_same, only_rounded
from clm_desktop.store.schema import LINE_BITS
from clm_desktop.store.settling import settle_orders

_RETOLD = """
SELECT ?1 >> 24
WHERE ?3 <> ifnull(
  (SELECT told_cents FROM order_facts
   WHERE order_id = ?1 >> 24 AND file_id < ?4 AND told_cents IS NOT NULL
   ORDER BY file_id DESC LIMIT 1),
  (SELECT ifnull(sum(cents), 0) FROM lines WHERE id >= ?1 AND id < ?2 AND state = 0))
"""
_LAST_TOLD = """
SELECT order_id, max(file_id) FROM order_facts
WHERE order_id = ?1 AND file_id < ?2 AND told_cents IS NOT NULL GROUP BY order_id
"""


@dataclass(slots=True)
class Tally:
    """What became of the rows so far."""

    accepted: int = 0
    known: int = 0
    changed: int = 0
    older: int = 0  # of those known: a newer file tells it otherwise
    left_out: Counter[RowState] = field(default_factory=Counter)
    added_cents: int = 0  # to the money of all orders

    def now_accepted(self, state: RowState, rows: int) -> None:
        """Count rows that were left out as accepted."""
        self.accepted += rows
        self.left_out[state] -= rows
        self.left_out += Counter()  # forgets what has become none

    def not_accepted(self, state: RowState, rows: int) -> None:
        """Count rows that were accepted as left out."""
        self.now_accepted(state, -rows)


class LineMerger:
    """Merges the rows of one file, block by block; the cut into blocks makes no difference.

    Rows of an order that the file itself brings are new lines. Rows of an order that was there
    before are first matched with equal lines (known); what is left waits for the end of the file,
    when all equal pairs have been made, and then changes lines of the same order and product or
    is new.
    """

    def __init__(
        self,
        connection: apsw.Connection,
        ctx: RunContext,
        *,
        file_id: int,
        may_change: bool,
        first_new_order: int,
    ) -> None:
        self.tally = Tally()
        self._connection = connection
        self._ctx = ctx
        self._file_id = file_id
        self._may_change = may_change
        self._first_new_order = first_new_order
        self._waiting: list[LineRows] = []
        self._unsettled: list[Ints] = []
        self._retold: set[int] = set()
        self._known_of_retold: Counter[int] = Counter()
        self._newer: Set[int] = frozenset()

    @property
    def touched(self) -> Ints:
        """Orders whose lines were changed or added to."""
        none = np.empty(0, dtype=np.int64)
        return np.unique(np.concatenate([none, *self._unsettled]))

    def add(self, rows: LineRows, new: NewKeys, told: dict[int, int]) -> None:
        """Merge a block whose new orders are ``new``, with told totals."""
        first_fresh = new.first if len(new) else None
        self._note_told(told, first_fresh)
        old = rows.order_id < self._first_new_order
        if old.any():
            self._match(rows.take(old))
            rows = rows.take(~old)
        if len(rows) == 0:
            return
        if (np.diff(rows.order_id) < 0).any():  # most files hold the lines of an order together
            rows = rows.take(np.argsort(rows.order_id, kind="stable"))
        if first_fresh is not None:
            begun = int(np.searchsorted(rows.order_id, first_fresh))
            fresh = rows.take(slice(begun, None))
            stored.insert_orders(self._connection, new, fresh, told)
            self._insert(rows.take(slice(0, begun)))
            number = _number_within(fresh.order_id)
            self._write((fresh.order_id << LINE_BITS) + number, fresh)
        else:
            self._insert(rows)

    def finish(self, newer: Set[int] = frozenset()) -> Tally:
        """Decide about the rows that waited, settle the orders touched; give the account.

        What ``newer`` files tell otherwise is not changed by this one: it is known, and older.
        The lines hold this file's word all the same, until the files are put in place.
        """
        self._newer = newer
        self._count_retold()
        waiting = LineRows.joined(self._waiting)
        waiting = waiting.take(np.argsort(waiting.order_id, kind="stable"))
        ends = np.flatnonzero(np.diff(waiting.order_id, append=-1)) + 1
        start = 0
        while start < len(waiting):  # chunks that end with an order
            self._ctx.check()
            end = int(ends[np.searchsorted(ends, min(start + CHUNK, len(waiting)))])
            self._change_or_add(waiting.take(slice(start, end)))
            start = end
        retold = np.fromiter(self._retold, np.int64, len(self._retold))
        for part in _chunks(np.unique(np.concatenate([retold, *self._unsettled]))):
            self._ctx.check()
            old = part[part < self._first_new_order]
            before = stored.money_of(self._connection, old)
            settle_orders(self._connection, part)
            self.tally.added_cents += stored.money_of(self._connection, old) - before
        self.tally.added_cents += stored.money_from(self._connection, self._first_new_order)
        return self.tally

    def _match(self, rows: LineRows) -> None:
        there = stored.unseen_lines(self._connection, np.unique(rows.order_id), self._file_id)
        row_at, line_at = match_same(rows, there)
        stored.insert_sightings(self._connection, there.at[line_at], rows.at[row_at], self._file_id)
        self.tally.known += len(row_at)
        if self._retold:
            met = (order for order in rows.order_id[row_at].tolist() if order in self._retold)
            self._known_of_retold.update(met)
        rest = np.ones(len(rows), dtype=bool)
        rest[row_at] = False
        if rest.any():
            self._waiting.append(rows.take(rest))

    def _change_or_add(self, rows: LineRows) -> None:
        rest = np.ones(len(rows), dtype=bool)
        if self._may_change:
            orders = np.unique(rows.order_id)
            there = stored.unseen_lines(self._connection, orders, self._file_id)
            row_at, line_at = match_changed(rows, there)
            rest[row_at] = False
            changed = rows.take(row_at)
            stored.change_lines(self._connection, there.at[line_at], changed, self._file_id)
            self._unsettled.append(changed.order_id)
            known = only_rounded(changed, there.take(line_at))
            older = ~known & self._told_by_newer(there.at[line_at])
            self.tally.known += int((known | older).sum())
            self.tally.older += int(older.sum())
            self.tally.changed += int((~known & ~older).sum())
        self._insert(rows.take(rest))

    def _told_by_newer(self, line_ids: Ints) -> NDArray[np.bool_]:
        """Whether a newer file has the last word on each line."""
        if not self._newer:
            return np.zeros(len(line_ids), dtype=bool)
        teller = stored.last_tellers(self._connection, line_ids, self._file_id)
        return np.isin(teller, list(self._newer))

    def _count_retold(self) -> None:
        """Rows of orders whose total is told anew have changed, unless a newer file tells it."""
        newest = dict.fromkeys(self._known_of_retold, 0)
        if self._newer:
            asked = ((order, self._file_id) for order in newest)
            newest = dict(self._connection.executemany(_LAST_TOLD, asked))
        for order, rows in self._known_of_retold.items():
            if newest.get(order) in self._newer:
                self.tally.older += rows
            else:
                self.tally.known -= rows
                self.tally.changed += rows

    def _insert(self, rows: LineRows) -> None:
        """Add lines, sorted by order, to orders that have lines already."""
        if len(rows) == 0:
            return
        orders, count = np.unique(rows.order_id, return_counts=True)
        first = np.repeat(stored.next_line_ids(self._connection, orders), count)
        self._unsettled.append(orders)
        self._write(first + _number_within(rows.order_id), rows)

    def _write(self, ids: Ints, rows: LineRows) -> None:
        self._ctx.check()
        stored.insert_lines(self._connection, ids, rows, self._file_id)
        states, counts = np.unique(rows.state, return_counts=True)
        for state, count in zip(states.tolist(), counts.tolist(), strict=True):
            if state == RowState.COUNTS:
                self.tally.accepted += count
            else:
                self.tally.left_out[RowState(state)] += count

    def _note_told(self, told: dict[int, int], first_fresh: int | None) -> None:
        """Remember orders of old whose total is told anew: their known rows count as changed."""
        old = ((order, cents) for order, cents in told.items() if order < self._first_new_order)
        asked = (
            (order << LINE_BITS, (order + 1) << LINE_BITS, cents, self._file_id)
            for order, cents in old
        )
        self._retold.update(order for (order,) in self._connection.executemany(_RETOLD, asked))
        begun = [
            order
            for order in told
            if order >= self._first_new_order and (first_fresh is None or order < first_fresh)
        ]
        self._unsettled.append(np.array(begun, dtype=np.int64))


def _number_within(order_ids: Ints) -> Ints:
    """0, 1, 2 ... within each run of equal ids."""
    starts = np.flatnonzero(np.diff(order_ids, prepend=-1))
    lengths = np.diff(starts, append=len(order_ids))
    return np.arange(len(order_ids)) - np.repeat(starts, lengths)


def _chunks(ids: Ints) -> list[Ints]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
