"""Lists that are no orders: one row per person, or per product with what is on hand and its cost.

All arrays of one object have one element per row of the file; text that is not told is '', a
number NaN, a yes or no -1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import SetAside

NOT_TOLD = -1  # of a yes or no; 0 = no, 1 = yes


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRows:
    """Rows of a customer list."""

    row: NDArray[np.int64]  # 1-based number of the row in its table
    key: NDArray[np.object_]  # number, else e-mail, else phone, else name; '' of footers only
    email: NDArray[np.object_]
    phone: NDArray[np.object_]
    name: NDArray[np.object_]
    city: NDArray[np.object_]
    country: NDArray[np.object_]
    consent: NDArray[np.int8]  # may be written to
    churned: NDArray[np.int8]  # the owner's own label
    attributes: NDArray[np.object_]  # tuple of texts, parallel to the names of the list
    state: NDArray[np.int8]  # RowState

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRows:
    """Rows of a product, stock or cost list."""

    row: NDArray[np.int64]
    key: NDArray[np.object_]  # number, else name; '' of footers only
    name: NDArray[np.object_]
    category: NDArray[np.object_]
    price_cents: NDArray[np.float64]
    cost_cents: NDArray[np.float64]  # of one piece
    stock: NDArray[np.float64]  # pieces on hand
    lead_time_days: NDArray[np.float64]  # from ordering to having it
    pack_size: NDArray[np.float64]  # pieces that the supplier sends together
    least_order: NDArray[np.float64]  # pieces below which the supplier sends none
    rest: NDArray[np.object_]  # tuple of texts: all other cells, which may tell rows apart
    state: NDArray[np.int8]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock:
    """One block of a list on its way into the store: read = len(rows) + len(set_aside)."""

    rows: PersonRows | ProductRows
    attribute_names: tuple[str, ...]  # columns that have no meaning of their own
    set_aside: tuple[SetAside, ...]
    rows_read: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerList:
    """Everybody whom lists name, the newest told of each; arrays are parallel."""

    key: NDArray[np.object_]
    customer_id: NDArray[np.int64]  # the store's id of the same person in orders, 0 = never bought
    name: NDArray[np.object_]
    email: NDArray[np.object_]
    phone: NDArray[np.object_]
    city: NDArray[np.object_]
    country: NDArray[np.object_]
    consent: NDArray[np.int8]
    churned: NDArray[np.int8]
    attribute_names: tuple[str, ...]
    attributes: tuple[NDArray[np.object_], ...]  # one array of texts per name, '' = not told

    def __len__(self) -> int:
        """Number of people."""
        return len(self.key)


def _none_told() -> NDArray[np.float64]:
    return np.empty(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductList:
    """Everything that lists tell of products, the newest told of each; arrays are parallel."""

    key: NDArray[np.object_]
    product_id: NDArray[np.int64]  # the store's id of the same product in orders, 0 = never sold
    name: NDArray[np.object_]
    category: NDArray[np.object_]
    price_cents: NDArray[np.float64]
    cost_cents: NDArray[np.float64]
    stock: NDArray[np.float64]  # of all places together, as the newest list says
    lead_time_days: NDArray[np.float64]
    stock_day: NDArray[np.float64] = field(default_factory=_none_told)  # of which the stock is told
    pack_size: NDArray[np.float64] = field(default_factory=_none_told)
    least_order: NDArray[np.float64] = field(default_factory=_none_told)

    def __len__(self) -> int:
        """Number of products."""
        return len(self.key)
