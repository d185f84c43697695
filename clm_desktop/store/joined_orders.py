"""Orders whose products stand in another file than their buyer, brought together for reading.

What ``settling`` decided of each order is applied to its lines: see there.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.store.mixed_orders import LoadedLines, LoadedOrders
from clm_desktop.store.settling import Joined

_WHOLE = 1  # bits of a line's role
_WAITS = 4


def joined_orders(
    orders: LoadedOrders,
    lines: LoadedLines,
    joined: NDArray[np.int8],
    role: NDArray[np.int8],
) -> tuple[LoadedOrders, LoadedLines]:
    """Keep what counts: orders with lines, each with the buyer and the time of its whole order.

    Parameters
    ----------
    orders, lines : all orders; all lines that count for themselves, whole orders among them, and
        lines that wait for their order
    joined : ``Joined`` of each order
    role : of each line: 1 is the whole order, 4 waits for it

    Notes
    -----
    Lines of an order that tell no money share its total by their pieces.
    """
    of_line = joined[lines.order]
    is_joined = of_line == Joined.YES
    counts = np.where(is_joined, role & _WHOLE == 0, (of_line == Joined.NOT) & (role & _WAITS == 0))
    if is_joined.any():
        customer, ts = orders.customer_id[lines.order], orders.ts[lines.order]
        lines = replace(
            lines,
            customer_id=np.where(is_joined, customer, lines.customer_id),
            ts=np.where(is_joined, ts, lines.ts),
        )
    if not counts.all():
        lines = _chosen(lines, counts)
    there = np.zeros(len(orders.id), dtype=bool)
    there[lines.order] = True
    place = np.cumsum(there, dtype=np.int64) - 1
    lines = replace(lines, order=place[lines.order].astype(np.int32))
    orders = LoadedOrders(
        id=orders.id[there],
        key=orders.key[there],
        customer_id=orders.customer_id[there],
        ts=orders.ts[there],
        cents=orders.cents[there],
    )
    return orders, _shared(orders, lines, joined[there] == Joined.YES)


def _chosen(lines: LoadedLines, rows: NDArray[np.bool_]) -> LoadedLines:
    return LoadedLines(
        order=lines.order[rows],
        product_id=lines.product_id[rows],
        customer_id=lines.customer_id[rows],
        ts=lines.ts[rows],
        quantity=lines.quantity[rows],
        cents=lines.cents[rows],
        is_fee=lines.is_fee[rows],
    )


def _shared(orders: LoadedOrders, lines: LoadedLines, joined: NDArray[np.bool_]) -> LoadedLines:
    """Let lines of joined orders that tell no money carry their shares of the order's."""
    if not joined.any():
        return lines
    told = np.zeros(len(orders.id), dtype=bool)
    told[lines.order[lines.cents != 0]] = True
    rows = np.flatnonzero((joined & ~told)[lines.order])
    pieces = np.maximum(lines.quantity[rows], 0.0)
    sums = np.bincount(lines.order[rows], weights=pieces, minlength=len(orders.id))
    so_far = np.cumsum(pieces)
    order = lines.order[rows]
    begun = np.flatnonzero(np.diff(order, prepend=-1))
    before = np.repeat((so_far - pieces)[begun], np.diff(begun, append=len(order)))
    # Shares are differences of rounded running sums, so that they add up to the total.
    whole = np.maximum(sums[order], 1e-9)
    upto = np.rint(orders.cents[order] * (so_far - before) / whole)
    above = np.rint(orders.cents[order] * (so_far - before - pieces) / whole)
    cents = lines.cents.copy()
    cents[rows] = (upto - above).astype(np.int64)
    return replace(lines, cents=cents)
