"""Bayesian logit of what contacts change (plan_science 3.2, step 2), by Laplace's method.

logit P(order) = logit p0 + delta_block + gamma x planned
               + treated x (kappa x prior_a + u_a + traits x b_a)

delta is the drift of the shop's level, learned from everybody; gamma what it means to be chosen for
a plan at all, learned from those held out; kappa how true the borrowed beliefs are here. A
posterior is derived from the orders whenever it is asked for, never kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from clm_desktop.models.effects.baskets import larger_orders
from clm_desktop.models.effects.outcomes import Outcomes
from clm_desktop.models.effects.priors import EVERY_PRIOR_SD, TRAITS, ActionPrior, Array

DRIFT_SD = 0.15  # of a block's level
CHOSEN_SD = 0.08  # of gamma; the chance without was checked on weeks without contacts
STEPS = 30
Z80 = 1.2815515655446004


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Normal posterior of kappa, the actions' own lifts u and the traits' slopes b.

    Parameters stand in this order: kappa, u (one per action), b (actions x TRAITS).
    """

    priors: tuple[ActionPrior, ...]
    mean: Array  # (1 + a + a * t,)
    covariance: Array
    drift: float  # newest block's level, log-odds
    usual: Array  # mean of ``loading`` over the contacts made; kappa alone before there are any
    believed: Array  # parameters as they were believed before anything was tried
    larger: Array  # per action: by which share orders that answer it are larger, and ...
    larger_sd: Array  # ... its standard deviation; 0 where orders cannot teach it
    sent: NDArray[np.int64]  # own cases per action
    held: NDArray[np.int64]

    @property
    def kappa(self) -> tuple[float, float]:
        """Mean and standard deviation."""
        return float(self.mean[0]), float(np.sqrt(self.covariance[0, 0]))

    @property
    def true_share(self) -> tuple[float, float]:
        """How much is left of what was believed of the contacts made: mean and deviation.

        All parameters together, as the own lifts may have taken over what kappa lost. Their ratio
        tells how sure it is that contacts do anything, whatever was believed to begin with.
        """
        said = float(self.usual @ self.believed)
        if said <= 0:
            return self.kappa
        spread = float(self.usual @ self.covariance @ self.usual)
        return float(self.usual @ self.mean) / said, float(np.sqrt(max(spread, 0.0))) / said

    def own(self, action: int) -> NDArray[np.int64]:
        """Places of the parameters that one action's lift is made of."""
        a, t = len(self.priors), len(TRAITS)
        start = 1 + a + action * t
        return np.concatenate([[0, 1 + action], np.arange(start, start + t)]).astype(np.int64)

    def loading(self, action: int, traits: Array) -> Array:
        """What a contact's lift is made of: (n, parameters)."""
        made = np.zeros((len(traits), len(self.mean)))
        made[:, self.own(action)] = self._own_loading(action, traits)
        return made

    def _own_loading(self, action: int, traits: Array) -> Array:
        """Only the columns of ``own``."""
        n = len(traits)
        return np.column_stack([np.full(n, self.priors[action].lift), np.ones(n), traits])

    def lift(self, action: int, traits: Array, theta: Array | None = None) -> Array:
        """Log-odds that a contact adds, at the posterior mean or at ``theta``."""
        theta = self.mean if theta is None else theta
        a, t = len(self.priors), len(TRAITS)
        start = 1 + a + action * t
        level = theta[0] * self.priors[action].lift + theta[1 + action]
        return np.asarray(level + traits @ theta[start : start + t], np.float64)

    def lift_sd(self, action: int, traits: Array) -> Array:
        """Standard deviation of it."""
        loading, own = self._own_loading(action, traits), self.own(action)
        spread = (loading @ self.covariance[np.ix_(own, own)] * loading).sum(axis=1)
        return np.asarray(np.sqrt(np.maximum(spread, 0.0)), np.float64)

    def draw(self, rng: np.random.Generator, spread: float) -> Array:
        """One sample with ``spread`` times the posterior standard deviation (Thompson 1933)."""
        root = _root(self.covariance)
        return self.mean + spread * (root @ rng.standard_normal(len(self.mean)))


