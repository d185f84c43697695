"""Simple exponential smoothing of many weekly series at once, and the simple rules beside it.

The smoothing weight is kept within [0.1, 0.3]: free weights chase noise, and on three sets of
weekly product series nothing heavier was better (recommend_forecast.md, section 5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ALPHAS = (0.1, 0.15, 0.2, 0.25, 0.3)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoothed:
    """Levels of every series: ``path[:, t]`` is what was known before week t, path[:, -1] now.

    Also the weight is the one that had done best before week t, so that every column is an honest
    forecast of its day. NaN before a series' first sale.
    """

    path: Floats  # (series, weeks + 1)

    @property
    def level(self) -> Floats:
        """The level after the last week; 0 for a series that never sold."""
        return np.nan_to_num(self.path[:, -1])


def smooth(series: NDArray[np.floating], is_open: Bools) -> Smoothed:
    """Smooth (series, weeks) values; the weight with the least squared one-step error wins.

    Closed weeks are skipped. A series begins at its first week above zero. Source: Brown 1959;
    Gardner 2006, eq. 1. Cost: O(weights x series x weeks), 5,000 x 105 about 0.1 CPU s.
    """
    n, n_weeks = series.shape
    alpha = np.array(ALPHAS)[:, None]
    path = np.full((n, n_weeks + 1), np.nan)
    level, error = np.full((len(ALPHAS), n), np.nan), np.zeros((len(ALPHAS), n))
    every = np.arange(n)
    for week in range(n_weeks):
        path[:, week] = level[np.argmin(error, axis=0), every]
        if not is_open[week]:
            continue
        value = series[:, week].astype(np.float64)
        started = ~np.isnan(level)
        miss = np.where(started, value - level, 0.0)
        error += miss * miss
        level = np.where(started, level + alpha * miss, np.where(value > 0, value, np.nan))
    path[:, n_weeks] = level[np.argmin(error, axis=0), every]
    return Smoothed(path=path)


def moving_average(series: NDArray[np.floating], is_open: Bools, weeks: int) -> Floats:
    """Mean of each series over the last ``weeks`` open weeks; 0 where there are none."""
    open_weeks = np.flatnonzero(is_open)[-weeks:]
    if not len(open_weeks):
        return np.zeros(len(series))
    return np.asarray(series[:, open_weeks].mean(axis=1), np.float64)
