"""How good a list by uplift is: Qini (Radcliffe 2007), in the definition of scikit-uplift."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.uplift.types import Array, Ints

Flags = NDArray[np.bool_]


def qini(score: Array, answered: Flags, treated: Flags) -> float:
    """Area between the Qini curve and the straight line, over that of a perfect list.

    ``sklift.metrics.qini_auc_score`` with negative effects, which the reference test holds: the
    curve is (answers of treated - answers of control x treated / control) among the first k of the
    list, at the last of equal scores; the perfect list has treated who answered first, control who
    answered last.
    """
    curve = _qini_curve(score, answered, treated)
    perfect = _qini_curve(_perfect_order(answered, treated), answered, treated)
    last = curve[0][-1], curve[1][-1]
    line = last[0] * last[1] / 2
    best = _area(perfect) - line
    return (_area(curve) - line) / best if best > 0 else 0.0


def uplift_at(score: Array, answered: Flags, treated: Flags, share: float = 0.3) -> float:
    """Extra answer share among the first ``share`` of each group's own list ("by group")."""
    return _top_rate(score, answered, treated, share) - _top_rate(score, answered, ~treated, share)


def _top_rate(score: Array, answered: Flags, group: Flags, share: float) -> float:
    rows = np.flatnonzero(group)
    first = rows[np.argsort(-score[rows], kind="stable")][: int(len(rows) * share)]
    return float(answered[first].mean()) if len(first) else 0.0


def _qini_curve(score: Array, answered: Flags, treated: Flags) -> tuple[Array, Array]:
    order = np.argsort(-score, kind="mergesort")
    ordered = score[order]
    ends = np.append(np.flatnonzero(np.diff(ordered)), len(ordered) - 1)
    treated_n = np.cumsum(treated[order])[ends]
    count = ends + 1
    control_n = count - treated_n
    treated_y = np.cumsum((answered & treated)[order])[ends]
    control_y = np.cumsum((answered & ~treated)[order])[ends]
    share = np.divide(treated_n, control_n, out=np.zeros(len(ends)), where=control_n > 0)
    y = treated_y - control_y * share
    return np.append(0.0, count), np.append(0.0, y)


def _perfect_order(answered: Flags, treated: Flags) -> Array:
    """Score of the perfect list: treated who answered first, control who answered last."""
    return np.where(answered, np.where(treated, 1.0, -1.0), 0.0)


def _area(curve: tuple[Array, Array]) -> float:
    return float(np.trapezoid(curve[1], curve[0]))


def ipw_value(choice: Ints, arm: Ints, answered: Flags, chance: Array) -> tuple[float, Array]:
    """What a choice would have brought, by inverse propensities; and each customer's part."""
    part = np.where(choice == arm, answered / chance[arm], 0.0)
    return float(part.mean()), part
