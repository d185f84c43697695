"""What is answered about winning customers; money in cents, nan where nothing can be said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendCurve:
    """New customers of a week against what is spent in it: mean and 80 % range on a grid."""

    cost_cents: NDArray[np.float64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAnswer:
    """One channel of advertising: what it cost, whom it brought, what these are worth."""

    channel: str
    weeks: int  # with spend told
    cost_cents: float  # of them together
    usual_cost_cents: float  # median week with spend
    new_customers: float  # of these weeks
    told_by: str  # orders: their channel column; report: the channel's own figure; total: shop's
    cac_cents: float  # cost / new customers
    kept_share: float  # of its new customers who order again within KEPT_DAYS, by Kaplan-Meier
    cac_kept_cents: float  # cost per new customer who is kept
    value_cents: float  # margin of a new customer in VALUE_DAYS, leaning on the shop's mean
    value_lo_cents: float  # 80 %
    value_hi_cents: float
    payback_weeks: float  # until a new customer's margin has paid for winning; inf = not within
    next_money_cents: float  # the next unit of money that the figure below speaks of
    next_customers: float  # new customers that it brings
    next_gain_cents: float  # their value less the money
    curve: SpendCurve
    learnable: bool  # whether spend varied enough to tell how it bends


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """One way in which the best customers began otherwise than the rest."""

    trait: str  # product, category, channel, coupon, basket, city, country
    value: str  # key of the product, name of the channel ...
    best: int  # of the best customers
    best_share: float
    rest_share: float
    lift: float
    p_value: float  # two-sided, all traits together held to 10 % false discoveries


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadScores:
    """Chance of a second order within ``within_days``, from what the first order tells.

    Tested on newer customers than it was learned from. ``row`` are rows of the customer table:
    customers with one order whose time is not over, likeliest first.
    """

    method: str  # logistic, thirds (channel and size of the first order), share; '' = refused
    within_days: int  # of the first one
    row: NDArray[np.int32]
    p_second: NDArray[np.float64]
    learned_from: int
    tested_on: int
    auc: float
    base_share: float
    top_share: float  # of the tenth that was named first
    top_lo: float
    top_hi: float
    calibration_error: float
    verdict: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class AcquisitionAnswer:
    """Everything behind the page about winning customers."""

    value_days: int
    channels: tuple[ChannelAnswer, ...]  # where the next money helps most first
    shop_value_cents: float  # margin of any new customer in ``value_days``
    shop_kept_share: float
    trap: str  # has the cheapest new customers, but not the best for the money; '' = none
    leads: LeadScores
    likeness: tuple[Likeness, ...]
    best_row: NDArray[np.int32]  # the best fifth, by value of the next year
    notes: tuple[Message, ...] = ()
