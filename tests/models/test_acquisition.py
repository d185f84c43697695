"""Winning customers: curves that cover, values that young channels cannot flatter, honest leads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clm_desktop.core.outreach import ChannelSpend
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.models.acquisition.answer import acquisition_answer
from clm_desktop.models.acquisition.curve import ResponseCurve, fit_curve, varies
from clm_desktop.models.acquisition.leads import FirstOrders, score_leads
from clm_desktop.models.acquisition.likeness import Trait, best_rows, likenesses
from clm_desktop.models.acquisition.newcomers import channel_weeks
from clm_desktop.models.acquisition.results import AcquisitionAnswer
from clm_desktop.models.acquisition.worth import (
    VALUE_DAYS,
    channel_worth,
    growth,
    payback_weeks,
    shop_growth,
)
from clm_desktop.models.lifecycle.beginnings import NEVER, Beginnings
from tests.models.orders import sales

AS_OF = 20_000


def begun(first_day: list[int], orders: list[tuple[int, int, int]]) -> Beginnings:
    """Of customers by their first day and orders (row, day, cents), sorted by row and day."""
    first = np.array(first_day, np.int32)
    rows = np.array([o[0] for o in orders], np.int64)
    days = np.array([o[1] for o in orders], np.int32)
    cents = np.array([o[2] for o in orders], np.int64)
    start = np.searchsorted(rows, np.arange(len(first)))
    gap = np.full(len(first), NEVER, np.int32)
    for row in range(len(first)):
        own = days[rows == row]
        if len(own) > 1:
            gap[row] = own[1] - own[0]
    return Beginnings(
        as_of_day=AS_OF,
        first_day=first,
        tenure_days=(AS_OF - first).astype(np.int32),
        second_gap_days=gap,
        first_cents=cents[start],
        start=start,
        event_row=rows,
        event_day=days,
        order_row=rows,
        order_day=days,
        order_cents=cents,
        row_of=np.append(np.arange(len(first)), -1),
    )


def steady(
    rng: np.random.Generator, n: int, rate: float, cents: int, oldest: int = 700
) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Customers who go on ordering at a rate per day for good."""
    first = [AS_OF - int(d) for d in rng.integers(0, oldest, n)]
    orders = []
    for row, day in enumerate(first):
        later = rng.random(AS_OF - day) < rate
        orders += [
            (row, day, cents),
            *((row, day + 1 + int(i), cents) for i in np.flatnonzero(later)),
        ]
    return first, orders


# ---- the curve ------------------------------------------------------------------------------


def _weeks(rng: np.random.Generator, ceiling: float, scale: float, spend: np.ndarray) -> np.ndarray:
    luck = rng.gamma(6, 1 / 6, len(spend))
    return rng.poisson(ceiling * -np.expm1(-spend / scale) * luck).astype(np.float64)


def test_that_ranges_of_the_curve_cover_truths_that_nobody_chose() -> None:
    rng = np.random.default_rng(1)
    hits, asked = 0, 0
    for _ in range(60):
        scale = 300 * float(np.exp(rng.uniform(np.log(0.5), np.log(15))))
        ceiling = rng.uniform(3, 12) / -np.expm1(-300 / scale)
        spend = 300 * rng.choice([0.0, 0.5, 1.0, 1.5, 2.0], 52)
        curve = fit_curve(spend, _weeks(rng, ceiling, scale, spend), with_base=False)
        at = np.array([150.0, 300.0, 600.0])
        true = ceiling * -np.expm1(-at / scale)
        hits += int(((curve.quantile(at, 0.1) <= true) & (true <= curve.quantile(at, 0.9))).sum())
        asked += 3
    assert 0.68 <= hits / asked <= 0.95  # 80 % said; three points of one curve go together


