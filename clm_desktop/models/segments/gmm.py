"""Gaussian mixtures: groups with soft edges, so that people between two groups can be seen.

Orders come in whole numbers: many customers stand on the same spot, and a mixture left to itself
puts a needle on it, whose likelihood has no limit (customer_science.md, section 8). Every spread
therefore has a floor, k is chosen by whether the groups hold when customers are drawn again, and
BIC and ICL are only shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.models.segments.kmeans import ari

Array = NDArray[np.float64]
FLOOR = 0.1  # variance added to each direction; the plane's own variances are about 2 and 0.7
MOST_STEPS, CLOSE = 200, 1e-5
REFITS = 8
CHUNK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """Weights, means and spreads of k groups in the plane."""

    weight: Array  # (k,)
    centres: Array  # (k, 2)
    spread: Array  # (k, 2, 2)

    def chances(self, x: Array) -> Array:
        """How likely each row belongs to each group, (n, k); rows add up to 1."""
        made = np.empty((len(x), len(self.weight)))
        for start in range(0, len(x), CHUNK):
            logs = self._log_parts(x[start : start + CHUNK])
            made[start : start + CHUNK] = np.exp(logs - _log_sum(logs)[:, None])
        return made

    def log_likelihood(self, x: Array) -> float:
        """Mean over the rows."""
        return float(_log_sum(self._log_parts(x)).mean())

    def bic(self, x: Array) -> float:
        """Schwarz's criterion, lower is better."""
        k, d = self.centres.shape
        free = k - 1 + k * d + k * d * (d + 1) // 2
        return -2.0 * len(x) * self.log_likelihood(x) + float(free * np.log(len(x)))

    def icl(self, x: Array) -> float:
        """BIC plus twice the entropy of who belongs where (Biernacki et al. 2000)."""
        p = self.chances(x)
        entropy = -float((p * np.log(np.maximum(p, 1e-300))).sum())
        return self.bic(x) + 2 * entropy

    def _log_parts(self, x: Array) -> Array:
        parts = np.empty((len(x), len(self.weight)))
        for j, (weight, mean, spread) in enumerate(
            zip(self.weight, self.centres, self.spread, strict=True)
        ):
            root = np.linalg.cholesky(spread)
            z = np.linalg.solve(root, (x - mean).T)
            size = float(np.log(np.diag(root)).sum()) + len(mean) / 2 * float(np.log(2 * np.pi))
            parts[:, j] = np.log(weight) - size - 0.5 * (z**2).sum(axis=0)
        return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class MixtureTrial:
    """One mixture and how it holds when customers are drawn again."""

    mixture: Mixture
    label: NDArray[np.int64]
    stability_ari: float
    least_ari: float


def fit(x: Array, start: Mixture) -> Mixture:
    """Expectation-maximisation from a start until the likelihood stands still."""
    now, before = start, -np.inf
    for _ in range(MOST_STEPS):
        logs = now._log_parts(x)
        total = _log_sum(logs)
        if float(total.mean()) - before < CLOSE:
            break
        before = float(total.mean())
        now = _maximised(x, np.exp(logs - total[:, None]))
    return now


def start_from(x: Array, centres: Array, label: NDArray[np.integer]) -> Mixture:
    """The mixture that k-means groups make."""
    return _maximised(x, np.eye(len(centres))[label])


def mixture(x: Array, start: Mixture, seed: int, ctx: RunContext) -> MixtureTrial:
    """Fit, and fit again to customers drawn anew. Cost: 2,500 rows, 8 refits about 0.2 s."""
    found = fit(x, start)
    label = found.chances(x).argmax(axis=1)
    rng = np.random.default_rng([seed, len(start.weight)])
    agreement = []
    for _ in range(REFITS):
        ctx.check()
        again = fit(x[rng.integers(0, len(x), len(x))], found)
        agreement.append(ari(label, again.chances(x).argmax(axis=1)))
    return MixtureTrial(
        mixture=found,
        label=label,
        stability_ari=float(np.mean(agreement)),
        least_ari=min(agreement),
    )


def _maximised(x: Array, chance: Array) -> Mixture:
    size = np.maximum(chance.sum(axis=0), 1e-9)
    centres = (chance.T @ x) / size[:, None]
    spread = np.empty((len(size), x.shape[1], x.shape[1]))
    for j in range(len(size)):
        away = x - centres[j]
        spread[j] = (chance[:, j, None] * away).T @ away / size[j] + FLOOR * np.eye(x.shape[1])
    return Mixture(weight=size / size.sum(), centres=centres, spread=spread)


def _log_sum(logs: Array) -> Array:
    top = logs.max(axis=1)
    return np.asarray(top + np.log(np.exp(logs - top[:, None]).sum(axis=1)), np.float64)
