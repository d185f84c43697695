"""The shop's own year: how far each week of the year lies above or below its surroundings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

YEAR_WEEKS = 52
SEASON_WEEKS = 56  # history from which a season can be told at all
HALF_STRENGTH = 0.5  # one or two years tell a season with error: full strength overshoots


def season_index(sales: Floats, is_open: Bools, first_week: int) -> Floats:
    """Factor per series and week of the year, by ``week number mod 52``; all 1 below 56 weeks.

    Sales (series, weeks) by the mean of the 52 weeks around, averaged over the years, smoothed over
    three weeks, and its square root: half strength (recommend_forecast.md, section 6, step 3). At
    both ends the nearest whole year stands in for the year around, so that a shop's second year has
    a season. A week that was closed in every of two or more years is 0. Cost: O(weeks x 52).
    """
    n = sales.shape[1]
    index = np.full((len(sales), YEAR_WEEKS), np.nan)
    if n < SEASON_WEEKS:
        return np.ones_like(index)
    ratio = _by_year_around(np.where(is_open, sales, np.nan))
    at = (first_week + np.arange(n)) % YEAR_WEEKS
    for week in range(YEAR_WEEKS):
        index[:, week] = _mean_of_known(ratio[:, at == week])
    around = np.stack([np.roll(index, 1, axis=1), index, np.roll(index, -1, axis=1)], axis=2)
    smoothed = np.nan_to_num(_mean_of_known(around), nan=1.0)
    index = np.maximum(smoothed, 0.05) ** HALF_STRENGTH
    index[:, _closed_every_year(is_open, at)] = 0.0
    return index


def _mean_of_known(values: Floats) -> Floats:
    """Mean over the last axis of what is no NaN; NaN where nothing is known."""
    known = np.isfinite(values)
    count = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _closed_every_year(is_open: Bools, at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Weeks of the year that the shop spent closed at least twice and was never open in."""
    times = np.bincount(at[~is_open], minlength=YEAR_WEEKS)
    opened = np.bincount(at[is_open], minlength=YEAR_WEEKS)
    return np.flatnonzero((times >= 2) & (opened == 0))


def seasonless(sales: NDArray[np.floating], season: Floats) -> Floats:
    """Take the season off; the weeks that are always closed stay 0."""
    return np.asarray(sales / np.where(season > 0, season, 1.0), np.float64)


def factors(index: Floats, first_week: int, n_weeks: int) -> Floats:
    """Season factors (series, ``n_weeks``) from ``first_week`` on."""
    return index[:, (first_week + np.arange(n_weeks)) % YEAR_WEEKS]


def _by_year_around(sales: Floats) -> Floats:
    """Sales by the mean of the 52 weeks around, at either end of the nearest 52; else NaN."""
    rows, n = sales.shape
    known = np.isfinite(sales)
    none = np.zeros((rows, 1))
    total = np.concatenate((none, np.cumsum(np.where(known, sales, 0.0), axis=1)), axis=1)
    count = np.concatenate((none, np.cumsum(known, axis=1)), axis=1)
    start = np.clip(np.arange(n) - YEAR_WEEKS // 2, 0, n - YEAR_WEEKS)
    weeks = count[:, start + YEAR_WEEKS] - count[:, start]
    mean = (total[:, start + YEAR_WEEKS] - total[:, start]) / np.maximum(weeks, 1)
    good = (weeks > YEAR_WEEKS // 2) & (mean > 0)
    return np.where(good, sales / np.where(good, mean, 1.0), np.nan)
