"""Candidates that learn a yes or no from attributes: log-odds out, one number per person."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.models.evaluate import Array, Flags, auc
from clm_desktop.models.labelled.attributes import Attribute, Encoding, encode, learn_encoding
from clm_desktop.models.networks import fit_networks
from clm_desktop.models.one_thread import one_thread

RULE, LOGISTIC, TREE, FOREST = "rule", "logistic", "tree", "forest"
BOOSTED, NETWORK, BLEND = "boosted", "network", "blend"
METHODS = (RULE, LOGISTIC, TREE, FOREST, BOOSTED, NETWORK, BLEND)
CHANCE_CLIP = 1e-4
SMALLEST_SD = 1e-9
TREES, TREES_AT_ONCE = 100, 10
BINS = 10
LOGISTIC_IN_BLEND = 0.5  # beside one forest and one of calm boosting


class Classifier(Protocol):
    """What is used of fitted classifiers."""

    def predict_proba(self, x: Array) -> Array:
        """Chances, one column per class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Attributes as columns: how they are encoded and scaled, learned from the training rows."""

    encodings: tuple[Encoding, ...]
    attribute_of: NDArray[np.int64]  # of each column, the attribute it belongs to
    mean: Array
    sd: Array

    def of(self, attributes: tuple[Attribute, ...]) -> Array:
        """(n, columns), standardised."""
        x = np.hstack([encode(a, e) for a, e in zip(attributes, self.encodings, strict=True)])
        return (x - self.mean) / self.sd


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A weighted sum of the log-odds of fitted classifiers."""

    parts: tuple[tuple[float, Classifier], ...]

    def log_odds(self, x: Array) -> Array:
        """Log-odds of having left, for rows of the design."""
        total = np.zeros(len(x))
        with one_thread():
            for weight, model in self.parts:
                chance = np.clip(model.predict_proba(x)[:, 1], CHANCE_CLIP, 1 - CHANCE_CLIP)
                total += weight * np.log(chance / (1 - chance))
        return total


class OneColumn:
    """The rule: of people with this one thing in common, so many left."""

    def __init__(self) -> None:
        self._column = 0
        self._edges: Array = np.zeros(0)
        self._share: Array = np.full(1, 0.5)

    def fit(self, x: Array, y: Flags) -> OneColumn:
        """Keep the column whose ten cells rank people best."""
        best = -1.0
        for column in range(x.shape[1]):
            edges = np.unique(np.quantile(x[:, column], np.arange(1, BINS) / BINS))
            cell = np.searchsorted(edges, x[:, column])
            count = np.bincount(cell, minlength=len(edges) + 1)
            yes = np.bincount(cell, weights=y, minlength=len(edges) + 1)
            share = (yes + 2 * y.mean()) / (count + 2)
            ranked = auc(share[cell], y)
            if ranked > best:
                best, self._column, self._edges, self._share = ranked, column, edges, share
        return self

    def predict_proba(self, x: Array) -> Array:
        """Look the chance up."""
        yes = self._share[np.searchsorted(self._edges, x[:, self._column])]
        return np.column_stack([1 - yes, yes])


def learn_design(attributes: tuple[Attribute, ...], rows: NDArray[np.int64]) -> Design:
    """Learn encodings and scales from some rows."""
    encodings = tuple(learn_encoding(one, rows) for one in attributes)
    columns = [encode(a, e) for a, e in zip(attributes, encodings, strict=True)]
    x = np.hstack(columns)[rows]
    sd = x.std(axis=0)
    return Design(
        encodings=encodings,
        attribute_of=np.repeat(np.arange(len(columns)), [c.shape[1] for c in columns]),
        mean=x.mean(axis=0),
        sd=np.where(sd > SMALLEST_SD, sd, 1.0),
    )


def learn(  # noqa: PLR0917 - one argument per thing it is learned from
    method: str,
    x: Array,
    y: Flags,
    seed: int,
    ctx: RunContext,
    known: Mapping[str, Learned] | None = None,
) -> Learned:
    """Fit one of ``METHODS``. Cost for 8,000 x 40: tree 0.05, network 0.4, forest 1, others 0.5 s.

    ``known`` were learned from the same rows: a blend takes its parts from there.
    """
    ctx.check()
    if method == BLEND and known is not None and {LOGISTIC, FOREST, BOOSTED} <= set(known):
        parts = known[LOGISTIC].parts[0], known[FOREST].parts[0], known[BOOSTED].parts[0]
        return _blended(*(part for _, part in parts))
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "not converged" is a verdict of the contest
        return Learned(parts=_parts(method, x, y, seed, ctx))


def _blended(logistic: Classifier, forest: Classifier, calm: Classifier) -> Learned:
    whole = 2 + LOGISTIC_IN_BLEND
    return Learned(
        parts=((LOGISTIC_IN_BLEND / whole, logistic), (1 / whole, forest), (1 / whole, calm))
    )


def _parts(
    method: str, x: Array, y: Flags, seed: int, ctx: RunContext
) -> tuple[tuple[float, Classifier], ...]:
    if method == BOOSTED:
        return ((0.5, _boosted(x, y, seed, deep=False)), (0.5, _boosted(x, y, seed, deep=True)))
    if method == BLEND:
        calm = _boosted(x, y, seed, deep=False)
        return _blended(_logistic(x, y), _forest(x, y, seed, ctx), calm).parts
    alone: dict[str, Callable[[], Classifier]] = {
        RULE: lambda: OneColumn().fit(x, y),
        LOGISTIC: lambda: _logistic(x, y),
        TREE: lambda: _tree(x, y, seed),
        FOREST: lambda: _forest(x, y, seed, ctx),
        NETWORK: lambda: fit_networks(x, y, seed, ctx),
    }
    return ((1.0, alone[method]()),)


def _logistic(x: Array, y: Flags) -> Classifier:
    from sklearn.linear_model import LogisticRegression

    model: Classifier = LogisticRegression(C=1.0, max_iter=300).fit(x, y)
    return model


def _tree(x: Array, y: Flags, seed: int) -> Classifier:
    from sklearn.tree import DecisionTreeClassifier

    model: Classifier = DecisionTreeClassifier(
        max_depth=6, min_samples_leaf=20, random_state=seed
    ).fit(x, y)
    return model


def _forest(x: Array, y: Flags, seed: int, ctx: RunContext) -> Classifier:
    from sklearn.ensemble import RandomForestClassifier

    model = RandomForestClassifier(
        n_estimators=0,
        min_samples_leaf=5,
        max_features=0.4,
        warm_start=True,
        n_jobs=1,
        random_state=seed,
    )
    for trees in range(TREES_AT_ONCE, TREES + 1, TREES_AT_ONCE):
        ctx.check()
        model.set_params(n_estimators=trees)
        model.fit(x, y)
    fitted: Classifier = model
    return fitted


def _boosted(x: Array, y: Flags, seed: int, *, deep: bool) -> Classifier:
    """Calm: many small steps of small trees; deep: for lists in which much acts together."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model: Classifier = HistGradientBoostingClassifier(
        learning_rate=0.1 if deep else 0.05,
        max_iter=300 if deep else 250,
        max_leaf_nodes=31 if deep else 8,
        min_samples_leaf=10 if deep else 20,
        max_features=0.5 if deep else 1.0,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=seed,
    ).fit(x, y)
    return model
