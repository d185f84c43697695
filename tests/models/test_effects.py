"""What contacts change: priors, learning from closed windows, chances of those left alone."""

from __future__ import annotations

import numpy as np
import pytest

from clm_desktop.core.outreach import Action, ActionKind
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.events import Events
from clm_desktop.models.effects.base import Touches, fit_base, score_base
from clm_desktop.models.effects.outcomes import Outcomes, joined, no_outcomes
from clm_desktop.models.effects.posterior import posterior
from clm_desktop.models.effects.priors import TRAITS, action_priors
from clm_desktop.models.effects.rhythm import due_of, usual_gap_days

CARE = Action(key="care", kind=ActionKind.CARE)
TIP = Action(key="tip", kind=ActionKind.RECOMMEND)
COUPON = Action(key="coupon", kind=ActionKind.COUPON, discount_share=0.2)
NONE = np.zeros((1, len(TRAITS)))


def cases(
    n: int, lift: float, *, drift: float = 0.0, chosen: float = 0.0, held: float = 0.2
) -> Outcomes:
    rng = np.random.default_rng(1)
    logit = rng.normal(-1.5, 0.8, n)
    planned = rng.random(n) < 0.6
    treated = planned & (rng.random(n) >= held)
    truth = logit + drift + chosen * planned + lift * treated
    return Outcomes(
        logit_p0=logit,
        ordered=(rng.random(n) < 1 / (1 + np.exp(-truth))).astype(np.float64),
        larger=np.zeros(n),
        larger_squares=np.zeros(n),
        count=np.ones(n),
        action=np.where(planned, 0, -1),
        treated=treated,
        traits=np.zeros((n, len(TRAITS))),
        block=np.zeros(n, np.int64),
    )


def test_that_without_own_cases_the_priors_are_the_belief() -> None:
    effects = posterior(action_priors((CARE, TIP, COUPON)), no_outcomes())
    assert effects.lift(0, NONE)[0] == pytest.approx(0.06)
    assert effects.lift(1, NONE)[0] == pytest.approx(0.12)
    assert effects.lift(2, NONE)[0] == pytest.approx(0.40)
    assert effects.lift_sd(2, NONE)[0] == pytest.approx(np.hypot(0.6 * 0.40, 0.06))


@pytest.mark.parametrize("lift", [-0.3, 0.0, 0.5])
def test_that_many_own_cases_outweigh_the_prior(lift: float) -> None:
    effects = posterior(action_priors((TIP,)), cases(250_000, lift))
    assert effects.lift(0, NONE)[0] == pytest.approx(lift, abs=0.08)


def test_that_a_better_season_is_not_taken_for_an_effect() -> None:
    effects = posterior(action_priors((TIP,)), cases(60_000, 0.0, drift=0.3))
    assert effects.lift(0, NONE)[0] < 0.08
    assert effects.drift == pytest.approx(0.3, abs=0.08)


def test_that_being_chosen_is_not_taken_for_an_effect() -> None:
    effects = posterior(action_priors((TIP,)), cases(80_000, 0.0, chosen=0.3))
    assert abs(effects.lift(0, NONE)[0]) < 0.1


def test_that_doubt_shrinks_with_own_cases() -> None:
    priors = action_priors((TIP,))
    doubts = [
        float(posterior(priors, cases(n, 0.1)).lift_sd(0, NONE)[0]) for n in (100, 1_000, 20_000)
    ]
    assert doubts == sorted(doubts, reverse=True)


def test_that_one_action_that_fails_lowers_the_belief_in_all() -> None:
    priors = action_priors((COUPON, TIP))
    effects = posterior(priors, cases(40_000, 0.0))
    assert effects.kappa[0] < 1.0
    assert effects.lift(1, NONE)[0] < 0.12


def test_that_all_beliefs_are_whole_before_anything_was_tried() -> None:
    share, sd = posterior(action_priors((CARE, COUPON)), no_outcomes()).true_share
    assert (share, sd) == (pytest.approx(1.0), pytest.approx(0.6))


def test_that_what_is_left_of_the_beliefs_is_what_contacts_did() -> None:
    share, sd = posterior(action_priors((COUPON,)), cases(80_000, 0.2)).true_share
    assert share == pytest.approx(0.5, abs=0.1)  # believed to be .40
    assert sd < 0.15


@pytest.mark.parametrize(("lift", "sure"), [(0.0, False), (0.3, True)])
def test_that_sureness_of_any_effect_does_not_hang_on_what_was_believed(
    lift: float, sure: bool
) -> None:
    for scale in (1.0, 2.5):
        share, sd = posterior(action_priors((TIP, CARE), scale), cases(30_000, lift)).true_share
        assert (share / sd > 2) == sure


def test_that_cases_counted_together_teach_the_same() -> None:
    apart = cases(500, 0.2)
    twice = joined([apart, apart])
    weighed = Outcomes(
        logit_p0=apart.logit_p0, ordered=2 * apart.ordered, count=2 * apart.count,
        larger=2 * apart.larger, larger_squares=2 * apart.larger_squares,
        action=apart.action, treated=apart.treated, traits=apart.traits, block=apart.block,
    )  # fmt: skip
    priors = action_priors((TIP,))
    assert posterior(priors, twice).mean == pytest.approx(posterior(priors, weighed).mean, abs=1e-6)


