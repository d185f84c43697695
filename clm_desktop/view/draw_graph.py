"""A graph as a picture: names in boxes, lines between them, one pattern and colour a relation."""

from __future__ import annotations

import numpy as np

from clm_desktop.view.blocks import Series
from clm_desktop.view.chart_numbers import columns, two_rows
from clm_desktop.view.draw_cells import Sheet
from clm_desktop.view.graph_layout import Laid, lay_out

_SLOT_PX = (142.0, 78.0)
_LETTERS = 17  # of a name, in each of two rows
_LETTER_PX, _ROW_PX, _PAD_PX = 5.6, 13.5, 8.0
_POINTS = 0.75  # a pixel
_DASHES = ("-", (0, (5, 2)), (0, (6, 2, 1, 2)), (0, (1.2, 1.6)))  # by series
_BEND = 0.08


def draw_graph(sheet: Sheet) -> None:
    """Series are relations: from the name ``x`` to the name ``y``; the block's labels are names.

    A series with a marker points with an arrow; its ``texts`` stand below a name that points to
    itself. What finds no room is counted below.
    """
    block, axes = sheet.block, sheet.axes
    lines = [(int(a), int(b)) for one in block.series for a, b in zip(one.x, one.y, strict=True)]
    order = _by_importance(block.series)
    columns_, rows = (
        max(2, int(px // slot)) for px, slot in zip(_size(sheet), _SLOT_PX, strict=True)
    )
    laid = lay_out([lines[at] for at in order], columns_, rows)
    drawn = {order[at] for at in laid.lines}
    names = {node: two_rows(block.x_labels[node], _LETTERS) for node in laid.place}
    centre = _centre(lines)
    at = 0
    for number, series in enumerate(block.series):
        colour = sheet.theme.palette[series.colour % len(sheet.theme.palette)]
        dash = _DASHES[number % len(_DASHES)]
        axes.plot([], [], color=colour, linestyle=dash, linewidth=1.8, label=series.label)
        for place in range(len(series.x)):
            a, b = lines[at]
            if at in drawn and a != b:
                _line(sheet, laid, (a, b), names, (colour, dash, bool(series.marker)))
            elif at in drawn and series.texts:
                names[a] = [*names[a], series.texts[place]]
            at += 1
    for node, rows_ in names.items():
        _name(sheet, laid, node, rows_, bold=node == centre)
    _frame(sheet, laid, len(lines) - len(drawn))


def _by_importance(series: tuple[Series, ...]) -> list[int]:
    """Places of all lines: the first of each series, then the second of each ..."""
    begin = np.cumsum([0, *(len(one.x) for one in series)])
    longest = max((len(one.x) for one in series), default=0)
    return [
        int(begin[i]) + place
        for place in range(longest)
        for i, one in enumerate(series)
        if place < len(one.x)
    ]


def _size(sheet: Sheet) -> tuple[float, float]:
    return sheet.width - 12, sheet.height - 58  # legend and note


def _centre(lines: list[tuple[int, int]]) -> int:
    """The name that every line touches, -1 where there is none."""
    common = set.intersection(*(set(ends) for ends in lines)) if len(lines) > 1 else set()
    return min(common, default=-1)


def _half(rows: list[str]) -> tuple[float, float]:
    """Half the width and height of a name's box, in pixels."""
    wide = max(columns(row) for row in rows) * _LETTER_PX / 2 + _PAD_PX
    return wide, len(rows) * _ROW_PX / 2 + _PAD_PX * 0.75


def _line(
    sheet: Sheet,
    laid: Laid,
    ends: tuple[int, int],
    names: dict[int, list[str]],
    look: tuple[str, object, bool],
) -> None:
    colour, dash, arrow = look
    (ax, ay), (bx, by) = laid.place[ends[0]], laid.place[ends[1]]
    px = [
        total / count for total, count in zip(_size(sheet), (laid.columns, laid.rows), strict=True)
    ]
    dx, dy = abs(bx - ax) * px[0], abs(by - ay) * px[1]
    length = max(float(np.hypot(dx, dy)), 1e-9)
    shrink = []
    for end in ends:
        wide, high = _half(names[end])
        out = min(wide * length / max(dx, 1e-9), high * length / max(dy, 1e-9))
        shrink.append(min(out + 3, length * 0.45) * _POINTS)
    sheet.axes.annotate(
        "",
        (bx, by),
        xytext=(ax, ay),
        arrowprops={
            "arrowstyle": "-|>,head_width=0.28,head_length=0.5" if arrow else "-",
            "color": colour,
            "linestyle": dash,
            "linewidth": 1.7,
            "shrinkA": shrink[0],
            "shrinkB": shrink[1],
            "connectionstyle": f"arc3,rad={_BEND}",
        },
        annotation_clip=False,
        zorder=2,
    )


def _name(sheet: Sheet, laid: Laid, node: int, rows: list[str], *, bold: bool) -> None:
    theme = sheet.theme
    sheet.axes.annotate(
        "\n".join(rows),
        laid.place[node],
        ha="center",
        va="center",
        color=theme.text,
        fontproperties=sheet.font(9.0),
        linespacing=1.15,
        parse_math=False,
        annotation_clip=False,
        bbox={
            "boxstyle": "round,pad=0.42,rounding_size=0.5",
            "facecolor": theme.selected if bold else theme.surface,
            "edgecolor": theme.accent if bold else theme.line,
            "linewidth": 1.4 if bold else 1.0,
        },
        zorder=3,
    )


def _frame(sheet: Sheet, laid: Laid, missing: int) -> None:
    axes = sheet.axes
    axes.set_xlim(-0.5, laid.columns - 0.5)
    axes.set_ylim(laid.rows - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    if missing:
        said = sheet.words.plural("{n} more in the table", "{n} more in the table", missing)
        axes.set_xlabel(said, fontproperties=sheet.font(9.0), color=sheet.theme.muted)
