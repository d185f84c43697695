"""Pages of usual and of odd shops, in both languages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum

import numpy as np
import pytest
from answers_builder import build

from clm_desktop.core.errors import RequestError
from clm_desktop.core.message import Message
from clm_desktop.models.results import Risk, TrustLevel
from clm_desktop.plan.answers import Answers, OwnGroup, SinceLast
from clm_desktop.view.blocks import Page, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.card import CustomerLines, customer_card
from clm_desktop.view.pages.cohorts import cohorts_page
from clm_desktop.view.pages.customers import customers_page
from clm_desktop.view.pages.empty import PAGES, empty_page
from clm_desktop.view.pages.lifecycle_parts import ahead_of
from clm_desktop.view.pages.origins import origins_page
from clm_desktop.view.pages.reasons import risk_reasons
from clm_desktop.view.pages.recommendations import recommendations_page
from clm_desktop.view.pages.segments import segments_page
from clm_desktop.view.pages.stages import stages_page
from clm_desktop.view.pages.today import today_page
from clm_desktop.view.pages.watchlist import watchlist_page
from clm_desktop.view.pages.worth import worth_page
from clm_desktop.view.plain import page_text
from clm_desktop.view.report import report_files
from clm_desktop.view.words import LANGUAGES, Words

BUILDERS = (
    today_page,
    customers_page,
    segments_page,
    watchlist_page,
    worth_page,
    stages_page,
    cohorts_page,
    origins_page,
    recommendations_page,
)
SHOPS = {
    "usual": lambda: build(300),
    "twenty": lambda: build(20),
    "nobody": lambda: build(0),
    "all nan": lambda: build(60, nan=True, level=TrustLevel.RULES),
    "one": lambda: build(1),
}


def texts(block: object) -> Iterator[str]:
    """Every text in a block, however deep."""
    if isinstance(block, str):
        if not isinstance(block, Enum):
            yield block
    elif isinstance(block, np.ndarray):
        if block.dtype == object:
            yield from block
    elif isinstance(block, tuple):
        for part in block:
            yield from texts(part)
    elif is_dataclass(block):
        for field in fields(block):
            yield from texts(getattr(block, field.name))


def cells(page: Page, words: Words) -> Iterator[str]:
    for table in (*page.tables, *page.detail_tables):
        assert len({len(values) for values in table.values}) <= 1, table.name
        assert len(table.columns) == len(table.values)
        assert table.row_key is None or len(table.row_key) == len(table)
        for column, values in zip(table.columns, table.values, strict=True):
            for value in values[:50]:
                yield words.value(column.kind, value)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("shop", SHOPS)
def test_that_every_page_of_every_shop_says_something_without_nan(shop: str, lang: str) -> None:
    answers, words = SHOPS[shop](), Words(lang, "GBP")  # type: ignore[arg-type]
    for builder in BUILDERS:
        page = builder(answers, words)
        assert all((page.title, page.lead, page.as_of)), builder.__name__
        for text in itertools.chain(texts(page), cells(page, words)):
            assert "nan" not in text.lower().split(), (page.page, text)
            assert "{" not in text, (page.page, text)


def test_that_the_lead_names_money_and_people() -> None:
    answers = build(300)
    page = watchlist_page(answers, Words("en", "GBP"))
    assert page.lead == (
        "100 customers are slipping away, with about £4,550 at risk. "
        "Tested on your last 90 days: it named 40 people, 29 really stayed away. "
        "Guessing would get 21."
    )


def test_that_tables_hold_everybody_and_sort_by_raw_values() -> None:
    answers = build(300)
    table = customers_page(answers, Words("en", "GBP")).tables[0]
    assert len(table) == 300
    spent = column(table, "spent")
    assert (np.diff(spent) <= 0).all()
    assert spent.sum() == answers.customers.monetary_cents.sum()


def column(table: TableBlock, key: str) -> np.ndarray:
    return table.values[[c.key for c in table.columns].index(key)]


def test_that_names_stand_in_the_row_of_their_numbers() -> None:
    answers = build(300)
    table = customers_page(answers, Words("en", "GBP")).tables[0]
    money = dict(zip(answers.names.customer_id, answers.customers.monetary_cents, strict=True))
    titles = {
        i: n or k
        for i, n, k in zip(
            answers.names.customer_id,
            answers.names.customer_name,
            answers.names.customer_key,
            strict=True,
        )
    }
    for key, name, spent in zip(
        table.row_key, column(table, "customer"), column(table, "spent"), strict=True
    ):
        assert money[key] == spent
        assert titles[key] == name


def test_that_a_customer_s_best_tip_comes_first() -> None:
    answers = build(40)
    table = recommendations_page(answers, Words("en", "GBP")).tables[0]
    lists = answers.recommend.lists
    for key, strength in zip(table.row_key, column(table, "strength"), strict=True):
        mine = lists.p[lists.customer == key - 1000]
        assert strength == mine.max()


def test_that_levels_are_left_out_where_none_can_be_given() -> None:
    answers = build(60, nan=True, level=TrustLevel.RULES)
    words = Words("en", "GBP")
    keys = {c.key for c in customers_page(answers, words).tables[0].columns}
    assert not keys & {"risk", "p_buy", "value_12m", "next_order"}
    assert watchlist_page(answers, words).facts == ()


def test_that_today_tells_what_the_newest_file_brought_and_counts_it_as_no_task() -> None:
    answers = build(60)
    words = Words("en", "GBP")
    before = today_page(answers, words)
    assert before.news is None
    since = SinceLast(
        since_day=answers.run.as_of_day - 30,
        orders=41,
        sales_cents=1_234_00,
        row=np.array([3, 5, 8], np.int32),
        new=1,
        second=0,
    )
    page = today_page(replace(answers, since=since), words)
    assert page.news is not None
    assert page.news.headline.endswith(": 41 orders, £1,234")
    assert page.news.text == "3 customers bought. 1 is new."
    ids = answers.names.customer_id[answers.customers.customer[[3, 5, 8]]]
    assert page.news.customers == tuple(ids)
    assert (page.lead, page.cards) == (before.lead, before.cards)
    html = report_files("Shop", [page], words)["report.html"].decode()
    assert "41 orders, £1,234" in html
    assert "41 orders, £1,234" in page_text(page, words)


def test_that_the_unfinished_month_stands_apart() -> None:
    chart = today_page(build(60), Words("en", "GBP")).charts[0]
    assert [s.label for s in chart.series] == ["whole months", "until 9 Dec 2011"]
    assert chart.series[1].x == (4.0,)


def no_lines() -> CustomerLines:
    return CustomerLines(
        order=np.array([], dtype=object),
        day=np.array([], dtype=np.int32),
        product=np.array([], dtype=object),
        quantity=np.array([]),
        cents=np.array([], dtype=np.int64),
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("shop", ["usual", "twenty", "all nan", "one"])
def test_that_everybody_has_a_card(shop: str, lang: str) -> None:
    answers, words = SHOPS[shop](), Words(lang, "GBP")  # type: ignore[arg-type]
    for customer_id in answers.names.customer_id[:20]:
        card = customer_card(answers, int(customer_id), no_lines(), words)
        assert card.reasons
        assert card.risk_sentence
        assert 1 <= len(card.reasons) <= 3
        assert all("{" not in text for text in texts(card))


def test_that_advice_to_look_for_new_groups_says_which_groups_have_worn() -> None:
    answers, words = build(300), Words("en", "GBP")
    worn = Message.of("segments.worn", made_day=15_000, nearer_share=0.2)
    found = replace(answers.schemes[1], advice=worn)
    notes = segments_page(replace(answers, schemes=(answers.schemes[0], found)), words).notes
    assert any(note.startswith("Found by the computer: These groups were") for note in notes)


def test_that_own_segments_are_shown_where_there_are_no_groups_yet() -> None:
    answers, words = build(18, level=TrustLevel.LOOK), Words("en", "GBP")
    row = np.arange(7, dtype=np.int32)
    own = OwnGroup(number=1, name="Big ones", rule="spent>10000", row=row, problem=None)
    page = segments_page(replace(answers, own=(own,)), words)
    assert [[tile.name for tile in tiles] for _, tiles in page.tile_sets] == [["Big ones"]]
    assert not page.empty
    assert len([note for note in page.notes if "to unlock groups" in note]) == 1
    assert segments_page(answers, words).empty


@pytest.mark.parametrize(("orders", "usual"), [(2, False), (3, False), (4, True)])
def test_that_nothing_is_called_usual_after_one_gap_or_two(orders: int, usual: bool) -> None:
    """One gap of 19 weeks, drawn to the shop's, stood there as 'usually buys every 11 weeks'."""
    answers, words = build(60), Words("en", "GBP")
    table = replace(answers.customers, frequency=np.full(60, orders, np.int32))
    strength = np.zeros((60, len(answers.risk.reason_codes)))
    strength[:, answers.risk.reason_codes.index("silence")] = -2.0
    for contribution in (strength, strength[:, :0]):  # of a model, and by rhythm alone
        risk = replace(
            answers.risk, contribution=contribution, risk=np.full(60, Risk.HIGH, np.int8)
        )
        few = replace(answers, customers=table, risk=risk)
        card = customer_card(few, int(few.names.customer_id[0]), no_lines(), words)
        said = [*risk_reasons(few, 0, words), *(fact.title for fact in card.facts)]
        assert any("Usually buys every" in one for one in said) is usual


