"""Put an import in the place of an old one: taken back and made anew in one transaction.

The new rows are merged as if they had been read when the old ones were: where a later file holds
the same order, what that file said is merged again on top of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import apsw
import numpy as np

from clm_desktop.core.errors import RequestError
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.connection import large_cache
from clm_desktop.store.importing import ImportWriter
from clm_desktop.store.project import Project
from clm_desktop.store.undo import ORDERS_AT_ONCE, rebuild, settle_rebuilt, take_back


@contextmanager
def replacing_import(
    project: Project, import_id: int, ctx: RunContext = NULL_CONTEXT
) -> Iterator[ImportWriter]:
    """Give a writer for what stands in place of an import; all of it is done, or nothing.

    The import keeps its number, its time and its place before the later ones.

    Raises
    ------
    RequestError
        ``import_unknown``.
    ProjectError, ControlTotalsError
        As for :func:`clm_desktop.store.importing.writing_import`; nothing was changed.

    Notes
    -----
    Cost: an undo, an import, and a second merge of the orders shared with later imports.
    """
    try:
        with project.transaction(ctx) as connection:
            made = "SELECT imported_s FROM imports WHERE id = ?"
            imported_s = connection.execute(made, (import_id,)).get
            if imported_s is None:
                raise RequestError("import_unknown", number=import_id)
            place = _first_file(connection, import_id)
            take_back(connection, import_id, ctx)
            writer = ImportWriter(connection, ctx, import_id=import_id, imported_s=int(imported_s))
            yield writer
            if writer.receipt is None:
                raise RuntimeError("the import was not finished")
            _put_in_place(connection, import_id, place, ctx)
    finally:
        large_cache(project.connection)


def _first_file(connection: apsw.Connection, import_id: int) -> int:
    """Number of the first file of an import; of the first later one where it has none."""
    query = "SELECT min(id) FROM files WHERE import_id >= ?"
    return int(connection.execute(query, (import_id,)).get or 1)


def _put_in_place(connection: apsw.Connection, import_id: int, place: int, ctx: RunContext) -> None:
    """Give the files of an import, which came last, the numbers from ``place`` on."""
    query = "SELECT id FROM files WHERE import_id = ? ORDER BY id"
    mine = [id_ for (id_,) in connection.execute(query, (import_id,))]
    query = "SELECT id FROM files WHERE import_id <> ? AND id >= ? ORDER BY id"
    later = [id_ for (id_,) in connection.execute(query, (import_id, place))]
    if not mine or not later:
        return
    sequence = dict(zip(mine, range(place, place + len(mine)), strict=True))
    behind = place + len(mine)
    for id_ in later:
        sequence[id_] = max(id_, behind)
        behind = sequence[id_] + 1
    shared = _shared(connection, mine, later)
    for start in range(0, len(shared), ORDERS_AT_ONCE):
        ctx.report(start / len(shared), "undo")
        rebuild(connection, shared[start : start + ORDERS_AT_ONCE], set(), ctx, sequence)
    ctx.report(None, "undo")
    _renumber(connection, sequence)
    settle_rebuilt(connection, shared)


_SHARED = """
WITH seen (order_id, file_id) AS (
  SELECT id >> 24, file_id FROM lines WHERE file_id IN (SELECT value FROM json_each(?1))
  UNION SELECT line_id >> 24, file_id FROM line_sightings
        WHERE file_id IN (SELECT value FROM json_each(?1)))
SELECT order_id FROM seen GROUP BY order_id
HAVING sum(file_id IN (SELECT value FROM json_each(?2))) BETWEEN 1 AND count(*) - 1
ORDER BY order_id
"""


def _shared(
    connection: apsw.Connection, mine: list[int], later: list[int]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Orders that some of my files and some later ones hold."""
    rows = connection.execute(_SHARED, (str([*mine, *later]), str(mine)))
    return np.array([order for (order,) in rows], dtype=np.int64)


_RENUMBER = (  # every column that holds numbers of files
    "UPDATE files SET id = -(SELECT new FROM renumbered WHERE old = id)"
    " WHERE id IN (SELECT old FROM renumbered)",
    "UPDATE files SET id = -id WHERE id < 0",
    "UPDATE lines SET file_id = -(SELECT new FROM renumbered WHERE old = file_id)"
    " WHERE file_id IN (SELECT old FROM renumbered)",
    "UPDATE lines SET file_id = -file_id WHERE file_id < 0",
    "UPDATE line_sightings SET file_id = -(SELECT new FROM renumbered WHERE old = file_id)"
    " WHERE file_id IN (SELECT old FROM renumbered)",
    "UPDATE line_sightings SET file_id = -file_id WHERE file_id < 0",
    "UPDATE customer_facts SET file_id = -(SELECT new FROM renumbered WHERE old = file_id)"
    " WHERE file_id IN (SELECT old FROM renumbered)",
    "UPDATE customer_facts SET file_id = -file_id WHERE file_id < 0",
    "UPDATE product_facts SET file_id = -(SELECT new FROM renumbered WHERE old = file_id)"
    " WHERE file_id IN (SELECT old FROM renumbered)",
    "UPDATE product_facts SET file_id = -file_id WHERE file_id < 0",
    "UPDATE order_facts SET file_id = -(SELECT new FROM renumbered WHERE old = file_id)"
    " WHERE file_id IN (SELECT old FROM renumbered)",
    "UPDATE order_facts SET file_id = -file_id WHERE file_id < 0",
    "UPDATE set_aside SET file_id = -(SELECT new FROM renumbered WHERE old = file_id)"
    " WHERE file_id IN (SELECT old FROM renumbered)",
    "UPDATE set_aside SET file_id = -file_id WHERE file_id < 0",
    "UPDATE listed_people SET file_id = -(SELECT new FROM renumbered WHERE old = file_id)"
    " WHERE file_id IN (SELECT old FROM renumbered)",
    "UPDATE listed_people SET file_id = -file_id WHERE file_id < 0",
    "UPDATE listed_products SET file_id = -(SELECT new FROM renumbered WHERE old = file_id)"
    " WHERE file_id IN (SELECT old FROM renumbered)",
    "UPDATE listed_products SET file_id = -file_id WHERE file_id < 0",
)


def _renumber(connection: apsw.Connection, sequence: Mapping[int, int]) -> None:
    """Change numbers of files wherever they stand; by way of negative ones, which are all free."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    connection.execute("CREATE TEMP TABLE renumbered (old INTEGER PRIMARY KEY, new INTEGER)")
    changed = ((old, new) for old, new in sequence.items() if old != new)
    connection.executemany("INSERT INTO renumbered VALUES (?, ?)", changed)
    for statement in _RENUMBER:
        connection.execute(statement)
    connection.execute("DROP TABLE renumbered")
