"""The ladder of product.md, section 3: what a shop of a size may be told."""

from __future__ import annotations

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.results import TrustLevel
from clm_desktop.models.trust import supports_chances, trust
from tests.models.shops import START, orders


def shop(repeat: int, once: int, days: int):
    """So many customers with orders on random days of the first and of the second half."""
    rng = np.random.default_rng(0)
    who = [f"r{i}" for i in range(repeat)] * 3 + [f"o{i}" for i in range(once)]
    when = np.concatenate(
        [
            rng.integers(0, max(days // 3, 1), repeat),
            rng.integers(days // 3, max(2 * days // 3, days // 3 + 1), repeat),
            np.where(np.arange(repeat) % 2, days, 2 * days // 3),
            rng.integers(0, days + 1, once),
        ]
    )
    when[0] = 0
    return orders(who, START + when, 1000)


@pytest.mark.parametrize(
    ("repeat", "once", "days", "level", "unlock"),
    [
        (18, 0, 300, TrustLevel.LOOK, "trust.unlock_customers"),
        (29, 0, 300, TrustLevel.LOOK, "trust.unlock_customers"),
        (30, 0, 300, TrustLevel.RULES, "trust.unlock_customers"),
        (199, 0, 300, TrustLevel.RULES, "trust.unlock_customers"),
        (99, 200, 300, TrustLevel.RULES, "trust.unlock_repeat"),
        (120, 100, 179, TrustLevel.RULES, "trust.unlock_days"),
        (120, 100, 300, TrustLevel.MODEL, "trust.unlock_customers"),
        (240, 300, 400, TrustLevel.MODEL, "trust.unlock_repeat"),
        (300, 300, 364, TrustLevel.MODEL, "trust.unlock_days"),
        (300, 300, 365, TrustLevel.FULL, None),
    ],
)
def test_that_the_ladder_has_its_rungs(repeat, once, days, level, unlock) -> None:
    tx = shop(repeat, once, days)
    known = trust(tx, customer_table(tx, START + days, NULL_CONTEXT))
    assert known.level == level
    assert known.span_days == days
    assert (known.customers, known.repeat_customers) == (repeat + once, repeat)
    assert (known.unlock.code if known.unlock else None) == unlock


def test_that_what_is_missing_is_said_in_numbers() -> None:
    tx = shop(18, 0, 300)
    known = trust(tx, customer_table(tx, START + 300, NULL_CONTEXT))
    assert known.unlock is not None
    assert dict(known.unlock.params) == {"have": 18, "need": 30}


def test_that_a_shop_where_nobody_leaves_cannot_be_tested() -> None:
    who = [f"c{i}" for i in range(250) for _ in range(40)]
    tx = orders(who, [START + 10 * j for _ in range(250) for j in range(40)], 500)
    known = trust(tx, customer_table(tx, START + 390, NULL_CONTEXT))
    assert known.level == TrustLevel.RULES
    assert known.unlock is not None
    assert known.unlock.code == "trust.unlock_outcomes"


@pytest.mark.parametrize(
    ("repeat", "once", "days", "allowed"),
    [
        (30, 0, 59, False),
        (30, 0, 60, True),
        (4, 60, 300, False),
        (5, 60, 300, True),
        (20, 0, 300, False),
    ],
)
def test_that_no_percentage_is_said_below_the_minimum(repeat, once, days, allowed) -> None:
    tx = shop(repeat, once, days)
    table = customer_table(tx, START + days, NULL_CONTEXT)
    assert supports_chances(table, trust(tx, table)) == allowed
