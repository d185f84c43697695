"""Choose within all limits, draw the lots, and keep every number that the page needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.outreach import ActionKind, Goal, Pile, PlanSettings
from clm_desktop.core.run import RunContext
from clm_desktop.models.allocation.allocate import allocate
from clm_desktop.models.allocation.problem import Allocation, Problem
from clm_desktop.models.effects.posterior import Effects
from clm_desktop.models.effects.priors import Array
from clm_desktop.plan.joint.facts import CustomerFacts
from clm_desktop.plan.joint.friends import Friends
from clm_desktop.plan.joint.limits import Limits
from clm_desktop.plan.joint.lots import held_out, strata_of
from clm_desktop.plan.joint.options import Options
from clm_desktop.plan.joint.value import Worth, minutes_cents, worth_of

PILES = (Pile.WIN, Pile.KEEP, Pile.GROW)
SPREAD = 0.5  # of the posterior, in the draw that explores
EXPLORE_SHARE = 0.05  # of customers are planned by a draw; of money and of contacts, at most
DOUBT, MOST_DOUBT = 0.2, 1.0  # deviations by which effects may be smaller, and a contact still pay
SURE, UNSURE = 2.0, 1.0  # deviations that effects are from nothing: least doubt, and most
FROM_0 = 1 << 32  # lots are drawn by numbers from 0 on; days may be counted from any origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What stands before anything is chosen; arrays per row of the customer table."""

    settings: PlanSettings  # resolved
    options: Options
    facts: CustomerFacts
    limits: Limits
    effects: Effects
    friends: Friends
    keys: tuple[str, ...]
    turn: NDArray[np.int64]  # whose turn it is to draw a lot, see turns_of
    customer: NDArray[np.int32]
    week_day: int
    product_keys: NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """The choice; ``row``, ``option`` and what follows run over the chosen customers."""

    allocation: Allocation
    worth: Worth  # at the posterior mean, per customer and action
    problem: Problem
    pays: NDArray[np.bool_]  # (n, options) worth a contact, were there no limit but the hard ones
    row: NDArray[np.int64]
    option: NDArray[np.int64]
    action: NDArray[np.int64]
    stratum: NDArray[np.int64]
    held: NDArray[np.bool_]
    explore: NDArray[np.bool_]
    propensity: Array
    value: Array  # at the mean, net of all costs
    gain: Array  # plain profit at the mean, net of all costs
    cost: Array
    variance: Array


def solve(
    board: Board, settings: PlanSettings, seed: int, ctx: RunContext, *, lots: bool = True
) -> Solved:
    """The most value within the limits, then the lots. Cost: that of ``allocate``."""
    rng = np.random.default_rng([seed % FROM_0, board.week_day % FROM_0])
    mean = _worth(board, settings.goal)
    shown = problem_of(board, settings, mean)
    sure = value = _careful(board, settings, shown)
    if settings.explore and lots:
        value = _explored(board, settings, replace(shown, value=value), rng)
    problem = replace(shown, value=value)
    allocation = allocate(problem, ctx)
    row = np.flatnonzero(allocation.choice >= 0)
    option = allocation.choice[row]
    action = np.array([one.action for one in board.options.options], np.int64)[option]
    stratum = strata_of(action, board.facts.scores.p0[row])
    share = settings.hold_out_share if lots else 0.0
    audited = np.array([one.audited for one in board.options.actions], np.bool_)[action]
    held = held_out(stratum, share, rng, board.turn[row]) & audited
    chance = np.where(audited, np.where(held, share, 1 - share), 1.0)
    gain_of = _gain(board, settings, mean)
    return Solved(
        allocation=allocation, worth=mean, problem=shown, pays=sure > 0,
        row=row, option=option, action=action,
        stratum=stratum, held=held, explore=(sure[row, option] <= 0) & ~held,
        propensity=chance, value=shown.value[row, option], gain=gain_of[row, option],
        cost=shown.cost[row, option], variance=shown.variance[row, option],
    )  # fmt: skip


def _worth(board: Board, goal: Goal, theta: Array | None = None, doubt: float = 0.0) -> Worth:
    return worth_of(
        board.facts, board.limits.touched, board.options, board.effects, goal,
        board.friends, theta, doubt,
    )  # fmt: skip


