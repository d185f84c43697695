"""What was sold, as flat arrays: the store writes them out, features and models read them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects:
    """People who asked and did not pay, or who are only known from lists; positions as below.

    ``order_*`` are orders of which no line counts because they were cancelled before they were
    paid, never paid, or the payment failed. ``listed`` has one element per person of the lists.
    """

    order_customer: NDArray[np.int32]  # position in Transactions.customer_*, -1 = nobody known
    order_day: NDArray[np.int32]
    order_cents: NDArray[np.int64]
    listed: NDArray[np.int32]  # position in Transactions.customer_*, -1 = in no order


@dataclass(frozen=True, slots=True, kw_only=True)
class Transactions:
    """All rows that count, as parallel arrays; treat the arrays as read-only.

    Orders are sorted by day; ``line_order``, ``line_product`` and ``order_customer`` are positions
    in the arrays of this object (not ids of the store), -1 = none. An order is a *sale* when at
    least one product line with a positive quantity counts: only sales are purchase events, while
    the money of all orders (refunds, postage, corrections) belongs to its customer.
    """

    order_key: NDArray[np.object_]
    order_customer: NDArray[np.int32]
    order_day: NDArray[np.int32]
    order_cents: NDArray[np.int64]
    order_is_sale: NDArray[np.bool_]
    order_channel: NDArray[np.object_]  # '' = not told
    order_coupon: NDArray[np.object_]  # '' = not told

    line_order: NDArray[np.int32]
    line_product: NDArray[np.int32]
    line_quantity: NDArray[np.float64]
    line_cents: NDArray[np.int64]

    customer_id: NDArray[np.int64]  # the store's id
    customer_key: NDArray[np.object_]
    customer_name: NDArray[np.object_]  # '' = not told

    product_id: NDArray[np.int64]
    product_key: NDArray[np.object_]
    product_name: NDArray[np.object_]
    product_category: NDArray[np.object_]
    product_is_fee: NDArray[np.bool_]

    currency: str  # ISO 4217, a bare sign such as $, '' = unknown
    revision: int  # the project's data revision
    prospects: Prospects | None = None  # who might become customers, where the files tell
    # Which of several sources (till, marketplace ...) told an order; None: there is only one.
    order_source: NDArray[np.int32] | None = None  # position in source_names, -1 = not known
    source_names: tuple[str, ...] = ()  # newest file of each source

    @property
    def n_customers(self) -> int:
        """Number of customer ids seen, with or without a sale."""
        return len(self.customer_id)

    @property
    def n_orders(self) -> int:
        """Number of orders of any kind."""
        return len(self.order_day)

    @property
    def last_day(self) -> int:
        """Day of the newest sale, the shop's "today"; raises ValueError when nothing was sold."""
        return int(self.order_day[self.order_is_sale].max())

    @property
    def first_day(self) -> int:
        """Day of the oldest sale; raises ValueError when nothing was sold."""
        return int(self.order_day[self.order_is_sale].min())
