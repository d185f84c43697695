"""The plan in sums: by pile, in all, and beside other budgets and goals."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.outreach import Goal, Pile
from clm_desktop.core.run import RunContext
from clm_desktop.models.allocation.problem import Z95
from clm_desktop.models.effects.posterior import Z80
from clm_desktop.models.effects.priors import PRIORS, Array
from clm_desktop.plan.joint.acquisition import Offer
from clm_desktop.plan.joint.advertise import NONE, Advertising, advertise
from clm_desktop.plan.joint.limits import code
from clm_desktop.plan.joint.next_money import money_price, next_money
from clm_desktop.plan.joint.solve import PILES, Board, Solved, solve
from clm_desktop.plan.joint.types import FrontierPoint, PileSum

BUDGETS = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0)  # of the frontier, in budgets
BUYS_ANYWAY = 0.5  # chance without from which "would buy anyway" is the reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What is sent, in sums; friends who may be brought are in their pile only, not in gain."""

    gain: float
    gain_lo: float
    gain_hi: float
    kept: float
    cost: float
    cost_p95: float
    minutes: float


def summed(board: Board, solved: Solved, ads: Advertising = NONE) -> Totals:
    """Sums over everybody who is sent something, and over advertising."""
    sent = ~solved.held
    gain = solved.gain - _friends(solved)
    expected = float(gain[sent].sum())
    low, high = _with_ads(_range(board, solved, sent, expected), expected, ads)
    cost, spread = float(solved.cost[sent].sum()), float(solved.variance[sent].sum())
    return Totals(
        gain=expected + ads.gain_cents,
        gain_lo=low,
        gain_hi=high,
        kept=float(solved.worth.kept[solved.row, solved.action][sent].sum()),
        cost=cost + ads.cost_cents,
        cost_p95=cost + ads.cost_cents + Z95 * float(np.sqrt(spread)),
        minutes=_minutes(board, solved, sent),
    )


def piles_of(board: Board, solved: Solved, ads: Advertising = NONE) -> tuple[PileSum, ...]:
    """WIN, KEEP, GROW in numbers; advertising is to win."""
    place = solved.problem.pile[solved.row, solved.option]
    friends = _friends(solved)
    made = []
    for number, pile in enumerate(PILES):
        bought = ads if pile is Pile.WIN else NONE
        mine = (place == number) & ~solved.held
        gain = float(solved.gain[mine].sum())
        low, high = _with_ads(_range(board, solved, mine, gain), gain, bought)
        cost, spread = float(solved.cost[mine].sum()), float(solved.variance[mine].sum())
        one = board.friends.margin_cents
        new = float(friends[mine].sum()) / one if one > 0 else 0.0
        made.append(
            PileSum(
                pile=pile,
                people=int(mine.sum()),
                new_customers=new + bought.new_customers,
                cost_cents=cost + bought.cost_cents,
                cost_p95_cents=cost + bought.cost_cents + Z95 * float(np.sqrt(spread)),
                owner_minutes=_minutes(board, solved, mine),
                gain_cents=gain + bought.gain_cents,
                gain_lo_cents=low,
                gain_hi_cents=high,
                next_cents=float(np.fmax(_next(solved, pile, number), bought.next_cents())),
                more=next_money(board, solved, number),
                more_ads=bought.next_cents(),
            )
        )
    return tuple(made)


def left_alone_of(board: Board, solved: Solved) -> NDArray[np.int8]:
    """Why nobody else is in the plan, per row of the table; -1 = in the plan."""
    left = board.limits.left_alone.copy()
    free = left < 0
    worth = solved.pays.any(axis=1)
    anyway = board.facts.scores.p0 >= BUYS_ANYWAY
    left[free & ~worth & anyway] = code("buys_anyway")
    left[free & ~worth & ~anyway] = code("not_worth")
    short = solved.allocation.prices.money > 0
    left[free & worth] = code("budget" if short else "contacts")
    left[solved.row] = -1
    return left


def frontier_of(
    board: Board, offers: tuple[Offer, ...], seed: int, ctx: RunContext
) -> tuple[FrontierPoint, ...]:
    """Other budgets and goals, each a whole plan at the posterior mean without lots.

    What friends may bring counts, as it does in the choice: without it the goal that asks for
    friends would look worse than those that leave that to others.
    """
    made = []
    for goal in Goal:
        for times in BUDGETS:
            ctx.check()
            budget = times * board.settings.budget_cents
            settings = replace(board.settings, goal=goal, budget_cents=budget)
            ads, left = advertise(board, offers, settings, ctx, lots=False)
            solved = solve(board, left, seed, ctx, lots=False)
            totals = summed(board, solved, ads)
            made.append(
                FrontierPoint(
                    goal=goal,
                    budget_cents=budget,
                    cost_cents=totals.cost,
                    gain_cents=totals.gain + float(_friends(solved).sum()),
                    kept_customers=totals.kept,
                )
            )
    return tuple(made)


def _with_ads(
    customers: tuple[float, float], expected: float, ads: Advertising
) -> tuple[float, float]:
    """The range of both; how well messages and how well advertisements do is independent."""
    if not ads.offers:
        return customers
    low, high = ads.gain_range()
    middle = expected + ads.gain_cents
    down = np.hypot(expected - customers[0], ads.gain_cents - low)
    up = np.hypot(customers[1] - expected, high - ads.gain_cents)
    return middle - float(down), middle + float(up)


def _friends(solved: Solved) -> Array:
    return solved.worth.friends[solved.row, solved.action]


def _minutes(board: Board, solved: Solved, some: NDArray[np.bool_]) -> float:
    minutes = np.array([one.minutes for one in board.options.options], np.float64)
    return float(minutes[solved.option[some]].sum())


def _next(solved: Solved, pile: Pile, number: int) -> float:
    """What one more cent in a pile would bring; nan where nothing is left to be paid for there."""
    open_here = solved.pays & (solved.problem.pile == number)
    open_here[solved.row] = False
    if not (open_here & (solved.problem.cost > 0)).any():
        return float("nan")
    return money_price(solved, number)


def _range(
    board: Board, solved: Solved, some: NDArray[np.bool_], gain: float
) -> tuple[float, float]:
    """80 % range of what is expected: the doubt about effects, which is the same for all rows."""
    slope = np.zeros(len(board.effects.mean))
    facts = board.facts
    for action in range(len(board.options.actions)):
        mine = some & (solved.action == action)
        row = solved.row[mine]
        p = solved.worth.p_with[row, action]
        kind = PRIORS[board.options.actions[action].kind]
        weight = p * (1 - p) * (1 - kind.pull_forward) * facts.order_margin_cents[row]
        slope += weight @ board.effects.loading(action, facts.traits[row])
    sd = float(np.sqrt(max(float(slope @ board.effects.covariance @ slope), 0.0)))
    return gain - Z80 * sd, gain + Z80 * sd
