"""Weekly sales of the shop and of its categories, each by what its own past liked best.

Candidates: the last four or eight weeks' mean, the same week last year, smoothing, and smoothing
with half the strength of the season and the holidays the shop's history shows, alone or averaged
with last year. In use is the mean of the three that came closest on the past, because averages
fail less than any one choice (Makridakis et al. 2020: 12 of the 17 best of M4 were combinations),
unless one simple rule alone came closer by more than 2 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.models.demand.effects import HolidayEffect, effect_factors, holiday_effects
from clm_desktop.models.demand.holidays import Find
from clm_desktop.models.demand.season import YEAR_WEEKS, factors, season_index, seasonless
from clm_desktop.models.demand.smoothing import moving_average, smooth

HORIZON_WEEKS = 13
SCORED_WEEKS = 4  # the error that is told: over the next four weeks
FIRST_ORIGIN = 12  # weeks of history before the first test
MAX_ORIGINS = 26
BETTER_SHARE = 0.98  # what a simple rule must do better by to be used alone
FEWEST_SEASONAL = 6  # past weeks that a season must have been tested from to be in the contest

SIMPLE = ("mean_4", "mean_8", "last_year")
SEASONAL = ("last_year", "smooth_season", "season_and_last_year")
METHODS = ("mean_4", "mean_8", "smooth", *SEASONAL)
BEST = 3  # methods that are averaged

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesBlock:
    """Weekly sales (series, weeks); the first is the whole shop, whose holidays all share."""

    sales: Floats
    is_open: Bools
    first_week: int
    calendar: Mapping[str, Find]

    @property
    def n_weeks(self) -> int:
        """Number of weeks known."""
        return len(self.is_open)

    def until(self, week: int) -> SalesBlock:
        """The block as it was known before its ``week``-th week."""
        return SalesBlock(
            sales=self.sales[:, :week],
            is_open=self.is_open[:week],
            first_week=self.first_week,
            calendar=self.calendar,
        )

    def effects(self) -> tuple[HolidayEffect, ...]:
        """What holidays did to the shop as a whole."""
        return holiday_effects(self.sales[0], self.is_open, self.first_week, self.calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTest:
    """Forecasts that each method would have made, beside what came: (series, origins, weeks)."""

    actual: Floats  # NaN after the end of the history and in closed weeks
    forecast: Mapping[str, Floats]

    def wape(self, method: str, like: str = "mean_4") -> Floats:
        """Sum of absolute errors of four weeks by the sum of sales, per series; NaN untested.

        Only past weeks that ``like`` could be tested from count, so that methods compare.
        """
        return self._wape(self.forecast[method], like)

    def wape_of_mean(self, methods: tuple[str, ...], row: int) -> float:
        """The same for the mean of several methods, of one series and on the fair weeks."""
        mean = np.mean([self.forecast[name] for name in methods], axis=0)
        return float(self._wape(mean, self.fair)[row])

    def _wape(self, forecast: Floats, like: str) -> Floats:
        actual, said = self.actual[:, :, :SCORED_WEEKS], forecast[:, :, :SCORED_WEEKS]
        known = np.isfinite(actual) & np.isfinite(said)
        known &= np.isfinite(self.forecast[like][:, :, :1])
        total = np.where(known, np.abs(actual), 0.0).sum(axis=(1, 2))
        error = np.where(known, np.abs(actual - said), 0.0).sum(axis=(1, 2))
        return np.where(total > 0, error / np.where(total > 0, total, 1.0), np.nan)

    @property
    def fair(self) -> str:
        """Method whose tested weeks all methods are compared on: seasonal ones need a year."""
        seasonal = np.isfinite(self.forecast["last_year"][0, :, 0]).sum()
        return "last_year" if seasonal >= FEWEST_SEASONAL else "mean_4"


def look_back(block: SalesBlock, ctx: RunContext) -> PastTest:
    """Forecast from up to 26 past weeks with what was known then, and keep what came.

    Cost: about 3 ms an origin, hardly more for ten categories than for none.
    """
    n = block.n_weeks
    step = 1 if n - FIRST_ORIGIN <= MAX_ORIGINS else 2
    origins = np.arange(n - 1, FIRST_ORIGIN - 1, -step)[:MAX_ORIGINS][::-1]
    shape = (len(block.sales), len(origins), HORIZON_WEEKS)
    actual = np.full(shape, np.nan)
    forecast = {name: np.full(shape, np.nan) for name in METHODS}
    came = np.where(block.is_open, block.sales, np.nan)
    for at, origin in enumerate(origins.tolist()):
        ctx.check()
        ahead = came[:, origin : origin + HORIZON_WEEKS]
        actual[:, at, : ahead.shape[1]] = ahead
        for name, said in forecasts(block.until(origin)).items():
            forecast[name][:, at] = said
    return PastTest(actual=actual, forecast=forecast)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What forecasts a series: one simple rule, or the mean of several methods."""

    methods: tuple[str, ...]
    yardstick: str  # the best of SIMPLE
    error_share: float
    yardstick_error_share: float

    def mean_of(self, said: Mapping[str, Floats]) -> Floats:
        """The chosen methods' forecasts, averaged."""
        return np.asarray(np.mean([said[name] for name in self.methods], axis=0), np.float64)


