"""Which rows of a file are lines that the project has already; pure arithmetic on arrays."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.store.lines import Ints, LineRows

_SIX_DIGITS = 5e-6  # the most that rounding to six digits moves a number, as a share of it


def match_same(rows: LineRows, lines: LineRows) -> tuple[Ints, Ints]:
    """Pair rows with lines that say the same: positions in ``rows`` and in ``lines``.

    Multisets: n equal rows take at most as many equal lines, first rows and oldest lines first.

    Notes
    -----
    Cost: one sort of rows and lines together.
    """
    both = [np.concatenate(pair) for pair in zip(lines.facts(), rows.facts(), strict=True)]
    is_row = np.repeat([False, True], [len(lines), len(rows)])
    order = np.lexsort((is_row, *reversed(both)))  # stable: positions ascend among equals
    is_row = is_row[order]
    start = np.zeros(len(order), dtype=bool)
    start[:1] = True
    for column in both:
        column = column[order]
        start[1:] |= column[1:] != column[:-1]
    group = np.cumsum(start) - 1
    first = np.flatnonzero(start)
    lines_in_group = np.bincount(group[~is_row], minlength=len(first))
    # The lines of a group stand before its rows: the k-th row takes the k-th line.
    k = np.arange(len(order)) - first[group] - lines_in_group[group]
    paired = is_row & (k < lines_in_group[group])
    row_at = order[paired] - len(lines)
    line_at = order[(first[group] + k)[paired]]
    return row_at, line_at


def match_changed(rows: LineRows, lines: LineRows) -> tuple[Ints, Ints]:
    """Pair rows with lines that they change: positions in ``rows`` and in ``lines``.

    A row changes the oldest free line of its order and product, if it is plainly the same
    purchase: same known customer or same day. (Shops whose receipt numbers start again would
    otherwise see last month's orders overwritten.)
    """
    free: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for at, key in enumerate(_order_and_product(lines)):
        free[key].append(at)
    row_at, line_at = [], []
    line_customer, line_day = lines.customer_id.tolist(), _days(lines).tolist()
    facts = zip(_order_and_product(rows), rows.customer_id.tolist(), _days(rows), strict=True)
    for at, (key, customer, day) in enumerate(facts):
        for candidate in free.get(key, ()):
            same_customer = customer and customer == line_customer[candidate]
            if same_customer or day == line_day[candidate]:
                free[key].remove(candidate)
                row_at.append(at)
                line_at.append(candidate)
                break
    return np.array(row_at, dtype=np.int64), np.array(line_at, dtype=np.int64)


def only_rounded(rows: LineRows, lines: LineRows) -> NDArray[np.bool_]:
    """Which pairs differ in nothing but the sixth digit of the money.

    Programs that export numbers with six digits write 13541.3 where others write 13541.33: the
    same line, not a change of it.
    """
    same = np.ones(len(rows), dtype=bool)
    for name in ("customer_id", "ts", "quantity", "state", "is_fee"):
        same &= getattr(rows, name) == getattr(lines, name)
    most = np.maximum(np.abs(rows.cents), np.abs(lines.cents))
    same &= np.abs(rows.cents - lines.cents) <= _SIX_DIGITS * most
    return same


def _order_and_product(rows: LineRows) -> list[tuple[int, int, int]]:
    columns = (rows.order_id, rows.product_id, rows.part)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _days(rows: LineRows) -> NDArray[np.int64]:
    return rows.ts // SECONDS_PER_DAY
