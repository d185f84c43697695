"""What became of every row of every import, as the project stands now: for looking up and saving.

A row made a line (new, or left out on purpose), was known, changed a line, or was set aside. Lines
hold what was said last; what a file found and left behind is read from the sightings that keep
what a line was before each change.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import apsw

from clm_desktop.core.row_fates import ImportedRow, LineFacts, RowFate
from clm_desktop.core.rows import RowState, SetAside
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.project import Project


def imported_rows(
    project: Project,
    fate: RowFate,
    import_id: int | None = None,
    file_name: str = "",
    ctx: RunContext = NULL_CONTEXT,
) -> Iterator[ImportedRow]:
    """All rows of orders with a fate, of one import and file or of all; by file and row.

    Rows of lists: :mod:`clm_desktop.store.list_history`; rows set aside: :func:`set_aside_of`.

    Notes
    -----
    Cost: one pass over all lines or sightings and a sort; nothing is held but the row.
    """
    with project.reading(ctx) as connection:
        files = json.dumps(file_ids(connection, import_id, file_name))
        if fate in (RowFate.CREATED, RowFate.LEFT_OUT):
            query = connection.execute(_MADE, (files, fate is RowFate.LEFT_OUT))
            for cells in query:
                yield _row(cells[:6], _facts(cells[6:12]))
        else:
            query = connection.execute(_SEEN, (files, fate is RowFate.CHANGED))
            for cells in query:
                yield _seen(cells, changed=fate is RowFate.CHANGED)


def set_aside_of(
    project: Project,
    import_id: int | None = None,
    file_name: str = "",
    ctx: RunContext = NULL_CONTEXT,
) -> Iterator[tuple[str, SetAside]]:
    """(file name, row) for rows that could not be understood, of one import and file or of all."""
    query = (
        "SELECT f.name, s.row, s.column_name, s.value, s.reason, s.raw FROM set_aside s"
        " JOIN files f ON f.id = s.file_id WHERE f.id IN (SELECT value FROM json_each(?))"
        " ORDER BY f.id, s.row"
    )
    with project.reading(ctx) as connection:
        files = json.dumps(file_ids(connection, import_id, file_name))
        for name, *cells in connection.execute(query, (files,)):
            yield name, SetAside(*cells)


def file_ids(
    connection: apsw.Connection, import_id: int | None = None, file_name: str = ""
) -> list[int]:
    """Ids of the files of an import (None = all) with a name ('' = any), in their order."""
    query = (
        "SELECT id FROM files WHERE (?1 IS NULL OR import_id = ?1) AND (?2 = '' OR name = ?2)"
        " ORDER BY id"
    )
    return [id_ for (id_,) in connection.execute(query, (import_id, file_name))]


def count_line_rows(
    project: Project, ctx: RunContext = NULL_CONTEXT
) -> Counter[tuple[int, RowFate]]:
    """How many rows of each file id :func:`imported_rows` gives for each fate."""
    counts: Counter[tuple[int, RowFate]] = Counter()
    with project.reading(ctx) as connection:
        for file_id, left_out, n in connection.execute(_COUNT_MADE):
            counts[file_id, RowFate.LEFT_OUT if left_out else RowFate.CREATED] += n
        for file_id, was_out, is_out in connection.execute(_STATE_CHANGED):
            counts[file_id, RowFate.LEFT_OUT if is_out else RowFate.CREATED] -= 1
            counts[file_id, RowFate.LEFT_OUT if was_out else RowFate.CREATED] += 1
        for file_id, changed, n in connection.execute(_COUNT_SEEN):
            counts[file_id, RowFate.CHANGED if changed else RowFate.KNOWN] += n
    return counts


# ---- rows that made lines ----------------------------------------------------------------

# A line as it was made: as it was before its first change, else as it is.
_MADE = """
SELECT f.import_id, f.name, l.row, o.key, ifnull(p.key, ''),
       ifnull((SELECT name FROM product_facts x WHERE x.product_id = p.id AND x.name <> ''
               ORDER BY x.file_id DESC LIMIT 1), ''),
       ifnull((SELECT key FROM customers
               WHERE id = iif(s.line_id IS NULL, l.customer_id, s.was_customer_id)), ''),
       ifnull(s.was_ts, l.ts), ifnull(s.was_quantity, l.quantity), ifnull(s.was_cents, l.cents),
       CASE WHEN l.part = 2 AND l.state = 0 AND o.joined <> 2 THEN 10
            WHEN ifnull(s.was_state, l.state) = 8 AND o.joined = 1 THEN 0
            ELSE ifnull(s.was_state, l.state) END,
       (SELECT told_cents FROM order_facts t WHERE t.order_id = o.id AND t.file_id = l.file_id)
FROM lines l JOIN files f ON f.id = l.file_id JOIN orders o ON o.id = l.id >> 24
LEFT JOIN products p ON p.id = l.product_id
LEFT JOIN line_sightings s ON s.line_id = l.id AND s.file_id = (
  SELECT min(file_id) FROM line_sightings g WHERE g.line_id = l.id AND g.changed = 1)
WHERE l.file_id IN (SELECT value FROM json_each(?1))
  AND (ifnull(s.was_state, l.state) <> 0
       AND NOT (ifnull(s.was_state, l.state) = 8 AND o.joined = 1)
       OR l.part = 2 AND l.state = 0 AND o.joined <> 2) = ?2
