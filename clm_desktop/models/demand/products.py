"""Units of every product over the next weeks: smoothing, one learned model beside it, ranges.

The model is in use where there are products enough to teach it, else smoothing with the shop's
season, and in a shop's first year smoothing alone; a simple rule is used where it came closer by
more than 2 % over the last months' four-week sums (recommend_forecast.md, sections 5 and 6).

The season is the shop's own, since one product's past is too noisy to show it. On 70 random
ranges of 5 to 50 of Online Retail II's products, from nine weeks of its second year, it took
four-week errors from 0.50-0.56 to 0.47-0.53 by product, from 0.20-0.35 to 0.14-0.31 of the total.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.features.weeks import WeeklyDemand
from clm_desktop.models.demand.learned import (
    SPAN_WEEKS,
    Learned,
    best_sellers,
    first_sale,
    learn,
    predict,
)
from clm_desktop.models.demand.ranges import (
    LEVELS,
    ends,
    level_map,
    most_in_span,
    past_errors,
    quantile,
    spread,
    width_factor,
)
from clm_desktop.models.demand.season import SEASON_WEEKS, factors, season_index, seasonless
from clm_desktop.models.demand.smoothing import moving_average, smooth
from clm_desktop.models.demand.totals import HORIZON_WEEKS
from clm_desktop.models.demand.types import DemandState, ProductForecast

SPANS = (1, 2, 4, 8, 13)  # weeks; the spread of other spans lies between
FEWEST_WEEKS_SOLD = 4
NEW_WEEKS = 8
STOPPED_GAPS, STOPPED_WEEKS = 4.0, 8
TEST_WEEKS = (12, 8, 4)  # how long ago the past is forecast from
COVER_WEEKS = (8, 4)
BETTER_SHARE = 0.98
CLEARLY_SDS = 1.645  # what a rule must be closer by for a chance of one in twenty to be luck
SIMPLE = ("mean_4", "mean_8")
_SIZES, _FEWEST_SUMS = 5, 200  # groups of like size; sums that tell how wide ranges must be
NEW_SPREAD = 2.0  # a product's first weeks vary more than later ones: variance of its mean added

Floats = NDArray[np.float64]
Matrix = NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What was known before some week: products x weeks, and the shop's sales."""

    units: Matrix
    lines: Matrix
    is_open: NDArray[np.bool_]
    sales_cents: Floats
    first_week: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastScore:
    """Four-week sums of every method beside what came, all tests one after another."""

    said: dict[str, Floats]
    came: Floats
    product: NDArray[np.int64]  # row of each sum

    def error_share(self, method: str) -> float:
        """Sum of absolute errors by the sum of units; NaN where nothing was sold or tested."""
        total = float(self.came.sum())
        if method not in self.said or total <= 0:
            return float("nan")
        return float(np.abs(self.said[method] - self.came).sum()) / total

    def bias_share(self, method: str) -> float:
        """Sum of forecasts less actual units, by the latter."""
        total = float(self.came.sum())
        if method not in self.said or total <= 0:
            return float("nan")
        return float((self.said[method] - self.came).sum()) / total

    def closer_sds(self, one: str, other: str) -> float:
        """How much closer ``one`` came than ``other``, in standard deviations of luck."""
        closer = np.abs(self.said[other] - self.came) - np.abs(self.said[one] - self.came)
        return float(closer.sum() / max(np.sqrt((closer * closer).sum()), 1e-12))


def forecast_products(weekly: WeeklyDemand, seed: int, ctx: RunContext) -> ProductForecast | None:
    """Forecast all products that ever sold; None where no week is whole or nothing is named.

    Cost: 5,000 products x 104 weeks about 3 CPU s, most of it two fits of the learned model.
    """
    if not weekly.n_weeks or not len(weekly.product):
        return None
    past = _past(weekly, weekly.n_weeks)
    state = _states(past)
    score = _score_past(weekly, seed, ctx.part(0.0, 0.5))
    method, yardstick = choose_method(score)
    model = learn(past.units, past.lines, seed, ctx) if method == "learned" else None
    ctx.report(0.8, "products")
    per_week = _ahead(method, past, model)
    young = state == DemandState.NEW
    per_week[young] = _mean_since_first(past)[young, None]
    per_week[state == DemandState.FEW] = np.nan
    ranges = _Ranges.of(past, young, _sharper(score, method), ctx)
    four = np.nan_to_num(per_week[:, :SPAN_WEEKS].sum(axis=1))
    lately = _lately(weekly, score, method)
    (low95, high95), (low80, high80) = (ranges.of_four(four, p, lately) for p in (0.025, 0.1))
    covered = _covered(weekly)
    year = past.units[:, -52:]
    order = np.argsort(-weekly.product_sales_cents[:, -52:].sum(axis=1), kind="stable")
    return ProductForecast(
        product=weekly.product[order],
        state=state[order],
        per_week=per_week[order],
        low80=low80[order],
        high80=high80[order],
        low95=low95[order],
        high95=high95[order],
        past_4_weeks=year[order, -SPAN_WEEKS:].sum(axis=1, dtype=np.float64),
        past_52_weeks=year[order].sum(axis=1, dtype=np.float64),
        past_52_weeks_cents=weekly.product_sales_cents[order, -52:].sum(axis=1, dtype=np.float64),
        cv2_by_span=ranges.cv2[order],
        levels=ranges.levels[order],
        most_by_span=ranges.most[order],
        weeks_known=(weekly.n_weeks - first_sale(past.units))[order].astype(np.int32),
        method=method,
        yardstick=yardstick,
        error_share=score.error_share(method),
        yardstick_error_share=score.error_share(yardstick),
        bias_share=score.bias_share(method),
        tested=len(score.came),
        covered80_share=covered[0],
        covered95_share=covered[1],
    )


