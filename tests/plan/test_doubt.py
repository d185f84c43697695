"""How much smaller than believed an effect may be: by what the shop's own answers leave of it."""

from __future__ import annotations

import pytest

from clm_desktop.models.effects.outcomes import no_outcomes
from clm_desktop.models.effects.posterior import posterior
from clm_desktop.models.effects.priors import action_priors
from clm_desktop.plan.joint.solve import DOUBT, MOST_DOUBT, doubt_of
from tests.models.test_effects import CARE, TIP, cases


@pytest.mark.parametrize("scale", [1.0, 2.5])
def test_that_doubt_is_most_where_contacts_did_nothing(scale: float) -> None:
    effects = posterior(action_priors((TIP, CARE), scale), cases(60_000, 0.0))
    assert doubt_of(effects) == pytest.approx(MOST_DOUBT)


@pytest.mark.parametrize("scale", [1.0, 2.5])
def test_that_doubt_is_least_where_contacts_work(scale: float) -> None:
    effects = posterior(action_priors((TIP, CARE), scale), cases(60_000, 0.3))
    assert doubt_of(effects) == pytest.approx(DOUBT)


def test_that_doubt_begins_between() -> None:
    assert DOUBT < doubt_of(posterior(action_priors((TIP, CARE)), no_outcomes())) < MOST_DOUBT
