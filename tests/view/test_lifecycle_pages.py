"""Worth, lifecycle, cohorts, beginnings: what is said, drawn, exported, and who is behind it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from answers_builder import build

from clm_desktop.core.message import Message
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.models.lifecycle.results import STAGES, CohortGrid, Stage
from clm_desktop.models.results import TrustLevel
from clm_desktop.usecases.compute_answers import RefreshOptions, compute_answers
from clm_desktop.view.blocks import ChartKind
from clm_desktop.view.cell_table import cell_table
from clm_desktop.view.exports import excel_table, export_table
from clm_desktop.view.pages.card import CustomerLines, customer_card
from clm_desktop.view.pages.cohort_chart import CELL_BASE, KEY_BASE, heat
from clm_desktop.view.pages.cohorts import cohort_table, cohorts_page, trend_sentence
from clm_desktop.view.pages.lifecycle_parts import in_hundred, period_name, stage_name
from clm_desktop.view.pages.origins import origin_table, origins_page
from clm_desktop.view.pages.stage_moves import flow_table, flows, periods_table
from clm_desktop.view.pages.stages import stages_page
from clm_desktop.view.pages.worth import worth_page
from clm_desktop.view.people_behind import people_behind
from clm_desktop.view.topics import show_topic
from clm_desktop.view.words import Words
from tests.models.shops import plausible

EN, ZH = Words("en", "GBP"), Words("zh", "GBP")
NO_LINES = CustomerLines(
    order=np.array([], dtype=object),
    day=np.array([], dtype=np.int32),
    product=np.array([], dtype=object),
    quantity=np.array([]),
    cents=np.array([], dtype=np.int64),
)


def small_grid() -> CohortGrid:
    """January: 80 new, 23, then 4 of them bought; February: 30, then 12 so far; March: 3."""
    return CohortGrid(
        grain="month",
        start_day=np.array([19_723, 19_754, 19_783], dtype=np.int32),
        last_is_open=True,
        size=np.array([80, 30, 3], dtype=np.int64),
        customers=np.array([[80, 23, 4], [30, 12, 0], [3, 0, 0]], dtype=np.int64),
        sales_cents=np.array([[8000, 4600, 400], [3000, 600, 0], [900, 0, 0]], dtype=np.int64),
        back=np.array([23, 12, 0], dtype=np.int64),
        back_known=np.array([True, False, False]),
    )


# ---- the grid -----------------------------------------------------------------------------


def test_that_the_time_to_the_second_order_is_one_figure() -> None:
    """Read off the curve's own steps it was another than on the tile above."""
    page = cohorts_page(build(), EN)
    (time,) = (fact.value for fact in page.facts if fact.title == "Time to the second order")
    (curve,) = (chart for chart in page.charts if chart.name == "second_order")
    assert curve.sentence.endswith(f"half of them within {time}.")


def test_that_the_trend_says_of_whom_it_speaks() -> None:
    """Beside "of 46 new customers 19 came back" a bare "48% now" would read as the same people."""
    trend = build().lifecycle.trend
    days = (EN.date(trend.now_from_day, short=True), EN.date(trend.now_to_day, short=True))
    for verdict in ("up", "down", "same"):
        for last_year in (True, False):
            told = replace(trend, verdict=verdict, then_is_last_year=last_year)
            assert all(day in trend_sentence(told, EN) for day in days)


def test_that_cells_of_a_few_people_say_no_share_and_open_ones_are_marked() -> None:
    block = heat(small_grid(), "share", EN)
    assert block.kind is ChartKind.HEAT
    january, february, march, everybody = block.series
    assert january.label == "Jan 2024 · 80"
    assert january.texts == ("29%", "4 p.+")
    assert january.unfinished == (1,)
    assert february.texts == ("40%+",)
    assert march.texts == ()
    assert everybody.texts == ("29%",), "February's first month is not over: it does not count"
    assert heat(small_grid(), "share", ZH).series[0].texts[1] == "4人+"


