"""Prices for every limit, by minimising the smoothed Lagrangian dual (Nesterov 2005, entropy).

With prices each customer decides alone: the option of most value after what it takes is paid for,
or none. The dual value is an upper bound for any prices >= 0 (weak duality), so a certificate does
not depend on how the prices were found. The 95th percentile of the money is not linear: plans are
found with a line above it, the bound with lines below it (``bound_of``).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from clm_desktop.core.run import RunContext
from clm_desktop.models.allocation.problem import Z95, Array, Choice, Prices, Problem

SAMPLE = 6_000  # customers on whom the prices are found first
SMOOTHING = (0.3, 0.03, 0.004)  # in units of a usual value, one after the other
LAST = 2  # of them are repeated on everybody
SPLITS = 40  # of the range of the spread of money, for the certificate
CLOSE = 2e-7  # the certificate is not made sharper than this share
CLOSED = -1e300


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """The problem with a linear budget; options that are not worth anything are closed."""

    value: Array  # CLOSED where not open
    money: Array  # (n, m) what counts against the budget
    budget: float
    problem: Problem

    def pay(self, prices: Prices) -> Array:
        """Value of every option after what it takes is paid for: (n, m)."""
        net = self.value - prices.used @ self.problem.use
        if prices.money > 0:
            net -= prices.money * self.money
        for place in np.flatnonzero(prices.piles > 0):
            net -= prices.piles[place] * np.where(
                self.problem.pile == place, 0.0, self.problem.cost
            )
        return net

    def constant(self, prices: Prices) -> float:
        """What the limits themselves are worth at these prices."""
        return (
            _worth(np.array([prices.money]), np.array([self.budget]))
            + _worth(prices.used, self.problem.most)
            + _worth(prices.piles, self.problem.pile_most)
        )


def relaxed(problem: Problem, slope: float = 0.0, offset: float = 0.0) -> Relaxed:
    """Count cost + slope x variance as money, and hold it below budget - offset."""
    money = problem.cost + slope * problem.variance if slope else problem.cost
    return Relaxed(
        value=np.where(problem.value > 0, problem.value, CLOSED),
        money=money,
        budget=max(problem.budget - offset, 0.0),
        problem=problem,
    )


def touching(problem: Problem, spread: float) -> Relaxed:
    """The line that touches mean + z sqrt(V) at V = spread^2, and is above it elsewhere."""
    if spread <= 0 or not np.isfinite(problem.budget):
        return relaxed(problem)
    return relaxed(problem, Z95 / (2 * spread), Z95 * spread / 2)


def best_choice(problem: Relaxed, prices: Prices) -> tuple[Choice, Array]:
    """Each customer's best option at these prices, -1 where nothing is worth it; and its net."""
    net = problem.pay(prices)
    best = net.argmax(axis=1)
    worth = net[np.arange(len(best)), best]
    return np.where(worth > 0, best, -1), net


def dual_value(problem: Relaxed, prices: Prices) -> float:
    """An upper bound on the value of every choice within the limits."""
    best = problem.pay(prices).max(axis=1)
    return float(np.maximum(best, 0.0).sum()) + problem.constant(prices)


