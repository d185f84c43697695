"""Money per event against published figures and simulated customers."""

from __future__ import annotations

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.events import purchase_events
from clm_desktop.features.snapshot import cut_events
from clm_desktop.features.spells import spells
from clm_desktop.models.repeat.gamma_gamma import expected_money, fit_money


def test_that_cdnow_money_is_the_published_fit(cdnow_sample) -> None:
    """Hardie and Fader, note 025: p 6.25, q 3.74, gamma 15.44 on the repeat purchases."""
    day = cdnow_sample.first_day + 272
    events = cut_events(purchase_events(cdnow_sample), day)
    own = spells(events)
    first = np.zeros(len(events), bool)
    first[own.start] = True
    repeats = (own.events - 1).astype(float)
    mean = own.sum_by(np.where(first, 0, events.sales_cents)) / 100 / np.maximum(repeats, 1)
    fit = fit_money(repeats, mean, NULL_CONTEXT, prior=False)
    assert [fit.p, fit.q, fit.gamma] == pytest.approx([6.25, 3.74, 15.44], abs=0.005)


def test_that_the_expected_money_is_unbiased_for_simulated_customers() -> None:
    rng = np.random.default_rng(0)
    scale = rng.gamma(4.0, 1 / 3000.0, 20_000)  # q 4, gamma 3000
    events = rng.integers(1, 8, 20_000).astype(float)
    mean = rng.gamma(6.0 * events, 1 / (scale * events))
    fit = fit_money(events, mean, NULL_CONTEXT)
    assert [fit.p, fit.q] == pytest.approx([6.0, 4.0], rel=0.05)
    true_mean = 6.0 / scale
    said = expected_money(fit, events, mean)
    assert said.mean() == pytest.approx(true_mean.mean(), rel=0.02)
    assert np.abs(said - true_mean).mean() < np.abs(mean - true_mean).mean()


@pytest.mark.parametrize(
    "mean", [[], [0.0, 0.0], [500.0], [500.0] * 80, [1.0] * 50 + [1e12]], ids=str
)
def test_that_odd_money_gives_a_finite_answer(mean) -> None:
    money = np.asarray(mean, dtype=float)
    events = np.ones(len(money))
    fit = fit_money(events, money, NULL_CONTEXT)
    said = expected_money(fit, events, money)
    assert np.isfinite([fit.p, fit.q, fit.gamma]).all()
    assert (np.isfinite(said) & (said >= 0)).all()


def test_that_constant_amounts_are_expected_again() -> None:
    events, money = np.full(200, 3.0), np.full(200, 500.0)
    said = expected_money(fit_money(events, money, NULL_CONTEXT), events, money)
    assert said == pytest.approx(np.full(200, 500.0), rel=0.02)


def test_that_nobody_is_expected_to_pay_where_nobody_ever_paid() -> None:
    events, money = np.array([1.0, 3.0, 7.0]), np.zeros(3)
    said = expected_money(fit_money(events, money, NULL_CONTEXT), events, money)
    assert said.tolist() == [0.0, 0.0, 0.0]
