"""What the method that speaks today would have said on many past days, on a sample of customers.

The contest tests three days; ranges of money need every season of a year, and sums of a year need
days that lie a year back. So the shipped method is learned again along the past: always from
cut-offs whose horizon ended by the day that it speaks about, anew for every third day (what it
learns changes slowly; its level is set on each day).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from scipy.special import expit

from clm_desktop.core.run import RunContext
from clm_desktop.models.codes import BASE_RATE
from clm_desktop.models.repeat.mbg import Array
from clm_desktop.models.risk.contest import (
    BLEND,
    MBG,
    RULE,
    at_level,
    average_chance,
    btyd_alone,
    learn_rule,
    machine_at_level,
    prior_weight,
)
from clm_desktop.models.risk.machines import MACHINES, enough_outcomes, fit_machine
from clm_desktop.models.risk.past import Past, PastCut, learn
from clm_desktop.models.risk.scorer import Scorer, log_odds

LEARNED_EVERY = 3  # cut-offs
TINY = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """One past day and the chance of each customer of ``cut.facts``, without any season."""

    cut: PastCut
    chance: Array


def chances_then(past: Past, method: str, seed: int, ctx: RunContext) -> Iterator[Then]:
    """Yield every cut-off of ``past``, newest first, with what the method would have said.

    Where nothing could be learned yet it is what MBG/NBD alone says, as on such a day. Cost: a
    fit of the method per three days, a scoring per day.
    """
    for _, group in groupby(past.cuts, key=lambda cut: cut.place // LEARNED_EVERY):
        days = tuple(group)
        place = days[-1].place
        chance_of = _learned(past.before(place), past.lately(place), method, seed, ctx)
        for cut in days:
            ctx.check()
            yield Then(cut=cut, chance=chance_of(cut))


def with_season(chance: Array, shift: float) -> Array:
    """Move the log-odds of all chances."""
    inside = np.clip(chance, TINY, 1 - TINY)
    moved: Array = expit(np.log(inside) - np.log1p(-inside) + shift)
    return moved


def _learned(
    cuts: tuple[PastCut, ...],
    lately: tuple[PastCut, ...],
    method: str,
    seed: int,
    ctx: RunContext,
) -> Callable[[PastCut], Array]:
    """Learn on ``cuts`` and return what speaks about later ones."""
    if not cuts or method == MBG:
        return lambda cut: expit(log_odds(_alone(cut), cut.facts))
    if method == RULE:
        table = learn_rule(cuts)
        return lambda cut: table.chance(cut.facts)
    if method == BASE_RATE:
        return lambda cut: np.full(
            len(cut.facts), average_chance(log_odds(_alone(cut), cut.facts), cuts)
        )
    if method in MACHINES and enough_outcomes(cuts):
        machine = fit_machine(method, cuts, seed, ctx)
        return lambda cut: _said(machine_at_level(machine, cuts, cut.facts, _alone(cut)), cut)
    fit = learn(cuts, ctx, lately)
    weight = prior_weight(cuts) if method == BLEND else 1.0
    return lambda cut: _said(
        replace(at_level(fit, cuts, cut.facts, _alone(cut)), weight=weight), cut
    )


def _alone(cut: PastCut) -> Scorer:
    return btyd_alone(cut.mbg, cut.cnbd, 0.0)


def _said(scorer: Scorer, cut: PastCut) -> Array:
    return expit(log_odds(scorer, cut.facts))
