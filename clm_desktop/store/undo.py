"""Take an import back, any one, in any order: what is left is as if it had never been.

Orders that only the import held go. Orders that other imports hold too are rebuilt: what each
remaining file said of them is read from the lines and their sightings, and merged again in the
order of the files by the very code that an import uses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set

import apsw
import numpy as np

from clm_desktop.core.errors import RequestError
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.control import ControlTotalsError
from clm_desktop.store.keys import NewKeys
from clm_desktop.store.lines import Ints, LineRows, span
from clm_desktop.store.merging import LineMerger
from clm_desktop.store.project import Project, next_revision
from clm_desktop.store.settling import settle_orders

ORDERS_AT_ONCE = 5_000
_NO_ORDER_IS_NEW = 1 << 39
_AS_THEY_CAME: Mapping[int, int] = {}

_Values = tuple[int, int, int, float, int, int, int, int]  # product, customer, ts ... part
_Evidence = dict[int, list[tuple[float, ...]]]  # file id -> rows as LineRows takes them


def undo_import(project: Project, import_id: int, ctx: RunContext = NULL_CONTEXT) -> int:
    """Take an import back and give the project's new revision.

    Raises
    ------
    RequestError
        ``import_unknown``.

    Notes
    -----
    Cost: one pass over all lines, and an import of the orders shared with other imports.
    """
    with project.transaction(ctx) as connection:
        take_back(connection, import_id, ctx)
        return next_revision(connection)


def take_back(connection: apsw.Connection, import_id: int, ctx: RunContext) -> None:
    """Undo inside a transaction that something else may follow; errors as ``undo_import``."""
    _choose(connection, import_id)
    shared = np.array(
        [order for (order,) in connection.execute("SELECT order_id FROM shared ORDER BY 1")],
        dtype=np.int64,
    )
    gone = {id_ for (id_,) in connection.execute("SELECT id FROM gone")}
    for start in range(0, len(shared), ORDERS_AT_ONCE):
        ctx.report(start / len(shared), "undo")
        rebuild(connection, shared[start : start + ORDERS_AT_ONCE], gone, ctx)
    ctx.report(None, "undo")
    _delete_rest(connection, import_id)
    settle_orders(connection, shared)
    _delete_orphans(connection)
    _drop_choice(connection)


_TOUCHED = """
CREATE TEMP TABLE touched AS
SELECT id >> 24 AS order_id FROM lines WHERE file_id IN (SELECT id FROM gone)
UNION SELECT line_id >> 24 FROM line_sightings WHERE file_id IN (SELECT id FROM gone)
"""
_SHARED = """
CREATE TEMP TABLE shared AS
SELECT order_id FROM touched
WHERE EXISTS (SELECT 1 FROM lines WHERE lines.id >= order_id << 24
              AND lines.id < (order_id + 1) << 24 AND file_id NOT IN (SELECT id FROM gone))
   OR EXISTS (SELECT 1 FROM line_sightings WHERE line_id >= order_id << 24
              AND line_id < (order_id + 1) << 24 AND file_id NOT IN (SELECT id FROM gone))