def test_that_an_estimate_beside_levels_of_the_rhythm_is_called_one() -> None:
    """Somebody very late for a weekly rhythm may well come within a month: high, and 3 in 10."""
    words = Words("en", "GBP")
    for level, called in ((TrustLevel.RULES, True), (TrustLevel.FULL, False)):
        answers = build(60, level=level)
        card = customer_card(answers, int(answers.names.customer_id[0]), no_lines(), words)
        assert ("by their own rhythm" in card.risk_sentence) is called
        assert ("An early estimate" in card.risk_sentence) is called
        titles = [column.title for column in watchlist_page(answers, words).tables[0].columns]
        assert ("Stays away (estimate)" in titles) is called


@pytest.mark.parametrize("customers", [120, 300])
def test_that_a_card_says_what_is_expected_and_how_far_it_may_be_off(customers: int) -> None:
    answers, words = build(customers), Words("en", "GBP")
    expected, low, high = ahead_of(answers)
    titles = {"Next 12 months", "Next 6 months"}
    for row, customer_id in enumerate(answers.names.customer_id[:20]):
        card = customer_card(answers, int(customer_id), no_lines(), words)
        ahead = [fact for fact in card.facts if fact.title in titles]
        assert [(fact.value, fact.note) for fact in ahead] == [
            (
                f"about {words.money(expected[row])}",
                f"{words.money(low[row])} to {words.money(high[row])} "
                "for 8 of 10 customers like this",
            )
        ]


