"""The product graph finds what was planted, and nothing where there is nothing."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from clm_desktop.core.relations import Relation
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.recommend.baskets import baskets, goods_lines, purchases
from clm_desktop.models.recommend.content import name_vectors
from clm_desktop.models.recommend.graph import chance
from clm_desktop.models.recommend.graph.learn import Sold, learn_graph
from clm_desktop.models.recommend.graph.next_order import steps_of
from clm_desktop.models.recommend.graph.types import ProductGraph
from clm_desktop.models.recommend.pairs import pairs_together
from clm_desktop.models.recommend.shop import usual_gaps
from tests.models.orders import transactions_from

Rows = list[tuple[int, int, str]]  # customer, day, product
SPAN_DAYS = 700


def strangers(rng: np.random.Generator, customers: int = 300, products: int = 25) -> Rows:
    """A shop where everything is bought by chance, by large and small buyers."""
    rows = []
    for customer in range(customers):
        size = int(rng.integers(1, 6))
        for day in np.cumsum(rng.integers(10, 60, 12)):
            chosen = rng.choice(products, size, replace=False)
            rows += [(customer, int(day), f"thing {int(one):c}") for one in chosen + 97]
    return rows


def graph(rows: Rows) -> tuple[Transactions, ProductGraph]:
    lines = pd.DataFrame(rows, columns=["customer", "day", "product"]).drop_duplicates()
    order = lines["customer"].astype(str) + "/" + lines["day"].astype(str)
    tx = transactions_from(lines.assign(order=order, quantity=1.0, cents=100))
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    bought = purchases(goods_lines(tx, table))
    full = baskets(bought)
    sold = Sold(
        tx=tx,
        today=tx.last_day,
        bought=bought,
        baskets=full,
        usual_gap_days=usual_gaps(full),
        steps=steps_of(bought),
        names=name_vectors(tx.product_name.tolist(), tx.product_category.tolist()),
    )
    pairs = pairs_together(tx, tx.last_day, NULL_CONTEXT)
    nothing = np.zeros(len(tx.product_id), np.bool_)
    return tx, learn_graph(sold, pairs, nothing, NULL_CONTEXT)


def found(tx: Transactions, one: ProductGraph, relation: Relation) -> dict[tuple[str, str], int]:
    kind = one.of_kind(relation)
    keys = zip(tx.product_key[kind.a], tx.product_key[kind.b], strict=True)
    return dict(zip(keys, kind.count.tolist(), strict=True))


def test_that_nothing_is_found_where_products_are_strangers() -> None:
    tx, one = graph(strangers(np.random.default_rng(0)))
    for relation in (Relation.GOES_WITH, Relation.BOUGHT_NEXT, Relation.REPLACES):
        assert found(tx, one, relation) == {}


def test_that_large_orders_alone_make_no_pair() -> None:
    rng = np.random.default_rng(1)
    rows: Rows = []
    for customer in range(400):
        few = rng.choice(60, 40 if customer < 40 else 2, replace=False)
        rows += [(customer, customer % 300, f"thing {int(one):c}") for one in few + 97]
    tx, one = graph(rows)
    assert found(tx, one, Relation.GOES_WITH) == {}


def test_that_what_goes_together_is_found_with_its_counts() -> None:
    rows = strangers(np.random.default_rng(2))
    rows += [(c, d, "saucer") for c, d, p in rows if p == "thing a" and c % 2]
    rows += [(c, d, "cup") for c, d, p in rows if p == "saucer"]
    tx, one = graph(rows)
    both = found(tx, one, Relation.GOES_WITH)
    events = {(c, d) for c, d, p in rows if p == "saucer"}
    assert both["cup", "saucer"] == len(events)


def test_that_what_follows_is_found_one_way_only() -> None:
    rng = np.random.default_rng(3)
    rows = strangers(rng)
    days = pd.DataFrame(rows, columns=["c", "d", "p"]).groupby("c")["d"].unique()
    for customer in range(0, 300, 4):
        first = int(rng.integers(0, 10))
        own = sorted(days[customer])
        rows += [(customer, own[first], "printer"), (customer, own[first + 1], "paper")]
    tx, one = graph(rows)
    after = found(tx, one, Relation.BOUGHT_NEXT)
    assert set(after) == {("printer", "paper")}
    kind = one.of_kind(Relation.BOUGHT_NEXT)
    assert (int(kind.count[0]), int(kind.other[0])) == (after["printer", "paper"], 0)
    assert after["printer", "paper"] <= int(kind.of[0]) <= 75


def test_that_products_of_one_taste_do_not_follow_each_other() -> None:
    rng = np.random.default_rng(8)
    rows = strangers(rng)
    days = pd.DataFrame(rows, columns=["c", "d", "p"]).groupby("c")["d"].unique()
    for customer in range(0, 300, 2):  # half of the customers take both, whichever first
        first = int(rng.integers(0, 10))
        at = rng.permutation([first, first + 1])
        own = sorted(days[customer])
        rows += [(customer, own[at[0]], "novel"), (customer, own[at[1]], "poems")]
    tx, one = graph(rows)
    assert found(tx, one, Relation.BOUGHT_NEXT) == {}


def replaced(rng: np.random.Generator, old: str, new: str, *, same_people: bool | None) -> Rows:
    """A shop whose ``old`` ends on day 300, when ``new`` begins; None: for everybody."""
    rows = strangers(rng)
    for customer, day, product in list(rows):
        if product != "thing a":
            continue
        if day < 300 and customer % 2:
            rows.append((customer, day, old))
        elif day >= 300 and (same_people is None or (customer % 2) == same_people):
            rows.append((customer, day, new))
    return rows


def test_that_a_successor_is_found_by_its_name_and_its_buyers() -> None:
    rng = np.random.default_rng(4)
    old, new = "folding garden chair blue", "folding garden chair green"
    tx, one = graph(replaced(rng, old, new, same_people=True))
    assert set(found(tx, one, Relation.REPLACES)) == {(new, old)}
    assert int(one.of_kind(Relation.REPLACES).other[0]) == 0


@pytest.mark.parametrize(
    ("old", "new", "same_people"),
    [
        ("folding garden chair blue", "kettle of steel", True),  # another thing
        ("folding garden chair blue", "folding garden chair green", False),  # for other people
        ("folding garden chair blue", "folding garden chair green", None),  # for everybody
    ],
)
def test_that_nothing_is_replaced_by_another_thing_or_for_other_people(
    old: str, new: str, same_people: bool | None
) -> None:
    tx, one = graph(replaced(np.random.default_rng(5), old, new, same_people=same_people))
    assert found(tx, one, Relation.REPLACES) == {}


def test_that_nothing_is_replaced_by_what_it_was_bought_with() -> None:
    """A set that most people take on along with what it belongs to takes the place of nothing."""
    rng = np.random.default_rng(4)
    old, new = "folding garden chair blue", "folding garden chair green"
    rows = replaced(rng, old, new, same_people=True)
    owners = sorted({customer for customer, _, product in rows if product == old})
    last_day = dict.fromkeys(owners, 0)
    for customer, day, product in rows:
        if product == old:
            last_day[customer] = max(last_day[customer], day)
    few, many = owners[:3], owners[: len(owners) // 2]

    def with_both(some: list[int]) -> dict[tuple[str, str], int]:
        both = [
            (customer, last_day[customer], new) for customer in some if last_day[customer] > 250
        ]
        return found(*graph(rows + both), Relation.REPLACES)

    assert set(with_both(few)) == {(new, old)}, "now and then both is no matter"
    assert with_both(many) == {}


def test_that_what_is_used_up_is_found_with_its_gap() -> None:
    rng = np.random.default_rng(6)
    rows = strangers(rng)
    for customer in range(0, 60):
        rows += [(customer, int(d), "toner") for d in np.cumsum(rng.integers(26, 35, 10))]
        rows += [(customer, int(d), "sweets") for d in np.cumsum(1 + rng.exponential(30, 10))]
    tx, one = graph(rows)
    steady = found(tx, one, Relation.REFILL_OF)
    assert ("toner", "toner") in steady
    assert ("sweets", "sweets") not in steady
    kind = one.of_kind(Relation.REFILL_OF)
    at = int(np.flatnonzero(tx.product_key[kind.a] == "toner")[0])
    assert 26 <= kind.days_lo[at] <= kind.days[at] <= kind.days_hi[at] <= 34


def test_that_a_refill_is_found_for_what_lasts() -> None:
    rng = np.random.default_rng(7)
    rows = strangers(rng)
    for customer in range(0, 80):
        begin = int(rng.integers(20, 480))
        rows.append((customer, begin, "razor"))
        rows += [(customer, begin + int(d), "blades") for d in np.cumsum(rng.integers(26, 35, 6))]
    tx, one = graph(rows)
    assert ("blades", "razor") in found(tx, one, Relation.REFILL_OF)
    assert ("razor", "blades") not in found(tx, one, Relation.REFILL_OF)


def test_that_the_order_of_customers_does_not_matter() -> None:
    rows = replaced(np.random.default_rng(4), "blue bag", "green bag", same_people=True)
    turned = [(299 - customer, day, product) for customer, day, product in rows]
    one, other = graph(rows)[1], graph(turned)[1]
    assert len(one) > 0
    for field in dataclasses.fields(one):
        left, right = getattr(one, field.name), getattr(other, field.name)
        np.testing.assert_allclose(left, right)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=60), st.integers(0, 200))
def test_that_false_shares_are_those_of_benjamini_and_hochberg(p: list[float], more: int) -> None:
    values = np.array(p)
    wanted = stats.false_discovery_control(np.append(values, np.ones(more)), method="bh")
    got = chance.false_share(values, float(len(p) + more))
    np.testing.assert_allclose(got, wanted[: len(p)], atol=1e-12)


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.01, 0.99), st.floats(0.1, 50.0))
def test_that_chances_are_those_of_the_textbook(
    count: int, more: int, share: float, expected: float
) -> None:
    seen, of = np.array([count]), np.array([count + more])
    np.testing.assert_allclose(
        chance.more_of(seen, of, share), stats.binom.sf(count - 1, count + more, share), atol=1e-12
    )
    np.testing.assert_allclose(
        chance.more_than(seen, np.array([expected])), stats.poisson.sf(count - 1, expected),
        atol=1e-12,
    )  # fmt: skip
