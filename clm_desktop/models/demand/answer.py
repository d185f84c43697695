"""Everything about coming demand as of one day."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from clm_desktop.core.message import Message
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.weeks import WeeklyDemand, weekly_demand
from clm_desktop.models.demand.holidays import CHINESE, EVERYWHERE
from clm_desktop.models.demand.products import forecast_products
from clm_desktop.models.demand.season import YEAR_WEEKS
from clm_desktop.models.demand.totals import (
    HORIZON_WEEKS,
    SCORED_WEEKS,
    SEASONAL,
    Choice,
    PastTest,
    SalesBlock,
    choose,
    forecasts,
    look_back,
)
from clm_desktop.models.demand.types import Demand, SalesForecast

FEWEST_WEEKS = 8  # product.md, 5.2: under 60 days it is too early
MAX_CATEGORIES = 12
_CHINESE_CURRENCIES = frozenset({"CNY", "HKD", "TWD", "MOP", "SGD"})
_UNTESTED_SPREAD = 0.5  # log range of a shop whose past is too short to test

Floats = NDArray[np.float64]


def answer_demand(
    known: Transactions,
    as_of_day: int,
    seed: int,
    ctx: RunContext = NULL_CONTEXT,
    *,
    products: bool = True,
) -> Demand:
    """Forecast shop, categories and products; ``known`` holds nothing after ``as_of_day``.

    Without ``products`` only sales are forecast, which costs a tenth.

    Cost: 1M lines and 5,000 products about 3 CPU s.
    """
    weekly = weekly_demand(known, as_of_day, ctx)
    open_weeks = int(weekly.is_open.sum())
    weekly_cents = float(weekly.sales_cents.sum() / open_weeks) if open_weeks else math.nan
    if open_weeks < FEWEST_WEEKS or weekly.sales_cents.sum() <= 0:
        return _refused(weekly, weekly_cents, open_weeks)
    names, sales = _by_category(known, weekly)
    calendar = CHINESE if _is_chinese(known) else EVERYWHERE
    block = SalesBlock(
        sales=np.vstack([weekly.sales_cents, *sales]),
        is_open=weekly.is_open,
        first_week=weekly.first_week,
        calendar=calendar,
    )
    ctx.report(0.1, "demand")
    series = forecast_series(block, ["", *names], ctx)
    ctx.report(0.2, "demand")
    return Demand(
        first_week=weekly.first_week,
        next_week=weekly.next_week,
        shop=series[0],
        categories=tuple(series[1:]),
        products=forecast_products(weekly, seed, ctx.part(0.2, 1.0)) if products else None,
        effects=block.effects() if set(series[0].methods) & set(SEASONAL) else (),
        weekly_cents=weekly_cents,
        refused=None,
    )


def _refused(weekly: WeeklyDemand, weekly_cents: float, open_weeks: int) -> Demand:
    return Demand(
        first_week=weekly.first_week,
        next_week=weekly.next_week,
        shop=None,
        categories=(),
        products=None,
        effects=(),
        weekly_cents=weekly_cents,
        refused=Message.of("demand.too_early", have_weeks=open_weeks, need_weeks=FEWEST_WEEKS)
        if open_weeks < FEWEST_WEEKS
        else Message.of("demand.no_money"),
    )


def _by_category(known: Transactions, weekly: WeeklyDemand) -> tuple[list[str], list[Floats]]:
    """The best-selling categories of the last year; none where products have one or none."""
    category = known.product_category[weekly.product].astype(str)
    names = sorted({name for name in category.tolist() if name})
    if len(names) < 2:
        return [], []
    sales = [
        weekly.product_sales_cents[category == name].sum(axis=0, dtype=np.float64) for name in names
    ]
    by_sales = sorted(range(len(names)), key=lambda at: -float(sales[at][-YEAR_WEEKS:].sum()))
    best = [at for at in by_sales[:MAX_CATEGORIES] if sales[at][-YEAR_WEEKS:].sum() > 0]
    return [names[at] for at in best], [sales[at] for at in best]


def _is_chinese(known: Transactions) -> bool:
    """Whether the shop keeps the Chinese calendar: by its currency, else by its products' names."""
    if known.currency:
        return known.currency in _CHINESE_CURRENCIES
    names = [str(name) for name in known.product_name[:500] if name]
    return 2 * sum(any(0x4E00 <= ord(c) <= 0x9FFF for c in name) for name in names) > len(names)


