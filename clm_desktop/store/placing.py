"""Which file wins: files are numbered by how new they are, whenever they came.

A file is as new as the last day that it tells of; lists without days are as new as their import.
Of files that end on the same day the one that was imported later is the newer. Where an older
file comes after a newer one, both are numbered anew and the orders that they share are merged
again in that sequence. So what a shop is told does not depend on the sequence of its imports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import apsw
import numpy as np

from clm_desktop.core.run import RunContext
from clm_desktop.store.lines import Ints
from clm_desktop.store.settling import settle_orders
from clm_desktop.store.undo import ORDERS_AT_ONCE, rebuild

_LATEST_S = 2 * 86_400  # clocks of shops differ by less; a later day is a slip of the pen


def as_of(last_ts: int | None, imported_s: int) -> int:
    """How new a file is that tells of days up to ``last_ts``, None = of none."""
    return last_ts if last_ts and last_ts <= imported_s + _LATEST_S else imported_s


def newer_files(connection: apsw.Connection, file_id: int) -> frozenset[int]:
    """Files that win over one that was just written."""
    query = (
        "SELECT f.id FROM files f JOIN files me ON me.id = ?"
        " WHERE (f.as_of_s, f.import_id, f.id) > (me.as_of_s, me.import_id, me.id)"
    )
    return frozenset(id_ for (id_,) in connection.execute(query, (file_id,)))


def place_files(
    connection: apsw.Connection, mine: Sequence[int], ctx: RunContext
) -> dict[int, tuple[int, int]]:
    """Give files that were just written, with the highest numbers, their places among the others.

    Gives the new number of each and what its money in the shop's orders changes by.

    Notes
    -----
    Cost: nothing where they are the newest; else a pass over all lines, and a second merge of the
    orders shared with newer files.
    """
    files = list(connection.execute("SELECT id, import_id, as_of_s FROM files ORDER BY id"))
    newest_last = sorted(files, key=lambda file: (file[2], file[1], file[0]))
    first = next((i for i, two in enumerate(zip(files, newest_last, strict=True))
                  if two[0] != two[1]), None)  # fmt: skip
    if first is None:
        return {file_id: (file_id, 0) for file_id in mine}
    numbers = [file[0] for file in files[first:]]
    sequence = dict(zip((file[0] for file in newest_last[first:]), numbers, strict=True))
    shared = _shared(connection, mine, list(sequence))
    for start in range(0, len(shared), ORDERS_AT_ONCE):
        ctx.report(start / len(shared), "undo")
        rebuild(connection, shared[start : start + ORDERS_AT_ONCE], set(), ctx, sequence)
    ctx.report(None, "undo")
    _renumber(connection, sequence)
    settle_orders(connection, shared)
    moved = dict(connection.execute(_MOVED))
    connection.execute("DROP TABLE moved")
    return {id_: (sequence.get(id_, id_), moved.get(id_, 0)) for id_ in mine}


# Orders that some of my files and some others hold, with the file of mine that came last.
_SHARED = """
CREATE TEMP TABLE moved AS
WITH seen (order_id, file_id) AS (
  SELECT id >> 24, file_id FROM lines WHERE file_id IN (SELECT value FROM json_each(?1))
  UNION SELECT line_id >> 24, file_id FROM line_sightings
        WHERE file_id IN (SELECT value FROM json_each(?1)))
SELECT order_id, total_cents AS before_cents,
       max(iif(file_id IN (SELECT value FROM json_each(?2)), file_id, 0)) AS file
FROM seen JOIN orders ON orders.id = order_id
GROUP BY order_id HAVING count(*) > 1 AND file > 0
"""
_MOVED = """
SELECT file, sum(total_cents - before_cents) FROM moved JOIN orders ON orders.id = order_id
GROUP BY file
"""


def _shared(connection: apsw.Connection, mine: Sequence[int], affected: list[int]) -> Ints:
    connection.execute(_SHARED, (str([*mine, *affected]), str(list(mine))))
    rows = connection.execute("SELECT order_id FROM moved ORDER BY order_id")
    return np.array([order for (order,) in rows], dtype=np.int64)


RENUMBER = (  # every column that holds numbers of files
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
    for statement in RENUMBER:
        connection.execute(statement)
    connection.execute("DROP TABLE renumbered")