def test_that_flat_spend_leaves_open_what_swings_tell() -> None:
    rng = np.random.default_rng(2)
    flat, swings = np.full(104, 300.0), 300 * rng.choice([0.0, 0.5, 1.5, 2.0], 104)

    def width(spend: np.ndarray) -> float:
        curve = fit_curve(spend, _weeks(rng, 20, 400, spend), with_base=False)
        low, high = (curve.quantile(np.array([900.0]), q)[0] for q in (0.1, 0.9))
        return float(high / low)

    assert width(flat) > 1.5 * width(swings)
    assert not varies(flat)
    assert varies(swings)


def test_that_what_comes_by_itself_is_not_credited_to_the_channel() -> None:
    rng = np.random.default_rng(3)
    spend = np.tile([0.0, 300.0], 60)
    new = _weeks(rng, 10, 300, spend) + rng.poisson(8, len(spend))
    at = np.array([300.0])
    for base in (True, False):  # weeks without spend tell it in any case
        told = fit_curve(spend, new, with_base=base).new_customers(at)[0]
        assert told == pytest.approx(6.3, rel=0.2)
    never_off = np.where(spend > 0, spend, 20.0)
    open_yet, credited = (
        fit_curve(never_off, new, with_base=base).new_customers(at)[0] for base in (True, False)
    )
    assert open_yet < credited - 3


@given(
    spend=st.lists(st.sampled_from([0.0, 100.0, 200.0, 400.0]), min_size=3, max_size=40),
    data=st.data(),
)
def test_that_a_curve_rises_and_bends_and_spend_is_where_it_is_said(
    spend: list[float], data: st.DataObject
) -> None:
    if not any(spend):
        spend = [*spend, 100.0]
    new = data.draw(st.lists(st.integers(0, 40), min_size=len(spend), max_size=len(spend)))
    curve = fit_curve(np.array(spend), np.array(new, np.float64), with_base=True)
    points = curve.new_customers(np.linspace(0, 1_000, 21))
    steps = np.diff(points)
    assert points[0] == 0
    assert (steps >= -1e-12).all()
    assert (np.diff(steps) <= 1e-9).all()
    wanted = data.draw(st.floats(1e-4, 1.0))
    cost = curve.spend_at(wanted, 5_000.0)
    if 0 < cost < 5_000:
        assert curve.slope(cost) == pytest.approx(wanted, rel=1e-6)
    assert curve.spend_at(wanted * 2, 5_000.0) <= cost + 1e-6


def test_that_a_channel_without_spend_has_no_curve() -> None:
    with pytest.raises(ValueError, match="no week"):
        fit_curve(np.zeros(5), np.ones(5), with_base=False)


# ---- what they are worth --------------------------------------------------------------------


def test_that_customers_who_came_lately_count_for_as_long_as_they_were_watched() -> None:
    rng = np.random.default_rng(4)
    first, orders = steady(rng, 1_500, 0.01, 1_000)
    found = shop_growth(begun(first, orders))
    assert len(found.cents) == VALUE_DAYS + 1
    assert found.cents[-1] == pytest.approx(1_000 * (1 + 0.01 * VALUE_DAYS), rel=0.03)
    assert found.cents[0] == 1_000


def test_that_a_young_channel_is_carried_on_as_the_shop_grows() -> None:
    rng = np.random.default_rng(5)
    old, old_orders = steady(rng, 800, 0.01, 1_000)
    new, new_orders = steady(rng, 400, 0.02, 1_000, oldest=120)
    all_orders = [*old_orders, *((row + 800, day, cents) for row, day, cents in new_orders)]
    shop = begun([*old, *new], all_orders)
    whole, mine = shop_growth(shop), np.arange(1_200) >= 800
    worth = channel_worth(shop, mine, whole, 0.5, 0.4)
    truth = 0.4 * 1_000 * (1 + 0.02 * VALUE_DAYS)
    assert worth.cents == pytest.approx(truth, rel=0.2)
    assert worth.lo_cents < worth.cents < worth.hi_cents


