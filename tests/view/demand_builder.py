"""Builds plausible forecasts of a shop and its products, without any model."""

from __future__ import annotations

import math

import numpy as np

from clm_desktop.core.lists import ProductList
from clm_desktop.core.message import Message
from clm_desktop.features.weeks import week_of
from clm_desktop.models.demand.effects import HolidayEffect
from clm_desktop.models.demand.products import SPANS
from clm_desktop.models.demand.ranges import LEVELS
from clm_desktop.models.demand.totals import HORIZON_WEEKS
from clm_desktop.models.demand.types import Demand, DemandState, ProductForecast, SalesForecast

WEEKS = 70
STATES = [DemandState.FEW, DemandState.NEW, DemandState.STOPPED]


def demand_of(as_of_day: int, products: int, *, refused: bool = False) -> Demand:
    """Two categories beside the shop; the last three products are new, few and stopped."""
    next_week = week_of(as_of_day)
    if refused:
        return Demand(
            first_week=next_week - 3,
            next_week=next_week,
            shop=None,
            categories=(),
            products=None,
            effects=(),
            weekly_cents=123_456.0,
            refused=Message.of("demand.too_early", have_weeks=3, need_weeks=8),
        )
    return Demand(
        first_week=next_week - WEEKS,
        next_week=next_week,
        shop=sales_of("", 500_000.0),
        categories=(sales_of("Soap", 300_000.0), sales_of("皂盒", 200_000.0)),
        products=products_of(products),
        effects=(HolidayEffect(holiday="black_friday", offset_weeks=0, factor=1.4, times=1),),
        weekly_cents=500_000.0,
        refused=None,
    )


def sales_of(name: str, level: float) -> SalesForecast:
    """A year and some weeks of sales, a closed week among them."""
    rng = np.random.default_rng(len(name))
    sales = level * rng.uniform(0.8, 1.2, WEEKS)
    sales[30] = math.nan
    ahead = np.full(HORIZON_WEEKS, level * 1.1)
    return SalesForecast(
        name=name,
        sales_cents=sales,
        ahead_cents=ahead,
        low80_cents=ahead * 0.8,
        high80_cents=ahead * 1.25,
        low95_cents=ahead * 0.6,
        high95_cents=ahead * 1.6,
        last_year_cents=sales[-52 : -52 + HORIZON_WEEKS],
        methods=("mean_4", "smooth_season"),
        yardstick="last_year",
        error_share=0.16,
        yardstick_error_share=0.18,
        tested=20,
        covered80_share=0.81,
        covered95_share=0.94,
    )


def products_of(n: int) -> ProductForecast:
    """The first sells best."""
    rate = np.linspace(20.0, 1.0, n)
    state = np.full(n, DemandState.STEADY, np.int8)
    state[-len(STATES) :] = STATES
    per_week = np.repeat(rate[:, None], HORIZON_WEEKS, axis=1)
    per_week[state == DemandState.FEW] = np.nan
    per_week[state == DemandState.STOPPED] = 0.1
    four = per_week[:, :4].sum(axis=1)
    past = 4 * rate * np.where(np.arange(n) % 2, 1.5, 0.5)
    return ProductForecast(
        product=np.arange(n, dtype=np.int32),
        state=state,
        per_week=per_week,
        low80=four * 0.6,
        high80=four * 1.5,
        low95=four * 0.4,
        high95=four * 2.0,
        past_4_weeks=np.round(past),
        past_52_weeks=np.round(52 * rate),
        past_52_weeks_cents=52 * rate * 500,
        cv2_by_span=np.full((n, len(SPANS)), 0.3),
        levels=np.tile(np.asarray(LEVELS, np.float64), (n, 1)),
        method="smooth",
        yardstick="mean_8",
        error_share=0.39,
        yardstick_error_share=0.42,
        bias_share=-0.03,
        tested=300,
        covered80_share=0.8,
        covered95_share=0.95,
    )


def stock_of(product_id: np.ndarray) -> ProductList:
    """The first product is not known, the second plenty, the third not listed, then 30 each."""
    ids = np.asarray(product_id, np.int64)[[0, 1, *range(3, len(product_id))]]
    n = len(ids)
    stock = np.full(n, 30.0)
    stock[:2] = 5.0, 5_000.0
    return ProductList(
        key=np.array([f"p{i}" for i in ids], dtype=object),
        product_id=ids,
        name=np.full(n, "", dtype=object),
        category=np.full(n, "", dtype=object),
        price_cents=np.full(n, np.nan),
        cost_cents=np.full(n, 200.0),
        stock=stock,
        lead_time_days=np.full(n, 10.0),
    )
