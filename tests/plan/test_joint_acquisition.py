"""Advertising and messages share one budget: the next unit brings as much in both."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clm_desktop.models.acquisition.curve import fit_curve
from clm_desktop.plan.joint.acquisition import (
    Offer,
    acquisition_items,
    gain_range,
    shared_spend,
    swung,
)


def offer(channel: str, new: float, value_cents: float, *, swings: bool = True) -> Offer:
    spend = np.tile([5_000.0, 10_000.0, 20_000.0], 8) if swings else np.full(24, 10_000.0)
    came = np.rint(new * -np.expm1(-spend / 10_000.0))
    return Offer(
        channel=channel, curve=fit_curve(spend, came, with_base=False), value_cents=value_cents
    )


def customers_price(scale: float, budget: float) -> float:
    """What one more cent brings among customers: falls with what they get, 0 when all is done."""
    return max(3.0 - budget / scale, 0.0)


OFFERS = (offer("search", 12, 6_000.0), offer("flyer", 6, 6_000.0), offer("radio", 6, 500.0))


@given(budget=st.floats(1_000, 200_000), scale=st.floats(1_000, 60_000))
def test_that_the_next_unit_brings_as_much_in_every_pile(budget: float, scale: float) -> None:
    spend = shared_spend(OFFERS, budget, lambda left: customers_price(scale, left))
    assert spend.sum() <= budget * (1 + 1e-9)
    price = customers_price(scale, budget - float(spend.sum()))
    for one, cents in zip(OFFERS, spend.tolist(), strict=True):
        if 0 < cents < one.most_cents:
            assert one.next_cents(cents) >= price - 0.05
        if cents < one.most_cents and spend.sum() < budget * 0.99:
            assert one.next_cents(cents) <= price + 0.05


def test_that_a_channel_whose_customers_never_pay_gets_nothing() -> None:
    spend = shared_spend(OFFERS, 100_000.0, lambda _: 0.0)
    assert spend[2] == 0
    assert spend[0] > spend[1] > 0


def test_that_enough_money_is_spent_until_the_last_cent_brings_itself() -> None:
    spend = shared_spend(OFFERS, 1e9, lambda _: 0.0)
    for one, cents in zip(OFFERS[:2], spend[:2].tolist(), strict=True):
        assert cents == pytest.approx(one.most_cents) or one.next_cents(cents) == pytest.approx(
            0, abs=1e-6
        )


def test_that_customers_who_need_all_the_money_get_it() -> None:
    assert shared_spend(OFFERS, 50_000.0, lambda _: 50.0).sum() < 100


def test_that_the_owner_s_least_share_is_kept() -> None:
    spend = shared_spend(OFFERS, 50_000.0, lambda _: 50.0, least_cents=10_000.0)
    assert spend.sum() == pytest.approx(10_000.0)
    assert spend[2] == 0


def test_that_even_spend_swings_and_stays_within_the_budget() -> None:
    flat = (offer("a", 12, 6_000.0, swings=False), offer("b", 12, 6_000.0, swings=False))
    even = np.array([8_000.0, 6_000.0])
    one, other = (swung(flat, even, week * 7, 100_000.0) for week in (10, 11))
    assert sorted([one[0], other[0]]) == pytest.approx([4_000.0, 12_000.0])
    assert one[0] < even[0] < other[0]
    assert one[1] > even[1] > other[1]
    assert swung(flat, even, 70, 14_000.0).sum() <= 14_000.0
    assert swung(OFFERS[:2], even, 70, 14_000.0).tolist() == even.tolist()


def test_that_items_say_what_it_costs_and_brings() -> None:
    spend = np.array([6_000.0, 9_000.0, 0.0])
    items = acquisition_items(OFFERS, spend)
    assert [one.channel for one in items] == ["flyer", "search", "radio"]
    first = items[0]
    assert first.value_cents == pytest.approx(first.new_customers * 6_000.0 - 9_000.0)
    low, high = gain_range(OFFERS, spend)
    assert low < sum(one.value_cents for one in items) < high
