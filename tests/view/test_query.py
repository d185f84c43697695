"""Rules in words: one grammar for the builder, the search box and the command line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.errors import RequestError
from clm_desktop.core.lists import NOT_TOLD
from clm_desktop.core.owner_words import OwnerWord, Word
from clm_desktop.core.people_told import PeopleTold
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.plan.rules import picked
from clm_desktop.usecases.compute_answers import Known, RefreshOptions, compute_answers
from clm_desktop.view.query import looks_like_rule, rule_of, rule_text
from clm_desktop.view.words import Words
from tests.models.shops import plausible

EN, ZH = Words("en", "GBP"), Words("zh", "GBP")


@pytest.fixture(scope="module")
def answers():
    tx = plausible(300, 600, 4, gap_days=25)
    n = tx.n_customers
    tx = replace(tx, currency="GBP", order_channel=np.where(tx.order_day % 2, "web", "till"))
    city = np.array(["Leeds", "New York", "上海", ""], dtype=object)[np.arange(n) % 4]
    told = PeopleTold(
        customer_id=tx.customer_id,
        city=city,
        country=np.full(n, "", dtype=object),
        consent=np.where(np.arange(n) % 3 == 0, 1, NOT_TOLD).astype(np.int8),
    )
    words = (OwnerWord(key=str(tx.customer_key[1]), word=Word.TAGS, value="VIP\ntea", as_of_day=1),)
    more = Known(people=told, words=words)
    return compute_answers(tx, RefreshOptions(), NULL_CONTEXT, (), more)


def who(answers, text: str, words: Words = EN) -> np.ndarray:
    return picked(answers, rule_of(text, answers, words))


def test_that_a_rule_picks_whom_it_says(answers) -> None:
    table, risk = answers.customers, answers.risk
    city = table.customer % 4
    np.testing.assert_array_equal(
        who(answers, "risk=high and city=Leeds"), (risk.risk == 2) & (city == 0)
    )
    np.testing.assert_array_equal(who(answers, "city=new york"), city == 1)
    np.testing.assert_array_equal(who(answers, "spent>=20.50"), table.monetary_cents >= 2050)
    np.testing.assert_array_equal(who(answers, "not city=leeds"), city != 0)
    np.testing.assert_array_equal(who(answers, "consent=yes"), table.customer % 3 == 0)
    np.testing.assert_array_equal(who(answers, "p_leave>70%"), 1 - risk.p_buy > 0.7)
    assert who(answers, "tag=vip").sum() == who(answers, "tag~te").sum() == 1


def test_that_and_binds_closer_than_or_and_brackets_closest(answers) -> None:
    a, b, c = (who(answers, one) for one in ("orders>3", "city=Leeds", "risk=high"))
    np.testing.assert_array_equal(who(answers, "orders>3 or city=Leeds and risk=high"), a | (b & c))
    np.testing.assert_array_equal(
        who(answers, "(orders>3 or city=Leeds) and risk=high"), (a | b) & c
    )


def test_that_both_languages_are_understood_whatever_the_window_speaks(answers) -> None:
    expected = who(answers, "risk=high and city=上海")
    for words in (EN, ZH):
        for text in (
            "风险=高 且 城市=上海",
            "流失风险＝高且城市＝上海",
            "RISK = High AND 城市 = “上海”",
        ):
            np.testing.assert_array_equal(who(answers, text, words), expected)


@pytest.mark.parametrize(
    "text",
    [
        "risk=high and (city=Leeds or not city~york) or spent>100 and first_order<2023-05-01",
        "group=best or tag=vip",
        "p_leave>=33% and channel=web",
    ],
)
def test_that_what_is_written_is_understood_as_the_same(answers, text: str) -> None:
    rule = rule_of(text, answers, EN)
    for words, stable in ((EN, True), (EN, False), (ZH, False)):
        written = rule_text(rule, answers, words, stable=stable)
        assert rule_of(written, answers, EN) == rule


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rule_empty"),
        ("colour=red", "rule_field"),
        ("spent 200", "rule_field"),
        ("spent and orders", "rule_sign"),
        ("spent>", "rule_value"),
        ("spent>much", "rule_number"),
        ("orders~3", "rule_number"),
        ("first order>May", "rule_date"),
        ("risk=huge", "rule_choice"),
        ("risk>low", "rule_order"),
        ("(risk=high", "rule_bracket"),
        ("risk=high)", "rule_bracket"),
        ('city="Leeds" orders>3', "rule_more"),
        ("country=France", "rule_unsupported"),
    ],
)
def test_that_what_is_not_understood_is_said(answers, text: str, code: str) -> None:
    for words in (EN, ZH):
        with pytest.raises(RequestError) as error:
            rule_of(text, answers, words)
        assert error.value.code == code
        assert "{" not in words.say(error.value.message)


def test_that_a_deep_rule_ends_in_a_sentence(answers) -> None:
    with pytest.raises(RequestError):
        rule_of("(" * 900 + "risk=high" + ")" * 900, answers, EN)


def test_that_who_has_no_figure_fits_no_comparison(answers) -> None:
    unknown = replace(
        answers, risk=replace(answers.risk, p_buy=np.full(len(answers.customers), np.nan))
    )
    for sign in ("<", ">", "!=", "="):
        assert not who(unknown, f"p_leave{sign}50%").any()


def test_that_names_are_searched_for_and_rules_are_asked() -> None:
    assert not looks_like_rule("anna li")
    assert looks_like_rule("risk=high")
    assert looks_like_rule("风险＝高")
