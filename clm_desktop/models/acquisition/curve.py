"""How many new customers a week's advertising brings: a curve that saturates, with its doubt.

New customers of a week with spend x are Poisson with mean ``base + K (1 - exp(-x / s))`` times a
week of good or bad luck (Gamma, so that the count is negative binomial). K, s and the luck are
unknown; the posterior is taken on a grid, so that two flat years give a wide answer instead of a
wrong one (plan_science.md, 3.4; media-mix models on such data "confidently produce a wrong
answer").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

Floats = NDArray[np.float64]
CEILINGS, SCALES = 32, 20
LUCK = (4.0, 12.0, 40.0, 200.0)  # shapes of the Gamma: variation of 50, 29, 16 and 7 %
BASES = (0.0, 0.25, 0.5, 0.75)  # shares of a usual week that may have come by themselves
RANGE = (0.1, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseCurve:
    """Posterior on the grid; one element per node."""

    ceiling: Floats  # K, new customers of a week at any spend
    scale_cents: Floats  # s
    weight: Floats  # adds up to 1
    usual_cents: float  # median week with spend
    most_cents: float  # dearest week seen
    learnable: bool

    def new_customers(self, cost_cents: Floats) -> Floats:
        """Expected new customers of a week for each spend."""
        return np.asarray(self._nodes(cost_cents) @ self.weight, np.float64)

    def quantile(self, cost_cents: Floats, share: float) -> Floats:
        """Quantile of the expected number over the posterior, for each spend."""
        values = self._nodes(cost_cents)
        order = np.argsort(values, axis=1)
        mass = np.cumsum(self.weight[order], axis=1)
        at = np.argmax(mass >= share - 1e-12, axis=1)
        rows = np.arange(len(values))
        found: Floats = values[rows, order[rows, at]]
        return found

    def slope(self, cost_cents: float) -> float:
        """New customers of one more cent at this spend."""
        each = self.ceiling / self.scale_cents * np.exp(-cost_cents / self.scale_cents)
        return float(each @ self.weight)

    def spend_at(self, slope: float, most_cents: float) -> float:
        """Spend at which one more cent brings ``slope`` new customers; by bisection.

        Never more than ``most_cents``: the curve says little far outside of what was seen.
        """
        if self.slope(0.0) <= slope:
            return 0.0
        if self.slope(most_cents) >= slope:
            return most_cents
        low, high = 0.0, most_cents
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.slope(middle) > slope else (low, middle)
        return (low + high) / 2

    def _nodes(self, cost_cents: Floats) -> Floats:
        spend = np.atleast_1d(np.asarray(cost_cents, np.float64))[:, None]
        made: Floats = self.ceiling * -np.expm1(-spend / self.scale_cents)
        return made


def fit_curve(cost_cents: Floats, new: Floats, *, with_base: bool) -> ResponseCurve:
    """Learn from weeks; ``with_base``: nobody knows how many would have come without this channel.

    Cost: O(weeks x nodes), 104 weeks 60 ms.

    Raises
    ------
    ValueError
        Without a week with spend.
    """
    spent = cost_cents > 0
    if not spent.any():
        raise ValueError("no week with spend")
    usual, most = float(np.median(cost_cents[spent])), float(cost_cents.max())
    mean_new = max(float(new[spent].mean()), 0.2)
    # What is believed before: any bend is as likely as any other, from a channel that is used up
    # at a third of the usual spend to one that is hardly touched at thirty times of it; and at the
    # usual spend it brings, within a factor of three or so, what it brought.
    scale = usual * np.geomspace(0.33, 30.0, SCALES)
    at_usual = mean_new * np.geomspace(0.2, 4.0, CEILINGS)
    k, s = (a.ravel() for a in np.meshgrid(at_usual, scale, indexing="ij"))
    ceiling = k / -np.expm1(-usual / s)
    if not spent.all():
        bases = np.array([float(new[~spent].mean())])  # weeks without spend tell it
    else:
        bases = np.array(BASES if with_base else BASES[:1]) * mean_new
    log_weight = _log_likelihood(cost_cents, new, ceiling, s, bases)
    weight = np.exp(log_weight - logsumexp(log_weight))
    return ResponseCurve(
        ceiling=ceiling,
        scale_cents=s,
        weight=weight / weight.sum(),
        usual_cents=usual,
        most_cents=most,
        learnable=varies(cost_cents),
    )


def varies(cost_cents: Floats) -> bool:
    """Whether spend swung enough to learn how it bends: by half, or weeks without, four at least.

    Two weeks of each kind tell little; plan_science.md asks for swings of 50 % or on/off weeks.
    """
    if len(cost_cents) < 8:
        return False
    usual = np.median(cost_cents[cost_cents > 0]) if (cost_cents > 0).any() else 0.0
    low = cost_cents < 0.67 * usual
    high = cost_cents > 1.5 * usual
    return int(low.sum()) + int(high.sum()) >= 4


def _log_likelihood(
    cost_cents: Floats, new: Floats, ceiling: Floats, scale: Floats, bases: Floats
) -> Floats:
    """Log of the likelihood per node, over weeks of luck and bases (all as likely beforehand)."""
    mean = ceiling * -np.expm1(-cost_cents[:, None] / scale)
    parts = []
    for base in bases:
        for shape in LUCK:
            mu = np.maximum(mean + base, 1e-6)
            y = new[:, None]
            each = (
                gammaln(y + shape)
                - gammaln(shape)
                - gammaln(y + 1)
                + shape * np.log(shape / (shape + mu))
                + y * np.log(mu / (shape + mu))
            )
            parts.append(each.sum(axis=0))
    return np.asarray(logsumexp(np.array(parts), axis=0))
