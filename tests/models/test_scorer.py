"""Reasons: exact Shapley values over the whole pipeline."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import factorial

import numpy as np
import pytest
from scipy.special import expit

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import history
from clm_desktop.models.repeat.mbg import Fit
from clm_desktop.models.risk.contest import btyd_alone, learn_machine
from clm_desktop.models.risk.logistic import RIDGE, anchored_intercept, fit_logistic
from clm_desktop.models.risk.machines import MACHINES
from clm_desktop.models.risk.past import past_of
from clm_desktop.models.risk.scorer import (
    N_FEATURES,
    REASON_CODES,
    Scorer,
    log_odds,
    median_active_repeater,
    reasons,
    with_facts_of,
)
from tests.models.shops import START, plausible


@pytest.fixture(scope="module")
def facts():
    return history(purchase_events(plausible(120, 500, 4)), START + 500, 60)


def scorer(weight: float) -> Scorer:
    return Scorer(
        mbg=Fit(0.6, 5.0, 0.8, 2.5, 1, 0.0),
        cnbd=Fit(0.7, 2.0, 1.1, 2.0, 2, 0.0),
        weight=weight,
        coefficient=np.random.default_rng(0).normal(0, 0.4, N_FEATURES),
        intercept=-0.7,
        season=0.2,
    )


class Crooked:
    """A machine in which everything acts together."""

    def log_odds(self, x: np.ndarray) -> np.ndarray:
        return np.tanh(x[:, 0] * x[:, 12] - x[:, 4] * x[:, 11] / 9) * 2 + np.sin(x).sum(axis=1)


@pytest.fixture(scope="module")
def crooked() -> Scorer:
    return replace(scorer(1.0), machine=Crooked())


def brute_force(one: Scorer, facts, usual) -> np.ndarray:
    """Shapley values from their definition: all 32 combinations of five players."""
    players, n = REASON_CODES, len(REASON_CODES)
    value = {
        own: log_odds(one, with_facts_of(facts, usual, tuple(p for p in players if p not in own)))
        for size in range(n + 1)
        for own in combinations(players, size)
    }
    result = np.zeros((len(facts), n))
    for place, player in enumerate(players):
        for own in value:
            if player in own:
                continue
            joined = tuple(p for p in players if p in own or p == player)
            share = factorial(len(own)) * factorial(n - len(own) - 1) / factorial(n)
            result[:, place] += share * (value[joined] - value[own])
    return result


@pytest.mark.parametrize("weight", [0.0, 0.4, 1.0])
def test_that_the_closed_form_is_the_average_over_all_combinations(facts, weight) -> None:
    one = scorer(weight)
    usual = median_active_repeater(facts, facts.events >= 2)
    contribution, _ = reasons(one, facts, usual, NULL_CONTEXT)
    np.testing.assert_allclose(contribution, brute_force(one, facts, usual), atol=1e-10)


def test_that_reasons_of_any_machine_are_exact_and_add_up(facts, crooked) -> None:
    usual = median_active_repeater(facts, facts.events >= 2)
    contribution, base = reasons(crooked, facts, usual, NULL_CONTEXT)
    np.testing.assert_allclose(contribution, brute_force(crooked, facts, usual), atol=1e-10)
    np.testing.assert_allclose(contribution.sum(axis=1) + base, log_odds(crooked, facts), atol=1e-9)
    itself, _ = reasons(crooked, usual, usual, NULL_CONTEXT)
    np.testing.assert_allclose(itself, 0, atol=1e-12)


@pytest.mark.parametrize("name", MACHINES)
def test_that_reasons_of_fitted_machines_add_up_and_fits_repeat(name: str) -> None:
    tx = plausible(900, 700, 21, gap_days=35)
    past = past_of(tx, purchase_events(tx), tx.last_day, 60, seed=0, ctx=NULL_CONTEXT)
    alone = btyd_alone(past.cuts[0].mbg, past.cuts[0].cnbd, 0.0)
    today = history(purchase_events(tx), tx.last_day, 60)
    one, again = (learn_machine(name, past.newest, today, alone, 0, NULL_CONTEXT) for _ in range(2))
    said = log_odds(one, today)
    np.testing.assert_array_equal(said, log_odds(again, today))
    usual = median_active_repeater(today, today.events >= 2)
    contribution, base = reasons(one, today, usual, NULL_CONTEXT)
    np.testing.assert_allclose(contribution.sum(axis=1) + base, said, atol=1e-9)
    assert (contribution != 0).any(axis=0).all()


@pytest.mark.parametrize("weight", [0.0, 0.4, 1.0])
def test_that_reasons_add_up_to_the_log_odds(facts, weight) -> None:
    one = scorer(weight)
    usual = median_active_repeater(facts, facts.events >= 2)
    contribution, base = reasons(one, facts, usual, NULL_CONTEXT)
    np.testing.assert_allclose(contribution.sum(axis=1) + base, log_odds(one, facts), atol=1e-9)
    itself, _ = reasons(one, usual, usual, NULL_CONTEXT)
    np.testing.assert_allclose(itself, 0, atol=1e-12)


def test_that_the_logistic_is_that_of_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(1)
    x = rng.normal([3, 0, 1], [1, 5, 0.4], (800, 3))
    y = rng.random(800) < 1 / (1 + np.exp(-(x[:, 0] - 3 - 0.2 * x[:, 1])))
    fit = fit_logistic(x, y, np.zeros(800, int), NULL_CONTEXT)
    sd = x.std(axis=0)
    theirs = LogisticRegression(C=1 / RIDGE, tol=1e-10, max_iter=1000).fit(x / sd, y)
    np.testing.assert_allclose(fit.coefficient, theirs.coef_[0] / sd, rtol=1e-4)
    np.testing.assert_allclose(fit.intercepts, theirs.intercept_, rtol=1e-4)


def test_that_an_intercept_of_its_own_takes_up_each_season() -> None:
    """Two cut-offs, same slopes, base rates far apart: the slope must not bend."""
    rng = np.random.default_rng(2)
    x = rng.normal(0, 1, (40_000, 1))
    cut = np.repeat([0, 1], 20_000)
    x[cut == 1] += 1.0
    y = rng.random(40_000) < 1 / (1 + np.exp(-(x[:, 0] + np.where(cut == 0, 0.5, -2.5))))
    fit = fit_logistic(x, y, cut, NULL_CONTEXT)
    assert fit.coefficient[0] == pytest.approx(1.0, abs=0.05)
    assert fit.intercepts == pytest.approx([0.5, -2.5], abs=0.1)


def test_that_a_row_of_weight_two_counts_as_two_rows() -> None:
    rng = np.random.default_rng(5)
    x, cut = rng.normal(size=(600, 3)), np.repeat([0, 1], 300)
    y = rng.random(600) < 1 / (1 + np.exp(-x[:, 0]))
    twice = np.concatenate([np.arange(600), np.arange(300)])
    # columns of one mean and spread either way, so that the ridge pulls alike
    x = np.vstack([x[:150], -x[:150], x[300:450], -x[300:450]])
    x[:300] /= x[:300].std(axis=0)
    x[300:] /= x[300:].std(axis=0)
    weighed = fit_logistic(x, y, cut, NULL_CONTEXT, weight=np.where(cut == 0, 2.0, 1.0))
    doubled = fit_logistic(x[twice], y[twice], cut[twice], NULL_CONTEXT)
    np.testing.assert_allclose(weighed.coefficient, doubled.coefficient, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(weighed.intercepts, doubled.intercepts, rtol=1e-4, atol=1e-6)
    plain = fit_logistic(x, y, cut, NULL_CONTEXT)
    assert np.abs(plain.coefficient - doubled.coefficient).max() > 1e-3


def test_that_the_anchored_intercept_gives_the_wanted_mean() -> None:
    slope_part = np.random.default_rng(3).normal(4, 2, 500)
    at = anchored_intercept(slope_part, 0.2)
    assert (1 / (1 + np.exp(-(slope_part + at)))).mean() == pytest.approx(0.2, abs=1e-9)


@pytest.mark.parametrize("share", [1e-9, 0.01, 0.5, 0.999])
@pytest.mark.parametrize("spread", [0.0, 1.0, 5.0])
@pytest.mark.parametrize("offset", [-3000.0, 0.0, 3000.0])
def test_that_the_anchored_intercept_holds_for_any_slopes(
    share: float, spread: float, offset: float
) -> None:
    slope_part = offset + spread * np.random.default_rng(0).normal(size=500)
    at = anchored_intercept(slope_part, share)
    assert expit(slope_part + at).mean() == pytest.approx(share, rel=1e-7)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_that_no_buyer_or_all_buyers_give_a_finite_intercept(share: float) -> None:
    at = anchored_intercept(np.linspace(-1, 1, 50), share)
    assert 30 < abs(at) <= 41


def test_that_a_flag_seen_on_a_handful_of_customers_weighs_little() -> None:
    """Twenty of 10,000 had it and all bought: today everybody may have it."""
    rng = np.random.default_rng(4)
    flag = np.zeros((10_000, 1))
    flag[:20] = 1
    y = rng.random(10_000) < 0.3
    y[:20] = True
    fit = fit_logistic(flag, y, np.zeros(10_000, int), NULL_CONTEXT)
    assert 0.3 < fit.coefficient[0] < 3.5
