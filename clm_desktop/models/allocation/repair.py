"""From each customer's own best at the prices to a choice within all limits.

First whoever gains least is dropped until nothing is violated (dropping never violates anything),
then what is left of the limits is filled with whoever gains most.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.allocation.problem import Z95, Array, Choice, Problem, chosen, usage

TRIES = 4_000  # that are filled in at most


def repaired(problem: Problem, choice: Choice, net: Array) -> Choice:
    """A choice within all limits, near the given one; ``net`` is value after prices (n, m)."""
    choice = dropped(problem, choice, net)
    return filled(problem, choice, net)


def dropped(problem: Problem, choice: Choice, net: Array) -> Choice:
    """Drop who gains least after prices until no limit is violated. Cost: a sort per limit."""
    choice = choice.copy()
    rows = np.flatnonzero(choice >= 0)
    rows = rows[np.argsort(chosen(choice, net)[rows], kind="stable")]  # least gain first
    for limit in range(len(problem.most)):
        rows = rows[choice[rows] >= 0]
        weight = problem.use[limit, choice[rows]]
        _drop(choice, rows[weight > 0], weight[weight > 0], float(problem.most[limit]))
    for pile in np.flatnonzero(np.isfinite(problem.pile_most)):
        rows = rows[choice[rows] >= 0]
        other = rows[problem.pile[rows, choice[rows]] != pile]
        weight = problem.cost[other, choice[other]]
        _drop(choice, other[weight > 0], weight[weight > 0], float(problem.pile_most[pile]))
    if np.isfinite(problem.budget):
        rows = rows[choice[rows] >= 0]
        cost = problem.cost[rows, choice[rows]]
        spread = problem.variance[rows, choice[rows]]
        paid = (cost > 0) | (spread > 0)
        rows, cost, spread = rows[paid], cost[paid], spread[paid]
        left = np.append(cost[::-1].cumsum()[::-1], 0.0)  # after dropping the first i
        variance = np.append(spread[::-1].cumsum()[::-1], 0.0)
        over = left + Z95 * np.sqrt(variance) > problem.budget
        choice[rows[: int(over.sum())]] = -1
    return choice


def _drop(choice: Choice, rows: NDArray[np.int64], weight: Array, most: float) -> None:
    left = np.append(weight[::-1].cumsum()[::-1], 0.0)
    choice[rows[: int((left > most * (1 + 1e-12)).sum())]] = -1


def filled(problem: Problem, choice: Choice, net: Array) -> Choice:
    """Give what is left to whoever gains most by it. Cost: a partial sort and 4,000 tries."""
    choice = choice.copy()
    taken = usage(problem, choice)
    now = chosen(choice, problem.value)
    gain = net - np.where(choice >= 0, chosen(choice, net), 0.0)[:, None]
    gain[problem.value <= now[:, None]] = -np.inf
    flat = gain.ravel()
    top = np.argpartition(-flat, TRIES)[:TRIES] if len(flat) > TRIES else np.arange(len(flat))
    top = top[np.isfinite(flat[top])]
    top = top[np.argsort(-flat[top], kind="stable")]
    options = problem.value.shape[1]
    variance = float(chosen(choice, problem.variance).sum())
    money, used, others = taken.cost, taken.used.copy(), taken.others.copy()
    piles = np.arange(len(problem.pile_most))
    for place in top.tolist():
        row, option = divmod(place, options)
        old = int(choice[row])
        if problem.value[row, option] <= (problem.value[row, old] if old >= 0 else 0.0):
            continue
        cost = problem.cost[row, option] - (problem.cost[row, old] if old >= 0 else 0.0)
        spread = problem.variance[row, option] - (problem.variance[row, old] if old >= 0 else 0.0)
        use = problem.use[:, option] - (problem.use[:, old] if old >= 0 else 0.0)
        other = problem.cost[row, option] * (piles != problem.pile[row, option])
        if old >= 0:
            other = other - problem.cost[row, old] * (piles != problem.pile[row, old])
        p95 = money + cost + Z95 * np.sqrt(max(variance + spread, 0.0))
        if (
            p95 > problem.budget
            or np.any(used + use > problem.most)
            or np.any(others + other > problem.pile_most)
        ):
            continue
        choice[row] = option
        money, variance = money + cost, variance + spread
        used, others = used + use, others + other
    return choice
