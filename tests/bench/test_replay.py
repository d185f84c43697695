from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clm_desktop.bench.replay import TooFewOrders, replay
from clm_desktop.bench.sim import Plan, ShopSim
from clm_desktop.bench.world import World
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from tests.models.orders import read_cdnow, transactions_from


def as_transactions(orders: pd.DataFrame) -> Transactions:
    day = (orders["date"] - pd.Timestamp("1970-01-01")).dt.days
    return transactions_from(
        pd.DataFrame(
            {
                "order": orders["order_id"],
                "customer": orders["customer_id"].astype(str),
                "day": day,
                "quantity": 1.0,
                "cents": np.rint(100 * orders["amount"]).astype(np.int64),
                "product": orders["product"].astype(str),
            }
        )
    )


@pytest.mark.parametrize(
    ("rate", "leave", "basket"), [(0.084, 0.0109, 120.0), (0.05, 0.03, 30.0), (0.2, 0.005, 400.0)]
)
def test_that_a_replayed_shop_sells_as_the_shop_did(
    rate: float, leave: float, basket: float
) -> None:
    true = World.preset("base", rate_mean=rate, leave_mean=leave, basket=basket)
    found = replay(as_transactions(ShopSim(true, 3).observe().orders), 0.3, NULL_CONTEXT)
    assert found.simulated_a_week == pytest.approx(found.orders_a_week, rel=0.15)
    assert found.simulated_basket == pytest.approx(found.mean_basket, rel=0.08)
    world = found.world
    assert (world.n_customers, world.history_weeks) == (2_000, 78)
    assert world.basket == pytest.approx(basket, rel=0.04)
    assert world.basket_sigma == pytest.approx(0.45, abs=0.03)
    assert world.order_sigma == pytest.approx(0.20, abs=0.02)
    usual = 0.3 * found.mean_basket * found.orders_a_week
    assert world.budget == pytest.approx(0.1 * usual, rel=0.01)


def test_that_faster_and_more_faithful_shops_are_told_apart() -> None:
    worlds = [
        replay(
            as_transactions(
                ShopSim(World.preset("base", rate_mean=rate, leave_mean=leave), 3).observe().orders
            ),
            0.4,
            NULL_CONTEXT,
        ).world
        for rate, leave in ((0.05, 0.005), (0.05, 0.04), (0.15, 0.005))
    ]
    assert worlds[1].leave_mean > 2 * worlds[0].leave_mean
    assert worlds[2].rate_mean > 2 * worlds[0].rate_mean


def test_that_a_real_shop_is_replayed_and_can_be_played_on(shared: Path) -> None:
    tx = read_cdnow(shared / "cdnow" / "CDNOW_sample.txt")
    found = replay(tx, 0.4, NULL_CONTEXT)
    assert found.simulated_a_week == pytest.approx(found.orders_a_week, rel=0.15)
    assert found.world.organic == 0.0  # all of them came in the first quarter
    sim = ShopSim(found.world, 1)
    first = sim.observe().customers["first_seen"]
    assert (first < first.min() + pd.Timedelta(weeks=14)).all()
    sim.step(Plan())


def test_that_a_shop_of_a_few_orders_is_not_simulated() -> None:
    orders = ShopSim(World.preset("base", n_customers=40), 1).observe().orders
    with pytest.raises(TooFewOrders, match="40 customers"):
        replay(as_transactions(orders), 0.4, NULL_CONTEXT)