def test_that_reasons_speak_for_the_level() -> None:
    answers = build(300)
    words = Words("en", "GBP")
    low = int(np.flatnonzero(answers.risk.risk == 0)[0])
    high = int(np.flatnonzero(answers.risk.risk == 2)[0])
    strongest = np.array(answers.risk.reason_codes)
    for row, sign in ((low, 1), (high, -1)):
        best = strongest[np.argmax(sign * answers.risk.contribution[row])]
        card = customer_card(answers, int(answers.names.customer_id[row]), no_lines(), words)
        assert card.reasons[0] == reason_text(answers, row, str(best), words, stays=sign > 0)


def reason_text(answers: Answers, row: int, code: str, words: Words, *, stays: bool) -> str:
    from clm_desktop.view.pages.reasons import customer_facts

    once = answers.customers.frequency[row] < 2 and code in ("silence", "habit", "regularity")
    none = answers.customers.recency_days[row] >= 90 and code == "recent" and not stays
    variant = "_once" if once else "_none" if none else ""
    gap = answers.risk.usual_gap_days[row]
    often = gap < answers.run.horizon_days and answers.customers.recency_days[row] > 1.25 * gap
    if code == "habit" and often and not once and not stays:
        variant = "_often"
    full = f"reason.{code}{variant}{'.stays' if stays else ''}"
    return words.code(full, **customer_facts(answers, row))