def units_needed(forecast: ProductForecast, weeks: Floats, probability: Floats | float) -> Floats:
    """Units that are enough for ``weeks`` (0.5 to 26, one per product) with this probability.

    The distribution of :mod:`clm_desktop.models.demand.ranges`, its spread between the spans that
    were measured, its level moved as the past asks. NaN where there is no forecast.
    """
    mean = mean_over(forecast, weeks)
    log_spans = np.log(SPANS)
    place = np.clip(np.log(np.maximum(weeks, 0.5)), log_spans[0], log_spans[-1])
    upper = np.clip(np.searchsorted(log_spans, place), 1, len(SPANS) - 1)
    rows = np.arange(len(forecast))
    share = (place - log_spans[upper - 1]) / (log_spans[upper] - log_spans[upper - 1])
    low, high = forecast.cv2_by_span[rows, upper - 1], forecast.cv2_by_span[rows, upper]
    asked = np.broadcast_to(np.asarray(probability, np.float64), len(forecast))
    moved = np.array([np.interp(p, LEVELS, forecast.levels[row]) for row, p in enumerate(asked)])
    units = quantile(np.nan_to_num(mean), low + share * (high - low), moved)
    units = np.minimum(units, most_needed(forecast, weeks, asked))
    return np.where(np.isfinite(mean), units, np.nan)


def most_needed(forecast: ProductForecast, weeks: Floats, probability: Floats | float) -> Floats:
    """Most units ever sold in ``weeks`` on end, where that is enough by itself; else infinity.

    One spike makes a variance that asks for far more than was ever sold. The largest of n sums is
    exceeded by the next with a chance of 1 in n + 1: a product known for so long that this is
    rare enough needs no more than its largest, or what is expected now if that is more.
    """
    if not forecast.most_by_span.size:
        return np.full(len(forecast), np.inf)
    asked = np.broadcast_to(np.asarray(probability, np.float64), len(forecast))
    spans = np.clip(weeks, SPANS[0], SPANS[-1])
    upper = np.clip(np.searchsorted(SPANS, spans), 1, len(SPANS) - 1)
    rows = np.arange(len(forecast))
    low, high = np.take(SPANS, upper - 1), np.take(SPANS, upper)
    least, most = forecast.most_by_span[rows, upper - 1], forecast.most_by_span[rows, upper]
    ever = least + (spans - low) / (high - low) * (most - least)
    seen = forecast.weeks_known / np.maximum(weeks, SPANS[0])
    rare = 1.0 / (seen + 1.0) <= 1.0 - asked
    rare &= weeks <= SPANS[-1]
    enough = np.maximum(np.ceil(ever), np.ceil(np.nan_to_num(mean_over(forecast, weeks))))
    return np.where(rare, enough, np.inf)


def mean_over(forecast: ProductForecast, weeks: Floats) -> Floats:
    """Units expected over ``weeks`` from now (parts of weeks too); NaN without a forecast."""
    ahead = np.concatenate(
        (np.zeros((len(forecast), 1)), np.cumsum(forecast.per_week, axis=1)), axis=1
    )
    whole = np.minimum(np.floor(weeks).astype(np.int64), HORIZON_WEEKS)
    rows = np.arange(len(forecast))
    usual = forecast.per_week.mean(axis=1)  # beyond the horizon, and for the rest of a week
    nearest = forecast.per_week[rows, np.minimum(whole, HORIZON_WEEKS - 1)]
    rest = np.where(whole < HORIZON_WEEKS, nearest, usual)
    return np.asarray(ahead[rows, whole] + (weeks - whole) * rest, np.float64)


