"""Comparisons drawn by lot: published bounds, coverage, and no proof where nothing is going on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clm_desktop.models.experiment.difference import difference
from clm_desktop.models.experiment.looks import always_valid, crossing, obrien_fleming
from clm_desktop.models.experiment.power import weeks_to_proof


# Jennison & Turnbull 2000, Group Sequential Methods, tables 2.1 and 2.3, two-sided 5 %.
@pytest.mark.parametrize(
    ("looks", "last"), [(1, 1.960), (2, 1.977), (3, 2.004), (4, 2.024), (5, 2.040), (10, 2.087)]
)
def test_that_bounds_are_those_of_the_published_table(looks: int, last: float) -> None:
    bounds = obrien_fleming(looks, 0.05)
    assert bounds[-1] == pytest.approx(last, abs=0.0011)
    assert bounds[0] == pytest.approx(last * looks**0.5, abs=0.004)


@pytest.mark.parametrize(("looks", "pocock"), [(2, 2.178), (3, 2.289), (5, 2.413)])
def test_that_the_chance_of_crossing_agrees_with_the_other_published_table(
    looks: int, pocock: float
) -> None:
    assert crossing(np.full(looks, pocock)) == pytest.approx(0.05, abs=0.0003)


# Measured figures of plan_science.md 2.5: base 14 %, three-week window.
@pytest.mark.parametrize(
    ("contacts", "held_share", "weeks"),
    [
        (50, 0.1, (1080, 272, 44.5, 11)),  # printed as 45
        (150, 0.1, (360, 91, 15, 4)),
        (500, 0.1, (108, 27, 4.4, 1.1)),
        (500, 0.2, (61, 16, 2.6, 0.7)),
        (2000, 0.1, (27, 6.8, 1.1, 0.3)),
    ],
)
def test_that_weeks_to_a_proof_agree_with_the_table(
    contacts: int, held_share: float, weeks: tuple[float, ...]
) -> None:
    for lift, said in zip((0.1, 0.2, 0.5, 1.0), weeks, strict=True):
        found = weeks_to_proof(
            p_without=0.14,
            uplift_share=0.14 * lift,
            sent_per_week=contacts * (1 - held_share),
            held_per_week=contacts * held_share,
        )
        last_digit = 5 if said >= 100 else 0.5 if said >= 4 and said == int(said) else 0.05
        assert found == pytest.approx(said, abs=last_digit + 0.03)


def test_that_what_does_nothing_is_never_proved() -> None:
    assert weeks_to_proof(p_without=0.1, uplift_share=0, sent_per_week=9, held_per_week=1) == np.inf


def test_that_the_band_holds_at_every_look_at_once() -> None:
    rng = np.random.default_rng(5)
    runs, steps = 2000, 120
    mean = rng.standard_normal((runs, steps)).cumsum(axis=1) / np.arange(1, steps + 1)
    half = np.array([always_valid(1 / n**0.5, 0.3, 0.05) for n in range(1, steps + 1)])
    left = (np.abs(mean) > half).any(axis=1).mean()
    naive = (np.abs(mean) > 1.96 / np.sqrt(np.arange(1, steps + 1))).any(axis=1).mean()
    assert left <= 0.05
    assert naive > 0.2


def _shop(rng: np.random.Generator, n: int, uplift: float) -> tuple[np.ndarray, ...]:
    p = rng.beta(1.2, 8, n)
    share = np.where(rng.random(n) < 0.5, 0.8, 0.9)
    sent = rng.random(n) < share
    ordered = rng.random(n) < np.clip(p + uplift * sent, 0, 1)
    return sent, ordered, p, np.where(sent, share, 1 - share)


@pytest.mark.parametrize("true", [0.0, 0.05])
def test_that_the_difference_is_unbiased_and_its_error_honest(true: float) -> None:
    rng = np.random.default_rng(7)
    found = [difference(*_shop(rng, 900, true)) for _ in range(600)]
    uplift = np.array([d.uplift_share for d in found])
    error = np.array([d.standard_error for d in found])
    assert uplift.mean() == pytest.approx(true, abs=4 * uplift.std() / 600**0.5)
    # both arms share one spread: a little too wide where the larger arm orders more
    assert 0.95 < error.mean() / uplift.std() < 1.15
    assert (np.abs(uplift - true) < 1.96 * error).mean() > 0.93


def test_that_taking_off_what_was_expected_makes_it_surer() -> None:
    rng = np.random.default_rng(8)
    shops = [_shop(rng, 900, 0.0) for _ in range(200)]
    with_it = np.std([difference(*shop).uplift_share for shop in shops])
    without = np.std([difference(s, o, np.zeros(900), w).uplift_share for s, o, _, w in shops])
    assert with_it < without


def test_that_an_arm_in_which_nobody_ordered_proves_nothing() -> None:
    sent = np.repeat([True, False], [90, 10])
    ordered = np.zeros(100, np.bool_)
    ordered[:9] = True
    d = difference(sent, ordered, np.full(100, 0.1), np.repeat([0.9, 0.1], [90, 10]))
    assert d.uplift_share == pytest.approx(0.1)
    assert d.standard_error > 0.08


def test_that_a_difference_of_almost_nobody_is_not_given() -> None:
    d = difference(
        np.array([True, True, False]), np.array([True, False, False]), np.zeros(3), np.ones(3)
    )
    assert np.isnan(d.uplift_share)
    assert (d.sent, d.sent_ordered, d.held, d.held_ordered) == (2, 1, 1, 0)


@given(st.integers(5, 60), st.integers(5, 60), st.data())
def test_that_who_is_better_one_way_is_worse_the_other(a: int, b: int, data: st.DataObject) -> None:
    hits = np.array(data.draw(st.lists(st.booleans(), min_size=a + b, max_size=a + b)))
    sent = np.arange(a + b) < a
    flat, half = np.full(a + b, 0.2), np.full(a + b, 0.5)
    one, other = difference(sent, hits, flat, half), difference(~sent, hits, flat, half)
    assert one.uplift_share == pytest.approx(-other.uplift_share)
    assert one.standard_error == pytest.approx(other.standard_error)
