"""Everything one refresh computes, as of one day: what the store keeps and the view shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.lists import ProductList
from clm_desktop.core.message import Message
from clm_desktop.core.offer_bans import OfferBan
from clm_desktop.core.owner_words import OwnerWord
from clm_desktop.core.relations import OwnerRelation
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.demand.types import Demand
from clm_desktop.models.lifecycle.results import LifecycleAnswer
from clm_desktop.models.results import (
    FeatureMap,
    Movement,
    RecommendAnswer,
    RiskAnswer,
    ScoredForecast,
    SegmentScheme,
    Trust,
    ValueAnswer,
)
from clm_desktop.models.value.next_order import NextOrderTest
from clm_desktop.plan.not_offered import KeptBack
from clm_desktop.plan.owner_words import LeftOut
from clm_desktop.plan.reorder_types import USUAL_RULES, Reorder, ReorderRules
from clm_desktop.plan.traits import Traits


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """What the answers were made from: enough to make them again."""

    as_of_day: int
    horizon_days: int
    seed: int
    revision: int  # of the project's data
    program_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopNames:
    """Who and what the positions in all other results mean, frozen with them.

    Positions are those of the Transactions that the run was made from.
    """

    customer_id: NDArray[np.int64]
    customer_key: NDArray[np.object_]
    customer_name: NDArray[np.object_]
    product_id: NDArray[np.int64]
    product_key: NDArray[np.object_]
    product_name: NDArray[np.object_]
    product_category: NDArray[np.object_]
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopTotals:
    """The shop in a dozen numbers; money reconciles with the sum of all imports."""

    customers: int  # ids seen
    buyers: int  # with at least one sale
    orders: int  # sales
    lines: int
    products: int  # fees not counted
    total_cents: int  # of all rows that count
    no_customer_cents: int  # of which sold to nobody known
    refund_cents: int  # given back, <= 0
    fee_cents: int  # postage, charges and corrections in the total
    first_day: int
    last_day: int
    returning_share: float  # buyers with two or more purchase events
    apart_cents: int = 0  # sold to those who are no customers by the owner's word
    month_start_day: NDArray[np.int32]  # calendar months of the history
    month_sales_cents: NDArray[np.int64]
    month_new_customers: NDArray[np.int64]
    month_returning_customers: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """Customers worth saving, most money at risk first; positions in the CustomerTable."""

    row: NDArray[np.int32]
    p_leave: NDArray[np.float64]  # nan at the Rules level
    value_at_risk_cents: NDArray[np.float64]
    overdue_days: NDArray[np.float64]  # days past the usual gap without quiet days, may be negative
    spared: int = 0  # customers who are late by quiet days alone, and therefore not listed
    quiet_days: int = 0  # at most so many for each of them


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayItem:
    """One line of the Today list: what to do, with whom, what it is worth."""

    kind: str  # call, second_order, thank, offer, leave_alone, add_data ...
    headline: Message
    detail: Message
    row: NDArray[np.int32]  # the people, positions in the CustomerTable
    value_cents: float  # nan when no value can be named
    opens: str  # tab that the button opens: watchlist, customers, segments ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceLast:
    """What came since the last day of the file before; ``row`` in the CustomerTable."""

    since_day: int
    orders: int  # sales
    sales_cents: int  # after what was given back
    row: NDArray[np.int32]  # who bought
    new: int  # of them, for the first time
    second: int  # of them, once before


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGroup:
    """A segment that the owner made by a rule, and who is in it today."""

    number: int
    name: str
    rule: str  # as it is stored
    row: NDArray[np.int32]
    problem: Message | None  # why the rule cannot be read any more; then nobody is in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """One refresh, whole."""

    run: RunInfo
    names: ShopNames
    trust: Trust
    totals: ShopTotals
    customers: CustomerTable
    schemes: tuple[SegmentScheme, ...]  # rfm, clusters, eight_ways
    risk: RiskAnswer
    value: ValueAnswer
    lifecycle: LifecycleAnswer
    recommend: RecommendAnswer
    demand: Demand
    watchlist: Watchlist
    today: tuple[TodayItem, ...]
    scored: tuple[ScoredForecast, ...] = ()  # earlier forecasts that came due, newest first
    movements: tuple[Movement, ...] = ()  # who went from which group to which
    feature_map: FeatureMap | None = None
    traits: Traits | None = None
    said: tuple[OwnerWord, ...] = ()  # what the owner says of customers
    left_out: LeftOut | None = None  # who is spared by the owner's word
    own: tuple[OwnGroup, ...] = ()  # the owner's segments, picked when the answers are looked at
    horizon_chosen: bool = False  # by the owner
    rfm_groups: int = 0  # how many the owner wants, 0 = by the data
    found_k: int = 0
    margin_share: float = 0.4  # of sales that is left to the owner
    margin_told: bool = False  # by the owner; else a usual one is taken
    listed: ProductList | None = None  # stock, costs and lead times, where a list tells them
    reorder_rules: ReorderRules = USUAL_RULES  # of the owner
    reorder: Reorder | None = None  # None without forecasts of products
    bans: tuple[OfferBan, ...] = ()  # what is never to be offered
    relations: tuple[OwnerRelation, ...] = ()  # what the owner says of products belonging together
    next_orders: NextOrderTest | None = None  # None where too few ranges are over
    since: SinceLast | None = None  # None with the first file
    kept_back: KeptBack | None = None  # which products are offered to nobody, and why
