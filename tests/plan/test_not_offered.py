"""What is gone or no longer sold is told to nobody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.lists import ProductList
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.models.demand.types import DemandState
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.listed_goods import nothing_listed
from clm_desktop.plan.not_offered import WhyNot, kept_back
from clm_desktop.usecases.compute_answers import Known, RefreshOptions, compute_answers
from tests.models.shops import plausible


@pytest.fixture(scope="module")
def shop():
    return plausible(260, 500, 4, gap_days=25)


@pytest.fixture(scope="module")
def plain(shop) -> Answers:
    return compute_answers(shop, RefreshOptions(), NULL_CONTEXT)


def listed(product_id: int, stock: float) -> ProductList:
    text = np.array(["x"], dtype=object)
    none = np.array([np.nan])
    return replace(
        nothing_listed(),
        key=text,
        product_id=np.array([product_id]),
        name=text,
        category=text,
        price_cents=none,
        cost_cents=none,
        lead_time_days=none,
        stock=np.array([stock]),
    )


def test_that_what_is_out_of_stock_is_in_no_tip_and_no_pair(shop, plain) -> None:
    often = int(np.bincount(plain.recommend.lists.product).argmax())
    for stock, offered in ((0.0, False), (3.0, True), (float("nan"), True)):
        known = Known(products=listed(int(shop.product_id[often]), stock))
        after = compute_answers(shop, RefreshOptions(), NULL_CONTEXT, (), known).recommend
        assert (often in after.lists.product) is offered, stock
        if not offered:
            assert after.along is not None
            assert often not in after.along.along
            assert not {often} & {*after.pair_a.tolist(), *after.pair_b.tolist()}
            assert int((after.lists.rank == 1).sum()) >= len(plain.customers), "others move up"
        assert after.hit_share == plain.recommend.hit_share, "the test stays honest"


def test_that_what_stopped_selling_is_out_unless_some_is_left(plain) -> None:
    forecast = plain.demand.products
    assert forecast is not None
    state = forecast.state.copy()
    state[0] = DemandState.STOPPED
    stopped = replace(forecast, state=state)
    product, ids = int(forecast.product[0]), plain.names.product_id
    out = kept_back(stopped, ids, None)
    assert out.why[out.product == product].tolist() == [WhyNot.STOPPED]
    assert product not in kept_back(stopped, ids, listed(int(ids[product]), 4.0)).product
    assert len(kept_back(None, ids, listed(-5, 0.0)).product) == 0
