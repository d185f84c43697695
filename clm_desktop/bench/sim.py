"""The benchmark as a policy meets it: frames of what a shop has, and one step a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from clm_desktop.bench.frames import Books, actions_frame, channels_frame
from clm_desktop.bench.shop import Shop
from clm_desktop.bench.world import World

START = date(2024, 7, 1)  # Monday of week 0
ROLES = ("send", "explore", "hold_out")


class PlanError(ValueError):
    """A plan that no shop could carry out; the message names customer and week."""


class ConsentError(PlanError):
    """Somebody did not agree to this channel."""


class GapError(PlanError):
    """Somebody was contacted too lately, or stands in the plan twice."""


class CapacityError(PlanError):
    """More contacts than a channel can carry in a week."""


class BudgetError(PlanError):
    """More money than there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done in the coming week.

    ``contacts`` are (customer_id, action_id, role); who is held out is not contacted.
    ``acquisition`` is money by channel of advertising.
    """

    contacts: Sequence[tuple[int, str, str]] = ()
    acquisition: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What the shop has on a Monday morning, and nothing else. Money in whole currency units.

    Frames: customers (customer_id, first_seen, acq_channel), orders (order_id, customer_id, date,
    amount, discount, product, category), contacts (customer_id, action_id, channel_id, date),
    consents (customer_id, channel_id, state, date; the newest of each), acq_spend (week_start,
    channel, cost, new_customers), actions (action_id, kind, channel_id, cost, discount_share),
    channels (channel_id, contacts_per_week, cost, owner_minutes).
    """

    today: date
    week: int  # 0 = first that is planned
    margin: float  # share of an order's amount
    budget: float  # of this week: less what coupons took beyond last week's
    min_gap_days: int
    customers: pd.DataFrame
    orders: pd.DataFrame
    contacts: pd.DataFrame
    consents: pd.DataFrame
    acq_spend: pd.DataFrame
    actions: pd.DataFrame
    channels: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a week brought, as the shop sees it at its end."""

    orders: pd.DataFrame
    opted_out: tuple[tuple[int, str], ...]  # customer_id, channel_id
    messages: float  # what sending cost
    coupons: float  # what planned coupons took off orders of this week
    advertising: float

    @property
    def spent(self) -> float:
        """All of it."""
        return self.messages + self.coupons + self.advertising


class ShopSim:
    """A simulated shop: ``observe``, then ``step`` with a plan, week after week.

    Deterministic in (world, seed, plans). A run of 26 weeks with 2,000 customers costs about a
    second of one core, mostly for making frames.
    """

    def __init__(self, world: World, seed: int) -> None:
        self._world = world
        self._shop = Shop(world, seed)
        self._books = Books(START, world)
        while self._shop.week < 0:
            week = self._shop.week
            self._books.write(week, self._shop.advance(), self._shop.people)
        self._over = 0.0  # what coupons took beyond the budget of last week

    @property
    def week(self) -> int:
        """Number of the week that is to be planned."""
        return self._shop.week

    @property
    def is_over(self) -> bool:
        """Whether all weeks are planned."""
        return self._shop.week >= self._world.weeks

    def observe(self) -> Observation:
        """What the shop knows now; the caller may change the frames as it likes."""
        world, week = self._world, self._shop.week
        return Observation(
            today=START + timedelta(days=7 * week),
            week=week,
            margin=world.margin_share,
            budget=self._budget(),
            min_gap_days=7 * world.min_gap_weeks,
            customers=self._books.customers(),
            orders=self._books.orders(),
            contacts=self._books.contacts(),
            consents=self._books.consents(self._shop.people),
            acq_spend=self._books.spend(),
            actions=actions_frame(world),
            channels=channels_frame(world),
        )

    def step(self, plan: Plan) -> Outcome:
        """Carry out the plan and let the week pass.

        Raises ConsentError, GapError, CapacityError or BudgetError when the plan cannot be carried
        out, ValueError when it names what does not exist or all weeks are over; nothing has
        happened then.
        """
        if self.is_over:
            raise ValueError(f"all {self._world.weeks} weeks of this shop are over")
        if plan is None:
            raise TypeError("a week needs a Plan, not None")
        week, budget = self._shop.week, self._budget()
        rows, actions = self._checked(plan, budget)
        before = self._shop.people.agreed.copy()
        self._shop.contact(rows, actions)
        self._books.write_contacts(week, rows, actions)
        facts = self._shop.advance(plan.acquisition)
        self._books.write(week, facts, self._shop.people)
        lost = before & ~self._shop.people.agreed[: len(before)]
        outcome = Outcome(
            orders=self._books.orders_of(week),
            opted_out=tuple(
                (int(row), self._world.channels[channel].key) for row, channel in np.argwhere(lost)
            ),
            messages=self._price(actions),
            coupons=float(facts.sales.coupon.sum()),
            advertising=float(sum(plan.acquisition.values())),
        )
        self._over = max(0.0, outcome.spent - budget)
        return outcome

    # ---- limits ---------------------------------------------------------------------------

    def _budget(self) -> float:
        return max(0.0, round(self._world.budget - self._over, 2))

    def _price(self, actions: np.ndarray) -> float:
        cost = {channel.key: channel.cost for channel in self._world.channels}
        return float(sum(cost[self._world.actions[a].channel] for a in actions))

    def _checked(self, plan: Plan, budget: float) -> tuple[np.ndarray, np.ndarray]:
        """Rows and actions of those to be contacted; raises what ``step`` says."""
        world = self._world
        place = {action.key: i for i, action in enumerate(world.actions)}
        for customer, action, role in plan.contacts:
            if action not in place or role not in ROLES:
                raise ValueError(f"there is no action {action!r} with role {role!r}")
            if not 0 <= customer < len(self._shop.people):
                raise ValueError(f"there is no customer {customer}")
        unknown = set(plan.acquisition) - {ad.key for ad in world.ads}
        if unknown or any(not money >= 0.0 for money in plan.acquisition.values()):
            raise ValueError(f"no money can be spent so: {dict(plan.acquisition)}")
        sent = [(int(c), place[a]) for c, a, role in plan.contacts if role != "hold_out"]
        rows = np.asarray([c for c, _ in sent], np.int64)
        actions = np.asarray([a for _, a in sent], np.int64)
        self._check_people(rows, actions)
        self._check_sums(actions, plan.acquisition, budget)
        return rows, actions

    def _check_people(self, rows: np.ndarray, actions: np.ndarray) -> None:
        world, people, week = self._world, self._shop.people, self._shop.week
        seen: set[int] = set()
        channels = [channel.key for channel in world.channels]
        for row, action in zip(rows.tolist(), actions.tolist(), strict=True):
            channel = world.actions[action].channel
            if row in seen:
                raise GapError(f"week {week}: customer {row} stands in the plan twice")
            seen.add(row)
            if not people.agreed[row, channels.index(channel)]:
                raise ConsentError(f"week {week}: customer {row} did not agree to {channel}")
            if week - people.contact_week[row] < world.min_gap_weeks:
                last = week - int(people.contact_week[row])
                raise GapError(
                    f"week {week}: customer {row} was contacted {last} weeks ago, "
                    f"{world.min_gap_weeks} must lie between"
                )

    def _check_sums(self, actions: np.ndarray, ads: Mapping[str, float], budget: float) -> None:
        world, week = self._world, self._shop.week
        for channel in world.channels:
            most = world.capacity(channel)
            asked = sum(world.actions[a].channel == channel.key for a in actions.tolist())
            if asked > most:
                raise CapacityError(
                    f"week {week}: {asked} contacts by {channel.key}, it can carry {most}"
                )
        price = self._price(actions) + sum(ads.values())
        if price > budget + 0.005:
            raise BudgetError(f"week {week}: the plan costs {price:.2f}, there are {budget:.2f}")


def truth_of(sim: ShopSim) -> Shop:
    """What is really so, for oracles and for the evaluation only: no policy is shown a ShopSim."""
    return sim._shop