def test_that_who_came_often_is_not_said_to_have_come_seldom() -> None:
    """Many orders and then silence speak for leaving together: "only" would be no reason."""
    answers, words = build(40), Words("en", "GBP")
    risk, table = answers.risk, answers.customers
    habit = risk.reason_codes.index("habit")
    contribution = np.zeros_like(risk.contribution)
    contribution[:, habit] = -1.0
    for gap, orders, said in (
        (15.0, 43, "43 orders in 2 years, but none for 4 months."),
        (100.0, 2, "Only 2 orders in 2 years."),
    ):
        n = len(table)
        slipping = replace(
            answers,
            customers=replace(
                table,
                frequency=np.full(n, orders, np.int32),
                tenure_days=np.full(n, 730, np.int32),
                recency_days=np.full(n, 130, np.int32),
            ),
            risk=replace(
                risk,
                contribution=contribution,
                usual_gap_days=np.full(n, gap),
                risk=np.full(n, 2, np.int8),
            ),
        )
        assert risk_reasons(slipping, 0, words) == (said,)


def test_that_an_unknown_customer_is_a_request_that_can_be_mended() -> None:
    with pytest.raises(RequestError) as caught:
        customer_card(build(3), 5, no_lines(), Words("en"))
    assert "5" in Words("en").say(caught.value.message)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_an_empty_tab_says_what_to_do(lang: str) -> None:
    for page in PAGES:
        assert empty_page(page, Words(lang)).empty  # type: ignore[arg-type]


def test_that_no_page_is_left_in_the_other_language() -> None:
    """No sentence of ours in a Chinese page is an English one, except names from the shop."""
    answers = build(300)
    english = {t for b in BUILDERS for t in texts(b(answers, Words("en", "GBP")))}
    for builder in BUILDERS:
        for text in texts(builder(answers, Words("zh", "GBP"))):
            is_sentence = " " in text and text[:1].isascii() and text[:1].isalpha()
            assert not (is_sentence and text in english) or text.startswith(("Anna", "Soap")), text


def test_that_untested_tips_begin_with_those_who_are_likeliest_to_come() -> None:
    answers = build(60)
    lists = answers.recommend.lists
    untested = replace(
        answers,
        recommend=replace(answers.recommend, lists=replace(lists, p=np.full(len(lists.p), np.nan))),
    )
    page = recommendations_page(untested, Words("en", "GBP"))
    offers, wanted, *_ = page.tables
    p_buy = dict(zip(parts.customer_ids(answers).tolist(), answers.risk.p_buy, strict=True))
    shown = [p_buy[key] for key in offers.row_key.tolist()]
    assert shown == sorted(shown, reverse=True)
    people = dict(zip([c.key for c in wanted.columns], wanted.values, strict=True))["people"]
    tips = sum(
        (offers.values[i] != "").sum() for i, c in enumerate(offers.columns) if "tip" in c.key
    )
    assert people.sum() == tips, "only tips that are shown count"


def test_that_what_goes_with_a_product_says_in_how_many_of_how_many_orders() -> None:
    page = recommendations_page(build(), Words("en"))
    table = next(table for table in page.tables if table.name == "along")
    at = {column.key: i for i, column in enumerate(table.columns)}
    assert table.values[at["orders"]].tolist() == [31, 12], "the surest first"
    assert table.values[at["of_orders"]].tolist() == [100, 100]
    assert table.values[at["offer"]].tolist() == ["Soap 1", "Soap 2"]
