"""What a customer's past says about the next days: raw facts, and the 14 model features of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.events import Events
from clm_desktop.features.spells import Spells, spells

FEATURE_NAMES = (
    "log_days_since",
    "overdue",
    "log_events",
    "rate",
    "log_events_90d",
    "log_events_365d",
    "same_window_last_year",
    "has_year",
    "log_tenure",
    "one_timer",
    "trend",
    "log_basket",
    "gap_variation",
    "log_products",
)
# Which columns of the design each player of the explanation moves when its raw facts change.
# Silence and habit share "overdue"; everything else belongs to one player alone.
SILENCE = (0,)
SHARED = (1,)
HABIT = (2, 3, 7, 8, 9)
RECENT = (4, 5, 6, 10)
BASKET = (11, 13)
REGULARITY = (12,)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Raw facts per customer as of a day, for the question "an order within the horizon?"."""

    as_of_day: int
    horizon_days: int
    shop_gap_days: float
    customer: NDArray[np.int32]
    days_since: NDArray[np.float64]
    events: NDArray[np.float64]
    tenure_days: NDArray[np.float64]
    events_90d: NDArray[np.float64]
    events_365d: NDArray[np.float64]
    events_90_180d: NDArray[np.float64]
    same_window_last_year: NDArray[np.float64]
    basket_cents: NDArray[np.float64]  # mean of an event's money, after same-day refunds
    gap_variation: NDArray[np.float64]  # sd/mean of the gaps, 1 below three events
    products: NDArray[np.float64]  # mean distinct products of an event
    log_gap_sum: NDArray[np.float64]  # sum of log(gap in weeks)

    def __len__(self) -> int:
        """Number of customers."""
        return len(self.customer)


def history(events: Events, as_of_day: int, horizon_days: int) -> History:
    """Facts of all customers from events that were already cut at ``as_of_day``.

    Cost: O(n), 100k customers about 0.05 s.
    """
    own = spells(events)
    age = as_of_day - events.day

    def count(newer_than: int, at_least: int = 0) -> NDArray[np.float64]:
        return own.sum_by((age >= at_least) & (age < newer_than))

    return History(
        as_of_day=as_of_day,
        horizon_days=horizon_days,
        shop_gap_days=own.shop_gap_days,
        customer=own.customer,
        days_since=(as_of_day - own.last_day).astype(np.float64),
        events=own.events.astype(np.float64),
        tenure_days=(as_of_day - own.first_day).astype(np.float64),
        events_90d=count(90),
        events_365d=count(365),
        events_90_180d=count(180, 90),
        same_window_last_year=count(365, 365 - horizon_days) if horizon_days < 365 else count(365),
        basket_cents=own.sum_by(events.net_cents) / np.maximum(own.events, 1),
        gap_variation=_gap_variation(own),
        products=own.sum_by(events.products) / np.maximum(own.events, 1),
        log_gap_sum=_sum_of_gaps(own, np.log(own.gap_days / 7.0)),
    )


def design(facts: History) -> NDArray[np.float64]:
    """Return the (n, 14) features of ``FEATURE_NAMES`` (customer_science.md, section 9)."""
    usual_gap = (facts.tenure_days - facts.days_since + facts.shop_gap_days) / facts.events
    recent, before = np.log1p(facts.events_90d), np.log1p(facts.events_90_180d)
    return np.column_stack(
        [
            np.log1p(facts.days_since),
            np.log((facts.days_since + 1) / (usual_gap + 1)),
            np.log(facts.events),
            np.log(facts.events / (facts.tenure_days + 30)),
            recent,
            np.log1p(facts.events_365d),
            facts.same_window_last_year,
            (facts.tenure_days >= 365).astype(np.float64),
            np.log1p(facts.tenure_days),
            (facts.events == 1).astype(np.float64),
            recent - before,
            np.log1p(facts.basket_cents),
            facts.gap_variation,
            np.log1p(facts.products),
        ]
    )


def bought_within(events: Events, facts: History) -> NDArray[np.bool_]:
    """Tell who of ``facts`` really bought in the horizon after its day; ``events`` uncut.

    This is the label, the only thing that may look past the as-of day.
    """
    later = (events.day > facts.as_of_day) & (events.day <= facts.as_of_day + facts.horizon_days)
    return np.isin(facts.customer, events.customer[later])


def _gap_variation(own: Spells) -> NDArray[np.float64]:
    gaps = own.events - 1
    enough = gaps >= 2
    n = np.maximum(gaps, 1)
    mean = _sum_of_gaps(own, own.gap_days) / n
    centred = own.gap_days - mean[own.gap_of]
    variance = _sum_of_gaps(own, centred**2) / np.maximum(gaps - 1, 1)
    return np.where(enough, np.sqrt(variance) / np.where(enough, mean, 1.0), 1.0)


def _sum_of_gaps(own: Spells, per_gap: NDArray[np.generic]) -> NDArray[np.float64]:
    return np.bincount(own.gap_of, weights=per_gap, minlength=len(own)).astype(np.float64)
