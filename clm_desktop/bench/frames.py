"""What a simulated shop writes down, as frames: orders, contacts, consents, spend."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clm_desktop.bench.people import AdWeek, People
from clm_desktop.bench.shop import WeekFacts
from clm_desktop.bench.world import World

_CATEGORIES = ("tea", "cups", "snacks", "candles", "soap", "gifts", "books", "toys")


class Books:
    """The shop's own records, one entry a week; frames are made from them whenever asked for."""

    def __init__(self, start: date, world: World) -> None:
        self._start = pd.Timestamp(start)
        self._world = world
        self._orders: list[pd.DataFrame] = []
        self._contacts: list[pd.DataFrame] = []
        self._spend: list[AdWeek] = []
        self._first: NDArray[np.int64] = np.zeros(0, np.int64)  # day of the first order
        self._channel: NDArray[np.object_] = np.zeros(0, object)
        self._count = 0

    def write(self, week: int, facts: WeekFacts, people: People) -> None:
        """Add the orders and the advertising of a week."""
        sales = facts.sales
        order = np.argsort(sales.day, kind="stable")
        category = sales.category[order]
        names = np.asarray([_category(i) for i in range(self._world.categories)], object)
        goods = np.asarray(
            [f"{name}_{i:02}" for name in names for i in range(self._world.products)], object
        )
        frame = pd.DataFrame(
            {
                "order_id": np.arange(self._count, self._count + len(order)),
                "customer_id": sales.customer[order],
                "date": self._dates(7 * week + sales.day[order]),
                "amount": sales.amount[order],
                "discount": sales.discount[order],
                "product": goods[category * self._world.products + sales.product[order]],
                "category": names[category],
            }
        )
        self._count += len(order)
        self._orders.append(frame)
        self._spend.extend(facts.ads)
        self._note_new(week, facts, people)

    def write_contacts(
        self, week: int, rows: NDArray[np.int64], actions: NDArray[np.int64]
    ) -> None:
        """Add the contacts of a Monday."""
        known = self._world.actions
        self._contacts.append(
            pd.DataFrame(
                {
                    "customer_id": rows,
                    "action_id": np.asarray([a.key for a in known], object)[actions],
                    "channel_id": np.asarray([a.channel for a in known], object)[actions],
                    "date": self._dates(np.full(len(rows), 7 * week)),
                }
            )
        )

    def customers(self) -> pd.DataFrame:
        """Everybody who has ordered."""
        here = np.flatnonzero(self._first < _UNSEEN)
        return pd.DataFrame(
            {
                "customer_id": here,
                "first_seen": self._dates(self._first[here]),
                "acq_channel": self._channel[here].astype(str),
            }
        )

    def orders(self) -> pd.DataFrame:
        """Every order so far, oldest first."""
        self._orders = [pd.concat(self._orders, ignore_index=True)]
        return self._orders[0].copy()

    def orders_of(self, week: int) -> pd.DataFrame:
        """Orders of one week that was just written."""
        newest = self._orders[-1]
        return newest[newest["date"] >= self._start + timedelta(days=7 * week)].reset_index(
            drop=True
        )

    def contacts(self) -> pd.DataFrame:
        """Every contact so far; none in the history."""
        if not self._contacts:
            self.write_contacts(0, np.zeros(0, np.int64), np.zeros(0, np.int64))
        return pd.concat(self._contacts, ignore_index=True)

    def consents(self, people: People) -> pd.DataFrame:
        """Newest word of each customer who has ordered on each channel."""
        here = np.flatnonzero(self._first < _UNSEEN)
        keys = [channel.key for channel in self._world.channels]
        agreed = people.agreed[here].ravel()
        first = np.repeat(self._first[here], len(keys))
        refused = people.refused_day[here].ravel()
        return pd.DataFrame(
            {
                "customer_id": np.repeat(here, len(keys)),
                "channel_id": np.tile(np.asarray(keys, object), len(here)),
                "state": np.where(agreed, "granted", "refused").astype(object),
                "date": self._dates(np.where(refused > 0, refused, first)),
            }
        )

    def spend(self) -> pd.DataFrame:
        """Advertising by week and channel."""
        rows = self._spend
        return pd.DataFrame(
            {
                "week_start": self._dates(np.asarray([7 * row.week for row in rows], np.int64)),
                "channel": np.asarray([row.channel for row in rows], object),
                "cost": np.asarray([row.money for row in rows], np.float64),
                "new_customers": np.asarray([row.came for row in rows], np.int64),
            }
        )

    def _note_new(self, week: int, facts: WeekFacts, people: People) -> None:
        grown = len(people) - len(self._first)
        if grown:
            self._first = np.append(self._first, np.full(grown, _UNSEEN))
            self._channel = people.channel.copy()
        rows = facts.sales.customer
        self._first[rows] = np.minimum(self._first[rows], 7 * week + facts.sales.day)

    def _dates(self, days: NDArray[np.int64]) -> pd.DatetimeIndex:
        return self._start + pd.to_timedelta(days, unit="D")


def actions_frame(world: World) -> pd.DataFrame:
    """What can be done: names and prices, not effects."""
    cost = {channel.key: channel.cost for channel in world.channels}
    return pd.DataFrame(
        {
            "action_id": [a.key for a in world.actions],
            "kind": [str(a.kind) for a in world.actions],
            "channel_id": [a.channel for a in world.actions],
            "cost": [cost[a.channel] for a in world.actions],
            "discount_share": [a.discount_share for a in world.actions],
        }
    )


def channels_frame(world: World) -> pd.DataFrame:
    """By which channels, and what they carry in a week."""
    return pd.DataFrame(
        {
            "channel_id": [c.key for c in world.channels],
            "contacts_per_week": [world.capacity(c) for c in world.channels],
            "cost": [c.cost for c in world.channels],
            "owner_minutes": [c.owner_minutes for c in world.channels],
        }
    )


def _category(place: int) -> str:
    return _CATEGORIES[place] if place < len(_CATEGORIES) else f"goods_{place}"


_UNSEEN = 1 << 40  # a day that never comes
