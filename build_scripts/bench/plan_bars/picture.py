"""The frontier as a picture: what each policy earns, and how many customers it keeps."""

from __future__ import annotations

from pathlib import Path

from clm_desktop.bench.report import Report
from clm_desktop.view.blocks import ChartBlock, ChartKind, Kind, Series
from clm_desktop.view.draw import render_png
from clm_desktop.view.theme import LIGHT
from clm_desktop.view.words import Words

MARKERS = "osD^vPXhd<>p"


def draw_frontier(report: Report, scenario: str, path: Path) -> None:
    """Write a PNG: kept customers (points against nobody) by profit (per cent)."""
    series = []
    for place, policy in enumerate(report.policies(scenario)):
        kept = report.gap(scenario, policy, "nobody", lambda one: 100.0 * one.kept_share).mean
        gain = report.gain(scenario, policy).mean
        series.append(
            Series(
                label=policy,
                x=(kept,),
                y=(gain,),
                colour=place % 8,
                marker=MARKERS[place % len(MARKERS)],
            )
        )
    block = ChartBlock(
        name="frontier",
        title="",
        sentence="",
        kind=ChartKind.SCATTER,
        series=tuple(series),
        x_title="kept customers, points against nobody",
        y_title="profit against nobody, %",
        x_kind=Kind.DECIMAL,
        y_kind=Kind.DECIMAL,
    )
    path.write_bytes(render_png(block, Words("en"), LIGHT, 900, 560))
