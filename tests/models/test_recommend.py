"""What the recommender promises, whatever the shop."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pandas as pd
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import customer_table
from clm_desktop.features.snapshot import cut
from clm_desktop.models.recommend.answer import answer_recommend
from clm_desktop.models.recommend.codes import REASON_CODES, VERDICTS
from clm_desktop.models.results import RecommendAnswer, Trust, TrustLevel
from tests.models.consumables import START, lines_of_shop, shop
from tests.models.orders import transactions_from
from tests.models.shops import ODD_SHOPS

PARAMS = dict(VERDICTS)
TRUST = Trust(level=TrustLevel.MODEL, customers=0, repeat_customers=0, span_days=0, unlock=None)


def answer(
    tx: Transactions,
    as_of_day: int | None = None,
    level: TrustLevel = TrustLevel.MODEL,
    rebuy: str = "auto",
) -> RecommendAnswer:
    sold = tx.order_day[tx.order_is_sale]
    day = as_of_day if as_of_day is not None else int(sold.max(initial=START))
    table = customer_table(tx, day, NULL_CONTEXT)
    return answer_recommend(tx, table, replace(TRUST, level=level), 0, NULL_CONTEXT, rebuy=rebuy)


def frame(tx: Transactions, one: RecommendAnswer) -> pd.DataFrame:
    lists = one.lists
    return pd.DataFrame(
        {
            "customer": tx.customer_key[lists.customer],
            "is_new": lists.is_new,
            "rank": lists.rank,
            "product": tx.product_key[lists.product],
            "p": lists.p,
            "reason": [lists.reason_codes[code] for code in lists.reason_code],
            "because": [tx.product_key[p] if p >= 0 else "" for p in lists.reason_product],
            "a": lists.reason_a,
            "b": lists.reason_b,
        }
    )


def assert_same(one: object, other: object) -> None:
    for field in fields(one):  # type: ignore[arg-type]
        a, b = getattr(one, field.name), getattr(other, field.name)
        if is_dataclass(a):
            assert_same(a, b)
        elif isinstance(a, np.ndarray):
            np.testing.assert_array_equal(a, b, err_msg=field.name)
        else:
            assert a == b or (a != a and b != b), field.name


def assert_well_formed(tx: Transactions, one: RecommendAnswer) -> None:
    lists = one.lists
    key = np.stack([lists.customer, lists.is_new, lists.rank], axis=1).astype(np.int64)
    assert (key[np.lexsort(key.T[::-1])] == key).all(), "sorted by customer, list, rank"
    begins = np.any(np.diff(key[:, :2], axis=0, prepend=-1) != 0, axis=1)
    assert (lists.rank[begins] == 1).all()
    assert (np.diff(lists.rank)[~begins[1:]] == 1).all(), "ranks without gaps"
    assert lists.rank.max(initial=0) <= 10
    known = np.isfinite(lists.p)
    assert known.all() or not known.any()
    assert ((lists.p[known] >= 0) & (lists.p[known] <= 1)).all()
    if known.all():
        assert (np.diff(lists.p)[~begins[1:]] <= 1e-9).all(), "highest chance first"
    assert not tx.product_is_fee[lists.product].any()
    assert (lists.reason_code >= 0).all()
    assert one.lists.reason_codes == REASON_CODES
    assert tuple(name for name, _ in one.verdict.params) == PARAMS[one.verdict.code]


@pytest.fixture(scope="module")
def habits() -> tuple[Transactions, RecommendAnswer]:
    tx = shop(400)
    return tx, answer(tx)


@pytest.mark.parametrize("name", ODD_SHOPS)
def test_that_odd_shops_get_an_answer(name: str) -> None:
    tx = ODD_SHOPS[name]()
    assert_well_formed(tx, answer(tx))


@pytest.mark.parametrize(
    ("customers", "methods"),
    [
        (1, {"best_sellers"}),
        (25, {"best_sellers"}),
        (70, {"closed_form"}),
        (400, {"logistic", "closed_form"}),
    ],
)
def test_that_the_size_of_the_shop_decides_what_is_tried(customers: int, methods: set[str]) -> None:
    tx = shop(customers)
    one = answer(tx)
    assert one.method in methods
    assert_well_formed(tx, one)
    assert np.isfinite(one.lists.p).all() == (one.method != "best_sellers")
    if customers <= 25:
        assert one.verdict.code == "recommend.too_small"
        assert one.tested_customers == 0


def test_that_a_shop_that_may_only_be_looked_at_gets_no_chances() -> None:
    one = answer(shop(70), level=TrustLevel.LOOK)
    assert one.method == "best_sellers"
    assert np.isnan(one.lists.p).all()


def test_that_habits_are_found_and_beat_best_sellers(
    habits: tuple[Transactions, RecommendAnswer],
) -> None:
    _, one = habits
    assert one.verdict.code == "recommend.better"
    assert one.ndcg > one.best_seller_ndcg + 0.1
    assert one.hit_share > one.best_seller_hit_share
    assert one.tested_customers > 200


def test_that_best_sellers_are_listed_where_nothing_else_is_better() -> None:
    rng = np.random.default_rng(5)
    n = 2_000
    lines = pd.DataFrame(
        {
            "order": np.arange(n),
            "customer": [f"c{i}" for i in rng.integers(0, 400, n)],
            "day": START + rng.integers(0, 400, n),
            "quantity": 1.0,
            "cents": 100,
            # everybody buys each thing once, most sold first: owning it says "not again"
            "product": "",
        }
    ).sort_values(["customer", "day"], kind="stable")
    lines["product"] = [f"p{i:02d}" for i in lines.groupby("customer").cumcount()]
    tx = transactions_from(lines)
    one = answer(tx)
    best = one.ndcg >= one.best_seller_ndcg
    assert best, "never worse on its own past than best sellers"
    assert_well_formed(tx, one)
    assert one.rebuying is not None
    assert not one.rebuying.offered, "nobody ever bought the same again"
    assert one.rebuying.repeat_share == 0
    assert one.lists.is_new.all()
    told = answer(tx, rebuy="yes")
    assert not told.lists.is_new.all(), "the owner's word stands above"


def test_that_what_was_bought_is_offered_again_where_customers_buy_it_again(
    habits: tuple[Transactions, RecommendAnswer],
) -> None:
    tx, one = habits
    assert one.rebuying is not None
    assert one.rebuying.offered
    assert one.rebuying.hit_share == one.hit_share > one.rebuying.new_hit_share
    told = answer(tx, rebuy="no")
    assert told.lists.is_new.all()
    assert told.hit_share == one.rebuying.new_hit_share, "what is shown is what was tested"
    assert told.verdict.code == "recommend.new_only"
    assert told.wishes is not None
    assert told.wishes.to_tell.is_new.all()
    small = shop(20)
    assert not answer(small).lists.is_new.all()
    assert answer(small, rebuy="no").lists.is_new.all(), "untested lists too"


def test_that_the_first_list_holds_own_products_and_the_second_none(
    habits: tuple[Transactions, RecommendAnswer],
) -> None:
    tx, one = habits
    line_customer = tx.order_customer[tx.line_order]
    owned = set(zip(line_customer.tolist(), tx.line_product.tolist(), strict=True))
    listed = zip(one.lists.customer.tolist(), one.lists.product.tolist(), strict=True)
    is_owned = np.array([pair in owned for pair in listed])
    assert (is_owned == ~one.lists.is_new).all()
    assert set(one.lists.customer.tolist()) == set(tx.order_customer.tolist())


def test_that_fees_are_never_recommended_and_say_nothing_about_taste() -> None:
    lines = lines_of_shop(150)
    postage = lines.drop_duplicates("order").assign(product="POST", cents=490)
    tx = transactions_from(pd.concat([lines, postage]))
    one = answer(tx)
    assert_well_formed(tx, one)
    plain = transactions_from(lines)
    expected = frame(plain, answer(plain))
    pd.testing.assert_frame_equal(frame(tx, one), expected)


def test_that_what_was_given_back_does_not_count_as_bought() -> None:
    lines = lines_of_shop(150)
    back = lines[(lines["customer"] == "c0007") & (lines["product"] == "p00")]
    assert len(back)
    back = back.assign(order="r" + back["order"], quantity=-1.0, cents=-1000, day=back["day"] + 5)
    tx = transactions_from(pd.concat([lines, back]))
    tips = frame(tx, answer(tx))
    own = tips[(tips["customer"] == "c0007") & ~tips["is_new"]]
    assert len(own)
    assert "p00" not in set(own["product"])


def test_that_the_future_never_leaks() -> None:
    tx = shop(300)
    day = START + 350
    late, early = answer(tx, day), answer(cut(tx, day), day)
    assert_same(late, early)
    assert not np.array_equal(late.lists.product, answer(tx).lists.product)


def test_that_the_order_of_lines_does_not_matter() -> None:
    tx = shop(150)
    other = np.random.default_rng(3).permutation(len(tx.line_order))
    shuffled = replace(
        tx,
        line_order=tx.line_order[other],
        line_product=tx.line_product[other],
        line_quantity=tx.line_quantity[other],
        line_cents=tx.line_cents[other],
    )
    assert_same(answer(tx), answer(shuffled))


def test_that_the_same_shop_gets_the_same_answer(
    habits: tuple[Transactions, RecommendAnswer],
) -> None:
    tx, one = habits
    assert_same(one, answer(tx))


def test_that_chances_hold_on_orders_never_seen() -> None:
    """Said and was agree on each customer's last order, which the answer did not know."""
    lines = lines_of_shop(900, seed=4)
    last = lines.groupby("customer")["day"].transform("max")
    first = lines.groupby("customer")["day"].transform("min")
    hidden = (lines["day"] == last) & (first < last)
    tx = transactions_from(lines[~hidden])
    tips = frame(tx, answer(tx))
    truth = set(map(tuple, lines.loc[hidden, ["customer", "product"]].to_numpy()))
    tips = tips[tips["customer"].isin(lines.loc[hidden, "customer"])]
    tips["was"] = [pair in truth for pair in zip(tips["customer"], tips["product"], strict=True)]
    for is_new, allowed in ((False, 0.05), (True, 0.03)):
        part = tips[tips["is_new"] == is_new]
        by = part.groupby(np.minimum((part["p"] * 10).astype(int), 9))
        gap = (by["p"].mean() - by["was"].mean()).abs() * by.size() / len(part)
        assert gap.sum() < allowed, by[["p", "was"]].mean()


