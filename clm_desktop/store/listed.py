"""Lists of people and products: every row kept with the file that told it, the newest told wins.

They stand beside the orders and are joined with them when they are read, by number, e-mail, phone
or name: so neither sequence nor undo of imports can leave anything behind.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

import apsw

from clm_desktop.core.lists import NOT_TOLD, ListBlock, PersonRows
from clm_desktop.core.rows import RowState
from clm_desktop.store.control import ControlTotalsError

Value = str | int | float | None
Values = tuple[Value, ...]  # what a row tells, without its key
_UNTOLD = ("", None, "{}")
_CHUNK = 5_000
_FEW = 16  # rows of one key that are compared one by one


@dataclass(frozen=True, slots=True)
class ListTable:
    """The statements of one of the two tables."""

    insert: str
    newest_first: str  # key, file -> file id and values of the key's rows in earlier files
    count: str


PEOPLE = ListTable(
    "INSERT INTO listed_people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "SELECT file_id, email, phone, name, city, country, consent, churned, attributes"
    " FROM listed_people WHERE key = ?1 AND file_id < ?2 AND state = 0"
    " ORDER BY file_id DESC, row DESC",
    "SELECT count(*) FROM listed_people WHERE file_id = ?",
)
PRODUCTS = ListTable(
    "INSERT INTO listed_products VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "SELECT file_id, name, category, price_cents, cost_cents, stock, lead_time_days,"
    " pack_size, least_order FROM listed_products WHERE key = ?1 AND file_id < ?2 AND state = 0"
    " ORDER BY file_id DESC, row DESC",
    "SELECT count(*) FROM listed_products WHERE file_id = ?",
)


@dataclass(slots=True)
class ListTally:
    """What became of the rows of a list so far."""

    accepted: int = 0
    known: int = 0
    changed: int = 0
    left_out: Counter[RowState] = field(default_factory=Counter)
    people_new: int = 0


class Said:
    """What the rows of one list have told so far."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._seen: dict[str, _RowsOfKey] = {}

    def knows(self, key: str) -> bool:
        """Whether an earlier row has this key."""
        return key in self._seen

    def again(self, key: str, values: Values, rest: Hashable) -> bool:
        """Whether an earlier row says it all: a picture's row, or the row again. If not, keep it.

        Figures in a row that differs elsewhere are those of another place or variant.
        """
        figures = any(isinstance(value, float) for value in values)
        seen = self._seen.get(key)
        if seen is not None and any(
            _tells_no_more(values, said) and (rest == others or not figures)
            for said, others in seen.like(values, rest, figures=figures)
        ):
            return True
        self._seen.setdefault(key, _RowsOfKey()).add(values, rest)
        return False


class _RowsOfKey:
    """Rows of one key; many are looked up by what they hold, so that none is compared with all."""

    def __init__(self) -> None:
        self._rows: list[tuple[Values, Hashable]] = []
        self._holding: defaultdict[tuple[int, Hashable], list[int]] = defaultdict(list)

    def add(self, values: Values, rest: Hashable) -> None:
        """Keep a row."""
        self._rows.append((values, rest))
        size = len(self._rows)
        if size > _FEW:
            for at in range(0 if size == _FEW + 1 else size - 1, size):
                said, others = self._rows[at]
                for place in enumerate((others, *said)):
                    self._holding[place].append(at)

    def like(
        self, values: Values, rest: Hashable, *, figures: bool
    ) -> Iterator[tuple[Values, Hashable]]:
        """Rows that may tell all of this: those with the rarest of its cells."""
        if len(self._rows) <= _FEW:
            return iter(self._rows)
        places: list[tuple[int, Hashable]] = [(0, rest)] if figures else []
        places += [(c, value) for c, value in enumerate(values, 1) if value not in _UNTOLD]
        if not places:
            return iter(self._rows)
        rows = min((self._holding.get(place, ()) for place in places), key=len)
        return (self._rows[at] for at in rows)


