"""Money expected: unbiased and with ranges that hold where the world does not change."""

from __future__ import annotations

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.features.events import Events, purchase_events
from clm_desktop.features.history import history
from clm_desktop.features.snapshot import cut, cut_events
from clm_desktop.features.spells import spells
from clm_desktop.models.repeat.gamma_gamma import fit_money
from clm_desktop.models.repeat.mbg import fit_mbg, repeats_of
from clm_desktop.models.results import PastSum, ValueAnswer
from clm_desktop.models.risk.answer import answer_risk
from clm_desktop.models.trust import trust
from clm_desktop.models.value.answer import answer_value
from clm_desktop.models.value.next_order import next_order_days, try_next_orders, widening
from clm_desktop.models.value.outlook import Outlook, is_late
from clm_desktop.models.value.past import USUAL_LASTS, PastLong, drift, lasting
from clm_desktop.models.value.ranges import band_of, edges_of, learn_ranges
from clm_desktop.models.value.spend import SpendModel, spent_within
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
    assert (answer.value_12m_cents >= answer.expected_spend_cents).all()
    together = answer.value_12m_cents.sum() / answer.expected_spend_cents.sum()
    assert 2 < together < 4.2


def test_that_the_verdict_is_a_test_on_the_past(answer, shop) -> None:
    said = dict(answer.verdict.params)
    assert answer.verdict.code == "value.verdict.tested"
    assert said["cutoff_day"] == TODAY - 90
    assert said["was_cents"] == pytest.approx(spent(shop, TODAY - 90, 90).sum())
    assert 0.7 < float(said["covered_share"]) <= 1


@pytest.fixture(scope="module")
def boxes():
    """A monthly box for 400; a quarter of those who ever took it cancelled at some time."""
    rng = np.random.default_rng(5)
    who, when = [], []
    for number in range(400):
        start, life = rng.integers(0, 700), rng.geometric(0.07)
        days = start + 30 * np.arange(life) + rng.integers(-1, 2, life)
        days = np.maximum(days[days <= 1065], 0)
        who += [f"c{number:03d}"] * len(days)
        when += (START + days).tolist()
    return orders(who, when, 2500)


def test_that_chance_and_value_tell_one_story(boxes) -> None:
    """Nobody who is late has a chance of next to nothing and is worth a year of boxes."""
    day = START + 700
    table = customer_table(boxes, day, NULL_CONTEXT)
    known = trust(boxes, table)
    risk = answer_risk(boxes, table, known, 60, (0.33, 0.66), 0, NULL_CONTEXT)
    value = answer_value(boxes, table, risk, known, 0, NULL_CONTEXT)
    events = cut_events(purchase_events(boxes), day)
    late = is_late(history(events, day, 60))
    gone = late & (risk.p_buy < 0.05)
    assert gone.sum() > 50
    each = value.expected_spend_cents / risk.expected_orders
    most = 1.05 * (365 / 60) * value.expected_spend_cents + 0.01 * each
    assert (value.value_12m_cents <= most)[late & (risk.p_buy < 0.5)].all()
    assert (risk.expected_orders >= risk.p_buy).all()
    was = spent(boxes, day, 365)
    assert value.value_12m_cents.sum() == pytest.approx(was.sum(), rel=0.2)
    assert value.value_12m_cents[gone].mean() < 0.05 * value.value_12m_cents[~gone].mean()


def test_that_half_of_a_drift_of_three_lengths_is_believed() -> None:
    """Sums of half a year that came at 90 % for two years and a half: three lengths and more."""
    sums = [PastSum(day=d, horizon_days=182, said_cents=100.0, was_cents=90.0) for d in (364, 0)]
    told = drift(sums, as_of_day=700, first_day=-900, days=365)
    assert told == pytest.approx(365 / 182 * 3 / 6 * np.log(0.9))
    assert drift(sums, as_of_day=500, first_day=-900, days=365) == pytest.approx(
        365 / 182 * 1 / 4 * np.log(0.9)  # the newer one is not over yet
    )
    assert drift(sums, as_of_day=700, first_day=-10, days=365) == pytest.approx(
        365 / 182 * 1 / 4 * np.log(0.9)  # the older one is of a shop just opened
    )


