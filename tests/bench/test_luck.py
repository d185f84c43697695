from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clm_desktop.bench.luck import Purpose, normals, poisson, uniforms
from clm_desktop.bench.report import gap_of, t_quantile

SLOTS = np.arange(20_000, dtype=np.uint64)


def test_that_numbers_are_uniform_and_owe_nothing_to_neighbours_weeks_or_purposes() -> None:
    one = uniforms(3, Purpose.BUY, 5, SLOTS)
    others = [
        uniforms(3, Purpose.BUY, 6, SLOTS),
        uniforms(3, Purpose.LEAVE, 5, SLOTS),
        uniforms(4, Purpose.BUY, 5, SLOTS),
        np.roll(one, 1),
    ]
    counts = np.histogram(one, 20, (0.0, 1.0))[0]
    assert ((counts - 1_000) ** 2 / 1_000).sum() < 43.8  # chi-squared, 19 degrees, 1 in 1,000
    assert max(abs(np.corrcoef(one, other)[0, 1]) for other in others) < 4 / np.sqrt(len(SLOTS))


def test_that_normal_numbers_have_their_moments() -> None:
    z = normals(1, Purpose.BASKET, Purpose.BASKET_2, 0, SLOTS)
    assert abs(z.mean()) < 0.03
    assert z.std() == pytest.approx(1.0, abs=0.02)
    assert (np.abs(z) > 1.96).mean() == pytest.approx(0.05, abs=0.007)


def test_that_a_customer_draws_the_same_whoever_else_is_there() -> None:
    few, many = uniforms(1, Purpose.BUY, 2, SLOTS[7:9]), uniforms(1, Purpose.BUY, 2, SLOTS)
    assert (few == many[7:9]).all()


@given(st.floats(0.0, 60.0), st.floats(0.0, 5.0), st.floats(1e-9, 1.0 - 1e-9))
def test_that_more_money_never_brings_fewer_under_the_same_luck(
    mean: float, more: float, u: float
) -> None:
    assert poisson(mean + more, u) >= poisson(mean, u)


def test_that_poisson_numbers_have_their_mean() -> None:
    drawn = [poisson(4.2, u) for u in uniforms(0, Purpose.COUNT, 0, SLOTS[:5_000])]
    assert np.mean(drawn) == pytest.approx(4.2, abs=0.1)
    assert np.var(drawn) == pytest.approx(4.2, abs=0.3)


@pytest.mark.parametrize(("freedom", "point"), [(1, 12.706), (4, 2.776), (19, 2.093), (99, 1.984)])
def test_that_students_points_are_those_of_the_tables(freedom: int, point: float) -> None:
    assert t_quantile(freedom) == pytest.approx(point, abs=2e-3)


def test_that_an_interval_is_that_of_the_textbook() -> None:
    sleep = np.asarray([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])  # Student 1908
    gap = gap_of(sleep)
    assert (round(gap.low, 4), round(gap.high, 4)) == (0.7001, 2.4599)
    assert (gap.wins, gap.seeds) == (9, 10)
