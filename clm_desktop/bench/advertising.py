"""How the money for new customers is split: what baselines do, and what the truth would do."""

from __future__ import annotations

import numpy as np

from clm_desktop.bench.oracle import SeesTruth
from clm_desktop.bench.policy import Policy
from clm_desktop.bench.shop import Shop
from clm_desktop.bench.sim import Observation, Outcome, Plan
from clm_desktop.bench.world import AdChannel, World

_STEP = 10.0  # money moved at once when marginal values are equalised
_LOOK_BACK_WEEKS = 26


class WithAds(SeesTruth):
    """A policy for customers beside a way to split what the shop has always spent on advertising.

    The money for customers is what is left of the budget.
    """

    split = "equal"

    def __init__(self, crm: Policy) -> None:
        self.crm = crm

    def reveal(self, shop: Shop) -> None:
        """Let an oracle inside see."""
        self.shop = shop
        if isinstance(self.crm, SeesTruth):
            self.crm.reveal(shop)

    def start(self, obs0: Observation, seed: int) -> None:
        """See base."""
        spend = obs0.acq_spend
        self.money = round(float(spend.groupby("week_start")["cost"].sum().mean()))
        self.crm.start(obs0, seed)

    def plan(self, obs: Observation, budget: float) -> Plan:
        """See class."""
        money = min(float(self.money), budget)
        crm = self.crm.plan(obs, budget - money)
        return Plan(contacts=crm.contacts, acquisition=self.shares(obs, money))

    def shares(self, obs: Observation, money: float) -> dict[str, float]:
        """As much for every channel."""
        channels = sorted(obs.acq_spend["channel"].unique())
        return dict.fromkeys(channels, money / len(channels))

    def learn(self, outcome: Outcome) -> None:
        """See base."""
        self.crm.learn(outcome)


class CheapestCpa(WithAds):
    """Most of the money to the channel whose new customers cost least, a bit to the second."""

    def shares(self, obs: Observation, money: float) -> dict[str, float]:
        """60 % and 40 %, by the cost per new customer of the last half-year."""
        weeks = np.sort(obs.acq_spend["week_start"].unique())[-_LOOK_BACK_WEEKS:]
        late = obs.acq_spend[obs.acq_spend["week_start"].isin(weeks)]
        sums = late.groupby("channel")[["cost", "new_customers"]].sum()
        bought = sums[sums["cost"] > 0]
        dear = (bought["cost"] / bought["new_customers"].clip(lower=0.5)).sort_values(kind="stable")
        shares = dict.fromkeys(sums.index.astype(str), 0.0)
        shares.update(zip(dear.index.astype(str), (0.6 * money, 0.4 * money), strict=False))
        return shares


class TrueMargin(WithAds):
    """Knows the curves and what each channel's customers are worth; equalises the next yuan."""

    def shares(self, obs: Observation, money: float) -> dict[str, float]:
        """See class."""
        return best_split(self.shop.world, money)


def best_split(world: World, money: float) -> dict[str, float]:
    """Money by channel of the highest true value, spending all of it while it pays."""
    spent = {ad.key: 0.0 for ad in world.ads}
    while money > 0.0:
        step = min(_STEP, money)
        gains = {ad.key: next_value(world, ad, spent[ad.key], step) for ad in world.ads}
        best = max(gains, key=lambda key: gains[key])
        if gains[best] <= 0.0:
            break
        spent[best] += step
        money -= step
    return spent


def next_value(world: World, ad: AdChannel, spent: float, step: float) -> float:
    """What ``step`` more money brings, net of it."""
    more = ad.mean_new(spent + step) - ad.mean_new(spent)
    return more * newcomer_value(world, ad) - step


def newcomer_value(world: World, ad: AdChannel) -> float:
    """Expected margin of one new customer of a channel: first order and the coming year."""
    order = world.basket * float(np.exp((world.basket_sigma**2 + world.order_sigma**2) / 2.0))
    leave = world.leave_mean * ad.leave_factor
    weeks = -float(np.expm1(-world.residual_weeks * leave)) / leave
    return world.margin_share * order * (1.0 + world.rate_mean * ad.rate_factor * weeks)
