"""The retention grid as a picture: one row per cohort, one cell per period since."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.lifecycle.results import CohortGrid
from clm_desktop.view.blocks import ChartBlock, ChartKind, Kind, Series
from clm_desktop.view.pages.lifecycle_parts import period_name
from clm_desktop.view.words import Words

MEASURES = ("share", "customers", "sales", "cumulative")
FEW = 5  # people below which no share is said
SHOWN_COHORTS, SHOWN_PERIODS = 24, 12
GRAIN_KEYS = {"week": 0, "month": 1, "quarter": 2}
KEY_BASE = 10_000  # a cohort's key is its grain's * KEY_BASE + its place
CELL_BASE = 64  # a cell's key is its cohort's * CELL_BASE + periods since the first order


def measure_name(measure: str, words: Words) -> str:
    """How a switch calls a measure."""
    return {
        "share": words.text("Share who bought"),
        "customers": words.text("Customers"),
        "sales": words.text("Sales"),
        "cumulative": words.text("Spent so far, each"),
    }[measure]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell of the picture: its colour's value and its text."""

    value: float
    text: str
    is_open: bool


def heat(grid: CohortGrid, measure: str, words: Words) -> ChartBlock:
    """The newest cohorts x the periods since, as one measure."""
    c = len(grid)
    rows = np.flatnonzero(grid.size > 0)[-SHOWN_COHORTS:]
    columns = range(int(measure == "share"), min(c, SHOWN_PERIODS + 1))
    series = []
    for i in rows.tolist():
        cells = [_cell(grid, measure, i, k, words) for k in columns if i + k < c]
        name = period_name(grid.grain, float(grid.start_day[i]), words)
        label = f"{name} · {words.whole(int(grid.size[i]))}"
        cohort = GRAIN_KEYS[grid.grain] * KEY_BASE + i
        keys = tuple(cohort * CELL_BASE + k for k in columns if i + k < c)
        series.append(replace(_series(label, cells), keys=keys))
    if measure == "share" and len(rows) > 1:
        everybody = [cell for k in columns if (cell := _mean(grid, rows, k, words))]
        series.append(_series(words.text("All"), everybody))
    return ChartBlock(
        name=f"cohorts_{measure}",
        title=_grid_title(measure, words),
        sentence=_how_to_read(grid, measure, words),
        kind=ChartKind.HEAT,
        opens="cohort_cell",
        series=tuple(series),
        x_title=_since(grid.grain, words),
        y_kind=Kind.SHARE,
        x_labels=tuple(str(k) for k in columns),
    )


def _series(label: str, cells: list[_Cell]) -> Series:
    return Series(
        label=label,
        x=tuple(float(at) for at in range(len(cells))),
        y=tuple(cell.value for cell in cells),
        texts=tuple(cell.text for cell in cells),
        unfinished=tuple(at for at, cell in enumerate(cells) if cell.is_open),
    )


def _cell(grid: CohortGrid, measure: str, i: int, k: int, words: Words) -> _Cell:
    people, size = int(grid.customers[i, k]), int(grid.size[i])
    is_open = grid.last_is_open and i + k == len(grid) - 1
    if measure == "customers":
        value, text = float(people), words.whole(people)
    elif measure == "sales":
        value = float(grid.sales_cents[i, k])
        text = words.money(value)
    elif measure == "cumulative":
        value = float(grid.sales_cents[i, : k + 1].sum()) / size if size >= FEW else float("nan")
        text = words.money(value) if size >= FEW else ""
    else:
        value = people / size if size >= FEW else float("nan")
        text = _share_text(people, size, words)
    return _Cell(value, f"{text}+" if is_open and text else text, is_open)


def _mean(grid: CohortGrid, rows: NDArray[np.intp], k: int, words: Words) -> _Cell | None:
    """All shown cohorts that are through period k, together; None where they are not five people.

    Money has no such row: late periods hold the oldest cohorts only, which are often the best.
    """
    last = len(grid) - grid.last_is_open
    through = rows[rows + k < last]
    size = int(grid.size[through].sum())
    if size < FEW:
        return None
    people = int(grid.customers[through, k].sum())
    return _Cell(people / size, _share_text(people, size, words), False)


def _share_text(people: int, size: int, words: Words) -> str:
    """A share; of fewer than five people how many they are."""
    if people >= FEW:
        return words.share(people / size)
    return words.text("{n} p.", n=people) if people else "0"


def _grid_title(measure: str, words: Words) -> str:
    return {
        "share": words.text("Who bought again, by when they came"),
        "customers": words.text("Customers who bought, by when they came"),
        "sales": words.text("Sales, by when customers came"),
        "cumulative": words.text("Spent so far by each customer, by when they came"),
    }[measure]


def _how_to_read(grid: CohortGrid, measure: str, words: Words) -> str:
    """How a row is to be read, with this shop's own example."""
    parts_of = [
        words.text(
            "Each row: new customers of one period and how many they are; then time goes on."
        )
    ]
    if grid.last_is_open:
        parts_of.append(words.text("Hatched with a plus: that time is not over yet."))
    if measure == "share":
        parts_of.append(words.text("“4 p.” is 4 people: too few for a share."))
    return words.join(parts_of)


def _since(grain: str, words: Words) -> str:
    return {
        "week": words.text("Weeks since the week of the first order"),
        "month": words.text("Months since the month of the first order"),
        "quarter": words.text("Quarters since the quarter of the first order"),
    }[grain]
