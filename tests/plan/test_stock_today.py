"""Stock is as of its list's own day: what was sold since is taken off, and days count from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.lists import ProductList
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.plan.listed_goods import nothing_listed
from clm_desktop.plan.stock_today import FRESH_DAYS, stock_day, stock_today
from clm_desktop.usecases.compute_answers import Known, RefreshOptions, compute_answers
from tests.models.shops import plausible


@pytest.fixture(scope="module")
def shop() -> Transactions:
    return plausible(260, 500, 4, gap_days=25)


def listed(tx: Transactions, product: int, stock: float, day: float) -> ProductList:
    text, none = np.array(["x"], dtype=object), np.array([np.nan])
    return replace(
        nothing_listed(),
        key=text,
        product_id=tx.product_id[[product]],
        name=text,
        category=text,
        price_cents=none,
        cost_cents=none,
        lead_time_days=none,
        stock=np.array([stock]),
        stock_day=np.array([day]),
    )


def sold_after(tx: Transactions, product: int, day: int) -> float:
    mine = (tx.line_product == product) & (tx.order_day[tx.line_order] > day)
    return float(tx.line_quantity[mine].sum())


def test_that_what_was_sold_since_the_list_is_taken_off(shop) -> None:
    product = int(np.bincount(shop.line_product).argmax())
    for ago in (0, 20, 60):
        day = shop.last_day - ago
        left = stock_today(listed(shop, product, 1_000.0, day), shop)
        assert left is not None
        assert left.stock.tolist() == [1_000.0 - sold_after(shop, product, day)]
    gone = stock_today(listed(shop, product, 1.0, shop.last_day - 60), shop)
    assert gone is not None
    assert gone.stock.tolist() == [0.0], "never below nothing"
    untold = listed(shop, product, float("nan"), float("nan"))
    assert stock_today(untold, shop) is untold


def test_that_each_stock_counts_from_its_own_day(shop) -> None:
    often = np.argsort(-np.bincount(shop.line_product))[:2]
    days = np.array([shop.last_day - 10.0, shop.last_day - 60.0])
    one = listed(shop, int(often[0]), 1_000.0, days[0])
    both = replace(
        one,
        key=np.array(["x", "y"], dtype=object),
        product_id=shop.product_id[often],
        stock=np.full(2, 1_000.0),
        stock_day=days,
    )
    left = stock_today(both, shop)
    assert left is not None
    wanted = [1_000.0 - sold_after(shop, int(p), int(d)) for p, d in zip(often, days, strict=True)]
    assert left.stock.tolist() == wanted


def test_that_days_count_from_the_list_unless_the_sales_are_long_over() -> None:
    def of(day: float) -> ProductList:
        return replace(nothing_listed(), stock_day=np.array([np.nan, day]))

    assert stock_day(None, 100) == 100
    assert stock_day(of(90.0), 100) == 100
    assert stock_day(of(110.0), 100) == 110
    assert stock_day(of(101.0 + FRESH_DAYS), 100) == 100


def test_that_orders_follow_from_the_stock_that_is_left(shop) -> None:
    product = int(np.bincount(shop.line_product).argmax())
    orders = []
    for ago in (0, 60):
        known = Known(products=listed(shop, product, 400.0, shop.last_day - ago))
        made = compute_answers(shop, RefreshOptions(), NULL_CONTEXT, (), known)
        assert made.reorder is not None
        assert made.demand.products is not None
        at = int(np.flatnonzero(made.demand.products.product == product)[0])
        orders.append((made.reorder.stock[at], made.reorder.runs_out_day[at]))
    (fresh, lasts), (old, lasts_less) = orders
    assert old < fresh == 400.0
    assert lasts_less < lasts or np.isnan(lasts)
