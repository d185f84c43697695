"""Two charts made of pieces with a number each: rows of cells, and who moved from where to where.

Both use one hue at several strengths or the palette at one, so that they read in grey and in the
dark: every piece carries its number or stands beside its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clm_desktop.view.blocks import ChartBlock, Kind, Series
from clm_desktop.view.chart_numbers import columns, shortened
from clm_desktop.view.theme import Theme, contrast
from clm_desktop.view.words import Words

_PALEST = 0.07  # of the hue, in the cell of the lowest value
_CELL_SIZES = (9.0, 8.0, 7.0)  # of letters, the first that fits
_PX_PER_POINT_AND_COLUMN = 0.74
_GAP_SHARE = 0.035  # between the blocks of a column
_BAR_WIDTH = 0.035
_BAND_STEPS = 48
_LABEL_PX = 17.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Where to draw, and what text and colour need; sizes in logical pixels.

    ``axes`` and fonts are matplotlib's, which only ``view.draw`` knows.
    """

    axes: Any
    block: ChartBlock
    words: Words
    theme: Theme
    width: float
    height: float
    font: Callable[[float], Any]

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> Any:  # noqa: ANN401
        """Put a filled rectangle from its corner; gives it."""
        drawn = self.axes.bar(x, height, width, bottom=y, align="edge", color=colour, linewidth=0)
        return drawn.patches[0]

    def write(
        self, x: float, y: float, text: str, *, ha: str, size: float = 9.5, colour: str = ""
    ) -> None:
        """Put a text at a place of the data, never read as mathematics."""
        self.axes.annotate(
            text,
            (x, y),
            ha=ha,
            va="center_baseline" if ha == "center" else "center",
            color=colour or self.theme.text,
            fontproperties=self.font(size),
            parse_math=False,
            annotation_clip=False,
        )


# ---- rows of cells ------------------------------------------------------------------------


def draw_heat(sheet: Sheet) -> None:
    """One row a series, the stronger the higher; unfinished cells are hatched."""
    block, axes = sheet.block, sheet.axes
    count, rows = len(block.x_labels), len(block.series)
    most = max((np.nanmax(s.y) for s in block.series if np.isfinite(s.y).any()), default=1.0)
    size = _fitting_size(sheet, count)
    for row, series in enumerate(block.series):
        for at, place in enumerate(series.x):
            _cell(sheet, row, at, place, series, most=max(most, 1e-12), size=size)
    axes.set_xlim(-0.5, count - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.spines["bottom"].set_visible(False)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.tick_params(length=0, pad=4)
    axes.set_xticks(np.arange(count), labels=list(block.x_labels))
    names = [shortened(s.label, int(sheet.width * 0.3 / 7)) for s in block.series]
    axes.set_yticks(np.arange(rows), labels=names)
    for text in axes.get_yticklabels():
        text.set_color(sheet.theme.text)
    for text in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        text.set_fontproperties(sheet.font(9.0))
        text.set_parse_math(False)


def _fitting_size(sheet: Sheet, count: int) -> float:
    """Size of letters that fits the widest text into a cell, 0 where none does."""
    longest = max((columns(t) for s in sheet.block.series for t in s.texts), default=1)
    names = max((columns(s.label) for s in sheet.block.series), default=1)
    room = (sheet.width - 7 * names - 30) / max(count, 1) - 5
    return next((s for s in _CELL_SIZES if longest * s * _PX_PER_POINT_AND_COLUMN <= room), 0.0)


def _cell(
    sheet: Sheet, row: int, at: int, place: float, series: Series, *, most: float, size: float
) -> None:
    value = series.y[at]
    ground = sheet.theme.surface
    if np.isfinite(value):
        strength = _PALEST + (1 - _PALEST) * min(max(value / most, 0.0), 1.0)
        ground = _mixed(sheet.theme.surface, sheet.theme.palette[0], strength)
    ink = max(("#000000", "#FFFFFF"), key=lambda one: contrast(one, ground))
    box = sheet.box(place - 0.48, row - 0.46, 0.96, 0.92, ground)
    if at in series.unfinished:
        box.set_hatch("///")
        box.set_hatch_linewidth(0.8)
        box.set_edgecolor(_mixed(ground, ink, 0.16))  # faint: the number must stay readable
    if size and series.texts:
        sheet.write(place, row, series.texts[at], ha="center", size=size, colour=ink)


def _mixed(one: str, other: str, share: float) -> str:
    """Colour between two."""
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (one, other)]
    mixed = [round(a * (1 - share) + b * share) for a, b in zip(*ends, strict=True)]
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


# ---- who moved ----------------------------------------------------------------------------


