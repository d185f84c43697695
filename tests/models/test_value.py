"""Money expected: unbiased and with ranges that hold where the world does not change."""

from __future__ import annotations

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import history
from clm_desktop.features.snapshot import cut, cut_events
from clm_desktop.features.spells import spells
from clm_desktop.models.results import ValueAnswer
from clm_desktop.models.risk.answer import answer_risk
from clm_desktop.models.trust import trust
from clm_desktop.models.value.answer import answer_value
from clm_desktop.models.value.next_order import next_order_days
from clm_desktop.models.value.ranges import band_of, learn_ranges
from clm_desktop.models.value.spend import spent_within
from tests.models.shops import START, orders, plausible

TODAY = START + 700


def value_of(tx, day) -> ValueAnswer:
    table = customer_table(tx, day, NULL_CONTEXT)
    known = trust(tx, table)
    risk = answer_risk(tx, table, known, 90, (0.33, 0.66), 0, NULL_CONTEXT)
    return answer_value(tx, table, risk, known, 0, NULL_CONTEXT)


def spent(tx, day, horizon):
    events = cut_events(purchase_events(tx), day)
    return spent_within(tx, history(events, day, horizon), horizon)


@pytest.fixture(scope="module")
def shop():
    return plausible(1200, 1000, 31, gap_days=30)


@pytest.fixture(scope="module")
def answer(shop) -> ValueAnswer:
    return value_of(shop, TODAY)


def test_that_the_future_never_leaks_into_a_value(shop, answer) -> None:
    early = value_of(cut(shop, TODAY), TODAY)
    np.testing.assert_array_equal(early.value_12m_cents, answer.value_12m_cents)
    np.testing.assert_array_equal(early.spend_hi_cents, answer.spend_hi_cents)
    assert early.verdict == answer.verdict


def test_that_ranges_cover_what_they_say(shop, answer) -> None:
    was = spent(shop, TODAY, 90)
    inside = (was >= answer.spend_lo_cents) & (was <= answer.spend_hi_cents)
    likely = answer.expected_spend_cents >= np.median(answer.expected_spend_cents)
    assert 0.74 <= inside[likely].mean() <= 0.87
    assert inside.mean() >= 0.77


def test_that_the_sum_and_the_ranking_are_right_in_a_steady_shop(shop, answer) -> None:
    was = spent(shop, TODAY, 90)
    assert answer.expected_spend_cents.sum() == pytest.approx(was.sum(), rel=0.15)
    top = np.argsort(-answer.expected_spend_cents)[: len(was) // 10]
    assert was[top].sum() > 0.3 * was.sum()


def test_that_a_year_is_worth_more_than_a_quarter(answer) -> None:
    assert (answer.value_12m_cents > answer.expected_spend_cents).all()
    assert (answer.value_12m_cents < 4.2 * answer.expected_spend_cents + 1).all()


def test_that_the_verdict_is_a_test_on_the_past(answer, shop) -> None:
    said = dict(answer.verdict.params)
    assert answer.verdict.code == "value.verdict.tested"
    assert said["cutoff_day"] == TODAY - 90
    assert said["was_cents"] == pytest.approx(spent(shop, TODAY - 90, 90).sum())
    assert 0.7 < float(said["covered_share"]) <= 1


def test_that_refunds_lower_what_is_expected() -> None:
    tx = plausible(400, 600, 32)
    cents = np.concatenate([tx.order_cents, -tx.order_cents[::2]])
    who = [tx.customer_key[c] for c in tx.order_customer]
    back = orders(
        who + who[::2],
        np.concatenate([tx.order_day, tx.order_day[::2] + 5]),
        cents,
        quantity=np.where(cents > 0, 1.0, -1.0),
    )
    day = tx.last_day - 30
    plain, refunded = value_of(tx, day), value_of(back, day)
    ratio = refunded.expected_spend_cents.sum() / plain.expected_spend_cents.sum()
    assert ratio == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("span_days", "half", "whole"), [(150, False, False), (300, True, False), (400, False, True)]
)
def test_that_no_forecast_reaches_further_than_the_history(span_days, half, whole) -> None:
    tx = plausible(300, span_days, 33, gap_days=20)
    answer = value_of(tx, tx.last_day)
    assert np.isfinite(answer.expected_spend_cents).all()
    assert np.isfinite(answer.value_6m_cents).all() == half
    assert np.isfinite(answer.value_12m_cents).all() == whole
    if half:
        assert (answer.value_6m_lo_cents <= answer.value_6m_cents).all()
        assert (answer.value_6m_hi_cents > answer.value_6m_cents).mean() > 0.5


def test_that_the_next_order_follows_the_own_rhythm() -> None:
    """Ann comes every 10 days, Bob every 50, Cy came once, Di is long gone."""
    who = ["ann"] * 11 + ["bob"] * 3 + ["cy"] + ["di"] * 4
    days = [*range(0, 101, 10), 0, 50, 100, 95, 0, 5, 10, 15]
    own = spells(purchase_events(orders(who, np.add(days, START), 100)))
    start, end = next_order_days(own, START + 100)
    assert START + 105 <= start[0] <= START + 110 <= end[0] <= START + 115
    assert start[1] > end[0]
    assert np.isnan(start[2:]).all()
    assert np.isnan(end[2:]).all()


def test_that_bands_depend_on_rank_alone() -> None:
    money = np.random.default_rng(0).lognormal(5, 2, 240)
    np.testing.assert_array_equal(band_of(money), band_of(np.log(money)))
    assert np.bincount(band_of(money)).tolist() == [20] * 12
    assert len(set(band_of(np.ones(50)).tolist())) == 1


def test_that_ranges_learn_the_spread_of_each_band() -> None:
    rng = np.random.default_rng(1)
    expected = np.sort(rng.lognormal(8, 1, 12_000))
    ratio = np.where(
        np.arange(12_000) < 6_000, rng.random(12_000) < 0.3, rng.uniform(0.5, 1.5, 12_000)
    )
    table = learn_ranges(((expected, expected * ratio),))
    assert table.low[0] == 0.0
    assert (table.low[-1], table.high[-1]) == pytest.approx((0.6, 1.4), abs=0.05)
