"""One refresh, from transactions to the Today list."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import numpy as np
import pandas as pd
import pytest

from clm_desktop.core.errors import RequestError
from clm_desktop.core.message import Message
from clm_desktop.core.run import NULL_CONTEXT, Cancelled
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.snapshot import cut
from clm_desktop.models.results import TrustLevel
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.codes import CODES, KINDS
from clm_desktop.usecases.compute_answers import RefreshOptions, compute_answers
from tests.models.consumables import START, lines_of_shop
from tests.models.orders import transactions_from
from tests.models.shops import ODD_SHOPS

PARAMS = dict(CODES)
ODD = (  # the rest is tried on the models themselves
    "one customer, one order",
    "one regular",
    "all one-timers on one day",
    "one whale",
    "all refunds",
    "no customers at all",
    "a single day",
    "two days",
    "zero money",
    "before 1970",
    "a customer without a sale",
    "a long closed shop",
    "one product",
    "only fees",
    "29 customers",
    "50 customers",
)
PLACES = {"watchlist", "customers", "recommendations", "data"}


def shop(n: int) -> Transactions:
    lines = lines_of_shop(n, seed=2)
    nobody = lines.iloc[: len(lines) // 8].assign(customer=None)
    nobody["order"] = "n" + nobody["order"]
    late = lines_of_shop(n // 4, seed=9)
    late = late[late["day"] == late.groupby("customer")["day"].transform("min")]
    ago = late.groupby("customer").ngroup() * 150 // max(n // 4, 1)
    late = late.assign(
        order="l" + late["order"],
        customer="l" + late["customer"],
        day=lines["day"].max() - ago,
    )
    return transactions_from(pd.concat([lines, nobody, late]))


@pytest.fixture(scope="module")
def answers() -> Answers:
    return compute_answers(shop(260), RefreshOptions(), NULL_CONTEXT)


def assert_same(one: object, other: object, where: str = "") -> None:
    if is_dataclass(one):
        for field in fields(one):
            assert_same(getattr(one, field.name), getattr(other, field.name), field.name)
    elif isinstance(one, tuple):
        assert len(one) == len(other), where  # type: ignore[arg-type]
        for a, b in zip(one, other, strict=True):  # type: ignore[call-overload]
            assert_same(a, b, where)
    else:
        np.testing.assert_array_equal(one, other, err_msg=where)  # type: ignore[arg-type]


def assert_whole(one: Answers) -> None:
    n = len(one.customers)
    assert len(one.risk.p_buy) == len(one.value.expected_spend_cents) == n
    assert all(len(scheme.label) in {0, n} for scheme in one.schemes)
    assert len(one.today) <= 7
    assert [item.kind for item in one.today] == [
        kind for kind in KINDS if kind in {item.kind for item in one.today}
    ]
    for item in one.today:
        assert item.opens in PLACES
        assert ((item.row >= 0) & (item.row < n)).all()
        assert len(set(item.row.tolist())) == len(item.row)
        assert not item.value_cents < 0
        for message in (item.headline, item.detail):
            if message.code in PARAMS:
                assert tuple(name for name, _ in message.params) == PARAMS[message.code]
            else:
                assert item.kind == "add_data"
                assert message.code.startswith("trust.")
            values = [v for _, v in message.params if not isinstance(v, str)]
            assert np.isfinite(values).all()


def item(one: Answers, kind: str):
    return next((item for item in one.today if item.kind == kind), None)


def test_that_a_full_shop_gets_every_answer(answers: Answers) -> None:
    assert_whole(answers)
    assert answers.trust.level >= TrustLevel.MODEL
    assert answers.run.as_of_day == answers.customers.as_of_day == answers.totals.last_day
    assert answers.run.horizon_days == answers.risk.horizon_days
    schemes = [scheme.scheme for scheme in answers.schemes]
    assert schemes == ["rfm", "clusters", "soft", "eight_ways"]
    assert len(answers.recommend.lists.rank)
    assert {"call", "thank", "data_note"} <= {item.kind for item in answers.today}


def test_that_the_call_list_is_the_head_of_the_watchlist(answers: Answers) -> None:
    call = item(answers, "call")
    np.testing.assert_array_equal(call.row, answers.watchlist.row[:12])
    assert call.value_cents == pytest.approx(answers.watchlist.value_at_risk_cents[:12].sum())


def test_that_second_orders_are_asked_of_one_timers_in_the_usual_span(answers: Answers) -> None:
    due = item(answers, "second_order")
    assert due is not None
    table = answers.customers
    assert (table.frequency[due.row] == 1).all()
    span = dict(due.detail.params)
    recency = table.recency_days[due.row]
    assert ((recency >= span["from_days"]) & (recency <= span["to_days"] + 1)).all()


def test_that_thanks_go_to_those_who_spent_most_of_the_best(answers: Answers) -> None:
    thank = item(answers, "thank")
    spent = answers.customers.monetary_cents
    assert (np.diff(spent[thank.row]) <= 0).all()
    share = dict(thank.headline.params)["sales_share"]
    assert share == pytest.approx(spent[thank.row].sum() / spent.clip(0).sum())


def test_that_nobody_is_both_given_up_and_written_to(answers: Answers) -> None:
    alone = item(answers, "leave_alone")
    assert alone is not None
    for other in answers.today:
        if other.kind in {"call", "second_order", "thank", "offer"}:
            assert not set(other.row.tolist()) & set(alone.row.tolist()), other.kind


def test_that_an_offer_names_a_product_its_people_do_not_own(answers: Answers) -> None:
    offer = item(answers, "offer")
    assert offer is not None
    names = answers.names
    product = names.product_name.tolist().index(dict(offer.headline.params)["product"])
    lists = answers.recommend.lists
    told = lists.is_new & (lists.product == product)
    listed = set(lists.customer[told].tolist())
    assert set(answers.customers.customer[offer.row].tolist()) <= listed


def test_that_the_same_refresh_says_the_same(answers: Answers) -> None:
    assert_same(answers, compute_answers(shop(260), RefreshOptions(), NULL_CONTEXT))


def test_that_a_past_day_knows_nothing_of_what_came_after() -> None:
    tx = shop(120)
    options = RefreshOptions(as_of_day=START + 300)
    early = compute_answers(cut(tx, START + 300), options, NULL_CONTEXT)
    assert_same(early, compute_answers(tx, options, NULL_CONTEXT))
    assert early.totals.last_day <= START + 300


def test_that_twenty_customers_get_what_twenty_can_support() -> None:
    tx = shop(16)
    one = compute_answers(tx, RefreshOptions(), NULL_CONTEXT)
    assert_whole(one)
    assert one.trust.level == TrustLevel.LOOK
    assert all(scheme.refused is not None for scheme in one.schemes)
    assert np.isnan(one.risk.p_buy).all()
    assert one.recommend.method == "best_sellers"
    assert item(one, "add_data").detail == one.trust.unlock


def test_that_a_refund_after_the_newest_sale_stands_in_the_totals() -> None:
    lines = lines_of_shop(40)
    last = lines["day"].max()
    back = lines.iloc[:1].assign(order="r", day=last + 9, quantity=-1.0, cents=-1000)
    tx = transactions_from(pd.concat([lines, back]))
    whole = compute_answers(tx, RefreshOptions(), NULL_CONTEXT).totals
    assert whole.total_cents == lines["cents"].sum() - 1000
    assert whole.refund_cents == -1000
    told = compute_answers(tx, RefreshOptions(as_of_day=int(last)), NULL_CONTEXT).totals
    assert told.total_cents == lines["cents"].sum()


@pytest.mark.parametrize("name", ODD)
def test_that_an_odd_shop_gets_answers_or_one_sentence(name: str) -> None:
    tx = ODD_SHOPS[name]()
    if not tx.order_is_sale.any():
        with pytest.raises(RequestError) as told:
            compute_answers(tx, RefreshOptions(), NULL_CONTEXT)
        assert told.value.code == "nothing_sold"
    else:
        assert_whole(compute_answers(tx, RefreshOptions(), NULL_CONTEXT))


def test_that_a_day_before_the_first_sale_is_refused_in_one_sentence() -> None:
    with pytest.raises(RequestError) as told:
        compute_answers(shop(20), RefreshOptions(as_of_day=START - 9), NULL_CONTEXT)
    assert told.value.message == Message.of("error.nothing_sold_until", as_of_day=START - 9)


def test_that_progress_names_every_stage_in_order_and_stop_is_heard() -> None:
    class Listening:
        def __init__(self, stop_at: str = "") -> None:
            self.stages: list[str] = []
            self.stop_at = stop_at

        def report(self, fraction: float | None, stage: str) -> None:
            if stage == self.stop_at:
                raise Cancelled
            if stage not in self.stages:
                self.stages.append(stage)

        def check(self) -> None:
            pass

        def part(self, start: float, end: float) -> Listening:
            return self

    heard = Listening()
    tx = shop(60)
    compute_answers(tx, RefreshOptions(), heard)
    ours = ["totals", "groups", "risk", "value", "offers", "today"]
    assert [stage for stage in heard.stages if stage in ours] == ours
    with pytest.raises(Cancelled):
        compute_answers(tx, RefreshOptions(), Listening("offers"))
