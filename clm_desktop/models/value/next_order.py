"""When the next order is probably due: last order plus the usual rhythm, give or take."""

from __future__ import annotations

import numpy as np

from clm_desktop.features.spells import Spells
from clm_desktop.models.repeat.mbg import Array

MIN_GAPS = 20
USUAL_SPREAD = (0.7, 1.4)  # quartiles of gap / own rhythm in a shop that has too few gaps
OWN_GAPS = 3  # from so many gaps on, the own median is the rhythm


def next_order_days(own: Spells, as_of_day: int) -> tuple[Array, Array]:
    """From and to day (inter-quartile range of the shop's gaps, scaled to the own rhythm).

    nan below two events, and where the whole range has passed: that customer is late, not due.
    """
    usual = own.usual_gap_days()
    usual = np.where(own.events > OWN_GAPS, own.median_gap_days, usual)
    low, high = _spread(own, usual)
    start = np.maximum(own.last_day + low * usual, as_of_day + 1)
    end = own.last_day + np.maximum(high * usual, low * usual + 1)
    unknown = (own.events < 2) | (end <= as_of_day)
    return (
        np.where(unknown, np.nan, np.floor(start)),
        np.where(unknown, np.nan, np.ceil(np.maximum(start, end))),
    )


def _spread(own: Spells, usual: Array) -> tuple[float, float]:
    if len(own.gap_days) < MIN_GAPS:
        return USUAL_SPREAD
    low, high = np.quantile(own.gap_days / usual[own.gap_of], [0.25, 0.75]).tolist()
    return low, high
