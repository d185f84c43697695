"""The cut at an as-of day: the only place that could leak the future.

Everything that looks at a shop's past goes through one of these two functions, so that "was it
known on that day?" is answered in one place. A later row never changes an earlier snapshot.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from clm_desktop.core.transactions import Transactions
from clm_desktop.features.events import Events


def newest_day(tx: Transactions, today_day: int) -> int:
    """Day of the newest sale that is not in the future: the shop's "today".

    A mistyped year or a booking for next spring would else make everybody look long gone. One day
    ahead is still today somewhere on earth. Where most sales lie in the future the computer's clock
    is wrong, and the newest sale counts. Raises ValueError when nothing was sold.
    """
    sold = tx.order_day[tx.order_is_sale]
    past = sold[sold <= today_day + 1]
    return int(past.max()) if 2 * len(past) > len(sold) else tx.last_day


def cut(tx: Transactions, as_of_day: int) -> Transactions:
    """Keep orders and lines up to and including ``as_of_day``.

    Customers and products keep their positions, so that results of different days compare
    element by element. Cost: O(n); nothing is copied when nothing is cut.
    """
    keep = tx.order_day <= as_of_day
    if keep.all():
        return tx
    kept_line = keep[tx.line_order] if len(tx.line_order) else np.zeros(0, dtype=np.bool_)
    new_position = (np.cumsum(keep) - 1).astype(np.int32)
    return replace(
        tx,
        order_key=tx.order_key[keep],
        order_customer=tx.order_customer[keep],
        order_day=tx.order_day[keep],
        order_cents=tx.order_cents[keep],
        order_is_sale=tx.order_is_sale[keep],
        order_channel=tx.order_channel[keep],
        order_coupon=tx.order_coupon[keep],
        order_source=None if tx.order_source is None else tx.order_source[keep],
        line_order=new_position[tx.line_order[kept_line]],
        line_product=tx.line_product[kept_line],
        line_quantity=tx.line_quantity[kept_line],
        line_cents=tx.line_cents[kept_line],
    )


def cut_events(events: Events, as_of_day: int) -> Events:
    """Keep events up to and including ``as_of_day``: the same as events of the cut transactions.

    Net money of an event uses only its own day, so nothing later can enter it. Cost: O(n).
    """
    keep = events.day <= as_of_day
    if keep.all():
        return events
    return Events(
        customer=events.customer[keep],
        day=events.day[keep],
        sales_cents=events.sales_cents[keep],
        net_cents=events.net_cents[keep],
        products=events.products[keep],
    )
