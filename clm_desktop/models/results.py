"""What the models answer. All per-customer arrays run parallel to one CustomerTable."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.models.recommend.graph.types import ProductGraph
from clm_desktop.models.recommend.tested import Rebuying, SumTest


class TrustLevel(IntEnum):
    """How much the shop's data can support (product.md, section 3)."""

    LOOK = 0  # totals and lists only
    RULES = 1  # rules from the shop's own rhythm, no percentages beyond them
    MODEL = 2  # models, where they beat the rule on the shop's own past
    FULL = 3


class Risk(IntEnum):
    """Level of the risk to leave; NONE where the data supports no level."""

    NONE = -1
    LOW = 0
    MEDIUM = 1
    HIGH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """The rung of the ladder, and the sentence that says what would unlock the next one."""

    level: TrustLevel
    customers: int  # with at least one sale
    repeat_customers: int
    span_days: int
    unlock: Message | None
    hidden_buyers: Message | None = None  # why repeat buyers cannot be seen; the level is LOOK
    hidden_sources: tuple[Message, ...] = ()  # files whose buyers count as nobody known, and why


# ---- segments -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of customers, named from what makes it differ."""

    segment_id: str  # stable across languages and files: "best", "cluster_1" ...
    name: Message
    meaning: Message  # one sentence with the group's own numbers
    do: Message
    dont: Message
    customers: int
    share_of_sales: float  # 0..1 of all customers' money (money below 0 counted as 0)
    median_recency_days: float
    median_frequency: float
    median_monetary_cents: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterTrial:
    """One number of groups that was tried, on a sample of the customers."""

    k: int
    inertia: float  # mean squared distance to the own centre
    stability_ari: float  # mean adjusted Rand index of bootstrap refits
    least_ari: float  # of the refit that agrees least
    cold_ari: float  # mean of refits that know nothing of the groups found; what chooses k
    smallest_share: float
    bic: float  # nan for k-means; lower is better, and falls for ever on discrete data
    icl: float  # BIC with the doubt about who belongs where added


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterQuality:
    """How real the clusters are; ``verdict`` says it in words."""

    k: int
    silhouette: float
    inertia: float
    davies_bouldin: float
    stability_ari: float  # mean adjusted Rand index of bootstrap refits
    verdict: Message
    least_ari: float = float("nan")
    trials: tuple[ClusterTrial, ...] = ()  # every k that was tried, when the groups were found


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundGroups:
    """Groups that the computer found, frozen: later files are sorted into the same ones.

    A customer's place is ``(bounded z-scores of logs) @ axes``, a point in the plane.
    """

    method: str  # kmeans, gmm
    made_day: int  # as-of day of the customers they were found among
    asked_k: int  # how many the owner wanted, 0 = as many as hold up
    mean: NDArray[np.float64]  # (3,) of log1p of days since, events, money
    sd: NDArray[np.float64]  # (3,)
    axes: NDArray[np.float64]  # (3, 2)
    centres: NDArray[np.float64]  # (k, 2), dearest customers first
    weight: NDArray[np.float64]  # (k,) share of customers
    spread: NDArray[np.float64]  # (k, 2, 2) covariances, (0, 2, 2) for k-means
    patterns: tuple[str, ...]  # what each is called, see codes.CLUSTER_PATTERNS
    quality: ClusterQuality  # when they were found


def _no_chances() -> NDArray[np.float64]:
    return np.empty(0)


