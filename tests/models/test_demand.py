"""Coming demand: calendar, season, smoothing, ranges, the whole answer on made and real shops."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from clm_desktop.core.days import day_of
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.weeks import monday_of, week_of, weekly_demand
from clm_desktop.models.demand.answer import answer_demand
from clm_desktop.models.demand.effects import effect_factors, holiday_effects
from clm_desktop.models.demand.holidays import CHINESE, EVERYWHERE, black_friday, easter
from clm_desktop.models.demand.products import (
    PastScore,
    choose_method,
    forecast_products,
    mean_over,
    most_needed,
    units_needed,
)
from clm_desktop.models.demand.ranges import (
    LEVELS,
    PastErrors,
    ends,
    level_map,
    past_errors,
    quantile,
    spread,
)
from clm_desktop.models.demand.season import season_index
from clm_desktop.models.demand.smoothing import ALPHAS, smooth
from clm_desktop.models.demand.totals import SEASONAL, SalesBlock, choose, forecasts, look_back
from clm_desktop.models.demand.types import DemandState, ProductForecast
from tests.models.demand_shops import MONDAY, demand_shop, made_units

OPEN_YEARS = np.ones(156, dtype=np.bool_)


# ---- the calendar ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holiday", "year", "day"),
    [
        ("spring_festival", 2008, (2, 7)), ("spring_festival", 2020, (1, 25)),
        ("spring_festival", 2024, (2, 10)), ("spring_festival", 2025, (1, 29)),
        ("mid_autumn", 2020, (10, 1)), ("mid_autumn", 2024, (9, 17)),
        ("double_eleven", 2011, (11, 11)),
    ],
)  # fmt: skip
def test_that_chinese_feasts_fall_on_their_published_days(
    holiday: str, year: int, day: tuple[int, int]
) -> None:
    assert CHINESE[holiday](year) == date(year, *day)


def test_that_easter_and_black_friday_fall_on_their_published_days() -> None:
    assert [easter(year) for year in (1818, 2011, 2024, 2038)] == [
        date(1818, 3, 22), date(2011, 4, 24), date(2024, 3, 31), date(2038, 4, 25),
    ]  # fmt: skip
    assert [black_friday(year).day for year in (2018, 2019, 2023)] == [23, 29, 24]


def test_that_a_lunar_day_beyond_the_table_is_unknown_not_wrong() -> None:
    assert CHINESE["spring_festival"](1999) is None
    assert CHINESE["spring_festival"](2061) is None
    assert CHINESE["spring_festival"](2060) == date(2060, 2, 2)


def test_that_a_holiday_moves_the_weeks_it_moved_before_and_no_others() -> None:
    first = week_of(day_of(date(2019, 1, 7)))
    random = np.random.default_rng(1)
    sales = 1000 * np.exp(0.05 * random.standard_normal(156))
    for year in (2019, 2020, 2021):
        sales[week_of(day_of(date(year, 11, 11))) - first] *= 4
    effects = holiday_effects(sales, OPEN_YEARS, first, CHINESE)
    assert [(one.holiday, one.offset_weeks, one.times) for one in effects] == [
        ("double_eleven", 0, 3)
    ]
    assert 3.0 < effects[0].factor < 4.0  # drawn in for having been seen three times only
    ahead = effect_factors(effects, first + 156, 52, CHINESE)
    raised = np.flatnonzero(ahead != 1)
    assert raised.tolist() == [week_of(day_of(date(2022, 11, 11))) - first - 156]


def test_that_noise_makes_no_holidays() -> None:
    found = 0
    for seed in range(20):
        sales = 1000 * np.exp(0.2 * np.random.default_rng(seed).standard_normal(104))
        found += len(holiday_effects(sales, OPEN_YEARS[:104], 2500, EVERYWHERE))
    assert found <= 1  # of 400 weeks of feasts looked at


def test_that_odd_weeks_of_a_small_shop_make_no_holidays() -> None:
    """Weeks that halve or double now and then: a feast hits one of them in most years."""
    shops = 0
    for seed in range(40):
        sales = 1000 * np.exp(0.3 * np.random.default_rng(seed).standard_t(3, 104))
        shops += bool(holiday_effects(sales, OPEN_YEARS[:104], 2500, CHINESE))
    assert shops <= 7  # one in ten with tails like these, and what forty draws may make of it


def test_that_one_year_tells_of_a_holiday_only_what_is_beyond_doubt() -> None:
    first = week_of(day_of(date(2020, 10, 12)))
    quiet = 1000 * np.exp(0.1 * np.random.default_rng(3).standard_normal(50))
    at = week_of(day_of(date(2021, 2, 12))) - first
    for factor, told in ((0.8, False), (1.5, False), (0.1, True)):
        sales = quiet.copy()
        sales[at] *= factor
        effects = holiday_effects(sales, OPEN_YEARS[:50], first, CHINESE)
        assert bool(effects) is told, factor
        assert all(one.times == 1 for one in effects)


# ---- season and smoothing -------------------------------------------------------------------


def test_that_a_season_is_told_at_half_strength_from_56_weeks_on() -> None:
    wave = 1 + 0.5 * np.sin(2 * np.pi * np.arange(156) / 52)
    index = season_index(wave[None], OPEN_YEARS, 0)[0]
    assert index.max() == pytest.approx(np.sqrt(1.5), abs=0.01)
    assert index.min() == pytest.approx(np.sqrt(0.5), abs=0.01)
    assert (season_index(wave[None, :55], OPEN_YEARS[:55], 0) == 1).all()


def test_that_a_week_closed_every_year_is_forecast_closed() -> None:
    is_open = OPEN_YEARS.copy()
    is_open[[10, 62, 114]] = False
    is_open[70] = False
    index = season_index(np.where(is_open, 5.0, 0.0)[None], is_open, 0)[0]
    assert np.flatnonzero(index == 0).tolist() == [10]


def test_that_smoothing_follows_its_formula_by_hand() -> None:
    series = [0.0, 10, 20, 10, 20, 14]
    path = smooth(np.array([series]), np.ones(6, np.bool_)).path[0]
    assert np.isnan(path[:2]).all()
    assert path[2] == 10.0
    best = (np.inf, 0.0)
    for alpha in ALPHAS:
        level, squares = 10.0, 0.0
        for value in series[2:]:
            squares += (value - level) ** 2
            level += alpha * (value - level)
        best = min(best, (squares, level))
    assert path[-1] == pytest.approx(best[1], abs=1e-12)


@given(seed=st.integers(0, 10_000), weeks=st.integers(3, 40))
@settings(max_examples=25, deadline=None)
def test_that_what_is_said_of_a_week_does_not_depend_on_later_weeks(seed: int, weeks: int) -> None:
    random = np.random.default_rng(seed)
    series = random.poisson(3.0, (4, 45)).astype(np.float64)
    is_open = random.random(45) > 0.1
    whole = smooth(series, is_open).path[:, : weeks + 1]
    np.testing.assert_array_equal(whole, smooth(series[:, :weeks], is_open[:weeks]).path)


def test_that_the_level_stays_inside_what_was_sold() -> None:
    series = np.random.default_rng(3).gamma(2.0, 4.0, (50, 60))
    level = smooth(series, np.ones(60, np.bool_)).level
    assert (level <= series.max(axis=1)).all()
    assert (level >= series.min(axis=1)).all()
    assert min(ALPHAS) >= 0.1


# ---- the shop's total -----------------------------------------------------------------------


def block(sales: np.ndarray, calendar: object = EVERYWHERE) -> SalesBlock:
    return SalesBlock(
        sales=sales[None],
        is_open=np.ones(len(sales), np.bool_),
        first_week=2500,
        calendar=calendar,  # type: ignore[arg-type]
    )


def test_that_a_simple_rule_is_used_alone_where_it_is_right() -> None:
    steps = np.repeat(np.random.default_rng(1).uniform(500, 2000, 13), 8)
    choice = choose(look_back(block(steps, {}), NULL_CONTEXT))[0]
    assert choice.methods == ("mean_4",)
    assert choice.error_share == choice.yardstick_error_share


def test_that_what_is_used_is_never_much_worse_than_the_best_rule() -> None:
    for seed in range(12):
        flat = 1000 + 100 * np.random.default_rng(seed).standard_normal(104)
        choice = choose(look_back(block(flat, {}), NULL_CONTEXT))[0]
        assert choice.error_share <= choice.yardstick_error_share / 0.98


def test_that_a_clear_season_is_used() -> None:
    weeks = np.arange(156)
    wave = 1000 * (1 + 0.6 * np.sin(2 * np.pi * weeks / 52)) * (1 + 0.004 * weeks)
    noisy = wave * np.exp(0.1 * np.random.default_rng(5).standard_normal(156))
    whole = block(noisy, {})
    choice = choose(look_back(whole, NULL_CONTEXT))[0]
    assert set(choice.methods) & set(SEASONAL)
    came = 1000 * (1 + 0.6 * np.sin(2 * np.pi * np.arange(156, 169) / 52)) * 1.63
    said = forecasts(whole)
    seasonal = np.abs(choice.mean_of(said)[0] - came).mean()
    assert seasonal < 0.6 * np.abs(said["mean_4"][0] - came).mean()


def seasonal_shop(seed: int) -> np.ndarray:
    """Twelve products over 112 weeks as their one season sets in again."""
    wave = 1 + 0.7 * np.sin(2 * np.pi * (np.arange(112) + 6) / 52)
    random = np.random.default_rng(seed)
    return random.poisson(random.uniform(5, 60, (12, 1)) * wave).astype(np.float64)


@pytest.mark.parametrize("seed", range(4))
def test_that_a_few_products_are_forecast_with_the_season_of_their_shop(seed: int) -> None:
    units = seasonal_shop(seed)
    said, came = (units[:, :100], units[:, 100:104].sum(axis=1))
    shop = demand_shop(said)
    products = forecast_products(weekly_demand(shop, MONDAY + 699), 0, NULL_CONTEXT)
    assert products is not None
    assert products.method == "smooth_season"
    four = products.per_week[np.argsort(products.product), :4].sum(axis=1)[:12]
    without = 4 * smooth(said, np.ones(100, np.bool_)).level
    assert np.abs(four - came).sum() < 0.8 * np.abs(without - came).sum()


def test_that_a_rule_without_season_must_be_closer_by_more_than_luck() -> None:
    came = np.full(30, 10.0)
    luck = came + np.where(np.arange(30) % 2, 5.0, -2.0)
    for share, ruled in ((0.55, False), (0.3, True)):
        rule = came + np.where(np.arange(30) < 30 * share, 6.0, 0.0)
        said = {"mean_4": rule, "mean_8": rule + 5.0, "smooth": luck, "smooth_season": luck}
        score = PastScore(said=said, came=came, product=np.arange(30))
        assert (choose_method(score)[0] == "mean_4") == ruled


def test_that_methods_are_compared_on_the_same_weeks() -> None:
    wild = np.r_[np.random.default_rng(2).uniform(0, 1e6, 60), np.full(44, 1000.0)]
    test = look_back(block(wild, {}), NULL_CONTEXT)
    assert test.fair == "last_year"
    later = np.isfinite(test.forecast["last_year"][0, :, 0])
    assert 0 < later.sum() < len(later)
    assert test.wape("mean_4", test.fair)[0] != test.wape("mean_4")[0]


# ---- ranges ---------------------------------------------------------------------------------


def test_that_the_distribution_has_the_mean_and_spread_it_was_given() -> None:
    # mean 20 and variance 100 is size 5, chance .2: R's qnbinom gives 19 and 39
    mean, cv2 = np.full(2, 20.0), np.full(2, 100 / 400)
    assert quantile(mean, cv2, np.array([0.5, 0.95])).tolist() == [19.0, 39.0]


def test_that_ranges_cover_what_comes() -> None:
    units = made_units(n=600, weeks=120, seed=2)
    known, came = units[:, :116], units[:, 116:].sum(axis=1)
    is_open = np.ones(116, np.bool_)
    path = smooth(known, is_open).path
    errors = past_errors(known, is_open, path, 4)
    cv2, levels = spread(errors), level_map(errors)
    mean = 4 * path[:, -1]
    inside = {}
    for low, high in ((0.1, 0.9), (0.025, 0.975)):
        below, above = quantile(mean, cv2, levels[low]), quantile(mean, cv2, levels[high])
        inside[high] = float(((came >= below) & (came <= above)).mean())
    assert inside[0.9] == pytest.approx(0.8, abs=0.05)
    assert inside[0.975] == pytest.approx(0.95, abs=0.03)


def forecast_of(units: np.ndarray) -> ProductForecast:
    weeks = units.shape[1]
    made = forecast_products(
        weekly_demand(demand_shop(units), MONDAY + 7 * (weeks - 1) + 6), 0, NULL_CONTEXT
    )
    assert made is not None
    return made


def test_that_ranges_of_whole_numbers_hold_what_they_say_on_the_whole() -> None:
    """Both ends belong to the range; nearest steps hold as much too much as too little."""
    mean = np.random.default_rng(2).uniform(3.0, 60.0, 4_000)
    cv2 = 1.0 / mean + 0.3
    low, high = ends(mean, cv2, 0.1, 0.9)
    size, success = mean * mean / (cv2 * mean * mean - mean), 1.0 / (cv2 * mean)
    held = nbinom.cdf(high, size, success) - nbinom.cdf(low - 1, size, success)
    assert held.mean() == pytest.approx(0.8, abs=0.005)
    assert (low <= high).all()
    assert (quantile(mean, cv2, np.full(len(mean), 0.9)) >= high).all()


def test_that_one_spike_asks_for_no_more_than_was_ever_needed() -> None:
    weekly = made_units(n=40, weeks=104, seed=2)
    weekly[0] = 4.0
    weekly[0, 60] = 52.0  # a bulk buyer, once
    plain = forecast_of(weekly)
    at = int(np.flatnonzero(plain.product == 0)[0])
    weeks = np.full(len(plain), 3.0)
    made = replace(plain, cv2_by_span=np.full_like(plain.cv2_by_span, 30.0))
    assert most_needed(made, weeks, 0.95)[at] == 60.0
    assert units_needed(made, weeks, 0.95)[at] == 60.0
    uncapped = replace(made, most_by_span=np.empty((0, 0)))
    assert units_needed(uncapped, weeks, 0.95)[at] > 60.0, "what the variance alone asks for"
    assert not np.isfinite(most_needed(made, weeks, 0.98)[at]), "seen too seldom for 49 in 50"
    longer = np.full(len(made), 26.0)
    assert not np.isfinite(most_needed(made, longer, 0.95)[at])


def test_that_levels_rise() -> None:
    units = made_units(n=300, weeks=80, seed=4)
    is_open = np.ones(80, np.bool_)
    moved = level_map(past_errors(units, is_open, smooth(units, is_open).path, 4))
    table = np.column_stack([moved[level] for level in LEVELS])
    assert (np.diff(table, axis=1) >= 0).all()


# ---- weeks of a shop, and the whole answer --------------------------------------------------


def test_that_products_said_to_sell_nothing_teach_no_levels() -> None:
    nothing = np.full((100, 20), 1e-6)  # what smoothing says of products still to come
    moved = level_map(PastErrors(span_weeks=4, said=nothing, came=np.zeros((100, 20))))
    for level in LEVELS:
        assert moved[level] == pytest.approx(level)


def test_that_a_week_known_in_part_is_no_fall() -> None:
    shop = demand_shop(np.full((1, 20), 7.0), weekdays=(0, 2, 4))
    wednesday = MONDAY + 7 * 19 + 2
    cut = weekly_demand(replace(shop), wednesday)
    whole = weekly_demand(shop, MONDAY + 7 * 19 + 4)  # Friday is the shop's last trading day
    assert (cut.n_weeks, whole.n_weeks) == (19, 20)
    assert monday_of(whole.first_week) == MONDAY


def test_that_what_came_back_leaves_the_week_it_was_bought_in() -> None:
    units = np.zeros((1, 12))
    units[0] = 5
    shop = demand_shop(units, weekdays=(0, 6), returned={0: (2, 8)})
    weekly = weekly_demand(shop, MONDAY + 7 * 11 + 6)
    assert weekly.units[0].tolist() == [5, 5, 5, 5, 5, 5, 5, 3, 5, 5, 5, 5]


def test_that_what_names_no_product_is_sold_all_the_same() -> None:
    shop = demand_shop(np.full((2, 30), 50.0))
    day = MONDAY + 7 * 29 + 6
    unnamed = np.where(shop.line_product == 1, -1, shop.line_product).astype(np.int32)
    some = weekly_demand(replace(shop, line_product=unnamed), day)
    assert some.sales_cents == pytest.approx(weekly_demand(shop, day).sales_cents)
    assert some.product_sales_cents.sum() < some.sales_cents.sum()
    totals_only = replace(shop, line_product=np.full_like(shop.line_product, -1))
    found = answer_demand(totals_only, day, 0)
    assert found.products is None
    assert found.shop is not None
    assert found.shop.ahead_cents[:4] == pytest.approx([101.0] * 4, rel=0.01)


def test_that_states_tell_new_few_steady_and_stopped_products_apart() -> None:
    units = np.zeros((4, 60))
    units[0] = 3
    units[1, -5:] = 4
    units[2, [5, 40]] = 1
    units[3, :40] = 2
    forecast = forecast_products(
        weekly_demand(demand_shop(units), MONDAY + 7 * 59 + 6), 0, NULL_CONTEXT
    )
    assert forecast is not None
    by_product = dict(zip(forecast.product.tolist(), forecast.state.tolist(), strict=True))
    assert {p: by_product[p] for p in range(4)} == {
        0: DemandState.STEADY, 1: DemandState.NEW, 2: DemandState.FEW, 3: DemandState.STOPPED,
    }  # fmt: skip
    row = forecast.product.tolist().index(2)
    assert np.isnan(forecast.per_week[row]).all()


def test_that_longer_waits_and_surer_service_need_more() -> None:
    shop = demand_shop(made_units(n=80, weeks=70, seed=6))
    forecast = forecast_products(weekly_demand(shop, MONDAY + 7 * 69 + 6), 0, NULL_CONTEXT)
    assert forecast is not None
    known = np.isfinite(forecast.per_week[:, 0])
    spans = [units_needed(forecast, np.full(len(forecast), w), 0.9)[known] for w in (1, 3.5, 9, 20)]
    assert all((b >= a).all() for a, b in pairwise(spans))
    sure = [units_needed(forecast, np.full(len(forecast), 4.0), p)[known] for p in (0.5, 0.8, 0.98)]
    assert all((b >= a).all() for a, b in pairwise(sure))
    two = mean_over(forecast, np.full(len(forecast), 2.0))[known]
    np.testing.assert_allclose(two, forecast.per_week[known, :2].sum(axis=1))


@pytest.mark.parametrize(
    "units",
    [
        np.full((1, 1), 1.0), np.full((1, 7), 1.0), np.full((1, 8), 1.0), np.full((3, 30), 2.0),
        np.eye(40)[:1], np.vstack([np.full(40, 1.0), np.eye(40)[39] * 1e6]),
        np.hstack([np.full((2, 30), 3.0), np.zeros((2, 30))]) + np.eye(60)[59],
    ],
    ids=["one week", "7 weeks", "8 weeks", "constant", "one sale", "huge spike", "dying"],
)  # fmt: skip
def test_that_odd_shops_get_an_answer_or_a_reason(units: np.ndarray) -> None:
    shop = demand_shop(units)
    answer = answer_demand(shop, MONDAY + 7 * units.shape[1] - 1, 0)
    assert (answer.refused is None) == (answer.shop is not None)
    if answer.shop is not None:
        for cents in (answer.shop.ahead_cents, answer.shop.low80_cents, answer.shop.high95_cents):
            assert np.isfinite(cents).all()
            assert (cents >= 0).all()
        assert (answer.shop.low80_cents <= answer.shop.high80_cents).all()


def test_that_the_same_shop_gets_the_same_answer_and_money_reconciles() -> None:
    shop = demand_shop(made_units(n=70, weeks=60, seed=8))
    first, again = (answer_demand(shop, MONDAY + 7 * 60 - 1, 0) for _ in range(2))
    assert first.products is not None
    assert again.products is not None
    np.testing.assert_array_equal(first.products.per_week, again.products.per_week)
    assert first.shop is not None
    assert np.nansum(first.shop.sales_cents) == shop.line_cents.sum()


def test_that_real_sales_are_forecast_better_than_by_simple_rules(
    online_retail: Transactions,
) -> None:
    # recommend_forecast.md, section 5: revenue 0.159 with half the season, 0.172 by last year
    answer = answer_demand(online_retail, online_retail.last_day, 0)
    assert answer.shop is not None
    assert answer.products is not None
    assert answer.shop.error_share < min(0.172, answer.shop.yardstick_error_share)
    assert answer.products.method == "learned"
    assert answer.products.error_share < 0.97 * answer.products.yardstick_error_share
    assert answer.products.covered95_share == pytest.approx(0.95, abs=0.03)
