"""One row per customer who ever bought, as of a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerTable:
    """Facts about each customer with at least one sale on or before ``as_of_day``.

    Arrays have n elements, one per customer, ordered by position in the Transactions they were
    made from. A purchase event is a customer-day with a sale (orders of one day are merged).
    """

    as_of_day: int
    customer: NDArray[np.int32]  # position in Transactions.customer_*
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    recency_days: NDArray[np.int32]  # as_of_day - last_day, >= 0
    tenure_days: NDArray[np.int32]  # as_of_day - first_day, >= 0
    frequency: NDArray[np.int32]  # purchase events, >= 1
    monetary_cents: NDArray[np.int64]  # all money of the customer up to the day, after refunds
    median_gap_days: NDArray[np.float64]  # own median days between events, nan below 2 events
    mean_basket_cents: NDArray[np.float64]  # money of sales / events
    mean_products: NDArray[np.float64]  # distinct products per event, nan where no products

    def __len__(self) -> int:
        """Number of customers."""
        return len(self.customer)
