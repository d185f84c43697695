"""Chance of an order in the window when somebody is left alone, and money to be expected.

BTYD (MBG/CNBD-k) and the 23 facts of ``features.history`` in a ridge logistic, as for the risk, but
over the plan's window and learned only from spans in which nobody spoke to the customer: what
contacts did must not be taken for habit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from clm_desktop.core.run import RunContext
from clm_desktop.features.events import Events
from clm_desktop.features.history import History, bought_within, history
from clm_desktop.features.snapshot import cut_events
from clm_desktop.models.effects.rhythm import rhythm_design
from clm_desktop.models.repeat.forecast import expected_events, orders_if_any, p_alive
from clm_desktop.models.repeat.gamma_gamma import MoneyFit, expected_money, fit_money
from clm_desktop.models.repeat.mbg import (
    DAYS_PER_UNIT,
    Array,
    Fit,
    fit_best_k,
    repeats_of,
)
from clm_desktop.models.risk.logistic import fit_logistic
from clm_desktop.models.risk.scorer import btyd_log_odds, full_design, take

CUTS = 10  # past days that teach
STEP_DAYS = 14  # between them; windows overlap, so that a short past teaches as well
MIN_PAST_DAYS = 60
MIN_EACH = 20  # buyers and non-buyers that a cut-off needs, else it teaches nothing
SAMPLE = 20_000  # customers per cut-off
LATEST = 4  # newest cut-offs tell the level
YEAR_WEEKS = 52.0
LOGIT_MOST = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Touches:
    """Contacts made, one element each; ``customer`` is a position in Transactions.customer_*."""

    customer: NDArray[np.int32]
    day: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseModel:
    """Everything learned on one day; ``coefficient`` is None where the past taught nothing."""

    made_day: int
    window_days: int
    mbg: Fit
    money: MoneyFit
    coefficient: Array | None  # (27,) of ``_design``
    intercept: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseScores:
    """Per customer of a day, parallel to ``customer``."""

    facts: History
    p0: Array  # an order in the window, left alone
    window_orders: Array  # expected in it: who buys often orders more than once
    p_alive: Array
    year_orders: Array  # expected in the next 52 weeks, left alone
    basket_cents: Array  # expected money of an order

    @property
    def customer(self) -> NDArray[np.int32]:
        """Positions in Transactions.customer_*."""
        return self.facts.customer


def fit_base(
    events: Events, touches: Touches, as_of_day: int, window_days: int, ctx: RunContext
) -> BaseModel:
    """Learn from what was known on ``as_of_day``. Cost: 2,000 customers .15 CPU s.

    Where fewer than two past days have 20 buyers and 20 others, MBG/CNBD-k speaks alone.
    """
    known = cut_events(events, as_of_day)
    facts = history(known, as_of_day, window_days)
    some = _sampled(len(facts))
    mbg = fit_best_k(repeats_of(facts).take(some), ctx)
    money = fit_money(facts.events[some], facts.basket_cents[some], ctx)
    parts = _taught(known, touches, as_of_day, window_days, mbg, ctx)
    coefficient, intercept = None, 0.0
    if len(parts) >= 2:
        x = np.vstack([part[0] for part in parts])
        bought = np.concatenate([part[1] for part in parts])
        cut = np.repeat(np.arange(len(parts)), [len(part[1]) for part in parts])
        fit = fit_logistic(x, bought, cut, ctx)
        coefficient, intercept = fit.coefficient, float(fit.intercepts[:LATEST].mean())
    return BaseModel(
        made_day=as_of_day, window_days=window_days, mbg=mbg, money=money,
        coefficient=coefficient, intercept=intercept,
    )  # fmt: skip


def score_base(model: BaseModel, events: Events, as_of_day: int, ctx: RunContext) -> BaseScores:
    """What is to be expected of everybody known on ``as_of_day``. Cost: 2,000 customers .02 s."""
    facts = history(cut_events(events, as_of_day), as_of_day, model.window_days)
    repeats = repeats_of(facts)
    p0 = expit(np.clip(_log_odds(model, facts), -LOGIT_MOST, LOGIT_MOST))
    window_weeks = model.window_days / DAYS_PER_UNIT
    return BaseScores(
        facts=facts,
        p0=p0,
        window_orders=p0 * orders_if_any(model.mbg, repeats, window_weeks, ctx)[1],
        p_alive=p_alive(model.mbg, repeats),
        year_orders=expected_events(model.mbg, repeats, YEAR_WEEKS, ctx),
        basket_cents=expected_money(model.money, facts.events, facts.basket_cents),
    )


def window_chance(model: BaseModel, events: Events, as_of_day: int) -> tuple[History, Array]:
    """Only the chance of an order: for past days that check the level."""
    facts = history(cut_events(events, as_of_day), as_of_day, model.window_days)
    return facts, expit(np.clip(_log_odds(model, facts), -LOGIT_MOST, LOGIT_MOST))


def _log_odds(model: BaseModel, facts: History) -> Array:
    if model.coefficient is None:
        return btyd_log_odds(model.mbg, facts)
    return _design(facts, model.mbg) @ model.coefficient + model.intercept


def _design(facts: History, mbg: Fit) -> Array:
    """The matrix of the logistic: that of the risk, and where in the own rhythm somebody is."""
    return np.column_stack([full_design(facts, mbg, mbg), rhythm_design(facts)])


def _taught(  # noqa: PLR0917 - one argument per thing it is made from
    known: Events,
    touches: Touches,
    as_of_day: int,
    window_days: int,
    mbg: Fit,
    ctx: RunContext,
) -> list[tuple[Array, NDArray[np.bool_]]]:
    """Design and label of each past day that can teach, newest first."""
    if not len(known):
        return []
    oldest = int(known.day.min()) + MIN_PAST_DAYS
    parts: list[tuple[Array, NDArray[np.bool_]]] = []
    for place in range(CUTS):
        ctx.check()
        day = as_of_day - window_days - place * STEP_DAYS
        if day < oldest:
            break
        facts = history(cut_events(known, day), day, window_days)
        alone = ~np.isin(facts.customer, _touched(touches, day, window_days))
        rows = np.flatnonzero(alone)
        rows = rows[_sampled(len(rows))]
        bought = bought_within(known, facts)[rows]
        if min(int(bought.sum()), len(rows) - int(bought.sum())) < MIN_EACH:
            continue
        parts.append((_design(take(facts, rows), mbg), bought))
    return parts


def _touched(touches: Touches, day: int, window_days: int) -> NDArray[np.int32]:
    """Customers spoken to shortly before or in the window after a day."""
    near = (touches.day > day - window_days) & (touches.day <= day + window_days)
    return touches.customer[near]


def _sampled(n: int) -> NDArray[np.int64]:
    return np.arange(0, n, max(n // SAMPLE, 1), dtype=np.int64)
