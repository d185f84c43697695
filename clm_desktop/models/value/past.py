"""What would have been said of money on past days, and what came: ranges, levels, how much lasts.

One row of past days serves all lengths: the horizon, the long time ahead (a year, or half a year)
and half of it. Each day is looked at as on that day, with the method that speaks today
(``risk/then.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.events import Events
from clm_desktop.features.snapshot import cut_events
from clm_desktop.models.repeat.mbg import Array
from clm_desktop.models.results import PastSum
from clm_desktop.models.risk.past import STEP_DAYS, of_sample, past_of
from clm_desktop.models.risk.season import level_shift
from clm_desktop.models.risk.then import chances_then
from clm_desktop.models.value.outlook import Outlook, outlook_of
from clm_desktop.models.value.spend import fit_spend, spent_within

PAST_CUTS = 12  # a year of cut-offs: every season once
SAMPLE = 10_000  # customers
TRAIN_SAMPLE = 3_000  # customers per training cut-off: slopes of a check, not of the answer
LASTS = (0.0, 0.25, 0.5, 0.75, 1.0)
USUAL_LASTS = 0.75  # where the past tells nothing
FEWEST_EVENTS = 1e-4  # expected, so that one surprise is not infinitely surprising
DRIFT_WEIGHT = 3.0  # lengths side by side at which half of a drift is believed
MOST_DRIFT = float(np.log(2.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class PastForecast:
    """What would have been said on a past day, and what came."""

    day: int
    horizon_days: int
    orders: Array  # expected
    expected: Array
    spent: Array

    def times(self, factor: float) -> PastForecast:
        """With another level."""
        return replace(self, expected=self.expected * factor)

    def sums(self) -> PastSum:
        """All customers together."""
        return PastSum(
            day=self.day,
            horizon_days=self.horizon_days,
            said_cents=float(self.expected.sum()),
            was_cents=float(self.spent.sum()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDay:
    """One past day, looked at as on that day."""

    outlook: Outlook
    season: float  # log-odds, 0 on days that only long times are tested at

    @property
    def day(self) -> int:
        """Day number."""
        return self.outlook.facts.as_of_day


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLong:
    """One past day and a time longer than the horizon."""

    days: int
    outlook: Outlook
    mbg_orders: Array
    orders: Array  # what came
    spent: Array

    @property
    def day(self) -> int:
        """Day number."""
        return self.outlook.facts.as_of_day

    def forecast(self, lasts: float) -> PastForecast:
        """What would have been said."""
        orders = self.outlook.orders(self.mbg_orders, lasts)
        return PastForecast(
            day=self.day,
            horizon_days=self.days,
            orders=orders,
            expected=orders * self.outlook.each_within(self.days),
            spent=self.spent,
        )


def past_days(  # noqa: PLR0917 - one argument per thing they are made from
    known: Transactions,
    events: Events,
    as_of_day: int,
    horizon_days: int,
    longest_days: int,
    method: str,
    k: int,
    seed: int,
    ctx: RunContext,
) -> tuple[PastDay, ...]:
    """Days whose horizon is complete, newest first, as many as the longest time needs.

    Cost: 20 days of 10,000 customers about 3 s.
    """
    some = of_sample(known, events, SAMPLE, seed)
    later = max(longest_days - horizon_days, 0) // STEP_DAYS + 1
    past = past_of(
        *(known, some, as_of_day, horizon_days),
        seed=seed,
        ctx=ctx.part(0.0, 0.4),
        tests=PAST_CUTS + later,
        k=max(k, 2),
        train_sample=TRAIN_SAMPLE,
    )
    tested = [cut for cut in past.cuts if cut.place < PAST_CUTS + later]
    result: list[PastDay] = []
    for then, _ in zip(chances_then(past, method, seed, ctx), tested, strict=False):
        ctx.report(0.4 + 0.6 * len(result) / len(tested), "value_past")
        cut, day = then.cut, then.cut.facts.as_of_day
        orders = cut.cnbd if k > 1 else cut.mbg
        until = cut_events(some, day)
        model = fit_spend(known, until, cut.facts, seed=seed, ctx=ctx, orders=orders)
        season = 0.0
        if cut.place < PAST_CUTS:
            season = level_shift(known, until, day, horizon_days, cut.mbg, seed, ctx)
        result.append(
            PastDay(outlook=outlook_of(model, cut.facts, then.chance, ctx), season=season)
        )
    return tuple(result)


def soon_forecasts(known: Transactions, days: Sequence[PastDay]) -> tuple[PastForecast, ...]:
    """The horizon, from the newest year of days."""
    return tuple(
        PastForecast(
            day=one.day,
            horizon_days=one.outlook.facts.horizon_days,
            orders=orders,
            expected=orders * one.outlook.each_within(one.outlook.facts.horizon_days),
            spent=spent_within(known, one.outlook.facts, one.outlook.facts.horizon_days),
        )
        for one in days[:PAST_CUTS]
        for orders in (one.outlook.soon_orders(one.season),)
    )


def long_tests(  # noqa: PLR0917 - one argument per thing they are made from
    known: Transactions,
    events: Events,
    past: Sequence[PastDay],
    as_of_day: int,
    days: int,
    ctx: RunContext,
) -> tuple[PastLong, ...]:
    """A longer time, on the newest twelve days on which it is over by ``as_of_day``."""
    over = [one.outlook for one in past if one.day + days <= as_of_day][:PAST_CUTS]
    return tuple(
        PastLong(
            days=days,
            outlook=one,
            mbg_orders=one.mbg_orders(days, ctx),
            orders=_came(known, events, one, days),
            spent=spent_within(known, one.facts, days),
        )
        for one in over
    )


def sums_with(
    tests: Sequence[PastLong], sums: Sequence[PastSum], trend: float
) -> tuple[PastSum, ...]:
    """What ``sums`` of ``tests`` would have said with a trend of money that is known by now.

    A drift is what a trend does not explain: what was missed because it was not known yet must
    not be made up for twice.
    """
    return tuple(
        replace(said, said_cents=said.said_cents * one.outlook.raised(trend, one.days))
        for one, said in zip(tests, sums, strict=True)
    )


def lasting(tests: Sequence[PastLong]) -> float:
    """How much of the difference between winner and MBG lasts: what foretold best.

    By the Poisson deviance of the orders, which asks for right means, not for small errors.
    """
    if not tests:
        return USUAL_LASTS
    return min(LASTS, key=lambda lasts: sum(_surprise(one, lasts) for one in tests))


def drift(sums: Sequence[PastSum], as_of_day: int, first_day: int, days: int) -> float:
    """Log-factor of a sum over ``days``, from shorter sums that were over by ``as_of_day``.

    What a model misses about leaving adds up with time, so a miss of shorter sums is scaled to the
    length. Only days count on which the shop was at least half as old as on ``as_of_day``: a young
    shop's customers are no measure of an old one's. The mean of what stands for m lengths side by
    side is believed by m / (m + 3), as in ``lifecycle/equity.py``.
    """
    usable = [
        one
        for one in sums
        if one.day + one.horizon_days <= as_of_day
        and 2 * (one.day - first_day) >= as_of_day - first_day
        and min(one.said_cents, one.was_cents) > 0
    ]
    if not usable:
        return 0.0
    told = [one.day for one in usable]
    length = usable[0].horizon_days
    lengths = 1 + (max(told) - min(told)) / length
    missed = float(np.mean([np.log(one.was_cents / one.said_cents) for one in usable]))
    believed = lengths / (lengths + DRIFT_WEIGHT)
    return float(np.clip(days / length * believed * missed, -MOST_DRIFT, MOST_DRIFT))


def _surprise(one: PastLong, lasts: float) -> float:
    said = np.maximum(one.outlook.orders(one.mbg_orders, lasts), FEWEST_EVENTS)
    return float((said - one.orders * np.log(said)).mean())


def _came(known: Transactions, events: Events, outlook: Outlook, days: int) -> Array:
    day = outlook.facts.as_of_day
    inside = (events.day > day) & (events.day <= day + days)
    count = np.bincount(events.customer[inside], minlength=known.n_customers)
    return count[outlook.facts.customer].astype(np.float64)
