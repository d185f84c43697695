"""Order cells that stand only on an order's first row, brought down to the rows below.

Shopify, Squarespace, Odoo and others write customer, date and status once per order. Blocks of a
file are cleaned one after the other, so the last row of a block is remembered for the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clm_desktop.ingest.factor import Cells, Codes, Factor, alike


@dataclass(frozen=True, slots=True)
class Runs:
    """Rows that belong together because they follow each other with one order number."""

    run: Codes  # n; -1 = continues the last run of the block before
    first: NDArray[np.bool_]  # n; row begins a run


@dataclass(slots=True)
class Carry:
    """What the last row of the block before said."""

    order: str = ""
    cells: dict[int, str] = field(default_factory=dict)  # by column position
    total_told: bool = False  # the order's total was already handed over
    given_back: bool = False  # the whole order was refunded
    ts: int | None = None  # of the last row that had a time
    currency: str = ""  # that rows are counted in

    def fill_orders(self, orders: Factor, continues: NDArray[np.bool_]) -> Factor:
        """Order numbers with those of the row above where a row continues it."""
        continues = continues & orders.blank
        if not continues.any():
            return orders
        source = np.where(continues, -1, np.arange(len(orders)))
        source = np.maximum.accumulate(source)
        values = np.append(orders.values, self.order)
        codes = np.where(source < 0, len(orders.values), orders.codes[source])
        return Factor(codes, values).distinct()

    def runs(self, orders: Factor) -> Runs:
        """Cut a block into runs of one order number; rows without number stand alone."""
        n = len(orders)
        first = np.ones(n, bool)
        first[1:] = orders.codes[1:] != orders.codes[:-1]
        first |= orders.blank
        if n and self.order and orders.values[orders.codes[0]] == self.order:
            first[0] = False
        return Runs(np.cumsum(first) - 1, first)

    def fill(self, column: int, cells: Factor, runs: Runs) -> Factor:
        """A column with blanks taken from above within the order."""
        blank = cells.blank
        before = self.cells.get(column, "")
        if not blank.any():
            return cells
        source = np.where(~blank | runs.first, np.arange(len(cells)), -1)
        source = np.maximum.accumulate(source)
        values = np.append(cells.values, before)
        codes = np.where(source < 0, len(cells.values), cells.codes[source])
        return Factor(codes, values).distinct()

    def remember(self, orders: Factor, columns: Mapping[int, Factor]) -> None:
        """Keep the last row for the next block."""
        if len(orders):
            self.order = str(orders.values[orders.codes[-1]])
            self.cells = {c: str(f.values[f.codes[-1]]) for c, f in columns.items()}


def made_orders(customers: Factor, ts: NDArray[np.int64]) -> Factor:
    """Order keys for rows without order number: one customer at one moment is one order."""
    moments, at = alike(ts)
    times = ts[at].astype("datetime64[s]")
    texts: Cells = np.empty(len(at), object)
    texts[:] = [t.removesuffix("T00:00:00") for t in np.datetime_as_string(times).tolist()]
    pair = customers.codes * max(len(texts), 1) + moments
    codes, at = alike(pair)
    who, when = np.divmod(pair[at], max(len(texts), 1))
    values = np.empty(len(at), object)
    values[:] = [f"{a}@{b}" for a, b in zip(customers.values[who], texts[when], strict=True)]
    return Factor(codes, values)
