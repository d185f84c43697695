"""A bound that knows that contacts come whole.

Where all calls cost the same, some money is left that buys no further call, and prices alone count
it as used. In every choice the number of contacts by dear options is whole: at most what was
chosen, or at least one more (branching on a general disjunction, Karamanov and Cornuejols,
Mathematical Programming 128, 2011). Either half is one limit more with a price of its own, so the
larger of their bounds holds for both. Cost: a dozen bounds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from clm_desktop.core.run import RunContext
from clm_desktop.models.allocation.dual import bound_of
from clm_desktop.models.allocation.problem import Array, Choice, Prices, Problem, usage

NO_MORE, ONE_MORE = 8, 3  # bounds that are tried in either half
DEARER = 64.0  # times its price is the most that money is tried at


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """Prices that leave what a contact takes in all as it is: money against contacts."""

    prices: Prices
    dear: float  # cost of a contact by a dear option
    others: Array  # (k,) cost of one by any other, per limit

    def at(self, step: float) -> Prices:
        """Money dearer by ``step``, and contacts cheaper by what they cost."""
        return replace(
            self.prices,
            money=max(self.prices.money + step, 0.0),
            used=np.append(
                np.maximum(self.prices.used - step * self.others, 0.0), abs(step) * self.dear
            ),
        )

    def most(self) -> float:
        """The largest step before some contact would have to be paid for being made."""
        falls = (self.others > 0) & (self.prices.used > 0)
        steps = self.prices.used[falls] / self.others[falls]
        return float(steps.min(initial=DEARER * self.prices.money))


def whole_bound(
    problem: Problem, prices: Prices, choice: Choice, spread: float, ctx: RunContext
) -> float:
    """An upper bound on every choice, from a choice and prices near the best; inf where none is.

    Dear are the options that cost more than the choice leaves of the budget.
    """
    left = problem.budget - usage(problem, choice).p95
    dear = problem.cost.min(axis=0) > left
    if prices.money <= 0 or not np.isfinite(left) or not dear.any():
        return np.inf
    line = _Line(
        prices=prices,
        dear=_cost_each(problem, choice, dear),
        others=np.asarray([_cost_each(problem, choice, (use > 0) & ~dear) for use in problem.use]),
    )

    def least(half: Problem, cheapest: float, dearest: float, tries: int) -> float:
        found = minimize_scalar(
            lambda step: bound_of(half, line.at(step), spread, ctx),
            bounds=(cheapest, dearest), method="bounded", options={"maxiter": tries},
        )  # fmt: skip
        return float(found.fun)

    count = float(np.count_nonzero(dear[choice[choice >= 0]]))
    row = dear.astype(np.float64)
    return max(
        least(_limited(problem, row, count), -prices.money, 0.0, NO_MORE),
        least(_limited(problem, -row, -count - 1), 0.0, line.most(), ONE_MORE),
    )


def _limited(problem: Problem, use: Array, most: float) -> Problem:
    return replace(problem, use=np.vstack([problem.use, use]), most=np.append(problem.most, most))


def _cost_each(problem: Problem, choice: Choice, options: NDArray[np.bool_]) -> float:
    """Mean cost of the contacts chosen among some options; 0 where there is none."""
    rows = np.flatnonzero(np.isin(choice, np.flatnonzero(options)))
    cost = problem.cost[rows, choice[rows]]
    return float(cost.mean()) if len(cost) else 0.0
