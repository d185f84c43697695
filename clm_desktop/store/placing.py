"""Which file wins: files are numbered by how new they are, whenever they came.

A file is as new as the last day that it tells of; lists without days are as new as their import.
Of files that end on the same day the one that was imported later is the newer. Where an older
file comes after a newer one, both are numbered anew and the orders that they share are merged
again in that sequence. So what a shop is told does not depend on the sequence of its imports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise

import apsw
import numpy as np

from clm_desktop.core.run import RunContext
from clm_desktop.store.facts import FactsWriter
from clm_desktop.store.lines import Ints, span
from clm_desktop.store.settling import settle_orders
from clm_desktop.store.undo import ORDERS_AT_ONCE, rebuild

GAP = 64  # between the numbers of files: room for older ones that come later
_LATEST_S = 2 * 86_400  # clocks of shops differ by less


def newest_ts(ts: Ints, imported_s: int) -> int:
    """The last time that some rows tell of, 0 = none; a day to come is a slip of the pen."""
    return int(ts[ts <= imported_s + _LATEST_S].max(initial=0))


def newer_files(connection: apsw.Connection, file_id: int) -> frozenset[int]:
    """Files that win over one that was just written."""
    query = (
        "SELECT f.id FROM files f JOIN files me ON me.id = ?"
        " WHERE (f.as_of_s, f.import_id, f.id) > (me.as_of_s, me.import_id, me.id)"
    )
    return frozenset(id_ for (id_,) in connection.execute(query, (file_id,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that was just written, and where what it told stands."""

    file_id: int
    first_order: int  # of those that it brought ...
    end_order: int  # ... and the one behind them
    old_orders: Ints  # orders of others that it told of
    facts: FactsWriter  # knows of whom and what it told


def place_files(
    connection: apsw.Connection, mine: Sequence[Written], ctx: RunContext
) -> dict[int, tuple[int, int]]:
    """Give files that were just written, with the highest numbers, their places among the others.

    Gives the new number of each and what its money in the shop's orders changes by.

    Notes
    -----
    Cost: nothing where they are the newest; else a second merge of the orders shared with newer
    files. About every sixth file between the same two needs a pass over all lines.
    """
    files = list(connection.execute("SELECT id, import_id, as_of_s FROM files ORDER BY id"))
    newest_last = [file[0] for file in sorted(files, key=lambda f: (f[2], f[1], f[0]))]
    if newest_last == [file[0] for file in files]:
        return {file.file_id: (file.file_id, 0) for file in mine}
    last_of_mine = _retold(connection, mine, newest_last)
    before = _money(connection, last_of_mine)
    numbers = _numbers_between(newest_last, {file.file_id for file in mine})
    sequence = numbers or {id_: GAP * place for place, id_ in enumerate(newest_last, start=1)}
    retold = np.array(sorted(last_of_mine), dtype=np.int64)
    for start in range(0, len(retold), ORDERS_AT_ONCE):
        ctx.report(start / len(retold), "undo")
        rebuild(connection, retold[start : start + ORDERS_AT_ONCE], set(), ctx, sequence)
    ctx.report(None, "undo")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    if numbers:
        for file in mine:
            _move(connection, file, numbers[file.file_id])
    else:
        _renumber(connection, sequence)
    settle_orders(connection, retold)
    change = Counter({file.file_id: 0 for file in mine})
    for order, cents in _money(connection, last_of_mine).items():
        change[last_of_mine[order]] += cents - before[order]
    return {f.file_id: (sequence[f.file_id], change[f.file_id]) for f in mine}


def _numbers_between(newest_last: Sequence[int], mine: Set[int]) -> dict[int, int]:
    """Numbers for files of mine that leave all others theirs; none where there is no room."""
    numbers: dict[int, int] = {}
    below, highest = 0, max(newest_last)
    for place, id_ in enumerate(newest_last):
        if id_ in mine:
            above = next((other for other in newest_last[place:] if other not in mine), None)
            if above is not None:
                numbers[id_] = (below + above) // 2
            elif id_ > below:
                numbers[id_] = id_
            else:
                highest += GAP
                numbers[id_] = highest
            if numbers[id_] == below:
                return {}
        below = numbers.get(id_, id_)
    return numbers


