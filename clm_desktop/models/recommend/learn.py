"""Logistic regression by Newton's method, in chunks: small, exact, answers to Stop.

Like ``models.risk.logistic``, for rows too many to hold as doubles and with a start to begin from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext

_CHUNK = 65_536
_STEPS = 30
_SHORTEST = 1e-6  # of a full step
_CLOSE = 1e-7  # of the loss


@dataclass(frozen=True, slots=True, kw_only=True)
class Logistic:
    """Chance = 1 / (1 + exp(-(intercept + standardised features @ weight)))."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weight: NDArray[np.float64]
    intercept: float

    def chance(self, features: NDArray[np.floating]) -> NDArray[np.float64]:
        """Probability per row."""
        logit = (features - self.mean) / self.scale @ self.weight + self.intercept
        return _logistic(logit)


def fit_logistic(
    features: NDArray[np.float32],
    hit: NDArray[np.bool_],
    at: NDArray[np.int64],
    ctx: RunContext,
    *,
    start: Logistic | None = None,
    weight: NDArray[np.float32] | None = None,
) -> Logistic:
    """Fit to the rows ``at`` by iteratively re-weighted least squares (Hastie et al., ESL 4.4.1).

    The penalty is |weight|^2 / 2 on standardised columns, that of scikit-learn with C = 1.
    ``start`` is a similar model to begin from; a row of ``weight`` w stands for w rows like it.
    Cost: rows x columns^2 per step, about eight steps.
    """
    mean, scale = _moments(features, at)
    heavy = np.ones(len(hit), np.float32) if weight is None else weight
    sums = _Sums(features, hit, heavy, at, mean, scale)
    share = float(np.average(hit[at], weights=heavy[at])) if len(at) else 0.5
    beta = _first_guess(share, mean, scale, start)
    here = sums.at_weights(beta, ctx)
    for _ in range(_STEPS):
        step = np.linalg.solve(here.curve, here.slope)
        length = 1.0
        there = sums.at_weights(beta + step, ctx)
        while not there.loss <= here.loss and length > _SHORTEST:  # Newton may jump too far
            length /= 2
            there = sums.at_weights(beta + length * step, ctx)
        if not there.loss <= here.loss:
            break
        beta, gain, here = beta + length * step, here.loss - there.loss, there
        if gain < _CLOSE * (1 + abs(here.loss)):
            break
    return Logistic(mean=mean, scale=scale, weight=beta[:-1], intercept=float(beta[-1]))


@dataclass(frozen=True, slots=True)
class _At:
    """Penalised loss at some weights, its downhill slope and its curvature."""

    loss: float
    slope: NDArray[np.float64]
    curve: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Sums:
    """The rows to be summed over, chunk by chunk."""

    features: NDArray[np.float32]
    hit: NDArray[np.bool_]
    weight: NDArray[np.float32]
    at: NDArray[np.int64]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]

    def at_weights(self, beta: NDArray[np.float64], ctx: RunContext) -> _At:
        """Loss, slope and curvature; the intercept (last) is not penalised."""
        penalty = np.append(np.ones(len(beta) - 1), 1e-9)
        loss = float(penalty @ (beta * beta)) / 2
        slope, curve = -penalty * beta, np.diag(penalty)
        for low in range(0, len(self.at), _CHUNK):
            ctx.check()
            rows = self.at[low : low + _CHUNK]
            x = np.ones((len(rows), len(beta)))
            x[:, :-1] = (self.features[rows] - self.mean) / self.scale
            logit, hit = x @ beta, self.hit[rows]
            p, heavy = _logistic(logit), self.weight[rows].astype(np.float64)
            loss += float(heavy @ np.logaddexp(0.0, np.where(hit, -logit, logit)))
            slope += x.T @ (heavy * (hit - p))
            curve += (x * (heavy * p * (1 - p))[:, None]).T @ x
        return _At(loss, slope, curve)


def _first_guess(
    share: float,
    mean: NDArray[np.float64],
    scale: NDArray[np.float64],
    start: Logistic | None,
) -> NDArray[np.float64]:
    """Weights and intercept to begin with, for columns standardised by ``mean`` and ``scale``."""
    if start is None:
        share = float(np.clip(share, 1e-6, 1 - 1e-6))
        return np.append(np.zeros(len(mean)), np.log(share / (1 - share)))
    slope = start.weight / start.scale
    intercept = start.intercept + float(slope @ (mean - start.mean))
    return np.append(slope * scale, intercept)


def _logistic(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logit, -30, 30))), np.float64)


def _moments(
    features: NDArray[np.float32], at: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and standard deviation of each column; a constant column gets 1."""
    if not len(at):
        return np.zeros(features.shape[1]), np.ones(features.shape[1])
    mean = np.zeros(features.shape[1])
    square = np.zeros(features.shape[1])
    for low in range(0, len(at), _CHUNK):
        x = features[at[low : low + _CHUNK]].astype(np.float64)
        mean += x.sum(axis=0) / len(at)
        square += (x * x).sum(axis=0) / len(at)
    scale = np.sqrt(np.maximum(square - mean * mean, 0.0))
    scale[scale < 1e-6] = 1.0
    return mean, scale
