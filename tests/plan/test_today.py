"""Today's lines, from a shop whose chances are given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from clm_desktop.core.message import Message
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable, customer_table
from clm_desktop.models.recommend.answer import answer_recommend
from clm_desktop.models.results import SegmentScheme, TrustLevel
from clm_desktop.models.segments.group_facts import GroupWords, describe
from clm_desktop.plan.answers import TodayItem
from clm_desktop.plan.codes import KINDS
from clm_desktop.plan.today import today
from clm_desktop.plan.watchlist import watchlist
from tests.models.consumables import lines_of_shop
from tests.models.orders import transactions_from
from tests.plan.builders import TRUST, risk_of, value_of


@pytest.fixture(scope="module")
def tx() -> Transactions:
    lines = lines_of_shop(60)
    once = pd.DataFrame(
        {
            "order": [f"x{i}" for i in range(20)],
            "customer": [f"x{i}" for i in range(20)],
            "day": int(lines["day"].max()) - 45,
            "product": "p00",
            "quantity": 1.0,
            "cents": 1000,
        }
    )
    return transactions_from(pd.concat([lines, once]))


def schemes_of(table: CustomerTable, gone: list[int]) -> tuple[SegmentScheme, ...]:
    """The rows of ``gone`` in a group of that name, all others in another."""
    if not gone:
        return ()
    label = np.isin(np.arange(len(table)), gone).astype(np.int16)
    words = tuple(
        GroupWords(
            segment_id=name,
            name=Message(name),
            meaning_code=name,
            do=Message(name),
            dont=Message(name),
        )
        for name in ("regular", "gone")
    )
    return (
        SegmentScheme(
            scheme="rfm",
            groups=describe(table, label, words),
            label=label,
            quality=None,
            refused=None,
        ),
    )


def lines_of(
    tx: Transactions,
    p: float = 0.5,
    unlock: Message | None = None,
    gone: list[int] | None = None,
) -> dict[str, TodayItem]:
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    n = len(table)
    trust = replace(TRUST, level=TrustLevel.RULES, unlock=unlock)
    risk = risk_of([p] * n, 30.0)
    value = value_of([300.0] * n)
    groups = schemes_of(table, gone or [])
    watched = watchlist(table, risk, value, schemes=groups)
    tips = answer_recommend(tx, table, trust, 0, NULL_CONTEXT)
    found = today(tx, table, trust, risk, value, groups, watched, tips)
    assert [item.kind for item in found] == sorted((item.kind for item in found), key=KINDS.index)
    assert len(found) <= 7
    return {item.kind: item for item in found}


def test_that_one_timers_in_the_usual_span_are_due(tx: Transactions) -> None:
    due = lines_of(tx)["second_order"]
    assert len(due.row) >= 20
    assert due.value_cents == pytest.approx(300 * len(due.row))


def test_that_nobody_is_counted_in_two_sums_of_money(tx: Transactions) -> None:
    found = lines_of(tx)
    assert {"call", "second_order", "offer"} <= found.keys()
    named = [item.row for item in found.values() if np.isfinite(item.value_cents)]
    people = np.concatenate(named)
    assert len(np.unique(people)) == len(people)


def test_that_the_hopeless_are_left_alone_and_asked_for_nothing(tx: Transactions) -> None:
    found = lines_of(tx, p=0.01)
    alone = set(found["leave_alone"].row.tolist())
    assert "second_order" not in found
    assert dict(found["leave_alone"].detail.params)["back_share"] == pytest.approx(0.01)
    for kind, item in found.items():
        if kind != "leave_alone":
            assert not alone & set(item.row.tolist()), kind
    assert "call" not in found, "who is not worth a stamp is not worth a call"


def test_that_nobody_is_called_first_who_is_in_the_group_to_be_let_go(tx: Transactions) -> None:
    usual = lines_of(tx)["call"].row.tolist()
    called = lines_of(tx, gone=usual[:3])["call"].row.tolist()
    assert called[: len(usual) - 3] == usual[3:]
    assert not set(usual[:3]) & set(called)


def test_that_without_chances_only_a_long_silence_is_given_up(tx: Transactions) -> None:
    found = lines_of(tx, p=float("nan"))
    alone = found["leave_alone"]
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    silent = set(np.flatnonzero(table.recency_days >= 365).tolist())
    assert set(alone.row.tolist()) == silent - set(found["call"].row.tolist())
    assert alone.detail.code == "today.leave_alone.rule"
    assert dict(alone.detail.params)["since_days"] >= 365


def test_that_what_would_unlock_more_is_said_in_the_ladders_own_words(tx: Transactions) -> None:
    unlock = Message.of("trust.unlock_customers", have=18, need=30)
    assert lines_of(tx, unlock=unlock)["add_data"].detail == unlock
    assert "add_data" not in lines_of(tx)


def test_that_only_large_gaps_in_the_data_get_a_line(tx: Transactions) -> None:
    assert "data_note" not in lines_of(tx)
    no_product = replace(tx, line_product=np.full_like(tx.line_product, -1))
    note = lines_of(no_product)["data_note"]
    assert note.headline == Message.of("today.no_products", lines_share=1.0)


def test_that_an_empty_shop_has_nothing_to_do_but_is_not_an_error(tx: Transactions) -> None:
    one = transactions_from(lines_of_shop(1).iloc[:1])
    assert lines_of(one, p=float("nan")) == {}
