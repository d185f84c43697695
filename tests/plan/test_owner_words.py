"""The owner's word stands above the data: who is counted, who is left in peace."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.owner_words import OwnerWord, Word
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.plan.owner_words import REASONS, TALKED_DAYS, left_out
from clm_desktop.usecases.compute_answers import Known, RefreshOptions, compute_answers
from tests.models.shops import plausible


@pytest.fixture(scope="module")
def shop():
    return plausible(260, 500, 4, gap_days=25)


@pytest.fixture(scope="module")
def plain(shop):
    return compute_answers(shop, RefreshOptions(), NULL_CONTEXT)


def say(shop, answers, row: int, word: Word, days_ago: int = 0) -> OwnerWord:
    key = str(shop.customer_key[answers.customers.customer[row]])
    return OwnerWord(key=key, word=word, value="", as_of_day=answers.run.as_of_day - days_ago)


def told(shop, *words: OwnerWord):
    return compute_answers(shop, RefreshOptions(), NULL_CONTEXT, (), Known(words=words))


def test_that_who_moved_away_is_out_of_every_list_but_still_counted(shop, plain) -> None:
    row = int(plain.watchlist.row[0])
    after = told(shop, say(shop, plain, row, Word.MOVED_AWAY))
    assert len(after.customers) == len(plain.customers)
    assert row not in after.watchlist.row
    assert not any(row in item.row for item in after.today)
    assert plain.customers.customer[row] not in after.recommend.lists.customer
    assert REASONS[after.left_out.reason[0]] is Word.MOVED_AWAY
    others = plain.watchlist.row[plain.watchlist.row != row]
    np.testing.assert_array_equal(after.watchlist.row, others)


def test_that_who_is_no_customer_leaves_the_counts_but_not_the_sales(shop, plain) -> None:
    row = int(np.argmax(plain.customers.monetary_cents))
    spent = int(plain.customers.monetary_cents[row])
    after = told(shop, say(shop, plain, row, Word.NOT_CUSTOMER))
    assert len(after.customers) == len(plain.customers) - 1
    assert after.totals.customers == plain.totals.customers - 1
    assert after.totals.total_cents == plain.totals.total_cents
    assert after.totals.apart_cents == spent
    assert after.totals.no_customer_cents == plain.totals.no_customer_cents
    assert plain.customers.customer[row] not in after.customers.customer


def test_that_a_talk_gives_peace_for_a_month_or_until_they_bought(shop, plain) -> None:
    table, row = plain.customers, int(plain.watchlist.row[0])
    for days_ago, spared in ((0, True), (TALKED_DAYS, True), (TALKED_DAYS + 1, False)):
        word = say(shop, plain, row, Word.TALKED, days_ago)
        assert (len(left_out(shop.customer_key, table, (word,), 90).row) == 1) is spared
    bought_since = say(shop, plain, row, Word.WILL_RETURN, int(table.recency_days[row]) + 1)
    assert not len(left_out(shop.customer_key, table, (bought_since,), 10_000).row)


def test_that_moving_away_is_the_reason_told_before_a_talk(shop, plain) -> None:
    row = int(plain.watchlist.row[0])
    words = tuple(say(shop, plain, row, word) for word in (Word.TALKED, Word.MOVED_AWAY))
    for order in (words, words[::-1]):
        assert left_out(shop.customer_key, plain.customers, order, 90).reason.tolist() == [0]


def test_that_a_word_about_nobody_here_changes_nothing(shop, plain) -> None:
    stray = OwnerWord(key="nobody@here", word=Word.MOVED_AWAY, value="", as_of_day=1)
    assert not len(left_out(shop.customer_key, plain.customers, (stray,), 90).row)
    assert len(told(shop, replace(stray, word=Word.NOT_CUSTOMER)).customers) == len(plain.customers)