def test_that_the_grid_shows_people_and_money_too() -> None:
    people = heat(small_grid(), "customers", EN).series
    assert [series.texts for series in people] == [("80", "23", "4+"), ("30", "12+"), ("3+",)]
    money = heat(small_grid(), "cumulative", EN).series
    assert money[0].texts == ("£1", "£1.57", "£1.62+"), "80, 126 and 130 pounds by 80 people"
    assert money[2].texts == ("",), "of three people no average is said"


def test_that_a_grid_can_be_read_as_a_table() -> None:
    table = cell_table(heat(small_grid(), "share", EN), EN)
    assert [column.title for column in table.columns][1:] == ["1", "2"]
    assert table.values[1].tolist() == ["29%", "40%+", "", "29%"]


def test_that_the_first_sentence_is_about_the_newest_whole_cohort() -> None:
    answers = build(300)
    life = replace(answers.lifecycle, grids=(small_grid(),), grain="month")
    page = cohorts_page(replace(answers, lifecycle=life), EN)
    assert page.lead.startswith("Of the 80 new customers of Jan 2024, 23 came back within 90 days.")
    over = replace(small_grid(), back_known=np.array([True, True, True]))
    page = cohorts_page(replace(answers, lifecycle=replace(life, grids=(over,))), EN)
    assert page.lead.startswith("Of the 30 new customers of Feb 2024"), "three are no news"
    table = cohort_table(answers, small_grid(), EN)
    assert table.values[1].tolist() == [3, 30, 80], "newest first"
    back = table.values[2]
    assert np.isnan(back[0]), "not over"
    assert back[2] == 23


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("up", "more often"),
        ("down", "less often"),
        ("same", "no clear"),
        ("too_few", "cannot be told"),
    ],
)
def test_that_a_trend_is_said_as_the_test_found_it(verdict: str, words: str) -> None:
    trend = replace(build(300).lifecycle.trend, verdict=verdict)
    assert words in trend_sentence(trend, EN)
    before = replace(trend, then_is_last_year=False)
    if verdict != "too_few":
        assert trend_sentence(before, EN) != trend_sentence(trend, EN)


def test_that_ranges_are_said_in_people() -> None:
    assert in_hundred(0.182, 0.267, EN) == "between 18 and 27 of 100"
    assert in_hundred(0.201, 0.204, EN) == "about 20 of 100"
    assert in_hundred(float("nan"), 0.2, EN) == ""
    assert in_hundred(0.182, 0.267, ZH) == "每 100 人中 18 到 27 人"


def test_that_periods_have_names() -> None:
    assert period_name("quarter", 19_814, EN) == "Q2 2024"
    assert period_name("quarter", 19_814, ZH) == "2024年第2季度"
    assert period_name("month", 19_814, ZH) == "2024年4月"


def test_that_cohorts_of_a_few_have_no_column_of_dashes() -> None:
    grid = small_grid()
    few = replace(grid, back=np.array([4, 2, 0], dtype=np.int64))
    answers = build(300)
    keys = [[c.key for c in cohort_table(answers, g, EN).columns] for g in (grid, few)]
    assert "share" in keys[0]
    assert "share" not in keys[1]


@pytest.mark.parametrize("by_one", [False, True])
def test_that_a_period_is_called_best_only_for_more_than_one_customer(by_one: bool) -> None:
    answers = build(300)
    life = answers.lifecycle
    groups = [
        replace(
            life.origins[0].groups[0],
            start_day=answers.totals.first_day + 100 * (place + 1),
            watched=30,
            best_cents=cents,
            low_cents=cents - 2_000,
        )
        for place, cents in enumerate((9_000.0, 20_000.0, 9_500.0))
    ]
    groups[1] = replace(groups[1], by_one=by_one)
    period = replace(life.origins[0], dimension="period", groups=tuple(groups))
    page = worth_page(replace(answers, lifecycle=replace(life, origins=(period,))), EN)
    (chart,) = (one for one in page.charts if one.name == "best_periods")
    assert ("turned out best" in chart.sentence) is not by_one


# ---- every number is a door ---------------------------------------------------------------


