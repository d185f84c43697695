"""What contacts truly did: the same weeks lived with and without them, under the same luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clm_desktop.bench.people import Flags, Ints
from clm_desktop.bench.shop import Shop
from clm_desktop.bench.sim import Plan

WINDOW_WEEKS = 3  # in which an order counts as an answer, plan_science 3.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Who stood in plans, what they did, and what they would have done with and without.

    Parallel arrays; rows of the last weeks, whose window was not over, are left out.
    """

    week: Ints
    customer: Ints
    action: Ints  # place in the world's actions
    sent: Flags  # else held out
    ordered: Flags  # in the window, as it really went
    if_sent: Flags  # had only this plan been carried out, hold-outs contacted too
    if_not: Flags  # had nothing been done from this week on

    def true_uplift(self) -> float:
        """Share of the planned who order because they are contacted; nan without rows."""
        if not len(self.week):
            return float("nan")
        return float(self.if_sent.mean() - self.if_not.mean())

    def measured_uplift(self, half_week: int = 13) -> tuple[float, float]:
        """What a comparison with the hold-out shows, and its standard error; nan without both.

        Within the weeks before and after ``half_week``, as policies hold out more at first.
        """
        early = self.week < half_week
        found = [_difference(self, part) for part in (early, ~early)]
        found = [one for one in found if one[2] > 0]
        total = sum(count for _, _, count in found)
        if not total:
            return float("nan"), float("nan")
        mean = sum(gap * count for gap, _, count in found) / total
        variance = sum(var * (count / total) ** 2 for _, var, count in found)
        return mean, variance**0.5


def lived(shop: Shop, plan: Plan) -> tuple[Flags, Flags]:
    """Whether each planned customer orders in the window: were all contacted, and were nobody.

    ``shop`` stands before the plan's week and is left as it is. Cost: six weeks of a shop.
    """
    place = {action.key: i for i, action in enumerate(shop.world.actions)}
    rows = np.asarray([customer for customer, _, _ in plan.contacts], np.int64)
    actions = np.asarray([place[action] for _, action, _ in plan.contacts], np.int64)
    with_it, without = shop.copy(), shop.copy()
    if len(rows):
        with_it.contact(rows, actions)
    return _ordered(with_it)[rows], _ordered(without)[rows]


def _ordered(shop: Shop) -> Flags:
    """Who orders in the coming window; all who may come are covered."""
    found = np.zeros(len(shop.people), np.bool_)
    for _ in range(WINDOW_WEEKS):
        customers = shop.advance().sales.customer
        found[customers[customers < len(found)]] = True
    return found


def _difference(planned: Planned, part: Flags) -> tuple[float, float, int]:
    """Difference, its variance, and rows; 0 rows where one side is missing."""
    sent, held = planned.ordered[part & planned.sent], planned.ordered[part & ~planned.sent]
    if len(sent) < 2 or len(held) < 2:
        return float("nan"), float("nan"), 0
    variance = sent.var(ddof=1) / len(sent) + held.var(ddof=1) / len(held)
    return float(sent.mean() - held.mean()), float(variance), len(sent) + len(held)
