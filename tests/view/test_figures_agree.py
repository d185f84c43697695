"""Figures that stand on one page, or on two, tell the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.relations import Relation
from clm_desktop.models.demand.types import DemandState
from clm_desktop.models.recommend.graph.types import graph_of
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.reorder import with_reorder
from clm_desktop.plan.reorder_types import USUAL_RULES
from clm_desktop.view.ahead_exports import HEADERS as AHEAD_HEADERS
from clm_desktop.view.exports import excel_table, export_table
from clm_desktop.view.offer_exports import OFFER_HEADERS
from clm_desktop.view.pages.ahead import ahead_page
from clm_desktop.view.pages.products import products_page
from clm_desktop.view.pages.recommendations import recommendations_page
from clm_desktop.view.product_exports import PRODUCT_HEADERS
from clm_desktop.view.words import Words
from tests.view.answers_builder import build

EN = Words("en", "GBP")


def facts_of(answers: Answers) -> dict[str, str]:
    return {fact.title: fact.value for fact in recommendations_page(answers, EN).facts}


def test_that_a_pair_that_holds_both_ways_is_counted_once() -> None:
    answers = build()
    pairs = replace(
        answers.recommend,
        pair_a=np.array([0, 1, 2], np.int32),
        pair_b=np.array([1, 0, 3], np.int32),
        pair_orders=np.array([31, 31, 8], np.int64),
        pair_confidence=np.array([0.31, 0.2, 0.2]),
        pair_lift=np.array([4.2, 4.2, 2.0]),
    )
    assert facts_of(replace(answers, recommend=pairs))["Products that go together"] == "2"


def test_that_best_sellers_are_not_called_tips_that_were_right() -> None:
    answers = build()
    best = replace(answers.recommend, method="best_sellers", hit_share=0.39)
    assert "Tips that were right" in facts_of(answers)
    assert "Tips that were right" not in facts_of(replace(answers, recommend=best))


@pytest.mark.parametrize("lift", [6.2096, 12.34, 2.0])
def test_that_a_relation_says_the_times_chance_of_its_row(lift: float) -> None:
    answers = build()
    graph = graph_of(
        Relation.GOES_WITH,
        np.array([0]),
        np.array([1]),
        count=np.array([31]),
        of=np.array([60]),
        lift=np.array([lift]),
        accident=np.array([0.001]),
    )
    seen = replace(answers, recommend=replace(answers.recommend, graph=graph))
    table = products_page(seen, EN).tables[0]
    cells = {
        column.key: values[0] for column, values in zip(table.columns, table.values, strict=True)
    }
    assert f" {EN.decimal(float(cells['lift']))} times " in cells["why"]


def test_that_what_is_sold_out_is_not_said_to_run_out() -> None:
    answers = build()
    assert answers.listed is not None
    some = with_reorder(answers, USUAL_RULES)
    none = replace(answers.listed, stock=np.zeros_like(answers.listed.stock))
    gone = with_reorder(replace(answers, listed=none), USUAL_RULES)
    sentences = {
        chart.name: chart.sentence for one in (gone,) for chart in ahead_page(one, EN).charts
    }
    assert sentences["run_out"].endswith(" is sold out.")
    assert any("runs out first" in chart.sentence for chart in ahead_page(some, EN).charts)
    lines = [item.headline.code for item in gone.today if item.kind == "reorder"]
    assert lines == ["today.reorder.gone"]


def test_that_nothing_is_said_to_last_of_what_is_no_longer_sold() -> None:
    answers = build()
    products = answers.demand.products
    assert products is not None
    stopped = products.product[products.state == DemandState.STOPPED]
    keys = set(answers.names.product_key[stopped].tolist())
    names, rows = export_table(answers, "reorder", EN)
    told = [dict(zip(names, row, strict=True)) for row in rows]
    said = {row["reason"] for row in told if row["product_id"] in keys}
    assert said == {EN.code("demand.state.stopped")}


@pytest.mark.parametrize("what", [*PRODUCT_HEADERS, *OFFER_HEADERS, *AHEAD_HEADERS])
def test_that_what_leaves_as_text_leaves_as_a_table_of_a_workbook(what: str) -> None:
    table = excel_table(build(), what, EN)
    assert len(table.columns) == len(table.values)


def test_that_a_shop_of_order_totals_hears_why_nothing_belongs_together() -> None:
    answers = build()
    names = {
        field: getattr(answers.names, field)[:0]
        for field in ("product_id", "product_key", "product_name", "product_category")
    }
    page = products_page(replace(answers, names=replace(answers.names, **names)), EN)
    assert "only totals" in page.empty
    assert not page.facts
    assert not page.notes, "nothing was counted, so nothing is claimed"
