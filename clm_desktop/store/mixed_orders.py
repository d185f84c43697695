"""Order numbers that the shop used for more than one customer, told apart again.

Receipt numbers that start again every day or month make one order of many people's purchases. The
money of a line belongs to the customer of the line, so such an order is read as one order for
each of its customers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedOrders:
    """Orders that count; an id stands more than once after splitting."""

    id: NDArray[np.int64]
    key: NDArray[np.object_]
    customer_id: NDArray[np.int64]  # 0 = nobody known
    ts: NDArray[np.int64]
    cents: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedLines:
    """Lines that count; ``order`` is a position in LoadedOrders."""

    order: NDArray[np.int32]
    product_id: NDArray[np.int64]
    customer_id: NDArray[np.int64]
    ts: NDArray[np.int64]
    quantity: NDArray[np.float64]
    cents: NDArray[np.int64]
    is_fee: NDArray[np.bool_]


def split_mixed_orders(
    orders: LoadedOrders, lines: LoadedLines
) -> tuple[LoadedOrders, LoadedLines]:
    """Give each further customer of an order an order of their own; money is conserved.

    Lines without a customer stay with the order's own. What an order's told total differs from
    its lines stays there too.
    """
    own = orders.customer_id[lines.order]
    foreign = np.flatnonzero((lines.customer_id > 0) & (lines.customer_id != own))
    if len(foreign) == 0:
        return orders, lines
    pairs = np.stack([lines.order[foreign].astype(np.int64), lines.customer_id[foreign]], axis=1)
    new, of_foreign = np.unique(pairs, axis=0, return_inverse=True)
    of_foreign = of_foreign.reshape(-1)
    moved = np.zeros(len(new), dtype=np.int64)
    np.add.at(moved, of_foreign, lines.cents[foreign])
    new_ts = np.full(len(new), np.iinfo(np.int64).max)
    np.minimum.at(new_ts, of_foreign, lines.ts[foreign])
    parent = new[:, 0]

    line_order = lines.order.copy()
    line_order[foreign] = len(orders.id) + of_foreign
    kept_cents = orders.cents.copy()
    np.subtract.at(kept_cents, parent, moved)
    kept_ts = _earliest(orders, lines, line_order, np.unique(parent))
    split = LoadedOrders(
        id=np.concatenate([orders.id, orders.id[parent]]),
        key=np.concatenate([orders.key, orders.key[parent]]),
        customer_id=np.concatenate([orders.customer_id, new[:, 1]]),
        ts=np.concatenate([kept_ts, new_ts]),
        cents=np.concatenate([kept_cents, moved]),
    )
    return split, LoadedLines(
        order=line_order,
        product_id=lines.product_id,
        customer_id=lines.customer_id,
        ts=lines.ts,
        quantity=lines.quantity,
        cents=lines.cents,
        is_fee=lines.is_fee,
    )


def _earliest(
    orders: LoadedOrders,
    lines: LoadedLines,
    line_order: NDArray[np.int32],
    changed: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Times of the orders after lines have left some of them."""
    ts = orders.ts.copy()
    ts[changed] = np.iinfo(np.int64).max
    stayed = np.flatnonzero(np.isin(line_order, changed))
    np.minimum.at(ts, line_order[stayed], lines.ts[stayed])
    emptied = changed[ts[changed] == np.iinfo(np.int64).max]
    ts[emptied] = orders.ts[emptied]
    return ts
