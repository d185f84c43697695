"""Reordering: levels, newsvendor, classes and run-out days, against figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.lists import ProductList
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.weeks import weekly_demand
from clm_desktop.models.demand.products import forecast_products, units_needed
from clm_desktop.models.demand.types import ProductForecast
from clm_desktop.plan.reorder import reorder
from clm_desktop.plan.reorder_types import AbcClass, Reorder, ReorderRules, XyzClass
from tests.models.demand_shops import MONDAY, demand_shop, made_units

WEEKS = 60
TODAY = MONDAY + 7 * WEEKS - 1


@pytest.fixture(scope="module")
def forecast() -> ProductForecast:
    units = made_units(n=40, weeks=WEEKS, seed=3)
    units[0, 30:] = 0  # stopped half a year ago
    found = forecast_products(weekly_demand(demand_shop(units), TODAY), 0, NULL_CONTEXT)
    assert found is not None
    return found


def stock_list(**columns: list[float]) -> ProductList:
    """Stock, cost, price and lead time of the first products; ids are positions plus one."""
    n = max(len(values) for values in columns.values())
    text = np.full(n, "", dtype=object)

    def told(name: str) -> np.ndarray:
        return np.array(columns.get(name, [np.nan] * n), np.float64)

    return ProductList(
        key=text, product_id=np.arange(1, n + 1), name=text, category=text,
        price_cents=told("price"), cost_cents=told("cost"), stock=told("stock"),
        lead_time_days=told("lead"), pack_size=told("pack"), least_order=told("least"),
    )  # fmt: skip


def ordered(forecast: ProductForecast, rules: ReorderRules, **columns: list[float]) -> Reorder:
    ids = np.arange(1, forecast.product.max() + 2)
    return reorder(forecast, ids, stock_list(**columns), TODAY, rules)


def row_of(forecast: ProductForecast, product: int) -> int:
    return forecast.product.tolist().index(product)


def test_that_the_order_fills_up_to_the_level_of_lead_time_and_review(
    forecast: ProductForecast,
) -> None:
    rules = ReorderRules(service_share=0.95, lead_time_days=21, review_days=7)
    found = ordered(forecast, rules, stock=[0, 3, 1e6])
    need = units_needed(forecast, np.full(len(forecast), 4.0), 0.95)
    at = row_of(forecast, 1)
    assert found.level[at] == need[at]
    assert found.order[at] == need[at] - 3
    assert found.order[row_of(forecast, 2)] == 0
    assert np.isnan(found.order[row_of(forecast, 5)])  # no stock figure: the level alone
    assert found.with_stock == 3


def test_that_orders_come_in_whole_packs_and_never_below_the_suppliers_least(
    forecast: ProductForecast,
) -> None:
    plain = ordered(forecast, ReorderRules(), stock=[0, 3, 3, 1e6])
    rows = [row_of(forecast, product) for product in (1, 2, 3)]
    first, second, none = plain.order[rows].tolist()
    packs, least = [np.nan, 7.0, 12.0, 12.0], [np.nan, 0.0, second + 30.0, 500.0]
    found = ordered(forecast, ReorderRules(), stock=[0, 3, 3, 1e6], pack=packs, least=least)
    assert found.order[rows[0]] == 7 * np.ceil(first / 7) >= first > 0
    assert found.order[rows[1]] == 12 * np.ceil((second + 30) / 12)
    assert found.order[rows[2]] == none == 0  # nothing is needed: no pack, and no smallest order
    assert np.isnan(found.order[row_of(forecast, 5)])


def test_that_packs_of_parts_of_a_piece_are_counted_without_an_odd_one(
    forecast: ProductForecast,
) -> None:
    found = ordered(forecast, ReorderRules(), stock=[0, 3], pack=[1, 0.3], least=[1, 500.1])
    assert found.order[row_of(forecast, 1)] == pytest.approx(500.1)


def test_that_stock_below_zero_counts_as_none(forecast: ProductForecast) -> None:
    below, none = (ordered(forecast, ReorderRules(), stock=[0, s]) for s in (-5.0, 0.0))
    at = row_of(forecast, 1)
    assert below.order[at] == none.order[at]
    assert below.runs_out_day[at] == TODAY


def test_that_a_stopped_product_is_not_ordered_and_its_stock_is_idle(
    forecast: ProductForecast,
) -> None:
    found = ordered(forecast, ReorderRules(), stock=[10], cost=[250])
    at = row_of(forecast, 0)
    assert (found.order[at], bool(found.slow[at]), found.idle_cents[at]) == (0, True, 2500)


def test_that_price_and_cost_give_the_newsvendors_chance(forecast: ProductForecast) -> None:
    # a piece earns 8 when sold and loses a quarter of its cost of 12, 3, when not: 8 / 11
    found = ordered(forecast, ReorderRules(), price=[2000] * 3, cost=[1200, 0, 2500])
    service = [found.service_share[row_of(forecast, product)] for product in range(4)]
    assert service == [pytest.approx(8 / 11), 0.95, 0.95, 0.95]
    dear = ordered(forecast, ReorderRules(), price=[100_000], cost=[1])
    assert dear.service_share[row_of(forecast, 0)] == 0.98


def test_that_a_told_lead_time_counts_for_its_product_only(forecast: ProductForecast) -> None:
    found = ordered(forecast, ReorderRules(lead_time_days=10), stock=[0, 0], lead=[60, np.nan])
    assert found.lead_time_days[row_of(forecast, 0)] == 60
    assert found.lead_time_days[row_of(forecast, 1)] == 10
    assert (np.delete(found.lead_time_days, row_of(forecast, 0)) == 10).all()


def test_that_run_out_days_are_in_order_and_move_with_stock(forecast: ProductForecast) -> None:
    some = ordered(forecast, ReorderRules(), stock=[20.0] * 40)
    more = ordered(forecast, ReorderRules(), stock=[40.0] * 40)
    known = np.isfinite(more.runs_out_late_day)
    assert known.sum() > 10
    assert (more.runs_out_early_day[known] <= more.runs_out_day[known]).all()
    assert (more.runs_out_day[known] <= more.runs_out_late_day[known]).all()
    assert (some.runs_out_day[known] <= more.runs_out_day[known]).all()


def test_that_what_is_not_known_is_no_zero_and_no_zero_has_a_sign(
    forecast: ProductForecast,
) -> None:
    found = ordered(forecast, ReorderRules(), stock=[0, 5, np.nan, 1e6], cost=[100] * 4)
    assert np.isnan(found.idle_cents[np.isnan(found.stock)]).all()
    assert found.idle_cents[row_of(forecast, 1)] == 0
    assert not np.signbit(found.order[found.order == 0]).any()
    assert (found.order == 0).any()


def test_that_stock_runs_out_on_whole_days(forecast: ProductForecast) -> None:
    found = ordered(forecast, ReorderRules(), stock=np.arange(1.0, 41.0).tolist())
    days = (found.runs_out_early_day, found.runs_out_day, found.runs_out_late_day)
    told = np.concatenate(days)
    told = told[np.isfinite(told)]
    assert ((told - TODAY) % 7).tolist() != [0.0] * len(told), "half weeks are among them"
    assert (told == np.round(told)).all()


def test_that_classes_follow_their_shares(forecast: ProductForecast) -> None:
    sales = np.zeros(len(forecast))
    sales[:5] = [70, 15, 8, 5, 2]
    found = ordered(replace(forecast, past_52_weeks_cents=sales), ReorderRules(), stock=[1])
    assert found.abc[:6].tolist() == [
        AbcClass.A, AbcClass.A, AbcClass.B, AbcClass.B, AbcClass.C, AbcClass.C,
    ]  # fmt: skip
    spread = np.full((len(forecast), 5), 0.1)
    spread[1], spread[2] = 0.5, 3.0
    found = ordered(replace(forecast, cv2_by_span=spread), ReorderRules(), stock=[1])
    assert found.xyz[:3].tolist() == [XyzClass.X, XyzClass.Y, XyzClass.Z]


def test_that_no_list_at_all_still_gives_levels(forecast: ProductForecast) -> None:
    none = stock_list(stock=[])
    found = reorder(forecast, np.arange(1, 42), none, TODAY, ReorderRules())
    known = np.isfinite(forecast.per_week[:, 0])
    assert np.isfinite(found.level[known]).all()
    assert np.isnan(found.order).all()
