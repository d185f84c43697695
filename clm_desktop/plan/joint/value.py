"""What each option is worth for each customer (plan_science 3.2, step 3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clm_desktop.core.outreach import Action, Goal, PlanSettings
from clm_desktop.models.effects.posterior import Effects
from clm_desktop.models.effects.priors import PRESSURE, PRIORS, REDEEMS, Array
from clm_desktop.plan.joint.facts import CustomerFacts
from clm_desktop.plan.joint.friends import ASK_AGAIN, Friends
from clm_desktop.plan.joint.limits import Touched
from clm_desktop.plan.joint.options import Options

MINUTES = 60.0
BASKET_SPREAD = 1.2  # mean square of an order's money over its squared mean
RARELY, LARGE_BASKET = 0.05, 1.75  # 95 of 100 orders are no larger than so many usual ones
MOST_TRUE = 1.25  # effects that cannot be learned are believed no more than so much of the prior


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalWeights:
    """How a goal weighs keeping customers, and tiring them, against this month's profit.

    In years of a customer. Chosen on 18 simulated shops (bench, base world, seeds 40 to 57) and
    judged on others: tiring at three times its price, as the study had it, cost the goal balanced
    three points of profit and kept nobody more.
    """

    keep: float
    pressure: float
    doubts_keeping: bool  # what keeps customers cannot be tested in a shop; is it acted on anyway?


GOALS = {
    Goal.PROFIT: GoalWeights(keep=1.0, pressure=0.5, doubts_keeping=True),
    Goal.BALANCED: GoalWeights(keep=2.5, pressure=0.75, doubts_keeping=True),
    Goal.KEEP: GoalWeights(keep=15.0, pressure=0.75, doubts_keeping=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """Per customer and action; money in cents. ``cost`` holds discounts only."""

    p_with: Array
    gain: Array  # profit before what the contact itself costs
    friends: Array  # expected margin of new customers, part of gain
    kept: Array  # customers kept, in chances
    value: Array  # gain as the goal weighs it, with larger orders, keeping and pressure
    discount: Array  # mean
    discount_variance: Array
    discount_p95: Array


def worth_of(  # noqa: PLR0917 - one argument per thing it is made from
    facts: CustomerFacts,
    touched: Touched,
    options: Options,
    effects: Effects,
    goal: Goal,
    friends: Friends,
    theta: Array | None = None,
    doubt: float = 0.0,
) -> Worth:
    """All actions side by side, with lifts at the posterior mean or at ``theta``. Cost: O(n a).

    ``doubt``: every belief counts for so many of its standard deviations less.
    """
    parts = [
        _of_action(i, action, facts, touched, effects, GOALS[goal], friends, theta, doubt)
        for i, action in enumerate(options.actions)
    ]
    stacked = np.stack(parts, axis=2) if parts else np.zeros((8, len(facts.gap_days), 0))
    return Worth(
        p_with=stacked[0], gain=stacked[1], friends=stacked[2], kept=stacked[3],
        value=stacked[4], discount=stacked[5], discount_variance=stacked[6],
        discount_p95=stacked[7],
    )  # fmt: skip


def _of_action(  # noqa: PLR0917 - one argument per thing it is made from
    place: int,
    action: Action,
    facts: CustomerFacts,
    touched: Touched,
    effects: Effects,
    weights: GoalWeights,
    friends: Friends,
    theta: Array | None,
    doubt: float,
) -> Array:
    """The eight fields of ``Worth`` for one action: (8, n)."""
    kind = PRIORS[action.kind]
    p0 = facts.scores.p0
    lift = effects.lift(place, facts.traits, theta)
    if doubt > 0:
        lift = lift - doubt * effects.lift_sd(place, facts.traits)
    p1 = _moved(p0, lift)
    more = p1 - p0
    margin = facts.order_margin_cents
    off = action.discount_share * facts.scores.basket_cents
    if action.discount_cap_cents > 0:
        off = np.minimum(off, action.discount_cap_cents)
    used = REDEEMS * p0 + np.maximum(more, 0.0) if action.discount_share > 0 else 0.0 * p0
    discount = used * off
    true = _believed(effects, doubt if weights.doubts_keeping else 0.0)
    brought = np.zeros(len(p0))
    if kind.refers:
        again = ASK_AGAIN ** np.minimum(touched.asked, 20)
        chance = max(friends.chance - doubt * friends.sd, 0.0)
        brought = chance * again * facts.scores.p_alive * friends.margin_cents
    gain = more * (1 - kind.pull_forward) * margin + brought - discount
    if effects.larger_sd[place] == 0:
        gain = gain + p1 * effects.larger[place] * margin
    alive = facts.scores.p_alive
    keeps, back = true * kind.keeps * alive, true * kind.wins_back * (1 - alive)
    tired = PRESSURE * kind.tires * (touched.in_8_weeks + 0.5) * alive
    larger = effects.larger[place] - doubt * effects.larger_sd[place]
    value = gain + (p1 * larger * margin if effects.larger_sd[place] > 0 else 0.0)
    value = value + facts.alive_margin_cents * (
        weights.keep * (keeps + back) - weights.pressure * tired
    )
    variance = np.maximum(used * BASKET_SPREAD * off**2 - discount**2, 0.0)
    kept = keeps + back - tired
    most = np.where(used > RARELY, LARGE_BASKET * off, 0.0)
    return np.stack([p1, gain, brought, kept, value, discount, variance, most])


def _believed(effects: Effects, doubt: float) -> float:
    """How much of a belief that cannot be tested here is kept: as much as of those that can."""
    mean, sd = effects.true_share
    return min(max(mean - doubt * sd, 0.0), MOST_TRUE)


def _moved(p: Array, log_odds: Array) -> Array:
    odds = p / (1 - p) * np.exp(log_odds)
    return np.asarray(odds / (1 + odds), np.float64)


def minutes_cents(minutes: float, settings: PlanSettings) -> float:
    """What the owner's time is worth."""
    return minutes * settings.hour_cents / MINUTES
