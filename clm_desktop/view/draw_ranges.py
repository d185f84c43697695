"""Dots with their ranges beside the line of no effect: what each action did."""

from __future__ import annotations

import numpy as np

from clm_desktop.view.blocks import ChartKind, Kind
from clm_desktop.view.chart_numbers import shortened
from clm_desktop.view.draw_cells import Sheet, draw_flow, draw_heat
from clm_desktop.view.draw_graph import draw_graph

_NAME_SHARE = 0.34  # of the width, at most, for names
_PX_PER_COLUMN = 7.0
_PX_PER_TICK = 95.0
_CAP = 0.12  # half height of the ends of a range


def draw_sheet(sheet: Sheet) -> None:
    """Draw a chart of pieces by its kind."""
    {
        ChartKind.HEAT: draw_heat,
        ChartKind.FLOW: draw_flow,
        ChartKind.RANGE: draw_ranges,
        ChartKind.GRAPH: draw_graph,
    }[sheet.block.kind](sheet)


def draw_ranges(sheet: Sheet) -> None:
    """One row for each name: its dot, its range, the number; zero is a line through all."""
    axes, block, theme = sheet.axes, sheet.block, sheet.theme
    count = len(block.x_labels)
    axes.axvline(0, color=theme.muted, linewidth=1.2, zorder=1)
    for series in block.series:
        colour = theme.palette[series.colour % len(theme.palette)]
        lows, highs = series.lo or series.y, series.hi or series.y
        for place, value, low, high in zip(series.x, series.y, lows, highs, strict=True):
            if low < high:
                axes.plot([low, high], [place, place], color=colour, linewidth=2.4, zorder=2)
                for end in (low, high):
                    caps = [place - _CAP, place + _CAP]
                    axes.plot([end, end], caps, color=colour, linewidth=2.4, zorder=2)
            text = sheet.words.value(block.y_kind, value)
            sheet.write(value, place - 0.3, text, ha="center")
        axes.scatter(
            series.y,
            series.x,
            s=64,
            marker=series.marker,
            facecolor=colour,
            edgecolor=theme.surface,
            linewidth=0.8,
            label=series.label,
            zorder=3,
        )
    axes.set_ylim(count - 0.4, -0.6)
    _value_axis(sheet)
    names = [
        shortened(name, int(sheet.width * _NAME_SHARE / _PX_PER_COLUMN)) for name in block.x_labels
    ]
    axes.set_yticks(list(range(count)), labels=names)
    for text in axes.get_yticklabels():
        _dress(sheet, text, theme.text)


def _value_axis(sheet: Sheet) -> None:
    """Few round ticks around zero, a faint line at each."""
    axes, block = sheet.axes, sheet.block
    ends = [v for s in block.series for v in (*s.y, *s.lo, *s.hi) if np.isfinite(v)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = 0.06 * max(high - low, 1e-9)
    axes.set_xlim(low - room, high + room)
    bins = max(2, min(6, int(sheet.width / _PX_PER_TICK)))
    places = round_places(low, high, bins)
    kind = Kind.WHOLE if block.y_kind is Kind.TEXT else block.y_kind
    axes.set_xticks(places, labels=[sheet.words.value(kind, place) for place in places])
    axes.grid(axis="x", color=sheet.theme.line, linewidth=0.8)
    for text in axes.get_xticklabels():
        _dress(sheet, text, sheet.theme.muted)


def round_places(low: float, high: float, most: int) -> list[float]:
    """Multiples of a round step from low to high, zero among them, at most ``most`` + 1."""
    step = 10.0 ** np.floor(np.log10(max(high - low, 1e-9) / most))
    step *= next(f for f in (1, 2, 2.5, 5, 10) if (high - low) / (f * step) <= most)
    return [step * i for i in range(int(np.ceil(low / step - 1e-9)), int(high / step + 1e-9) + 1)]


def _dress(sheet: Sheet, text: object, colour: str) -> None:
    """Give a matplotlib text our font and colour; names are never read as mathematics."""
    text.set_fontproperties(sheet.font(9.5))  # type: ignore[attr-defined]
    text.set_parse_math(False)  # type: ignore[attr-defined]
    text.set_color(colour)  # type: ignore[attr-defined]
