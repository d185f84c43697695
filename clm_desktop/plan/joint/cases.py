"""Closed windows of earlier plans as cases to learn from, read off the orders.

Analysed as drawn: whom the lot held out counts as held out. Rows that the owner edited, skipped or
called untrue are in no comparison; nor are windows that no import covers yet, since "not imported"
is not "no order".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.outreach import ItemState, Outreach, PlanItem, PlanRecord, Role
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.events import Events
from clm_desktop.features.history import History
from clm_desktop.models.effects.base import BaseModel, window_chance
from clm_desktop.models.effects.outcomes import Outcomes, joined, no_outcomes
from clm_desktop.models.effects.priors import TRAITS, Array
from clm_desktop.models.repeat.gamma_gamma import expected_money
from clm_desktop.plan.joint.facts import habits_of, traits_of
from clm_desktop.plan.limits import window_start

OTHERS = 3_000  # customers in no plan whose level is looked at
BINS = 12
MOST_LARGER = 1.5  # logarithm: an order of four and a half times the expected money counts as that
BLOCK_PLANS = 4  # plans that share one level of the shop
PLANS = 52  # newest that are learned from


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row of a plan that counts."""

    customer: int  # position in Transactions.customer_*
    action: int
    treated: bool


def closed_plans(outreach: Outreach, known_until_day: int) -> tuple[PlanRecord, ...]:
    """Plans whose window is over and covered by what was imported, oldest first."""
    over = [
        plan
        for plan in outreach.plans
        if window_start(plan) + plan.settings.window_days - 1 <= known_until_day
    ]
    return tuple(over[-PLANS:])


def cases_of(
    plan: PlanRecord, outreach: Outreach, actions: Mapping[str, int], position: Mapping[str, int]
) -> list[Case]:
    """Rows of one plan that are in the comparison."""
    reached = {c.customer_key for c in outreach.contacts if c.plan == plan.number and c.plan}
    audited = {a.key for a in outreach.actions if a.audited}
    made: list[Case] = []
    for item in plan.items:
        at, action = position.get(item.customer_key, -1), actions.get(item.action, -1)
        if at < 0 or action < 0 or item.edited or item.action not in audited:
            continue
        treated = _treated(item, reached)
        if treated is not None:
            made.append(Case(customer=at, action=action, treated=treated))
    return made


def _treated(item: PlanItem, reached: set[str]) -> bool | None:
    """Whether the contact was made; None where that is not known or was the owner's choice."""
    if item.role is Role.HOLD_OUT:
        return False
    if item.state in (ItemState.DONE, ItemState.OPTED_OUT) or item.customer_key in reached:
        return True
    return None


def outcomes_of(  # noqa: PLR0917 - one argument per thing it is made from
    plan: PlanRecord,
    cases: list[Case],
    tx: Transactions,
    events: Events,
    base: BaseModel,
    touched: NDArray[np.int32],
) -> Outcomes:
    """What came of one plan, and of a sample of customers whom nobody spoke to meanwhile.

    ``touched``: positions of customers contacted in or shortly before the window.
    """
    start = window_start(plan)
    day = min(plan.as_of_day, start - 1)
    who = np.array([case.customer for case in cases], np.int32)
    others = _others(events, np.union1d(who, touched), day)
    some = np.isin(events.customer, np.concatenate([who, others])) & (events.day <= day)
    facts, p0 = window_chance(base, _part(events, some), day)
    later = (events.day >= start) & (events.day < start + plan.settings.window_days)
    ordered = np.isin(facts.customer, events.customer[later])
    larger = np.where(ordered, _larger(base, facts, events, later, tx.n_customers), 0.0)
    row = np.full(tx.n_customers, -1, np.int64)
    row[facts.customer] = np.arange(len(facts.customer))
    at = row[who] if len(who) else np.zeros(0, np.int64)
    logit = np.log(p0 / (1 - p0))
    traits = traits_of(facts, habits_of(tx, day))
    mine = at >= 0
    planned = Outcomes(
        logit_p0=logit[at[mine]],
        ordered=ordered[at[mine]].astype(np.float64),
        larger=larger[at[mine]],
        larger_squares=larger[at[mine]] ** 2,
        count=np.ones(int(mine.sum())),
        action=np.array([case.action for case in cases], np.int64)[mine],
        treated=np.array([case.treated for case in cases], np.bool_)[mine],
        traits=traits[at[mine]],
        block=np.zeros(int(mine.sum()), np.int64),
    )
    rest = row[others]
    rest = rest[rest >= 0]
    return joined([planned, _binned(logit[rest], ordered[rest], larger[rest])])


def _larger(
    base: BaseModel, facts: History, events: Events, later: NDArray[np.bool_], customers: int
) -> Array:
    """Per row of ``facts`` log(money of an order of ``later`` / money expected), within bounds."""
    who = events.customer[later]
    orders = np.bincount(who, minlength=customers)[facts.customer]
    cents = np.bincount(who, weights=events.net_cents[later], minlength=customers)[facts.customer]
    expected = expected_money(base.money, facts.events, facts.basket_cents)
    share = np.maximum(cents / np.maximum(orders, 1), 1.0) / np.maximum(expected, 1.0)
    return np.asarray(np.clip(np.log(share), -MOST_LARGER, MOST_LARGER), np.float64)


def _others(events: Events, without: NDArray[np.int32], day: int) -> NDArray[np.int32]:
    known = np.unique(events.customer[events.day <= day])
    free = known[~np.isin(known, without)]
    return free[:: max(len(free) // OTHERS, 1)]


def _binned(logit: Array, ordered: NDArray[np.bool_], larger: Array) -> Outcomes:
    """Customers in no plan, those of like chance counted together."""
    if not len(logit):
        return no_outcomes()
    place = np.argsort(np.argsort(logit, kind="stable"), kind="stable") * BINS // len(logit)
    count = np.bincount(place, minlength=BINS).astype(np.float64)
    some = count > 0
    p = np.bincount(place, weights=1 / (1 + np.exp(-logit)), minlength=BINS)[some] / count[some]
    n = int(some.sum())
    return Outcomes(
        logit_p0=np.log(p / (1 - p)),
        ordered=np.bincount(place[ordered], minlength=BINS)[some].astype(np.float64),
        larger=np.bincount(place, weights=larger, minlength=BINS)[some].astype(np.float64),
        larger_squares=np.bincount(place, weights=larger**2, minlength=BINS)[some].astype(
            np.float64
        ),
        count=count[some],
        action=np.full(n, -1),
        treated=np.zeros(n, np.bool_),
        traits=np.zeros((n, len(TRAITS))),
        block=np.zeros(n, np.int64),
    )


def _part(events: Events, some: NDArray[np.bool_]) -> Events:
    return Events(
        customer=events.customer[some],
        day=events.day[some],
        sales_cents=events.sales_cents[some],
        net_cents=events.net_cents[some],
        products=events.products[some],
    )
