"""Small shops: the gap that prices leave is closed by branch and bound over linear programmes.

With a feasible value L and prices, an option whose net is more than bound - L below its customer's
best can be in no better choice (reduced-cost fixing, Dantzig, Fulkerson and Johnson 1954). What is
left is small, and has about as many broken customers as there are limits, so that rounding the
linear programme is nearly always enough. (The mixed integer solver of the library would do too, but
writes to the terminal from C, where the command line's JSON goes.)
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from clm_desktop.core.run import RunContext
from clm_desktop.models.allocation.dual import Relaxed, dual_value
from clm_desktop.models.allocation.problem import Array, Choice, Prices, chosen
from clm_desktop.models.allocation.repair import repaired

NODES = 120  # programmes at most: a count, not a time, so that every computer plans the same
COLUMNS = 40_000  # in all of them together
GAP = 1e-4
WHOLE = 1e-6

_linprog: Any = linprog  # its types know no sparse matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What is still open: one column per (customer, option)."""

    row: NDArray[np.int64]
    option: NDArray[np.int64]
    value: Array
    weight: csr_array
    most: Array


def solved(
    problem: Relaxed, prices: Prices, start: Choice, ctx: RunContext
) -> tuple[Choice, float]:
    """Best choice found and a bound on all, of the linear problem. Cost: 200 customers .5 s."""
    best, least = start, float(chosen(start, problem.problem.value).sum())
    programme = _open(problem, prices, least)
    if not len(programme.row):
        return best, least
    net = problem.pay(prices)
    low, high = np.zeros(len(programme.row)), np.ones(len(programme.row))
    first = _relaxed(programme, low, high)
    heap = [(-first[0], 0, low, high, first[1])]
    made = 1
    most = min(NODES, COLUMNS // len(programme.row))
    while heap and made < most:
        ctx.check()
        bound, _, low, high, x = heapq.heappop(heap)
        if -bound <= least * (1 + GAP):
            heapq.heappush(heap, (bound, 0, low, high, x))
            break
        choice = repaired(problem.problem, _rounded(programme, x, len(start)), net)
        value = float(chosen(choice, problem.problem.value).sum())
        if value > least:
            best, least = choice, value
        at = _divided(x, low, high, reached=value >= -bound - WHOLE * abs(bound))
        if at < 0:
            continue
        for side in (0.0, 1.0):
            low_, high_ = low.copy(), high.copy()
            low_[at] = high_[at] = side
            above, solution = _relaxed(programme, low_, high_)
            made += 1
            if above > least:
                heapq.heappush(heap, (-above, made, low_, high_, solution))
    return best, max(least, -heap[0][0]) if heap else least


def _open(problem: Relaxed, prices: Prices, least: float) -> Programme:
    net = problem.pay(prices)
    best = np.maximum(net.max(axis=1), 0.0)
    slack = dual_value(problem, prices) - least
    row, option = np.nonzero((problem.value > 0) & (best[:, None] - net <= slack + 1e-9))
    weight, most = _limits(problem, row, option)
    return Programme(
        row=row, option=option, value=problem.value[row, option], weight=weight, most=most
    )


def _relaxed(programme: Programme, low: Array, high: Array) -> tuple[float, Array]:
    """Bound and solution of the linear programme; -inf where nothing fits."""
    found: Any = _linprog(
        -programme.value,
        A_ub=programme.weight,
        b_ub=programme.most,
        bounds=np.column_stack([low, high]),
        method="highs-ds",
    )
    if found.x is None:
        return -np.inf, low
    return -float(found.fun), np.asarray(found.x, np.float64)


def _divided(x: Array, low: Array, high: Array, *, reached: bool) -> int:
    """The column to divide by; -1 where the programme needs no dividing.

    Without a line above the 95th percentile a whole solution may still be dearer than the budget:
    then one of its columns is given or forbidden, until none is left.
    """
    broken = np.minimum(x, 1 - x)
    at = int(np.argmax(broken))
    if broken[at] > WHOLE:
        return at
    free = np.flatnonzero((low < high) & (x > 1 - WHOLE))
    return -1 if reached or not len(free) else int(free[0])


def _rounded(programme: Programme, x: Array, n: int) -> Choice:
    choice = np.full(n, -1)
    order = np.argsort(x, kind="stable")
    order = order[x[order] > 0.5]
    choice[programme.row[order]] = programme.option[order]
    return choice


def _limits(
    problem: Relaxed, row: NDArray[np.integer], option: NDArray[np.integer]
) -> tuple[csr_array, Array]:
    shop = problem.problem
    columns = np.arange(len(row))
    rows, place = np.unique(row, return_inverse=True)
    once = csr_array((np.ones(len(row)), (place, columns)), shape=(len(rows), len(row)))
    parts, most = [once], [np.ones(once.shape[0])]

    def add(weight: Array, limit: float) -> None:
        if np.isfinite(limit):
            parts.append(csr_array(weight[None, :]))
            most.append(np.array([limit]))

    scale = problem.budget if 0 < problem.budget < np.inf else 1.0  # rows of one size
    add(problem.money[row, option] / scale, problem.budget / scale)
    for limit in range(len(shop.most)):
        add(shop.use[limit, option], float(shop.most[limit]))
    for pile in range(len(shop.pile_most)):
        weight = np.where(shop.pile[row, option] == pile, 0.0, shop.cost[row, option])
        add(weight, float(shop.pile_most[pile]))
    return vstack(parts, format="csr"), np.concatenate(most)
