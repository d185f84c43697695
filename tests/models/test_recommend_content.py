"""Products that hardly anybody has bought yet, by their names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.recommend.answer import answer_recommend
from clm_desktop.models.recommend.content import likeness, name_vectors, terms_of
from clm_desktop.models.results import RecommendAnswer, Trust, TrustLevel
from tests.models.orders import transactions_from

TRUST = Trust(level=TrustLevel.FULL, customers=0, repeat_customers=0, span_days=0, unlock=None)
NAMES = {"t1": "red glass teapot", "t2": "blue glass teapot", "s1": "wool winter scarf"}


def shop(names: dict[str, str]) -> Transactions:
    """Eighty people who re-buy ten things for a year, and one thing two people just bought."""
    rng = np.random.default_rng(5)
    rows = []
    for who in range(80):
        own = ["t1"] if who < 40 else ["s1"]
        for at in range(5):
            some = rng.choice(10, 3, replace=False)
            bought = [*own, *(f"x{i}" for i in some)]
            rows += [(f"{who}/{at}", f"c{who:02}", 1_000 + at * 80 + who % 40, p) for p in bought]
    rows += [(f"n{i}", f"c{i:02}", 1_350, "t2") for i in (70, 71)]
    frame = pd.DataFrame(rows, columns=["order", "customer", "day", "product"])
    tx = transactions_from(frame.assign(quantity=1.0, cents=100))
    name = np.array([names.get(key, "") for key in tx.product_key], dtype=object)
    return replace(tx, product_name=name)


def answer(tx: Transactions) -> RecommendAnswer:
    return answer_recommend(
        tx, customer_table(tx, tx.last_day, NULL_CONTEXT), TRUST, 0, NULL_CONTEXT
    )


def test_that_chinese_names_are_compared_by_letters_and_others_by_words() -> None:
    assert terms_of("Red TEAPOT 500ml") == ["red", "teapot", "ml"]
    assert terms_of("红茶壶") == ["红", "茶", "壶", "红茶", "茶壶", "红茶壶"]
    assert terms_of("", "Tea") == ["category:tea"]
    vectors = name_vectors(["红色玻璃茶壶", "蓝色玻璃茶壶", "羊毛围巾", ""], [""] * 4)
    assert vectors is not None
    owned = vectors[:0].__class__(np.array([[1.0, 0, 0, 0]], np.float32))
    alike = likeness(owned, vectors, np.array([1, 2, 3]))[0]
    assert alike[0] > 0.3 > alike[1]
    assert alike[2] == 0


def test_that_names_that_say_nothing_are_no_reason_to_fail() -> None:
    assert name_vectors(["1", "", "22"], ["", "", ""]) is None


def test_that_a_new_product_is_offered_to_who_bought_a_similar_one_and_says_so() -> None:
    tx = shop(NAMES)
    lists = answer(tx).lists
    similar = lists.reason_codes.index("similar")
    t1, t2 = (tx.product_key.tolist().index(key) for key in ("t1", "t2"))
    at = np.flatnonzero(lists.reason_code == similar)
    assert len(at) == 40, "everybody who bought the red one"
    assert set(lists.product[at]) == {t2}
    assert set(lists.reason_product[at]) == {t1}
    assert lists.is_new[at].all()
    assert (lists.reason_a[at] == tx.last_day - 1_350).all()
    assert np.isfinite(lists.p[at]).all()


def test_that_a_new_product_takes_the_last_place_and_leaves_the_others_alone() -> None:
    named, nameless = answer(shop(NAMES)).lists, answer(shop({})).lists
    similar = named.reason_code == named.reason_codes.index("similar")
    assert not (nameless.reason_code == named.reason_codes.index("similar")).any()
    for one in named.customer[similar]:
        before = nameless.product[(nameless.customer == one) & nameless.is_new]
        mine = (named.customer == one) & named.is_new
        at = int(named.rank[mine & similar][0]) - 1
        assert named.product[mine][:at].tolist() == before[:at].tolist()
        assert len(named.product[mine]) <= 10
