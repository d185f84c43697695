"""Policies that always run beside whatever is measured: nothing, everything, rules of thumb.

None of them is a straw man: each is what shops and their tools really do, within the same limits of
consent, gaps, capacity and money as everybody else.
"""

from __future__ import annotations

import numpy as np

from clm_desktop.bench.policy import Floats, Ints, Policy, Sheet, ShopFacts
from clm_desktop.bench.sim import Observation, Plan

_LOST_DAYS = 270  # silent for longer: given up by everybody


class Nobody(Policy):
    """Leaves everybody alone."""


class Everybody(Policy):
    """A 10 % coupon to whoever can be reached, those first who wait longest."""

    def plan(self, obs: Observation, budget: float) -> Plan:
        """See class."""
        facts = ShopFacts(obs)
        sheet = Sheet(obs, facts, budget)
        sheet.add(_descending(facts.contact_days.astype(float)), "coupon_10")
        return sheet.plan()


class AtRandom(Policy):
    """Any action to anybody."""

    def start(self, obs0: Observation, seed: int) -> None:
        """See base."""
        self._rng = np.random.default_rng(seed)

    def plan(self, obs: Observation, budget: float) -> Plan:
        """See class."""
        facts = ShopFacts(obs)
        sheet = Sheet(obs, facts, budget)
        actions = obs.actions["action_id"].to_numpy()
        for customer in self._rng.permutation(len(facts.frequency)):
            sheet.add([customer], str(self._rng.choice(actions)))
        return sheet.plan()


class RfmRule(Policy):
    """The rule of thumb of the textbooks: fifths of recency, frequency and money.

    Champions are asked to bring a friend (once a quarter), loyal ones get a recommendation, new
    ones a thank-you, those at risk a 10 % coupon; the lost are left alone.
    """

    def plan(self, obs: Observation, budget: float) -> Plan:
        """See class."""
        facts = ShopFacts(obs)
        recent = 4 - _fifth(facts.recency_days.astype(float))  # 4 = most recent
        often, money = _fifth(facts.frequency.astype(float)), _fifth(facts.monetary)
        sheet = Sheet(obs, facts, budget)
        known = facts.frequency > 0
        champion = known & (recent >= 3) & (often >= 3) & (money >= 3)
        sheet.add(_best(champion & (facts.asked_days > 91), facts.monetary), "referral")
        at_risk = known & (recent <= 2) & (recent >= 1) & (often >= 2)
        sheet.add(_best(at_risk, facts.monetary), "coupon_10")
        sheet.add(_best(known & (recent >= 2) & (often >= 2), facts.monetary), "recommend")
        sheet.add(_best(known & (recent >= 4) & (facts.frequency == 1), facts.monetary), "care")
        return sheet.plan()


class ChurnTopN(Policy):
    """A 20 % coupon to those with the highest churn risk."""

    def plan(self, obs: Observation, budget: float) -> Plan:
        """See class."""
        facts = ShopFacts(obs)
        sheet = Sheet(obs, facts, budget)
        sheet.add(_at_risk(facts), "coupon_20")
        return sheet.plan()


class ThreeSilos(Policy):
    """Winning, keeping and growing by three hands with a third of the money each.

    Keeping sends 20 % coupons to the highest risk, growing gives a 10 % coupon for the second order
    and recommends to the best buyers, winning asks recent buyers for friends. None knows of the
    others.
    """

    def plan(self, obs: Observation, budget: float) -> Plan:
        """See class."""
        facts = ShopFacts(obs)
        sheet = Sheet(obs, facts, budget)
        third = budget / 3.0
        sheet.add(_at_risk(facts), "coupon_20", third)
        active = (facts.frequency > 0) & (facts.recency_days < 120)
        once = active & (facts.frequency == 1)
        sheet.add(_best(once, -facts.recency_days.astype(float)), "coupon_10", third)
        sheet.add(_best(active, facts.monetary), "recommend", third)
        recent = active & (facts.asked_days > 91)
        sheet.add(_best(recent, -facts.recency_days.astype(float))[:50], "referral", third)
        return sheet.plan()


class FreeMessages(Policy):
    """Nothing is given away: who is due is reminded, who knows little gets a tip, the rest thanks.

    Due is who bought three times and is silent for .75 to 1.6 of the own usual interval. The
    strongest rule of thumb that we know: a learning policy that does not beat it has no business.
    """

    def plan(self, obs: Observation, budget: float) -> Plan:
        """See class."""
        facts = ShopFacts(obs)
        sheet = Sheet(obs, facts, budget)
        pace = facts.monetary / np.maximum(
            facts.recency_days + facts.gap_days * facts.frequency, 30
        )
        silence = facts.overdue()
        due = (facts.frequency >= 3) & (silence >= 0.75) & (silence <= 1.6)
        sheet.add(_best(due, pace), "reminder")
        active = (facts.frequency > 0) & (facts.recency_days <= 180)
        sheet.add(_best(active & (facts.categories <= 2), pace), "recommend")
        sheet.add(_best(active, pace), "care")
        return sheet.plan()


def _at_risk(facts: ShopFacts) -> Ints:
    """Highest risk first, among those not given up."""
    here = (facts.frequency > 0) & (facts.recency_days <= _LOST_DAYS) & (facts.overdue() > 1.0)
    return _best(here, facts.overdue())


def _best(here: np.ndarray, score: Floats) -> Ints:
    rows = np.flatnonzero(here)
    return np.asarray(rows[np.argsort(-score[rows], kind="stable")], np.int64)


def _descending(score: Floats) -> Ints:
    return np.asarray(np.argsort(-score, kind="stable"), np.int64)


def _fifth(values: Floats) -> Ints:
    """0 for the lowest fifth, 4 for the highest."""
    rank = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    return np.asarray(5 * rank // max(len(values), 1), np.int64)
