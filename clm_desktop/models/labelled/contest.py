"""Which method learns the owner's label best: each predicts people that it has not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from clm_desktop.core.run import RunContext
from clm_desktop.models.codes import BASE_RATE
from clm_desktop.models.evaluate import TINY, Array, Flags, auc, log_loss
from clm_desktop.models.labelled.attributes import Attribute
from clm_desktop.models.labelled.learners import (
    METHODS,
    RULE,
    Design,
    Learned,
    learn,
    learn_design,
)
from clm_desktop.models.results import Contestant
from clm_desktop.models.risk.logistic import fit_logistic

PARTS = 5  # the first is the test
ALIKE = 3  # times the same person may be on a list
LEARN_FROM = 20_000  # people
AS_GOOD = 0.001  # log-loss within which the rule is as good
NO_PATTERN_AUC = 0.55
LUCK = 3.0  # standard errors that the best of eight may be above a toss by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A method with the columns that it was learned on."""

    design: Design
    learned: Learned

    def log_odds(self, attributes: tuple[Attribute, ...]) -> Array:
        """Log-odds of having left, before they are calibrated."""
        return self.learned.log_odds(self.design.of(attributes))


@dataclass(frozen=True, slots=True)
class Scale:
    """Calibration of log-odds: level + slope x log-odds (Platt 1999)."""

    level: float
    slope: float

    def of(self, log_odds: Array) -> Array:
        """Calibrated log-odds."""
        return self.level + self.slope * log_odds


def parts_of(attributes: tuple[Attribute, ...], left: Flags, seed: int) -> NDArray[np.int64]:
    """Part 0..4 of each person: as many leavers in each, people told to be equal in the same.

    Unless the columns tell so little that hardly anybody is told from all others.
    """
    columns = [a.number if a.number is not None else _code(a) for a in attributes]
    _, same = np.unique(
        np.nan_to_num(np.column_stack(columns), nan=np.inf), axis=0, return_inverse=True
    )
    first = np.full(int(same.max()) + 1, len(left))
    np.minimum.at(first, same, np.arange(len(left)))
    fewest = min(int(left[first].sum()), int((~left[first]).sum()))
    if len(left) > ALIKE * len(first) or fewest < 2 * PARTS:
        first = same = np.arange(len(left))  # few columns: to be alike means nothing
    rng = np.random.default_rng(seed)
    part = np.zeros(len(first), dtype=np.int64)
    for label in (False, True):
        groups = rng.permutation(np.flatnonzero(left[first] == label))
        part[groups] = np.arange(len(groups)) % PARTS
    return part[same]


def fit(  # noqa: PLR0917 - one argument per thing it is learned from
    method: str,
    attributes: tuple[Attribute, ...],
    rows: NDArray[np.int64],
    left: Flags,
    seed: int,
    ctx: RunContext,
) -> Fitted:
    """Learn from some people; ``left`` of those ``rows``."""
    rows, left = _some(rows, left, seed)
    design = learn_design(attributes, rows)
    return Fitted(
        design=design, learned=learn(method, design.of(attributes)[rows], left, seed, ctx)
    )


def _some(rows: NDArray[np.int64], left: Flags, seed: int) -> tuple[NDArray[np.int64], Flags]:
    if len(rows) <= LEARN_FROM:
        return rows, left
    chosen = np.sort(np.random.default_rng(seed).permutation(len(rows))[:LEARN_FROM])
    return rows[chosen], left[chosen]


def run_contest(  # noqa: PLR0917 - one argument per thing it is decided from
    attributes: tuple[Attribute, ...],
    known: NDArray[np.int64],
    left: Flags,
    part: NDArray[np.int64],
    seed: int,
    ctx: RunContext,
) -> tuple[str, tuple[Contestant, ...], Scale]:
    """Choose among all methods on parts 1..4; the winner's name, the table and its calibration.

    ``known`` are positions of people whose label is told, ``left`` and ``part`` parallel to it.
    """
    learning = part != 0
    truth = left[learning]
    said = {method: np.full(len(known), np.nan) for method in METHODS}
    for test in range(1, PARTS):
        teach = learning & (part != test)
        told = _said_by_all(
            *(attributes, known[teach], left[teach], known[part == test]),
            *(seed, ctx.part((test - 1) / (PARTS - 1), test / (PARTS - 1))),
        )
        for method, odds in told.items():
            said[method][part == test] = odds
    table, scales = [], {}
    for method in METHODS:
        scales[method] = calibrated(said[method][learning], truth, ctx)
        p = expit(scales[method].of(said[method][learning]))
        table.append((method, auc(p, truth), log_loss(p, truth)))
    share = float(truth.mean())
    table.append((BASE_RATE, 0.5, log_loss(np.full(len(truth), share), truth)))
    yes = int(truth.sum())
    luck = float(np.sqrt((len(truth) + 1) / (12 * yes * (len(truth) - yes))))  # Mann and Whitney
    needed = max(NO_PATTERN_AUC, 0.5 + LUCK * luck)
    method = _winner({name: (ranked, loss) for name, ranked, loss in table}, needed)
    contest = tuple(
        Contestant(method=name, auc=ranked, log_loss=loss, chosen=name == method)
        for name, ranked, loss in sorted(table, key=lambda row: row[2])
    )
    return method, contest, scales.get(method, Scale(0.0, 1.0))


def _said_by_all(  # noqa: PLR0917 - one argument per thing it is made from
    attributes: tuple[Attribute, ...],
    teach: NDArray[np.int64],
    left: Flags,
    test: NDArray[np.int64],
    seed: int,
    ctx: RunContext,
) -> dict[str, Array]:
    """Log-odds of some people by every method that others taught; each part is fitted once."""
    rows, left = _some(teach, left, seed)
    design = learn_design(attributes, rows)
    x = design.of(attributes)
    known: dict[str, Learned] = {}
    said: dict[str, Array] = {}
    for place, method in enumerate(METHODS):  # the blend last: it is made of others
        ctx.report(place / len(METHODS), "label")
        known[method] = learn(method, x[rows], left, seed, ctx, known)
        said[method] = known[method].log_odds(x[test])
    return said


def calibrated(log_odds: Array, left: Flags, ctx: RunContext) -> Scale:
    """Level and slope with which the log-odds mean what they say."""
    spread = float(log_odds.std())
    if spread < TINY:
        share = float(left.mean())
        return Scale(float(np.log(share / (1 - share))), 0.0)
    one = fit_logistic(log_odds[:, None], left, np.zeros(len(left), dtype=np.intp), ctx, ridge=1.0)
    return Scale(float(one.intercepts[0]), max(float(one.coefficient[0]), 0.0))


def _winner(measured: dict[str, tuple[float, float]], needed_auc: float) -> str:
    best = min(METHODS, key=lambda name: measured[name][1])
    if measured[RULE][1] <= measured[best][1] + AS_GOOD:
        best = RULE
    ranked, loss = measured[best]
    return BASE_RATE if ranked < needed_auc or loss >= measured[BASE_RATE][1] else best


def _code(attribute: Attribute) -> Array:
    _, code = np.unique(attribute.word.astype(str), return_inverse=True)
    return code.astype(np.float64)
