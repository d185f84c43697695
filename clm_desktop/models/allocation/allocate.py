"""The choice of most value within all limits, with a certified gap."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.models.allocation.dual import (
    best_choice,
    bound_of,
    find_prices,
    free,
    relaxed,
    touching,
)
from clm_desktop.models.allocation.exact import solved
from clm_desktop.models.allocation.problem import (
    Allocation,
    Choice,
    Prices,
    Problem,
    chosen,
    fits,
)
from clm_desktop.models.allocation.repair import repaired
from clm_desktop.models.allocation.whole import whole_bound

EXACT_BELOW = 5_000  # customers with something worth choosing
ROUNDS = 3  # until the line touches the 95th percentile where the choice is
# A percentile has a best choice beside every spread: one is looked for where hardly any is allowed.
STEADY = 0.05
CERTAIN = 1e-6  # gap with which no better bound is looked for
GOOD_ENOUGH = 3e-4  # gap with which nothing exact is tried


def allocate(problem: Problem, ctx: RunContext = NULL_CONTEXT, *, exact: bool = True) -> Allocation:
    """At most one option per customer, the most value in all, nothing violated.

    Lagrangian prices, repair and a dual bound; below 5,000 customers branch and bound closes the
    gap. Same problem, same choice. Without ``exact`` it is not called: for who asks for prices
    only. Cost: nothing short O(n m); 100k x 8 about 1.6 CPU s.
    """
    rows = np.flatnonzero((problem.value > 0).any(axis=1))
    if not len(rows):  # also where there is no option at all
        nobody = np.full(len(problem), -1)
        return Allocation(
            choice=nobody, value=0.0, bound=0.0, prices=free(problem), solver="lagrangian"
        )
    small = problem.rows(rows)
    found = _allocated(small, ctx, exact=exact)
    choice = np.full(len(problem), -1)
    choice[rows] = found.choice
    return replace(found, choice=choice)


def _allocated(problem: Problem, ctx: RunContext, *, exact: bool) -> Allocation:
    unpriced = free(problem)
    choice, _ = best_choice(relaxed(problem), unpriced)
    if fits(problem, choice):
        value = float(chosen(choice, problem.value).sum())
        return Allocation(
            choice=choice, value=value, bound=value, prices=unpriced, solver="lagrangian"
        )
    spread = _spread(problem, choice)
    prices: Prices | None = None
    best: Choice = np.full(len(problem), -1)
    for _ in range(ROUNDS):
        prices, made = _on_line(problem, spread, prices, ctx)
        if _value(problem, made) > _value(problem, best):
            best = made
        after = _spread(problem, made)
        if prices.money <= 0 or abs(after - spread) <= 0.003 * spread:
            break
        spread = after
    if spread > 0 and prices is not None and prices.money > 0:
        low, sure = _on_line(problem, STEADY * spread, prices, ctx)
        if _value(problem, sure) > _value(problem, best):
            best, prices, spread = sure, low, max(_spread(problem, sure), STEADY * spread)
    prices = prices or unpriced
    value = _value(problem, best)
    bound = max(bound_of(problem, prices, spread, ctx), value)
    if exact and bound - value > CERTAIN * bound:
        bound = max(min(bound, whole_bound(problem, prices, best, spread, ctx)), value)
    found = Allocation(choice=best, value=value, bound=bound, prices=prices, solver="lagrangian")
    if exact and len(problem) <= EXACT_BELOW and found.gap_share > GOOD_ENOUGH:
        return _closed(problem, found, spread, ctx)
    return found


def _on_line(
    problem: Problem, spread: float, prices: Prices | None, ctx: RunContext
) -> tuple[Prices, Choice]:
    """Prices of the line that touches at a spread, and the choice that they lead to."""
    line = touching(problem, spread)
    prices = find_prices(line, prices, ctx)
    wanted, net = best_choice(line, prices)
    return prices, repaired(problem, wanted, net)


def _value(problem: Problem, choice: Choice) -> float:
    return float(chosen(choice, problem.value).sum())


def _closed(problem: Problem, found: Allocation, spread: float, ctx: RunContext) -> Allocation:
    """The gap closed by an exact solver, as far as the line touches the budget's percentile."""
    line = touching(problem, spread)
    choice, bound = solved(line, found.prices, found.choice, ctx)
    value = _value(problem, choice)
    # the bound of the touching line is one of the true problem where the line is the budget
    tight = bound if spread <= 0 or not np.isfinite(problem.budget) else found.bound
    return replace(
        found, choice=choice, value=value, bound=max(min(tight, found.bound), value), solver="milp"
    )


def _spread(problem: Problem, choice: Choice) -> float:
    return float(np.sqrt(chosen(choice, problem.variance).sum()))
