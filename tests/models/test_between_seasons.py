"""A shop between its seasons calls nobody at risk and asks for no older files."""

from __future__ import annotations

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import customer_table
from clm_desktop.features.events import purchase_events
from clm_desktop.models.repeat.between_seasons import between_seasons
from clm_desktop.models.results import Risk
from clm_desktop.models.risk.answer import answer_risk
from clm_desktop.models.trust import trust
from clm_desktop.models.value.answer import answer_value
from tests.models.shops import START, orders

YEARS = 3
SEASON = (310, 355)  # days of the year: November and December


def christmas_shop(until_day: int) -> Transactions:
    """Six hundred who buy twice or so in most Novembers and Decembers; a stray order a month."""
    rng = np.random.default_rng(4)
    who, when = [], []
    for year in range(YEARS):
        for number in rng.permutation(600)[:400]:
            times = rng.integers(1, 4)
            who += [f"c{number:03d}"] * times
            when += (START + 365 * year + rng.integers(*SEASON, times)).tolist()
    stray = START + np.arange(0, 365 * YEARS, 30)
    who += [f"c{number:03d}" for number in rng.integers(0, 600, len(stray))]
    when += stray.tolist()
    keep = np.asarray(when) <= until_day
    return orders(np.asarray(who)[keep], np.asarray(when)[keep], 1500)


def test_that_nobody_is_at_risk_in_august_of_a_christmas_shop() -> None:
    august = START + 2 * 365 + 220
    tx = christmas_shop(august)
    table = customer_table(tx, august, NULL_CONTEXT)
    known = trust(tx, table)
    assert known.unlock is not None
    assert known.unlock.code == "trust.between_seasons"
    risk = answer_risk(tx, table, known, None, (0.33, 0.66), 0, NULL_CONTEXT)
    assert (risk.risk == Risk.NONE).all()
    assert risk.verdict.code == "risk.verdict.between_seasons"


@pytest.mark.parametrize(
    ("day", "quiet"),
    [(2 * 365 + 220, True), (2 * 365 + 345, False), (365 + 15, False), (220, False)],
    ids=["August", "December", "after one season only", "no year yet"],
)
def test_that_a_season_is_told_from_a_quiet_month(day: int, quiet: bool) -> None:
    events = purchase_events(christmas_shop(START + day))
    assert between_seasons(events, START + day, 34) is quiet


def test_that_a_shop_that_dies_is_not_between_seasons() -> None:
    rng = np.random.default_rng(5)
    who = [f"c{number}" for number in rng.integers(0, 300, 3000)]
    tx = orders(who, START + rng.integers(0, 600, 3000), 900)
    assert not between_seasons(purchase_events(tx), START + 640, 34)


def test_that_what_is_really_missing_is_said() -> None:
    """Customers enough, but only fifty days; days enough, but next to nobody came back."""
    rng = np.random.default_rng(6)
    for span, code in ((50, "value.verdict.short_history"), (300, "value.verdict.few_back")):
        who = [f"c{number}" for number in range(200)] + ["c1", "c2", "c3"]
        tx = orders(who, START + np.append(rng.integers(0, span, 200), [span] * 3), 900)
        table = customer_table(tx, tx.last_day, NULL_CONTEXT)
        known = trust(tx, table)
        risk = answer_risk(tx, table, known, None, (0.33, 0.66), 0, NULL_CONTEXT)
        value = answer_value(tx, table, risk, known, 0, NULL_CONTEXT)
        assert np.isnan(value.expected_spend_cents).all()
        assert value.verdict.code == code
