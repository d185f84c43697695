"""Exports under the exact headers of the contract, and topics as JSON."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from answers_builder import build
from python_calamine import CalamineWorkbook

from clm_desktop.core.errors import RequestError
from clm_desktop.core.rows import SetAside
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.models.results import TrustLevel
from clm_desktop.usecases.write_table import write_table
from clm_desktop.view.blocks import Kind
from clm_desktop.view.exports import (
    HEADERS,
    excel_table,
    export_table,
    header,
    set_aside_rows,
)
from clm_desktop.view.topics import show_topic, topic_page
from clm_desktop.view.words import LANGUAGES, Words

# copied from the contract, not from the code
CONTRACT = {
    "customers": "customer_id,first_order,last_order,orders,spent,segment_id,cluster_id,p_buy,"
    "p_alive,risk,expected_orders,expected_spend,spend_lo,spend_hi,value_12m,next_order_from,next_order_to",
    "watchlist": "rank,customer_id,p_leave,risk,horizon_days,value_at_risk,last_order,"
    "usual_gap_days,reason_1,reason_2,reason_3",
    "segments": "scheme,segment_id,name,customers,share_of_sales,meaning,do,dont",
    "recommendations": "customer_id,list,rank,product_id,p,reason",
    "bundles": "product_a,product_b,orders_together,confidence,lift,relation",
    "set-aside": "file,line,column,value,reason,raw",
    "cohorts": "grain,cohort,new_customers,since,complete,customers,share,sales,"
    "cumulative_sales_per_customer",
    "stages": "customer_id,stage,stage_before,stage_last_year,spent",
    "value": "customer_id,spent,ahead_days,expected,expected_lo,expected_hi,together",
    "origins": "dimension,group,customers,back_share,back_lo,back_hi,differs,watched,"
    "mean_spend,best_spend,best_lo,best_hi",
}
TABLES = [what for what in CONTRACT if what != "set-aside"]
OF_IMPORTS = ("set-aside", "created", "known", "left-out", "changed")  # rows, from the store
TOPICS = ("summary", "segments", "watchlist", "value", "recommendations", "bundles", "backtest")
SHOPS = {
    "usual": lambda: build(300),
    "nobody": lambda: build(0),
    "all nan": lambda: build(60, nan=True, level=TrustLevel.RULES),
}
EN = Words("en", "GBP")


@pytest.mark.parametrize("what", CONTRACT)
def test_that_headers_are_those_of_the_contract(what: str) -> None:
    assert ",".join(header(what)) == CONTRACT[what]


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("what", TABLES)
def test_that_every_row_fits_its_header_and_holds_no_nan(what: str, shop: str) -> None:
    names, rows = export_table(SHOPS[shop](), what, EN)
    for row in rows:
        assert len(row) == len(names)
        assert "nan" not in row
        assert all(isinstance(cell, str) for cell in row)


def test_that_numbers_are_plain_and_days_are_iso() -> None:
    names, rows = export_table(build(300), "customers", EN)
    for row in rows:
        cells = dict(zip(names, row, strict=True))
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", cells["last_order"])
        assert re.fullmatch(r"-?\d+\.\d\d", cells["spent"])
        assert re.fullmatch(r"(0|1|0\.\d+)", cells["p_buy"])
        assert cells["risk"] in {"low", "medium", "high"}


def test_that_all_customers_and_all_money_leave() -> None:
    answers = build(300)
    names, rows = export_table(answers, "customers", EN)
    spent = names.index("spent")
    cents = [round(float(row[spent]) * 100) for row in rows]
    assert cents == answers.customers.monetary_cents.tolist()


def test_that_yen_have_no_decimals() -> None:
    from dataclasses import replace

    answers = build(30)
    answers = replace(answers, names=replace(answers.names, currency="JPY"))
    names, rows = export_table(answers, "customers", Words("en", "JPY"))
    assert all("." not in row[names.index("spent")] for row in rows)


@pytest.mark.parametrize("top", [1, 3, 10])
def test_that_top_limits_each_list_of_each_customer(top: int) -> None:
    answers = build(40)
    _, rows = export_table(answers, "recommendations", EN, top=top)
    ranks: dict[tuple[str, str], list[int]] = {}
    chances: dict[tuple[str, str], list[float]] = {}
    for customer, name, rank, _, p, reason in rows:
        ranks.setdefault((customer, name), []).append(int(rank))
        chances.setdefault((customer, name), []).append(float(p))
        assert reason
    assert len(ranks) == 3 * 40
    for key, numbers in ranks.items():
        assert numbers == list(range(1, min(top, 4 if key[1] == "all" else 2) + 1))
        if key[1] == "all":
            assert chances[key] == sorted(chances[key], reverse=True)


def test_that_the_watchlist_keeps_its_order() -> None:
    answers = build(300)
    names, rows = export_table(answers, "watchlist", EN)
    table = list(rows)
    assert [row[0] for row in table] == [str(i + 1) for i in range(len(answers.watchlist.row))]
    money = [float(row[names.index("value_at_risk")]) for row in table]
    assert money == sorted(money, reverse=True)


def test_that_ids_stay_the_same_in_both_languages() -> None:
    answers = build(300)
    _, english = export_table(answers, "segments", EN)
    _, chinese = export_table(answers, "segments", Words("zh", "GBP"))
    pairs = list(zip(english, chinese, strict=True))
    assert all(e[:2] == c[:2] and e[2] != c[2] for e, c in pairs)


def test_that_set_aside_rows_keep_their_raw_text() -> None:
    row = SetAside(row=7, column="Date", value="x", reason="bad_date", raw='a,"b",x')
    assert list(set_aside_rows(iter([("f.csv", row)]))) == [
        ("f.csv", "7", "Date", "x", "bad_date", 'a,"b",x')
    ]


def test_that_an_unknown_export_says_what_there_is() -> None:
    with pytest.raises(RequestError) as caught:
        export_table(build(3), "nonsense", EN)
    assert "watchlist" in EN.say(caught.value.message)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("what", [what for what in HEADERS if what not in OF_IMPORTS])
def test_that_every_table_comes_back_from_a_workbook_as_it_is(
    tmp_path: Path, what: str, lang: str
) -> None:
    words = Words(lang, "GBP")  # type: ignore[arg-type]
    block = excel_table(build(30), what, words)
    write_table(block, "xlsx", tmp_path / "t.xlsx", words, NULL_CONTEXT)
    sheet = CalamineWorkbook.from_path(tmp_path / "t.xlsx").get_sheet_by_index(0)
    head, *body = sheet.to_python(skip_empty_area=False)
    assert head == [column.title for column in block.columns]
    assert len(body) == len(block)
    for place, column in enumerate(block.columns):
        cells = [row[place] for row in body]
        if column.kind is Kind.TEXT:
            assert cells == [str(text) for text in block.values[place]]
        elif column.kind is Kind.DATE:
            assert all(type(cell) is date or cell == "" for cell in cells)
        elif column.kind is not Kind.RISK:
            number = np.array([np.nan if cell == "" else cell for cell in cells], float)
            unit = 100.0 if column.kind is Kind.MONEY else 1.0
            np.testing.assert_allclose(number * unit, block.values[place].astype(float))


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("topic", TOPICS)
def test_that_topics_are_json_without_nan(topic: str, shop: str) -> None:
    answers = SHOPS[shop]()
    said = json.dumps(show_topic(answers, topic, EN), allow_nan=False)
    assert json.loads(said)["as_of"] == "2011-12-09"
    assert topic_page(answers, topic, EN).lead


def test_that_an_unknown_topic_says_what_there_is() -> None:
    for ask in (show_topic, topic_page):
        with pytest.raises(RequestError):
            ask(build(3), "weather", EN)
