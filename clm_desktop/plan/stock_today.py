"""Stock as of today: what a list told on its own day, less what was sold since."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from clm_desktop.core.lists import ProductList
from clm_desktop.core.transactions import Transactions

FRESH_DAYS = 28  # a list so much younger than the newest sale still tells of these weeks


def stock_today(listed: ProductList | None, tx: Transactions) -> ProductList | None:
    """The list with every stock less what ``tx`` says was sold after the list's day, never below 0.

    What came in since nobody tells: a newer list does. What was sold on the day itself is taken as
    counted in the list. Cost: O(lines).
    """
    if listed is None or not len(listed.stock_day) or not tx.n_orders:
        return listed
    told = np.isfinite(listed.stock) & np.isfinite(listed.stock_day) & (listed.product_id > 0)
    if not told.any():
        return listed
    first = float(listed.stock_day[told].min())
    day = tx.order_day[tx.line_order]
    late = np.flatnonzero((day > first) & (tx.line_product >= 0))
    if not len(late):
        return listed
    position = {int(id_): place for place, id_ in enumerate(tx.product_id.tolist())}
    row_of = np.full(len(tx.product_id), -1, np.int64)
    for at in np.flatnonzero(told).tolist():
        place = position.get(int(listed.product_id[at]), -1)
        if place >= 0:
            row_of[place] = at
    row = row_of[tx.line_product[late]]
    since = (row >= 0) & (day[late] > listed.stock_day[np.maximum(row, 0)])
    sold = np.bincount(
        row[since], weights=tx.line_quantity[late][since], minlength=len(listed.stock)
    )
    left = np.where(told & (sold != 0), np.maximum(listed.stock - sold, 0.0), listed.stock)
    return replace(listed, stock=left)


def stock_day(listed: ProductList | None, as_of_day: int) -> int:
    """The day from which stock lasts: that of the newest list, else that of the newest sale.

    A list far younger than all sales says nothing of what was sold meanwhile: then the day of the
    newest sale is taken, as everywhere else.
    """
    if listed is None:
        return as_of_day
    days = listed.stock_day[np.isfinite(listed.stock_day)]
    newest = int(days.max()) if len(days) else as_of_day
    return newest if as_of_day < newest <= as_of_day + FRESH_DAYS else as_of_day
