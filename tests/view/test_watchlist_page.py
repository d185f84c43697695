"""The churn watchlist says no more than its check on the past does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.models.results import Movement, ScoredForecast
from clm_desktop.plan.answers import Answers
from clm_desktop.view.pages.card import CustomerLines, customer_card
from clm_desktop.view.pages.segments_moves import slipped_note
from clm_desktop.view.pages.watchlist import watchlist_page
from clm_desktop.view.words import Words
from tests.view.answers_builder import build

WORDS = Words("en", "GBP")
OF_HIGH_RISK = {"Accuracy of high risk", "Precision of high risk", "Recall of high risk"}


def _tested(method: str, named: int) -> Answers:
    answers = build(60)
    tests = tuple(replace(test, named=named) for test in answers.risk.backtests)
    return replace(answers, risk=replace(answers.risk, method=method, backtests=tests))


def test_that_a_shop_without_a_pattern_is_not_told_that_nobody_leaves() -> None:
    lead = watchlist_page(_tested("base_rate", 0), WORDS).lead
    assert lead == "Your orders do not show who will come back, so nobody is named."
    assert "How sure? No pattern" in watchlist_page(_tested("base_rate", 0), WORDS).as_of
    assert "No pattern" not in watchlist_page(_tested("blend", 40), WORDS).as_of
    assert "show who will come back" not in watchlist_page(_tested("blend", 40), WORDS).lead


def test_that_the_check_on_the_past_goes_first_until_a_list_has_come_due() -> None:
    fresh = _tested("blend", 40)
    verdict = WORDS.say(fresh.risk.verdict)
    page = watchlist_page(fresh, WORDS)
    assert page.lead.endswith(verdict)
    assert verdict not in page.notes
    kept = ScoredForecast(
        test=fresh.risk.backtests[0],
        expected_orders=9.0,
        orders=8,
        expected_spend_cents=900.0,
        spent_cents=800.0,
    )
    due = replace(fresh, scored=(kept,))
    page = watchlist_page(due, WORDS)
    assert "stayed away for" in page.lead
    assert verdict in page.notes
    untested = watchlist_page(_tested("blend", 0), WORDS)
    assert verdict not in untested.lead


def test_that_who_only_met_a_closed_shop_is_counted_beside_the_list() -> None:
    answers = build(60)
    spared = replace(answers.watchlist, spared=2, quiet_days=14)
    told = "2 customers are late only because nobody bought for 14 days"
    assert [told in note for note in watchlist_page(answers, WORDS).notes].count(True) == 0
    page = watchlist_page(replace(answers, watchlist=spared), WORDS)
    assert [told in note for note in page.notes].count(True) == 1


@pytest.mark.parametrize("named", [0, 40])
def test_that_precision_and_recall_are_said_only_where_somebody_was_named(named: int) -> None:
    page = watchlist_page(_tested("blend", named), WORDS)
    titles = {title for title, _ in page.details}
    assert (titles >= OF_HIGH_RISK) if named else not (titles & OF_HIGH_RISK)
    checks = next(table for table in page.detail_tables if table.name == "backtests")
    by_key = {c.key: v for c, v in zip(checks.columns, checks.values, strict=True)}
    for key in ("precision", "recall"):
        assert np.isfinite(by_key[key]).all() == bool(named)


def test_that_methods_a_hundredth_apart_can_be_told_apart() -> None:
    answers = build(60)
    contest = tuple(
        replace(one, auc=auc, log_loss=loss)
        for one, auc, loss in zip(
            answers.risk.contest, (0.8342, 0.8331), (0.2841, 0.2813), strict=True
        )
    )
    answers = replace(answers, risk=replace(answers.risk, contest=contest))
    table = next(t for t in watchlist_page(answers, WORDS).detail_tables if t.name == "contest")
    for column, values in list(zip(table.columns, table.values, strict=True))[1:3]:
        said = [WORDS.value(column.kind, value) for value in values]
        assert len(set(said)) == 2, said


def test_that_only_who_bought_since_has_come_back() -> None:
    """Gaps grow while a file gets longer, so that many count as less late without any order."""
    answers = build(40)
    ids = ("best", "gone")
    since = 15_000
    last = np.where(np.arange(40) < 3, since + 1, since - 1).astype(np.int32)
    before, after = np.full(40, 1, np.int16), np.zeros(40, np.int16)
    before[30:], after[30:] = 0, 1  # slipped
    before[38:] = -1  # new, and gone already
    moved = Movement(
        scheme="rfm",
        since_day=since,
        segment_ids=ids,
        customers=np.array([[0, 2], [0, 8], [30, 0]]),
        before=before,
        after=after,
    )
    answers = replace(
        answers, customers=replace(answers.customers, last_day=last), movements=(moved,)
    )
    (note,) = slipped_note(answers, WORDS)
    assert note.endswith("8 customers slipped. 3 who had slipped came back.")


def test_that_each_on_the_list_shows_what_changed_since_the_file_before() -> None:
    answers = build(40)
    before, after = np.zeros(40, np.int16), np.zeros(40, np.int16)
    after[::2] = 1
    before[4] = -1
    moved = Movement(
        scheme="rfm",
        since_day=15_000,
        segment_ids=("best", "gone"),
        customers=np.array([[0, 1], [20, 19], [0, 0]]),
        before=before,
        after=after,
    )
    changed = replace(answers, movements=(moved,))
    table = watchlist_page(changed, WORDS).tables[0]
    row = changed.watchlist.row
    keys = [column.key for column in table.columns]
    assert keys[:6] == ["rank", "customer", "risk", "p_leave", "value_at_risk", "why"]
    assert table.columns[4].tip == (
        "What the customer would spend within 90 days when coming back, times the chance of no "
        "order."
    )
    at = keys.index("before")
    assert table.columns[at].tip == "Group by habit on 26 January 2011, where it was another."
    expected = ["Best" if r % 2 == 0 and r != 4 else "" for r in row]
    assert table.values[at].tolist() == expected
    assert "before" not in {c.key for c in watchlist_page(answers, WORDS).tables[0].columns}
    nobody = replace(moved, after=before)
    same = watchlist_page(replace(answers, movements=(nobody,)), WORDS).tables[0]
    assert "before" not in {c.key for c in same.columns}, "a column of nothing"


def test_that_a_card_tells_the_group_before() -> None:
    answers = build(40)
    here = np.zeros(40, np.int16)
    moved = Movement(
        scheme="rfm",
        since_day=15_000,
        segment_ids=("best", "gone"),
        customers=np.array([[0, 0], [39, 1], [0, 0]]),
        before=here,
        after=np.where(np.arange(40) == 3, 1, 0).astype(np.int16),
    )
    answers = replace(answers, movements=(moved,))
    lines = CustomerLines(
        order=np.array([], dtype=object),
        day=np.array([], dtype=np.int32),
        product=np.array([], dtype=object),
        quantity=np.array([]),
        cents=np.array([], dtype=np.int64),
    )
    ids = answers.names.customer_id[answers.customers.customer]
    slipped, stayed = (customer_card(answers, int(ids[row]), lines, WORDS) for row in (3, 5))
    assert slipped.subtitle.endswith("on 26 January 2011: Best")
    assert "on 26" not in stayed.subtitle