def test_that_five_customers_lean_on_the_shop() -> None:
    rng = np.random.default_rng(6)
    first, orders = steady(rng, 600, 0.01, 1_000)
    first += [AS_OF - 500] * 5
    orders += [(600 + i, AS_OF - 500, 90_000) for i in range(5)]
    shop = begun(first, orders)
    mine = np.arange(605) >= 600
    worth = channel_worth(shop, mine, shop_growth(shop), 0.9, 1.0)
    assert len(growth(shop, mine, 300, 30).cents) == 0
    assert worth.cents == pytest.approx(float(shop_growth(shop).cents[-1]))


def test_that_winning_is_paid_back_on_the_day_the_margin_passes_its_cost() -> None:
    curve = np.array([10.0, 10.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 50.0])
    assert payback_weeks(curve, 5.0) == 0
    assert payback_weeks(curve, 20.0) == pytest.approx(2 / 7)
    assert payback_weeks(curve, 60.0) == float("inf")
    assert np.isnan(payback_weeks(curve, float("nan")))


# ---- new customers by channel ---------------------------------------------------------------


def _spend(channel: str, weeks: int, cents: float, new: float = float("nan")) -> list[ChannelSpend]:
    start = AS_OF - 7 * weeks + 1
    return [
        ChannelSpend(channel=channel, week_day=start + 7 * i, cost_cents=cents, new_customers=new)
        for i in range(weeks)
    ]


def test_that_orders_tell_before_reports_and_reports_before_totals() -> None:
    first = [AS_OF - 10] * 3 + [AS_OF - 3] * 4
    shop = begun(first, [(row, day, 100) for row, day in enumerate(first)])
    told = np.array(["Search"] * 2 + [""] * 5, object)
    both = (*_spend("search", 2, 500.0, new=9), *_spend("flyer", 2, 500.0, new=3))
    weeks = {w.channel: w for w in channel_weeks(both, shop, told)}
    assert (weeks["search"].told_by, weeks["search"].new.tolist()) == ("orders", [2.0, 0.0])
    assert (weeks["flyer"].told_by, weeks["flyer"].new.tolist()) == ("report", [3.0, 3.0])
    (alone,) = channel_weeks(tuple(_spend("flyer", 2, 500.0)), shop, told)
    assert (alone.told_by, alone.new.tolist()) == ("total", [3.0, 4.0])
    two = (*_spend("flyer", 2, 500.0), *_spend("radio", 2, 500.0))
    assert [w.told_by for w in channel_weeks(two, shop, told)] == ["", ""]


def test_that_a_week_the_orders_do_not_cover_is_no_week_without_customers() -> None:
    shop = begun([AS_OF - 13, AS_OF - 3], [(0, AS_OF - 13, 100), (1, AS_OF - 3, 100)])
    paid = tuple(
        ChannelSpend(channel="flyer", week_day=AS_OF - back, cost_cents=500.0)
        for back in (27, 20, 13, 6, -1)
    )
    none = np.array(["", ""], object)
    assert channel_weeks(paid, shop, none)[0].week_day.tolist() == [AS_OF - 13, AS_OF - 6]
    later = replace(shop, as_of_day=AS_OF - 1)
    assert channel_weeks(paid, later, none)[0].week_day.tolist() == [AS_OF - 13]


def test_that_a_week_nobody_told_the_spend_of_is_no_week_without_spend() -> None:
    shop = begun([AS_OF - 27, AS_OF - 3], [(0, AS_OF - 27, 100), (1, AS_OF - 3, 100)])
    channel = np.array(["search", "search"], object)
    told = tuple(
        ChannelSpend(channel=name, week_day=AS_OF - back, cost_cents=500.0)
        for name, back in (("search", 27), ("search", 20), ("flyer", 13))
    )
    weeks = {w.channel: w for w in channel_weeks(told, shop, channel)}
    assert weeks["search"].week_day.tolist() == [AS_OF - 27, AS_OF - 20, AS_OF - 13]
    assert weeks["search"].cost_cents.tolist() == [500.0, 500.0, 0.0]  # that week is told of
    assert weeks["search"].new.tolist() == [1.0, 0.0, 0.0]


