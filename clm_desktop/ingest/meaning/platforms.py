"""Which shop system wrote a file: recognised by header names, never by positions.

The platforms themselves are data, in ``platforms_west.py``, ``platforms_tills.py`` and
``platforms_china.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest import headers
from clm_desktop.ingest.types import Field

Names = tuple[str, ...]  # header cells that mean the same, the best one first


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """One kind of export and how its columns are to be understood.

    ``needs`` are the header names that tell it from all others; ``a|b`` is satisfied by either.
    ``more_states`` are further columns with status words (the worst counts), ``more_dates`` stand
    in where the date is blank, ``less`` are columns of money to be taken off a line,
    ``percent_off`` a column with a discount in per cent. ``paid_net`` holds what was paid after
    corrections and wins over the total where it is filled. ``buyer_if_negative`` names the buyer
    on rows of money given back.
    """

    id: str
    name: str
    needs: Names
    fields: tuple[tuple[Field, Names], ...] = ()
    kind: FileKind = FileKind.ORDERS
    currency: str = ""
    more_states: Names = ()
    more_dates: Names = ()
    less: Names = ()
    percent_off: Names = ()
    paid_net: Names = ()
    buyer_if_negative: Names = ()
    date_order: str = ""  # dmy, mdy or ymd where the platform always writes so
    has_amounts: bool = True
    products_in_cell: bool = False  # "2× Mug, 1× Plate": all products of an order in one cell
    whole_orders: bool = False  # one row an order: another export of it has the products
    continued: Names = ()  # rows with the same cell here go on with the product above


class HeaderIndex:
    """Finds columns of one header by names in any spelling."""

    def __init__(self, header: Sequence[str]) -> None:
        """Remember the first position of every name; exports repeat some."""
        self._at: dict[str, int] = {}
        for position, cell in enumerate(header):
            self._at.setdefault(headers.key(cell), position)

    def find(self, names: Names, taken: frozenset[int] = frozenset()) -> int | None:
        """Position of the first of some names that is there and not taken."""
        found = (self._at.get(headers.key(name)) for name in names)
        return next((p for p in found if p is not None and p not in taken), None)

    def has(self, need: str) -> bool:
        """Whether one of 'a|b' is there."""
        return self.find(tuple(need.split("|"))) is not None


def recognise(header: Sequence[str], known: Sequence[Platform]) -> Platform | None:
    """Find the platform whose needs a header meets; the one with most needs where several do."""
    index = HeaderIndex(header)
    fitting = [p for p in known if all(index.has(need) for need in p.needs)]
    return max(fitting, key=lambda p: len(p.needs), default=None)


def fields_of(
    platform: Platform, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[tuple[Field, int], ...]:
    """Columns that hold a platform's fields; each column serves one field.

    Of several columns for a field the first one with anything in the sample rows is taken.
    """
    index = HeaderIndex(header)
    empty = frozenset(c for c in range(len(header)) if not any(row[c].strip() for row in rows))
    found: list[tuple[Field, int]] = []
    for field, names in platform.fields:
        taken = frozenset(c for _, c in found)
        column = index.find(names, taken | empty)
        column = index.find(names, taken) if column is None else column
        if column is not None:
            found.append((field, column))
    return tuple(found)
