"""The contest's learning machines say the same whatever order a shop's files come in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.events import purchase_events
from clm_desktop.models.risk.machines import MACHINES, NETWORK, fit_machine
from clm_desktop.models.risk.past import PastCut, past_of
from tests.models.shops import plausible


@pytest.fixture(scope="module")
def cuts() -> tuple[PastCut, ...]:
    tx = plausible(800, 700, 4, gap_days=30)
    past = past_of(tx, purchase_events(tx), tx.last_day, 60, seed=0, ctx=NULL_CONTEXT)
    return past.newest


def shuffled(cut: PastCut, rng: np.random.Generator) -> PastCut:
    order = rng.permutation(len(cut.sample))
    return replace(cut, sample=cut.sample[order], x=cut.x[order])


@pytest.mark.parametrize("name", MACHINES)
def test_that_a_machine_does_not_hang_on_the_order_of_the_rows(
    cuts: tuple[PastCut, ...], name: str
) -> None:
    rng = np.random.default_rng(1)
    one = fit_machine(name, cuts, 0, NULL_CONTEXT)
    other = fit_machine(name, tuple(shuffled(cut, rng) for cut in cuts), 0, NULL_CONTEXT)
    x = cuts[0].x
    np.testing.assert_allclose(one.log_odds(x), other.log_odds(x), atol=1e-9)


def test_that_networks_which_begin_elsewhere_say_nearly_the_same(
    cuts: tuple[PastCut, ...],
) -> None:
    one, other = (
        expit(fit_machine(NETWORK, cuts, seed, NULL_CONTEXT).log_odds(cuts[0].x))
        for seed in (0, 100)
    )
    assert np.abs(one - other).mean() < 0.005
    assert one.std() > 0.05