def find_prices(problem: Relaxed, start: Prices | None, ctx: RunContext) -> Prices:
    """Prices near the minimum of the dual.

    Found on a sample first, then on everybody, or from ``start``; 100k x 8 about 1 CPU s.
    """
    prices = start or free(problem.problem)
    n = len(problem.value)
    steps: tuple[float, ...] = SMOOTHING[-1:] if start else SMOOTHING
    if start is None and n > 2 * SAMPLE:
        rows = np.arange(0, n, n // SAMPLE)
        share = len(rows) / n
        part = _part_of(problem, rows, share)
        for step in SMOOTHING:
            prices = _smoothed(part, prices, step, ctx)
        steps = SMOOTHING[-LAST:]
    for step in steps:
        prices = _smoothed(problem, prices, step, ctx)
    return prices


def free(problem: Problem) -> Prices:
    """Nothing has a price: nothing is short."""
    return Prices(
        money=0.0, used=np.zeros(len(problem.most)), piles=np.zeros(len(problem.pile_most))
    )


def bound_of(problem: Problem, prices: Prices, spread: float, ctx: RunContext) -> float:
    """Upper bound on the true problem, with the budget on the 95th percentile.

    On each interval of sqrt(V) the root lies above its chord, so the chord's linear budget is a
    relaxation there; the best choice lies in one of the intervals, so the largest of their bounds
    holds. Intervals are halved where the bound is largest, until it is within ``CLOSE`` of that of
    the touching line, or halving lowers it no more.
    """
    goal = dual_value(touching(problem, spread), prices)
    if prices.money <= 0 or not np.isfinite(problem.budget) or spread <= 0:
        return goal if prices.money > 0 else dual_value(relaxed(problem), prices)
    whole = relaxed(problem)

    def on(low: float, high: float) -> float:
        slope = Z95 / (low + high)
        offset = Z95 * low * high / (low + high)
        line = replace(
            whole,
            money=problem.cost + slope * problem.variance,
            budget=problem.budget - offset,  # may be negative: then nothing fits on the interval
        )
        return dual_value(line, prices)

    largest = problem.budget / Z95
    cuts = [0.0, spread / 4, spread / 1.1, spread * 1.1, spread * 4, largest]
    cuts = sorted({min(cut, largest) for cut in cuts})
    heap = [(-on(a, b), a, b) for a, b in pairwise(cuts)]
    heapq.heapify(heap)
    for _ in range(SPLITS):
        ctx.check()
        bound, low, high = heap[0]
        if -bound <= goal * (1 + CLOSE):
            break
        middle = (low + high) / 2
        below, above = on(low, middle), on(middle, high)
        heapq.heapreplace(heap, (-below, low, middle))
        heapq.heappush(heap, (-above, middle, high))
        if max(below, above) > -bound - CLOSE * goal:  # nor would halves of halves be lower
            break
    return max(-heap[0][0], goal)


def _smoothed(problem: Relaxed, start: Prices, step: float, ctx: RunContext) -> Prices:
    """Minimise the dual with each customer's maximum replaced by a soft one.

    Prices are measured in what the whole limit is worth, so that all have one size, but never in
    more than the dearest unit: a budget of next to nothing is worth no more than that.
    """
    limits = np.concatenate([[problem.budget], problem.problem.most, problem.problem.pile_most])
    held = np.isfinite(limits)
    positive = problem.value[problem.value > 0]
    if not held.any() or not len(positive):
        return free(problem.problem)
    tau = step * float(np.median(positive))
    size = max(float(np.maximum(problem.value.max(axis=1), 0.0).sum()), 1e-12)
    unit = np.minimum(size / np.maximum(limits[held], 1e-9), _dearest(problem)[held])

    def loss(x: Array) -> tuple[float, Array]:
        ctx.check()
        prices = _unpacked(x * unit, held, problem.problem)
        soft, used = _soft_dual(problem, prices, tau)
        return soft / size, (limits[held] - used[held]) * unit / size

    packed = np.concatenate([[start.money], start.used, start.piles])[held] / unit
    found = minimize(
        loss, packed, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * int(held.sum()),
        options={"maxiter": 60, "ftol": 1e-12, "gtol": 1e-9},
    )  # fmt: skip
    return _unpacked(found.x * unit, held, problem.problem)


def _dearest(problem: Relaxed) -> Array:
    """The most that a unit of each limit can be worth, in the order of the limits."""
    shop = problem.problem
    value = np.maximum(problem.value, 0.0)
    paid = problem.money > 0
    money = float((value[paid] / problem.money[paid]).max(initial=0.0))
    best = value.max(axis=0)
    per_use = [float((best[u > 0] / u[u > 0]).max(initial=0.0)) for u in shop.use]
    made = np.array([money, *per_use, *([money] * len(shop.pile_most))])
    return np.asarray(np.maximum(made, 1e-12), np.float64)


def _soft_dual(problem: Relaxed, prices: Prices, tau: float) -> tuple[float, Array]:
    """Soft dual value and what the soft choice uses of every limit."""
    net = problem.pay(prices)
    top = np.maximum(net.max(axis=1), 0.0)
    net -= top[:, None]
    net /= tau
    np.exp(np.maximum(net, -700.0, out=net), out=net)
    net[problem.value == CLOSED] = 0.0
    total = np.exp(np.maximum(-top / tau, -700.0)) + net.sum(axis=1)
    value = float((top + tau * np.log(total)).sum()) + problem.constant(prices)
    net /= total[:, None]
    shop = problem.problem
    money = float(np.einsum("ij,ij->", net, problem.money))
    used = shop.use @ net.sum(axis=0)
    piles = np.zeros(len(shop.pile_most))
    if np.isfinite(shop.pile_most).any():
        cost = net * shop.cost
        whole = cost.sum()
        piles = np.array([whole - cost[shop.pile == q].sum() for q in range(len(piles))])
    return value, np.concatenate([[money], used, piles])


def _part_of(problem: Relaxed, rows: NDArray[np.int64], share: float) -> Relaxed:
    part = replace(
        problem.problem.rows(rows),
        most=problem.problem.most * share,
        pile_most=problem.problem.pile_most * share,
    )
    return Relaxed(
        value=problem.value[rows],
        money=problem.money[rows],
        budget=problem.budget * share,
        problem=part,
    )


def _unpacked(packed: Array, held: NDArray[np.bool_], problem: Problem) -> Prices:
    prices = np.zeros(len(held))
    prices[held] = np.maximum(packed, 0.0)
    k = len(problem.most)
    return Prices(money=float(prices[0]), used=prices[1 : 1 + k], piles=prices[1 + k :])


def _worth(price: Array, limit: Array) -> float:
    """Sum of price x limit; a limit of infinity is never priced."""
    priced = price > 0
    return float(price[priced] @ limit[priced])
