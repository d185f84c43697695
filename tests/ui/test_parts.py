"""Pieces of the window on their own."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from clm_desktop.ingest.meaning.date_parts import PARTS
from clm_desktop.ingest.types import ColumnMapping, DiscountUnit, Field
from clm_desktop.jobs.runner import JobRunner
from clm_desktop.ui.look import Look
from clm_desktop.ui.mapping_edit import with_meaning
from clm_desktop.ui.page_view import PageView
from clm_desktop.ui.samples import SAMPLES, free_path, is_sample, shop_name
from clm_desktop.ui.settings import Settings
from clm_desktop.ui.side_panel import SidePanel
from clm_desktop.ui.style import style_sheet
from clm_desktop.ui.widgets.amount_slider import AmountSlider
from clm_desktop.ui.widgets.block_widgets import card_widget
from clm_desktop.ui.widgets.chart_canvas import ChartCanvas
from clm_desktop.ui.widgets.chart_panel import ChartPanel
from clm_desktop.ui.widgets.chart_table import chart_table
from clm_desktop.ui.widgets.flow import GridFlow, RowFlow
from clm_desktop.ui.widgets.inputs import ChoiceBox, DayBox, DecimalBox, LevelSlider, WholeBox
from clm_desktop.ui.widgets.labels import PlainLabel, safe_tip
from clm_desktop.ui.widgets.scroll import Scroll, bring_into_view
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.view.blocks import Card, ChartKind, Series
from clm_desktop.view.theme import DARK, LIGHT
from clm_desktop.view.words import Words
from tests.ui import pages_builder as made

FIELDS = st.sampled_from(list(Field))
DIGIT = st.integers(0, 9)


@given(
    st.lists(st.tuples(FIELDS, DIGIT), max_size=8),
    FIELDS | st.none(),
    st.integers(0, 9),
)
@example([(Field.DISCOUNT, 1)], Field.DISCOUNT, 2)
@example([(Field.DISCOUNT, 1)], None, 1)
def test_that_a_column_means_one_thing_and_a_meaning_has_one_column(
    pairs: list[tuple[Field, int]], field: Field | None, column: int
) -> None:
    columns = {c: f for f, c in dict(pairs).items()}
    before = ColumnMapping(
        fields=tuple((f, c) for c, f in columns.items()),
        date_format="%d/%m/%Y",
        discount=DiscountUnit.SHARE,
    )
    after = with_meaning(before, column, field)
    assert len({f for f, _ in after.fields}) == len(after.fields)
    assert len({c for _, c in after.fields}) == len(after.fields)
    if field is None:
        assert column not in dict(after.fields).values()
    else:
        assert after.column(field) == column
    untouched = [(f, c) for f, c in before.fields if f is not field and c != column]
    assert set(untouched) <= set(after.fields)
    same_date = all(after.column(part) == before.column(part) for part in PARTS)
    assert after.date_format == ("%d/%m/%Y" if same_date else "")
    same_off = after.column(Field.DISCOUNT) == before.column(Field.DISCOUNT)
    assert after.discount is (DiscountUnit.SHARE if same_off else None)


@given(st.integers(1, 9), st.integers(50, 1500))
def test_that_tiles_side_by_side_never_overlap_nor_leave_the_room(count: int, width: int) -> None:
    box = QWidget()
    flow = GridFlow(box, min_width=100, spacing=8)
    labels = [PlainLabel("word " * (3 * i + 1)) for i in range(count)]
    for label in labels:
        flow.addWidget(label)
    height = flow.heightForWidth(width)
    flow.setGeometry(QRect(0, 0, width, height))
    places = [label.geometry() for label in labels]
    for i, one in enumerate(places):
        assert QRect(0, 0, width, height).contains(one)
        assert labels[i].heightForWidth(one.width()) <= one.height()
        assert not any(one.intersects(other) for other in places[i + 1 :])


@given(st.sampled_from((GridFlow, RowFlow)), st.integers(1, 5), st.integers(400, 1500))
def test_that_buttons_side_by_side_are_cut_on_no_side(
    kind: type[GridFlow], count: int, width: int
) -> None:
    box = QWidget()
    flow = kind(box, min_width=60, spacing=8)
    buttons = [QPushButton("a rather long word " * (i % 3 + 1)) for i in range(count)]
    for one in buttons:
        flow.addWidget(one)
    flow.setGeometry(QRect(0, 0, width, flow.heightForWidth(width)))
    for one in buttons:
        assert one.width() >= one.minimumSizeHint().width()
        assert one.height() >= one.minimumSizeHint().height()
    assert flow.minimumSize().height() >= buttons[0].minimumSizeHint().height()
    places = [one.geometry() for one in buttons]
    assert not any(one.intersects(next_) for one, next_ in pairwise(places))


def test_that_a_tip_shows_what_comes_from_outside_as_it_stands() -> None:
    assert safe_tip("R&B <b>x</b>\ny") == "<span>R&amp;B &lt;b&gt;x&lt;/b&gt;<br>y</span>"
    assert safe_tip("") == ""


def test_that_settings_outlive_the_window_and_forget_lost_shops(tmp_path: Path) -> None:
    first, second = tmp_path / "a.clm", tmp_path / "b.clm"
    first.touch()
    second.touch()
    settings = Settings(tmp_path / "s.ini")
    settings.lang, settings.theme, settings.details_open = "zh", "dark", True
    settings.add_recent(first)
    settings.add_recent(second)
    settings.add_recent(first)
    settings.save()
    again = Settings(tmp_path / "s.ini")
    assert (again.lang, again.theme, again.details_open) == ("zh", "dark", True)
    assert again.recent == (first, second)
    first.unlink()
    assert again.recent == (second,)


def test_that_nonsense_in_the_settings_counts_as_not_set(tmp_path: Path) -> None:
    (tmp_path / "s.ini").write_text("[window]\nlang=xx\ntheme=pink\ngeometry=3\n", encoding="utf-8")
    settings = Settings(tmp_path / "s.ini")
    assert settings.lang in ("en", "zh")
    assert settings.theme == "system"
    assert settings.geometry.isEmpty()
    assert settings.folder.is_dir()


def test_that_a_new_shop_never_takes_the_file_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLM_DESKTOP_HOME", str(tmp_path))
    first = free_path('a/b:c*"?')
    assert first.name == "a_b_c___.clm"
    first.touch()
    assert free_path('a/b:c*"?').name == "a_b_c___ 2.clm"
    assert free_path("...").name == "shop.clm"


def test_that_a_new_shop_is_called_by_what_its_files_have_in_common() -> None:
    assert shop_name([Path("lilys_soap__2024.csv")]) == "lilys soap 2024"
    assert shop_name([Path("soap - 2023.csv"), Path("soap - 2024.csv")]) == "soap"
    assert shop_name([Path("a.csv"), Path("b.csv")]) == "a"


def test_that_the_bundled_shops_are_there_and_known_as_made_up() -> None:
    for sample in SAMPLES:
        assert sample.path.is_file()
        assert is_sample((sample.path.name, "other.csv"))
    assert not is_sample(("orders.csv",))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_every_colour_of_the_style_sheet_is_the_themes(theme: object) -> None:
    import re

    sheet = style_sheet(theme, 18)  # type: ignore[arg-type]
    own = {getattr(theme, name) for name in theme.__slots__}  # type: ignore[attr-defined]
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", sheet)) <= own


def test_that_a_chart_is_drawn_in_a_worker_and_again_for_another_theme(qtbot: QtBot) -> None:
    look, runner = Look("en", dark=False), JobRunner()
    canvas = ChartCanvas(look, runner)
    qtbot.addWidget(canvas)
    canvas.resize(500, 300)
    canvas.set_block(made.chart())
    canvas.show()
    qtbot.waitUntil(lambda: canvas.drawn, timeout=60_000)
    light = canvas.grab().toImage().pixelColor(2, 2).name().upper()
    look.set_dark(dark=True)
    qtbot.waitUntil(
        lambda: canvas.grab().toImage().pixelColor(2, 2).name().upper() == DARK.surface,
        timeout=60_000,
    )
    assert light == LIGHT.surface
    assert canvas.accessibleDescription() == made.chart().sentence
    assert runner.shutdown(60_000)


@pytest.mark.parametrize("kind", list(ChartKind))
def test_that_a_chart_can_be_read_as_a_table(kind: ChartKind) -> None:
    block = made.chart(kind=kind)
    if kind is ChartKind.GRAPH:  # lines from label to label
        to = tuple(float((i + 5) % 12) for i in range(12))
        lines = replace(block, series=tuple(replace(s, y=to) for s in block.series))
        told = chart_table(lines, Words("en")).values
        assert told[0].tolist() == ["New"] * 12 + ["Returning"] * 12
        assert (told[1][0], told[2][0]) == (block.x_labels[0], block.x_labels[5])
        return
    table = chart_table(block, Words("en"))
    if kind in (ChartKind.HEAT, ChartKind.FLOW):  # rows stay rows
        assert table.values[0].tolist() == ["New", "Returning"]
        assert [column.title for column in table.columns][1:] == list(block.x_labels)
        return
    assert [column.title for column in table.columns][1:] == ["New", "Returning"]
    assert table.values[0].tolist() == list(block.x_labels)
    assert tuple(table.values[2]) == block.series[1].y


def test_that_a_page_with_everything_fits_any_width_without_cutting_words(qtbot: QtBot) -> None:
    look, runner = Look("en", dark=False), JobRunner()
    view = PageView(look, runner)
    qtbot.addWidget(view)
    view.set_page(made.page())
    view.show()
    for width in (420, 640, 1000, 2400):
        view.resize(width, 700)
        qtbot.waitUntil(lambda: view.width() == width)  # noqa: B023
        view.grab()
        for label in view.findChildren(PlainLabel):
            if label.isVisible() and label.text():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
    assert runner.shutdown(60_000)


def test_that_the_side_panel_shows_one_thing_at_a_time(qtbot: QtBot) -> None:
    look, runner = Look("en", dark=False), JobRunner()
    panel = SidePanel(look, runner)
    qtbot.addWidget(panel)
    panel.resize(380, 800)
    panel.show()
    panel.show_details(made.page())
    panel.show_customer(made.customer_card())
    texts = {label.text() for label in panel.findChildren(PlainLabel) if label.isVisible()}
    assert "Anna <b>Example</b>" in texts
    assert "Horizon" not in texts
    assert panel.findChildren(ChartCanvas) == [] or not any(
        canvas.isVisible() for canvas in panel.findChildren(ChartCanvas)
    )
    assert runner.shutdown(60_000)


def drawn(qtbot: QtBot, panel: ChartPanel, height: int) -> ChartCanvas:
    qtbot.addWidget(panel)
    panel.resize(600, height)
    panel.show()
    qtbot.waitUntil(lambda: panel.canvas.drawn, timeout=60_000)
    return panel.canvas


def test_that_bars_and_their_rows_open_what_they_stand_for(qtbot: QtBot) -> None:
    look, runner = Look("en", dark=False), JobRunner()
    series = Series(label="", x=(0.0, 1.0, 2.0), y=(9.0, 5.0, 1.0), keys=(70, 80, 90))
    block = replace(made.chart(kind=ChartKind.HBAR), series=(series,), x_labels=("a", "b", "c"))
    panel = ChartPanel(replace(block, opens="product"), look, runner)
    canvas = drawn(qtbot, panel, height=400)
    middle = canvas.width() // 2
    seen = [canvas.key_at(QPointF(middle, y)) for y in range(canvas.height())]
    assert [key for key in dict.fromkeys(seen) if key is not None] == [70, 80, 90]
    with qtbot.waitSignal(panel.row_opened) as told:
        at = QPoint(middle, seen.index(80) + 5)
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["product", 80]
    panel.findChild(QAbstractButton, f"read_as_table_{block.name}").setChecked(True)
    table = panel.findChild(BlockView)
    table.selectRow(2)
    with qtbot.waitSignal(panel.row_opened) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == ["product", 90]
    assert runner.shutdown(60_000)


def test_that_the_keyboard_goes_through_the_cells_of_a_picture(qtbot: QtBot) -> None:
    look, runner = Look("en", dark=False), JobRunner()
    rows = (("2024", (0.0, 1.0, 2.0)), ("2025", (0.0, 2.0)))
    series = tuple(
        Series(label=label, x=x, y=x, texts=tuple(f"{at:.0f} %" for at in x), keys=keys)
        for (label, x), keys in zip(rows, ((1, 2, 3), (4, 5)), strict=True)
    )
    block = replace(made.chart(kind=ChartKind.HEAT), series=series, x_labels=("a", "b", "c"))
    panel = ChartPanel(replace(block, opens="cohort_cell"), look, runner)
    canvas = drawn(qtbot, panel, height=300)
    plain = canvas.grab().toImage()
    assert canvas.accessibleName() == block.title
    assert canvas.focusPolicy() & Qt.FocusPolicy.TabFocus
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    assert canvas.grab().toImage() != plain  # the cell is marked
    gone: list[int] = []
    for pressed in ("Right", "Right", "Right", "Down", "Left", "Up", "End", "Home", "Down"):
        qtbot.keyClick(canvas, getattr(Qt.Key, f"Key_{pressed}"))
        assert canvas.cell is not None
        gone.append(canvas.cell.key)
    assert gone == [2, 3, 3, 5, 4, 1, 3, 1, 4]
    assert canvas.accessibleName().endswith("2025, a, 0 %")
    with qtbot.waitSignal(panel.row_opened) as told:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert told.args == ["cohort_cell", 4]
    assert runner.shutdown(60_000)


def test_that_a_chart_that_opens_nothing_is_no_stop_of_the_keyboard(qtbot: QtBot) -> None:
    look, runner = Look("en", dark=False), JobRunner()
    canvas = ChartCanvas(look, runner)
    qtbot.addWidget(canvas)
    canvas.set_block(made.chart(kind=ChartKind.HEAT))
    assert canvas.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert runner.shutdown(60_000)


def test_that_a_click_into_a_cell_of_a_picture_opens_its_people(qtbot: QtBot) -> None:
    look, runner = Look("en", dark=False), JobRunner()
    canvas = ChartCanvas(look, runner)
    qtbot.addWidget(canvas)
    canvas.resize(600, 300)
    block = made.chart(kind=ChartKind.HEAT)
    series = tuple(
        replace(one, keys=tuple(100 * row + int(x) for x in one.x))
        for row, one in enumerate(block.series)
    )
    canvas.set_block(replace(block, series=series, opens="cohort_cell"))
    canvas.show()
    qtbot.waitUntil(lambda: canvas.drawn, timeout=60_000)
    seen = [canvas.key_at(QPointF(x, y)) for y in range(0, 300, 5) for x in range(0, 600, 5)]
    as_read = [key for one in series for key in one.keys]
    assert [key for key in dict.fromkeys(seen) if key is not None] == as_read
    assert canvas.key_at(QPointF(1, 299)) is None
    at = next(
        QPoint(x, y)
        for y in range(0, 300, 5)
        for x in range(0, 600, 5)
        if canvas.key_at(QPointF(x, y)) == series[1].keys[0]
    )
    with qtbot.waitSignal(canvas.cell_opened) as told:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["cohort_cell", series[1].keys[0]]
    assert runner.shutdown(60_000)


def test_that_the_lesser_button_of_a_card_does_not_carry_the_people_of_the_first(
    qtbot: QtBot,
) -> None:
    opened: list[Card] = []
    told = Card(
        name="news",
        headline="4 orders",
        text="",
        button="Show who bought",
        opens="customers",
        customers=(4, 7),
        more="See what your plan brought",
        more_opens="results",
    )
    box = card_widget(Look("en", dark=False), None, told, opened.append)
    qtbot.addWidget(box)
    for name in ("open_news", "more_news"):
        button = box.findChild(QPushButton, name)
        assert isinstance(button, QPushButton)
        button.click()
    assert [(card.opens, card.customers) for card in opened] == [
        ("customers", (4, 7)),
        ("results", ()),
    ]


@pytest.mark.parametrize("notches", [-1, 1])
def test_that_the_wheel_scrolls_the_page_and_changes_nothing_on_it(
    qtbot: QtBot, notches: int
) -> None:
    slider, choice, whole, decimal = LevelSlider(), ChoiceBox(), WholeBox(), DecimalBox()
    day = DayBox(QDate(2024, 5, 17))
    choice.addItems(["agreed", "refused", "unknown"])
    choice.setCurrentIndex(1)
    for box in (slider, whole, decimal):
        box.setValue(50)
    page = Scroll()
    qtbot.addWidget(page)
    start = QPushButton("Start")
    page.body.addWidget(start)
    start.setFocus()
    for part in (slider, choice, whole, decimal, day):
        page.body.addWidget(part)
        part.setMinimumHeight(100)
    page.resize(300, 200)
    page.show()
    bar = page.verticalScrollBar()
    for part in (slider, choice, whole, decimal, day):
        bring_into_view(part, part.rect().center())
        bar.setValue(min(max(bar.value(), 30), bar.maximum() - 30))
        before = bar.value()
        wheel(part, notches)
        assert (bar.value() - before) * notches < 0
        assert start.hasFocus()
    assert choice.currentIndex() == 1
    assert (slider.value(), whole.value(), decimal.value()) == (50, 50, 50)
    assert day.date() == QDate(2024, 5, 17)


def test_that_the_end_of_a_slider_comes_back_when_a_slip_is_typed_over(qtbot: QtBot) -> None:
    amount = AmountSlider("money", 10_000_000)
    qtbot.addWidget(amount)
    amount.put(100, 0, 500)
    place = amount.slider.value()
    amount.box.setValue(1_000_000)
    amount.put(1_000_000, 0, 500)
    amount.slider.setValue(amount.slider.maximum() // 2)
    half = amount.value()
    amount.put(half, 0, 500)
    assert amount.slider.value() == amount.slider.maximum() // 2  # nothing moves below the hand
    amount.box.setValue(100)
    amount.put(100, 0, 500)
    assert amount.slider.value() == place


def wheel(part: QWidget, notches: int) -> None:
    """Turn the wheel with the pointer over a part."""
    window = part.window().windowHandle()
    assert window is not None
    middle = part.mapTo(part.window(), part.rect().center())
    QTest.wheelEvent(window, QPointF(middle), QPoint(0, 120 * notches))
