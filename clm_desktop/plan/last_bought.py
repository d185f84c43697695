"""What each customer bought last, so that a message can ask how it was."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.transactions import Transactions


def last_bought(tx: Transactions, until_day: int) -> NDArray[np.int32]:
    """Product of each customer (position in ``customer_*``), -1 = none.

    The dearest article of the newest order up to a day; of those alike the first. Cost: O(n log n)
    in the lines.
    """
    found = np.full(tx.n_customers, -1, np.int32)
    buyer = tx.order_customer
    known = tx.order_is_sale & (buyer >= 0) & (tx.order_day <= until_day)
    newest = np.full(tx.n_customers, -1, np.int64)
    newest[buyer[known]] = np.flatnonzero(known)  # orders stand by day: the last one stays
    wanted = np.zeros(tx.n_orders, np.bool_)
    wanted[newest[newest >= 0]] = True
    lines = np.flatnonzero((tx.line_product >= 0) & (tx.line_quantity > 0))
    lines = lines[wanted[tx.line_order[lines]] & ~tx.product_is_fee[tx.line_product[lines]]]
    by_money = lines[np.argsort(-tx.line_cents[lines], kind="stable")][::-1]  # the last one stays
    at = buyer[tx.line_order[by_money]]
    found[at] = tx.line_product[by_money]
    return found
