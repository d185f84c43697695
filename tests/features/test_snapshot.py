"""The cut is the only place that could leak the future."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import History, history
from clm_desktop.features.snapshot import cut, cut_events, newest_day
from tests.models.shops import orders

ROWS = st.lists(
    st.tuples(
        st.integers(0, 5),  # customer
        st.integers(100, 140),  # day
        st.integers(-500, 2000),  # cents
        st.integers(0, 3),  # product
        st.sampled_from([1.0, 2.0, -1.0]),
    ),
    min_size=1,
    max_size=60,
)
EVERYBODY = [(c, 100, 1, 0, 1.0) for c in range(6)]  # so that positions are the same in all shops


def shop(rows):
    who, day, cents, product, quantity = zip(*sorted(EVERYBODY + rows), strict=True)
    names = [None if w == 5 else f"c{w}" for w in who]  # one of them is unknown to the shop
    return orders(names, day, cents, [f"p{p}" for p in product], quantity)


def same(one, two) -> bool:
    return all(
        np.array_equal(
            getattr(one, f.name), getattr(two, f.name), equal_nan=f.type != "NDArray[np.object_]"
        )
        for f in fields(one)
        if isinstance(getattr(one, f.name), np.ndarray) and getattr(one, f.name).dtype != object
    )


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, day=st.integers(100, 140))
def test_that_later_rows_never_change_an_earlier_snapshot(rows, day) -> None:
    past = [row for row in rows if row[1] <= day]
    whole, early = shop(rows), shop(past)
    assert same(customer_table(whole, day, NULL_CONTEXT), customer_table(early, day, NULL_CONTEXT))
    assert same(facts(whole, day), facts(early, day))


def facts(tx, day) -> History:
    return history(purchase_events(cut(tx, day)), day, 30)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, day=st.integers(90, 140))
def test_that_cutting_events_is_the_same_as_events_of_the_cut(rows, day) -> None:
    tx = shop(rows)
    assert same(cut_events(purchase_events(tx), day), purchase_events(cut(tx, day)))


@given(rows=ROWS, day=st.integers(90, 140))
def test_that_a_cut_keeps_positions_and_money(rows, day) -> None:
    tx = shop(rows)
    early = cut(tx, day)
    assert early.customer_id is tx.customer_id
    assert early.product_id is tx.product_id
    kept = tx.order_day <= day
    assert early.order_cents.sum() == tx.order_cents[kept].sum()
    assert early.line_cents.sum() == tx.line_cents[kept[tx.line_order]].sum()
    assert (
        early.order_key[early.line_order] == tx.order_key[tx.line_order[kept[tx.line_order]]]
    ).all()


def test_that_a_sale_in_the_future_is_not_the_shops_today() -> None:
    tx = shop([(0, day, 100, 0, 1.0) for day in (120, 130, 131, 1900)])
    assert newest_day(tx, 2000) == 1900
    assert newest_day(tx, 500) == 131
    assert newest_day(tx, 130) == 131, "it is tomorrow somewhere"
    assert newest_day(tx, 50) == 1900, "a clock before all sales is wrong"
