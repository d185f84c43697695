"""Your shop, simulated: a world whose customers buy, stay and spend like those of real orders.

What contacts do stays an assumption (the base world's): no order file without an experiment tells.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from clm_desktop.bench.shop import Shop
from clm_desktop.bench.world import World
from clm_desktop.core.money import minor_digits
from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.events import Events, purchase_events
from clm_desktop.features.spells import Spells, spells
from clm_desktop.models.repeat.mbg import Repeats
from clm_desktop.models.repeat.pareto import ParetoFit, fit_pareto

LEAST_CUSTOMERS = 50
MOST_CUSTOMERS = 8_000
LONGEST_WEEKS = 156
BUDGET_SHARE = 0.1  # of a usual week's margin, as PlanSettings has it
_LATE_WEEKS = 26
_FEW_GAPS, _FEW_REGULAR = 5, 20  # below, the base world's rhythm stays


class TooFewOrders(ValueError):
    """A shop from which nothing can be learned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A world fitted to a shop, and how like it is."""

    world: World
    orders_a_week: float  # of the shop, its last half-year
    simulated_a_week: float  # of the world, the same weeks of its history
    mean_basket: float
    simulated_basket: float


def replay(tx: Transactions, margin_share: float, ctx: RunContext, *, seed: int = 0) -> Replay:
    """Fit purchase rate, dropout, basket and cadence of a shop's last three years at most.

    Rates and dropout are those of the Pareto/NBD; money is split into what differs between
    customers and between their orders; regularity is read off the gaps of frequent buyers. A shop
    of more than 8,000 customers is simulated by as many. Raises TooFewOrders below 50 customers or
    four weeks. Cost: the fit, a second for 10,000 customers.
    """
    events = purchase_events(tx)
    first_day = tx.last_day - 7 * LONGEST_WEEKS + 1 if len(events) else 0
    late = _since(events, first_day)
    own = spells(late)
    weeks = int(late.day.max() - late.day.min()) // 7 + 1 if len(late) else 0
    if len(own) < LEAST_CUSTOMERS or weeks < 4:
        raise TooFewOrders(f"{len(own)} customers in {weeks} weeks say too little")
    fit = fit_pareto(_repeats(own, tx.last_day), ctx)
    world = _world(fit, late, own, weeks, 10.0 ** minor_digits(tx.currency))
    world = replace(world, margin_share=margin_share)
    recent = min(weeks, _LATE_WEEKS)
    here = late.day > tx.last_day - 7 * recent
    scale = world.n_customers / len(own)
    margin_a_week = margin_share * float(late.sales_cents[here].sum()) / recent * scale
    world = replace(world, budget=round(BUDGET_SHARE * margin_a_week / _unit(tx), 2))
    simulated, basket = _lived(world, recent, seed)
    return Replay(
        world=world,
        orders_a_week=float(here.sum()) / recent * scale,
        simulated_a_week=simulated,
        mean_basket=float(late.sales_cents[here].mean()) / _unit(tx),
        simulated_basket=basket,
    )


def _world(fit: ParetoFit, events: Events, own: Spells, weeks: int, unit: float) -> World:
    recent = min(weeks, _LATE_WEEKS)
    newest = int(events.day.max())
    scale = min(1.0, MOST_CUSTOMERS / len(own))
    median, between, within = _money(events, own, unit)
    came = np.bincount((own.first_day - (newest - 7 * weeks + 1)) // 7, minlength=weeks)
    return replace(
        World.preset("base"),
        name="replay",
        n_customers=round(len(own) * scale),
        history_weeks=weeks,
        rate_mean=fit.r / fit.alpha,
        rate_shape=fit.r,
        leave_mean=fit.s / fit.beta,
        leave_shape=fit.s,
        regular_shares=_regular(own),
        basket=median,
        basket_sigma=between,
        order_sigma=within,
        arrivals=tuple((came / came.sum()).tolist()),
        promotion_share=0.0,  # amounts are what was paid
        organic=float((own.first_day > newest - 7 * recent).sum()) / recent * scale,
    )


def _repeats(own: Spells, last_day: int) -> Repeats:
    first, last = own.first_day.astype(np.float64), own.last_day.astype(np.float64)
    return Repeats(
        x=own.events.astype(np.float64) - 1.0,
        t_x=(last - first) / 7.0,
        big_t=(last_day - first) / 7.0,
        log_gap_sum=np.zeros(len(own)),
    )


def _money(events: Events, own: Spells, unit: float) -> tuple[float, float, float]:
    """Median basket, and the spread of its logarithm between and within customers."""
    cents = np.maximum(events.sales_cents, 1).astype(np.float64)
    logs = np.log(cents / unit)
    count = own.events.astype(np.float64)
    mean = own.sum_by(logs) / count
    squares = own.sum_by(logs * logs) - count * mean**2
    free = float((count - 1.0).sum())
    within = float(squares.sum()) / free if free > 0 else 0.04
    between = float(mean.var()) - within * float((1.0 / count).mean())
    return float(np.exp(np.median(mean))), max(between, 0.0025) ** 0.5, max(within, 0.0025) ** 0.5


def _regular(own: Spells) -> tuple[float, float, float]:
    """Shares of customers of each Weibull shape, by how much the gaps of frequent buyers vary."""
    base = World.preset("base").regular_shares
    count = np.bincount(own.gap_of, minlength=len(own)).astype(np.float64)
    total = np.bincount(own.gap_of, own.gap_days, len(own))
    squares = np.bincount(own.gap_of, own.gap_days.astype(np.float64) ** 2, len(own))
    many = count >= _FEW_GAPS
    if many.sum() < _FEW_REGULAR:
        return (base[0], base[1], base[2])
    mean = total[many] / count[many]
    spread = np.sqrt(np.maximum(squares[many] - count[many] * mean**2, 0.0) / (count[many] - 1.0))
    ratio = spread / mean  # of few gaps about .88 at random, .60 and .40 for the two shapes
    strict, even = float((ratio < 0.50).mean()), float((ratio < 0.74).mean())
    return (1.0 - even, even - strict, strict)


def _since(events: Events, first_day: int) -> Events:
    here = events.day >= first_day
    return Events(
        customer=events.customer[here],
        day=events.day[here],
        sales_cents=events.sales_cents[here],
        net_cents=events.net_cents[here],
        products=events.products[here],
    )


def _lived(world: World, recent: int, seed: int) -> tuple[float, float]:
    """Orders a week and mean basket of the last weeks of the simulated history."""
    shop, count, money = Shop(world, seed), 0, 0.0
    while shop.week < 0:
        counted = shop.week >= -recent
        sales = shop.advance().sales
        if counted:
            count += len(sales.amount)
            money += float(sales.amount.sum())
    return count / recent, money / max(count, 1)


def _unit(tx: Transactions) -> float:
    return float(10.0 ** minor_digits(tx.currency))