def problem_of(board: Board, settings: PlanSettings, worth: Worth) -> Problem:
    """Values and limits per option; what is not allowed is worth nothing."""
    options = board.options.options
    action = np.array([one.action for one in options], np.int64)
    fixed = np.array([one.cost_cents for one in options], np.float64)
    minutes = np.array([one.minutes for one in options], np.float64)
    time = np.array([minutes_cents(one, settings) for one in minutes])
    value = worth.value[:, action] - fixed - time
    value = np.where(board.limits.allowed & (value > 0), value, -1.0)
    use, most = _limits(board, settings)
    return Problem(
        value=value,
        cost=worth.discount[:, action] + fixed,
        variance=worth.discount_variance[:, action],
        budget=settings.budget_cents,
        use=use,
        most=most,
        pile=_piles(board, action),
        pile_most=_pile_most(settings),
    )


def mean_problem(board: Board, settings: PlanSettings) -> Problem:
    """What is to be chosen from, at what is believed on average."""
    shown = problem_of(board, settings, _worth(board, settings.goal))
    return replace(shown, value=_careful(board, settings, shown))


def _gain(board: Board, settings: PlanSettings, worth: Worth) -> Array:
    options = board.options.options
    action = np.array([one.action for one in options], np.int64)
    fixed = np.array(
        [one.cost_cents + minutes_cents(one.minutes, settings) for one in options], np.float64
    )
    return np.asarray(worth.gain[:, action] - fixed, np.float64)


def _limits(board: Board, settings: PlanSettings) -> tuple[Array, Array]:
    """What one contact takes of each channel's week and of all contacts."""
    options = board.options.options
    use = [np.ones(len(options))]
    most = [float(settings.contacts)]
    for place, channel in enumerate(board.options.channels):
        if channel.contacts_per_week > 0:
            use.append(np.array([float(one.channel == place) for one in options]))
            most.append(float(channel.contacts_per_week))
    return np.stack(use), np.array(most)


def _piles(board: Board, action: NDArray[np.int64]) -> NDArray[np.int8]:
    """WIN for who is asked to bring a friend, KEEP for who may be leaving, GROW for the rest."""
    asks = np.array([one.kind is ActionKind.REFERRAL for one in board.options.actions], np.bool_)
    own = np.where(board.facts.slipping, PILES.index(Pile.KEEP), PILES.index(Pile.GROW))
    return np.where(asks[action][None, :], PILES.index(Pile.WIN), own[:, None]).astype(np.int8)


def _pile_most(settings: PlanSettings) -> Array:
    least = dict(settings.least_share)
    return np.array(
        [
            settings.budget_cents * (1 - min(least[pile], 1.0))
            if least.get(pile, 0.0) > 0
            else np.inf
            for pile in PILES
        ]
    )


def _careful(board: Board, settings: PlanSettings, shown: Problem) -> Array:
    """Values of what would pay even if the effects were smaller than believed, else -1.

    What a contact costs in patience is certain, what it brings is not. The nearer to nothing the
    shop's own answers put the effects of all contacts made, the more has to be certain: where
    nothing works, this is what ends the messages.
    """
    doubt = doubt_of(board.effects)
    doubted = problem_of(board, settings, _worth(board, settings.goal, doubt=doubt))
    return np.where(doubted.value > 0, shown.value, -1.0)


def doubt_of(effects: Effects) -> float:
    """By how many of its deviations every effect may be smaller, and a contact still pay."""
    share, sd = effects.true_share
    lost = (SURE - share / sd) / (SURE - UNSURE)
    return DOUBT + (MOST_DOUBT - DOUBT) * min(max(lost, 0.0), 1.0)


def _explored(
    board: Board, settings: PlanSettings, sure: Problem, rng: np.random.Generator
) -> Array:
    """Values of a draw from the beliefs (Thompson 1933) for some customers, by lot.

    Everybody else is planned by what is believed on average. What only the draw finds worth it
    is kept to a small share of the money and of the contacts, by lot too.
    """
    drawn = _worth(board, settings.goal, board.effects.draw(rng, SPREAD))
    tried = rng.random(len(sure.value))[board.turn] < EXPLORE_SHARE
    value = np.where(tried[:, None], problem_of(board, settings, drawn).value, sure.value)
    only = (value > 0) & (sure.value <= 0)
    best = value.max(axis=1, keepdims=True, initial=-1.0)  # there may be no option at all
    rows = np.flatnonzero((only & (value >= best)).any(axis=1))
    if len(rows):
        cost = np.where(only, sure.cost, 0.0).max(axis=1)
        order = rng.permutation(rows[np.argsort(board.turn[rows])])
        money = cost[order].cumsum() <= EXPLORE_SHARE * settings.budget_cents
        few = np.arange(len(order)) < EXPLORE_SHARE * settings.contacts
        allowed = np.zeros(len(value), np.bool_)
        allowed[order[money & few]] = True
        only &= ~allowed[:, None]
    return np.where(only, -1.0, value)