def forecast_series(block: SalesBlock, names: list[str], ctx: RunContext) -> list[SalesForecast]:
    """Every series of a block by the method that its past liked best, with ranges."""
    test = look_back(block, ctx)
    ahead = forecasts(block)
    return [
        _one_series(block, test, row, name, choice.mean_of(ahead)[row], choice)
        for row, (name, choice) in enumerate(zip(names, choose(test), strict=True))
    ]


def _one_series(  # noqa: PLR0917
    block: SalesBlock, test: PastTest, row: int, name: str, ahead: Floats, choice: Choice
) -> SalesForecast:
    misses = _log_misses(test, row, choice)
    spread80, spread95 = _spread(misses, 0.8), _spread(misses, 0.95)
    n = block.n_weeks
    last_year = np.full(HORIZON_WEEKS, np.nan)
    if n >= YEAR_WEEKS:
        same = block.sales[row, n - YEAR_WEEKS : n - YEAR_WEEKS + HORIZON_WEEKS]
        last_year[: len(same)] = same
    return SalesForecast(
        name=name,
        sales_cents=np.where(block.is_open, block.sales[row], np.nan),
        ahead_cents=ahead,
        low80_cents=ahead * np.exp(-spread80),
        high80_cents=ahead * np.exp(spread80),
        low95_cents=ahead * np.exp(-spread95),
        high95_cents=ahead * np.exp(spread95),
        last_year_cents=last_year,
        methods=choice.methods,
        yardstick=choice.yardstick,
        error_share=choice.error_share,
        yardstick_error_share=choice.yardstick_error_share,
        tested=int(np.isfinite(misses[:, :SCORED_WEEKS]).any(axis=1).sum()),
        covered80_share=_covered(misses, 0.8),
        covered95_share=_covered(misses, 0.95),
    )


def _log_misses(test: PastTest, row: int, choice: Choice) -> Floats:
    """Log of what came by what was said: (past weeks, weeks ahead), NaN where untested."""
    came, said = test.actual[row], choice.mean_of(test.forecast)[row]
    good = np.isfinite(came) & np.isfinite(said) & (came > 0) & (said > 0)
    return np.where(good, np.log(np.where(good, came, 1.0) / np.where(good, said, 1.0)), np.nan)


def _spread(misses: Floats, probability: float) -> Floats:
    """Log half-width of the range for each week ahead, from the misses of the past.

    The quantile of the misses' size over all weeks, scaled by how the misses grow with the weeks
    ahead. Few past weeks widen it as Student's t does.
    """
    tests = int(np.isfinite(misses[:, 0]).sum())
    if tests < 4:
        return np.full(misses.shape[1], _UNTESTED_SPREAD * student.ppf((1 + probability) / 2, 3))
    size = _growing_size(misses)
    scaled = np.abs(misses) / size
    seen = scaled[np.isfinite(scaled)]
    few = student.ppf((1 + probability) / 2, tests - 1) / student.ppf((1 + probability) / 2, 1e6)
    return np.asarray(size * np.quantile(seen, probability) * few, np.float64)


def _growing_size(misses: Floats) -> Floats:
    """Root mean square of the misses per week ahead, never falling, from weeks seen often."""
    known = np.isfinite(misses)
    count = known.sum(axis=0)
    squares = np.where(known, misses, 0.0) ** 2
    size = np.sqrt(squares.sum(axis=0) / np.maximum(count, 1))
    size = np.where(count >= max(4, count[0] // 2), size, 0.0)
    return np.maximum(np.maximum.accumulate(size), 0.01)


def _covered(misses: Floats, probability: float) -> float:
    """Share of past weeks that a range made from the *other* past weeks held; NaN if too few."""
    known = np.flatnonzero(np.isfinite(misses[:, 0]))
    if len(known) < 8:
        return math.nan
    inside, count = 0, 0
    for at in known.tolist():
        half = _spread(np.delete(misses, at, axis=0), probability)[:SCORED_WEEKS]
        miss = misses[at, :SCORED_WEEKS]
        inside += int((np.abs(miss) <= half).sum())
        count += int(np.isfinite(miss).sum())
    return inside / count
