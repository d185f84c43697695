"""The customers of a simulated shop: what they are like, and where each of them stands."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from clm_desktop.bench.luck import Floats, Purpose, Slots, generator, poisson
from clm_desktop.bench.world import World

NEVER = -1_000  # a week long past
HISTORY, ORGANIC, REFERRED = "shop", "organic", "referral"  # acq_channel beside those of ads
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdWeek:
    """What one channel of advertising took and brought in one week."""

    week: int
    channel: str
    money: float
    came: int


@dataclass(slots=True, kw_only=True)
class People:
    """Parallel arrays, one element per customer; nobody is ever removed.

    The first block is drawn once and never changes, the second is where the customer stands.
    """

    slot: Slots  # names the customer's luck
    rate: Floats  # orders a week while alive
    shape: Floats  # Weibull shape of the intervals
    leave: Floats  # dropout hazard a week
    basket: Floats  # median
    deal: Floats  # standard normal
    call: Floats  # 0..1
    social: Floats  # mean 1
    dog: Flags  # contacts do harm
    regular: Flags  # buys what is used up
    favourite: Ints  # category
    hidden: Floats  # standard normal: how much more than others contacts move the customer
    agreed: Flags  # (n, channels) at first, later what still holds
    channel: NDArray[np.object_]  # that brought the customer
    first_week: Ints

    alive: Flags
    left_week: Ints
    last_buy: Ints  # week of the last order of the customer's own rhythm
    orders: Ints
    bought: Ints  # bits of the categories
    owed: Ints  # orders that were made earlier than they would have been
    asked: Ints  # referral asks so far
    refused_day: Ints  # (n, channels) day of an opt-out, 0 = none
    contact_week: Ints  # of the last contact
    contact_action: Ints
    contact_lift: Floats  # what it adds to the log-hazard
    contacts: Flags  # (n, all weeks of the run)

    def __len__(self) -> int:
        """Number of customers so far."""
        return len(self.slot)

    def add(self, others: People) -> None:
        """Append newcomers."""
        for field in fields(self):
            both = (getattr(self, field.name), getattr(others, field.name))
            setattr(self, field.name, np.concatenate(both))

    def copy(self) -> People:
        """The same people, free to live another life."""
        return People(**{f.name: getattr(self, f.name).copy() for f in fields(self)})

    def recent(self, week: int) -> Ints:
        """Contacts in the eight weeks before ``week``."""
        return np.asarray(self.contacts[:, max(0, week - 8) : week].sum(axis=1), np.int64)

    def breadth(self) -> Ints:
        """Number of categories bought so far."""
        bits = self.bought[:, None] >> np.arange(62)[None, :] & 1
        return np.asarray(bits.sum(axis=1), np.int64)


def founders(world: World, seed: int) -> tuple[People, tuple[AdWeek, ...]]:
    """Those whom the shop's history knows, and what was spent to win some of them.

    They came over all its weeks, more of them early unless the world says when.
    """
    count = world.n_customers
    rng = generator(seed, Purpose.TRAITS)
    people = _drawn(world, rng, np.arange(count, dtype=np.uint64), HISTORY)
    weeks = -np.ceil(world.history_weeks * (1.0 - rng.random(count) ** 1.3))
    people.first_week = np.minimum(weeks, -1).astype(np.int64)
    if world.arrivals:
        week = np.searchsorted(np.cumsum(world.arrivals), rng.random(count), side="right")
        people.first_week = np.minimum(week, world.history_weeks - 1) - world.history_weeks
    return people, _bought(world, seed, people)


def _bought(world: World, seed: int, people: People) -> tuple[AdWeek, ...]:
    """Some founders came by advertising; its weekly sums swing, as a careful shop lets them."""
    spent = []
    free = 0  # the next founder without a channel
    for week in range(-world.history_weeks, 0):
        for place, ad in enumerate(world.ads):
            rng = generator(seed, Purpose.SPEND, week + world.history_weeks, place)
            money = (
                world.ad_money / len(world.ads) * math.exp(world.ad_swing * rng.standard_normal())
            )
            came = min(poisson(ad.mean_new(money), rng.random()), len(people) - free)
            mine = slice(free, free + came)
            people.channel[mine], people.first_week[mine] = ad.key, week
            people.rate[mine] *= ad.rate_factor
            people.leave[mine] *= ad.leave_factor
            spent.append(AdWeek(week=week, channel=ad.key, money=round(money, 2), came=came))
            free += came
    return tuple(spent)


def newcomers(
    world: World,
    seed: int,
    slots: Slots,
    *,
    channel: str,
    week: int,
    rate_factor: float = 1.0,
    leave_factor: float = 1.0,
) -> People:
    """People who come in ``week``: each is drawn from the luck of the own slot alone."""
    parts = [
        _drawn(world, generator(seed, Purpose.TRAITS, int(slot)), np.asarray([slot]), channel)
        for slot in slots
    ]
    people = parts[0]
    for part in parts[1:]:
        people.add(part)
    people.rate *= rate_factor
    people.leave *= leave_factor
    people.first_week[:] = week
    return people


def _drawn(world: World, rng: np.random.Generator, slots: Slots, channel: str) -> People:
    n, channels = len(slots), len(world.channels)
    shape = rng.choice(world.regular_shapes, size=n, p=world.regular_shares)
    zeros = np.zeros(n, np.int64)
    return People(
        slot=slots.astype(np.uint64),
        rate=np.maximum(_gamma(rng, world.rate_shape, world.rate_mean, n), 1e-6),
        shape=shape,
        leave=np.maximum(_gamma(rng, world.leave_shape, world.leave_mean, n), 1e-9),
        basket=world.basket * np.exp(world.basket_sigma * rng.standard_normal(n)),
        deal=rng.standard_normal(n),
        call=rng.random(n),
        social=rng.gamma(1.0, 1.0, n),
        dog=rng.random(n) < world.dog_share,
        regular=shape > 1.0,
        favourite=rng.integers(world.categories, size=n),
        hidden=rng.standard_normal(n),
        agreed=rng.random((n, channels)) < [c.consent_share for c in world.channels],
        channel=np.full(n, channel, object),
        first_week=zeros.copy(),
        alive=np.zeros(n, np.bool_),
        left_week=zeros + NEVER,
        last_buy=zeros + NEVER,
        orders=zeros.copy(),
        bought=zeros.copy(),
        owed=zeros.copy(),
        asked=zeros.copy(),
        refused_day=np.zeros((n, channels), np.int64),
        contact_week=zeros + NEVER,
        contact_action=zeros - 1,
        contact_lift=np.zeros(n),
        contacts=np.zeros((n, world.weeks), np.bool_),
    )


def _gamma(rng: np.random.Generator, shape: float, mean: float, n: int) -> Floats:
    return np.asarray(rng.gamma(shape, mean / shape, n))


def weekly_hazard(people: People, week: int) -> Floats:
    """Hazard of an order in a week, summed over it, given the weeks since the last order."""
    since = np.maximum(week - people.last_buy - 1, 0).astype(np.float64)
    scale = 1.0 / (people.rate * _GAMMA_OF(people.shape))
    return np.asarray(
        ((since + 1.0) / scale) ** people.shape - (since / scale) ** people.shape, np.float64
    )


def is_due(people: People, week: int) -> Flags:
    """Whether what a customer buys regularly is about to be used up (.75 to 1.6 intervals)."""
    share = (week - people.last_buy) * people.rate
    return people.regular & (share >= 0.75) & (share <= 1.6)


def _mean_of_weibull(shape: float) -> float:
    return math.gamma(1.0 + 1.0 / shape)


_GAMMA_OF = np.vectorize(_mean_of_weibull, otypes=[np.float64])
