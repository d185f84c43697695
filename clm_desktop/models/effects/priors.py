"""What is believed of each kind of action before this shop has tried anything.

Published effects, shrunk to about a third, since they are of other shops and of campaigns that were
worth publishing: Hillstrom 2008 (64,000 customers, two e-mails), Gopalakrishnan and Park 2021
(coupons, n = 12,959), Ascarza 2018 and Ascarza, Iyengar and Schleicher 2016 (contacts can harm),
Schmitt, Skiera and Van den Bulte 2011 (referred customers). An owner's own belief replaces them.

How far one action may differ from what is believed of all (.06, plan_science 3.2) and one customer
from another (.05, the only interaction that never harmed on Hillstrom's customers, 2.1) is held
tight: wider doubts looked safer and taught a shop mostly its own noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.outreach import Action, ActionKind

Array = NDArray[np.float64]
# What may make an effect larger for one customer than for another; each 0..1 or standardised.
TRAITS = ("few_categories", "due", "deal_prone", "late", "often")
TRAIT_SD = 0.05
OWN_SD = 0.06  # of what is true of one action alone


@dataclass(frozen=True, slots=True, kw_only=True)
class KindPrior:
    """Belief about one kind; lifts in log-odds of an order in the window."""

    lift: float
    traits: tuple[tuple[str, float, float], ...] = ()  # added for who has the trait at 1, and sd
    pull_forward: float = 0.0  # share of the extra orders that would have come a little later
    basket: float = 0.0  # relative change of an order's money that answers the contact
    basket_sd: float = 0.0  # 0 = orders cannot teach it: a discount makes them smaller anyway
    keeps: float = 0.0  # chance, in points of one, that who would leave for good stays
    wins_back: float = 0.0  # the same for who has left already
    refers: bool = False  # asks for a new customer
    tires: float = 1.0  # contact pressure in units of one message


PRIORS: dict[ActionKind, KindPrior] = {
    ActionKind.CARE: KindPrior(lift=0.06, keeps=0.0035),
    ActionKind.RECOMMEND: KindPrior(
        lift=0.12, traits=(("few_categories", 0.10, 0.15),), basket=0.02, basket_sd=0.04,
        keeps=0.001,
    ),
    ActionKind.REPLENISH: KindPrior(
        lift=0.12, traits=(("due", 0.45, 0.35),), pull_forward=0.5, keeps=0.001
    ),
    ActionKind.COUPON: KindPrior(
        lift=0.25, traits=(("deal_prone", 0.10, 0.12),), basket=-0.06, keeps=0.0025,
        wins_back=0.002,
    ),
    ActionKind.CALL: KindPrior(lift=0.25, keeps=0.007, wins_back=0.003),
    ActionKind.REVIEW: KindPrior(lift=0.03, keeps=0.001),
    ActionKind.REFERRAL: KindPrior(lift=0.0, refers=True),  # no orders of their own
}  # fmt: skip
REFERS = 0.02  # chance that who has bought three times brings a friend when asked
REFERS_SHAPE = 2.0  # of its Gamma distribution: a spread of 1.4 points
REDEEMS = 0.85  # share of orders in the window of a coupon in which it is used
DEEPER = 0.015  # more log-odds per point of discount above ten: 20 % brings .40 where 10 % .25
PRESSURE = 0.004  # chance of leaving for good, per contact and recent contact
EVERY_PRIOR_SD = 0.6  # of kappa: how true all these beliefs are in this shop


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPrior:
    """Belief about one action of this shop, in numbers that the posterior starts from."""

    action: str
    lift: float
    own_sd: float  # doubt about this action beyond the doubt about all beliefs together
    traits: Array  # (len(TRAITS),) prior means
    traits_sd: Array
    basket: float
    kind: KindPrior
    own: bool  # told by the owner


def action_priors(actions: Sequence[Action], scale: float = 1.0) -> tuple[ActionPrior, ...]:
    """Beliefs in the order of ``actions``; ``scale`` makes all of them wrong, to test what then."""
    return tuple(_prior_of(action, scale) for action in actions)


def _prior_of(action: Action, scale: float) -> ActionPrior:
    kind = PRIORS[action.kind]
    lift, own_sd = kind.lift, OWN_SD
    if action.kind is ActionKind.COUPON:
        points = 100 * action.discount_share
        lift = lift + DEEPER * (points - 10) if points >= 10 else lift * points / 10
    own = isfinite(action.lift_mean)
    if own:
        lift = action.lift_mean
        if isfinite(action.lift_sd):
            shared = EVERY_PRIOR_SD * lift * scale
            own_sd = sqrt(max(action.lift_sd**2 - shared**2, OWN_SD**2))
    added = {name: mean for name, mean, _ in kind.traits}
    doubt = {name: sd for name, _, sd in kind.traits}
    return ActionPrior(
        action=action.key,
        lift=lift * scale,
        own_sd=own_sd,
        traits=np.array([added.get(name, 0.0) for name in TRAITS]) * scale,
        traits_sd=np.array([doubt.get(name, TRAIT_SD) for name in TRAITS]),
        basket=kind.basket * scale,
        kind=kind,
        own=own,
    )
