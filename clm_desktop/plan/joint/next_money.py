"""What the next money in a pile would buy: from whom the plan left out for want of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.allocation.problem import Z95
from clm_desktop.models.effects.priors import Array
from clm_desktop.plan.joint.solve import Board, Solved
from clm_desktop.plan.joint.types import NextMoney
from clm_desktop.plan.joint.value import minutes_cents

MOST_CENTS = 10_000.0  # minor units: ten of every currency, and as far as is ever asked
NEAR = 0.1  # to which the price of money is believed
TINY = 1e-6  # cents: a difference of rounding
Places = NDArray[np.int64]


def next_money(board: Board, solved: Solved, number: int) -> NextMoney:
    """The best further contacts of one pile, dearest value per cent first, as the goal values.

    Who is planned counts with what a dearer option brings on top; who is held out by lot is not
    asked, nor who has what they have because a draw that explores said so. A shadow price says what
    the first cent would bring, which ten units never do: the one text message that a plan without
    money could not pay is sent once. Cost: O(n m).
    """
    problem, rows = solved.problem, np.arange(len(solved.problem))
    open_ = solved.pays & (problem.pile == number)
    open_[solved.row[solved.held]] = False
    price = money_price(solved, number)
    if price <= 0 or not open_.any():
        return NextMoney()
    value, gain = problem.value - _scarce(solved), _gain(board, solved)
    had = np.full(len(problem), -1)
    had[solved.row] = solved.option
    there = had >= 0
    more = value - np.where(there, value[rows, had], 0.0)[:, None]
    money = problem.cost - np.where(there, problem.cost[rows, had], 0.0)[:, None]
    open_ &= (more > 0) & (money > 0) & _left_to_money(solved, value, had, price)[:, None]
    ratio = np.where(open_, more / np.where(open_, money, 1.0), -np.inf)
    pairs = np.flatnonzero(open_)
    pairs = pairs[np.argsort(-ratio.flat[pairs], kind="stable")]
    at, option = _while_there_is_room(solved, np.unravel_index(pairs, ratio.shape), money, had)
    before = np.where(there, gain[rows, had], 0.0)[at]
    return NextMoney(
        cost_cents=tuple(money[at, option].cumsum().tolist()),
        gain_cents=tuple((gain[at, option] - before).cumsum().tolist()),
    )


def _while_there_is_room(
    solved: Solved, dearest: tuple[Places, ...], money: Array, had: Places
) -> tuple[Places, Places]:
    """Rows and options of the ``dearest``, one a customer, that the channels can still carry.

    Up to ``MOST_CENTS``. What is full is taken from others, at its price (``_scarce``), and no more
    often than it holds.
    """
    problem = solved.problem
    taken = problem.use[:, had[had >= 0]].sum(axis=1)
    full = solved.allocation.prices.used > 0
    room = np.where(full, problem.most, problem.most - taken)
    spent, made, shut = 0.0, dict[int, int](), set[int]()
    for row, option in zip(*(places.tolist() for places in dearest), strict=True):
        fresh = had[row] < 0
        if row in made or (fresh and option in shut):
            continue
        use = problem.use[:, option] - (0.0 if fresh else problem.use[:, had[row]])
        if (use > room + TINY).any():
            shut |= {option} if fresh else set()
            continue
        room = room - use
        made[row] = option
        spent += float(money[row, option])
        if spent >= MOST_CENTS:
            break
    return np.array(list(made), np.int64), np.array(list(made.values()), np.int64)


def money_price(solved: Solved, number: int) -> float:
    """What one more cent in a pile would bring, as the goal values it."""
    prices = solved.allocation.prices
    return prices.money + float(prices.piles.sum() - prices.piles[number])


def _left_to_money(
    solved: Solved, value: Array, had: NDArray[np.int64], price: float
) -> NDArray[np.bool_]:
    """Who has what is best for them at the price of money, rather than what a draw found best.

    The budget holds for the 95th percentile, so doubt about a cost takes of it too.
    """
    spread = float(np.sqrt(solved.variance.sum()))
    doubt = solved.problem.variance * (Z95 / (2 * spread)) if spread > 0 else 0.0
    paid = price * (solved.problem.cost + doubt)
    rows, there = np.arange(len(value)), (had >= 0)[:, None]
    paid_more = paid - np.where(there, paid[rows, had][:, None], 0.0)
    more = value - np.where(there, value[rows, had][:, None], 0.0)
    better = solved.pays & (more - paid_more > NEAR * np.abs(paid_more) + TINY)
    return np.asarray(~better.any(axis=1), np.bool_)


def _scarce(solved: Solved) -> Array:
    """What a contact of each option takes away from others, where contacts are short."""
    taken = solved.allocation.prices.used @ solved.problem.use
    return np.asarray(taken, np.float64)[None, :]


def _gain(board: Board, solved: Solved) -> Array:
    """Plain profit of every option for everybody, less what a scarce contact takes from others."""
    options = board.options.options
    action = np.array([one.action for one in options], np.int64)
    time = np.array([minutes_cents(one.minutes, board.settings) for one in options])
    worth = solved.worth
    fixed = solved.problem.cost - worth.discount[:, action]
    worthy = float(solved.value.sum())
    profit = float(solved.gain.sum()) / worthy if worthy > 0 else 0.0  # of a cent of the goal's
    return np.asarray(worth.gain[:, action] - fixed - time - profit * _scarce(solved), np.float64)
