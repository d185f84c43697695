"""The allocation alone: how near the best possible plan, in what time (plan_science 2.2)."""

from __future__ import annotations

import time

import numpy as np
from bars import Bar

from clm_desktop.models.allocation.allocate import allocate
from clm_desktop.models.allocation.problem import Problem, fits

SMALL_DRAWS = 5
LARGE_DRAWS = 3


def allocation_bars() -> list[Bar]:
    """100,000 customers by 8 actions, and five shops of 200."""
    big = a_problem(100_000, 0)
    start = time.process_time()
    found = allocate(big)
    spent = time.process_time() - start
    gap = found.gap_share if fits(big, found.choice) else 1.0
    bars = [
        Bar("100k x 8: gap, millionths", 1e6 * gap, 10.0, at_most=True),
        Bar("100k x 8: CPU s", spent, 2.0, at_most=True),
    ]
    for seed in range(LARGE_DRAWS):
        large = a_problem(100_000, seed, own_costs=True)
        answer = allocate(large)
        gap = answer.gap_share if fits(large, answer.choice) else 1.0
        name = f"100k x 8, costs of their own, draw {seed}: gap, millionths"
        bars.append(Bar(name, 1e6 * gap, 10.0, at_most=True))
    gaps = []
    for seed in range(SMALL_DRAWS):
        small = a_problem(200, seed)
        answer = allocate(small)
        gaps.append(answer.gap_share if fits(small, answer.choice) else 1.0)
    bars.append(Bar("200 x 8: largest gap", max(gaps), 0.005, at_most=True))
    return bars


def a_problem(customers: int, seed: int, *, own_costs: bool = False) -> Problem:
    """Eight actions by four channels; consents, capacities and a budget that bind.

    All calls cost the same, so that some money is left that buys no more of them; or each contact
    takes up to a fifth more or less (``own_costs``).
    """
    rng = np.random.default_rng(seed)
    options = 8
    channel = np.asarray([0, 0, 0, 1, 1, 2, 3, 3])
    capacity = np.asarray([0.25, 0.10, 0.05, 0.006]) * customers
    basket = 120.0 * np.exp(0.45 * rng.standard_normal(customers))
    lift = np.abs(rng.normal(0.02, 0.02, (customers, options)))
    agreed = rng.random((customers, 4)) < [0.75, 0.5, 0.4, 0.3]
    discount = np.asarray([0.0, 0.0, 0.1, 0.0, 0.2, 0.0, 0.0, 0.1])
    chance = rng.beta(1.2, 8.0, customers)[:, None] + lift
    cost = 0.02 + discount * basket[:, None] * chance + np.where(channel >= 2, 1.5, 0.0)
    if own_costs:
        cost *= rng.uniform(0.8, 1.2, cost.shape)
    value = 0.4 * basket[:, None] * lift - cost
    return Problem(
        value=np.where(agreed[:, channel], value, 0.0),
        cost=cost,
        variance=(discount * basket[:, None]) ** 2 * chance * (1.0 - chance),
        budget=0.05 * customers,
        use=(channel == np.arange(4)[:, None]).astype(np.float64),
        most=capacity,
        pile=np.zeros((customers, options), np.int8),
        pile_most=np.full(1, np.inf),
    )
