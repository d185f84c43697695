"""The study's recipe "R*" (customer_science.md, section 9), word for word, as a peer.

The program has long left it; its figures are where the bars come from, on shops of which some are
not at hand. Scored here on the very same days, it tells what such a bar means on these shops.
Facts, MBG/NBD and MBG/CNBD-k are the program's own, as the study's prototype has the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import History
from clm_desktop.models.evaluate import losses
from clm_desktop.models.repeat.mbg import Fit, fit_best_k, fit_mbg, repeats_of
from clm_desktop.models.risk.logistic import anchored_intercept, fit_logistic
from clm_desktop.models.risk.past import Past, PastCut, past_of
from clm_desktop.models.risk.scorer import btyd_log_odds, full_design

Array = NDArray[np.float64]
COLUMNS = (*range(14), -2, -1)  # the first facts of the design and both BTYD log-odds
RIDGE = 20.0
SHARE_OF_LATEST, LATEST_CUTS = 0.25, 3
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
HALF_TRUST = 50.0


@dataclass(frozen=True)
class Said:
    """Log-odds of a day."""

    recipe: Array
    mbg: Array

    def chance(self, weight: float) -> Array:
        """Blend both."""
        blended: Array = expit(weight * self.recipe + (1 - weight) * self.mbg)
        return blended


def recipe_chances(known: Transactions, facts: History) -> tuple[Array, Array]:
    """Chances of the whole recipe, and of its logistic without the blend with MBG.

    The study's mean gain over MBG of 0.0111 in AUC and 0.0106 in log-loss is the latter's. Where
    no past cut-off is complete yet both are MBG's.
    """
    fit = fit_best_k(repeats_of(facts), NULL_CONTEXT)
    mbg = fit_mbg(repeats_of(facts), 1, NULL_CONTEXT)
    past = past_of(
        *(known, purchase_events(known), facts.as_of_day, facts.horizon_days),
        seed=0,
        ctx=NULL_CONTEXT,
        k=fit.k,
    )
    if not past.newest:
        alone: Array = expit(btyd_log_odds(mbg, facts))
        return alone, alone
    said = _said(past.newest, facts, mbg, fit)
    return said.chance(_weight(past)), said.chance(1.0)


def _said(cuts: tuple[PastCut, ...], facts: History, mbg: Fit, cnbd: Fit) -> Said:
    """Learn from past cut-offs; three quarters of the level are MBG's mean."""
    rows = [one.x[:, COLUMNS] for one in cuts]
    spread = np.vstack(rows).std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    fit = fit_logistic(
        np.vstack(rows) / scale,
        np.concatenate([one.bought[one.sample] for one in cuts]),
        np.repeat(np.arange(len(cuts)), [len(one) for one in rows]),
        NULL_CONTEXT,
        ridge=RIDGE,
    )
    slope_part = full_design(facts, mbg, cnbd)[:, COLUMNS] / scale @ fit.coefficient
    alone = btyd_log_odds(mbg, facts)
    own = anchored_intercept(slope_part, float(expit(alone).mean()))
    latest = float(fit.intercepts[:LATEST_CUTS].mean())
    return Said(slope_part + own + SHARE_OF_LATEST * (latest - own), alone)


def _weight(past: Past) -> float:
    """Half by what was best on at most three past cut-offs, half by the number of outcomes."""
    tried = [
        (_said(past.before(test.place), test.facts, test.mbg, test.cnbd), test.bought)
        for test in past.tests
        if past.before(test.place)
    ]
    outcomes = float(np.mean([one.fewest for one in past.newest]))
    by_number = outcomes / (outcomes + HALF_TRUST)
    if not tried:
        return by_number
    best = min(
        WEIGHTS, key=lambda w: sum(float(losses(one.chance(w), b).mean()) for one, b in tried)
    )
    return (best + by_number) / 2
