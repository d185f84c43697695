"""Orders that answer a contact may be larger: learned from their money, against the held out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.models.effects.baskets import larger_orders
from clm_desktop.models.effects.outcomes import Outcomes, no_outcomes
from clm_desktop.models.effects.posterior import posterior
from clm_desktop.models.effects.priors import action_priors
from tests.models.test_effects import CARE, COUPON, TIP, cases


def orders(n: int, larger: float, *, season: float = 0.0, chosen: float = 0.0) -> Outcomes:
    """Cases of an action whose orders are larger by so much, as are all at the time or chosen."""
    rng = np.random.default_rng(4)
    made = cases(n, 0.1)
    truth = season + chosen * (made.action >= 0) + larger * made.treated
    seen = np.where(made.ordered > 0, truth + rng.normal(0, 0.4, n), 0.0)
    return replace(made, larger=seen, larger_squares=seen**2)


def test_that_without_orders_the_belief_stands() -> None:
    mean, sd = larger_orders(action_priors((CARE, TIP, COUPON)), no_outcomes())
    assert mean == pytest.approx([0.0, 0.02, -0.06])
    assert sd == pytest.approx([0.0, 0.04, 0.0])


@pytest.mark.parametrize("larger", [-0.05, 0.0, 0.1])
def test_that_many_orders_tell_how_much_larger_they_are(larger: float) -> None:
    mean, sd = larger_orders(action_priors((TIP,)), orders(80_000, larger))
    assert mean[0] == pytest.approx(larger, abs=0.02)
    assert sd[0] < 0.02


@pytest.mark.parametrize("kind", ["season", "chosen"])
def test_that_what_all_or_all_chosen_do_is_not_taken_for_it(kind: str) -> None:
    mean, _ = larger_orders(action_priors((TIP,)), orders(80_000, 0.0, **{kind: 0.2}))
    assert mean[0] == pytest.approx(0.0, abs=0.03)


def test_that_orders_cannot_teach_what_a_discount_takes_off() -> None:
    mean, sd = larger_orders(action_priors((COUPON,)), orders(20_000, 0.3))
    assert (mean[0], sd[0]) == (-0.06, 0.0)


def test_that_doubt_about_it_shrinks_with_orders() -> None:
    priors = action_priors((TIP,))
    doubts = [float(larger_orders(priors, orders(n, 0.05))[1][0]) for n in (100, 2_000, 40_000)]
    assert doubts == sorted(doubts, reverse=True)
    assert doubts[0] < 0.04


def test_that_customers_counted_together_teach_the_same() -> None:
    priors, apart = action_priors((TIP,)), orders(4_000, 0.05)
    alone = apart.action < 0

    def only(part: Outcomes, rows: np.ndarray) -> dict[str, np.ndarray]:
        return {name: getattr(part, name)[rows] for name in part.__slots__}

    rest = only(apart, alone)
    summed = {name: np.array([rest[name].sum()]) for name in rest}
    summed |= {name: rest[name][:1] for name in ("action", "treated", "traits", "block")}
    planned = only(apart, ~alone)
    together = Outcomes(**{name: np.concatenate([planned[name], summed[name]]) for name in rest})
    for one, other in zip(
        larger_orders(priors, together), larger_orders(priors, apart), strict=True
    ):
        assert one == pytest.approx(other, abs=1e-9)


def test_that_wrong_beliefs_are_wrong_about_it_too() -> None:
    effects = posterior(action_priors((TIP,), 2.5), no_outcomes())
    assert effects.larger[0] == pytest.approx(0.05)
