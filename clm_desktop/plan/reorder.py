"""What to order in, how much and by when: stock on hand against the coming weeks' demand.

Order up to the level that covers lead time and review with the wanted chance (section 6 of
recommend_forecast.md, steps 4 and 5). With price and cost known, that chance is the newsvendor's
(Arrow, Harris and Marschak 1951): margin by margin plus the cost of what is left over.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.lists import ProductList
from clm_desktop.models.demand.products import mean_over, most_needed, units_needed
from clm_desktop.models.demand.types import DemandState, ProductForecast
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.listed_goods import listed_rows, nothing_listed, told_of
from clm_desktop.plan.reorder_types import AbcClass, Reorder, ReorderRules, XyzClass
from clm_desktop.plan.stock_today import stock_day
from clm_desktop.plan.today_stock import with_stock_line

Floats = NDArray[np.float64]

LOWEST_SERVICE, HIGHEST_SERVICE = 0.5, 0.98
A_SHARE, B_SHARE = 0.80, 0.95  # of the last year's sales, best sellers first
SLOW_WEEKS = 26.0  # stock for longer than this lies idle
STEADY_CV2, UNSTEADY_CV2 = 0.25, 1.0  # of four weeks' sums: X below, Z above
_LONGEST_WEEKS = 26.0
_ROUNDING = 1e-9  # 500.1 / 0.3 comes out above 1667, which are 1667 packs
_EARLY, _LATE = 0.9, 0.1  # chance that demand stays below: when stock may already be gone


def with_reorder(answers: Answers, rules: ReorderRules) -> Answers:
    """The answers with orders by these rules, also in this week's list; forecasts stay."""
    forecast, listed = answers.demand.products, answers.listed
    found = None
    if forecast is not None:
        ids, day = answers.names.product_id, stock_day(answers.listed, answers.run.as_of_day)
        found = reorder(forecast, ids, nothing_listed() if listed is None else listed, day, rules)
    answers = replace(answers, reorder=found, reorder_rules=rules)
    return replace(answers, today=with_stock_line(answers))


def reorder(
    forecast: ProductForecast,
    product_id: NDArray[np.int64],
    listed: ProductList,
    today_day: int,
    rules: ReorderRules,
) -> Reorder:
    """Set stock against demand; ``product_id`` are the store's ids by position of a product.

    Cost: 5,000 products about 0.1 CPU s, and 2 ms per 100 with stock.
    """
    at = listed_rows(product_id[forecast.product], listed)
    stock, cost, price, told_lead, pack, least = (
        told_of(column, at)
        for column in (
            listed.stock, listed.cost_cents, listed.price_cents, listed.lead_time_days,
            listed.pack_size, listed.least_order,
        )
    )  # fmt: skip
    lead = np.where(np.isfinite(told_lead), told_lead, rules.lead_time_days)
    weeks = np.maximum((lead + rules.review_days) / 7.0, 0.5)
    service = _service(price, cost, rules)
    level = units_needed(forecast, weeks, service)
    level = np.where(forecast.state == DemandState.STOPPED, 0.0, level)
    order = _as_delivered(np.maximum(level - np.maximum(stock, 0), 0), pack, least)
    likely, early, late = _runs_out(forecast, stock, today_day)
    half_year = mean_over(forecast, np.full(len(forecast), SLOW_WEEKS))
    needed = np.where(forecast.state == DemandState.STOPPED, 0.0, half_year)
    beyond = stock - needed
    slow = np.nan_to_num(beyond, nan=0.0) > 0
    worth = np.where(np.isfinite(cost), cost, price)
    return Reorder(
        abc=_abc(forecast.past_52_weeks_cents),
        xyz=_xyz(forecast),
        stock=stock,
        lead_time_days=lead,
        service_share=service,
        expected=mean_over(forecast, weeks),
        level=level,
        capped=level >= most_needed(forecast, weeks, service),
        order=order,
        order_cents=order * cost,
        runs_out_day=likely,
        runs_out_early_day=early,
        runs_out_late_day=late,
        order_by_day=np.maximum(early - lead, today_day),
        slow=slow,
        idle_cents=np.where(slow | np.isnan(beyond), np.maximum(beyond, 0) * worth, 0.0),
        pack_size=pack,
        least_order=least,
    )


def _as_delivered(needed: Floats, pack: Floats, least: Floats) -> Floats:
    """Whole packs that hold what is needed, and no fewer pieces than the supplier wants."""
    piece = np.where(pack > 0, pack, 1.0)
    asked = np.where(needed > 0, np.fmax(needed, least), needed)
    packs = np.ceil(asked / piece - _ROUNDING) + 0.0  # without it, none would be -0
    return np.asarray(packs * piece, np.float64)


def _service(price: Floats, cost: Floats, rules: ReorderRules) -> Floats:
    """Newsvendor's critical ratio where price and cost are told, else the owner's level."""
    margin = price - cost
    known = np.isfinite(margin) & (margin > 0) & (cost > 0)
    left_over = cost * rules.left_over_share
    ratio = np.where(known, margin, 1.0) / np.where(known, margin + left_over, 1.0)
    wanted = np.where(known, ratio, rules.service_share)
    return np.asarray(np.clip(wanted, LOWEST_SERVICE, HIGHEST_SERVICE), np.float64)


def _runs_out(
    forecast: ProductForecast, stock: Floats, today_day: int
) -> tuple[Floats, Floats, Floats]:
    """Days on which stock is used up: as expected, early and late; NaN beyond half a year."""
    likely, early, late = (np.full(len(forecast), np.nan) for _ in range(3))
    told = np.isfinite(stock) & np.isfinite(forecast.per_week[:, 0])
    if not told.any():
        return likely, early, late
    for half_week in range(int(2 * _LONGEST_WEEKS), 0, -1):
        weeks = np.full(len(forecast), half_week / 2)
        day = today_day + half_week * 7 // 2  # whole days, the earlier where they end at noon
        likely[told & (mean_over(forecast, weeks) >= stock)] = day
        early[told & (units_needed(forecast, weeks, _EARLY) >= stock)] = day
        late[told & (units_needed(forecast, weeks, _LATE) >= stock)] = day
    for days in (likely, early, late):
        days[told & (stock <= 0)] = today_day
    return likely, early, late


def _abc(sales_cents: Floats) -> NDArray[np.int8]:
    by_sales = np.argsort(-sales_cents, kind="stable")
    sold = np.maximum(sales_cents[by_sales], 0)
    before = np.cumsum(sold) - sold
    total = max(float(sold.sum()), 1e-9)
    classes = np.full(len(sales_cents), AbcClass.C, dtype=np.int8)
    classes[by_sales[before < B_SHARE * total]] = AbcClass.B
    classes[by_sales[before < A_SHARE * total]] = AbcClass.A
    classes[sales_cents <= 0] = AbcClass.C
    return classes


def _xyz(forecast: ProductForecast) -> NDArray[np.int8]:
    cv2 = forecast.cv2_by_span[:, 2]
    classes = np.full(len(forecast), XyzClass.Y, dtype=np.int8)
    classes[cv2 < STEADY_CV2] = XyzClass.X
    classes[cv2 > UNSTEADY_CV2] = XyzClass.Z
    classes[forecast.state == DemandState.FEW] = -1
    return classes
