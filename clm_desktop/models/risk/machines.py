"""The contest's four learning machines: tree, forest, boosted trees and a small neural network.

They see the same 25 features of the same past cut-offs as the logistic regression. On shops' order
histories they rarely win (customer_science.md, section 7); each shop finds out for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.models.networks import fit_networks
from clm_desktop.models.one_thread import one_thread
from clm_desktop.models.repeat.mbg import Array
from clm_desktop.models.risk.past import PastCut

TREE, FOREST, BOOSTED, NETWORK = "tree", "forest", "boosted", "network"
MACHINES = (TREE, FOREST, BOOSTED, NETWORK)
SAMPLE = 10_000  # rows per fit, spread over the cut-offs: bounds the time in any shop
MIN_OUTCOMES = 100  # buyers and non-buyers, below which a machine only learns noise
SMALLEST_LEAF = 20
TREES, TREES_AT_ONCE = 40, 10
ROUNDS = 50
LEARNING_RATE = 0.08
CHANCE_CLIP = 1e-3  # a leaf of 20 customers knows no smaller chance
SD_FLOOR = 0.25  # as in the logistic: a flag that was rare must not be blown up


class Model(Protocol):
    """What is used of fitted classifiers."""

    def predict_proba(self, x: Array) -> Array:
        """Chances, one column per class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A fitted classifier with the scale of its features; chances to log-odds."""

    model: Model
    mean: Array
    sd: Array

    def log_odds(self, x: Array) -> Array:
        """Log-odds of buying for rows of the (n, 25) design, before any level."""
        with one_thread():
            chance = self.model.predict_proba((x - self.mean) / self.sd)[:, 1]
        chance = np.clip(chance, CHANCE_CLIP, 1 - CHANCE_CLIP)
        log_odds: Array = np.log(chance / (1 - chance))
        return log_odds


def enough_outcomes(cuts: tuple[PastCut, ...]) -> bool:
    """Whether the past is large enough to train a machine on."""
    return sum(cut.fewest for cut in cuts) >= MIN_OUTCOMES


def fit_machine(name: str, cuts: tuple[PastCut, ...], seed: int, ctx: RunContext) -> Machine:
    """Fit on past cut-offs. Cost: at most 10,000 rows, 0.05 (tree) to 0.4 CPU s."""
    rng = np.random.default_rng(seed)
    each = SAMPLE // len(cuts)
    rows = [np.sort(rng.permutation(len(cut.sample))[:each]) for cut in cuts]
    x = np.vstack([cut.x[chosen] for cut, chosen in zip(cuts, rows, strict=True)])
    bought = np.concatenate(
        [cut.bought[cut.sample[chosen]] for cut, chosen in zip(cuts, rows, strict=True)]
    )
    order = np.lexsort((bought, *x.T))  # what a forest draws must not hang on the files' order
    x, bought = x[order], bought[order]
    mean, sd = x.mean(axis=0), np.maximum(x.std(axis=0), SD_FLOOR)
    ctx.check()
    with one_thread():
        model = _fitted(name, (x - mean) / sd, bought, seed, ctx)
    return Machine(model=model, mean=mean, sd=sd)


def _fitted(name: str, x: Array, y: NDArray[np.bool_], seed: int, ctx: RunContext) -> Model:
    if name == TREE:
        return _tree(x, y, seed)
    if name == FOREST:
        return _forest(x, y, seed, ctx)
    if name == BOOSTED:
        return _boosted(x, y, seed)
    return fit_networks(x, y, seed, ctx)


def _tree(x: Array, y: NDArray[np.bool_], seed: int) -> Model:
    from sklearn.tree import DecisionTreeClassifier

    model: Model = DecisionTreeClassifier(
        max_depth=6, min_samples_leaf=SMALLEST_LEAF, random_state=seed
    ).fit(x, y)
    return model


def _forest(x: Array, y: NDArray[np.bool_], seed: int, ctx: RunContext) -> Model:
    from sklearn.ensemble import RandomForestClassifier

    model = RandomForestClassifier(
        n_estimators=0, min_samples_leaf=SMALLEST_LEAF, warm_start=True, n_jobs=1, random_state=seed
    )
    for trees in range(TREES_AT_ONCE, TREES + 1, TREES_AT_ONCE):
        ctx.check()
        model.set_params(n_estimators=trees)
        model.fit(x, y)
    fitted: Model = model
    return fitted


def _boosted(x: Array, y: NDArray[np.bool_], seed: int) -> Model:
    from sklearn.ensemble import HistGradientBoostingClassifier

    model: Model = HistGradientBoostingClassifier(
        max_iter=ROUNDS,
        learning_rate=LEARNING_RATE,
        max_leaf_nodes=15,
        min_samples_leaf=SMALLEST_LEAF,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=seed,
    ).fit(x, y)
    return model
