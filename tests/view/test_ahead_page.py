"""The page Ahead: what it says of made answers, in both languages, with and without stock."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.days import date_of
from clm_desktop.features.weeks import monday_of
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.reorder import with_reorder
from clm_desktop.plan.reorder_types import USUAL_RULES
from clm_desktop.view.ahead_exports import HEADERS
from clm_desktop.view.blocks import Page, TableBlock
from clm_desktop.view.chart_numbers import month_starts
from clm_desktop.view.exports import excel_table, export_table
from clm_desktop.view.pages.ahead import ahead_page, series_names
from clm_desktop.view.plain import page_text
from clm_desktop.view.topics import show_topic
from clm_desktop.view.words import LANGUAGES, Words
from tests.view.answers_builder import build

EN = Words("en", "GBP")


def table(page: Page, name: str) -> TableBlock:
    return next(one for one in page.tables if one.name == name)


def without_stock(answers: Answers) -> Answers:
    return with_reorder(replace(answers, listed=None), USUAL_RULES)


def test_that_the_first_sentence_compares_with_before_and_with_last_year() -> None:
    answers = build()
    shop = answers.demand.shop
    assert shop is not None
    lead = ahead_page(answers, EN).lead
    monday = EN.date(monday_of(answers.demand.next_week))  # of a week that runs, maybe
    assert lead.startswith(f"You will probably sell about £22,000 in the 4 weeks from {monday}. ")
    assert "more than in the 4 weeks before" in lead
    assert "the same weeks of last year" in lead
    wide = replace(shop, low80_cents=shop.low80_cents / 9)
    rough = replace(answers, demand=replace(answers.demand, shop=wide))
    assert ahead_page(rough, EN).lead.endswith("this is a rough figure.")


def test_that_the_first_week_ahead_is_named_by_its_monday() -> None:
    page, monday = ahead_page(build(), EN), monday_of(build().demand.next_week)
    assert page.facts[0].title == f"Week from {EN.date(monday, short=True)}"
    assert EN.date(monday) in page.charts[0].sentence


def test_that_a_category_takes_the_place_of_the_shop() -> None:
    answers = build()
    assert series_names(answers) == ("", "Soap", "皂盒")
    page = ahead_page(answers, EN, "皂盒")
    assert page.lead.startswith("“皂盒” will probably sell about £8,800")
    assert max(page.charts[0].series[1].y) == pytest.approx(220_000)
    assert ahead_page(answers, EN, "gone").lead == ahead_page(answers, EN).lead


def test_that_the_chart_shows_a_year_and_eight_weeks_that_follow_it() -> None:
    past, ahead, year = ahead_page(build(), EN).charts[0].series
    assert len(past.x) == 52
    assert len(ahead.x) == len(ahead.lo) == len(ahead.hi) == len(year.x) == 8
    assert ahead.x[0] == past.x[-1] + 7
    assert date_of(round(ahead.x[0])).weekday() == 0
    assert year.thin


def test_that_orders_come_by_urgency_and_only_where_stock_is_short() -> None:
    answers = build()
    orders = table(ahead_page(answers, EN), "order_list")
    reorder = answers.reorder
    assert reorder is not None
    assert len(orders) == int((reorder.order > 0).sum()) > 0
    by = orders.values[[c.key for c in orders.columns].index("by")]
    assert len(set(by.tolist())) > 1
    assert (np.diff(by) >= 0).all()
    names = [c.key for c in table(ahead_page(without_stock(answers), EN), "products_ahead").columns]
    assert "stock" not in names
    assert {"expected", "level"} <= set(names)


def test_that_without_stock_the_page_says_how_to_tell_it() -> None:
    page = ahead_page(without_stock(build()), EN)
    assert "order_list" not in {one.name for one in page.tables}
    assert any("Save the stock list" in note for note in page.notes)


def test_that_products_that_do_not_add_up_to_the_shop_are_told() -> None:
    answers = build()
    demand, shop, products = answers.demand, answers.demand.shop, answers.demand.products
    assert shop is not None
    assert products is not None
    price = products.past_52_weeks_cents / np.maximum(products.past_52_weeks, 1)
    four = np.nan_to_num(products.per_week[:, :4].sum(axis=1), nan=0.0)
    rare = np.isnan(products.per_week[:, 0])
    added = float((np.where(rare, products.past_52_weeks / 13, four) * price).sum())
    named = products.past_52_weeks_cents.sum() / np.nansum(shop.sales_cents[-52:])

    def notes(times: float) -> str:
        weeks = np.full_like(shop.ahead_cents, times * added / named / 4)
        told = replace(demand, shop=replace(shop, ahead_cents=weeks))
        return " ".join(ahead_page(replace(answers, demand=told), EN).notes)

    assert "Added up" not in notes(1.0)
    assert "Added up" not in notes(1.1)
    assert "50% less than the shop's forecast" in notes(2.0)
    assert "100% more than the shop's forecast" in notes(0.5)


def test_that_details_say_why_a_rule_that_came_closer_is_not_used() -> None:
    answers = build()
    assert answers.demand.products is not None
    for share, told in ((0.42, "42%"), (0.36, "36%, closer by too little to tell it from luck")):
        products = replace(answers.demand.products, yardstick_error_share=share)
        demand = replace(answers.demand, products=products)
        rows = [value for _, value in ahead_page(replace(answers, demand=demand), EN).details]
        assert told in rows


def test_that_only_products_outside_their_range_are_said_to_change() -> None:
    answers = build()
    products = answers.demand.products
    assert products is not None
    moved = table(ahead_page(answers, EN), "movers")
    low, high = moved.values[4].astype(float), moved.values[5].astype(float)
    last = moved.values[2].astype(float)
    assert ((last < low) | (last > high)).all()
    quiet = replace(products, past_4_weeks=products.per_week[:, :4].sum(axis=1))
    same = replace(answers, demand=replace(answers.demand, products=quiet))
    assert len(table(ahead_page(same, EN), "movers")) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_a_young_shop_gets_its_weekly_average_and_no_chart(lang: str) -> None:
    words = Words(lang, "GBP")  # type: ignore[arg-type]
    page = ahead_page(build(nan=True), words)
    assert "£1,235" in page.lead
    assert not page.charts
    assert page.empty
    assert page_text(page, words)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("what", HEADERS)
def test_that_every_table_leaves_with_its_header(lang: str, what: str) -> None:
    words = Words(lang, "GBP")  # type: ignore[arg-type]
    for answers in (build(), build(nan=True)):
        names, rows = export_table(answers, what, words)
        found = list(rows)
        assert all(len(row) == len(names) for row in found)
        assert bool(found) is (answers.demand.shop is not None)
        excel_table(answers, what, words)


def test_that_programs_read_orders_as_numbers() -> None:
    told = show_topic(build(), "reorder", EN)
    first = told["orders"][0]  # type: ignore[index]
    assert first["order"] == pytest.approx(first["enough"] - first["stock"])
    assert told["service_share"] == pytest.approx(0.95)
    assert show_topic(build(), "forecast", EN)["series"][0]["category"] == ""  # type: ignore[index]


@pytest.mark.parametrize(("low", "high", "most"), [(0, 400, 6), (10, 20, 4), (14_000, 16_000, 5)])
def test_that_months_are_marked_at_their_first_days(low: int, high: int, most: int) -> None:
    days = month_starts(low, high, most)
    assert len(days) <= most
    assert all(low <= day <= high and date_of(round(day)).day == 1 for day in days)