def test_that_every_reason_is_a_fact_of_the_orders(
    habits: tuple[Transactions, RecommendAnswer],
) -> None:
    tx, one = habits
    lines = lines_of_shop(400)
    today = tx.last_day
    tips = frame(tx, one).sample(1_500, random_state=0)
    of = dict(iter(lines.groupby("customer")))
    buyers = lines.groupby("product")["customer"].agg(set)
    for tip in tips.itertuples():
        mine = of[tip.customer]
        days = sorted(set(mine["day"]))
        own = sorted(set(mine.loc[mine["product"] == tip.product, "day"]))
        match tip.reason:
            case "due":
                assert len(own) >= 3
                assert tip.b == today - own[-1]
                assert 0.75 <= tip.b / tip.a <= 1.75
            case "often":
                assert tip.b == min(len(days), 6)
                assert tip.a == sum(day in own for day in days[-6:]) >= 2
            case "only_order":
                assert len(days) == 1
                assert tip.a == today - days[0]
            case "bought_before":
                assert (tip.a, tip.b) == (len(own), today - own[-1])
            case "also_bought":
                assert tip.because in set(mine["product"])
                both = buyers[tip.because] & buyers[tip.product]
                assert tip.a == len(both) >= 5
                assert tip.b == pytest.approx(len(both) / len(buyers[tip.because]))
            case "selling_well":
                part = lines[(lines["product"] == tip.product) & (lines["day"] > today - 30)]
                assert tip.a == len(part.drop_duplicates(["customer", "day"])) >= 5
            case "popular" | "alike":
                assert tip.a == len(buyers[tip.product])
            case "new_product":
                assert len(buyers[tip.product]) < 5
                assert tip.a == today - lines.loc[lines["product"] == tip.product, "day"].min()
    assert {"due", "often", "also_bought"} <= set(tips["reason"])


def test_that_a_list_may_be_shorter_or_longer() -> None:
    tx = shop(60)
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    three = answer_recommend(tx, table, TRUST, 0, NULL_CONTEXT, per_list=3)
    ten = answer_recommend(tx, table, TRUST, 0, NULL_CONTEXT)
    assert three.lists.rank.max() == 3
    top = ten.lists.rank <= 3
    np.testing.assert_array_equal(three.lists.product, ten.lists.product[top])
