"""What is answered about cohorts, stages and value. Per-customer arrays run parallel to the
CustomerTable; days are day numbers, money is in minor units, nan where nothing can be said.
"""  # noqa: D205

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message


class Stage(IntEnum):
    """Where a customer is in the lifecycle; each is in exactly one on a day."""

    NONE = -1  # not a customer yet
    WON = 0  # acquisition: one order, and the second is not due yet
    CONVERTING = 1  # conversion: one order, and the second is due
    KEPT = 2  # retention: came back, and in rhythm or a little late
    GROWING = 3  # value: the same, and of those who spend most
    LOST = 4  # churn: silent for so long that most do not return


STAGES = (Stage.WON, Stage.CONVERTING, Stage.KEPT, Stage.GROWING, Stage.LOST)


def _nobody() -> NDArray[np.uint64]:
    return np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortGrid:
    """Customers by the period of their first order (rows) x periods since (columns).

    Cell [i, k] is about period i + k, so that cells with i + k >= c have not begun: 0. The last
    period is not over yet where ``last_is_open``: its cells still grow. ``sales_cents`` adds up to
    all money of all customers, refunds included.
    """

    grain: str  # week, month, quarter
    start_day: NDArray[np.int32]  # (c,) first days of the periods
    last_is_open: bool
    size: NDArray[np.int64]  # (c,) new customers
    customers: NDArray[np.int64]  # (c, c) who bought
    sales_cents: NDArray[np.int64]  # (c, c)
    back: NDArray[np.int64]  # (c,) with a second order within the return window, so far
    back_known: NDArray[np.bool_]  # (c,) whether the window is over for all of them
    came: NDArray[np.uint64] = field(default_factory=_nobody)  # per customer, bit k: in cell k

    def __len__(self) -> int:
        """Number of cohorts."""
        return len(self.start_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """New customers who came back within the return window: now against then, if comparable."""

    verdict: str  # up, down, same, too_few
    now_from_day: int
    now_to_day: int
    now_new: int
    now_back: int
    then_from_day: int
    then_to_day: int
    then_new: int
    then_back: int
    then_is_last_year: bool  # else the time just before
    p_value: float  # two-sided, nan where nothing was tested


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Share with a second order within so many days, with its 95 % range."""

    day: NDArray[np.int32]  # days since the first order, rising
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    followed: NDArray[np.int64]  # customers who could be watched for so long


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOrders:
    """From the first to the second order (Kaplan and Meier 1958: not over yet is not a no)."""

    customers: int
    second: int  # with a second order so far
    marks: Curve  # at 30, 60, 90, 180 and 365 days; nan where too few were watched so long
    curve: Curve  # day by day, as far as enough were watched
    median_gap_days: float  # of those who came back


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """From asking to buying, where files hold orders that were never paid, or lists of people.

    ``known`` are people whose first unpaid order is a return window ago or more, ``bought`` those
    of them who bought within it. ``waiting_*`` are those who bought nothing since their last one,
    newest first, within the return window.
    """

    people: int  # with an order that was never paid
    known: int
    bought: int
    listed: int  # whom lists name
    listed_bought: int  # of them with a sale
    waiting_customer: NDArray[np.int32]  # position in Transactions.customer_*
    waiting_day: NDArray[np.int32]
    waiting_cents: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginGroup:
    """Customers who began alike: what became of them.

    ``back_*`` is the share with a second order within the return window, ``differs`` whether it is
    clearly above (1) or below (-1) everybody's; both only from 30 watched customers on. ``mean``
    is what customers spent in their first ``spend_days``, ``best`` the same leaning on everybody's
    the more, the fewer they are, with its 80 % range.
    """

    key: str  # product key, channel, coupon, size of basket; '' = none told
    product: int  # position in Transactions.product_*, -1 = not a product
    start_day: int  # first day of the period, -1 = not a period
    customers: int
    back_share: float
    back_low: float
    back_high: float
    differs: int
    watched: int  # customers who are through their first ``spend_days``
    mean_cents: float
    best_cents: float
    low_cents: float
    high_cents: float
    by_one: bool = False  # one customer alone lifts it above the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """One way to divide customers by how they began; the largest groups first.

    ``between`` and ``within`` are the standard deviations that decide how far small groups lean on
    all. ``raw_error`` and ``best_error`` compare both estimates with customers held out, in money;
    nan where too few could be.
    """

    dimension: str  # product, period, channel, coupon, basket
    groups: tuple[OriginGroup, ...]
    label: NDArray[np.int16]  # position in groups per customer, -1 = in none of them
    between_cents: float
    within_cents: float
    tested_groups: int
    raw_error_cents: float
    best_error_cents: float


HAPPENED = ("new", "second", "returning", "kept", "lost", "won_back")  # PeriodFigures of people


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFigures:
    """What happened from one day to another, both included."""

    from_day: int
    to_day: int
    new: int  # bought for the first time
    second: int  # made their second order
    returning: int  # bought, and had bought before
    kept_of: int  # bought in the time of the same length before ...
    kept: int  # ... and again in this
    active: int  # bought
    sales_cents: int  # of known customers, after refunds
    lost: int  # went silent for too long; -1 where the history before is too short
    won_back: int  # had been silent for too long, and bought; -1 likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """The five stages on the as-of day, and who moved since."""

    label: NDArray[np.int8]  # Stage of each customer
    before: NDArray[np.int8]  # the same ``period_days`` earlier; NONE: was no customer yet
    last_year: NDArray[np.int8]  # 365 days earlier; empty where the history is too short
    before_known: bool  # whether the history reaches far enough back to compare
    period_days: int
    due_days: float  # after so long the second order is due
    lost_days: float  # nobody is lost before so long
    value_days: int  # spending of so long decides who is growing
    value_bar_cents: float  # from so much on, nan where nobody came back
    figures: tuple[PeriodFigures, ...]  # now, the time before, the same time last year
    happened: NDArray[np.uint8]  # of the last period: bit i of a customer is HAPPENED[i]


@dataclass(frozen=True, slots=True, kw_only=True)
class Equity:
    """What today's customers will spend together in the next year, or half a year: 80 % range."""

    ahead_days: int  # a year; half a year where the history is no longer
    so_far_cents: int
    expected_cents: float  # nan where the data supports none
    low_cents: float
    high_cents: float
    spread: float  # standard deviation of log(came / said) that the range was made from
    tested: int  # past days on which the same was said and could be compared
    covered: int  # of them how often the sum fell into its range, learned without that day
    test_days: int  # the length that could be compared
    independent: float  # how many lengths fit side by side into the tests


@dataclass(frozen=True, slots=True, kw_only=True)
class Lorenz:
    """How unevenly customers spend (Lorenz 1905; refunds above sales count as 0)."""

    share_of_customers: NDArray[np.float64]  # 0..1, best spenders first
    share_of_sales: NDArray[np.float64]
    top_share: float  # of sales, brought by the top fifth; nan without sales
    top_customers: int
    gini: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleAnswer:
    """Everything behind the tab Worth."""

    refused: Message | None  # why nothing can be said of returning
    return_days: int  # the window in which a second order counts as "came back"
    spend_days: int  # the first days whose spending is compared between groups
    grain: str  # the grid to show first
    grids: tuple[CohortGrid, ...]  # finest first
    file_starts_midway: bool  # the first period holds customers who bought before the file
    trend: Trend
    second: SecondOrders
    asked: Asked
    origins: tuple[Origins, ...]
    stages: Stages
    equity: Equity
    lorenz: Lorenz
