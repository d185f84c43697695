"""How much of the plan's money goes to advertising, and what it does to the plan's sums."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from clm_desktop.core.outreach import AcquisitionItem, Pile, PlanSettings
from clm_desktop.core.run import RunContext
from clm_desktop.models.allocation.allocate import allocate
from clm_desktop.plan.joint.acquisition import (
    Floats,
    Offer,
    acquisition_items,
    gain_range,
    shared_spend,
    swung,
)
from clm_desktop.plan.joint.solve import Board, mean_problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Advertising:
    """What the channels of advertising get this week; nothing where none is known."""

    offers: tuple[Offer, ...] = ()
    spend_cents: Floats

    @property
    def cost_cents(self) -> float:
        """All of it."""
        return float(self.spend_cents.sum())

    @property
    def items(self) -> tuple[AcquisitionItem, ...]:
        """A line per channel."""
        return acquisition_items(self.offers, self.spend_cents)

    @property
    def new_customers(self) -> float:
        """Expected."""
        return sum(one.new_customers for one in self.items)

    @property
    def gain_cents(self) -> float:
        """Expected, net of the cost."""
        return sum(one.value_cents for one in self.items)

    def gain_range(self) -> tuple[float, float]:
        """80 % range of the gain."""
        return gain_range(self.offers, self.spend_cents)

    def next_cents(self) -> float:
        """What one more cent brings in the best channel; nan without one."""
        pairs = zip(self.offers, self.spend_cents.tolist(), strict=True)
        return max((one.next_cents(cents) for one, cents in pairs), default=float("nan"))


NONE = Advertising(spend_cents=np.empty(0))


def advertise(
    board: Board,
    offers: tuple[Offer, ...],
    settings: PlanSettings,
    ctx: RunContext,
    *,
    lots: bool = True,
) -> tuple[Advertising, PlanSettings]:
    """Split the money; the settings that come back hold what is left for customers.

    ``lots``: spend swings from week to week where it was too even to learn from. Cost: a dozen
    calls of ``allocate`` where there are offers, else nothing.
    """
    if not offers:
        return NONE, settings
    budget = settings.budget_cents
    problem = mean_problem(board, settings)

    def price_of(cents: float) -> float:
        ctx.check()
        return allocate(replace(problem, budget=max(cents, 0.0)), ctx, exact=False).prices.money

    least = dict(settings.least_share).get(Pile.WIN, 0.0) * budget
    spend = shared_spend(offers, budget, price_of, least)
    if lots:
        spend = swung(offers, spend, board.week_day, budget)
    left = replace(settings, budget_cents=max(budget - float(spend.sum()), 0.0))
    return Advertising(offers=offers, spend_cents=spend), left
