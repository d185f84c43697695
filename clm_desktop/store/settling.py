"""What an order is, worked out from its lines: who, when, how much, and which lines count.

Shops export orders and what was in them as two files. A row of the first is the *whole* order; it
stands for its products until lines of the second are there, and then gives them buyer, time and
money. Lines may come first: without a time of their own they wait. A row of a list of returns
takes its order out. All of this is derived from what the files told, so that their sequence makes
no difference and any of them can be taken back.
"""

from __future__ import annotations

from enum import IntEnum

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import FileInfo, FileKind

_CHUNK = 10_000
Ints = NDArray[np.int64]


class Part(IntEnum):
    """What a line is of its order (``lines.part``)."""

    LINE = 0
    WHOLE = 1  # the order itself, without its products
    RETURN = 2  # says that the order came back


def part_of(info: FileInfo) -> Part:
    """What the lines of a file are."""
    if info.kind is FileKind.RETURNS:
        return Part.RETURN
    return Part.WHOLE if info.whole_orders else Part.LINE


class Joined(IntEnum):
    """How the lines of an order stand together (``orders.joined``)."""

    NOT = 0  # every line speaks for itself
    YES = 1  # lines have buyer, time and money of the whole order, which is no line itself
    VOID = 2  # came back, or the whole order does not count: no line counts


# Orders with several buyers among their whole rows are numbers that start again: not joined.
# Which of the orders that share a number came back, a list of returns does not say: none is taken
# out where it has several buyers or is sold over more than a month, and its row is left out.
SETTLED = """
WITH told (order_id, told_cents) AS (
  SELECT f.order_id, f.told_cents FROM order_facts f WHERE f.told_cents IS NOT NULL
    AND order_id >= ?1 AND order_id < ?2
    AND file_id = (SELECT max(file_id) FROM order_facts g
                   WHERE g.order_id = f.order_id AND g.told_cents IS NOT NULL)),
seen AS (
  SELECT id >> 24 AS order_id,
    CASE WHEN sum(part = 2 AND state = 0) > 0 AND NOT (
                iif(max(part = 1), count(DISTINCT iif(part = 1, customer_id, NULL)),
                    count(DISTINCT iif(part = 0, customer_id, NULL))) > 1
                OR ifnull(max(iif(part < 2 AND cents >= 0 AND ts > 0, ts, NULL))
                   - min(iif(part < 2 AND cents >= 0 AND ts > 0, ts, NULL)), 0) > 31 * 86400)
         THEN 2
         WHEN min(part) = 0 AND max(iif(part < 2, part, 0)) = 1
              AND count(DISTINCT iif(part = 1, customer_id, NULL)) <= 1
         THEN iif(sum(part = 1 AND state = 0) > 0, 1, 2)
         ELSE 0 END AS joined,
    min(iif(part < 2 AND state <> 8, ts, NULL)) AS first_ts,
    min(iif(part = 1, ts, NULL)) AS whole_ts,
    min(iif(customer_id IS NOT NULL, id, NULL)) AS first_named,
    min(iif(customer_id IS NOT NULL AND part = 1, id, NULL)) AS whole_named,
    sum(state = 0 AND part < 2) AS n_count,
    sum(iif(state = 0 AND part < 2, cents, 0)) AS cents,
    sum(iif(state = 0 AND part = 1, cents, 0)) AS whole_cents,
    sum(iif(state IN (0, 8) AND part = 0, cents, 0)) AS line_cents
  FROM lines WHERE id >= ?1 << 24 AND id < ?2 << 24 GROUP BY 1)
SELECT seen.order_id,
  coalesce(iif(joined = 1, whole_ts, NULL), first_ts, 0) AS ts,
  (SELECT customer_id FROM lines
   WHERE id = iif(joined = 1, coalesce(whole_named, first_named), first_named)) AS customer_id,
  CASE WHEN joined = 2 OR (joined = 0 AND n_count = 0) THEN 0
       WHEN told.told_cents IS NOT NULL THEN told.told_cents
       WHEN joined = 0 THEN cents
       WHEN whole_cents <> 0 THEN whole_cents
       ELSE line_cents END AS total_cents,
  joined
FROM seen LEFT JOIN told ON told.order_id = seen.order_id
"""
_WRITE = """
UPDATE orders SET ts = ?2, customer_id = ?3, total_cents = ?4, joined = ?5 WHERE id = ?1
"""

# How many orders do not hold what their lines say; order ids stay below 2**38.
UNSETTLED = """
SELECT count(*) FROM orders JOIN (:settled) s ON s.order_id = orders.id
WHERE orders.total_cents <> s.total_cents OR orders.joined <> s.joined
""".replace(":settled", SETTLED.replace("?1", "0").replace("?2", str(1 << 38)))


def settle_orders(connection: apsw.Connection, order_ids: Ints) -> None:
    """Work out the derived columns of some orders, all of which have lines."""
    for start in range(0, len(order_ids), _CHUNK):
        asked = ((order, order + 1) for order in order_ids[start : start + _CHUNK].tolist())
        connection.executemany(_WRITE, list(connection.executemany(SETTLED, asked)))


_UNCLEAR = """
SELECT count(*) FROM lines JOIN orders ON orders.id = lines.id >> 24
WHERE file_id = ? AND part = 2 AND state = 0 AND joined <> 2
"""
_WAITING = """
SELECT count(*) FROM lines JOIN orders ON orders.id = lines.id >> 24
WHERE file_id = ? AND state = 8 AND joined = 1
"""


def joined_lines(connection: apsw.Connection, file_id: int) -> int:
    """How many lines of a file that would wait count, because their whole order is there."""
    return int(connection.execute(_WAITING, (file_id,)).get)


def unclear_lines(connection: apsw.Connection, file_id: int) -> int:
    """How many returns of a file take nothing out: several orders bear their numbers."""
    return int(connection.execute(_UNCLEAR, (file_id,)).get)
