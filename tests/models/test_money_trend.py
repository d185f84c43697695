"""Baskets that grow: believed where the same customers pay more, not for seasons or newcomers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.events import Events, purchase_events
from clm_desktop.features.history import history
from clm_desktop.features.snapshot import cut, cut_events
from clm_desktop.models.value.spend import fit_spend, money_each, money_trend, spent_within
from tests.models.shops import START, plausible
from tests.models.test_value import value_of

GROWTH = float(np.log(1.2))  # a year


@pytest.fixture(scope="module")
def steady():
    return plausible(700, 900, 31, gap_days=30)


def dearer(tx, log_factor):
    """The same orders at other prices, by day since the opening."""
    cents = np.rint(tx.order_cents * np.exp(log_factor(tx.order_day - START)))
    return replace(tx, order_cents=cents.astype(np.int64))


@pytest.fixture(scope="module")
def growing(steady):
    return dearer(steady, lambda day: GROWTH * day / 365)


def trend_by(tx, day) -> float:
    return money_trend(cut_events(purchase_events(tx), START + day))


def test_that_a_growing_basket_is_found_and_a_steady_one_is_none(steady, growing) -> None:
    assert abs(trend_by(steady, 700)) < 0.02
    assert trend_by(growing, 700) == pytest.approx(GROWTH, abs=0.04)


def test_that_less_than_a_year_tells_no_trend(growing) -> None:
    assert trend_by(growing, 360) == 0.0


def test_that_a_dear_season_at_one_end_is_no_growth(steady) -> None:
    seasonal = dearer(steady, lambda day: 0.2 * np.cos(2 * np.pi * (day - 450) / 365))
    assert trend_by(seasonal, 460) == pytest.approx(trend_by(steady, 460), abs=0.02)


def test_that_richer_newcomers_are_no_growth() -> None:
    rng = np.random.default_rng(3)
    n, each = 900, 6
    joined = np.sort(rng.integers(0, 500, n))
    day = np.sort(joined[:, None] + rng.integers(0, 200, (n, each)), axis=1)
    money = 1000 * np.exp(0.5 * joined[:, None] / 365 + rng.normal(0, 0.3, (n, each)))
    cents = np.rint(money).ravel().astype(np.int64)
    events = Events(
        customer=np.repeat(np.arange(n, dtype=np.int32), each),
        day=day.ravel().astype(np.int32),
        sales_cents=cents,
        net_cents=cents,
        products=np.zeros(n * each, dtype=np.int32),
    )
    assert abs(money_trend(events)) < 0.03


def test_that_an_event_of_money_that_grows_is_worth_today_s_money(steady, growing) -> None:
    day = START + 700
    each = []
    for tx in (steady, growing):
        events = cut_events(purchase_events(tx), day)
        facts = history(events, day, 90)
        model = fit_spend(tx, events, facts, seed=0, ctx=NULL_CONTEXT)
        each.append(float(money_each(model, facts).mean()))
    assert each[1] / each[0] == pytest.approx(np.exp(GROWTH * 700 / 365), rel=0.05)


def test_that_value_in_a_growing_shop_is_as_right_as_in_a_steady_one() -> None:
    day = START + 700
    shop, ratio = plausible(250, 900, 31, gap_days=30), []
    for tx in (shop, dearer(shop, lambda day: GROWTH * day / 365)):
        events = cut_events(purchase_events(tx), day)
        was = spent_within(tx, history(events, day, 90), 90).sum()
        ratio.append(value_of(cut(tx, day), day).expected_spend_cents.sum() / was)
    assert ratio[1] == pytest.approx(ratio[0], abs=0.03)


def test_that_a_year_is_not_raised_once_for_the_trend_and_once_for_what_it_missed() -> None:
    """Before its first year was over nobody could know the trend, so sums of then fell short."""
    ratio = []
    shop = plausible(250, 950, 31, gap_days=30)
    for tx in (shop, dearer(shop, lambda day: 2 * GROWTH * day / 365)):
        day = START + 550
        events = cut_events(purchase_events(tx), day)
        was = spent_within(tx, history(events, day, 365), 365).sum()
        ratio.append(float(value_of(cut(tx, day), day).value_12m_cents.sum() / was))
    assert ratio[1] == pytest.approx(ratio[0], rel=0.05)
