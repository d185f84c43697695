"""A chart as the table of its numbers, for those who would rather read than look."""

from __future__ import annotations

import numpy as np

from clm_desktop.view.blocks import ChartBlock, ChartKind, Column, Kind, Series, TableBlock
from clm_desktop.view.cell_table import cell_table
from clm_desktop.view.words import Words


def chart_table(block: ChartBlock, words: Words) -> TableBlock:
    """One row per x where all series share them, else one row per point; cells stay in rows.

    Rows open what the bars open.
    """
    if block.kind in (ChartKind.HEAT, ChartKind.FLOW):
        return cell_table(block, words)
    if block.kind is ChartKind.GRAPH:
        return _line_table(block, words)
    title = block.x_title or words.text("What")
    x_column = Column(key="x", title=title, kind=Kind.TEXT if block.x_labels else block.x_kind)
    shared = len({series.x for series in block.series}) == 1
    if shared:
        columns = [x_column, *(_value_column(block, i, words) for i in range(len(block.series)))]
        values = [_places(block, block.series[0].x), *(np.array(s.y) for s in block.series)]
    else:
        columns = [
            Column(key="series", title=words.text("Series"), kind=Kind.TEXT),
            x_column,
            _value_column(block, None, words),
        ]
        values = [
            np.array([s.label for s in block.series for _ in s.x], dtype=object),
            _places(block, tuple(x for s in block.series for x in s.x)),
            np.array([y for s in block.series for y in s.y]),
        ]
    keys = block.series[0].keys if shared else ()
    return TableBlock(
        name=f"{block.name}_table",
        title=block.title,
        columns=tuple(columns),
        values=tuple(values),
        row_kind=block.opens if keys else "",
        row_key=np.array(keys, np.int64) if keys else None,
    )


def _line_table(block: ChartBlock, words: Words) -> TableBlock:
    """One row per line of a graph."""
    titles = (words.text("Series"), words.text("Product"), words.text("Other product"))
    lines = [(s.label, a, b) for s in block.series for a, b in zip(s.x, s.y, strict=True)]
    cells = [(label, block.x_labels[int(a)], block.x_labels[int(b)]) for label, a, b in lines]
    return TableBlock(
        name=f"{block.name}_table",
        title=block.title,
        columns=tuple(
            Column(key=f"line_{i}", title=title, kind=Kind.TEXT, width=28)
            for i, title in enumerate(titles)
        ),
        values=tuple(np.array([row[i] for row in cells], dtype=object) for i in range(3)),
    )


def _value_column(block: ChartBlock, position: int | None, words: Words) -> Column:
    series: Series | None = None if position is None else block.series[position]
    title = (series.label if series else "") or block.y_title or words.text("Value")
    kind = Kind.DECIMAL if block.y_kind is Kind.TEXT else block.y_kind
    return Column(key=f"y{position or 0}", title=title, kind=kind)


def _places(
    block: ChartBlock, x: tuple[float, ...]
) -> np.ndarray[tuple[int], np.dtype[np.generic]]:
    if block.x_labels:
        return np.array([block.x_labels[int(place)] for place in x], dtype=object)
    return np.array(x, dtype=np.float64)
