"""Gamma-Gamma model of money per event (Fader, Hardie and Lee 2005b; Hardie note 025)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from clm_desktop.core.run import RunContext

Array = NDArray[np.float64]
PRIOR_SD = np.array([1.5, 1.0, 2.0])
MIN_Q = 1.05  # the mean of the shop does not exist at q <= 1


@dataclass(frozen=True, slots=True)
class MoneyFit:
    """A customer's mean is gamma over customers: p, q, gamma (gamma in the unit of money)."""

    p: float
    q: float
    gamma: float
    log_likelihood: float


def fit_money(events: Array, mean_money: Array, ctx: RunContext, *, prior: bool = True) -> MoneyFit:
    """Fit on customers with money above 0. ``events`` >= 1 each, ``mean_money`` per event.

    The weak prior (log p around log 4, log q around log 4) keeps shops with constant amounts and
    with one customer finite. Where nobody has paid anything, nobody is expected to: gamma is 0.
    """
    use = (mean_money > 0) & (events > 0)
    x, raw = events[use], mean_money[use]
    scale = float(np.exp(np.log(raw).mean())) if len(raw) else 0.0
    z = raw / scale
    centre = np.log([4.0, 4.0, 1.0])

    def loss(log_parameters: Array) -> tuple[float, Array]:
        ctx.check()
        value, slope = _log_likelihood(log_parameters, x, z)
        if prior:
            pull = (log_parameters - centre) / PRIOR_SD
            value, slope = value - pull @ pull / 2, slope - pull / PRIOR_SD
        return -value / max(len(x), 1), -slope / max(len(x), 1)

    found = minimize(
        loss, centre, jac=True, method="L-BFGS-B", bounds=[(-12.0, 12.0)] * 3,
        options={"ftol": 1e-13, "gtol": 1e-7},
    )  # fmt: skip
    p, q, gamma = (float(v) for v in np.exp(found.x))
    value = _log_likelihood(found.x, x, z)[0] - float(np.log(raw).sum())
    return MoneyFit(p, q, gamma * scale, float(value))


def expected_money(fit: MoneyFit, events: Array, mean_money: Array) -> Array:
    """Mean money of a future event of each customer: own mean, shrunk to the shop's."""
    q = max(fit.q, MIN_Q)
    return fit.p * (fit.gamma + events * np.maximum(mean_money, 0)) / (fit.p * events + q - 1)


def _log_likelihood(log_parameters: Array, x: Array, z: Array) -> tuple[float, Array]:
    p, q, gamma = np.exp(log_parameters)
    px = p * x
    log_sum, log_xz = np.log(gamma + x * z), np.log(x * z)
    value = gammaln(px + q) - gammaln(px) - gammaln(q) + q * np.log(gamma)
    value = value + px * log_xz - np.log(z) - (px + q) * log_sum
    both = digamma(px + q)
    by_p = x @ (both - digamma(px) + log_xz - log_sum)
    by_q = np.sum(both - digamma(q) + np.log(gamma) - log_sum)
    by_gamma = len(x) * q / gamma - np.sum((px + q) / (gamma + x * z))
    return float(value.sum()), np.array([by_p * p, by_q * q, by_gamma * gamma])
