"""The season: seen a year ago in the same weeks, believed by half, silent where it cannot know."""

from __future__ import annotations

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import bought_within, history
from clm_desktop.features.snapshot import cut_events
from clm_desktop.models.evaluate import log_loss
from clm_desktop.models.repeat.mbg import fit_mbg, repeats_of
from clm_desktop.models.risk.scorer import btyd_log_odds
from clm_desktop.models.risk.season import latest_shift, level_shift, season_shift
from tests.models.shops import START, orders

YEARS = 3


def seasonal_shop(strength: float, customers: int = 800):
    """Regulars who come weekly to monthly, ``strength`` times as likely in the last quarter."""
    rng = np.random.default_rng(0)
    days = np.arange(YEARS * 365)
    factor = np.where(days % 365 >= 275, strength, 1.0)
    who, when = [], []
    for number in range(customers):
        rate = rng.gamma(2.0, 0.004)
        joined = rng.integers(0, YEARS * 365)
        came = np.flatnonzero((rng.random(len(days)) < rate * factor) & (days >= joined))
        came = np.union1d(came, [joined])
        who += [f"c{number}"] * len(came)
        when += (START + came).tolist()
    return orders(who, when, 1000)


def shift_and_truth(tx, day):
    events = purchase_events(tx)
    known = cut_events(events, day)
    facts = history(known, day, 60)
    fit = fit_mbg(repeats_of(facts), 1, NULL_CONTEXT)
    shift = level_shift(tx, known, day, 60, fit, 0, NULL_CONTEXT)
    assert level_shift(tx, events, day, 60, fit, 0, NULL_CONTEXT) == shift  # no future
    return shift, btyd_log_odds(fit, facts), bought_within(events, facts)


def loss(log_odds, bought) -> float:
    return log_loss(1 / (1 + np.exp(-log_odds)), bought)


@pytest.fixture(scope="module")
def shop():
    return seasonal_shop(3.0)


def test_that_the_season_of_last_year_moves_the_level_the_right_way(shop) -> None:
    before_peak, after_peak = START + 2 * 365 + 275, START + 2 * 365 + 90
    up, log_odds, bought = shift_and_truth(shop, before_peak)
    assert up > 0.2
    assert loss(log_odds + up, bought) < loss(log_odds, bought)
    down, log_odds, bought = shift_and_truth(shop, after_peak)
    assert down < -0.02
    assert loss(log_odds + down, bought) < loss(log_odds, bought)


def test_that_a_shop_without_season_is_hardly_moved() -> None:
    shift, _, _ = shift_and_truth(seasonal_shop(1.0), START + 2 * 365 + 275)
    assert abs(shift) < 0.12


def test_that_less_than_a_year_and_a_half_shows_no_season(shop) -> None:
    day = START + 365 + 170
    known = cut_events(purchase_events(shop), day)
    fit = fit_mbg(repeats_of(history(known, day, 60)), 1, NULL_CONTEXT)
    assert season_shift(known, day, 60, fit, NULL_CONTEXT) == 0.0
    assert season_shift(known, day + 90, 60, fit, NULL_CONTEXT) != 0.0


def test_that_half_of_what_the_last_weeks_missed_goes_on() -> None:
    quiet = seasonal_shop(0.2)  # next to nobody comes in the last quarter
    day = START + 365 + 320
    known = cut_events(purchase_events(quiet), day)
    fit = fit_mbg(repeats_of(history(known, day, 60)), 1, NULL_CONTEXT)
    assert -0.6 < latest_shift(known, day, fit) < -0.1
    assert latest_shift(cut_events(known, START + 80), START + 80, fit) == 0.0


def test_that_few_customers_are_believed_less(shop) -> None:
    few = seasonal_shop(3.0, customers=80)
    day = START + 2 * 365 + 275
    assert 0 < shift_and_truth(few, day)[0] < 0.6 * shift_and_truth(shop, day)[0]