def test_that_each_tile_leads_to_as_many_people_as_it_says() -> None:
    answers = build(300)
    page = stages_page(answers, EN)
    seen: list[int] = []
    for tile in page.tile_sets[0][1]:
        people = people_behind(answers, "stage", int(tile.segment_id.removeprefix("stage_")))
        assert tile.customers.startswith(f"{len(people)} customers (")
        seen += people
    assert len(seen) == len(set(seen)) == 300, "everybody is in exactly one stage"


def test_that_each_row_leads_to_as_many_people_as_it_says() -> None:
    answers = build(300)
    life = answers.lifecycle
    tables = [
        flow_table(answers, EN),
        *(cohort_table(answers, grid, EN) for grid in life.grids),
        *(origin_table(answers, i, origin, EN) for i, origin in enumerate(life.origins)),
    ]
    for table in tables:
        counts = next(
            values
            for column, values in zip(table.columns, table.values, strict=True)
            if column.key in ("customers", "new")
        )
        assert table.row_key is not None
        for key, count in zip(table.row_key.tolist(), counts.tolist(), strict=True):
            people = people_behind(answers, table.row_kind, key)
            if table.row_kind != "cohort":  # made-up cohorts do not follow first orders
                assert len(people) == count, (table.name, key)
    with pytest.raises(ValueError, match="month"):
        people_behind(answers, "month", 1)


def test_that_what_happened_leads_to_those_it_happened_to() -> None:
    """On real answers: each number of the last period is that of its people."""
    tx = plausible(300, 900, 4)
    answers = compute_answers(tx, RefreshOptions(), NULL_CONTEXT)
    table = periods_table(answers, EN)
    assert table.row_key is not None
    assert len(table.columns) == 4, "now, before, a year before"
    for key, count in zip(table.row_key.tolist(), table.values[1].tolist(), strict=True):
        people = people_behind(answers, "happened", key)
        assert len(people) == count > 0
    first = dict(zip(answers.names.customer_id, answers.names.customer_key, strict=True))
    new = people_behind(answers, "happened", 0)
    since = answers.lifecycle.stages.figures[0].from_day
    days: dict[str, int] = {}
    for customer, day in zip(tx.order_customer.tolist(), tx.order_day.tolist(), strict=True):
        days.setdefault(str(tx.customer_key[customer]), day)
    assert all(days[str(first[one])] >= since for one in new)


def test_that_cohorts_divide_all_customers() -> None:
    answers = build(300)
    grid = answers.lifecycle.grids[0]
    keys = cohort_table(answers, grid, EN).row_key
    assert keys is not None
    first = int(answers.customers.first_day.min())
    life = replace(
        answers.lifecycle,
        grids=(replace(grid, start_day=grid.start_day - (grid.start_day[0] - first)),),
    )
    answers = replace(answers, lifecycle=life)
    people = [one for key in keys.tolist() for one in people_behind(answers, "cohort", key)]
    assert sorted(people) == sorted(answers.names.customer_id.tolist())


def test_that_flows_add_up_to_both_days() -> None:
    stages = build(300).lifecycle.stages
    moved = flows(stages)
    for stage in STAGES:
        came = sum(count for _, now, count in moved if now == stage)
        left = sum(count for was, _, count in moved if was == stage)
        assert came == int((stages.label == stage).sum())
        assert left == int((stages.before == stage).sum())


# ---- the trust ladder ---------------------------------------------------------------------


def test_that_twenty_customers_get_counts_and_no_shares() -> None:
    answers = build(20)
    assert answers.trust.level is TrustLevel.LOOK
    for builder in (worth_page, stages_page, cohorts_page, origins_page):
        page = builder(answers, EN)
        said = " ".join([page.lead, *(f.value for f in page.facts), *(f.note for f in page.facts)])
        tiles = [tile for _, tiles in page.tile_sets for tile in tiles]
        said += " ".join(text for tile in tiles for text in (tile.share_text, tile.customers))
        said += " ".join(t for c in page.charts for s in c.series for t in s.texts)
        assert "%" not in said, (page.page, said)
        assert any("counts" in note for note in page.notes), page.page