def test_that_a_draw_has_the_spread_that_was_asked_for() -> None:
    effects = posterior(action_priors((CARE, COUPON)), no_outcomes())
    rng = np.random.default_rng(3)
    drawn = np.array([effects.lift(1, NONE, effects.draw(rng, 0.5))[0] for _ in range(4_000)])
    assert drawn.mean() == pytest.approx(0.40, abs=0.02)
    assert drawn.std() == pytest.approx(effects.lift_sd(1, NONE)[0] / 2, abs=0.01)


def test_that_an_owners_belief_replaces_the_programs() -> None:
    told = Action(key="care", kind=ActionKind.CARE, lift_mean=0.5, lift_sd=0.5)
    prior = action_priors((told,))[0]
    assert (prior.lift, prior.own) == (0.5, True)
    effects = posterior((prior,), no_outcomes())
    assert effects.lift_sd(0, NONE)[0] == pytest.approx(0.5)


def events_of_shop(seed: int = 2, n: int = 900, days: int = 500) -> Events:
    rng = np.random.default_rng(seed)
    rate = rng.gamma(1.5, 0.02, n)
    customer, day = [], []
    for one in range(n):
        count = rng.poisson(rate[one] * days) + 1
        when = np.unique(rng.integers(0, days, count))
        customer += [one] * len(when)
        day += when.tolist()
    ints = np.array(day, np.int32)
    cents = np.full(len(ints), 5_000, np.int64)
    return Events(
        customer=np.array(customer, np.int32), day=ints, sales_cents=cents, net_cents=cents,
        products=np.ones(len(ints), np.int32),
    )  # fmt: skip


def untouched() -> Touches:
    return Touches(customer=np.zeros(0, np.int32), day=np.zeros(0, np.int32))


def test_that_chances_of_those_left_alone_come_true_in_sum() -> None:
    events = events_of_shop()
    model = fit_base(events, untouched(), 470, 21, NULL_CONTEXT)
    scores = score_base(model, events, 470, NULL_CONTEXT)
    later = np.unique(events.customer[(events.day > 470) & (events.day <= 491)])
    came = np.isin(scores.customer, later)
    assert scores.p0.sum() == pytest.approx(came.sum(), rel=0.2)
    assert scores.p0[came].mean() > 1.2 * scores.p0[~came].mean()
    orders = int(((events.day > 470) & (events.day <= 491)).sum())
    assert orders > 1.25 * came.sum()  # who buys often does so more than once in three weeks
    assert scores.window_orders.sum() == pytest.approx(orders, rel=0.1)


def regular_shop(n: int = 1_500, days: int = 520) -> Events:
    """Half buy every six to sixteen weeks like a clock, the others at any time."""
    rng = np.random.default_rng(4)
    customer, day = [], []
    for one in range(n):
        gap = rng.uniform(42, 112)
        steps = rng.normal(gap, 0.12 * gap, 20) if one % 2 else rng.exponential(gap, 20)
        when = np.unique((rng.uniform(0, gap) + np.cumsum(np.maximum(steps, 2))).astype(int))
        when = when[when < days]
        customer += [one] * len(when)
        day += when.tolist()
    cents = np.full(len(day), 5_000, np.int64)
    return Events(
        customer=np.array(customer, np.int32), day=np.array(day, np.int32), sales_cents=cents,
        net_cents=cents, products=np.ones(len(day), np.int32),
    )  # fmt: skip


def test_that_who_is_due_anyway_is_no_credit_to_a_reminder() -> None:
    events, today = regular_shop(), 480
    model = fit_base(events, untouched(), today, 21, NULL_CONTEXT)
    scores = score_base(model, events, today, NULL_CONTEXT)
    due = due_of(scores.facts, usual_gap_days(scores.facts)) > 0.6
    later = np.unique(events.customer[(events.day > today) & (events.day <= today + 21)])
    came = np.isin(scores.customer, later)
    assert due.sum() > 100
    assert scores.p0[due].sum() == pytest.approx(came[due].sum(), rel=0.12)


def test_that_what_contacts_brought_is_not_learned_as_habit() -> None:
    events = events_of_shop()
    rng = np.random.default_rng(5)
    who = np.sort(rng.choice(900, 300, replace=False)).astype(np.int32)
    touched = Touches(
        customer=np.tile(who, 5), day=np.repeat(np.arange(300, 400, 20), 300).astype(np.int32)
    )
    extra = Events(
        customer=np.append(events.customer, touched.customer),
        day=np.append(events.day, touched.day + 3).astype(np.int32),
        sales_cents=np.append(events.sales_cents, np.full(1_500, 5_000)),
        net_cents=np.append(events.net_cents, np.full(1_500, 5_000)),
        products=np.append(events.products, np.ones(1_500, np.int32)),
    )
    order = np.lexsort((extra.day, extra.customer))
    same = np.zeros(len(order), np.bool_)  # one event a customer and day
    same[1:] = (np.diff(extra.customer[order]) == 0) & (np.diff(extra.day[order]) == 0)
    order = order[~same]
    extra = Events(
        customer=extra.customer[order], day=extra.day[order], sales_cents=extra.sales_cents[order],
        net_cents=extra.net_cents[order], products=extra.products[order],
    )  # fmt: skip
    known = fit_base(extra, touched, 420, 21, NULL_CONTEXT)
    ignored = fit_base(extra, untouched(), 420, 21, NULL_CONTEXT)
    before = score_base(known, events, 290, NULL_CONTEXT).p0.mean()
    assert before < score_base(ignored, events, 290, NULL_CONTEXT).p0.mean()