class Earlier:
    """What earlier files said of the keys of a list."""

    def __init__(self, connection: apsw.Connection, table: ListTable, file_id: int) -> None:
        self._connection = connection
        self._table = table
        self._file_id = file_id
        self._before: dict[str, tuple[set[Values], Values]] = {}

    def lists(self, key: str) -> bool:
        """Whether an earlier file lists a key."""
        return bool(self._known(key)[0])

    def says(self, key: str, values: Values) -> bool:
        """Whether earlier files say all of it."""
        rows, newest = self._known(key)
        return values in rows or _tells_no_more(values, newest)

    def newest(self, key: str) -> Values:
        """The newest told of each value of a key, () where no earlier file lists it."""
        return self._known(key)[1]

    def _known(self, key: str) -> tuple[set[Values], Values]:
        """Rows of the newest earlier file that lists a key, and the newest told of each value."""
        if key not in self._before:
            self._before[key] = self._read(key)
        return self._before[key]

    def _read(self, key: str) -> tuple[set[Values], Values]:
        rows: set[Values] = set()
        newest: list[Value] = []
        last_file = None
        query = self._connection.execute(self._table.newest_first, (key, self._file_id))
        for file_id, *values in query:
            last_file = file_id if last_file is None else last_file
            if file_id == last_file:
                rows.add(tuple(values))
            newest = newest or [None] * len(values)
            newest = [b if a in _UNTOLD else a for a, b in zip(newest, values, strict=True)]
        return rows, tuple(newest)


class ListWriter:
    """Writes the rows of one list, block by block."""

    def __init__(self, connection: apsw.Connection, file_id: int) -> None:
        self.tally = ListTally()
        self._connection = connection
        self._file_id = file_id
        self._table: ListTable | None = None
        self._said = Said()
        self._before: Earlier | None = None
        self._rows = 0

    def add(self, block: ListBlock) -> None:
        """Write one block."""
        self._table = PEOPLE if isinstance(block.rows, PersonRows) else PRODUCTS
        if self._before is None:
            self._before = Earlier(self._connection, self._table, self._file_id)
        rows = [
            (self._file_id, row, self._account(state, key, values, rest), key, *values)
            for row, state, key, values, rest in told(block)
        ]
        self._rows += len(rows)
        for start in range(0, len(rows), _CHUNK):
            self._connection.executemany(self._table.insert, rows[start : start + _CHUNK])

    def finish(self) -> ListTally:
        """Give the account, after counting what stands in the table."""
        if self._table is not None:
            found = int(self._connection.execute(self._table.count, (self._file_id,)).get)
            if found != self._rows:
                raise ControlTotalsError(f"found {found} rows of a list, handed in {self._rows}")
        return self.tally

    def _account(self, state: int, key: str, values: Values, rest: object) -> int:
        """Count a row as new, known, changed or left out; give the state it is kept with."""
        is_first = not self._said.knows(key)
        if state == RowState.COUNTS and self._said.again(key, values, rest):
            state = RowState.REPEATED
        if state != RowState.COUNTS:
            self.tally.left_out[RowState(state)] += 1
            return state
        assert self._before is not None  # noqa: S101 - set by the block that asks
        if not self._before.lists(key):
            self.tally.accepted += 1
            self.tally.people_new += is_first and self._table is PEOPLE
        elif self._before.says(key, values):
            self.tally.known += 1
        else:
            self.tally.changed += 1
        return state


def _tells_no_more(values: Values, said: Sequence[Value]) -> bool:
    return all(v in _UNTOLD or v == s for v, s in zip(values, said, strict=True))


def told(block: ListBlock) -> Iterator[tuple[int, int, str, Values, Hashable]]:
    """(row, state, key, values, all other cells) of each row of a block."""
    rows = block.rows
    start = (rows.row.tolist(), rows.state.tolist(), rows.key.tolist())
    if isinstance(rows, PersonRows):
        texts = (rows.email, rows.phone, rows.name, rows.city, rows.country)
        said = (rows.consent, rows.churned)
        flags = ([None if f == NOT_TOLD else f for f in c.tolist()] for c in said)
        names = block.attribute_names
        attributes = [_as_json(names, cells) for cells in rows.attributes]
        columns = (*(t.tolist() for t in texts), *flags, attributes)
        rest: list[Hashable] = [None] * len(rows)
    else:
        figures = (
            *(rows.price_cents, rows.cost_cents, rows.stock),
            *(rows.lead_time_days, rows.pack_size, rows.least_order),
        )
        numbers = ([None if f != f else f for f in c.tolist()] for c in figures)  # noqa: PLR0124
        columns = (rows.name.tolist(), rows.category.tolist(), *numbers)
        rest = list(rows.rest)
    yield from zip(*start, zip(*columns, strict=True), rest, strict=True)


def _as_json(names: tuple[str, ...], cells: tuple[str, ...]) -> str:
    told = {name: cell for name, cell in zip(names, cells, strict=True) if cell}
    return json.dumps(told, ensure_ascii=False)
