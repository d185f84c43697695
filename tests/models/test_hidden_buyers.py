"""Marketplaces hide buyers behind a new number per order: that is no shop that lost everybody."""

from __future__ import annotations

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.hidden_buyers import hidden_buyers
from clm_desktop.models.results import TrustLevel
from clm_desktop.models.trust import trust
from tests.models.shops import START, orders


def phone(i: int) -> str:
    return f"1{3_000_000_000 + 7919 * i}"


def number(i: int) -> str:
    return f"#{10**15 + 7919 * i}"


def mail(i: int) -> str:
    return f"u{i}@post.example"


def alias(i: int) -> str:
    return f"{i:08x}@members.ebay.com"


def shop(key, back_share: float, n: int = 2_000, days: int = 180):
    """``n`` buyers, of whom a share buys a second time."""
    rng = np.random.default_rng(0)
    again = np.arange(round(back_share * n))
    who = [key(i) for i in [*range(n), *again.tolist()]]
    when = START + np.concatenate([rng.integers(0, days, n), np.full(len(again), days)])
    tx = orders(who, when, 1000)
    return tx, customer_table(tx, START + days, NULL_CONTEXT)


@pytest.mark.parametrize(
    ("key", "back_share", "hidden"),
    [
        (phone, 0.0, True),
        (phone, 0.02, True),  # a lent number met again is somebody else's
        (phone, 0.05, False),
        (number, 0.0, True),
        (number, 0.003, True),
        (number, 0.02, False),  # a shop of one-timers whose numbers stay
        (number, 0.095, False),
        (alias, 0.0, True),
        (mail, 0.0, False),  # an own address stays: they are gone indeed
    ],
)
def test_that_new_numbers_everywhere_are_told_from_one_timers(key, back_share, hidden) -> None:
    assert (hidden_buyers(*shop(key, back_share)) is not None) is hidden


@pytest.mark.parametrize(
    ("key", "n", "days"), [(phone, 299, 180), (phone, 2_000, 44), (number, 1_999, 180)]
)
def test_that_few_or_fresh_buyers_say_nothing_yet(key, n: int, days: int) -> None:
    assert hidden_buyers(*shop(key, 0.0, n, days)) is None


def test_that_nothing_is_judged_where_buyers_are_hidden() -> None:
    known = trust(*shop(phone, 0.0))
    assert known.level == TrustLevel.LOOK
    assert known.unlock is None
    assert known.hidden_buyers is not None
    assert dict(known.hidden_buyers.params) == {"customers": 2_000, "orders": 2_000}
