"""Small shops: the same problem as a mixed integer programme (HiGHS), after most is settled.

With a feasible value L and prices, an option whose net is more than bound - L below its customer's
best can be in no better choice (reduced-cost fixing, Dantzig, Fulkerson and Johnson 1954). What is
left is small.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from clm_desktop.models.allocation.dual import Relaxed, dual_value
from clm_desktop.models.allocation.problem import Array, Choice, Prices

NODES = 2_000  # a count, not a time: the same plan on every computer
SECONDS = 20.0  # safety only; then the other solver's choice stands
GAP = 1e-4


def solved(problem: Relaxed, prices: Prices, least: float) -> tuple[Choice, float] | None:
    """Best choice and its bound, None where none better than ``least`` was found in time."""
    net = problem.pay(prices)
    best = np.maximum(net.max(axis=1), 0.0)
    slack = dual_value(problem, prices) - least
    row, option = np.nonzero((problem.value > 0) & (best[:, None] - net <= slack + 1e-9))
    if not len(row):
        return None
    value = problem.value[row, option]
    found = milp(
        -value,
        integrality=np.ones(len(row), np.int64),
        bounds=Bounds(0, 1),
        constraints=_limits(problem, row, option),
        # with presolve the library writes to the terminal when it maps a solution back
        options={"mip_rel_gap": GAP, "node_limit": NODES, "time_limit": SECONDS, "presolve": False},
    )
    if found.x is None:
        return None
    choice = np.full(len(problem.value), -1)
    taken = found.x > 0.5
    choice[row[taken]] = option[taken]
    bound = -float(found.mip_dual_bound) if found.mip_dual_bound is not None else np.inf
    return choice, bound


def _limits(
    problem: Relaxed, row: NDArray[np.integer], option: NDArray[np.integer]
) -> LinearConstraint:
    shop = problem.problem
    columns = np.arange(len(row))
    _, place = np.unique(row, return_inverse=True)
    once = csr_array((np.ones(len(row)), (place, columns)))
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
    return LinearConstraint(vstack(parts, format="csr"), -np.inf, np.concatenate(most))
