"""Shares and times with their ranges, against figures that others published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from clm_desktop.models.lifecycle.rates import (
    at_days,
    normal_quantile,
    time_to_event,
    two_shares,
    wilson,
)
from clm_desktop.models.lifecycle.shrinkage import held_out_errors, lifted_by_one, shrink

Z95 = normal_quantile(0.95)


def test_that_the_curve_of_the_leukaemia_trial_is_the_published_one() -> None:
    """6-MP arm of Freireich and others (1963): the textbook example of Kaplan and Meier's method,
    with the log(-log) limits that statistical packages print for it.
    """
    relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    days = np.array([*relapsed, *censored], dtype=np.int32)
    seen = np.array([True] * len(relapsed) + [False] * len(censored))
    curve = time_to_event(days, seen, Z95)
    assert curve.day.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.followed.tolist() == [21, 17, 15, 12, 11, 7, 6]
    stay = 1 - curve.share
    assert np.round(stay, 3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    published = [
        (0.6197, 0.9516),
        (0.5631, 0.9228),
        (0.5032, 0.8894),
        (0.4316, 0.8491),
        (0.3675, 0.8049),
        (0.2678, 0.7468),
        (0.1881, 0.6801),
    ]
    limits = np.column_stack([1 - curve.high, 1 - curve.low])
    assert limits == pytest.approx(np.array(published), abs=5e-5)


@pytest.mark.parametrize(
    ("hits", "people", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_that_ranges_of_shares_are_those_of_newcombe(
    hits: int, people: int, low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3."""
    assert wilson(hits, people, Z95) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(30, 400), st.integers(30, 400), st.floats(0.2, 0.8), st.floats(0.2, 0.8))
def test_that_two_shares_are_compared_as_a_chi_square_without_correction(
    n: int, m: int, p: float, q: float
) -> None:
    hits, others = round(n * p), round(m * q)
    value = two_shares(hits, n, others, m)
    table = [[hits, n - hits], [others, m - others]]
    assert value == pytest.approx(chi2_contingency(table, correction=False).pvalue, abs=1e-12)


def test_that_few_people_or_outcomes_are_not_compared() -> None:
    assert np.isnan(two_shares(10, 29, 300, 1000))
    assert np.isnan(two_shares(1, 60, 2, 1000))
    assert np.isfinite(two_shares(10, 30, 300, 1000))


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 60)), min_size=1, max_size=60),
)
def test_that_the_curve_agrees_with_counting_and_stays_within_its_range(
    people: list[tuple[int, int]],
) -> None:
    """Event after so many days, watched for so many: without censoring it is the plain share."""
    gap = np.array([gap for gap, _ in people], dtype=np.int32)
    tenure = np.array([tenure for _, tenure in people], dtype=np.int32)
    seen = gap <= tenure
    curve = time_to_event(np.where(seen, gap, tenure).astype(np.int32), seen, Z95)
    stay = 1.0
    for day, share in zip(curve.day.tolist(), curve.share.tolist(), strict=True):
        watched = int((np.where(seen, gap, tenure) >= day).sum())
        stay *= 1 - int((seen & (gap == day)).sum()) / watched
        assert share == pytest.approx(1 - stay)
    assert (curve.low <= curve.share + 1e-12).all()
    assert (curve.share <= curve.high + 1e-12).all()
    whole = np.minimum(tenure, 60) * 0 + 60
    everybody = time_to_event(gap, np.ones(len(gap), bool), Z95)
    days = np.arange(0, 61, dtype=np.int32)
    read = at_days(everybody, days, whole.astype(np.int32), Z95, 1)
    assert read.share == pytest.approx([(gap <= day).mean() for day in days])


def test_that_nothing_is_read_off_where_too_few_were_watched() -> None:
    days = np.array([5, 10, 20, 40], dtype=np.int32)
    curve = time_to_event(days, np.array([True, False, False, False]), Z95)
    read = at_days(curve, np.array([4, 10, 30], dtype=np.int32), days, Z95, 2)
    assert read.share.tolist()[:2] == [0.0, 0.25]
    assert read.high[0] == pytest.approx(wilson(0, 4, Z95)[1])
    assert np.isnan(read.share[2])
    assert read.followed.tolist() == [4, 3, 1]


