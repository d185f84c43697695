"""The shop's numbers agree with its rows to the cent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from clm_desktop.core.days import date_of
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.plan.totals import shop_totals
from tests.models.consumables import lines_of_shop
from tests.models.orders import transactions_from


def test_that_every_number_is_that_of_the_rows() -> None:
    lines = lines_of_shop(60)
    fee = lines.drop_duplicates("order").assign(product="POST", cents=490)
    back = lines.iloc[::20].assign(quantity=-1.0, cents=-1000)
    back["order"] = "r" + back["order"]
    nobody = lines.iloc[:50].assign(customer=None, cents=700)
    nobody["order"] = "n" + nobody["order"]
    lines = pd.concat([lines, fee, back, nobody])
    tx = transactions_from(lines)
    got = shop_totals(tx, customer_table(tx, tx.last_day, NULL_CONTEXT))
    assert got.total_cents == lines["cents"].sum()
    assert got.fee_cents == fee["cents"].sum()
    assert got.refund_cents == back["cents"].sum()
    assert got.no_customer_cents == nobody["cents"].sum()
    assert got.customers == got.buyers == 60
    assert got.lines == len(lines)
    assert got.orders == len(set(lines["order"])) - len(set(back["order"]))
    assert got.products == len(set(lines["product"]) - {"POST"})
    days = lines[lines["customer"].notna() & (lines["quantity"] > 0)]
    often = days.groupby("customer")["day"].nunique()
    assert got.returning_share == (often > 1).mean()
    assert got.month_sales_cents.sum() == got.total_cents
    month = pd.to_datetime(days["day"], unit="D").dt.to_period("M")
    for start, new, old in zip(
        got.month_start_day, got.month_new_customers, got.month_returning_customers, strict=True
    ):
        date = date_of(int(start))
        assert date.day == 1
        seen = set(days.loc[month == pd.Period(date, "M"), "customer"])
        before = set(days.loc[month < pd.Period(date, "M"), "customer"])
        assert (new, old) == (len(seen - before), len(seen & before))


def test_that_what_an_order_tells_beyond_its_lines_counts_as_fees() -> None:
    tx = transactions_from(lines_of_shop(20))
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    told = replace(tx, order_cents=tx.order_cents + 395)
    assert shop_totals(told, table).fee_cents == 395 * tx.n_orders


def test_that_months_without_a_sale_are_there() -> None:
    lines = lines_of_shop(3).iloc[:1]
    tx = transactions_from(pd.concat([lines, lines.assign(order="x", day=lines["day"] + 400)]))
    got = shop_totals(tx, customer_table(tx, tx.last_day, NULL_CONTEXT))
    gaps = np.diff(got.month_start_day)
    assert ((gaps >= 28) & (gaps <= 31)).all()
    assert len(gaps) >= 13
    assert (got.month_sales_cents == 0).sum() == len(got.month_sales_cents) - 2
