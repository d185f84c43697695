"""One action per customer: nothing violated, near the best, and the distance proven."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.models.allocation.allocate import allocate
from clm_desktop.models.allocation.dual import find_prices, touching
from clm_desktop.models.allocation.exact import solved
from clm_desktop.models.allocation.problem import Problem, chosen, fits, usage
from clm_desktop.models.allocation.whole import whole_bound


def drawn(n: int, m: int, seed: int, *, tails: bool = True, piles: bool = False) -> Problem:
    rng = np.random.default_rng(seed)
    cost = np.abs(rng.normal(1.0, 0.6, (n, m))) * (np.arange(m) > 0)
    channel = np.arange(m) % 2
    return Problem(
        value=rng.lognormal(0, 1, (n, 1)) * rng.normal(0.6, 1.0, (n, m)),
        cost=cost,
        variance=cost**2 * rng.uniform(0.2, 3.0, (n, m)) if tails else np.zeros((n, m)),
        budget=0.25 * n,
        use=np.stack([channel == 0, channel == 1, np.ones(m)]).astype(np.float64),
        most=np.array([np.ceil(0.4 * n), np.ceil(0.3 * n), np.ceil(0.6 * n)]),
        pile=rng.integers(0, 2, (n, m)).astype(np.int8),
        pile_most=np.array([0.15 * n, np.inf]) if piles else np.array([np.inf, np.inf]),
    )


def best_by_trying(problem: Problem) -> float:
    n, m = problem.value.shape
    best = 0.0
    for choice in product(range(-1, m), repeat=n):
        one = np.array(choice, np.int64)
        if fits(problem, one):
            best = max(best, float(chosen(one, problem.value).sum()))
    return best


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(1, 3), st.integers(0, 10_000), st.booleans())
def test_that_tiny_problems_are_solved_as_by_trying_everything(
    n: int, m: int, seed: int, piles: bool
) -> None:
    problem = drawn(n, m, seed, tails=False, piles=piles)
    best = best_by_trying(problem)
    found = allocate(problem)
    assert fits(problem, found.choice)
    assert found.value == pytest.approx(best, rel=1e-3, abs=1e-9)
    assert found.bound >= best - 1e-9


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4), st.integers(1, 3), st.integers(0, 10_000))
@example(2, 2, 22)  # the first price leaves nobody in, so that no line touches the percentile
@example(4, 2, 2)
@example(3, 3, 51)
def test_that_the_bound_holds_for_the_95th_percentile_too(n: int, m: int, seed: int) -> None:
    problem = drawn(n, m, seed)
    best = best_by_trying(problem)
    found = allocate(problem)
    assert found.value <= best + 1e-9
    assert found.bound >= best - 1e-9


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 150), st.integers(1, 6), st.integers(0, 10_000), st.booleans())
def test_that_no_limit_is_ever_violated(n: int, m: int, seed: int, piles: bool) -> None:
    problem = drawn(n, m, seed, piles=piles)
    found = allocate(problem)
    taken = usage(problem, found.choice)
    assert taken.p95 <= problem.budget + 1e-6
    assert np.all(taken.used <= problem.most + 1e-9)
    assert np.all(taken.others <= problem.pile_most + 1e-6)
    assert np.all(chosen(found.choice, problem.value)[found.choice >= 0] > 0)


def one_price(n: int, seed: int) -> Problem:
    """Cards that cost next to nothing, calls that all cost the same, and coupons."""
    rng = np.random.default_rng(seed)
    coupon = rng.uniform(0.5, 3.0, n)
    return Problem(
        value=rng.uniform(0.1, 3.0, (n, 3)) * [1.0, 2.0, 0.7],
        cost=np.stack([np.full(n, 0.02), np.full(n, 1.5), coupon], axis=1),
        variance=np.stack([np.zeros(n), np.zeros(n), coupon**2], axis=1),
        budget=0.4 * n + 2.4,
        use=np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]),
        most=np.array([np.ceil(0.3 * n), 1.0 * n]),
        pile=np.zeros((n, 3), np.int8),
        pile_most=np.full(1, np.inf),
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-1, 2), min_size=1, max_size=6), st.integers(0, 10_000))
@example([2, -1, -1, -1, -1], 8)  # a coupon has taken the money of calls that are worth more
def test_that_a_bound_of_whole_contacts_holds(chosen_then: list[int], seed: int) -> None:
    """Whatever choice and prices it is made from."""
    problem = one_price(len(chosen_then), seed)
    prices = find_prices(touching(problem, 0.5), None, NULL_CONTEXT)
    choice = np.array(chosen_then)
    if fits(problem, choice):
        bound = whole_bound(problem, prices, choice, 0.5, NULL_CONTEXT)
        assert bound >= best_by_trying(problem) - 1e-9


def test_that_money_which_buys_no_further_call_is_no_gap() -> None:
    problem = one_price(20_000, 1)
    found = allocate(problem)
    left = problem.budget - usage(problem, found.choice).p95
    assert left > 1.0
    assert found.bound - found.value < 0.5 * left * found.prices.money


@pytest.mark.parametrize("seed", range(4))
def test_that_more_money_never_brings_less(seed: int) -> None:
    problem = drawn(300, 5, seed)
    values = [
        allocate(replace(problem, budget=problem.budget * times))
        for times in (0.0, 0.2, 0.5, 1.0, 2.0)
    ]
    for less, more in pairwise(values):
        assert more.value >= less.value * (1 - more.gap_share) - 1e-9


def test_that_nothing_has_a_price_where_nothing_is_short() -> None:
    problem = replace(drawn(50, 3, 1), budget=1e9, most=np.full(3, 1e9))
    found = allocate(problem)
    assert found.prices.money == 0.0
    assert found.gap_share == 0.0
    assert found.value == pytest.approx(np.maximum(problem.value.max(axis=1), 0).sum())


@pytest.mark.parametrize(("n", "gap"), [(200, 0.0075), (3_000, 3.1e-4), (20_000, 2e-5)])
def test_that_the_proven_gap_is_small(n: int, gap: float) -> None:
    for seed in range(2):
        assert allocate(drawn(n, 8, seed)).gap_share <= gap


def test_that_the_same_problem_has_the_same_choice() -> None:
    problem = drawn(400, 6, 3)
    assert np.array_equal(allocate(problem).choice, allocate(problem).choice)


def test_that_a_piles_least_share_is_left_to_it() -> None:
    problem = drawn(500, 4, 7, tails=False, piles=True)
    found = allocate(problem)
    rows = np.flatnonzero(found.choice >= 0)
    other = problem.pile[rows, found.choice[rows]] != 0
    spent = problem.cost[rows, found.choice[rows]][other].sum()
    assert 0 < spent <= problem.pile_most[0] + 1e-9


def test_that_solving_writes_nothing_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    """What the command line prints must be one document; libraries in C write past Python."""
    solvers = {allocate(drawn(n, 8, seed)).solver for n in (20, 60, 200) for seed in range(4)}
    assert "milp" in solvers
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", "")


def test_that_a_choice_better_than_its_line_allows_is_kept() -> None:
    """The line of another spread may have no room for what was found before."""
    two = np.ones((2, 1))
    problem = Problem(
        value=two, cost=two, variance=two, budget=2.0, use=np.zeros((0, 1)), most=np.zeros(0),
        pile=np.zeros((2, 1), np.int8), pile_most=np.full(1, np.inf),
    )  # fmt: skip
    line = touching(problem, 100.0)
    start = np.zeros(2, np.int64)
    choice, bound = solved(line, find_prices(line, None, NULL_CONTEXT), start, NULL_CONTEXT)
    assert choice.tolist() == [0, 0]
    assert bound == pytest.approx(2.0)


def test_that_many_small_risks_are_not_held_on_to_where_none_is_better() -> None:
    """Each of 2,000 risks pays while the others are taken; all together they cost more."""
    n = 4_000
    risky = np.arange(n)[:, None] < n // 2
    problem = Problem(
        value=np.where(risky, 0.512, 1.0), cost=np.where(risky, 0.5, 1.0),
        variance=np.where(risky, 0.2, 0.0), budget=1_100.0, use=np.zeros((0, 1)),
        most=np.zeros(0), pile=np.zeros((n, 1), np.int8), pile_most=np.full(1, np.inf),
    )  # fmt: skip
    assert allocate(problem, exact=False).value >= 1_099.0  # 1,091 with all risks
