"""What the newest file brought agrees with its rows."""

from __future__ import annotations

import pandas as pd
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.features.events import purchase_events
from clm_desktop.plan.since import last_file_day, since_last
from tests.models.consumables import lines_of_shop
from tests.models.orders import transactions_from


@pytest.mark.parametrize("ago_days", [1, 30, 200])
def test_that_what_is_new_is_what_the_rows_behind_the_day_tell(ago_days: int) -> None:
    lines = lines_of_shop(80)
    back = lines.iloc[::15].assign(quantity=-1.0, cents=-900)
    back["order"] = "r" + back["order"]
    nobody = lines.iloc[::9].assign(customer=None, cents=700)
    nobody["order"] = "n" + nobody["order"]
    lines = pd.concat([lines, back, nobody])
    tx = transactions_from(lines)
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    since_day = tx.last_day - ago_days
    got = since_last(tx, table, purchase_events(tx), since_day)
    assert got is not None
    late, sold = lines[lines["day"] > since_day], lines[lines["quantity"] > 0]
    assert got.orders == late.loc[late["quantity"] > 0, "order"].nunique()
    assert got.sales_cents == late["cents"].sum()
    days = sold[sold["customer"].notna()].groupby("customer")["day"]
    later = [name for name, own in days if own.max() > since_day]
    assert sorted(tx.customer_key[table.customer[got.row]]) == sorted(later)
    before = [own[own <= since_day].nunique() for name, own in days if name in set(later)]
    assert (got.new, got.second) == (before.count(0), before.count(1))


def test_that_only_a_file_that_ends_later_brings_news() -> None:
    assert last_file_day((), 100) is None
    assert last_file_day((100, 120), 100) is None
    assert last_file_day((60, 90, 100), 100) == 90
