"""What a plan brings in all, and what its next money would."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from clm_desktop.core.outreach import Goal, Role
from clm_desktop.plan.joint.types import JointPlan, NextMoney
from tests.plan.test_joint_plan import everybody_agreed, plan


@cache
def of(budget: float) -> JointPlan:
    """A plan for so much money, with nothing left to chance."""
    wish = everybody_agreed(budget_cents=budget, goal=Goal.KEEP, hold_out_share=0.0, explore=False)
    return plan(wish)


@pytest.mark.parametrize("budget", [500.0, 2_000.0, 4_000.0])
def test_that_the_next_money_brings_what_a_plan_with_that_money_brings(budget: float) -> None:
    poor, rich = of(1.0), of(budget)
    told = [
        had.more.within(has.cost_cents - had.cost_cents)
        for had, has in zip(poor.piles, rich.piles, strict=True)
    ]
    gained = sum(one.gain_cents for one in rich.piles) - sum(one.gain_cents for one in poor.piles)
    assert sum(spent for spent, _ in told) == pytest.approx(rich.cost_cents - poor.cost_cents)
    assert sum(gain for _, gain in told) == pytest.approx(gained, rel=0.1)


def test_that_the_next_money_buys_no_more_than_a_channel_can_carry() -> None:
    def capped(budget: float) -> JointPlan:
        wish = everybody_agreed(
            budget_cents=budget, goal=Goal.KEEP, hold_out_share=0.0, explore=False
        )
        ways = tuple(replace(one, contacts_per_week=7) for one in wish.channels)
        return plan(replace(wish, channels=ways))

    poor, rich = capped(1.0), capped(1e6)
    for one in poor.piles:
        assert 0.0 < one.more.within(1e6)[0] <= rich.cost_cents - poor.cost_cents


def test_that_money_with_nothing_left_to_buy_brings_nothing() -> None:
    assert [pile.more.within(1_000.0) for pile in of(1e9).piles] == [(0.0, 0.0)] * 3


@pytest.mark.parametrize("seed", [0, 2, 6])
def test_that_what_a_draw_decided_is_not_said_to_wait_for_money(seed: int) -> None:
    poor, rich = (
        plan(everybody_agreed(budget_cents=budget, goal=Goal.KEEP, hold_out_share=0.0), seed)
        for budget in (1_000.0, 3_000.0)
    )
    for had, has in zip(poor.piles, rich.piles, strict=True):
        dearer = has.cost_cents > had.cost_cents
        assert (had.more.within(1_000.0) != (0.0, 0.0)) == dearer, had.pile


@pytest.mark.parametrize("seed", range(5))
def test_that_nobody_waits_for_money_where_there_is_enough(seed: int) -> None:
    wish = everybody_agreed(budget_cents=1e9, goal=Goal.KEEP, hold_out_share=0.0)
    assert [pile.more.within(1_000.0) for pile in plan(wish, seed).piles] == [(0.0, 0.0)] * 3


def test_that_the_sum_of_a_plan_is_what_its_rows_bring_without_friends() -> None:
    made = plan(everybody_agreed(budget_cents=5_000.0, goal=Goal.BALANCED))
    rows = [item for item in made.items if item.role is not Role.HOLD_OUT]
    assert any(item.friends_cents > 0 for item in rows)
    assert sum(item.own_gain_cents for item in rows) == pytest.approx(
        made.gain_cents, abs=0.1 * len(rows)
    )


def test_that_less_money_than_the_next_contact_costs_buys_a_part_of_it() -> None:
    more = NextMoney(cost_cents=(40.0, 100.0), gain_cents=(60.0, 30.0))
    assert more.within(20.0) == (20.0, 30.0)
    assert more.within(70.0) == (70.0, 45.0)
    assert more.within(500.0) == (100.0, 30.0)