def _no_places() -> NDArray[np.int16]:
    return np.empty(0, np.int16)


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentScheme:
    """Every customer in exactly one group, or no groups and the reason why."""

    scheme: str  # "rfm", "clusters", "soft" or "eight_ways"
    groups: tuple[Group, ...]  # best first
    label: NDArray[np.int16]  # position in groups per customer, -1 = none
    quality: ClusterQuality | None
    refused: Message | None  # why there are no groups
    found: FoundGroups | None = None  # to be kept and used again
    advice: Message | None = None  # that the groups do not fit (any more), where that is known
    sureness: NDArray[np.float64] = field(default_factory=_no_chances)  # of the own group; soft
    second: NDArray[np.int16] = field(default_factory=_no_places)  # next likely group, -1 none


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Who went from which group to which since an earlier day, by the rules of today."""

    scheme: str
    since_day: int
    segment_ids: tuple[str, ...]  # of then and now together, best first
    customers: NDArray[np.int64]  # (1 + groups, groups): from (first row: not yet here), to
    before: NDArray[np.int16]  # per customer of today: place in segment_ids, -1 = not yet here
    after: NDArray[np.int16]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureMap:
    """Customers on a plane: the two main directions of the features left by the filter.

    Features that run along with an earlier one (correlation above 0.9) are left out, so that what
    is told twice does not count twice; then principal components.
    """

    row: NDArray[np.int32]  # the drawn customers, rows of the table
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    used: tuple[str, ...]  # codes of features
    dropped: tuple[str, ...]
    explained_share: tuple[float, float]


# ---- risk and value -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """One candidate for the risk score and how it did on the shop's own past."""

    method: str  # rule, mbg, logistic, blend ...
    auc: float  # nan where it cannot be computed
    log_loss: float
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """The check on the shop's own past, by a split in time: learned before, compared after.

    ``named`` customers were the first (at most 40) of the watchlist as it would have been shown at
    the cut-off, ``named_right`` of them really stayed away for ``horizon_days``; ``base_rate`` is
    the share who stayed away of all whom the list is drawn from (active repeaters), so guessing
    gets named x base_rate right. Accuracy, precision, recall and F1 are those of the high level
    over active repeaters and nan where not defined; AUC, log-loss, Brier score and calibration
    are over all ``customers``.
    """

    cutoff_day: int
    horizon_days: int
    customers: int
    named: int
    named_right: int
    base_rate: float
    accuracy: float
    precision: float
    recall: float
    f1: float
    auc: float
    log_loss: float
    brier: float
    calibration_error: float
    said_share: tuple[float, ...]  # calibration curve: mean said chance to leave per bin
    was_share: tuple[float, ...]  # what really happened in the bin
    bin_customers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredForecast:
    """How an earlier forecast, as it was kept on its day, turned out.

    ``test`` counts customers that were forecast then and are still known; its named are the
    first of the watchlist of that day. Expected and real figures are theirs too.
    """

    test: Backtest
    expected_orders: float  # purchase events, nan where nobody had a figure
    orders: int
    expected_spend_cents: float
    spent_cents: float  # after refunds


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAnswer:
    """Chance of at least one purchase event in the ``horizon_days`` after the as-of day.

    ``contribution`` (n, len(reason_codes)) adds up, with ``intercept``, to the log-odds of
    buying; it is zero-width when the method is a rule. ``method`` is the contest's winner.
    """

    horizon_days: int
    method: str
    p_buy: NDArray[np.float64]  # nan where the data supports no chance
    p_alive: NDArray[np.float64]  # secondary figure, never the risk; nan likewise
    risk: NDArray[np.int8]  # Risk
    expected_orders: NDArray[np.float64]  # events in the horizon, nan likewise
    usual_gap_days: NDArray[np.float64]  # own rhythm shrunk to the shop's
    reason_codes: tuple[str, ...]  # e.g. silence, habit, recent, basket, regularity
    contribution: NDArray[np.float64]
    intercept: float
    thresholds: tuple[float, float]  # p_leave >= first: medium, >= second: high
    backtests: tuple[Backtest, ...]  # newest first; empty when the past is too short
    contest: tuple[Contestant, ...]
    verdict: Message  # "Tested on your last 90 days: ..." or why there is no test
    season: float = 0.0  # log-odds in everybody's chance that the coming weeks add, see season.py


