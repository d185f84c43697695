"""Advertising in the plan: it competes for the same money as messages to customers.

The next unit of money should bring as much in every pile. Each channel's curve says what the next
unit brings there; the planner of customers says what it would bring here; one bisection finds the
price at which both agree (plan_science.md, 3.4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.core.outreach import AcquisitionItem, ChannelSpend
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.acquisition.answer import curve_of
from clm_desktop.models.acquisition.curve import RANGE, ResponseCurve
from clm_desktop.models.acquisition.newcomers import channel_weeks, of_channel
from clm_desktop.models.acquisition.worth import channel_worth, kept_share, shop_growth
from clm_desktop.models.lifecycle.beginnings import beginnings
from clm_desktop.models.lifecycle.origins import first_orders, first_text

Floats = NDArray[np.float64]
FARTHEST = 2.0  # times the dearest week seen: the curve is not followed further
SWING = 0.5  # up and down from week to week, while spend has been too even to learn from
ROUNDS = 12  # of the bisection: prices to a thousandth of the first cent
LEAST_CENTS = 1.0
USUAL_WEEKS = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one channel of advertising can do for the plan."""

    channel: str
    curve: ResponseCurve
    value_cents: float  # margin of one new customer in the first year

    def spend_at(self, price: float) -> float:
        """Weekly spend at which the last cent brings ``1 + price`` cents."""
        if self.value_cents <= 0:
            return 0.0
        return self.curve.spend_at((1 + price) / self.value_cents, self.most_cents)

    @property
    def most_cents(self) -> float:
        """Further out than this nothing is known."""
        return self.curve.most_cents * FARTHEST

    def next_cents(self, cost_cents: float) -> float:
        """Gain of one more cent at this spend."""
        return self.curve.slope(cost_cents) * self.value_cents - 1


def offers_of(
    tx: Transactions, table: CustomerTable, spend: tuple[ChannelSpend, ...], margin_share: float
) -> tuple[Offer, ...]:
    """Channels whose new customers are told by something; ``tx`` is cut at the table's day.

    Cost: O(orders), 0.1 s per channel.
    """
    if not spend or not len(table):
        return ()
    begun = beginnings(tx, table)
    shop = shop_growth(begun)
    if not len(shop.cents):
        return ()
    kept = kept_share(begun, np.ones(len(begun), np.bool_))
    channel = first_text(tx.order_channel, begun, first_orders(tx, begun))
    made = []
    for weeks in channel_weeks(spend, begun, channel):
        curve = curve_of(weeks)
        if curve is not None:
            mine = of_channel(channel, weeks.channel)
            worth = channel_worth(begun, mine, shop, kept, margin_share)
            made.append(Offer(channel=weeks.channel, curve=curve, value_cents=worth.cents))
    return tuple(made)


def usual_spend_cents(spend: tuple[ChannelSpend, ...]) -> float:
    """What a usual week of the last half-year cost in all channels together."""
    weeks: dict[int, float] = {}
    for one in spend:
        weeks[one.week_day] = weeks.get(one.week_day, 0.0) + one.cost_cents
    late = sorted(weeks)[-USUAL_WEEKS:]
    return float(np.median([weeks[day] for day in late])) if late else 0.0


def shared_spend(
    offers: tuple[Offer, ...],
    budget_cents: float,
    price_of: Callable[[float], float],
    least_cents: float = 0.0,
) -> Floats:
    """Cents per channel; the rest of the budget is for customers.

    ``price_of`` tells what one more cent brings among customers if they get so many. Advertising
    gets at least ``least_cents`` as long as that loses nothing. Cost: ROUNDS calls of ``price_of``.
    """

    def spend(price: float) -> Floats:
        return np.array([offer.spend_at(price) for offer in offers], np.float64)

    low, high = 0.0, max((offer.next_cents(0.0) for offer in offers), default=0.0)
    if high <= 0:
        return np.zeros(len(offers))
    wished = spend(0.0)
    if wished.sum() <= budget_cents and price_of(budget_cents - float(wished.sum())) <= 0:
        return wished
    for _ in range(ROUNDS):
        price = (low + high) / 2
        total = float(spend(price).sum())
        dear = total > budget_cents or price_of(budget_cents - total) > price
        low, high = (price, high) if dear else (low, price)
    chosen = spend(high)
    floor = min(least_cents, budget_cents, float(wished.sum()))
    if chosen.sum() < floor:
        chosen = wished * (floor / float(wished.sum()))
    return chosen


def swung(
    offers: tuple[Offer, ...], spend_cents: Floats, week_day: int, budget_cents: float
) -> Floats:
    """Spend up in one week and down in the next where it was too even to learn from.

    Neighbours swing against each other, so that the week's total hardly moves, and never above the
    budget.
    """
    week = week_day // 7
    turn = np.array([1.0 if (week + place) % 2 else -1.0 for place in range(len(offers))])
    flat = np.array([not offer.curve.learnable for offer in offers], np.bool_)
    moved: Floats = np.where(flat, spend_cents * (1 + SWING * turn), spend_cents)
    total = float(moved.sum())
    return moved * (budget_cents / total) if total > budget_cents > 0 else moved


def acquisition_items(
    offers: tuple[Offer, ...], spend_cents: Floats
) -> tuple[AcquisitionItem, ...]:
    """What the plan says of each channel, the one with most money first."""
    made = []
    for offer, cents in sorted(zip(offers, spend_cents.tolist(), strict=True), key=_dearest):
        if cents < LEAST_CENTS and offer.curve.usual_cents < LEAST_CENTS:
            continue
        new = float(offer.curve.new_customers(np.array([cents]))[0])
        made.append(
            AcquisitionItem(
                channel=offer.channel,
                cost_cents=cents,
                new_customers=new,
                value_cents=new * offer.value_cents - cents,
                reasons=_reasons(offer, cents, new),
            )
        )
    return tuple(made)


def gain_range(offers: tuple[Offer, ...], spend_cents: Floats) -> tuple[float, float]:
    """80 % range of what all channels together bring net; their doubts are independent."""
    middle = low = high = 0.0
    for offer, cents in zip(offers, spend_cents.tolist(), strict=True):
        at = np.array([cents])
        mean = float(offer.curve.new_customers(at)[0]) * offer.value_cents
        middle += mean - cents
        low += (mean - float(offer.curve.quantile(at, RANGE[0])[0]) * offer.value_cents) ** 2
        high += (float(offer.curve.quantile(at, RANGE[1])[0]) * offer.value_cents - mean) ** 2
    return middle - low**0.5, middle + high**0.5


def _dearest(pair: tuple[Offer, float]) -> tuple[float, str]:
    return -pair[1], pair[0].channel


def _reasons(offer: Offer, cents: float, new: float) -> tuple[Message, ...]:
    usual = offer.curve.usual_cents
    told = [
        Message.of(
            "win.brings", customers=round(new, 1), each_cents=cents / new if new > 0 else 0.0
        ),
        Message.of("win.worth", value_cents=offer.value_cents),
    ]
    if not offer.curve.learnable:
        told.append(Message.of("win.vary", usual_cents=usual))
    elif cents > 1.1 * usual:
        told.append(Message.of("win.more", usual_cents=usual))
    elif cents < 0.9 * usual:
        told.append(Message.of("win.less", usual_cents=usual))
    return tuple(told)