def _past(weekly: WeeklyDemand, weeks: int) -> Past:
    return Past(
        units=weekly.units[:, :weeks],
        lines=weekly.lines[:, :weeks],
        is_open=weekly.is_open[:weeks],
        sales_cents=weekly.sales_cents[:weeks],
        first_week=weekly.first_week,
    )


def _states(past: Past) -> NDArray[np.int8]:
    """State of every product."""
    sold = past.units > 0
    n_weeks = sold.shape[1]
    times = sold.sum(axis=1)
    first = first_sale(past.units)
    silent = np.argmax(sold[:, ::-1], axis=1)
    usual_gap = (n_weeks - silent - first) / np.maximum(times, 1)
    state = np.full(len(sold), DemandState.STEADY, dtype=np.int8)
    state[(silent > STOPPED_GAPS * usual_gap) & (silent >= STOPPED_WEEKS)] = DemandState.STOPPED
    state[n_weeks - first <= NEW_WEEKS] = DemandState.NEW
    state[times < FEWEST_WEEKS_SOLD] = DemandState.FEW
    return state


def _ahead(method: str, past: Past, model: Learned | None) -> Floats:
    """Units per week ahead by one method."""
    if method in SIMPLE:
        level = moving_average(past.units, past.is_open, int(method.removeprefix("mean_")))
        return np.repeat(level[:, None], HORIZON_WEEKS, axis=1)
    if method == "smooth":
        level = smooth(past.units, past.is_open).level
        return np.repeat(level[:, None], HORIZON_WEEKS, axis=1)
    weeks = past.units.shape[1]
    index = season_index(past.sales_cents[None], past.is_open, past.first_week)
    season = factors(index, past.first_week, weeks + HORIZON_WEEKS)
    level = smooth(seasonless(past.units, season[:, :weeks]), past.is_open).level
    ahead = level[:, None] * season[:, weeks:]
    if model is None:
        return ahead
    taught = best_sellers(past.units)
    rate = predict(model, past.units, past.lines, past.units[taught])
    month = ahead[:, :SPAN_WEEKS].mean(axis=1)
    share = np.where(month > 0, (month + rate) / 2 / np.where(month > 0, month, 1.0), 0.0)
    return np.where((month > 0)[:, None], ahead * share[:, None], (rate / 2)[:, None])


def _score_past(weekly: WeeklyDemand, seed: int, ctx: RunContext) -> PastScore:
    """Forecast the last months from three past weeks with what was known before the first."""
    n = weekly.n_weeks
    said: dict[str, list[Floats]] = {}
    came: list[Floats] = []
    rows = [np.empty(0, np.int64)]
    origins = [n - ago for ago in TEST_WEEKS if n - ago >= NEW_WEEKS]
    oldest = _past(weekly, origins[0] if origins else 0)
    model = learn(oldest.units, oldest.lines, seed, ctx)
    seasonal = ("smooth_season",) if n >= SEASON_WEEKS else ()
    candidates = (*SIMPLE, "smooth", *seasonal, *(("learned",) if model is not None else ()))
    for origin in origins:
        past = _past(weekly, origin)
        state = _states(past)
        steady = (state == DemandState.STEADY) | (state == DemandState.STOPPED)
        rows.append(np.flatnonzero(steady))
        came.append(weekly.units[steady, origin : origin + SPAN_WEEKS].sum(axis=1))
        for method in candidates:
            four = _ahead(method, past, model if method == "learned" else None)
            said.setdefault(method, []).append(four[steady, :SPAN_WEEKS].sum(axis=1))
    whole = {name: np.concatenate(parts) for name, parts in said.items()}
    return PastScore(
        said=whole,
        came=np.concatenate(came) if came else np.zeros(0),
        product=np.concatenate(rows),
    )


def choose_method(score: PastScore) -> tuple[str, str]:
    """Method and best simple rule: the rule where it came closer by more than 2 %.

    Of a season ahead the last three months tell nothing, so a rule that knows none must have been
    closer by more than luck as well.
    The other method is the first that the shop has enough for of those that products of other
    shops liked best: three past weeks of one shop tell a rule from a model, but not two models from
    each other.
    """
    known = {name: score.error_share(name) for name in score.said}
    known = {name: share for name, share in known.items() if np.isfinite(share)}
    if not known:
        return "mean_8", "mean_8"
    yardstick = min((name for name in SIMPLE if name in known), key=known.__getitem__)
    best = next(name for name in ("learned", "smooth_season", "smooth") if name in known)
    ruled = known[yardstick] < BETTER_SHARE * known[best]
    if best != "smooth":
        ruled &= score.closer_sds(yardstick, best) > CLEARLY_SDS
    return yardstick if ruled else best, yardstick


