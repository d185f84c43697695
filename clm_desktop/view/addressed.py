"""Tables of customers as they leave the program: with who is meant and how to reach them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.words import Words

_CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One element per row of a table; '' = not told, or not to be used."""

    number: NDArray[np.object_]
    email: NDArray[np.object_]
    phone: NDArray[np.object_]


def names_customers(block: TableBlock) -> bool:
    """Whether each row of a table is about one customer, who is named."""
    named = any(column.key == _CUSTOMER for column in block.columns)
    return block.row_kind == _CUSTOMER and block.row_key is not None and named


def addressed(block: TableBlock, reach: Reach, words: Words) -> TableBlock:
    """The table with number, e-mail and phone beside the name; what would say nothing is left out.

    Two people of one name would be one in a file, and a list of calls needs numbers to call.
    """
    at = [column.key for column in block.columns].index(_CUSTOMER)
    number = np.where(reach.number == block.values[at], "", reach.number)
    told = [
        (
            Column(key="customer_id", title=words.text("Customer number"), kind=Kind.TEXT),
            number,
        ),
        (Column(key="email", title=words.text("E-mail"), kind=Kind.TEXT, width=26), reach.email),
        (Column(key="phone", title=words.text("Phone"), kind=Kind.TEXT, width=16), reach.phone),
    ]
    told = [(column, values) for column, values in told if (values != "").any()]
    columns, values = list(block.columns), list(block.values)
    columns[at + 1 : at + 1] = [column for column, _ in told]
    values[at + 1 : at + 1] = [cells for _, cells in told]
    return replace(block, columns=tuple(columns), values=tuple(values))
