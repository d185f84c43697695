"""What became of the rows of lists of people and products, as the project stands now."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

import apsw

from clm_desktop.core.row_fates import ListedRow, RowFate, Told
from clm_desktop.core.rows import FileKind, RowState
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.listed import PEOPLE, PRODUCTS, Earlier, ListTable, Value
from clm_desktop.store.project import Project
from clm_desktop.store.row_history import file_ids

_NAMES = {
    FileKind.CUSTOMERS: (
        "email",
        "phone",
        "customer_name",
        "city",
        "country",
        "consent",
        "churned",
    ),
    FileKind.PRODUCTS_STOCK: (
        *("product_name", "category", "price_cents", "cost_cents", "stock"),
        *("lead_time_days", "pack_size", "least_order"),
    ),
}
_FILES = """
SELECT id, import_id, name, kind FROM files
WHERE kind IN ('customers', 'products_stock') AND id IN (SELECT value FROM json_each(?))
ORDER BY id
"""
_PEOPLE = """
SELECT row, state, key, email, phone, name, city, country, consent, churned, attributes
FROM listed_people WHERE file_id = ? ORDER BY row
"""
_PRODUCTS = """
SELECT row, state, key, name, category, price_cents, cost_cents, stock, lead_time_days,
  pack_size, least_order
FROM listed_products WHERE file_id = ? ORDER BY row
"""


def listed_rows(
    project: Project,
    fate: RowFate,
    import_id: int | None = None,
    file_name: str = "",
    ctx: RunContext = NULL_CONTEXT,
) -> Iterator[ListedRow]:
    """All rows of lists with a fate, of one import and file or of all; by file and row.

    Notes
    -----
    Cost: about 20 µs per row of these lists.
    """
    with project.reading(ctx) as connection:
        chosen = json.dumps(file_ids(connection, import_id, file_name))
        for file_id, of_import, name, kind in list(connection.execute(_FILES, (chosen,))):
            for found, cells, before in _judged(connection, file_id, FileKind(kind)):
                if found is fate:
                    yield ListedRow(of_import, name, cells[0], FileKind(kind), *cells[1:], before)


def count_listed_rows(
    project: Project, ctx: RunContext = NULL_CONTEXT
) -> Counter[tuple[int, RowFate]]:
    """How many rows of each file id :func:`listed_rows` gives for each fate."""
    counts: Counter[tuple[int, RowFate]] = Counter()
    with project.reading(ctx) as connection:
        every = json.dumps(file_ids(connection))
        for file_id, _, _, kind in list(connection.execute(_FILES, (every,))):
            counts.update(
                (file_id, found) for found, *_ in _judged(connection, file_id, FileKind(kind))
            )
    return counts


_Cells = tuple[int, str, RowState, Told]


def _judged(
    connection: apsw.Connection, file_id: int, kind: FileKind
) -> Iterator[tuple[RowFate, _Cells, Told | None]]:
    """Fate, cells and what was told before of each row of a list, as when it was imported."""
    table: ListTable = PEOPLE if kind is FileKind.CUSTOMERS else PRODUCTS
    query = _PEOPLE if kind is FileKind.CUSTOMERS else _PRODUCTS
    earlier = Earlier(connection, table, file_id)
    for row, state, key, *values in connection.execute(query, (file_id,)):
        cells = (row, key, RowState(state), _told(kind, values))
        if state != RowState.COUNTS:
            yield RowFate.LEFT_OUT, cells, None
        elif not earlier.lists(key):
            yield RowFate.CREATED, cells, None
        elif earlier.says(key, tuple(values)):
            yield RowFate.KNOWN, cells, None
        else:
            yield RowFate.CHANGED, cells, _told(kind, earlier.newest(key))


def _told(kind: FileKind, values: Sequence[Value]) -> Told:
    names = _NAMES[kind]
    told = [
        (name, value) for name, value in zip(names, values, strict=False) if value not in (None, "")
    ]
    if len(values) > len(names):  # the attributes of people
        told += json.loads(str(values[-1] or "{}")).items()
    return tuple(told)