def _sharper(score: PastScore, method: str) -> float:
    """Error variance of the method in use by that of smoothing, whose misses make the ranges."""
    error, of_smoothing = score.error_share(method), score.error_share("smooth")
    if not of_smoothing > 0:
        return 1.0
    return float(np.clip((error / of_smoothing) ** 2, 0.5, 1.5))


def _lately(weekly: WeeklyDemand, score: PastScore, method: str) -> Floats:
    """What each product's variance is to be multiplied by for the range of four weeks.

    A year of misses says how wide it was right to be, on the whole. The last months' sums, among
    products of like size and by what was known before the first of these months, say how wide it
    would have been right to be lately, so that 80 % lay inside. Both count alike.
    """
    factor = np.ones(len(weekly.product))
    said, sharper = score.said.get(method, np.zeros(0)), _sharper(score, method)
    if not len(said):
        return factor
    past = _past(weekly, weekly.n_weeks - TEST_WEEKS[0])
    path = smooth(past.units, past.is_open).path
    errors = past_errors(past.units, past.is_open, path, SPAN_WEEKS)
    cv2, moved = spread(errors), level_map(errors)
    size = np.nan_to_num(path[:, -1])
    edges = np.quantile(size[score.product], np.linspace(0, 1, _SIZES + 1)[1:-1])
    group, of_sum = np.searchsorted(edges, size), np.searchsorted(edges, size[score.product])
    for one in range(_SIZES):
        at = np.flatnonzero((of_sum == one) & (said > 0))
        if len(at) >= _FEWEST_SUMS:
            rows = score.product[at]
            tails = moved[0.1][rows], moved[0.9][rows]
            right = width_factor(said[at], score.came[at], sharper * cv2[rows], tails)
            factor[group == one] = np.sqrt(right)
    return factor


def _mean_since_first(past: Past) -> Floats:
    weeks = past.units.shape[1] - first_sale(past.units)
    return np.asarray(past.units.sum(axis=1, dtype=np.float64) / np.maximum(weeks, 1), np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranges:
    cv2: Floats  # (products, len(SPANS))
    levels: Floats  # (products, len(LEVELS))
    most: Floats  # (products, len(SPANS)): ever sold in so many weeks on end

    @staticmethod
    def of(past: Past, young: NDArray[np.bool_], sharper: float, ctx: RunContext) -> _Ranges:
        path = smooth(past.units, past.is_open).path
        spreads = []
        for span in SPANS:
            ctx.check()
            spreads.append(spread(past_errors(past.units, past.is_open, path, span)))
        cv2 = np.column_stack(spreads) * sharper
        cv2[young] *= NEW_SPREAD
        moved = level_map(past_errors(past.units, past.is_open, path, SPAN_WEEKS))
        ctx.check()
        levels = np.column_stack([moved[level] for level in LEVELS])
        levels[young] = LEVELS  # their mean is no smoothing, so its past says nothing of them
        most = np.column_stack([most_in_span(past.units, span) for span in SPANS])
        return _Ranges(cv2=cv2, levels=levels, most=most)

    def of_four(self, four: Floats, tail: float, lately: Floats) -> tuple[Floats, Floats]:
        cv2 = self.cv2[:, SPANS.index(SPAN_WEEKS)] * lately
        low, high = (self.levels[:, LEVELS.index(p)] for p in (tail, 1 - tail))
        return ends(four, cv2, low, high)


def _covered(weekly: WeeklyDemand) -> tuple[float, float]:
    """Share of four-week sums of the past that the ranges said before them held (80 %, 95 %)."""
    inside80, inside95, count = 0, 0, 0
    for ago in COVER_WEEKS:
        origin = weekly.n_weeks - ago
        if origin < 2 * NEW_WEEKS:
            continue
        past = _past(weekly, origin)
        steady = _states(past) == DemandState.STEADY
        path = smooth(past.units, past.is_open).path
        errors = past_errors(past.units, past.is_open, path, SPAN_WEEKS)
        cv2, moved = spread(errors), level_map(errors)
        mean = np.nan_to_num(path[:, -1]) * SPAN_WEEKS
        came = weekly.units[:, origin : origin + SPAN_WEEKS].sum(axis=1)
        (low95, high95), (low80, high80) = (
            ends(mean, cv2, moved[p], moved[1 - p]) for p in (0.025, 0.1)
        )
        inside80 += int(((came >= low80) & (came <= high80))[steady].sum())
        inside95 += int(((came >= low95) & (came <= high95))[steady].sum())
        count += int(steady.sum())
    if not count:
        return float("nan"), float("nan")
    return inside80 / count, inside95 / count
