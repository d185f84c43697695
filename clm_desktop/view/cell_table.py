"""A chart of rows of cells as the table of its texts: for the screen, a terminal, a report."""

from __future__ import annotations

import numpy as np

from clm_desktop.view.blocks import ChartBlock, ChartKind, Column, Kind, Series, TableBlock
from clm_desktop.view.words import Words


def cell_table(block: ChartBlock, words: Words) -> TableBlock:
    """One row a series, one column per x label, written as in the chart."""
    first = Column(key="row", title=words.text("Series"), kind=Kind.TEXT, width=18)
    names = np.array([series.label for series in block.series], dtype=object)
    written = block.kind is ChartKind.HEAT
    columns, values = [first], [names]
    for place, label in enumerate(block.x_labels):
        kind = Kind.TEXT if written else block.y_kind
        columns.append(Column(key=f"x{place}", title=label, kind=kind, width=8))
        cells = [_cell(series, place, written=written) for series in block.series]
        values.append(np.array(cells, dtype=object if written else np.float64))
    return TableBlock(
        name=f"{block.name}_table",
        title=block.title,
        columns=tuple(columns),
        values=tuple(values),
    )


def _cell(series: Series, place: int, *, written: bool) -> str | float:
    if float(place) not in series.x:
        return "" if written else float("nan")
    at = series.x.index(float(place))
    if not written:
        return series.y[at]
    return series.texts[at] if series.texts else ""