ORDER BY l.file_id, l.row
"""
_COUNT_MADE = """
SELECT l.file_id,
       CASE WHEN l.state = 0 AND l.part < 2 THEN 0
            WHEN l.state = 0 THEN (SELECT joined <> 2 FROM orders o WHERE o.id = l.id >> 24)
            WHEN l.state = 8 THEN (SELECT joined <> 1 FROM orders o WHERE o.id = l.id >> 24)
            ELSE 1 END AS left_out, count(*)
FROM lines l GROUP BY 1, 2
"""
_STATE_CHANGED = """
SELECT l.file_id, s.was_state <> 0 AND NOT (s.was_state = 8 AND o.joined = 1),
       l.state <> 0 AND NOT (l.state = 8 AND o.joined = 1)
FROM line_sightings s JOIN lines l ON l.id = s.line_id JOIN orders o ON o.id = l.id >> 24
WHERE s.changed = 1 AND s.was_state <> l.state AND s.file_id = (
  SELECT min(file_id) FROM line_sightings g WHERE g.line_id = l.id AND g.changed = 1)
"""


def _row(cells: Sequence[Any], said: LineFacts, was: LineFacts | None = None) -> ImportedRow:
    import_id, file_name, row, order_key, product_key, product_name = cells
    return ImportedRow(
        import_id, file_name, row, order_key, product_key, product_name, said=said, was=was
    )


def _facts(cells: Sequence[Any]) -> LineFacts:
    customer, ts, quantity, cents, state, order_cents = cells
    return LineFacts(customer, ts, quantity, cents, RowState(state), order_cents)


# ---- rows that met lines -----------------------------------------------------------------

# What a file left is what the next change found, else what the line is. As in an import, money that
# differs by rounding to six digits is no change, and a line whose order has a new total is one.
_BESIDE = """
FROM line_sightings s JOIN lines l ON l.id = s.line_id JOIN orders o ON o.id = l.id >> 24
LEFT JOIN line_sightings n ON n.line_id = s.line_id AND n.file_id = (
  SELECT min(file_id) FROM line_sightings g
  WHERE g.line_id = s.line_id AND g.file_id > s.file_id AND g.changed = 1)
LEFT JOIN order_facts t ON t.order_id = o.id AND t.file_id = s.file_id
LEFT JOIN order_facts b ON t.told_cents IS NOT NULL AND b.order_id = o.id AND b.file_id = (
  SELECT max(file_id) FROM order_facts g
  WHERE g.order_id = o.id AND g.file_id < s.file_id AND g.told_cents IS NOT NULL)
"""
_IS_CHANGED = """
iif(s.changed = 0,
  t.told_cents IS NOT NULL AND t.told_cents <> ifnull(b.told_cents,
    (SELECT ifnull(sum(cents), 0) FROM lines m
     WHERE m.id >= o.id << 24 AND m.id < (o.id + 1) << 24 AND m.state = 0)),
  NOT (s.was_customer_id IS iif(n.line_id IS NULL, l.customer_id, n.was_customer_id)
       AND s.was_ts = ifnull(n.was_ts, l.ts) AND s.was_state = ifnull(n.was_state, l.state)
       AND s.was_quantity = ifnull(n.was_quantity, l.quantity)
       AND s.was_is_fee = ifnull(n.was_is_fee, l.is_fee)
       AND abs(s.was_cents - ifnull(n.was_cents, l.cents))
           <= 5e-6 * max(abs(s.was_cents), abs(ifnull(n.was_cents, l.cents)))))
"""
_CELLS = """
SELECT f.import_id, f.name, s.row, o.key, ifnull(p.key, ''),
       ifnull((SELECT name FROM product_facts x WHERE x.product_id = p.id AND x.name <> ''
               ORDER BY x.file_id DESC LIMIT 1), ''),
       ifnull((SELECT key FROM customers
               WHERE id = iif(n.line_id IS NULL, l.customer_id, n.was_customer_id)), ''),
       ifnull(n.was_ts, l.ts), ifnull(n.was_quantity, l.quantity), ifnull(n.was_cents, l.cents),
       ifnull(n.was_state, l.state), t.told_cents,
       s.changed, ifnull((SELECT key FROM customers WHERE id = s.was_customer_id), ''),
       s.was_ts, s.was_quantity, s.was_cents, s.was_state, b.told_cents
"""
_NAMED = """
JOIN files f ON f.id = s.file_id LEFT JOIN products p ON p.id = l.product_id
WHERE s.file_id IN (SELECT value FROM json_each(?1)) AND
"""
_SEEN = "".join((_CELLS, _BESIDE, _NAMED, _IS_CHANGED, " = ?2 ORDER BY s.file_id, s.row"))
_COUNT_SEEN = "".join(("SELECT s.file_id, ", _IS_CHANGED, ", count(*)", _BESIDE, "GROUP BY 1, 2"))


def _seen(cells: tuple[Any, ...], *, changed: bool) -> ImportedRow:
    said = _facts(cells[6:12])
    if not changed:
        return _row(cells[:6], said)
    # A line that itself stayed as it was is one whose order has a new total.
    was = _facts(cells[13:19] if cells[12] else (*cells[6:11], cells[18]))
    return _row(cells[:6], said, was)
