"""Repeat-purchase models against published figures, simulation and finite differences."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.special import betainc, betaln

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import bought_within, history
from clm_desktop.features.snapshot import cut_events
from clm_desktop.models.evaluate import auc, log_loss
from clm_desktop.models.repeat.forecast import expected_events, p_alive, p_buy
from clm_desktop.models.repeat.mbg import (
    Fit,
    Repeats,
    bg_log_likelihood,
    counts_of,
    fit_best_k,
    fit_bg,
    fit_mbg,
    mbg_log_likelihood,
    repeats_of,
)

WEEKS_39_DAYS = 272


def facts_of(tx, day):
    return history(cut_events(purchase_events(tx), day), day, 90)


@pytest.fixture(scope="module")
def sample(cdnow_sample) -> Repeats:
    return repeats_of(facts_of(cdnow_sample, cdnow_sample.first_day + WEEKS_39_DAYS))


def test_that_bg_nbd_finds_the_published_cdnow_fit(sample) -> None:
    """Fader, Hardie and Lee 2005, section 7: r .243, alpha 4.414, a .793, b 2.426, LL -9582.4."""
    fit = fit_bg(sample, NULL_CONTEXT)
    assert [fit.r, fit.alpha, fit.a, fit.b] == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=5e-4)
    assert fit.log_likelihood == pytest.approx(-9582.43, abs=0.01)


def test_that_mbg_nbd_finds_the_known_cdnow_optimum(sample) -> None:
    fit = fit_mbg(sample, 1, NULL_CONTEXT, prior=False)
    assert [fit.r, fit.alpha, fit.a, fit.b] == pytest.approx([0.525, 6.183, 0.891, 1.614], abs=5e-4)
    assert fit.log_likelihood == pytest.approx(-9582.13, abs=0.01)


def test_that_the_weak_prior_hardly_moves_a_real_shop(sample) -> None:
    free, held = (fit_mbg(sample, 1, NULL_CONTEXT, prior=prior) for prior in (False, True))
    assert held.log_likelihood == pytest.approx(free.log_likelihood, abs=0.05)


def test_that_the_public_cdnow_table_is_met(cdnow) -> None:
    """Full CDNOW, 181 days held out, where BG/NBD is published with AUC .7882, log-loss .4244."""
    events = purchase_events(cdnow)
    day = cdnow.last_day - 181
    facts = history(cut_events(events, day), day, 181)
    bought, data = bought_within(events, facts), repeats_of(facts)
    mbg = fit_mbg(data, 1, NULL_CONTEXT, prior=False)
    said = p_buy(mbg, data, 181 / 7)
    assert auc(said, bought) == pytest.approx(0.7931, abs=5e-5)
    assert log_loss(said, bought) == pytest.approx(0.4227, abs=5e-5)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_that_the_mbg_gradient_is_that_of_finite_differences(sample, k) -> None:
    at, counts = np.log([0.5, 6.0, 0.9, 1.6]), counts_of(sample)
    slope = approx_fprime(at, lambda z: mbg_log_likelihood(z, sample, counts, k)[0], 1e-6)
    np.testing.assert_allclose(
        mbg_log_likelihood(at, sample, counts, k)[1], slope, rtol=1e-4, atol=0.02
    )


def test_that_the_bg_gradient_is_that_of_finite_differences(sample) -> None:
    at, counts = np.log([0.3, 4.0, 0.7, 2.0]), counts_of(sample)
    slope = approx_fprime(at, lambda z: bg_log_likelihood(z, sample, counts)[0], 1e-6)
    np.testing.assert_allclose(
        bg_log_likelihood(at, sample, counts)[1], slope, rtol=1e-4, atol=0.02
    )


def simulate(fit: Fit, n: int, weeks: float, ahead: float, seed: int):
    """Customers who live by the model: their past, and events in the time ahead."""
    rng = np.random.default_rng(seed)
    x, t_x, log_gaps, later = (np.zeros(n) for _ in range(4))
    rate, leave = rng.gamma(fit.r, 1 / fit.alpha, n), rng.beta(fit.a, fit.b, n)
    for i in range(n):
        now = 0.0
        while rng.random() >= leave[i]:
            gap = rng.gamma(fit.k, 1 / rate[i])
            now += gap
            if now > weeks + ahead:
                break
            if now <= weeks:
                x[i], t_x[i], log_gaps[i] = x[i] + 1, now, log_gaps[i] + np.log(gap)
            else:
                later[i] += 1
    return Repeats(x=x, t_x=t_x, big_t=np.full(n, weeks), log_gap_sum=log_gaps), later


@pytest.mark.parametrize("k", [1, 2, 3])
def test_that_forecasts_agree_with_simulated_customers(k) -> None:
    truth = Fit(1.2, 6.0 / k, 0.8, 3.0, k, 0.0)
    data, later = simulate(truth, 6_000, 60.0, 13.0, k)
    expected = expected_events(truth, data, 13.0, NULL_CONTEXT)
    chance = p_buy(truth, data, 13.0)
    assert expected.mean() == pytest.approx(later.mean(), rel=0.06)
    assert chance.mean() == pytest.approx((later > 0).mean(), abs=0.015)
    often = data.x >= 3
    assert expected[often].mean() == pytest.approx(later[often].mean(), rel=0.06)
    assert chance[often].mean() == pytest.approx((later[often] > 0).mean(), abs=0.03)


def test_that_the_fit_finds_who_made_the_data() -> None:
    truth = Fit(1.2, 3.0, 0.8, 3.0, 2, 0.0)
    data, _ = simulate(truth, 6_000, 60.0, 0.0, 5)
    found = fit_best_k(data, NULL_CONTEXT)
    assert found.k == 2
    assert found.r / found.alpha == pytest.approx(0.4, rel=0.1)
    assert found.a / (found.a + found.b) == pytest.approx(0.8 / 3.8, rel=0.1)


def test_that_chances_are_consistent_with_each_other(sample) -> None:
    for k in (1, 2, 3):
        fit = fit_mbg(sample, k, NULL_CONTEXT)
        alive = p_alive(fit, sample)
        soon, later = p_buy(fit, sample, 10.0), p_buy(fit, sample, 1e5)
        expected = expected_events(fit, sample, 10.0, NULL_CONTEXT)
        assert (soon <= later + 1e-12).all()
        assert (later <= alive + 1e-12).all()
        assert (soon <= expected + 1e-9).all()


ODD = {
    "one customer": ([0.0], [0.0], [10.0]),
    "no time at all": ([0.0] * 5, [0.0] * 5, [0.0] * 5),
    "all one-timers": ([0.0] * 50, [0.0] * 50, np.linspace(0, 100, 50)),
    "a whale": ([0.0] * 20 + [900.0], [0.0] * 20 + [99.0], [100.0] * 21),
    "nobody stops": ([25.0] * 30, [99.9] * 30, [100.0] * 30),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("k", [1, 2, 3])
def test_that_no_odd_shop_makes_a_fit_fail(name, k) -> None:
    x, t_x, big_t = (np.asarray(values, dtype=float) for values in ODD[name])
    data = Repeats(x=x, t_x=t_x, big_t=big_t, log_gap_sum=np.zeros(len(x)))
    fit = fit_mbg(data, k, NULL_CONTEXT)
    assert np.isfinite([fit.r, fit.alpha, fit.a, fit.b, fit.log_likelihood]).all()
    for result in (
        p_alive(fit, data),
        p_buy(fit, data, 13.0),
        expected_events(fit, data, 13.0, NULL_CONTEXT),
    ):
        assert np.isfinite(result).all()


def copied(data: Repeats, copies: int) -> Repeats:
    return data.take(np.tile(np.arange(len(data)), copies))


@pytest.mark.parametrize("k", [1, 2])
def test_that_copies_of_everybody_change_no_fit(sample, k) -> None:
    once = fit_mbg(sample, k, NULL_CONTEXT, prior=False)
    many = fit_mbg(copied(sample, 10), k, NULL_CONTEXT, prior=False)  # enough for a warm-up
    for name in ("r", "alpha", "a", "b"):
        assert getattr(many, name) == pytest.approx(getattr(once, name), rel=1e-4)
    assert many.log_likelihood == pytest.approx(10 * once.log_likelihood, abs=1e-5)


@pytest.mark.parametrize("name", ODD)
def test_that_a_large_odd_shop_is_fitted_at_least_as_well_as_a_small_one(name) -> None:
    x, t_x, big_t = (np.asarray(values, dtype=float) for values in ODD[name])
    few = Repeats(x=x, t_x=t_x, big_t=big_t, log_gap_sum=np.zeros(len(x)))
    copies = 25_000 // len(few)
    small = fit_mbg(few, 1, NULL_CONTEXT)
    large = fit_mbg(copied(few, copies), 1, NULL_CONTEXT)  # where the weak prior weighs less
    assert large.log_likelihood >= copies * small.log_likelihood * (1 + 1e-9) - 1e-6


def test_that_expected_events_are_the_exact_sum(sample) -> None:
    """customer_science.md, section 4: P(alive) x sum over n of I_z(n, r+x) B(a,b'+n-1)/B(a,b')."""
    fit = fit_mbg(sample, 1, NULL_CONTEXT)
    n = np.arange(1, 400)[:, None]
    z = 13.0 / (fit.alpha + sample.big_t + 13.0)
    stay = fit.b + sample.x + 1
    terms = betainc(n, fit.r + sample.x, z) * np.exp(
        betaln(fit.a, stay + n - 1) - betaln(fit.a, stay)
    )
    exact = p_alive(fit, sample) * terms.sum(axis=0)
    said = expected_events(fit, sample, 13.0, NULL_CONTEXT)
    np.testing.assert_allclose(said, exact, atol=1e-9)


def test_that_the_chance_of_an_event_has_the_closed_form(sample) -> None:
    fit = fit_mbg(sample, 1, NULL_CONTEXT)
    by_now = fit.alpha + sample.big_t
    exact = p_alive(fit, sample) * (1 - (by_now / (by_now + 13.0)) ** (fit.r + sample.x))
    np.testing.assert_allclose(p_buy(fit, sample, 13.0), exact, atol=1e-12)