# ---- leads and likeness ---------------------------------------------------------------------


def _leads(rng: np.random.Generator, n: int, effect: float) -> tuple[Beginnings, FirstOrders]:
    first = np.sort(AS_OF - rng.integers(0, 900, n))
    kind = rng.integers(0, 2, n)
    p = 0.25 + effect * (kind - 0.5)
    orders = []
    for row in range(n):
        orders.append((row, int(first[row]), 1_000))
        day = int(first[row] + rng.integers(5, 120))
        if rng.random() < p[row] and day <= AS_OF:
            orders.append((row, day, 1_000))
    told = FirstOrders(
        columns=kind[:, None].astype(np.float64), names=("kind",), cell=kind.astype(np.int64)
    )
    return begun(first.tolist(), orders), told


@pytest.mark.parametrize(("n", "method"), [(400, "thirds"), (4_000, "logistic")])
def test_that_leads_are_told_apart_where_the_first_order_tells(n: int, method: str) -> None:
    shop, told = _leads(np.random.default_rng(7), n, 0.4)
    found = score_leads(shop, told, NULL_CONTEXT)
    assert found.method == method
    assert found.auc > 0.6
    assert found.top_share > found.base_share + 0.08
    assert found.calibration_error < 0.08
    assert (np.diff(found.p_second) <= 1e-12).all()
    assert (shop.second_gap_days[found.row] == NEVER).all()


def test_that_chance_is_not_sold_as_a_score() -> None:
    methods = [
        score_leads(*_leads(np.random.default_rng(s), 1_500, 0.0), NULL_CONTEXT).method
        for s in range(12)
    ]
    assert methods.count("share") >= 9


def test_that_who_has_waited_long_is_less_likely_to_come() -> None:
    shop, told = _leads(np.random.default_rng(9), 4_000, 0.0)
    found = score_leads(shop, told, NULL_CONTEXT)
    waited = shop.tenure_days[found.row]
    assert found.p_second[waited < 20].min() > found.p_second[waited > 100].max()


def test_that_a_short_past_speaks_of_a_shorter_time() -> None:
    """Four hundred days cannot test half a year without looking ahead; a quarter they can."""
    shop, told = _leads(np.random.default_rng(14), 1_200, 0.4)
    late = shop.first_day > AS_OF - 400
    rows = np.flatnonzero(late)
    orders = [
        (int(np.searchsorted(rows, row)), int(day), 1_000)
        for row, day in zip(shop.order_row.tolist(), shop.order_day.tolist(), strict=True)
        if late[row]
    ]
    young = begun(shop.first_day[late].tolist(), orders)
    found = score_leads(
        young, FirstOrders(columns=told.columns[late], names=told.names, cell=told.cell[late]),
        NULL_CONTEXT,
    )  # fmt: skip
    assert (found.method, found.within_days) == ("thirds", 90)
    assert found.learned_from > 60
    assert dict(found.verdict.params)["within_days"] == 90


def test_that_a_shop_of_forty_customers_gets_no_scores() -> None:
    shop, told = _leads(np.random.default_rng(10), 40, 0.4)
    found = score_leads(shop, told, NULL_CONTEXT)
    assert found.method == ""
    assert found.verdict.code == "leads.verdict.few"


def test_that_likeness_finds_what_is_there_and_hardly_anything_else() -> None:
    rng = np.random.default_rng(11)
    value = rng.gamma(1, 100, 2_000)
    best = best_rows(value)
    assert len(best) == 400
    assert value[best].min() >= np.sort(value)[-400]
    noise = tuple(
        Trait(name="city", label=rng.integers(0, 12, 2_000), keys=tuple(map(str, range(12))))
        for _ in range(8)
    )
    label = np.where(rng.random(2_000) < 0.2, 0, 1)
    label[best[:120]] = 0
    real = Trait(name="product", label=label, keys=("set", "bar"))
    found = likenesses((*noise, real), best)
    assert ("product", "set") in [(one.trait, one.value) for one in found]
    assert len([one for one in found if one.trait == "city"]) <= 1


