"""What may be wrong with a shop's data, as counted by the store and judged by the features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.message import Message
from clm_desktop.core.rows import FileTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMade:
    """When an import was made, and what became of its rows."""

    imported_s: int  # seconds since 1970-01-01 UTC
    files: tuple[FileTotals, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many customers can be reached in a way, and their share of sales (0..1)."""

    customers: int
    sales_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityFacts:
    """What the checks of ``features.quality`` look at; everything of rows that count."""

    imports: tuple[ImportMade, ...]
    notes: tuple[tuple[str, Message], ...]  # (file name, what was said of it)
    lines: int
    lines_without_customer: int
    lines_without_money: int  # something sold for 0, in orders that tell no total either
    lines_below_zero: int  # something sold for less than 0
    lines_looked_through: int
    lines_twice: int  # equal to another line of their order, beyond the first
    order_ts: NDArray[np.int64]
    order_cents: NDArray[np.int64]
    orders_without_customer: int
    orders_without_product: int
    customers: int
    product_keys: NDArray[np.object_]  # of what is a product, in no order
    products_with_category: int
    products_with_cost: int
    products_with_stock: int
    email: Reach
    phone: Reach
    consent: Reach

    @property
    def order_days(self) -> NDArray[np.int64]:
        """Day of each order."""
        return self.order_ts // SECONDS_PER_DAY


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One line of an order."""

    file_name: str
    row: int  # 1-based number of the row in its table
    order_key: str
    ts: int  # seconds since 1970-01-01 00:00 of the shop's clock, 0 = not told
    customer_key: str  # '' = nobody known
    product_key: str  # '' = not told
    quantity: float
    cents: int