HALF_YEAR_DAYS = 180  # said in place of a year while the history is shorter than one


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSum:
    """What would have been said on a past day of all (sampled) customers together, and what came.

    Said and spent are of the same people: those known on the day.
    """

    day: int
    horizon_days: int
    said_cents: float
    was_cents: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueAnswer:
    """Money expected: in the horizon, and in the next twelve months, with an 80 % range.

    A shop with less than a year of history has nan there and six months in their place.
    """

    expected_spend_cents: NDArray[np.float64]  # in the horizon of the risk answer
    spend_lo_cents: NDArray[np.float64]
    spend_hi_cents: NDArray[np.float64]
    value_12m_cents: NDArray[np.float64]
    value_12m_lo_cents: NDArray[np.float64]
    value_12m_hi_cents: NDArray[np.float64]
    value_6m_cents: NDArray[np.float64]  # nan where the twelve months are known
    value_6m_lo_cents: NDArray[np.float64]
    value_6m_hi_cents: NDArray[np.float64]
    next_order_from_day: NDArray[np.float64]  # day numbers, nan below 2 orders or when lapsed
    next_order_to_day: NDArray[np.float64]
    method: str
    verdict: Message  # back-tested error in words
    past_sums: tuple[PastSum, ...] = ()  # of the longest testable horizon, newest first


# ---- recommendations ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendations:
    """Products to offer, flat: one element per (customer, list, rank), sorted by those three.

    ``p`` is the chance that the product is in the customer's next order. ``reason_code`` indexes
    ``reason_codes``; ``reason_product`` is the product a "because" names (-1 none) and
    ``reason_a`` / ``reason_b`` are its numbers (meaning by code, see ``models.recommend.answer``).
    """

    customer: NDArray[np.int32]  # position in Transactions.customer_*
    is_new: NDArray[np.bool_]  # False: buy again, True: new for the customer
    rank: NDArray[np.int16]  # 1 = first
    product: NDArray[np.int32]  # position in Transactions.product_*
    p: NDArray[np.float64]
    reason_codes: tuple[str, ...]
    reason_code: NDArray[np.int8]
    reason_product: NDArray[np.int32]
    reason_a: NDArray[np.float64]
    reason_b: NDArray[np.float64]

    def only(self, keep: NDArray[np.bool_]) -> Recommendations:
        """The same lists with some of their tips; ranks stay as they were."""
        return self if keep.all() else self.take(np.flatnonzero(keep))

    def take(self, at: NDArray[np.int64]) -> Recommendations:
        """The tips at these positions."""
        kept: dict[str, Any] = {}
        for one in fields(self):
            part = getattr(self, one.name)
            if isinstance(part, np.ndarray):
                kept[one.name] = part[at]
        return replace(self, **kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAlong:
    """What was in one order with each product: by product, the surest first; best sellers too."""

    product: NDArray[np.int32]
    along: NDArray[np.int32]
    orders: NDArray[np.int64]  # with both
    share: NDArray[np.float64]  # of orders with the product, at least (95 %); large ones count less
    product_orders: NDArray[np.int64]  # per product of the shop: orders with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Who is likeliest to take each product, and the chances that stand on no list.

    ``to_tell`` runs by product and rank, not by customer. The rest of a product's chances lies with
    customers in proportion to their own rest (see ``models.recommend.expected``).
    """

    to_tell: Recommendations
    rest_product: NDArray[np.float64]  # per product of the shop
    rest_customer: NDArray[np.float64]  # per row of the customer table


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendAnswer:
    """The lists, what the shop's own past says of them, and pairs that go together."""

    lists: Recommendations
    method: str  # best_sellers, closed_form, logistic
    hit_share: float  # customers whose hidden last order held one of their first tips; nan untested
    best_seller_hit_share: float  # the same for best sellers alone
    ndcg: float
    best_seller_ndcg: float
    tested_customers: int
    tips_judged: int  # how many first tips; fewer than ten where ten are most of the products
    verdict: Message
    pair_a: NDArray[np.int32]  # product positions, gated by count, significance and lift
    pair_b: NDArray[np.int32]
    pair_orders: NDArray[np.int64]
    pair_confidence: NDArray[np.float64]
    pair_lift: NDArray[np.float64]
    along: TakenAlong | None = None
    wishes: Wishes | None = None  # None where the tips carry no chances
    sums: SumTest | None = None
    rebuying: Rebuying | None = None  # None without goods
    graph: ProductGraph | None = None  # as learned; the owner's words stand beside it
    new_ndcg: tuple[float, float] = (float("nan"),) * 2  # new lists without and with what follows
