"""Charts: a ChartBlock becomes a matplotlib figure in our fonts and colours.

Object-oriented matplotlib only (no pyplot, no global state but the font list), so that a worker
thread may draw. Every text goes through ``Words`` and is never read as mathematics ("$"). The title
and the sentence of the block are not drawn: they belong to whoever shows the chart, as real text.
Cost: 50 to 150 ms a chart.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FixedLocator, LogLocator, MaxNLocator, NullLocator
from numpy.typing import NDArray

from clm_desktop.core.paths import resources
from clm_desktop.view.blocks import ChartBlock, ChartKind, Kind, Series
from clm_desktop.view.chart_numbers import by_place, columns, month_starts, overlapping, two_rows
from clm_desktop.view.draw_cells import Sheet
from clm_desktop.view.draw_ranges import draw_sheet
from clm_desktop.view.theme import Theme
from clm_desktop.view.words import Words

_FAMILIES = ["Noto Sans", "Noto Sans CJK SC"]  # Latin first, Chinese where Latin has no glyph
_DPI = 96.0  # of a screen at 100 %
_SMALLEST_PX = 160
_PAD_INCHES = 0.08
_WIDEST_BAR_PX = 84
_HATCHES = ("", "////", "....", "xxxx", "----", "++++", "\\\\\\\\", "oooo")
_LABELLED_BARS = 8  # up to so many bars carry their number and need no axis
_LOG_DAYS = (1, 7, 30, 90, 365, 1_095, 3_650)  # steps in which people think of time


def draw(  # noqa: PLR0917 - the size reads as width, height, scale
    block: ChartBlock,
    words: Words,
    theme: Theme,
    width_px: float,
    height_px: float,
    scale: float = 1.0,
) -> Figure:
    """Draw a chart of so many device pixels; ``scale`` enlarges text and lines with the screen."""
    return _Chart(block, words, theme, width_px, height_px, scale).figure


def render_png(  # noqa: PLR0917
    block: ChartBlock,
    words: Words,
    theme: Theme,
    width_px: float,
    height_px: float,
    scale: float = 1.0,
) -> bytes:
    """Draw a chart and encode it as PNG."""
    figure = draw(block, words, theme, width_px, height_px, scale)
    out = io.BytesIO()
    FigureCanvasAgg(figure).print_png(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


@cache
def _fonts_added() -> bool:
    """Make the bundled fonts known to matplotlib, once."""
    for path in sorted((resources() / "fonts").glob("*.[to]tf")):
        fontManager.addfont(path)
    return True


class _Chart:
    """One drawing in progress: the axes and everything that text and colour need."""

    def __init__(  # noqa: PLR0917
        self,
        block: ChartBlock,
        words: Words,
        theme: Theme,
        width_px: float,
        height_px: float,
        scale: float,
    ) -> None:
        _fonts_added()
        self.block, self.words, self.theme = block, words, theme
        self.width = max(width_px, _SMALLEST_PX * scale) / scale  # logical pixels
        self.height = max(height_px, _SMALLEST_PX * scale) / scale
        self.figure = Figure(
            figsize=(self.width / _DPI, self.height / _DPI),
            dpi=_DPI * scale,
            facecolor=theme.surface,
            layout=ConstrainedLayoutEngine(w_pad=_PAD_INCHES, h_pad=_PAD_INCHES),
        )
        self.axes: Axes = self.figure.add_subplot(facecolor=theme.surface)
        self._frame()
        if any(np.isfinite(series.y).any() for series in block.series if series.y):
            self._fill()
        else:
            self._say_empty()

    def font(self, size: float = 9.5, *, bold: bool = False) -> FontProperties:
        return FontProperties(family=_FAMILIES, size=size, weight="bold" if bold else "normal")

    # ---- parts ----------------------------------------------------------------------------

    def _frame(self) -> None:
        """One hairline below, nothing else."""
        for side in ("left", "right", "top"):
            self.axes.spines[side].set_visible(False)
        self.axes.spines["bottom"].set_color(self.theme.line)
        self.axes.tick_params(length=0, pad=6, colors=self.theme.muted)
        self.axes.set_axisbelow(True)

    def _fill(self) -> None:
        {
            ChartKind.BAR: self._bars,
            ChartKind.HBAR: self._lying_bars,
            ChartKind.LINE: self._lines,
            ChartKind.BAND: self._lines,
            ChartKind.SCATTER: self._points,
            ChartKind.HEAT: self._cells,
            ChartKind.FLOW: self._cells,
            ChartKind.RANGE: self._cells,
            ChartKind.GRAPH: self._cells,
        }[self.block.kind]()
        if self.block.kind is not ChartKind.FLOW:  # its titles stand above its two columns
            self._titles()
        self._legend()

    def _cells(self) -> None:
        axes, block, words, theme = self.axes, self.block, self.words, self.theme
        size = {"width": self.width, "height": self.height}
        draw_sheet(Sheet(axes=axes, block=block, words=words, theme=theme, font=self.font, **size))

    def _say_empty(self) -> None:
        self.axes.set_axis_off()
        self._write(0.5, 0.5, self.words.text("Nothing to draw yet"), ha="center", fraction=True)

    def _write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        ha: str = "left",
        va: str = "center",
        offset: tuple[float, float] = (0, 0),
        colour: str = "",
        fraction: bool = False,
    ) -> None:
        self.axes.annotate(
            text,
            (x, y),
            xycoords="axes fraction" if fraction else "data",
            xytext=offset,
            textcoords="offset points",
            ha=ha,
            va=va,
            color=colour or self.theme.muted,
            fontproperties=self.font(),
            parse_math=False,
            annotation_clip=False,
        )

    def _titles(self) -> None:
        if self.block.y_title:
            self.axes.set_title(
                self.block.y_title,
                loc="left",
                fontproperties=self.font(9),
                color=self.theme.muted,
                parse_math=False,
                pad=8,
            )
        if self.block.x_title:
            self.axes.set_xlabel(
                self.block.x_title,
                fontproperties=self.font(9),
                color=self.theme.muted,
                parse_math=False,
                labelpad=6,
            )

    def _legend(self) -> None:
        handles, labels = self.axes.get_legend_handles_labels()
        shown = [(h, label) for h, label in zip(handles, labels, strict=True) if label]
        if len(shown) < 2:
            return
        longest = max(columns(label) for _, label in shown)
        legend = self.figure.legend(
            [h for h, _ in shown],
            [label for _, label in shown],
            loc="outside upper left",
            ncols=max(1, min(len(shown), int(self.width / (44 + 7 * longest)))),
            frameon=False,
            prop=self.font(),
            labelcolor=self.theme.text,
            handlelength=1.4,
            markerscale=1.6 if self.block.kind is ChartKind.SCATTER else 1.0,
            columnspacing=1.6,
            borderaxespad=0.2,
        )
        for text in legend.get_texts():
            text.set_parse_math(False)

    # ---- kinds ----------------------------------------------------------------------------

    def _bars(self) -> None:
        """Standing bars, stacked where there are several series."""
        block = self.block
        count = len(block.x_labels)
        total = np.zeros(count)
        crowded = overlapping(block)
        slim = min(0.72, _WIDEST_BAR_PX * count / self.width)
        for i, series in enumerate(block.series):
            height = by_place(series, count)
            bars = self.axes.bar(
                np.arange(count), height, bottom=total, width=slim, label=series.label
            )
            self._paint(bars, series, i if crowded else 0)
            total += height
        self.axes.set_xlim(-0.6, count - 0.4)
        self._category_ticks(count)
        if count <= _LABELLED_BARS and not crowded:
            self.axes.set_yticks([])
            for place, value in enumerate(total):
                label = self._as_text(value, block.y_kind)
                self._write(
                    place,
                    value,
                    label,
                    ha="center",
                    va="bottom",
                    offset=(0, 3),
                    colour=self.theme.text,
                )
            self.axes.set_ylim(min(0, total.min()), max(total.max(), 1e-9) * 1.12)
        else:
            self.axes.set_ylim(min(0, total.min() * 1.05), max(total.max(), 1e-9) * 1.05)
            self._value_axis(vertical=True)

    def _lying_bars(self) -> None:
        """Bars from top to bottom, the name on the left and the number at the end."""
        block = self.block
        count = len(block.x_labels)
        for i, series in enumerate(block.series):
            width = by_place(series, count)
            bars = self.axes.barh(np.arange(count), width, height=0.66, label=series.label)
            self._paint(bars, series, 0)
            if i == 0:
                for place, value in enumerate(width):
                    self._write(
                        max(value, 0),
                        place,
                        self._as_text(value, block.y_kind),
                        offset=(5, 0),
                        colour=self.theme.text,
                    )
        self.axes.set_ylim(count - 0.5, -0.5)
        most = max((np.nanmax(series.y) for series in block.series), default=0)
        self.axes.set_xlim(0, max(most, 1e-9) * 1.02)
        self.axes.spines["bottom"].set_visible(False)
        self.axes.set_xticks([])
        room = int(self.width * 0.4 / 7)
        names = ["\n".join(two_rows(name, room)) for name in block.x_labels]
        self._ticks(vertical=True, places=np.arange(count), labels=names, colour=self.theme.text)

    def _lines(self) -> None:
        block = self.block
        for series in block.series:
            colour, x = self._colour(series), series.x
            self.axes.plot(
                x,
                series.y,
                color=colour,
                linewidth=1 if series.thin else 2,
                label=series.label,
                clip_on=False,
                marker=series.marker if len(x) <= 40 else "",
                markersize=5.5 if len(x) > 1 else 10,
                markeredgecolor=self.theme.surface,
                markeredgewidth=0.8,
                zorder=3,
            )
            if series.lo:
                self.axes.fill_between(x, series.lo, series.hi, color=colour, alpha=0.2, lw=0)
        self._diagonal()
        self._both_axes()

    def _points(self) -> None:
        many = sum(len(series.x) for series in self.block.series) > 150
        for series in self.block.series:
            self.axes.scatter(
                series.x,
                series.y,
                s=14 if many else 34,
                marker=series.marker,
                facecolor=self._colour(series),
                edgecolor=self.theme.surface,
                linewidth=0.3 if many else 0.8,
                alpha=0.75 if many else 0.95,
                label=series.label,
                zorder=3,
            )
        self._diagonal()
        self._both_axes()

    def _diagonal(self) -> None:
        """The line on which what was said is what happened."""
        if not self.block.diagonal:
            return
        self.axes.plot([0, 1], [0, 1], color=self.theme.muted, lw=1, ls=(0, (4, 3)), zorder=1)
        self.axes.set_xlim(0, 1)
        self.axes.set_ylim(0, 1)

    # ---- axes -----------------------------------------------------------------------------

    def _both_axes(self) -> None:
        self.axes.margins(0.03)
        if self.block.x_kind is Kind.DATE:  # what is sold over time grows from nothing
            self.axes.set_ylim(bottom=min(0.0, self.axes.get_ylim()[0]))
        if self.block.x_log:
            self.axes.set_xscale("log")
        if self.block.y_log:
            self.axes.set_yscale("log")
        self._value_axis(vertical=False)
        self._value_axis(vertical=True)

    def _value_axis(self, *, vertical: bool) -> None:
        """Few round ticks in the owner's units and, for heights, a faint line at each."""
        block = self.block
        kind = block.y_kind if vertical else block.x_kind
        log = block.y_log if vertical else block.x_log
        low, high = self.axes.get_ylim() if vertical else self.axes.get_xlim()
        bins = max(2, min(6, int(self.height / 60 if vertical else self.width / 95)))
        if log and kind is Kind.DAYS:
            ticks: Sequence[float] = _LOG_DAYS
        elif log:
            ticks = LogLocator(numticks=bins + 1).tick_values(low, high)
        elif kind is Kind.DATE:
            ticks = month_starts(low, high, bins)
        else:
            whole = kind in (Kind.WHOLE, Kind.DAYS)
            ticks = MaxNLocator(bins, integer=whole, steps=[1, 2, 2.5, 5, 10]).tick_values(
                low, high
            )
        places = np.asarray(ticks)
        slack = 1e-9 * abs(high - low)
        places = places[(places >= low - slack) & (places <= high + slack)]
        labels = [self._as_text(place, kind) for place in places]
        self._ticks(vertical=vertical, places=places, labels=labels)
        if vertical:
            self.axes.grid(axis="y", color=self.theme.line, linewidth=0.8)

    def _category_ticks(self, count: int) -> None:
        """Names below the bars; where they do not all fit, every second, third ... from the end."""
        longest = max((columns(label) for label in self.block.x_labels), default=1)
        fitting = max(1, int(self.width * 0.9 / (7.5 * longest + 12)))
        step = -(-count // fitting)
        places = np.arange(count - 1, -1, -step)[::-1]
        self._ticks(vertical=False, places=places, labels=[self.block.x_labels[i] for i in places])

    def _ticks(
        self, *, vertical: bool, places: NDArray[np.generic], labels: list[str], colour: str = ""
    ) -> None:
        axis = self.axes.yaxis if vertical else self.axes.xaxis
        axis.set_major_locator(FixedLocator(places.tolist()))
        axis.set_minor_locator(NullLocator())
        axis.set_ticks(places.tolist(), labels=labels)
        for text in axis.get_ticklabels():
            text.set_fontproperties(self.font())
            text.set_parse_math(False)
            text.set_color(colour or self.theme.muted)

    # ---- small things ---------------------------------------------------------------------

    def _colour(self, series: Series) -> str:
        return self.theme.palette[series.colour % len(self.theme.palette)]

    def _paint(self, bars: BarContainer, series: Series, layer: int) -> None:
        for bar in bars.patches:
            bar.set_facecolor(self._colour(series))
            bar.set_edgecolor(self.theme.surface)  # also the colour of the hatch
            bar.set_linewidth(0)
            bar.set_hatch(_HATCHES[layer % len(_HATCHES)])
            bar.set_hatch_linewidth(0.8)

    def _as_text(self, value: float, kind: Kind) -> str:
        if kind is Kind.DATE:
            return self.words.month(value)
        return self.words.value(Kind.WHOLE if kind is Kind.TEXT else kind, float(value))