def test_that_a_file_that_hides_its_buyers_says_so_on_every_page() -> None:
    answers = build(300)
    why = Message.of("trust.hidden_buyers", customers=300, orders=310)
    answers = replace(answers, lifecycle=replace(answers.lifecycle, refused=why))
    for builder in (worth_page, stages_page, cohorts_page, origins_page):
        page = builder(answers, EN)
        assert page.empty
        assert (page.tables, page.charts, page.facts) == ((), (), ())
    assert not list(export_table(answers, "stages", EN)[1])
    assert show_topic(answers, "stages", EN)["stages"] == []


def test_that_an_untested_range_says_so() -> None:
    answers = build(300)
    assert any("8 times" in note for note in worth_page(answers, EN).notes)
    untested = replace(answers.lifecycle.equity, tested=0)
    answers = replace(answers, lifecycle=replace(answers.lifecycle, equity=untested))
    assert any("could not be tested" in note for note in worth_page(answers, EN).notes)


# ---- exports ------------------------------------------------------------------------------


def test_that_everybody_leaves_with_a_stage_and_all_money() -> None:
    answers = build(300)
    names, rows = export_table(answers, "stages", EN)
    table = [dict(zip(names, row, strict=True)) for row in rows]
    assert len(table) == 300
    assert {row["stage"] for row in table} == {
        "acquisition",
        "conversion",
        "retention",
        "value",
        "churn",
    }
    new = sum(row["stage_before"] == "" for row in table)
    assert new == int((answers.lifecycle.stages.before == Stage.NONE).sum())
    names, rows = export_table(answers, "value", EN)
    cents = [round(float(row[1]) * 100) for row in rows]
    assert cents == answers.customers.monetary_cents.tolist()


def test_that_the_exported_grid_adds_up_and_keeps_small_shares_back() -> None:
    answers = build(300)
    answers = replace(answers, lifecycle=replace(answers.lifecycle, grids=(small_grid(),)))
    names, rows = export_table(answers, "cohorts", EN)
    table = [dict(zip(names, row, strict=True)) for row in rows]
    assert sum(float(row["sales"]) for row in table) == pytest.approx(175.0)
    shares = {(row["cohort"], row["since"]): row["share"] for row in table}
    assert shares["2024-01-01", "1"] == "0.2875"
    assert shares["2024-01-01", "2"] == "", "four people"
    assert [row["complete"] for row in table] == ["yes", "yes", "no", "yes", "no", "no"]


@pytest.mark.parametrize("what", ["cohorts", "stages", "value", "origins"])
def test_that_the_sheets_have_as_many_rows_as_the_data(what: str) -> None:
    answers = build(300)
    assert len(excel_table(answers, what, ZH)) == len(list(export_table(answers, what, ZH)[1]))


def test_that_no_share_is_kept_of_a_handful() -> None:
    """Four of four who bought before came again: that is no hundred per cent."""
    answers = build(300)
    stages = answers.lifecycle.stages

    def kept(of: int) -> str:
        figures = (replace(stages.figures[0], kept=4, kept_of=of), *stages.figures[1:])
        life = replace(answers.lifecycle, stages=replace(stages, figures=figures))
        page = stages_page(replace(answers, lifecycle=life), EN)
        return next(fact.value for fact in page.facts if fact.title == "Share kept")

    assert kept(4) == "–"
    assert kept(8) == "50%"


def test_that_the_card_names_the_stage_of_the_customer() -> None:
    answers = build(300)
    for row in range(10):
        customer = int(answers.names.customer_id[answers.customers.customer[row]])
        card = customer_card(answers, customer, NO_LINES, EN)
        said = next(fact.value for fact in card.facts if fact.title == "Stage")
        assert said == stage_name(Stage(int(answers.lifecycle.stages.label[row])), EN)


def test_that_every_cell_of_the_cohorts_opens_the_people_it_counts() -> None:
    answers = compute_answers(plausible(150, 400, 8), RefreshOptions(), NULL_CONTEXT)
    opened = 0
    for grid in answers.lifecycle.grids:
        block = heat(grid, "customers", EN)
        for series in block.series:
            for key in series.keys:
                cohort, k = divmod(key, CELL_BASE)
                people = people_behind(answers, block.opens, key)
                assert len(people) == grid.customers[cohort % KEY_BASE, k]
                opened += len(people)
    assert opened > 150