def test_that_what_lasts_is_learned_from_what_came() -> None:
    """MBG says 2 orders of everybody; the winner knew that half of them left, or were not due."""
    rng = np.random.default_rng(6)
    left = np.arange(4000) < 2000
    still, only_later = np.where(left, 0.2, 2.0), np.full(4000, 2.0)
    assert lasting([_told(left, rng.poisson(still))]) == 1.0
    assert lasting([_told(left, rng.poisson(only_later))]) == 0.0
    assert lasting([]) == USUAL_LASTS


def _told(left, came) -> PastLong:
    n = len(left)
    tx = orders([f"c{i:04d}" for i in range(n)], np.full(n, START), 100)
    facts = history(purchase_events(tx), START, 60)
    fit = fit_mbg(repeats_of(facts), 1, NULL_CONTEXT)
    money = fit_money(facts.events, facts.basket_cents, NULL_CONTEXT)
    outlook = Outlook(
        model=SpendModel(
            orders=fit,
            money=money,
            net_share=1.0,
            trend=0.0,
            age_years=0.0,
            basket_cents=facts.basket_cents,
        ),
        facts=facts,
        chance=np.where(left, 0.05, 0.5),
        mbg_chance=np.full(n, 0.5),
        if_any=np.ones(n),
        each_cents=np.full(n, 100.0),
    )
    return PastLong(
        days=365,
        outlook=outlook,
        mbg_orders=np.full(n, 2.0),
        orders=came.astype(float),
        spent=100.0 * came,
    )


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
    assert START + 104 <= start[0] <= START + 110 <= end[0] <= START + 120
    assert start[1] > start[0]
    assert end[1] > end[0]
    assert np.isnan(start[2:]).all()
    assert np.isnan(end[2:]).all()


def test_that_ranges_of_next_orders_hold_eight_of_ten_who_come() -> None:
    rng = np.random.default_rng(4)
    who, days = [], []
    for customer in range(400):
        rhythm = rng.uniform(8, 40)
        mine = np.cumsum(np.maximum(rng.gamma(4.0, rhythm / 4.0, 60), 1)).astype(int)
        mine = mine[mine <= 700]
        who += [f"c{customer:03}"] * len(mine)
        days += mine.tolist()
    events = purchase_events(orders(who, np.add(days, START), 100))
    test = try_next_orders(events, START + 700)
    assert test is not None
    assert test.customers > 200
    assert 0.76 < test.inside / test.customers < 0.9  # whole days widen short ranges
    assert 0 < test.before < 0.2 * test.customers
    assert test.inside + test.before + test.later <= test.customers
    assert try_next_orders(events, START + 20) is None, "nothing is over yet"


def restless_shop(leave_share: float) -> Events:
    """Customers come by their rhythm, but many stay away for good after any of their orders."""
    rng = np.random.default_rng(11)
    who, days = [], []
    for customer in range(900):
        rhythm, came = rng.uniform(15, 40), rng.integers(0, 500)
        while came <= 700:
            who.append(f"c{customer:03}")
            days.append(int(came))
            if rng.random() < leave_share:
                break
            came += max(1, rng.gamma(2.0, rhythm / 2.0))
    return purchase_events(orders(who, np.add(days, START), 100))


def test_that_ranges_are_widened_by_customers_who_stayed_away() -> None:
    events = restless_shop(0.12)
    assert widening(events, START + 700) > 0
    test = try_next_orders(events, START + 700)
    assert test is not None
    assert 0.75 < test.inside / test.customers < 0.9
    plain = held_by_rhythm(events, test.cutoff_day)
    assert plain < 0.75, "by the rhythm alone too few ranges hold"
    own = spells(events)
    narrow, wide = (next_order_days(own, START + 700, w) for w in (0.0, 0.5))
    known = np.isfinite(wide[0])
    assert (wide[0] <= narrow[0])[known].all()
    assert (wide[1] > narrow[1])[known].all()
    assert (wide[0] > START + 700)[known].all(), "never in the past"