"""


def _choose(connection: apsw.Connection, import_id: int) -> None:
    """Put aside, in temporary tables, which files and orders are concerned."""
    if not connection.execute("SELECT count(*) FROM imports WHERE id = ?", (import_id,)).get:
        raise RequestError("import_unknown", number=import_id)
    connection.execute("CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY)")
    connection.execute("INSERT INTO gone SELECT id FROM files WHERE import_id = ?", (import_id,))
    connection.execute(_TOUCHED)
    connection.execute(_SHARED)
    connection.execute("DELETE FROM touched WHERE order_id IN (SELECT order_id FROM shared)")


def _drop_choice(connection: apsw.Connection) -> None:
    for statement in ("DROP TABLE gone", "DROP TABLE touched", "DROP TABLE shared"):
        connection.execute(statement)


def rebuild(
    connection: apsw.Connection,
    orders: Ints,
    gone: Set[int],
    ctx: RunContext,
    sequence: Mapping[int, int] = _AS_THEY_CAME,
) -> None:
    """Merge again what all files but those ``gone`` told of some orders, which are unsettled then.

    ``sequence`` gives files another place among the others: file k then counts as the file
    ``sequence[k]`` and its rows are kept under ``-sequence[k]``.
    """
    evidence = _read_evidence(connection, orders, gone)
    for statement in (
        "DELETE FROM lines WHERE id >= ? AND id < ?",
        "DELETE FROM line_sightings WHERE line_id >= ? AND line_id < ?",
    ):
        connection.executemany(statement, span(orders))
    for file_id in sorted(evidence, key=lambda id_: sequence.get(id_, id_)):
        given = connection.execute("SELECT order_ids_given FROM files WHERE id = ?", (file_id,)).get
        rows = LineRows.of_tuples(sorted(evidence[file_id]))
        merger = LineMerger(
            connection,
            ctx,
            file_id=-sequence[file_id] if file_id in sequence else file_id,
            may_change=bool(given),
            first_new_order=_NO_ORDER_IS_NEW,
        )
        merger.add(rows, NewKeys(0, []), {})
        tally = merger.finish()
        if tally.accepted + tally.known + tally.changed + tally.left_out.total() != len(rows):
            raise ControlTotalsError(f"undo lost rows of file {file_id}")


_LINES = """
SELECT id, file_id, row, ifnull(product_id, 0), ifnull(customer_id, 0), ts, quantity, cents,
       state, is_fee, part
FROM lines WHERE id >= ? AND id < ?
"""
_SIGHTINGS = """
SELECT line_id, file_id, row, changed, ifnull(was_customer_id, 0), was_ts, was_quantity,
       was_cents, was_state, was_is_fee
FROM line_sightings WHERE line_id >= ? AND line_id < ? ORDER BY line_id, file_id DESC
"""


def _read_evidence(connection: apsw.Connection, orders: Ints, gone: Set[int]) -> _Evidence:
    """What each remaining file said about some orders.

    A line holds what was said last; going back through its sightings, each change hands over
    what the line was before it.
    """
    evidence: _Evidence = defaultdict(list)
    value: dict[int, _Values] = {}
    makers = []
    for line, file_id, row, *values in connection.executemany(_LINES, span(orders)):
        value[line] = tuple(values)
        makers.append((line, file_id, row))

    def said(line: int, file_id: int, row: int) -> None:
        if file_id not in gone:
            evidence[file_id].append((row, line >> 24, *value[line]))

    for line, file_id, row, changed, *was in connection.executemany(_SIGHTINGS, span(orders)):
        said(line, file_id, row)
        if changed:
            value[line] = (value[line][0], *was, value[line][-1])
    for line, file_id, row in makers:
        said(line, file_id, row)
    return evidence


_DELETIONS = (
    "DELETE FROM lines WHERE id >> 24 IN (SELECT order_id FROM touched)",
    "DELETE FROM line_sightings WHERE line_id >> 24 IN (SELECT order_id FROM touched)",
    "DELETE FROM orders WHERE id IN (SELECT order_id FROM touched)",
    "DELETE FROM order_facts WHERE file_id IN (SELECT id FROM gone)",
    "DELETE FROM customer_facts WHERE file_id IN (SELECT id FROM gone)",
    "DELETE FROM product_facts WHERE file_id IN (SELECT id FROM gone)",
)


def _delete_rest(connection: apsw.Connection, import_id: int) -> None:
    for statement in _DELETIONS:
        connection.execute(statement)
    connection.execute("DELETE FROM imports WHERE id = ?", (import_id,))  # files, set_aside too


_ORPHANS = (
    "DELETE FROM customers WHERE id NOT IN ("
    " SELECT customer_id FROM lines WHERE customer_id IS NOT NULL"
    " UNION SELECT was_customer_id FROM line_sightings WHERE was_customer_id IS NOT NULL"
    " UNION SELECT customer_id FROM customer_facts)",
    "DELETE FROM products WHERE id NOT IN ("
    " SELECT product_id FROM lines WHERE product_id IS NOT NULL"
    " UNION SELECT product_id FROM product_facts)",
)


def _delete_orphans(connection: apsw.Connection) -> None:
    """Customers and products that no remaining file has ever named."""
    for statement in _ORPHANS:
        connection.execute(statement)
