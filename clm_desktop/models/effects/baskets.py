"""Whether orders that answer a contact are larger: a normal model of the logarithm of their money.

log(money of an order / money expected of one) = delta_block + gamma x planned + treated x b_a

as in ``posterior``: delta is what everybody's orders do at the time, gamma what it means to be
chosen for a plan, learned from those held out. All is linear and normal, so nothing is iterated.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clm_desktop.models.effects.outcomes import Outcomes
from clm_desktop.models.effects.priors import ActionPrior, Array

LEVEL_SD = 0.3  # of a block
CHOSEN_SD = 0.03
USUAL_SPREAD = 0.5  # of an order around what is expected, before there are any; counts as ...
SPREAD_CASES = 20.0  # ... so many orders


def larger_orders(priors: Sequence[ActionPrior], outcomes: Outcomes) -> tuple[Array, Array]:
    """Share by which orders after a contact are larger, per action, and its deviation.

    Actions of which orders can teach nothing keep what is believed, with deviation 0. Cost: O(n).
    """
    mean = np.array([prior.basket for prior in priors], np.float64)
    sd = np.array([prior.kind.basket_sd for prior in priors], np.float64)
    taught = np.append(sd > 0, False)  # the last place is that of no action
    some = (outcomes.ordered > 0) & (~outcomes.treated | taught[outcomes.action])
    if not some.any() or not taught.any():
        return mean, sd
    blocks = int(outcomes.block[some].max()) + 1
    a = len(priors)
    rows = np.arange(int(some.sum()))
    design = np.zeros((len(rows), blocks + 1 + a))
    design[rows, outcomes.block[some]] = 1.0
    design[:, blocks] = outcomes.action[some] >= 0
    done = np.flatnonzero(outcomes.treated[some])
    design[done, blocks + 1 + outcomes.action[some][done]] = 1.0
    believed = np.concatenate([np.zeros(blocks + 1), mean])
    doubt = np.concatenate([np.full(blocks, LEVEL_SD), [CHOSEN_SD], np.where(sd > 0, sd, 1.0)])
    orders, total = outcomes.ordered[some], outcomes.larger[some]
    variance = _variance(outcomes, some)
    weight = orders / variance
    precision = (design * weight[:, None]).T @ design + np.diag(1 / doubt**2)
    slope = design.T @ (total / variance) + believed / doubt**2
    covariance = np.linalg.inv(precision)
    found = (covariance @ slope)[blocks + 1 :]
    left = np.sqrt(np.diag(covariance)[blocks + 1 :])
    return np.where(sd > 0, found, mean), np.where(sd > 0, left, 0.0)


def _variance(outcomes: Outcomes, some: np.ndarray) -> float:
    """Of one order around its mean, with a usual one as a start."""
    count = float(outcomes.ordered[some].sum())
    mean = float(outcomes.larger[some].sum()) / count
    off = float(outcomes.larger_squares[some].sum()) - count * mean**2
    return (SPREAD_CASES * USUAL_SPREAD**2 + max(off, 0.0)) / (SPREAD_CASES + count)
