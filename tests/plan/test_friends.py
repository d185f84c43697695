"""What asking for a friend is believed to bring, once the shop's own customers tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.transactions import Transactions
from clm_desktop.models.effects.priors import REFERS
from clm_desktop.plan.joint.friends import Friends, asked_before, friends_of
from tests.models.orders import sales

START, TODAY = 1_000, 1_100
ASKED = 400


def shop_of(new: int, channel: str = "") -> Transactions:
    """Old customers, and so many who came after the first ask; ``channel`` is theirs."""
    old = [(f"a{i:04}", START - 50, 5_000) for i in range(ASKED)]
    tx = sales(old + [(f"b{i:04}", START + 20, 5_000) for i in range(new)])
    late = tx.order_day >= START
    return replace(tx, order_channel=np.where(late, channel, "shop").astype(object))


def learned(new: int, channel: str = "", asks: int = ASKED) -> Friends:
    asked = np.column_stack([np.arange(asks), np.full(asks, START + 10)]).astype(np.int64)
    tx = shop_of(new, channel)
    return friends_of(asked, np.ones(ASKED), tx, TODAY, 10_000.0)


def test_that_before_any_ask_the_belief_is_the_published_one() -> None:
    none = learned(0, asks=0)
    assert (none.chance, none.sd) == (pytest.approx(REFERS), pytest.approx(0.0141, abs=1e-4))


def test_that_asks_without_any_new_customer_lower_the_belief() -> None:
    assert learned(0).chance < REFERS / 4


@pytest.mark.parametrize("word", ["referral", "Friend of a friend", "老客推荐"])
def test_that_friends_put_down_to_asking_are_counted(word: str) -> None:
    many = learned(40, word)
    assert many.came == 40
    assert many.chance == pytest.approx(42 / 500)


def test_that_new_customers_of_unknown_origin_prove_nothing() -> None:
    assert learned(300).chance == pytest.approx(REFERS)
    assert learned(300, "search").chance == pytest.approx(REFERS)


def test_that_doubt_shrinks_with_asks() -> None:
    assert learned(8, "referral").sd < learned(0, asks=0).sd


def test_that_asks_count_less_when_repeated() -> None:
    asked = np.array([[3, 20], [1, 5], [3, 10], [3, 40], [1, 9]], np.int64)
    assert asked_before(asked).tolist() == [1, 0, 0, 2, 1]
    assert asked_before(asked[:0]).tolist() == []
    again = np.array([[0, START + day] for day in (1, 2, 3, 4)], np.int64)
    found = friends_of(again, np.ones(ASKED), shop_of(0), TODAY, 1.0)
    assert found.asks == pytest.approx(1 + 0.5 + 0.25 + 0.125)
