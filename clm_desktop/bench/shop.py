"""What truly happens in a simulated shop, week by week. Policies never see any of this.

Every customer has an own rhythm of orders that goes on whatever is done. A contact can add an order
(which may only be an earlier one: then the next of the own rhythm is left out), lose one, lower or
raise the chance of leaving, bring back somebody who left, or bring a friend. So the same luck gives
the same own rhythm under every policy, and doing nothing differs from doing nothing by exactly 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clm_desktop.bench.luck import Floats, Purpose, generator, key_of, normals, poisson, uniforms
from clm_desktop.bench.people import (
    NEVER,
    ORGANIC,
    REFERRED,
    AdWeek,
    Flags,
    Ints,
    founders,
    is_due,
    newcomers,
    weekly_hazard,
)
from clm_desktop.bench.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Sales:
    """Orders of one week, one element each."""

    customer: Ints
    day: Ints  # of the week, 0 = Monday
    amount: Floats  # paid
    discount: Floats  # taken off
    coupon: Floats  # part of the discount that a planned coupon took off
    category: Ints
    product: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFacts:
    """What one week brought."""

    sales: Sales
    ads: tuple[AdWeek, ...]


class Shop:
    """A shop and its customers; ``week`` counts from 0, the history has negative weeks."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.seed = world, seed
        self.people, self.bought = founders(world, seed)
        self.week = -world.history_weeks

    def copy(self) -> Shop:
        """The same shop, free to go another way with the same luck."""
        twin = object.__new__(Shop)
        twin.world, twin.seed, twin.week = self.world, self.seed, self.week
        twin.people, twin.bought = self.people.copy(), self.bought
        return twin

    # ---- contacts -------------------------------------------------------------------------

    def contact(self, rows: Ints, actions: Ints) -> None:
        """Reach customers now, on the Monday of this week; each at most once."""
        world, people, week = self.world, self.people, self.week
        recent = people.recent(week)[rows]
        lift = self.lifts(rows, actions)
        people.contact_week[rows] = week
        people.contact_action[rows] = actions
        people.contact_lift[rows] = lift
        people.contacts[rows, week] = True
        channel = self._channel_of(actions)
        annoyed = world.opt_out_share * world.harm_scale * (1.0 + recent)
        annoyed *= np.where(people.dog[rows], world.dog_opt_out_factor, 1.0)
        out = uniforms(self.seed, Purpose.OPT_OUT, week, people.slot[rows]) < annoyed
        people.agreed[rows[out], channel[out]] = False
        people.refused_day[rows[out], channel[out]] = 7 * week + 1
        self._win_back(rows, actions)
        self._refer(rows, actions)

    def lifts(self, rows: Ints, actions: Ints) -> Floats:
        """What a contact this week would add to the log-hazard of an order."""
        world, people, week = self.world, self.people, self.week
        known = world.actions
        due = is_due(people, week)[rows]
        narrow = np.clip((3 - people.breadth()[rows]) / 2.0, 0.0, 1.0)
        lift = self._numbers("lift")[actions]
        lift = lift + self._numbers("by_narrow")[actions] * narrow
        lift += self._numbers("by_due")[actions] * due
        lift += self._numbers("by_deal")[actions] * people.deal[rows]
        lift += self._numbers("by_call")[actions] * people.call[rows]
        lift += world.hidden_sigma * people.hidden[rows]
        asks = np.asarray([a.refer_share > 0 for a in known])[actions]
        lift = np.where(asks, 0.0, lift) * world.effect_scale
        recent = people.recent(week)[rows]
        lift *= np.maximum(0.0, 1.0 - world.harm_scale * world.fatigue * recent)
        return np.where(people.dog[rows], world.dog_lift * world.harm_scale, lift)

    def win_back_chance(self, rows: Ints, actions: Ints) -> Floats:
        """Chance that a contact brings back who has left; 0 for who has not."""
        people = self.people
        gone = np.maximum(self.week - people.left_week[rows], 0)
        chance = self._numbers("win_back_share")[actions] * self.world.effect_scale
        chance = chance * 0.5 ** (gone / self.world.win_back_half_weeks)
        return np.where(people.alive[rows] | people.dog[rows], 0.0, chance)

    def refer_chance(self, rows: Ints, actions: Ints) -> Floats:
        """Chance that a contact brings a friend."""
        world, people = self.world, self.people
        chance = self._numbers("refer_share")[actions] * world.effect_scale * people.social[rows]
        few = people.orders[rows] < world.refer_orders
        chance = chance * np.where(few, world.refer_new_factor, 1.0)
        chance *= world.refer_again_factor ** people.asked[rows]
        return np.where(people.alive[rows] & ~people.dog[rows], chance, 0.0)

    def _win_back(self, rows: Ints, actions: Ints) -> None:
        people = self.people
        u = uniforms(self.seed, Purpose.WIN_BACK, self.week, people.slot[rows])
        back = rows[u < self.win_back_chance(rows, actions)]
        people.alive[back] = True
        people.last_buy[back] = NEVER  # buys in this week

    def _refer(self, rows: Ints, actions: Ints) -> None:
        world, people = self.world, self.people
        asks = self._numbers("refer_share")[actions] > 0
        u = uniforms(self.seed, Purpose.REFER, self.week, people.slot[rows])
        said = rows[u < self.refer_chance(rows, actions)]
        people.asked[rows[asks]] += 1
        if len(said):
            slots = [key_of(Purpose.REFER, self.week, int(slot)) for slot in people.slot[said]]
            people.add(
                newcomers(
                    world,
                    self.seed,
                    np.asarray(slots, np.uint64),
                    channel=REFERRED,
                    week=self.week,
                    rate_factor=world.referred_rate_factor,
                    leave_factor=world.referred_leave_factor,
                )
            )

    # ---- one week -------------------------------------------------------------------------

    def advance(self, money: Mapping[str, float] | None = None) -> WeekFacts:
        """Let a week pass in which ``money`` is spent on advertising."""
        ads = self._advertise(money or {})
        buys, extra = self._decide()
        sales = self._sell(np.flatnonzero(buys), extra)
        self._leave()
        self.week += 1
        return WeekFacts(sales=sales, ads=ads)

    def order_chance(self, *, contacted: bool) -> Floats:
        """Chance of an order in this week, with or without what contacts add now."""
        people = self.people
        hazard = weekly_hazard(people, self.week) * self._season()
        if contacted:
            hazard = hazard * np.exp(self._lift_now())
        chance = -np.expm1(-hazard)
        chance = np.where(people.alive & (people.last_buy == NEVER), 1.0, chance)
        return np.where(people.alive, chance, 0.0)

    def _decide(self) -> tuple[Flags, Flags]:
        """Who orders in this week, and whose order came of a contact."""
        people, week = self.people, self.week
        first = people.first_week == week
        people.alive |= first
        u = uniforms(self.seed, Purpose.BUY, week, people.slot)
        own = u < self.order_chance(contacted=False)
        with_contact = u < self.order_chance(contacted=True)
        extra = with_contact & ~own
        people.last_buy[own] = week  # the own rhythm goes on
        swallowed = own & (people.owed > 0)
        people.owed[swallowed] -= 1
        shares = np.append(self._numbers("pulled_share"), 0.0)[people.contact_action]
        pulled = uniforms(self.seed, Purpose.PULLED, week, people.slot) < shares
        people.owed[extra & pulled] += 1
        return (with_contact & own & ~swallowed) | extra, extra

    def _leave(self) -> None:
        people, week = self.people, self.week
        hazard = people.leave * self.leave_factor()
        gone = people.alive & (
            uniforms(self.seed, Purpose.LEAVE, week, people.slot) < -np.expm1(-hazard)
        )
        people.alive[gone] = False
        people.left_week[gone] = week

    def leave_factor(self) -> Floats:
        """What contacts of the last weeks make of the dropout hazard."""
        world, people, week = self.world, self.people, self.week
        lately = week - people.contact_week < world.retention_weeks
        before = people.recent(week) - (lately & (people.contact_week < week))
        harm = 1.0 + world.harm_scale * world.pressure * np.maximum(before, 0)
        kind = np.append(self._numbers("leave_factor"), 1.0)[people.contact_action]
        kind = kind**world.effect_scale
        dog = 1.0 + (world.dog_leave_factor - 1.0) * world.harm_scale
        return np.where(lately, np.where(people.dog, dog, kind) * harm, 1.0)

    def _lift_now(self) -> Floats:
        people = self.people
        holds = self.week - people.contact_week < self.world.effect_weeks
        return np.where(holds, people.contact_lift, 0.0)

    def _season(self) -> float:
        return 1.0 + self.world.season * math.sin(2.0 * math.pi * self.week / 52.0)

    # ---- orders ---------------------------------------------------------------------------

    def _sell(self, rows: Ints, extra: Flags) -> Sales:
        world, people, week, seed = self.world, self.people, self.week, self.seed
        slots = people.slot[rows]
        noise = normals(seed, Purpose.BASKET, Purpose.BASKET_2, week, slots)
        list_price = people.basket[rows] * np.exp(world.order_sigma * noise)
        eager = world.promotion_share * np.exp(0.6 * people.deal[rows] - 0.18)
        offer = 0.1 * (uniforms(seed, Purpose.PROMOTION, week, slots) < eager)
        action = people.contact_action[rows]
        holds = week - people.contact_week[rows] < world.effect_weeks
        coupon = np.append(self._numbers("discount_share"), 0.0)[action]
        uses = uniforms(seed, Purpose.REDEEM, week, slots) < world.redeem_share
        coupon = np.where(holds & (uses | extra[rows]), coupon, 0.0)
        share = np.maximum(offer, coupon)
        category = self._category(rows)
        people.orders[rows] += 1
        people.bought[rows] |= np.int64(1) << category
        return Sales(
            customer=rows,
            day=(7 * uniforms(seed, Purpose.DAY, week, slots)).astype(np.int64),
            amount=np.round(list_price * (1.0 - share), 2),
            discount=np.round(list_price * share, 2),
            coupon=np.round(list_price * np.maximum(share - offer, 0.0), 2),
            category=category,
            product=self._product(rows),
        )

    def _category(self, rows: Ints) -> Ints:
        world, people = self.world, self.people
        u = uniforms(self.seed, Purpose.CATEGORY, self.week, people.slot[rows])
        other = (u - world.favourite_share) / (1.0 - world.favourite_share) * world.categories
        other = np.clip(other, 0, world.categories - 1).astype(np.int64)
        return np.where(u < world.favourite_share, people.favourite[rows], other)

    def _product(self, rows: Ints) -> Ints:
        """Half of the time the customer's own product of the category."""
        people, count = self.people, self.world.products
        u = uniforms(self.seed, Purpose.PRODUCT, self.week, people.slot[rows])
        own = (people.slot[rows] * np.uint64(2_654_435_761) % np.uint64(count)).astype(np.int64)
        return np.where(u < 0.5, own, np.minimum((2 * u - 1) * count, count - 1).astype(np.int64))

    # ---- new customers --------------------------------------------------------------------

    def _advertise(self, money: Mapping[str, float]) -> tuple[AdWeek, ...]:
        world, week = self.world, self.week
        if week < 0:  # whom the history knows are founders
            return tuple(row for row in self.bought if row.week == week)
        came = []
        for place, ad in enumerate(world.ads):
            spent = float(money.get(ad.key, 0.0))
            u = generator(self.seed, Purpose.COUNT, week, place).random()
            count = poisson(ad.mean_new(spent), u)
            self._arrive(place, count, ad.key, ad.rate_factor, ad.leave_factor)
            came.append(AdWeek(week=week, channel=ad.key, money=spent, came=count))
        if world.organic:
            u = generator(self.seed, Purpose.ORGANIC, week).random()
            self._arrive(len(world.ads), poisson(world.organic, u), ORGANIC, 1.0, 1.0)
        return tuple(came)

    def _arrive(self, place: int, count: int, key: str, rate: float, leave: float) -> None:
        if not count:
            return
        slots = [key_of(Purpose.NEWCOMERS, self.week, place, i) for i in range(count)]
        self.people.add(
            newcomers(
                self.world,
                self.seed,
                np.asarray(slots, np.uint64),
                channel=key,
                week=self.week,
                rate_factor=rate,
                leave_factor=leave,
            )
        )

    # ---- small things ---------------------------------------------------------------------

    def _numbers(self, name: str) -> Floats:
        return np.asarray([getattr(action, name) for action in self.world.actions], np.float64)

    def _channel_of(self, actions: Ints) -> Ints:
        place = {channel.key: i for i, channel in enumerate(self.world.channels)}
        return np.asarray([place[a.channel] for a in self.world.actions], np.int64)[actions]
