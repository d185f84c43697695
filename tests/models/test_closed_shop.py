"""A shop that was closed for weeks: its customers are no later than if it had not been."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable, customer_table
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import history
from clm_desktop.features.spells import spells
from clm_desktop.models.lifecycle.beginnings import beginnings
from clm_desktop.models.lifecycle.stages import stages
from clm_desktop.models.repeat.rhythm import silence_of_table
from clm_desktop.models.risk.backtest import stage_by_rhythm
from tests.models.shops import plausible

OPEN_AGAIN_DAYS = 3


@pytest.fixture(scope="module")
def shop() -> Transactions:
    return plausible(1_500, 700, 5, gap_days=25)


def closed_for(shop: Transactions, days: int) -> Transactions:
    """The same shop, closed for so many days until a few days ago."""
    before = shop.order_day <= shop.last_day - OPEN_AGAIN_DAYS
    return replace(shop, order_day=(shop.order_day - days * before).astype(np.int32))


def silence(tx: Transactions) -> np.ndarray:
    return silence_of_table(table_of(tx))


def table_of(tx: Transactions) -> CustomerTable:
    return customer_table(tx, tx.last_day, NULL_CONTEXT)


def lifecycle(tx: Transactions) -> np.ndarray:
    table = table_of(tx)
    return stages(beginnings(tx, table, purchase_events(tx)), table, 90).label


def rhythm(tx: Transactions) -> np.ndarray:
    events = purchase_events(tx)
    return stage_by_rhythm(spells(events), history(events, tx.last_day, 60))


@pytest.mark.parametrize("days", [10, 40])
@pytest.mark.parametrize("label", [silence, lifecycle, rhythm])
def test_that_closed_weeks_move_next_to_nobody(shop: Transactions, days: int, label) -> None:
    """Next to nobody: the few who bought before and after them have one gap that is longer."""
    assert (label(closed_for(shop, days)) != label(shop)).mean() < 0.01
