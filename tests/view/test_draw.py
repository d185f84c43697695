"""Charts in both languages and looks, and the colours that they and the window share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from answers_builder import build
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont

from clm_desktop.core.paths import resources
from clm_desktop.models.results import Risk
from clm_desktop.view.blocks import ChartBlock, ChartKind, Kind, Series
from clm_desktop.view.chart_numbers import columns, two_rows
from clm_desktop.view.draw import draw, render_png
from clm_desktop.view.pages.cohorts import cohorts_page
from clm_desktop.view.pages.segments import segments_page
from clm_desktop.view.pages.stages import stages_page
from clm_desktop.view.pages.today import today_page
from clm_desktop.view.pages.watchlist import watchlist_page
from clm_desktop.view.pages.worth import worth_page
from clm_desktop.view.theme import DARK, LIGHT, THEMES, Theme, contrast
from clm_desktop.view.words import LANGUAGES, Words


def chart(kind: ChartKind = ChartKind.BAR, **changes: object) -> ChartBlock:
    block = ChartBlock(
        name="c",
        title="t",
        sentence="s",
        kind=kind,
        series=(Series(label="$5 and $6", x=(0.0, 1.0, 2.0), y=(3.0, 1.0, 2.0)),),
        x_labels=("一", "b", "c"),
    )
    return replace(block, **changes)


def shown_texts(figure: Figure) -> list[str]:
    axes = figure.axes[0]
    labels = [*axes.get_xticklabels(), *axes.get_yticklabels(), *axes.texts]
    return [label.get_text() for label in labels]


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_every_chart_of_the_pages_draws(lang: str, theme: Theme) -> None:
    answers, words = build(300), Words(lang, "USD")  # type: ignore[arg-type]
    makers = (today_page, segments_page, watchlist_page, worth_page, stages_page, cohorts_page)
    pages = [build_page(answers, words) for build_page in makers]
    blocks = [block for page in pages for block in (*page.charts, *page.detail_charts)]
    assert len(blocks) >= 11
    for block in blocks:
        assert render_png(block, words, theme, 480, 300, 1.0).startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize("series", [(), (Series(label="", x=(0.0,), y=(float("nan"),)),)])
def test_that_a_chart_without_numbers_says_so(kind: ChartKind, series: tuple[Series, ...]) -> None:
    figure = draw(chart(kind, series=series, x_labels=("a",)), Words("en"), LIGHT, 300, 200)
    assert "Nothing to draw yet" in shown_texts(figure)


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize("size", [(1, 1), (200, 160), (1600, 1200)])
def test_that_any_size_and_scale_draws(kind: ChartKind, size: tuple[int, int]) -> None:
    block = chart(kind, x_labels=("一", "b", "c", "d"))  # lines of a graph end at labels
    for scale in (1.0, 2.0):
        assert render_png(block, Words("zh"), DARK, *size, scale)


def test_that_scale_enlarges_text_and_keeps_pixels() -> None:
    one = draw(chart(), Words("en"), LIGHT, 600, 400, 1.0)
    two = draw(chart(), Words("en"), LIGHT, 600, 400, 2.0)
    assert one.get_size_inches() * one.dpi == pytest.approx(two.get_size_inches() * two.dpi)
    assert two.dpi == 2 * one.dpi


def test_that_counts_have_whole_ticks_and_words_write_them() -> None:
    block = chart(
        x_labels=tuple("abcdefghij"),
        series=(Series(label="", x=tuple(range(10)), y=tuple(float(i % 3) for i in range(10))),),
    )
    ticks = draw(block, Words("en"), LIGHT, 600, 400).axes[0].get_yticks()
    assert np.allclose(ticks, np.round(ticks))
    money = replace(block, y_kind=Kind.MONEY)
    assert any("£" in t for t in shown_texts(draw(money, Words("en", "GBP"), LIGHT, 600, 400)))


def test_that_dollars_are_not_read_as_mathematics() -> None:
    block = chart(ChartKind.HBAR, x_labels=("from $5 to $6", "b", "c"))
    figure = draw(block, Words("en", "USD"), LIGHT, 600, 300)
    label = figure.axes[0].get_yticklabels()[0]
    assert label.get_text() == "from $5 to $6"
    assert not label.get_parse_math()


def test_that_charts_use_the_shipped_fonts() -> None:
    figure = draw(chart(), Words("zh"), LIGHT, 600, 300)
    font = figure.axes[0].get_xticklabels()[0].get_fontproperties()
    assert str(resources() / "fonts") in findfont(font, fallback_to_default=False)


def test_that_stacked_series_differ_by_more_than_colour() -> None:
    second = Series(label="new", x=(0.0, 1.0, 2.0), y=(1.0, 1.0, 1.0), colour=1)
    figure = draw(chart(series=(*chart().series, second)), Words("en"), LIGHT, 600, 300)
    hatches = {bar.get_hatch() for bar in figure.axes[0].patches}
    assert len(hatches) == 2


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_that_text_can_be_read(theme: Theme) -> None:
    texts = [theme.text, theme.muted, theme.accent, *(theme.risk_text(risk) for risk in Risk)]
    for ground in (theme.background, theme.surface, theme.hover, theme.selected):
        for text in texts:
            assert contrast(text, ground) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5


def test_that_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Oat & honey soap bar", ["Oat & honey soap bar"]),
        ("Folding garden chair with cushion", ["Folding garden chair", "with cushion"]),
        ("常来又花得多最近没有下单的客人", ["常来又花得多最近没有", "下单的客人"]),
        ("Unparted" * 4, ["UnpartedUnpartedUnpa", "rtedUnparted"]),
    ],
)
def test_that_long_names_stand_whole_in_two_rows(name: str, rows: list[str]) -> None:
    assert two_rows(name, 20) == rows


@given(st.text(max_size=80), st.integers(2, 30))
def test_that_no_row_of_a_name_is_wider_than_its_room(name: str, most: int) -> None:
    rows = two_rows(name, most)
    assert len(rows) <= 2
    assert all(columns(row) <= max(most, 2) for row in rows)