def draw_flow(sheet: Sheet) -> None:
    """From the blocks on the left to those on the right, each band as wide as its people."""
    block, axes = sheet.block, sheet.axes
    moved = np.array([_by_label(series, len(block.x_labels)) for series in block.series])
    gap = _GAP_SHARE * moved.sum()
    left = _starts(moved.sum(axis=1), gap)
    right = _starts(moved.sum(axis=0), gap)
    colours = [sheet.theme.palette[s.colour % len(sheet.theme.palette)] for s in block.series]
    ends = {s.label: c for s, c in zip(block.series, colours, strict=True)}
    for i, start in enumerate(left):
        for j, end in enumerate(right):
            if moved[i, j] > 0:
                low, high = start + moved[i, :j].sum(), end + moved[:i, j].sum()
                _band(sheet, low, high, moved[i, j], colours[i])
    arriving = [ends.get(label, sheet.theme.muted) for label in block.x_labels]
    names = [series.label for series in block.series]
    _column(sheet, 0.0, left, moved.sum(axis=1), names, colours)
    _column(sheet, 1.0, right, moved.sum(axis=0), block.x_labels, arriving)
    bottom = max(left[-1] + moved[-1].sum(), right[-1] + moved[:, -1].sum())
    head = bottom * 24 / max(sheet.height, 1)
    for x, title, ha in (
        (_BAR_WIDTH, block.x_title, "right"),
        (1 - _BAR_WIDTH, block.y_title, "left"),
    ):
        sheet.write(x, -head, title, ha=ha, size=9.0, colour=sheet.theme.muted)
    axes.set_ylim(bottom * 1.02, -1.6 * head)
    side = _room(sheet, (*names, *block.x_labels))
    axes.set_xlim(-side, 1 + side)
    axes.set_axis_off()


def _by_label(series: Series, count: int) -> NDArray[np.float64]:
    heights = np.zeros(count)
    heights[np.array(series.x, dtype=np.int64)] = series.y
    return heights


def _starts(sizes: NDArray[np.float64], gap: float) -> NDArray[np.float64]:
    """Where each block begins; empty blocks take no gap."""
    steps = sizes + gap * (sizes > 0)
    return np.asarray(np.concatenate([[0.0], np.cumsum(steps)[:-1]]))


def _band(sheet: Sheet, low: float, high: float, size: float, colour: str) -> None:
    """A curved band from the left column to the right one."""
    t = np.linspace(0, 1, _BAND_STEPS)
    x = _BAR_WIDTH + (1 - 2 * _BAR_WIDTH) * t
    y = low + (high - low) * t * t * (3 - 2 * t)
    sheet.axes.fill_between(x, y, y + size, color=colour, alpha=0.38, linewidth=0)


def _column(  # noqa: PLR0917 - a side, its blocks and what they are called
    sheet: Sheet,
    x: float,
    starts: NDArray[np.float64],
    sizes: NDArray[np.float64],
    names: Sequence[str],
    colours: Sequence[str],
) -> None:
    """Blocks of one side with their names and numbers beside them."""
    there = np.flatnonzero(sizes > 0)
    middles = (starts + sizes / 2)[there]
    whole = float((starts + sizes).max()) if len(there) else 1.0
    places = _apart(middles, whole * _LABEL_PX / max(sheet.height, 1))
    side, ha = (-1, "right") if x == 0 else (1, "left")
    for i, y in zip(there.tolist(), places, strict=True):
        corner = x - max(side, 0) * _BAR_WIDTH
        sheet.box(corner, float(starts[i]), _BAR_WIDTH, float(sizes[i]), colours[i])
        number = sheet.words.value(Kind.WHOLE, float(sizes[i]))
        label = f"{names[i]}  {number}"
        sheet.write(x + side * 0.02, float(y), label, ha=ha)


def _apart(places: NDArray[np.float64], least: float) -> list[float]:
    """Push labels down, then back up, until none covers another."""
    moved = [float(place) for place in places]
    for i in range(1, len(moved)):
        moved[i] = max(moved[i], moved[i - 1] + least)
    over = moved[-1] - float(places[-1]) if moved else 0.0
    if over > 0:
        moved[-1] -= over / 2
        for i in range(len(moved) - 2, -1, -1):
            moved[i] = min(moved[i], moved[i + 1] - least)
    return moved


def _room(sheet: Sheet, names: Sequence[str]) -> float:
    """Width beside the columns that the longest name with its number takes, in data units."""
    pixels = 7.2 * (max(columns(name) for name in names) + 8)
    share = min(pixels / max(sheet.width, 1), 0.42)
    return share / (1 - 2 * share)
