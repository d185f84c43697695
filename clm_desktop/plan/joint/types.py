"""What the joint planner answers; per-customer arrays run parallel to the CustomerTable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.core.outreach import AcquisitionItem, Goal, Pile, PlanItem, PlanSettings

# Why somebody is left alone; the first that holds is told.
LEFT_ALONE = (
    "not_customer",  # by the owner's word
    "owner_word",  # moved away, do not contact, talked to lately ...
    "asked_not",  # do_not_contact_until, refused
    "no_consent",  # by no channel
    "not_reachable",  # no address for a channel that is agreed to
    "gap",  # contacted too lately
    "cap",  # contacted often enough
    "held_out",  # kept aside for an earlier comparison whose window is open
    "planned",  # stands in an approved plan that is not done yet
    "buys_anyway",  # every action costs more than it brings: would buy anyway
    "not_worth",  # every action costs more than it brings
    "budget",  # worth it, but others are worth more of this money
    "contacts",  # worth it, but others are worth more of these contacts
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMoney:
    """What more money in a pile would buy: sums so far, as each further customer is paid for."""

    cost_cents: tuple[float, ...] = ()
    gain_cents: tuple[float, ...] = ()  # profit, net of the cost

    def within(self, cents: float) -> tuple[float, float]:
        """Of so much money: how much is spent, and the gain; (0, 0) where nothing is to be had.

        Whom the money pays in part counts in part.
        """
        if not self.cost_cents:
            return 0.0, 0.0
        spent = min(cents, self.cost_cents[-1])
        gain = np.interp(spent, (0.0, *self.cost_cents), (0.0, *self.gain_cents))
        return spent, float(gain)


@dataclass(frozen=True, slots=True, kw_only=True)
class PileSum:
    """One pile of the plan in numbers, and what its next unit of money would bring."""

    pile: Pile
    people: int  # sent to; for WIN also expected new customers, see ``new_customers``
    new_customers: float
    cost_cents: float
    cost_p95_cents: float
    owner_minutes: float
    gain_cents: float  # profit against leaving these people alone, with its 80 % range
    gain_lo_cents: float
    gain_hi_cents: float
    next_cents: float  # price of one more cent as the goal weighs it; nan where nothing is left
    more: NextMoney = NextMoney()  # what more money would buy of customers
    more_ads: float = float("nan")  # gain of one more cent of advertising, net of the cent

    def next(self, cents: float) -> tuple[float, float]:
        """Of so much more money here: how much is spent, and its gain net of that."""
        spent, gain = self.more.within(cents)
        if self.more_ads * cents > gain or (spent <= 0 and self.more_ads <= 0):
            return cents, self.more_ads * cents
        return spent, gain


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionBelief:
    """What the plan believes an action does, and where the belief is from."""

    action: str
    lift_mean: float  # log-odds of an order in the window
    lift_lo: float  # 80 %
    lift_hi: float
    per_100: float  # extra orders of 100 customers like those it would be sent to
    larger_share: float  # by which orders that answer it are larger
    sent: int  # own cases with a closed window
    held: int
    stop: bool  # the shop's own answers say that it does nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierPoint:
    """A whole plan at another budget or goal, in three numbers."""

    goal: Goal
    budget_cents: float
    cost_cents: float
    gain_cents: float  # with what friends may bring: the choice counts it
    kept_customers: float  # expected, more than with nothing done


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPlan:
    """The plan of one week, and everything that the page says about it."""

    as_of_day: int
    week_day: int
    seed: int
    settings: PlanSettings  # with every nan and 0 replaced by what was used
    items: tuple[PlanItem, ...]  # dearest gain first; hold-outs among them
    acquisition: tuple[AcquisitionItem, ...]
    piles: tuple[PileSum, ...]  # WIN, KEEP, GROW
    beliefs: tuple[ActionBelief, ...]
    left_alone: NDArray[np.int8]  # per row of the table: place in LEFT_ALONE, -1 = in the plan
    p_without: NDArray[np.float64]  # per row: chance of an order in the window, left alone
    nothing_orders: float  # expected in the window when nobody is contacted
    nothing_cents: float  # margin of these orders
    gain_cents: float
    gain_lo_cents: float
    gain_hi_cents: float
    kept_customers: float  # expected, more than with nothing done
    cost_cents: float
    cost_p95_cents: float
    owner_minutes: float
    shadow_price: float
    solver: str
    gap_share: float
    frontier: tuple[FrontierPoint, ...] = ()
    notes: tuple[Message, ...] = ()  # what the page must say: priors only, advice to stop ...

    @property
    def gain_with_friends_cents(self) -> float:
        """``gain_cents`` and what friends who are brought may spend, as the piles have it."""
        return sum(one.gain_cents for one in self.piles)