def posterior(priors: Sequence[ActionPrior], outcomes: Outcomes) -> Effects:
    """Learn from closed windows. Cost: 10,000 cases .05 CPU s."""
    a, t = len(priors), len(TRAITS)
    blocks = int(outcomes.block.max()) + 1 if len(outcomes) else 0
    mean, precision = _prior(priors, blocks)
    design = _design(priors, outcomes, blocks)
    theta = mean.copy()
    curve = precision
    if len(outcomes):
        theta, curve = _mode(design, outcomes, mean, precision)
    nuisance = blocks + 1
    keep = slice(nuisance, nuisance + 1 + a + a * t)
    covariance = np.asarray(np.linalg.inv(curve)[keep, keep], np.float64)
    planned = outcomes.action >= 0
    own = outcomes.action[planned & outcomes.treated], outcomes.action[planned & ~outcomes.treated]
    larger, larger_sd = larger_orders(priors, outcomes)
    return Effects(
        priors=tuple(priors),
        mean=theta[keep],
        covariance=covariance,
        usual=_usual(design[:, nuisance:], outcomes),
        believed=mean[keep],
        larger=larger,
        larger_sd=larger_sd,
        drift=float(theta[blocks - 1]) if blocks else 0.0,
        sent=np.bincount(own[0], minlength=a).astype(np.int64),
        held=np.bincount(own[1], minlength=a).astype(np.int64),
    )


def _prior(priors: Sequence[ActionPrior], blocks: int) -> tuple[Array, Array]:
    a = len(priors)
    mean = np.concatenate(
        [np.zeros(blocks + 1), [1.0], np.zeros(a), *(prior.traits for prior in priors)]
    )
    sd = np.concatenate(
        [
            np.full(blocks, DRIFT_SD),
            [CHOSEN_SD, EVERY_PRIOR_SD],
            [prior.own_sd for prior in priors],
            *(prior.traits_sd for prior in priors),
        ]
    )
    return mean, np.diag(1.0 / sd**2)


def _design(priors: Sequence[ActionPrior], outcomes: Outcomes, blocks: int) -> Array:
    a, t = len(priors), len(TRAITS)
    n = len(outcomes)
    made = np.zeros((n, blocks + 2 + a + a * t))
    rows = np.arange(n)
    made[rows, outcomes.block] = 1.0
    made[:, blocks] = outcomes.action >= 0
    done = np.flatnonzero(outcomes.treated & (outcomes.action >= 0))
    action = outcomes.action[done]
    lifts = np.array([prior.lift for prior in priors])
    made[done, blocks + 1] = lifts[action]
    made[done, blocks + 2 + action] = 1.0
    columns = blocks + 2 + a + action[:, None] * t + np.arange(t)
    made[done[:, None], columns] = outcomes.traits[done]
    return made


def _usual(design: Array, outcomes: Outcomes) -> Array:
    """Mean row of the contacts made."""
    done = outcomes.treated & (outcomes.action >= 0)
    if not done.any():
        return np.asarray(np.eye(1, design.shape[1])[0], np.float64)
    return np.asarray(design[done].mean(axis=0), np.float64)


def _mode(design: Array, outcomes: Outcomes, mean: Array, precision: Array) -> tuple[Array, Array]:
    """Posterior mode and curvature there, by Newton's method with halved steps."""

    def loss(theta: Array) -> float:
        u = outcomes.logit_p0 + design @ theta
        pull = theta - mean
        gone = outcomes.count * np.logaddexp(0.0, u) - outcomes.ordered * u
        return float(gone.sum() + pull @ precision @ pull / 2)

    theta, now = mean.copy(), loss(mean)
    curve = precision
    for _ in range(STEPS):
        p = expit(outcomes.logit_p0 + design @ theta)
        slope = design.T @ (outcomes.count * p - outcomes.ordered) + precision @ (theta - mean)
        weight = outcomes.count * p * (1 - p)
        curve = (design * weight[:, None]).T @ design + precision
        step = np.linalg.solve(curve, slope)
        length = 1.0
        while length > 1e-6 and loss(theta - length * step) > now:
            length /= 2
        theta = theta - length * step
        after = loss(theta)
        if now - after < 1e-9 * (1 + abs(now)):
            break
        now = after
    return theta, curve


def _root(covariance: Array) -> Array:
    value, vector = np.linalg.eigh(covariance)
    return np.asarray(vector * np.sqrt(np.maximum(value, 0.0)), np.float64)