def choose(test: PastTest) -> list[Choice]:
    """What each series is forecast by, from the errors of its past."""
    tested = [name for name in METHODS if test.fair == "last_year" or name not in SEASONAL]
    scores = {name: test.wape(name, test.fair) for name in tested}
    return [_choice(test, scores, row) for row in range(len(test.actual))]


def _choice(test: PastTest, scores: Mapping[str, Floats], row: int) -> Choice:
    known = {name: float(score[row]) for name, score in scores.items() if np.isfinite(score[row])}
    if not known:
        return Choice(
            methods=("mean_8",), yardstick="mean_8",
            error_share=float("nan"), yardstick_error_share=float("nan"),
        )  # fmt: skip
    yardstick = min((name for name in SIMPLE if name in known), key=known.__getitem__)
    best = tuple(sorted(known, key=known.__getitem__)[:BEST])
    error = test.wape_of_mean(best, row)
    if known[yardstick] < BETTER_SHARE * error:
        best, error = (yardstick,), known[yardstick]
    return Choice(
        methods=best, yardstick=yardstick, error_share=error, yardstick_error_share=known[yardstick]
    )


def forecasts(block: SalesBlock) -> dict[str, Floats]:
    """The next 13 weeks of every series by every method that the history is long enough for."""

    def flat(level: Floats) -> Floats:
        return np.repeat(level[:, None], HORIZON_WEEKS, axis=1)

    sales = np.maximum(block.sales, 0)
    said = {
        "mean_4": flat(moving_average(sales, block.is_open, 4)),
        "mean_8": flat(moving_average(sales, block.is_open, 8)),
        "smooth": flat(smooth(sales, block.is_open).level),
    }
    n = block.n_weeks
    if n >= YEAR_WEEKS + SCORED_WEEKS:
        last_year = sales[:, n - YEAR_WEEKS : n - YEAR_WEEKS + HORIZON_WEEKS]
        season = _smooth_with_season(block)
        said["last_year"] = last_year
        said["smooth_season"] = season
        said["season_and_last_year"] = (season + last_year) / 2
    return said


def _smooth_with_season(block: SalesBlock) -> Floats:
    n, whole = block.n_weeks, block.n_weeks + HORIZON_WEEKS
    holiday = effect_factors(block.effects(), block.first_week, whole, block.calendar)
    plain = np.maximum(block.sales, 0) / holiday[:n]
    index = season_index(plain, block.is_open, block.first_week)
    season = factors(index, block.first_week, whole)
    level = smooth(seasonless(plain, season[:, :n]), block.is_open).level
    return np.asarray(level[:, None] * season[:, n:] * holiday[n:], np.float64)
