"""The problem: at most one action per customer, most value, within every limit.

n customers, m options (an action by a channel each). Every limit is of the packing kind: what is
chosen uses some of it, nothing gives any back; choosing nothing is always allowed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Choice = NDArray[np.int64]  # per customer the option, -1 = none
Z95 = 1.6448536269514722


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Values, money and limits; an option that is not open to a customer has value <= 0.

    ``budget`` holds for the mean of the money and for its 95th percentile, which by the central
    limit theorem is mean + 1.645 sqrt(sum of variances). ``use`` (k, m) is what one contact of
    each option takes of each of the k limits ``most``: a channel's week, contacts, minutes.
    Piles (positions 0..p-1) have ``pile_most``: money that may go into all *other* piles, so that
    a pile finds its least share untouched.
    """

    value: Array  # (n, m)
    cost: Array  # (n, m) >= 0, mean
    variance: Array  # (n, m) >= 0, of the cost
    budget: float  # inf = no limit
    use: Array  # (k, m) >= 0
    most: Array  # (k,)
    pile: NDArray[np.int8]  # (n, m)
    pile_most: Array  # (p,)

    def __len__(self) -> int:
        """Number of customers."""
        return len(self.value)

    def rows(self, rows: NDArray[np.int64]) -> Problem:
        """Some of the customers under the same limits.

        Kept column by column: over few options a customer's best is found several times as fast.
        """
        return replace(
            self,
            value=np.asfortranarray(self.value[rows]),
            cost=np.asfortranarray(self.cost[rows]),
            variance=np.asfortranarray(self.variance[rows]),
            pile=np.asfortranarray(self.pile[rows]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a choice takes of every limit."""

    cost: float
    p95: float
    used: Array  # (k,)
    others: Array  # (p,) money in all other piles


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Shadow prices: value that one more unit of each limit would bring."""

    money: float
    used: Array  # (k,)
    piles: Array  # (p,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A choice that violates nothing, its worth, and how far from the best it can be at most."""

    choice: Choice
    value: float
    bound: float  # no choice within the limits is worth more
    prices: Prices
    solver: str  # milp, lagrangian

    @property
    def gap_share(self) -> float:
        """Certified distance from the best, as a share of it; 0 when nothing is worth choosing."""
        return max(self.bound - self.value, 0.0) / self.bound if self.bound > 0 else 0.0


def chosen(choice: Choice, matrix: Array) -> Array:
    """Entries of an (n, m) matrix at the chosen options, 0 where none is."""
    picked = matrix[np.arange(len(choice)), np.maximum(choice, 0)]
    return np.asarray(np.where(choice >= 0, picked, 0.0), np.float64)


def usage(problem: Problem, choice: Choice) -> Usage:
    """What a choice takes. Cost: O(n)."""
    rows = np.flatnonzero(choice >= 0)
    option = choice[rows]
    cost = problem.cost[rows, option]
    mean, variance = float(cost.sum()), float(problem.variance[rows, option].sum())
    in_pile = np.bincount(
        problem.pile[rows, option], weights=cost, minlength=len(problem.pile_most)
    )
    count = np.bincount(option, minlength=problem.use.shape[1])
    return Usage(
        cost=mean,
        p95=mean + Z95 * float(np.sqrt(variance)),
        used=problem.use @ count,
        others=np.asarray(mean - in_pile, np.float64),
    )


def fits(problem: Problem, choice: Choice) -> bool:
    """Whether a choice violates no limit, to rounding."""
    taken = usage(problem, choice)
    return bool(
        taken.p95 <= problem.budget * (1 + 1e-9) + 1e-9
        and np.all(taken.used <= problem.most * (1 + 1e-9) + 1e-9)
        and np.all(taken.others <= problem.pile_most * (1 + 1e-9) + 1e-9)
    )