def test_that_a_cheap_channel_of_poor_customers_is_called_a_trap() -> None:
    rng = np.random.default_rng(12)
    cheap, cheap_orders = steady(rng, 300, 0.0, 1_000, oldest=364)
    good, good_orders = steady(rng, 150, 0.03, 1_000, oldest=364)
    shop = begun([*cheap, *good], [*cheap_orders, *((r + 300, d, c) for r, d, c in good_orders)])
    told = np.repeat(np.array(["coupons", "search"], object), [300, 150])
    found = _answer(shop, told, (*_spend("coupons", 52, 100.0), *_spend("search", 52, 100.0)))
    assert found.trap == "coupons"
    coupons, search = sorted(found.channels, key=lambda c: c.channel)
    assert coupons.cac_cents < search.cac_cents
    assert coupons.cac_kept_cents > search.cac_kept_cents
    assert search.payback_weeks <= coupons.payback_weeks
    assert {n.code for n in found.notes} == {"acquisition.vary"}
    assert found.channels[0].next_gain_cents >= found.channels[1].next_gain_cents
    older = tuple(replace(one, week_day=one.week_day - 7) for one in _spend("search", 52, 100.0))
    (behind,) = (n for n in _answer(shop, told, older).notes if n.code == "acquisition.behind")
    assert dict(behind.params)["last_day"] == AS_OF - 7
    newer = tuple(replace(one, week_day=one.week_day + 7) for one in _spend("search", 52, 100.0))
    (left,) = (n for n in _answer(shop, told, newer).notes if n.code == "acquisition.uncounted")
    assert dict(left.params)["left_cents"] == 100.0  # the sums are then not the owner's


def test_that_the_next_money_goes_where_each_unit_of_it_brings_most() -> None:
    rng = np.random.default_rng(21)
    many, many_orders = steady(rng, 400, 0.01, 1_000, oldest=364)
    few, few_orders = steady(rng, 100, 0.01, 1_000, oldest=364)
    shop = begun([*many, *few], [*many_orders, *((r + 400, d, c) for r, d, c in few_orders)])
    told = np.repeat(np.array(["search", "flyer"], object), [400, 100])
    found = _answer(shop, told, (*_spend("search", 52, 8_000.0), *_spend("flyer", 52, 400.0)))
    gain = {c.channel: c.next_gain_cents for c in found.channels}
    assert gain["search"] > gain["flyer"] > 0  # ... but for twenty times the money
    assert [c.channel for c in found.channels] == ["flyer", "search"]


def _answer(
    shop: Beginnings, channel: np.ndarray, spend: tuple[ChannelSpend, ...]
) -> AcquisitionAnswer:
    rows = zip(
        shop.order_row.tolist(), shop.order_day.tolist(), shop.order_cents.tolist(), strict=True
    )
    tx = sales([(f"{row:05d}", day, cents) for row, day, cents in rows])
    tx = replace(tx, order_channel=channel[tx.order_customer])
    value = np.ones(len(shop))
    return acquisition_answer(tx, shop, spend, (), value, 0.5, NULL_CONTEXT)


def test_that_a_shop_without_spend_is_told_what_to_type() -> None:
    shop, _ = _leads(np.random.default_rng(13), 100, 0.2)
    found = _answer(shop, np.full(100, "", object), ())
    assert found.channels == ()
    assert [n.code for n in found.notes] == ["acquisition.no_spend"]
    assert isinstance(found.shop_value_cents, float)


def test_that_the_curve_is_a_posterior() -> None:
    curve = fit_curve(np.full(10, 100.0), np.full(10, 3.0), with_base=False)
    assert isinstance(curve, ResponseCurve)
    assert curve.weight.sum() == pytest.approx(1.0)
    assert curve.new_customers(np.array([100.0]))[0] == pytest.approx(3.0, rel=0.1)
