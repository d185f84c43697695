"""How many more of those who were contacted ordered than of those left alone by the same lot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
LEAST_CASES = 5  # in each arm, before a difference has a standard error that means anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A difference of shares with its standard error; nan where an arm is (nearly) empty."""

    sent: int
    sent_ordered: int
    held: int
    held_ordered: int
    uplift_share: float
    standard_error: float


def difference(sent: Flags, ordered: Flags, expected: Floats, propensity: Floats) -> Difference:
    """Compare two arms drawn by lot; one element per customer of the comparison.

    What was expected of each customer anyway (``expected``, the chance said beforehand) is taken
    off first: the lot makes the arms alike on average, this also where it happened not to
    (CUPED, Deng et al. 2013, with the forecast as covariate). Each is weighted by one over the
    chance of the arm (``propensity``, Hajek), since hold-outs are not the same share every week.

    The spread is the larger one of both arms together and of each by itself: an arm in which
    nobody ordered would else look as if it were known exactly, and a small one in which somebody
    did would prove harm (4 of 100 shops where nothing is going on; so it is 1 to 3, whatever the
    sizes). Cost: O(n).
    """
    if not len(sent) == len(ordered) == len(expected) == len(propensity):
        raise ValueError("one element per customer")
    n_sent, n_held = int(sent.sum()), int((~sent).sum())
    a, b = int(ordered[sent].sum()), int(ordered[~sent].sum())
    uplift = error = float("nan")
    if min(n_sent, n_held) >= LEAST_CASES:
        uplift, error = _estimate(sent, ordered, expected, propensity)
    return Difference(
        sent=n_sent,
        sent_ordered=a,
        held=n_held,
        held_ordered=b,
        uplift_share=uplift,
        standard_error=error,
    )


def _estimate(
    sent: Flags, ordered: Flags, expected: Floats, propensity: Floats
) -> tuple[float, float]:
    centred = expected - expected.mean()
    weight = 1.0 / np.clip(propensity, 1e-3, 1.0)
    slope = _slope(sent, ordered, centred, weight)
    rest = ordered - slope * centred
    arms = []
    for arm in (sent, ~sent):
        w = weight[arm] / weight[arm].sum()
        mean = float(w @ rest[arm])
        arms.append((mean, w, rest[arm] - mean))
    (mean_1, w_1, off_1), (mean_0, w_0, off_0) = arms
    pooled = float(np.concatenate((off_1, off_0)).var()) * len(sent) / (len(sent) - 2)
    of_weights = float(w_1 @ w_1 + w_0 @ w_0)
    apart = float((w_1**2) @ off_1**2 + (w_0**2) @ off_0**2)
    return mean_1 - mean_0, float(np.sqrt(max(pooled * of_weights, apart)))


def _slope(sent: Flags, ordered: Flags, centred: Floats, weight: Floats) -> float:
    """How far what was expected really foretold who orders, within the arms."""
    over = under = 0.0
    for arm in (sent, ~sent):
        w = weight[arm] / weight[arm].sum()
        x = centred[arm] - w @ centred[arm]
        over += float(w @ (x * (ordered[arm] - w @ ordered[arm])))
        under += float(w @ x**2)
    return over / under if under > 1e-12 else 0.0
