"""Real answers of odd shops, on every page and in every export, in both languages."""

from __future__ import annotations

import json
import re
from datetime import date

import numpy as np
import pandas as pd
import pytest

from clm_desktop.core.days import day_of
from clm_desktop.core.message import Message
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.models.results import HALF_YEAR_DAYS
from clm_desktop.usecases.compute_answers import RefreshOptions, compute_answers
from clm_desktop.view.exports import export_table
from clm_desktop.view.plain import page_text
from clm_desktop.view.topics import show_topic, topic_page
from clm_desktop.view.words import LANGUAGES, Words
from tests.models.consumables import lines_of_shop
from tests.models.orders import transactions_from
from tests.models.shops import ODD_SHOPS, orders, plausible

TOPICS = (
    "summary",
    "segments",
    "watchlist",
    "value",
    "worth",
    "stages",
    "cohorts",
    "origins",
    "recommendations",
    "bundles",
    "backtest",
)
EXPORTS = (
    "customers",
    "watchlist",
    "segments",
    "cohorts",
    "stages",
    "value",
    "origins",
    "recommendations",
    "bundles",
)
SHOPS = (
    "one customer, one order",
    "one regular",
    "no customers at all",
    "a single day",
    "zero money",
    "before 1970",
    "29 customers",
    "50 customers",
)


@pytest.mark.parametrize("name", SHOPS)
def test_that_an_odd_shop_can_be_shown_and_exported(name: str) -> None:
    answers = compute_answers(ODD_SHOPS[name](), RefreshOptions(), NULL_CONTEXT)
    for lang in LANGUAGES:
        words = Words(lang, answers.names.currency)
        for topic in TOPICS:
            text = page_text(topic_page(answers, topic, words), words)
            assert " nan" not in text.lower(), (topic, text)
            assert "{" not in text, (topic, text)
            assert not re.search(r"\b0 of 0\b", text), (topic, text)
            json.dumps(show_topic(answers, topic, words), allow_nan=False)
        for what in EXPORTS:
            header, rows = export_table(answers, what, words)
            for row in rows:
                assert len(row) == len(header)
                assert not {"nan", "None", "inf"} & set(row), row


def test_that_a_shop_without_prices_is_told_no_money_of() -> None:
    answers = compute_answers(ODD_SHOPS["zero money"](), RefreshOptions(), NULL_CONTEXT)
    words = Words("en", "EUR")
    topics = ("segments", "forecast", "worth")
    text = {t: page_text(topic_page(answers, t, words), words) for t in topics}
    assert "Your largest group is" in text["segments"]
    assert "Your files tell no prices" in text["forecast"]
    assert "Your files tell no prices" in text["worth"]
    assert "too early" not in text["forecast"].lower()
    value = answers.value
    for cents in (value.expected_spend_cents, value.value_12m_hi_cents, value.value_6m_hi_cents):
        assert not np.nan_to_num(cents).any()


def test_that_a_shop_of_masked_buyers_is_asked_for_names_and_nothing_else() -> None:
    lines = lines_of_shop(30).assign(customer=None)
    answers = compute_answers(transactions_from(lines), RefreshOptions(), NULL_CONTEXT)
    assert [item.kind for item in answers.today] == ["data_note"]
    assert answers.recommend.verdict.code == "recommend.too_small", "products are named"


def test_that_a_shop_where_nobody_came_back_hears_that_and_not_that_it_is_young() -> None:
    answers = compute_answers(ODD_SHOPS["all one-timers"](), RefreshOptions(), NULL_CONTEXT)
    assert answers.risk.verdict.code == "risk.verdict.few_back"


def test_that_a_shop_where_everybody_comes_back_does_not_hear_that_too_few_did() -> None:
    answers = compute_answers(ODD_SHOPS["clockwork"](), RefreshOptions(), NULL_CONTEXT)
    assert answers.trust.repeat_customers == 250
    assert answers.risk.verdict.code == "risk.verdict.one_sided"


def test_that_a_mistyped_year_does_not_make_everybody_look_gone() -> None:
    lines = lines_of_shop(60)
    usual = compute_answers(transactions_from(lines), RefreshOptions(), NULL_CONTEXT)
    late = lines.iloc[-1:].assign(order="typo", day=day_of(date.today()) + 2000)
    answers = compute_answers(
        transactions_from(pd.concat([lines, late])), RefreshOptions(), NULL_CONTEXT
    )
    assert answers.run.as_of_day == usual.run.as_of_day
    assert answers.risk.p_buy == pytest.approx(usual.risk.p_buy, abs=1e-6)
    assert answers.totals.total_cents == usual.totals.total_cents + late["cents"].sum()


def test_that_a_long_file_of_one_timers_is_not_called_short() -> None:
    answers = compute_answers(ODD_SHOPS["all one-timers"](), RefreshOptions(), NULL_CONTEXT)
    assert answers.trust.span_days > 2 * HALF_YEAR_DAYS
    page = topic_page(answers, "worth", Words("en", answers.names.currency))
    assert "Too few orders came back for a look half a year ahead." in page.notes


def test_that_a_quiet_time_after_years_is_not_called_a_short_history() -> None:
    first = plausible(150, 500, 11)
    who = [first.customer_key[c] for c in first.order_customer]
    days = np.append(first.order_day, first.last_day + 170)
    tx = orders([*who, "new"], days, 500)
    verdict = compute_answers(tx, RefreshOptions(), NULL_CONTEXT).value.verdict
    assert verdict.code == "value.verdict.nothing_came"


def test_that_one_named_person_is_one_person() -> None:
    said = {"horizon_days": 30, "cutoff_day": 20_000, "named_right": 1, "guess_right": 0}
    for kind in ("tested", "rule", "early"):
        one = Words("en", "GBP").say(Message.of(f"risk.verdict.{kind}", named=1, **said))
        assert "1 person," in one
