"""Every number is a door to its people: who is in a stage, moved, came in a period, began so."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.lifecycle.results import CohortGrid
from clm_desktop.plan.answers import Answers
from clm_desktop.view.pages.cohort_chart import CELL_BASE, GRAIN_KEYS
from clm_desktop.view.pages.cohort_chart import KEY_BASE as COHORT_BASE
from clm_desktop.view.pages.origins import KEY_BASE as ORIGIN_BASE
from clm_desktop.view.pages.parts import customer_ids
from clm_desktop.view.pages.stage_moves import FLOW_BASE


def people_behind(answers: Answers, kind: str, key: int) -> tuple[int, ...]:
    """Store ids of the customers behind a row or a cell of a picture.

    ``kind``: stage, flow, happened, cohort, cohort_cell, origin. Raises ValueError for another.
    """
    chosen = {"stage": _stage, "flow": _flow, "cohort": _cohort, "origin": _origin}
    chosen |= {"happened": _happened, "cohort_cell": _cohort_cell}
    if kind not in chosen:
        raise ValueError(kind)
    rows = np.flatnonzero(chosen[kind](answers, key))
    return tuple(int(one) for one in customer_ids(answers)[rows])


def _stage(answers: Answers, key: int) -> NDArray[np.bool_]:
    return np.equal(answers.lifecycle.stages.label, key)


def _flow(answers: Answers, key: int) -> NDArray[np.bool_]:
    stages = answers.lifecycle.stages
    was, now = divmod(key, FLOW_BASE)
    moved: NDArray[np.bool_] = (stages.before == was - 1) & (stages.label == now)
    return moved


def _happened(answers: Answers, key: int) -> NDArray[np.bool_]:
    return (answers.lifecycle.stages.happened >> key & 1).astype(np.bool_)


def _cohort(answers: Answers, key: int) -> NDArray[np.bool_]:
    grain, place = divmod(key, COHORT_BASE)
    grid = _grid(answers, grain)
    first = answers.customers.first_day
    end = grid.start_day[place + 1] if place + 1 < len(grid) else np.iinfo(np.int32).max
    inside: NDArray[np.bool_] = (first >= grid.start_day[place]) & (first < end)
    return inside


def _cohort_cell(answers: Answers, key: int) -> NDArray[np.bool_]:
    cohort, since = divmod(key, CELL_BASE)
    came = _grid(answers, cohort // COHORT_BASE).came
    if not len(came):  # answers of before this was kept
        return _cohort(answers, cohort)
    bought: NDArray[np.bool_] = (came >> np.uint64(since) & np.uint64(1)).astype(np.bool_)
    return _cohort(answers, cohort) & bought


def _grid(answers: Answers, grain: int) -> CohortGrid:
    name = next(name for name, number in GRAIN_KEYS.items() if number == grain)
    return next(grid for grid in answers.lifecycle.grids if grid.grain == name)


def _origin(answers: Answers, key: int) -> NDArray[np.bool_]:
    place, group = divmod(key, ORIGIN_BASE)
    return np.equal(answers.lifecycle.origins[place].label, group)