_TELLERS = """
SELECT ?1 >> 24, file_id FROM lines WHERE id >= ?1 AND id < ?2
UNION SELECT ?1 >> 24, file_id FROM line_sightings WHERE line_id >= ?1 AND line_id < ?2
"""


def _retold(
    connection: apsw.Connection, mine: Sequence[Written], newest_last: Sequence[int]
) -> dict[int, int]:
    """Orders that were merged in another sequence, each with the file of mine that came last."""
    rank = {id_: place for place, id_ in enumerate(newest_last)}
    mine_ids = {file.file_id for file in mine}
    orders = np.unique(np.concatenate([file.old_orders for file in mine]))
    told = connection.executemany(_TELLERS, span(orders))
    found: dict[int, int] = {}
    for order, rows in groupby(told, key=lambda row: int(row[0])):
        tellers = sorted(int(file) for _, file in rows)
        if any(rank[a] > rank[b] for a, b in pairwise(tellers)):
            found[order] = max(mine_ids.intersection(tellers))
    return found


def _money(connection: apsw.Connection, orders: Iterable[int]) -> dict[int, int]:
    asked = ((order,) for order in orders)
    query = "SELECT id, total_cents FROM orders WHERE id = ?"
    return dict(connection.executemany(query, asked))


_MOVE_LINES = (  # of orders from ?3 to ?4; those that were merged again bear the new number already
    "UPDATE lines SET file_id = ?2 WHERE id >= ?3 << 24 AND id < ?4 << 24 AND file_id IN (?1, -?2)",
    "UPDATE line_sightings SET file_id = ?2 WHERE line_id >= ?3 << 24 AND line_id < ?4 << 24"
    " AND file_id IN (?1, -?2)",
    "UPDATE order_facts SET file_id = ?2 WHERE order_id >= ?3 AND order_id < ?4 AND file_id = ?1",
)
_MOVE_CUSTOMER = "UPDATE customer_facts SET file_id = ?2 WHERE customer_id = ?3 AND file_id = ?1"
_MOVE_PRODUCT = "UPDATE product_facts SET file_id = ?2 WHERE product_id = ?3 AND file_id = ?1"
_MOVE_REST = (
    "UPDATE set_aside SET file_id = ?2 WHERE file_id = ?1",
    "UPDATE listed_people SET file_id = ?2 WHERE file_id = ?1",
    "UPDATE listed_products SET file_id = ?2 WHERE file_id = ?1",
    "UPDATE files SET id = ?2 WHERE id = ?1",
)
MOVES = (*_MOVE_LINES, _MOVE_CUSTOMER, _MOVE_PRODUCT, *_MOVE_REST)  # the same columns as RENUMBER


def _move(connection: apsw.Connection, file: Written, new: int) -> None:
    """Give one file another number, which is free; costs by what the file told."""
    old = file.file_id
    ranges = [(file.first_order, file.end_order)]
    ranges += ((order, order + 1) for order in file.old_orders.tolist())
    for statement in _MOVE_LINES:
        connection.executemany(statement, ((old, new, *some) for some in ranges))
    told = (file.facts.told_customers(), file.facts.told_products())
    for statement, ids in zip((_MOVE_CUSTOMER, _MOVE_PRODUCT), told, strict=True):
        connection.executemany(statement, ((old, new, id_) for id_ in ids.tolist()))
    for statement in _MOVE_REST:
        connection.execute(statement, (old, new))


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
    connection.execute("CREATE TEMP TABLE renumbered (old INTEGER PRIMARY KEY, new INTEGER)")
    changed = ((old, new) for old, new in sequence.items() if old != new)
    connection.executemany("INSERT INTO renumbered VALUES (?, ?)", changed)
    for statement in RENUMBER:
        connection.execute(statement)
    connection.execute("DROP TABLE renumbered")
