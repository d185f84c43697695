"""What every policy is: it sees what a shop has, and answers with a plan for the week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clm_desktop.bench.sim import Observation, Outcome, Plan

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

REDEEM_GUESS = 0.10  # of coupons sent are used: what the baselines set aside money for


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a policy says at the end that it has proved of its own contacts."""

    better: bool  # more order because they are contacted: proved
    uplift_share: float  # of those contacted
    lo: float
    hi: float


class Policy:
    """Base of all policies; it does nothing, which is a policy too."""

    def start(self, obs0: Observation, seed: int) -> None:
        """Begin a run; ``seed`` is for the policy's own lots, not the shop's."""

    def plan(self, obs: Observation, budget: float) -> Plan:
        """Say what to do in the coming week."""
        return Plan()

    def learn(self, outcome: Outcome) -> None:
        """Hear what the week brought."""

    def claim(self, obs: Observation) -> Claim | None:
        """Say at the end what was proved; None = nothing is ever claimed."""
        return None


class ShopFacts:
    """Arrays by customer id, read off the frames: what rules of thumb look at."""

    def __init__(self, obs: Observation) -> None:
        count = int(obs.customers["customer_id"].max()) + 1
        today = pd.Timestamp(obs.today)
        who = obs.orders["customer_id"].to_numpy()
        days = (today - obs.orders["date"]).dt.days.to_numpy()
        self.frequency: Ints = np.bincount(who, minlength=count)
        amount = obs.orders["amount"].to_numpy(np.float64)
        self.monetary: Floats = np.bincount(who, amount, count).astype(np.float64)
        self.recency_days: Ints = np.full(count, 100_000, np.int64)
        np.minimum.at(self.recency_days, who, days)
        oldest = np.zeros(count, np.int64)
        np.maximum.at(oldest, who, days)
        span = (oldest - self.recency_days) / np.maximum(self.frequency - 1, 1)
        repeat = self.frequency > 1
        usual = float(np.median(span[repeat])) if repeat.any() else 60.0
        self.gap_days: Floats = np.where(repeat, np.maximum(span, 7.0), usual)
        self.basket: Floats = self.monetary / np.maximum(self.frequency, 1)
        bought = obs.orders[["customer_id", "category"]].drop_duplicates()["customer_id"]
        self.categories: Ints = np.bincount(bought.to_numpy(), minlength=count)
        self.contact_days: Ints = np.full(count, 100_000, np.int64)  # since the last
        contacted = obs.contacts["customer_id"].to_numpy()
        ago = (today - obs.contacts["date"]).dt.days.to_numpy()
        np.minimum.at(self.contact_days, contacted, ago)
        self.asked_days: Ints = np.full(count, 100_000, np.int64)
        asks = (obs.contacts["action_id"] == "referral").to_numpy()
        np.minimum.at(self.asked_days, contacted[asks], ago[asks])
        self.agreed: dict[str, NDArray[np.bool_]] = {}
        granted = obs.consents["state"].to_numpy() == "granted"
        channel = obs.consents["channel_id"].to_numpy()
        reached = obs.consents["customer_id"].to_numpy()
        for key in obs.channels["channel_id"]:
            yes = np.zeros(count, np.bool_)
            yes[reached[granted & (channel == key)]] = True
            self.agreed[str(key)] = yes

    def overdue(self) -> Floats:
        """Silence in own usual intervals: the rule of thumb for who is leaving."""
        return self.recency_days / self.gap_days


class Sheet:
    """A plan in the making that stays within every limit; money is set aside for coupons."""

    def __init__(self, obs: Observation, facts: ShopFacts, budget: float) -> None:
        self._facts, self._money = facts, budget
        self._actions = {row.action_id: row for row in obs.actions.itertuples()}
        self._left = dict(
            zip(obs.channels["channel_id"], obs.channels["contacts_per_week"], strict=True)
        )
        self._free = facts.contact_days >= obs.min_gap_days
        self._rows: list[tuple[int, str, str]] = []

    def has(self, action: str) -> bool:
        """Whether this shop can do that."""
        return action in self._actions

    def add(self, customers: Iterable[int], action: str, money: float | None = None) -> None:
        """Put in as many as may be and can be paid, the first of them first.

        ``money`` is a pile of its own; without it the whole rest may be used.
        """
        if action not in self._actions:
            return
        known = self._actions[action]
        agreed, channel = self._facts.agreed[str(known.channel_id)], known.channel_id
        rest = self._money if money is None else min(money, self._money)
        sent = 0.0
        for customer in customers:
            if not self._left[channel]:
                break
            if not (self._free[customer] and agreed[customer]):
                continue
            coupon = known.discount_share * self._facts.basket[customer] * REDEEM_GUESS
            if known.cost + coupon > rest:
                break
            rest -= known.cost + coupon
            sent += known.cost + coupon
            self._left[channel] -= 1
            self._free[customer] = False
            self._rows.append((int(customer), action, "send"))
        self._money -= sent

    def plan(self, acquisition: dict[str, float] | None = None) -> Plan:
        """What stands on the sheet."""
        return Plan(contacts=self._rows, acquisition=acquisition or {})