def held_by_rhythm(events: Events, day: int) -> float:
    """Share of the ranges by the rhythm alone, of those over, that held."""
    own = spells(events.until(day))
    start, end = next_order_days(own, day)
    held = []
    for customer, low, high in zip(own.customer, start, end, strict=True):
        if high <= START + 700:
            came = events.day[(events.customer == customer) & (events.day > day)]
            held.append(len(came) > 0 and low <= came[0] <= high)
    return float(np.mean(held))


def test_that_no_range_is_longer_than_a_year() -> None:
    who = [f"c{i}" for i in range(30) for _ in range(2)]
    days = [day for i in range(30) for day in (0, 10 * (i + 1))]
    own = spells(purchase_events(orders(who, np.add(days, START), 100)))
    start, end = next_order_days(own, START + 300)
    assert np.nanmax(end - start) <= 365
    wider = next_order_days(own, START + 300, 0.5)
    assert 0 < np.isfinite(wider[0]).sum() < np.isfinite(start).sum()
    assert np.nanmax(wider[1] - wider[0]) <= 365
    assert not np.isfinite(next_order_days(own, START + 300, 30.0)).any()


def test_that_silence_moves_the_range_on_until_the_customer_is_late() -> None:
    rng = np.random.default_rng(5)
    days = [np.cumsum(np.maximum(rng.gamma(6.0, 5.0, 12), 1)).astype(int) for _ in range(60)]
    who = [f"c{i:02}" for i, mine in enumerate(days) for _ in mine]
    events = purchase_events(orders(who, np.add(np.concatenate(days), START), 100))
    own = spells(events)
    last = int(own.last_day[0])
    starts = []
    for silent in (0, 24, 300):
        start, end = next_order_days(own, last + silent)
        starts.append(start[0])
        if np.isfinite(start[0]):
            assert last + silent < start[0] <= end[0], "never in the past"
    assert starts[0] < starts[1]
    assert starts[1] > last + 25, "who has waited is not simply expected tomorrow"
    assert np.isnan(starts[2]), "long silent is late, not due"


def test_that_bands_depend_on_rank_alone() -> None:
    money = np.random.default_rng(0).lognormal(5, 2, 240)
    edges = edges_of(240)
    np.testing.assert_array_equal(band_of(money, edges), band_of(np.log(money), edges))
    assert np.bincount(band_of(money, edges)).tolist() == [20] * 12
    assert len(set(band_of(np.ones(50), edges).tolist())) == 1


def test_that_the_best_are_told_apart_as_long_as_they_are_enough() -> None:
    orders = np.random.default_rng(0).lognormal(0, 1, 1_920)
    sizes = np.bincount(band_of(orders, edges_of(len(orders)))).tolist()
    assert sizes == [160] * 11 + [80, 40, 20, 20]
    assert len(edges_of(479)) + 1 == 12, "no half of the last band has twenty customers"


def test_that_the_best_few_are_not_promised_the_range_of_the_last_twelfth() -> None:
    """The last fortieth buys for sure; one in four of those just below does not buy at all."""
    rng = np.random.default_rng(2)
    expected = np.sort(rng.lognormal(8, 1, 9_600))
    best = np.arange(9_600) >= 9_600 - 240
    spent = expected * np.where(best, rng.uniform(0.8, 1.2, 9_600), rng.random(9_600) < 0.75)
    low, _ = learn_ranges(((expected, expected, spent),)).around(expected, expected)
    assert (low[-100:] > 0.7 * expected[-100:]).all()
    assert not low[-600:-400].any()


def test_that_ranges_learn_the_spread_of_each_band() -> None:
    rng = np.random.default_rng(1)
    expected = np.sort(rng.lognormal(8, 1, 12_000))
    ratio = np.where(
        np.arange(12_000) < 6_000, rng.random(12_000) < 0.3, rng.uniform(0.5, 1.5, 12_000)
    )
    table = learn_ranges(((expected, expected, expected * ratio),))
    assert table.low[0] == 0.0
    assert (table.low[-1], table.high[-1]) == pytest.approx((0.6, 1.4), abs=0.05)
