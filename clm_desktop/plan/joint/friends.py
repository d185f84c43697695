"""What asking for a friend brings in this shop: a belief to begin with, then its own new customers.

An ask's chance is Gamma distributed a priori (2 % with a spread of 1.4 %, plan_science 3.3); asks
count less when repeated and when the customer may have left. Friends are new customers whom the
shop's own records put down to a recommendation. Where nothing is ever put down to one, all that is
known is that no more friends came than new customers did.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.transactions import Transactions
from clm_desktop.models.effects.priors import REFERS, REFERS_SHAPE, Array

ASK_AGAIN = 0.5  # chance of a friend at every further ask
WORDS = ("refer", "friend", "invite", "推荐", "推薦", "介绍", "介紹", "老带新", "口碑")


@dataclass(frozen=True, slots=True, kw_only=True)
class Friends:
    """Belief about one ask of a customer who is there and was never asked before."""

    chance: float
    sd: float
    margin_cents: float  # of one new customer
    asks: float  # own asks whose time is over, in such first asks
    came: float  # friends who came of them, at most


def friends_of(
    asked: NDArray[np.int64], p_alive: Array, tx: Transactions, until_day: int, margin_cents: float
) -> Friends:
    """Learn from asks made; ``asked``: (asks, 2) row of ``p_alive`` and day. Cost: O(orders)."""
    weight = _weights(asked) * p_alive[asked[:, 0]]
    asks, came = float(weight.sum()), 0.0
    if asks > 0:
        came = _came(tx, int(asked[:, 1].min()), until_day, REFERS * asks)
    prior_asks = REFERS_SHAPE / REFERS
    shape, rate = REFERS_SHAPE + came, prior_asks + asks
    return Friends(
        chance=shape / rate, sd=shape**0.5 / rate, margin_cents=margin_cents, asks=asks, came=came
    )


def asked_before(asked: NDArray[np.int64]) -> NDArray[np.int64]:
    """How often the same customer had been asked before each ask."""
    made = np.zeros(len(asked), np.int64)
    order = np.lexsort((asked[:, 1], asked[:, 0]))
    who = asked[order, 0]
    first = np.concatenate([[True], who[1:] != who[:-1]]) if len(who) else np.zeros(0, np.bool_)
    start = np.maximum.accumulate(np.where(first, np.arange(len(who)), 0))
    made[order] = np.arange(len(who)) - start
    return made


def _weights(asked: NDArray[np.int64]) -> Array:
    return np.asarray(ASK_AGAIN ** np.minimum(asked_before(asked), 20), np.float64)


def _came(tx: Transactions, since_day: int, until_day: int, believed: float) -> float:
    """Friends since the first ask: those told of, else as believed but no more than new ones."""
    mine = (tx.order_customer >= 0) & (tx.order_day <= until_day)
    who, day, way = tx.order_customer[mine], tx.order_day[mine], tx.order_channel[mine]
    first = np.full(tx.n_customers, np.iinfo(np.int32).max, np.int64)
    np.minimum.at(first, who, day)
    told = _put_down(way)
    new = (first >= since_day) & (first <= until_day)
    if told.any():
        friend = np.zeros(tx.n_customers, np.bool_)
        friend[who[told]] = True
        return float((friend & new).sum())
    return min(believed, float(new.sum()))


def _put_down(way: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether an order's channel says that somebody recommended the shop."""
    names, place = np.unique(way.astype(str), return_inverse=True)
    said = np.array([any(word in name.lower() for word in WORDS) for name in names], np.bool_)
    return said[place] if len(names) else np.zeros(len(way), np.bool_)
