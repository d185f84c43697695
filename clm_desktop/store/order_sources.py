"""Which of a shop's sources told an order first: the till, the web shop, a marketplace."""

from __future__ import annotations

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.store.columns import columns

Ints = NDArray[np.int64]

_FILES = """
SELECT id, name, iif(platform <> '', platform, mapping) || ' ' || orders_of || ' ' || customers_of
FROM files WHERE kind = 'orders' ORDER BY id
"""
_FIRST_LINES = "SELECT id >> 24, file_id FROM lines WHERE id & 16777215 = 0 ORDER BY id"


def order_sources(
    connection: apsw.Connection, orders: Ints, ctx: RunContext
) -> tuple[NDArray[np.int32] | None, tuple[str, ...]]:
    """The source of each order, -1 = not known, and the newest file of each source.

    A source is a platform, or files with one set of columns. Where there is only one: None.

    Notes
    -----
    Cost: nothing with one source, else a pass over all lines.
    """
    number: dict[str, int] = {}
    newest: dict[int, str] = {}
    of_file: dict[int, int] = {}
    for file_id, name, source in connection.execute(_FILES):
        place = of_file[file_id] = number.setdefault(source, len(number))
        newest[place] = name
    if len(number) < 2:
        return None, ()
    order, file_id = columns(connection.execute(_FIRST_LINES), (np.int64, np.int64), ctx)
    files, where = np.unique(file_id, return_inverse=True)
    source = np.array([of_file.get(id_, -1) for id_ in files.tolist()], dtype=np.int32)[where]
    by_order = np.full(int(max(orders.max(initial=0), order.max(initial=0))) + 1, -1, np.int32)
    by_order[order] = source
    return by_order[orders], tuple(newest[place] for place in range(len(number)))
