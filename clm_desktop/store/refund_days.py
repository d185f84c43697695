"""Money given back on a later day than its order: deducted then, where the owner wants it so.

A file can name an order again, weeks later, with a row that takes money back. Such rows belong to
their order, and the order's day is the day of its first row. For files that are to be read with
refunds on their own day, what came back on later days becomes an order of that day, which is no
sale. The rows stay as told, so that the choice can be changed without reading anything anew.
"""

from __future__ import annotations

from dataclasses import replace

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.store.mixed_orders import LoadedLines, LoadedOrders
from clm_desktop.store.settling import Joined

REFUNDS_ON = "refunds_on"  # beside the columns in ``files.mapping``
ON_REFUND = "refund"

_FILES = """
SELECT files.id FROM files, json_each(files.mapping) pair
WHERE json_extract(pair.value, '$[0]') = ? AND json_extract(pair.value, '$[1]') = ?
"""
_LINES = "SELECT id FROM lines WHERE state = 0 AND cents < 0 AND part = 0 AND file_id = ?"


def refund_lines(connection: apsw.Connection) -> NDArray[np.int64]:
    """Ids of lines that take money back, of the files that are read so; cost one pass of lines."""
    files = [file_id for (file_id,) in connection.execute(_FILES, (REFUNDS_ON, ON_REFUND))]
    found = [line for file_id in files for (line,) in connection.execute(_LINES, (file_id,))]
    return np.array(sorted(found), dtype=np.int64)


def split_refunds(
    orders: LoadedOrders,
    lines: LoadedLines,
    joined: NDArray[np.int8],
    takes_back: NDArray[np.bool_],
) -> tuple[LoadedOrders, LoadedLines, NDArray[np.int8]]:
    """Give what came back on a later day than its order an order of that day; money is conserved.

    Parameters
    ----------
    joined : ``Joined`` of each order; only those whose lines speak for themselves are split
    takes_back : of each line: it is to be deducted on its own day
    """
    day, begun = lines.ts // SECONDS_PER_DAY, orders.ts[lines.order] // SECONDS_PER_DAY
    free = joined[lines.order] == Joined.NOT
    later = np.flatnonzero(takes_back & free & (day > begun))
    if len(later) == 0:
        return orders, lines, joined
    pairs = np.stack([lines.order[later].astype(np.int64), day[later]], axis=1)
    new, of_later = np.unique(pairs, axis=0, return_inverse=True)
    of_later = of_later.reshape(-1)
    parent = new[:, 0]
    moved = np.zeros(len(new), dtype=np.int64)
    np.add.at(moved, of_later, lines.cents[later])
    kept = orders.cents.copy()
    np.subtract.at(kept, parent, moved)
    line_order = lines.order.copy()
    line_order[later] = len(orders.id) + of_later
    split = LoadedOrders(
        id=np.concatenate([orders.id, orders.id[parent]]),
        key=np.concatenate([orders.key, orders.key[parent]]),
        customer_id=np.concatenate([orders.customer_id, orders.customer_id[parent]]),
        ts=np.concatenate([orders.ts, new[:, 1] * SECONDS_PER_DAY]),
        cents=np.concatenate([kept, moved]),
    )
    return split, replace(lines, order=line_order), np.append(joined, joined[parent])
