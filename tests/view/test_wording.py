"""Words, numbers and days in both languages; every code of every layer has its words."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import numpy as np
import pytest
from answers_builder import build
from hypothesis import example, given
from hypothesis import strategies as st

from clm_desktop.core.message import Message
from clm_desktop.core.rows import FileKind, RowState
from clm_desktop.ingest import codes as ingest_codes
from clm_desktop.ingest.explain import WAYS_OF_WRITING
from clm_desktop.ingest.types import Field, RefundDay, Treatment
from clm_desktop.models.codes import BASE_RATE
from clm_desktop.models.codes import CODES as MODEL_CODES
from clm_desktop.models.recommend.codes import REASONS, VERDICTS
from clm_desktop.models.risk.contest import BLEND, LOGISTIC, MBG, RULE
from clm_desktop.plan.codes import CODES as PLAN_CODES
from clm_desktop.plan.joint.codes import CODES as JOINT_CODES
from clm_desktop.store.errors import _CODES as DATABASE_ERRORS
from clm_desktop.view import numbers
from clm_desktop.view.blocks import Kind
from clm_desktop.view.json_values import number
from clm_desktop.view.marks import Plural
from clm_desktop.view.pages import plan_parts
from clm_desktop.view.pages.reasons import ONCE, customer_facts
from clm_desktop.view.texts import TEXTS
from clm_desktop.view.words import LANGUAGES, Words

ROOT = Path(__file__).resolve().parents[2]
EN, ZH = Words("en", "GBP"), Words("zh", "GBP")


def promised_codes() -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """(code, its parameters; None where the list does not tell them)."""
    yield from (pair for pair in MODEL_CODES if not pair[0].startswith("reason."))
    yield from PLAN_CODES
    yield from JOINT_CODES
    yield from VERDICTS
    for reason in REASONS:
        product = ("product",) if reason.names_product else ()
        yield f"recommend.reason.{reason.code}", (reason.a, reason.b, *product)
    yield from ((f"error.{code}", None) for code in ingest_codes.ERRORS)
    yield from ((f"question.{code}", None) for code in ingest_codes.QUESTIONS)
    yield from ((code, None) for code in ingest_codes.NOTES)
    yield from ((f"row.{code}", None) for code in ingest_codes.SET_ASIDE)
    yield from ((f"row.{state.name.lower()}", None) for state in RowState if state)
    yield from ((f"field.{field.value}", None) for field in Field)
    yield from ((f"treatment.{which.value}", ()) for which in Treatment)
    yield from ((f"file_kind.{kind.value}", ()) for kind in FileKind)
    yield from ((f"refunds_on.{day.value}", ()) for day in RefundDay)
    yield from ((f"written.{how}", ("column", "cells")) for how in WAYS_OF_WRITING)
    yield from ((f"method.{name}", None) for name in (RULE, MBG, LOGISTIC, BLEND, BASE_RATE))
    for name in ("best_sellers", "closed_form", "logistic"):  # RecommendAnswer.method
        yield f"recommend.method.{name}", None
    yield from ((f"error.{code}", ("file",)) for _, code in DATABASE_ERRORS)
    yield "reason.recent_none", tuple(customer_facts(build(1), 0))
    yield "reason.habit_often", tuple(customer_facts(build(1), 0))
    yield "reason.silence_few", tuple(customer_facts(build(1), 0))
    yield "reason.silence_few.stays", tuple(customer_facts(build(1), 0))
    for code in ("silence", "habit", "recent", "basket", "regularity"):
        for once in ("", "_once") if code in ONCE else ("",):
            for side in ("", ".stays"):
                yield f"reason.{code}{once}{side}", tuple(customer_facts(build(1), 0))


def test_that_every_promised_code_has_words() -> None:
    missing = [code for code, _ in promised_codes() if code not in TEXTS]
    assert not missing


def sources(code: str) -> tuple[str, ...]:
    template = TEXTS[code]
    return (template.one, template.many) if isinstance(template, Plural) else (template,)


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_that_sentences_ask_for_no_parameter_that_is_not_given() -> None:
    for code, params in promised_codes():
        if params is None:
            continue
        given_names = set(params)
        for name in params:
            given_names |= {name.removesuffix("_days") + "_span", f"{name}_in_ten"}
        for sentence in sources(code):
            assert fields(sentence) <= given_names, code


def said_in_source() -> Iterator[tuple[str, str, set[str]]]:
    """(place, code, names handed over) of every message and error that is made with a literal."""
    makers = {"FileError", "ProjectError", "QuestionsError", "RequestError"}
    for path in sorted((ROOT / "clm_desktop").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            code, maker = call.args[0], ast.unparse(call.func)
            if isinstance(code, ast.Constant) and (maker == "Message.of" or maker in makers):
                prefix = "" if maker == "Message.of" else "error."
                names = {keyword.arg or "" for keyword in call.keywords}
                yield f"{path.name}:{call.lineno}", f"{prefix}{code.value}", names


def test_that_sentences_name_only_what_the_code_hands_over() -> None:
    found = list(said_in_source())
    assert len(found) > 40
    for place, code, names in found:
        given_names = names | {name.removesuffix("_days") + "_span" for name in names}
        for sentence in sources(code) if code in TEXTS else ():
            assert fields(sentence) <= given_names, (place, code)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_every_code_can_be_said(lang: str) -> None:
    words = Words(lang, "EUR")  # type: ignore[arg-type]
    for code in TEXTS:
        names = {name for sentence in sources(code) for name in fields(sentence)}
        raw = {n.removesuffix("_in_ten").replace("_span", "_days"): 2 for n in names}
        said = words.code(code, **raw)
        assert said
        assert "{" not in said


def stages() -> Iterator[str]:
    for path in sorted((ROOT / "clm_desktop").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr == "report"
                and len(call.args) == 2
                and isinstance(call.args[1], ast.Constant)
            ):
                yield f"stage.{call.args[1].value}"


def test_that_every_stage_has_words() -> None:
    found = set(stages())
    assert found
    assert found <= set(TEXTS)


def test_that_translations_are_whole() -> None:
    """In a process of its own: Babel keeps its locales in a form that tests may not load."""
    script = ROOT / "build_scripts" / "i18n.py"
    run = subprocess.run(
        [sys.executable, script, "check", "view"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_that_a_sentence_never_promises_a_purchase() -> None:
    assert not [c for c in TEXTS for s in sources(c) if "will buy" in s.lower()]


# ---- numbers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cents", "currency", "exact", "text"),
    [
        (123_456, "GBP", False, "£1,235"),
        (123_456, "GBP", True, "£1,234.56"),
        (5_391, "EUR", False, "€53.91"),
        (-5_391, "EUR", True, "−€53.91"),
        (123_456, "JPY", True, "¥123,456"),
        (12_345, "KWD", True, "KWD 12.345"),
        (123_456, "", True, "1,234.56"),
        (10_000, "CNY", False, "¥100"),
        (0, "USD", False, "$0"),
        (float("nan"), "USD", False, "–"),
    ],
)
def test_that_money_is_written_as_the_currency_asks(
    cents: float, currency: str, exact: bool, text: str
) -> None:
    assert Words("en", currency).money(cents, exact=exact) == text


def test_that_counted_money_is_exact_and_estimates_are_rounded() -> None:
    assert EN.value(Kind.MONEY, np.int64(123_456)) == "£1,234.56"
    assert EN.value(Kind.MONEY, np.float64(123_456.0)) == "£1,235"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (0.0004, "<0.1%"), (0.056, "5.6%"), (0.413, "41%"), (0.998, ">99%"), (1, "100%")],
)
def test_that_shares_are_never_rounded_to_all_or_nothing(share: float, text: str) -> None:
    assert EN.share(share) == text


def test_that_less_than_nothing_has_a_minus_and_nothing_has_none() -> None:
    assert EN.whole(-1_234.4) == "−1,234"
    assert EN.whole(-0.2) == "0"
    assert EN.share(-0.05) == "−5.0%"
    assert EN.money(-1, exact=True) == "−£0.01"
    assert EN.money(-0.2) == "£0"


def test_that_dates_are_written_as_the_language_does() -> None:
    assert EN.date(15_317) == "9 December 2011"
    assert ZH.date(15_317) == "2011年12月9日"
    assert ZH.month(15_317) == "2011年12月"


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        (1, "1 day", "1 天"),
        (20, "20 days", "20 天"),
        (42, "6 weeks", "6 周"),
        (120, "4 months", "4 个月"),
        (750, "2 years", "2 年"),
        (943, "31 months", "31 个月"),
        (1_660, "5 years", "5 年"),
        (float("nan"), "–", "–"),
    ],
)
def test_that_spans_are_said_as_people_say_them(days: float, english: str, chinese: str) -> None:
    assert EN.span(days) == english
    assert ZH.span(days) == chinese


@pytest.mark.parametrize(
    ("p", "text"), [(0.5, "likely"), (0.25, "about 1 in 4"), (0.1, "worth a try"), (0.01, "")]
)
def test_that_chances_are_said_in_agreed_words(p: float, text: str) -> None:
    assert EN.chance(p) == text


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_that_no_number_is_ever_written_as_nan(value: float) -> None:
    for write in (EN.whole, EN.decimal, EN.share, EN.money, EN.in_ten, EN.figure):
        assert "nan" not in write(value)
        assert "inf" not in write(value)


@given(
    st.one_of(st.floats(-2, 2), st.floats(allow_nan=False, allow_infinity=False, width=32)),
    st.sampled_from(["GBP", "JPY", "KWD", ""]),
)
@example(-0.0, "GBP")
@example(-0.004, "GBP")
@example(-0.5, "JPY")
def test_that_nothing_is_ever_written_as_less_than_nothing(value: float, currency: str) -> None:
    for words in (Words("en", currency), Words("zh", currency)):
        shown = [
            *(write(value) for write in (words.whole, words.change, words.decimal, words.share)),
            *(words.money(value), words.money(value, exact=True), words.figure(value)),
            *(words.days(value), words.span(value), plan_parts.gain_text(value, words)),
            *(plan_parts.kept_text(value, words), plan_parts.range_text(value, value, words)),
            *(numbers.plain_number(value), numbers.plain_money(value, currency)),
            *(words.value(kind, value) for kind in (Kind.WHOLE, Kind.DECIMAL, Kind.MONEY)),
            str(number(value)),
        ]
        for text in shown:
            signed = re.findall(r"[-−+]\D{0,4}[\d.,]+", text)
            assert all(re.search("[1-9]", one) for one in signed), text


def test_that_people_who_are_kept_are_whole_people() -> None:
    assert [EN.change(people) for people in (-0.3, 0.4, 0.6, -12.6)] == ["0", "0", "+1", "−13"]
    assert plan_parts.kept_text(0.5, EN) == plan_parts.kept_text(-0.4, EN)


@given(st.integers(-(10**12), 10**12))
def test_that_exact_money_can_be_read_back(cents: int) -> None:
    plain = numbers.plain_money(cents, "GBP")
    assert round(float(plain) * 100) == cents
    shown = EN.money(cents, exact=True).replace("£", "").replace(",", "").replace("−", "-")
    assert round(float(shown) * 100) == cents


def test_that_singular_and_plural_follow_the_number() -> None:
    assert EN.plural("{n} customer", "{n} customers", 1) == "1 customer"
    assert EN.plural("{n} customer", "{n} customers", 1_204) == "1,204 customers"
    assert ZH.plural("{n} customer", "{n} customers", 1) == "1 位客户"


def test_that_parameters_are_written_by_their_unit() -> None:
    said = EN.say(Message.of("reason.silence", gap_days=42.0, recency_days=77))
    assert said == "Usually buys every 6 weeks; it has been 11 weeks now."


def test_that_an_unknown_code_is_a_bug() -> None:
    with pytest.raises(KeyError):
        EN.say(Message.of("no.such.code"))


def test_that_a_code_as_parameter_is_put_into_words() -> None:
    assert "a picture" in EN.say(Message.of("error.not_a_table", name="x.png", kind="picture"))