def test_that_the_last_one_to_come_does_not_undo_what_all_before_have_shown() -> None:
    """One was left, which alone is a range of 21 to 100 of 100: 37 of 38 had come before."""
    days = np.append(np.arange(1, 38), 60).astype(np.int32)
    curve = time_to_event(days, np.ones(38, bool), Z95)
    assert curve.share[-1] == 1
    assert curve.low[-2] < curve.low[-1] < wilson(38, 38, Z95)[0]
    at_once = time_to_event(np.full(5, 3, np.int32), np.ones(5, bool), Z95)
    assert (at_once.low[0], at_once.high[0]) == pytest.approx(wilson(5, 5, Z95))


# ---- means of groups ----------------------------------------------------------------------

# First 45 times at bat in 1970 and the rest of the season, of 18 players (Efron and Morris 1977,
# "Stein's Paradox in Statistics", Scientific American 236, 119-127)
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
SEASON = [346, 298, 276, 222, 273, 270, 263, 210, 269, 230, 264, 256, 303, 264, 226, 285, 316, 200]


def test_that_leaning_on_all_helps_as_much_as_in_the_published_example() -> None:
    """Total squared error 0.077 of the players' own means, 0.022 of Stein's estimator."""
    value = np.concatenate([[1.0] * hits + [0.0] * (45 - hits) for hits in HITS])
    estimate = shrink(value, np.repeat(np.arange(18), 45), 18)
    season = np.array(SEASON) / 1000
    assert ((estimate.mean - season) ** 2).sum() == pytest.approx(0.077, abs=0.002)
    assert ((estimate.best - season) ** 2).sum() == pytest.approx(0.022, abs=0.001)


@given(st.integers(0, 2**31), st.integers(2, 12))
def test_that_an_estimate_lies_between_the_group_and_all(seed: int, groups: int) -> None:
    rng = np.random.default_rng(seed)
    label = rng.integers(0, groups, 200)
    value = rng.lognormal(3, 1, 200) * (1 + 0.3 * label)
    found = shrink(value, label, groups)
    there = found.n > 0
    middle = (found.best[there] - found.mean[there]) / 1.0
    assert np.isfinite(found.best[there]).all()
    assert np.isfinite(found.error[there]).all()
    lowest, highest = np.nanmin(found.mean), np.nanmax(found.mean)
    assert (found.best[there] >= lowest - 1e-9).all()
    assert (found.best[there] <= highest + 1e-9).all()
    largest = np.abs(middle)[np.argmax(found.n[there])]
    assert largest <= np.abs(middle).max() + 1e-9


def test_that_groups_that_differ_only_by_luck_are_told_alike() -> None:
    value = np.tile([1.0, 2.0, 3.0, 4.0], 10)
    found = shrink(value, np.repeat(np.arange(10), 4), 10)
    assert found.between == 0
    assert found.best == pytest.approx(np.full(10, 2.5))


def test_that_one_dear_customer_does_not_make_a_group() -> None:
    """Eight groups of seven; of the first everybody spends more, or one customer very much more."""
    rng = np.random.default_rng(3)
    label = np.repeat(np.arange(8), 7)
    value = rng.gamma(4.0, 25.0, 56) + 6.0 * (7 - label)
    dear, all_better = value.copy(), value.copy()
    dear[1] = 500.0
    all_better[:7] += 150.0
    z = normal_quantile(0.80)
    assert np.flatnonzero(lifted_by_one(dear, label, 8, z)).tolist() == [0]
    assert not lifted_by_one(all_better, label, 8, z).any()
    assert not lifted_by_one(np.empty(0), np.empty(0, np.int64), 3, z).any()


def test_that_the_truth_lies_in_the_range_as_often_as_said() -> None:
    rng = np.random.default_rng(5)
    inside = []
    for _ in range(60):
        true = rng.normal(100, 20, 40)
        size = rng.integers(3, 40, 40)
        label = np.repeat(np.arange(40), size)
        found = shrink(rng.normal(true[label], 60), label, 40)
        half = normal_quantile(0.8) * found.error
        inside.append(np.abs(found.best - true) <= half)
    assert 0.76 < np.mean(inside) < 0.84


def test_that_the_check_on_customers_held_out_sees_who_is_better() -> None:
    rng = np.random.default_rng(1)
    label = np.repeat(np.arange(30), 10)
    same = rng.lognormal(3, 1, 300)
    tested, raw, best = held_out_errors(same, label, 30)
    assert tested == 30
    assert best < raw, "nothing divides the groups"
    apart = label * 100.0 + rng.normal(0, 1, 300)
    _, raw, best = held_out_errors(apart, label, 30)
    assert best == pytest.approx(raw, rel=0.02), "nothing to lean on"
