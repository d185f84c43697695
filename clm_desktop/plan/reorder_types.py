"""What is said of stock: levels, orders, run-out days, classes; and what the owner may choose."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class AbcClass(IntEnum):
    """Share of sales: A makes the first 80 %, B the next 15 %, C the rest."""

    A = 0
    B = 1
    C = 2


class XyzClass(IntEnum):
    """How steadily a product sells: X steady, Y varying, Z hard to foresee."""

    X = 0
    Y = 1
    Z = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderRules:
    """What the owner may choose; a product's own list overrides the days."""

    service_share: float = 0.95  # chance that stock lasts until the next delivery
    lead_time_days: float = 14.0
    review_days: float = 7.0  # how often orders are placed
    left_over_share: float = 0.25  # of cost lost on a piece not sold in time, for the newsvendor


USUAL_RULES = ReorderRules()


def _none_known() -> NDArray[np.bool_]:
    return np.empty(0, np.bool_)


def _none_told() -> Floats:
    return np.empty(0, np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorder:
    """One element per forecast product, in the order of the ProductForecast; NaN = not known.

    ``level`` is the order-up-to level, ``order`` the units to order now (NaN without a stock
    figure). ``runs_out_*_day`` are day numbers: likely, early (1 in 10) and late (9 in 10);
    ``order_by_day`` is the last day on which an order still comes before the early one.
    """

    abc: NDArray[np.int8]
    xyz: NDArray[np.int8]  # -1 without a forecast
    stock: Floats
    lead_time_days: Floats
    service_share: Floats
    expected: Floats  # units over lead time and review
    level: Floats
    order: Floats
    order_cents: Floats  # at cost, else NaN
    runs_out_day: Floats
    runs_out_early_day: Floats
    runs_out_late_day: Floats
    order_by_day: Floats
    slow: NDArray[np.bool_]  # in stock for more than half a year, or no longer sold
    idle_cents: Floats  # money beyond half a year of demand, at cost or else price; NaN unknown

    capped: NDArray[np.bool_] = field(default_factory=_none_known)  # level is what was ever needed
    pack_size: Floats = field(default_factory=_none_told)  # pieces that come together
    least_order: Floats = field(default_factory=_none_told)  # pieces the supplier wants at least

    @property
    def with_stock(self) -> int:
        """Products whose stock is known."""
        return int(np.isfinite(self.stock).sum())
