"""What a new customer of a channel brings in the first year, and how many stay.

Customers who came lately count for as long as they could be watched: the mean cumulative function
(Nelson 1988, J. Quality Technology 20(1)) adds up, day by day of the customer's age, the money of
those watched so long over how many were. A channel that is younger than the year is carried on
with the shop's own growth from there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.lifecycle.beginnings import NEVER, Beginnings
from clm_desktop.models.lifecycle.rates import at_days, normal_quantile, time_to_event

Floats = NDArray[np.float64]
VALUE_DAYS = 364
KEPT_DAYS = 180
LEAN = 25.0  # pseudo-customers of the shop's mean (plan_science.md, 3.4)
LEAST_WATCHED = 8
LEAST_ALONE = 30  # customers watched so long, before a channel speaks for itself at that age


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Mean net money of a customer by age in days: element d is of day d, the first order's is 0.

    As far as enough customers could be watched; ``spread_cents`` is the standard deviation of
    single customers at the end, ``people`` how many the figures stand on.
    """

    cents: Floats
    people: int
    spread_cents: float


def growth(begun: Beginnings, mine: NDArray[np.bool_], days: int, least: int) -> Growth:
    """Mean cumulative money of some customers up to ``days``. Cost: O(orders)."""
    tenure = begun.tenure_days[mine].astype(np.int64)
    watched = len(tenure) - np.searchsorted(np.sort(tenure), np.arange(days + 1), side="left")
    length = int((watched >= least).sum())
    if not length:
        return Growth(cents=np.empty(0), people=0, spread_cents=float("nan"))
    theirs = mine[begun.order_row]
    row, age = (
        begun.order_row[theirs],
        begun.order_day[theirs] - begun.first_day[begun.order_row[theirs]],
    )
    inside = (age >= 0) & (age < length)
    money = np.bincount(
        age[inside], weights=begun.order_cents[theirs][inside].astype(np.float64), minlength=length
    )
    end = length - 1
    full = mine & (begun.tenure_days >= end)
    own = np.bincount(row[inside], weights=begun.order_cents[theirs][inside], minlength=len(begun))
    return Growth(
        cents=np.cumsum(money / watched[:length]),
        people=int(mine.sum()),
        spread_cents=float(own[full].std(ddof=1)) if int(full.sum()) > 1 else float("nan"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """Of a new customer: margin within the days with its 80 % range, share who come again."""

    cents: float
    lo_cents: float
    hi_cents: float
    people: int
    kept_share: float
    curve: Floats  # margin by age, to the last day


def shop_growth(begun: Beginnings, days: int = VALUE_DAYS) -> Growth:
    """Of all customers; shorter than ``days`` where the history is."""
    return growth(begun, np.ones(len(begun), np.bool_), days, LEAST_WATCHED)


def channel_worth(
    begun: Beginnings, mine: NDArray[np.bool_], shop: Growth, shop_kept: float, margin_share: float
) -> Worth:
    """Value of customers who came by one channel, leaning on the shop's by 25 pseudo-customers."""
    own = growth(begun, mine, len(shop.cents) - 1, LEAST_ALONE)
    n = int(mine.sum())
    carried = _carried_on(own.cents, shop.cents)
    people = n if len(own.cents) else 0
    lean = LEAN / (LEAN + people)
    curve = margin_share * (lean * shop.cents + (1 - lean) * carried)
    spread = own.spread_cents if np.isfinite(own.spread_cents) else shop.spread_cents
    error = margin_share * spread / np.sqrt(LEAN + people)
    z = normal_quantile(0.8)
    own_kept = kept_share(begun, mine)
    kept = shop_kept if np.isnan(own_kept) else lean * shop_kept + (1 - lean) * own_kept
    return Worth(
        cents=float(curve[-1]),
        lo_cents=float(curve[-1] - z * error),
        hi_cents=float(curve[-1] + z * error),
        people=n,
        kept_share=kept,
        curve=curve,
    )


def _carried_on(own: Floats, shop: Floats) -> Floats:
    """The channel's own growth, carried on as the shop's goes on from the age it ends at."""
    if not len(own):
        return shop
    whole = shop.copy()
    whole[: len(own)] = own
    if len(own) < len(shop):
        last = len(own) - 1
        scale = own[last] / shop[last] if shop[last] > 0 else 1.0
        whole[len(own) :] = own[last] + scale * (shop[len(own) :] - shop[last])
    return whole


def kept_share(begun: Beginnings, mine: NDArray[np.bool_]) -> float:
    """Share with a second order within KEPT_DAYS (Kaplan-Meier); nan where too few were watched."""
    if not mine.any():
        return float("nan")
    gap, tenure = begun.second_gap_days[mine], begun.tenure_days[mine]
    seen = gap != NEVER
    curve = time_to_event(np.where(seen, gap, tenure).astype(np.int32), seen, 1.96)
    at = np.array([min(KEPT_DAYS, int(tenure.max()))], np.int32)
    return float(at_days(curve, at, tenure, 1.96, LEAST_WATCHED).share[0])


def payback_weeks(curve: Floats, cac_cents: float) -> float:
    """Weeks until the margin of a new customer has paid for winning one; inf = not within."""
    if not np.isfinite(cac_cents):
        return float("nan")
    paid = np.flatnonzero(curve >= cac_cents)
    return float(paid[0]) / 7 if len(paid) else float("inf")
