"""Policies that know the truth: what could be reached at most by looking one contact ahead."""

from __future__ import annotations

import numpy as np

from clm_desktop.bench.people import People, weekly_hazard
from clm_desktop.bench.policy import Floats, Ints, Policy
from clm_desktop.bench.shop import Shop
from clm_desktop.bench.sim import Observation, Plan


class SeesTruth(Policy):
    """Base of the policies that the evaluation lets look behind the curtain."""

    def reveal(self, shop: Shop) -> None:
        """See everything."""
        self.shop = shop


class Oracle(SeesTruth):
    """Takes the contacts with the highest true expected value, one week at a time."""

    def plan(self, obs: Observation, budget: float) -> Plan:
        """See class."""
        value, cost = self.values()
        return best_plan(self.shop, value, cost, budget)

    def values(self) -> tuple[Floats, Floats]:
        """True expected value (net) and cost of each action for each customer, (n, actions)."""
        return true_values(self.shop)


class OracleKeep(Oracle):
    """Knows the truth and wants nothing but that customers stay."""

    def values(self) -> tuple[Floats, Floats]:
        """Chances of staying gained, in place of money."""
        shop = self.shop
        _, cost = true_values(shop)
        stays = np.stack([_stays(shop, a) for a in range(len(shop.world.actions))], axis=1)
        return stays, cost


def true_values(shop: Shop) -> tuple[Floats, Floats]:
    """Expected profit and residual value of each contact, net of ``cost``; shapes (n, actions)."""
    world, people = shop.world, shop.people
    rows = np.arange(len(people))
    margin = world.margin_share * mean_basket(shop)
    hazard = weekly_hazard(people, shop.week) + weekly_hazard(people, shop.week + 1)
    worth = lifetime_value(shop)
    friend = _friend_value(shop)
    values, costs = [], []
    prices = {channel.key: channel.cost for channel in world.channels}
    for place, action in enumerate(world.actions):
        which = np.full(len(rows), place)
        lift = shop.lifts(rows, which)
        without = np.where(people.alive, -np.expm1(-hazard), 0.0)
        with_it = np.where(people.alive, -np.expm1(-hazard * np.exp(lift)), 0.0)
        extra = with_it - without
        back = shop.win_back_chance(rows, which)
        sold = np.minimum(without, with_it)
        redeemed = world.redeem_share * (sold + back) + np.maximum(extra, 0.0)
        taken = action.discount_share * mean_basket(shop) * redeemed
        gain = margin * np.where(extra > 0, extra * (1.0 - action.pulled_share), extra)
        gain += _stays(shop, place) * worth
        gain += back * margin
        gain += shop.refer_chance(rows, which) * friend
        costs.append(taken + prices[action.channel])
        values.append(gain - costs[-1])
    return np.stack(values, axis=1), np.stack(costs, axis=1)


def mean_basket(shop: Shop) -> Floats:
    """Expected list price of each customer's orders."""
    return np.asarray(shop.people.basket * np.exp(shop.world.order_sigma**2 / 2.0))


def lifetime_value(shop: Shop, people: People | None = None) -> Floats:
    """Expected margin of the coming ``residual_weeks`` of each customer, were he alive."""
    people = people or shop.people
    world = shop.world
    weeks = -np.expm1(-world.residual_weeks * people.leave) / people.leave
    basket = people.basket * np.exp(world.order_sigma**2 / 2.0)
    return np.asarray(world.margin_share * basket * people.rate * weeks)


def best_plan(shop: Shop, value: Floats, cost: Floats, budget: float) -> Plan:
    """Dearest pairs first, as long as the limits allow."""
    world, people = shop.world, shop.people
    free = shop.week - people.contact_week >= world.min_gap_weeks
    channels = [channel.key for channel in world.channels]
    by = np.asarray([channels.index(action.channel) for action in world.actions])
    left = [world.capacity(channel) for channel in world.channels]
    allowed = people.agreed[:, by] & free[:, None] & (value > 0.0)
    rows, actions = np.nonzero(allowed)
    chosen: list[tuple[int, str, str]] = []
    for place in np.argsort(-value[rows, actions], kind="stable"):
        row, action = int(rows[place]), int(actions[place])
        if not free[row] or not left[by[action]] or cost[row, action] > budget:
            continue
        free[row] = False
        left[by[action]] -= 1
        budget -= float(cost[row, action])
        chosen.append((row, world.actions[action].key, "send"))
    return Plan(contacts=chosen)


def _stays(shop: Shop, action: int) -> Floats:
    """Chance gained (lost below 0) of being a customer when the action has passed."""
    world, people = shop.world, shop.people
    rows = np.arange(len(people))
    harm = 1.0 + world.harm_scale * world.pressure * people.recent(shop.week)
    kind = world.actions[action].leave_factor ** world.effect_scale
    dog = 1.0 + (world.dog_leave_factor - 1.0) * world.harm_scale
    factor = np.where(people.dog, dog, kind) * harm
    weeks = world.retention_weeks
    kept = np.exp(-weeks * people.leave * factor) - np.exp(-weeks * people.leave)
    which: Ints = np.full(len(rows), action)
    back = shop.win_back_chance(rows, which)
    return np.where(people.alive, kept, 0.0) + np.where(people.alive, 0.0, back)


def _friend_value(shop: Shop) -> float:
    """Expected margin of a referred customer: the first order and what follows."""
    world = shop.world
    order = world.basket * float(np.exp((world.basket_sigma**2 + world.order_sigma**2) / 2.0))
    leave = world.leave_mean * world.referred_leave_factor
    weeks = -np.expm1(-world.residual_weeks * leave) / leave
    return float(
        world.margin_share
        * order
        * (1.0 + world.rate_mean * world.referred_rate_factor * float(weeks))
    )
