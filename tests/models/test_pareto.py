"""Pareto/NBD and BG/NBD against every published digit."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.special import expit, gammaln, hyp2f1

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import bought_within, history
from clm_desktop.features.snapshot import cut_events
from clm_desktop.models.evaluate import auc, log_loss
from clm_desktop.models.repeat.mbg import Repeats, fit_bg, repeats_of
from clm_desktop.models.repeat.pareto import (
    ParetoFit,
    fit_pareto,
    log_likelihood,
    p_alive,
    p_buy,
)

DAYS = 181


@pytest.fixture(scope="module")
def sample(cdnow_sample) -> Repeats:
    day = cdnow_sample.first_day + 272
    return repeats_of(history(cut_events(purchase_events(cdnow_sample), day), day, 90))


@pytest.fixture(scope="module")
def held_out(cdnow):
    events = purchase_events(cdnow)
    day = cdnow.last_day - DAYS
    facts = history(cut_events(events, day), day, DAYS)
    return repeats_of(facts), bought_within(events, facts)


def test_that_pareto_nbd_finds_the_published_cdnow_fit(sample) -> None:
    """Fader, Hardie and Lee 2005: r .553, alpha 10.578, s .606, beta 11.669, LL -9595.0."""
    fit = fit_pareto(sample, NULL_CONTEXT)
    told = [fit.r, fit.alpha, fit.s, fit.beta]
    assert told == pytest.approx([0.553, 10.578, 0.606, 11.669], abs=6e-4)
    assert fit.log_likelihood == pytest.approx(-9594.976, abs=5e-4)


def test_that_the_public_cdnow_table_is_met_by_pareto_nbd(held_out) -> None:
    data, bought = held_out
    said = p_buy(fit_pareto(data, NULL_CONTEXT), data, DAYS / 7)
    assert auc(said, bought) == pytest.approx(0.7998, abs=5e-5)
    assert log_loss(said, bought) == pytest.approx(0.4208, abs=5e-5)


def test_that_the_public_cdnow_table_is_met_by_bg_nbd(held_out) -> None:
    """BG/NBD: AUC .7882, log-loss .4244; its "P(alive) > .5" is right for 31.43 % only."""
    data, bought = held_out
    fit = fit_bg(data, NULL_CONTEXT)
    m = fit.r + data.x
    odds = m * np.log((fit.alpha + data.t_x) / (fit.alpha + data.big_t))
    alive = np.where(
        data.x > 0, expit(odds + np.log((fit.b + np.maximum(data.x, 1) - 1) / fit.a)), 1.0
    )
    none = ((fit.alpha + data.big_t) / (fit.alpha + data.big_t + DAYS / 7)) ** m
    said = alive * (1 - none)
    assert auc(said, bought) == pytest.approx(0.7882, abs=5e-5)
    assert log_loss(said, bought) == pytest.approx(0.4244, abs=5e-5)
    assert ((alive > 0.5) == bought).mean() == pytest.approx(0.3143, abs=5e-5)


def test_that_the_gradient_is_that_of_finite_differences(sample) -> None:
    at = np.log([0.6, 9.0, 0.7, 14.0])
    slope = approx_fprime(at, lambda z: log_likelihood(z, sample)[0], 1e-6)
    np.testing.assert_allclose(log_likelihood(at, sample)[1], slope, rtol=1e-4, atol=0.02)


def test_that_the_likelihood_is_that_of_the_hypergeometric_formula(sample) -> None:
    """Fader and Hardie, note 009, for alpha below beta."""
    r, alpha, s, beta = 0.55, 10.6, 0.61, 11.7
    some = sample.take(np.arange(0, len(sample), 11))
    total = r + s + some.x

    def piece(at):
        z = (beta - alpha) / (beta + at)
        return hyp2f1(total, r + some.x, total + 1, z) / (beta + at) ** total

    inside = s / total * (piece(some.t_x) - piece(some.big_t))
    both = inside + (alpha + some.big_t) ** -(r + some.x) * (beta + some.big_t) ** -s
    value = gammaln(r + some.x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + np.log(both)
    ours = log_likelihood(np.log([r, alpha, s, beta]), some)[0]
    assert ours == pytest.approx(value.sum(), rel=1e-9)


def test_that_chances_are_those_of_lives_lived_by_the_model() -> None:
    fit, n, ahead = ParetoFit(1.2, 8.0, 0.8, 20.0, 0.0), 60_000, 12.0
    rng = np.random.default_rng(2)
    big_t = np.full(n, 40.0)
    rate, leave = rng.gamma(fit.r, 1 / fit.alpha, n), rng.gamma(fit.s, 1 / fit.beta, n)
    ends = rng.exponential(1 / leave)
    now, x, t_x, again = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n, dtype=bool)
    for _ in range(200):
        now = now + rng.exponential(1 / rate)
        alive = now < ends
        x += alive & (now <= big_t)
        t_x = np.where(alive & (now <= big_t), now, t_x)
        again |= alive & (now > big_t) & (now <= big_t + ahead)
    data = Repeats(x=x, t_x=t_x, big_t=big_t, log_gap_sum=np.zeros(n))
    assert p_buy(fit, data, ahead).mean() == pytest.approx(again.mean(), abs=0.006)
    assert p_alive(fit, data).mean() == pytest.approx((ends > big_t).mean(), abs=0.006)
    sure = p_buy(fit, data, ahead) > 0.6
    assert again[sure].mean() == pytest.approx(p_buy(fit, data, ahead)[sure].mean(), abs=0.02)
