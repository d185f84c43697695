"""What is answered about coming demand. Money in cents, weeks start on Monday."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.models.demand.effects import HolidayEffect


class DemandState(IntEnum):
    """What a product's past supports."""

    FEW = 0  # sold in fewer than four weeks: no forecast
    NEW = 1  # first sold less than eight weeks ago: its mean, with a wide range
    STEADY = 2
    STOPPED = 3  # silent for more than four times its usual gap: probably discontinued


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesForecast:
    """Weekly sales of the shop or a category: what was, and what comes with its range.

    ``sales_cents`` runs over the known weeks (NaN where the shop was closed), the others over the
    weeks ahead. ``error_share`` is the typical weekly error over four weeks by sales (WAPE) on the
    past, NaN untested; ``yardstick_error_share`` that of the best simple rule.
    """

    name: str  # '' = the whole shop
    sales_cents: NDArray[np.float64]
    ahead_cents: NDArray[np.float64]
    low80_cents: NDArray[np.float64]
    high80_cents: NDArray[np.float64]
    low95_cents: NDArray[np.float64]
    high95_cents: NDArray[np.float64]
    last_year_cents: NDArray[np.float64]  # the same weeks a year before, NaN where unknown
    methods: tuple[str, ...]  # of totals.METHODS: one rule, or several that are averaged
    yardstick: str  # the best of mean_4, mean_8, last_year
    error_share: float
    yardstick_error_share: float
    tested: int  # past weeks that it was forecast from
    covered80_share: float  # of what came, inside the range in the past; nan untested
    covered95_share: float


def _unknown() -> NDArray[np.float64]:
    return np.empty((0, 0))


def _no_weeks() -> NDArray[np.int32]:
    return np.empty(0, np.int32)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductForecast:
    """Units of every product over the next weeks; arrays parallel, best sellers first.

    ``per_week`` has one column per week ahead, NaN in state FEW. Ranges are of the next four weeks
    together. ``cv2_by_span`` and ``levels`` describe the distribution of sums: they are for
    :func:`clm_desktop.models.demand.products.units_needed`.
    """

    product: NDArray[np.int32]  # position in Transactions.product_*
    state: NDArray[np.int8]  # DemandState
    per_week: NDArray[np.float64]
    low80: NDArray[np.float64]
    high80: NDArray[np.float64]
    low95: NDArray[np.float64]
    high95: NDArray[np.float64]
    past_4_weeks: NDArray[np.float64]  # units sold
    past_52_weeks: NDArray[np.float64]
    past_52_weeks_cents: NDArray[np.float64]
    cv2_by_span: NDArray[np.float64]  # (products, len(SPANS))
    levels: NDArray[np.float64]  # (products, len(LEVELS))
    method: str  # mean_4, mean_8, smooth, smooth_season, learned
    yardstick: str
    error_share: float  # of four weeks' units, all products; nan untested
    yardstick_error_share: float
    bias_share: float  # forecast less actual, by actual
    tested: int  # product sums of four weeks compared
    covered80_share: float
    covered95_share: float
    most_by_span: NDArray[np.float64] = field(
        default_factory=_unknown
    )  # ever sold, (n, len(SPANS))
    weeks_known: NDArray[np.int32] = field(default_factory=_no_weeks)  # since the first sale

    def __len__(self) -> int:
        """Number of products."""
        return len(self.product)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """All forecasts as of one day, or the reason why there are none."""

    first_week: int  # Monday-based number of the first known week (features.weeks)
    next_week: int  # of the first week ahead
    shop: SalesForecast | None
    categories: tuple[SalesForecast, ...]
    products: ProductForecast | None
    effects: tuple[HolidayEffect, ...]
    weekly_cents: float  # mean of the open weeks known, for a history too short to forecast
    refused: Message | None
