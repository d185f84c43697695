"""The recommender's parts against brute force, published numbers and other implementations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import ndcg_score

from clm_desktop.core.run import NULL_CONTEXT, Cancelled
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.recommend.backtest import (
    Rows,
    Tips,
    contest,
    hide,
    judged,
    learned_crosswise,
    score_lists,
)
from clm_desktop.models.recommend.baskets import (
    baskets,
    goods_lines,
    order_days,
    purchases,
)
from clm_desktop.models.recommend.candidates import candidates
from clm_desktop.models.recommend.codes import REASON_CODES
from clm_desktop.models.recommend.learn import fit_logistic
from clm_desktop.models.recommend.neighbours import item_factors, item_neighbours, top_per_row
from clm_desktop.models.recommend.order import best_first, places
from clm_desktop.models.recommend.pairs import (
    log_likelihood_ratio,
    pairs_together,
    wilson_lower,
)
from clm_desktop.models.recommend.reasons import companions, product_facts, reasons
from clm_desktop.models.recommend.shop import learn_shop
from tests.models.consumables import START, lines_of_shop, shop
from tests.models.orders import transactions_from

FEW = settings(max_examples=60, deadline=None)


def owned(n: int = 60, products: int = 25, seed: int = 0) -> sparse.csr_matrix:
    rng = np.random.default_rng(seed)
    return sparse.csr_matrix((rng.random((n, products)) < 0.2).astype(np.float32))


# ---- baskets ------------------------------------------------------------------------------


def test_that_baskets_count_what_the_lines_say() -> None:
    lines = lines_of_shop(80)
    tx = transactions_from(lines)
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    b = baskets(purchases(goods_lines(tx, table)))
    customer, at = b.pair_customer, 0
    for (who, what), part in lines.groupby(["customer", "product"]):
        days = sorted(set(lines.loc[lines["customer"] == who, "day"]))
        places_of = [days.index(day) for day in sorted(set(part["day"]))]
        assert tx.customer_key[table.customer[customer[at]]] == who
        assert tx.product_key[b.product[at]] == what
        assert b.times[at] == len(places_of)
        assert (b.first_order[at], b.last_order[at]) == (places_of[0], places_of[-1])
        assert (b.first_day[at], b.last_day[at]) == (part["day"].min(), part["day"].max())
        assert b.recent_times[at] == sum(place >= len(days) - 6 for place in places_of)
        fade = sum(0.5 ** ((len(days) - 1 - place) / 10) for place in places_of)
        assert b.weight[at] == pytest.approx(fade, rel=1e-5)
        at += 1
    assert at == len(b.product)
    assert b.buyers.sum() == at


def test_that_a_cancelled_purchase_never_happened() -> None:
    rows = [  # order, customer, day, product, quantity
        ("1", "a", 1, "soap", 2.0),
        ("2", "a", 9, "soap", -2.0),  # all given back
        ("3", "a", 9, "rope", 3.0),
        ("4", "a", 9, "rope", -1.0),  # part given back: still bought
        ("5", "a", 20, "soap", 0.0),  # nothing
        ("6", "b", 1, "soap", np.nan),  # quantity not told: one
    ]
    frame = pd.DataFrame(rows, columns=["order", "customer", "day", "product", "quantity"])
    tx = transactions_from(frame.assign(cents=100))
    sold = tx.order_is_sale | True
    table = customer_table(tx, 30, NULL_CONTEXT)
    bought = purchases(goods_lines(tx, table))
    assert sold.all()
    who = tx.customer_key[table.customer[bought.customer]]
    pairs = list(zip(who, tx.product_key[bought.product], strict=True))
    assert ("a", "soap") not in pairs
    assert ("a", "rope") in pairs


def test_that_hiding_a_day_equals_never_having_seen_it() -> None:
    lines = lines_of_shop(60)
    tx = transactions_from(lines)
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    all_lines = goods_lines(tx, table)
    limit = np.full(len(table), START + 200, np.int32)
    hidden = purchases(all_lines, limit)
    early = purchases(all_lines)
    keep = early.day < START + 200
    for name in ("customer", "product", "day"):
        np.testing.assert_array_equal(getattr(hidden, name), getattr(early, name)[keep])


# ---- order --------------------------------------------------------------------------------


@FEW
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 999), st.floats(-5, 5, width=16)),
        unique_by=lambda x: x[:2],
    )
)
def test_that_best_first_sorts_by_group_score_and_tie(rows: list[tuple[int, int, float]]) -> None:
    group, tie = (np.array([row[i] for row in rows], np.int64) for i in (0, 1))
    score = np.array([row[2] for row in rows], np.float64)
    order = best_first(group, tie, score)
    np.testing.assert_array_equal(order, np.lexsort((tie, -score, group)))
    seen: dict[int, int] = {}
    for at, place in zip(order, places(group[order]), strict=True):
        assert place == seen.get(int(group[at]), 0)
        seen[int(group[at])] = int(place) + 1


def test_that_scores_of_very_different_size_stay_in_their_group() -> None:
    group = np.repeat([0, 1, 2], 2)
    score = np.array([20_000.5, -100.0, 20_000.75, -3.0, 1.0, 19_999.0])
    assert best_first(group, np.arange(6), score).tolist() == [0, 1, 2, 3, 5, 4]


# ---- neighbours and factors ---------------------------------------------------------------


def test_that_neighbours_are_those_of_the_dense_formula() -> None:
    matrix = owned()
    dense = matrix.toarray()
    weighted = dense / np.sqrt(np.maximum(dense.sum(1, keepdims=True), 1))
    gram = weighted.T @ weighted
    length = np.sqrt(np.diag(gram))
    expected = gram / (np.outer(length, length) + 1)
    np.fill_diagonal(expected, 0)
    found = item_neighbours(matrix, NULL_CONTEXT).toarray()
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_that_asking_for_neighbours_leaves_the_matrix_alone() -> None:
    matrix = sparse.csr_matrix(np.ones((3, 2_500), np.float32))  # tills, not tastes
    before = matrix.copy()
    assert item_neighbours(matrix, NULL_CONTEXT).nnz == 0
    assert (matrix != before).nnz == 0


@FEW
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_that_only_the_best_of_each_row_are_kept(seed: int, k: int) -> None:
    matrix = owned(7, 12, seed).tocoo()
    score = np.random.default_rng(seed).random(matrix.nnz).astype(np.float32) + 0.1
    best = top_per_row(matrix.row, matrix.col, score, matrix.shape, k).toarray()
    dense = sparse.coo_matrix((score, (matrix.row, matrix.col)), matrix.shape).toarray()
    for row, kept in zip(dense, best, strict=True):
        top = np.sort(row)[::-1][:k]
        np.testing.assert_allclose(np.sort(kept)[::-1][:k], top)
        assert (kept > 0).sum() == min(k, (row > 0).sum())


def test_that_factors_span_the_leading_directions() -> None:
    rng = np.random.default_rng(1)
    taste = rng.dirichlet(np.full(6, 0.3), 400) @ rng.dirichlet(np.full(60, 0.3), 6)
    matrix = sparse.csr_matrix((rng.random((400, 60)) < 15 * taste).astype(np.float32))
    found = item_factors(matrix, 0, NULL_CONTEXT)
    _, _, exact = np.linalg.svd(matrix.toarray(), full_matrices=False)
    k = found.shape[1]
    assert k == np.unique(matrix.indices).size // 4
    np.testing.assert_allclose(found.T @ found, np.eye(k), atol=1e-4)
    lost = np.linalg.norm(matrix.toarray() - matrix @ found @ found.T)
    best = np.linalg.norm(matrix.toarray() - matrix @ exact[:k].T @ exact[:k])
    assert lost <= 1.02 * best


def test_that_candidates_know_what_is_owned() -> None:
    tx = shop(80)
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    known = learn_shop(baskets(purchases(goods_lines(tx, table))), 0, NULL_CONTEXT)
    some = np.array([3, 4, 40, 77], np.int32)
    found = candidates(known, some)
    own = found.pair >= 0
    b = known.baskets
    np.testing.assert_array_equal(b.product[found.pair[own]], found.product[own])
    np.testing.assert_array_equal(b.pair_customer[found.pair[own]], found.customer[own])
    assert own.sum() == sum(b.pair_start[c + 1] - b.pair_start[c] for c in some)
    near = (known.owned @ known.neighbours).toarray()
    np.testing.assert_allclose(found.neighbour, near[found.customer, found.product], rtol=1e-5)


def test_that_a_because_names_the_nearest_product_that_enough_people_share() -> None:
    tx = transactions_from(lines_of_shop(150, products=120))
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    bought = purchases(goods_lines(tx, table))
    known = learn_shop(baskets(bought), 0, NULL_CONTEXT)
    facts = product_facts(bought, known.gap_days, tx.last_day)
    edges = companions(known.owned, known.neighbours, NULL_CONTEXT)
    found = candidates(known, np.arange(len(table), dtype=np.int32))
    found = found.take(np.flatnonzero(found.pair < 0))
    why = reasons(known.baskets, facts, edges, found)
    near, owned_by = known.neighbours.toarray(), known.owned.toarray() > 0
    said = REASON_CODES.index("also_bought")
    assert 0.1 < (why.code == said).mean() < 0.9
    for at in range(0, len(found.product), 7):
        who, what = found.customer[at], found.product[at]
        similar = np.where(owned_by[who], near[:, what], 0.0)
        nearest = int(np.argmax(similar))
        both = int((owned_by[:, nearest] & owned_by[:, what]).sum())
        enough = similar[nearest] > 0 and both >= 5
        assert (why.code[at] == said) == enough
        if enough:
            assert similar[why.product[at]] == similar[nearest]
            assert why.a[at] == (owned_by[:, why.product[at]] & owned_by[:, what]).sum()


# ---- learning -----------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1.0, 1_000.0])
def test_that_the_regression_is_that_of_scikit_learn(scale: float) -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(3_000, 5)).astype(np.float32) * np.float32(scale)
    x[:, 4] = 7  # says nothing
    logit = x[:, :4] @ np.array([1.5, -1.0, 0.0, 0.3]) / scale - 3
    hit = rng.random(3_000) < 1 / (1 + np.exp(-logit))
    at = np.arange(3_000)
    ours = fit_logistic(x, hit, at, NULL_CONTEXT)
    z = (x - ours.mean) / ours.scale
    peer = LogisticRegression(C=1.0, tol=1e-10, max_iter=500).fit(z, hit)
    np.testing.assert_allclose(ours.weight, peer.coef_[0], atol=2e-3)
    np.testing.assert_allclose(ours.chance(x), peer.predict_proba(z)[:, 1], atol=1e-3)
    again = fit_logistic(x, hit, at, NULL_CONTEXT, start=ours)
    np.testing.assert_allclose(again.weight, ours.weight, atol=2e-3)


def test_that_learning_comes_home_from_a_start_far_off() -> None:
    """Newton's full step from a saturated point jumps off the map; halved steps find the way."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(5_000, 3)).astype(np.float32)
    hit = rng.random(5_000) < 1 / (1 + np.exp(3 - x[:, 0]))
    at = np.arange(5_000)
    home = fit_logistic(x, hit, at, NULL_CONTEXT)
    far = replace(home, weight=np.array([6.0, -6.0, 6.0]), intercept=6.0)
    again = fit_logistic(x, hit, at, NULL_CONTEXT, start=far)
    np.testing.assert_allclose(again.weight, home.weight, atol=0.01)
    assert again.chance(x).mean() == pytest.approx(hit.mean(), rel=0.01)


def test_that_learning_without_a_hit_says_nearly_never() -> None:
    x = np.random.default_rng(0).normal(size=(50, 3)).astype(np.float32)
    none = np.zeros(50, np.bool_)
    assert fit_logistic(x, none, np.arange(50), NULL_CONTEXT).chance(x).max() < 0.05


# ---- back-test ----------------------------------------------------------------------------


def test_that_the_score_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(3)
    n, m = 40, 30
    p, hit = rng.random((n, m)), rng.random((n, m)) < 0.15
    hit[:, 0] |= ~hit.any(axis=1)
    tips = Tips(
        customer=np.repeat(np.arange(n, dtype=np.int32), m),
        product=np.tile(np.arange(m, dtype=np.int32), n),
        hit=hit.ravel(),
    )
    tested = np.arange(n, dtype=np.int32)
    ours = score_lists(tips, p.ravel(), tested, hit.sum(axis=1))
    top = np.argsort(-p, axis=1)[:, :10]
    assert ours.hit_share == np.take_along_axis(hit, top, axis=1).any(axis=1).mean()
    assert ours.ndcg == pytest.approx(ndcg_score(hit.astype(int), p, k=10))
    three = score_lists(tips, p.ravel(), tested, hit.sum(axis=1), 3)
    assert three.hit_share == np.take_along_axis(hit, top[:, :3], axis=1).any(axis=1).mean()
    assert three.ndcg == ours.ndcg


@pytest.mark.parametrize(("products", "tips"), [(3, 2), (9, 3), (12, 3), (39, 3), (40, 10)])
def test_that_tips_are_judged_by_fewer_than_most_of_the_products(products: int, tips: int) -> None:
    assert judged(products) == tips


def test_that_the_hidden_order_is_the_last_one() -> None:
    lines = lines_of_shop(50)
    tx = transactions_from(lines)
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    bought = purchases(goods_lines(tx, table))
    keys = hide(bought, order_days(bought)[0]).answer
    assert (np.diff(keys) > 0).all()
    last = lines["day"] == lines.groupby("customer")["day"].transform("max")
    expected = set(map(tuple, lines.loc[last, ["customer", "product"]].to_numpy()))
    who = tx.customer_key[table.customer[keys // bought.n_products]]
    assert set(zip(who, tx.product_key[keys % bought.n_products], strict=True)) == expected


def test_that_learning_sees_nothing_of_the_hidden_orders() -> None:
    """Change what the hidden orders held: what is known before them must not move."""
    lines = lines_of_shop(120)
    last = lines["day"] == lines.groupby("customer")["day"].transform("max")
    more = lines.groupby("customer")["day"].transform("nunique") > 1
    other = lines.assign(product=lines["product"].where(~(last & more), "p00"))
    known = []
    for frame in (lines, other):
        tx = transactions_from(frame)
        table = customer_table(tx, tx.last_day, NULL_CONTEXT)
        all_lines = goods_lines(tx, table)
        bought = purchases(all_lines)
        past = purchases(all_lines, hide(bought, order_days(bought)[0]).from_day)
        known.append((tx.product_key[past.product].tolist(), past.day.tolist()))
    assert known[0] == known[1]


def test_that_nobody_is_tested_with_a_model_that_knew_the_answer() -> None:
    """Turn the answers of one half around: what is said of that half must not move."""
    rng = np.random.default_rng(6)
    n = 4_000
    rows = Rows(
        customer=np.repeat(np.arange(n // 10, dtype=np.int32), 10),
        product=np.tile(np.arange(10, dtype=np.int32), n // 10),
        features=rng.normal(size=(n, 3)).astype(np.float32),
        closed=np.zeros(n),
        hit=rng.random(n) < 0.3,
    )
    half = rng.random(n // 10) < 0.5
    said, _ = learned_crosswise(rows, half, NULL_CONTEXT)
    first = half[rows.customer]
    turned = replace(rows, hit=np.where(first, ~rows.hit, rows.hit))
    other, _ = learned_crosswise(turned, half, NULL_CONTEXT)
    np.testing.assert_allclose(other[first], said[first], atol=2e-3)
    assert np.abs(other[~first] - said[~first]).min() > 0.1


def test_that_stop_is_heard_while_learning() -> None:
    class Stop:
        def report(self, fraction: float | None, stage: str) -> None:
            raise Cancelled

        def check(self) -> None:
            raise Cancelled

        def part(self, start: float, end: float) -> Stop:
            return self

    tx = shop(120)
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    lines = goods_lines(tx, table)
    bought = purchases(lines)
    hidden = hide(bought, order_days(bought)[0])
    with pytest.raises(Cancelled):
        contest(lines, hidden, learn=True, seed=0, ctx=Stop())


# ---- pairs --------------------------------------------------------------------------------


def test_that_the_lower_bound_is_wilsons() -> None:
    # 8 of 10: 0.490 to 0.943 (Newcombe, Statistics in Medicine 1998, method 3)
    assert wilson_lower(np.array([8]), np.array([10.0]))[0] == pytest.approx(0.4902, abs=1e-4)
    # 81 of 263: 0.2553 to 0.3662 (the same, table I)
    assert wilson_lower(np.array([81]), np.array([263.0]))[0] == pytest.approx(0.2553, abs=1e-4)


@FEW
@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 50), st.integers(1, 500))
def test_that_the_ratio_is_the_g_statistic(both: int, only_a: int, only_b: int, rest: int) -> None:
    table = np.array([[both, only_a], [only_b, rest]])
    expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")[0]
    a, b = np.array([both + only_a]), np.array([both + only_b])
    ours = log_likelihood_ratio(np.array([both]), a, b, int(table.sum()))
    assert ours[0] == pytest.approx(expected, abs=1e-8)


def orders_of(baskets_of: list[str], customer: str | None = None) -> pd.DataFrame:
    rows = [
        (f"o{i}", customer if customer is None else f"{customer}{i}", START + i, product)
        for i, basket in enumerate(baskets_of)
        for product in basket.split()
    ]
    frame = pd.DataFrame(rows, columns=["order", "customer", "day", "product"])
    return frame.assign(quantity=1.0, cents=100)


def pairs_of(frame: pd.DataFrame) -> list[tuple[str, str, int, float, float]]:
    tx = transactions_from(frame)
    found = pairs_together(tx, START + 10_000, NULL_CONTEXT)
    return list(
        zip(
            tx.product_key[found.a],
            tx.product_key[found.b],
            found.orders.tolist(),
            found.confidence.tolist(),
            found.lift.tolist(),
            strict=True,
        )
    )


def test_that_pairs_pass_three_gates_and_are_ranked_by_certainty_not_by_lift() -> None:
    frame = orders_of(
        ["cup saucer"] * 40
        + ["cup"] * 10
        + ["rare odd"] * 5  # lift far higher, seen only five times
        + ["once never"] * 4  # too few
        + ["milk bread"] * 20
        + ["milk"] * 100
        + ["bread"] * 10,
        "c",
    )
    pairs = pairs_of(frame)
    assert [pair[:3] for pair in pairs[:2]] == [("saucer", "cup", 40), ("cup", "saucer", 40)]
    named = {pair[:2] for pair in pairs}
    assert ("rare", "odd") in named
    assert ("once", "never") not in named
    assert ("milk", "bread") not in named, "no more than chance"
    cup = next(pair for pair in pairs if pair[:2] == ("cup", "saucer"))
    assert cup[3] == pytest.approx(40 / 50)
    assert cup[4] == pytest.approx(40 / 50 / (40 / 189))
    rare = next(pair for pair in pairs if pair[:2] == ("rare", "odd"))
    assert rare[4] > cup[4]
    assert pairs.index(rare) > pairs.index(cup)


def test_that_pairs_no_more_frequent_than_chance_are_left_out() -> None:
    # lift 1.6, but nine orders are no proof: G2 is 5.1
    chance = ["a b"] * 9 + ["a"] * 11 + ["b"] * 11 + ["c"] * 41
    assert not {("a", "b"), ("b", "a")} & {pair[:2] for pair in pairs_of(orders_of(chance, "c"))}
    # certain (G2 above 80), but the lift of 1.3 is that of two best sellers
    popular = ["a b"] * 320 + ["a"] * 180 + ["b"] * 180 + ["c"] * 320
    assert pairs_of(orders_of(popular, "c")) == []


def test_that_orders_of_unknown_people_count_each_on_its_own() -> None:
    known = pairs_of(orders_of(["a b"] * 12 + ["c"] * 60, "c"))
    unknown = pairs_of(orders_of(["a b"] * 12 + ["c"] * 60).assign(day=START))
    assert known == unknown
    assert known[0][2] == 12


def test_that_two_orders_of_one_day_are_one_basket() -> None:
    frame = orders_of(["a"] * 12 + ["c"] * 60, "c")
    second = frame[frame["product"] == "a"].assign(product="b")
    second["order"] = "x" + second["order"]
    assert pairs_of(pd.concat([frame, second]))[0][:3] == ("a", "b", 12)


def test_that_fees_and_what_was_given_back_make_no_pairs() -> None:
    frame = orders_of(["a POST"] * 30 + ["b"] * 60, "c")
    back = orders_of(["b a"] * 30, "d")
    back.loc[back["product"] == "a", "quantity"] = -1.0
    assert pairs_of(pd.concat([frame, back.assign(order="r" + back["order"])])) == []


def test_that_one_customers_habit_is_no_bundle_however_often_it_is_ordered() -> None:
    habit = orders_of(["a b"] * 30, "c").assign(customer="same")
    others = orders_of(["a b"] * 3 + ["c"] * 60, "d")
    others["order"] = "x" + others["order"]
    assert pairs_of(pd.concat([habit, others])) == []
    more = orders_of(["a b"] * 4 + ["c"] * 60, "d")
    more["order"] = "x" + more["order"]
    assert pairs_of(pd.concat([habit, more]))[0][:3] == ("a", "b", 34)


def test_that_bulk_orders_of_nobody_known_do_not_lead_the_list() -> None:
    bulk = orders_of([" ".join(["x", "y"] + [f"p{i}" for i in range(30)])] * 40)
    small = orders_of(["p0"] * 60)
    small["order"] = "s" + small["order"]
    real = orders_of(["cup saucer"] * 18 + ["cup"] * 2 + ["p1"] * 200, "c")
    real["order"] = "r" + real["order"]
    pairs = pairs_of(pd.concat([bulk, small, real]))
    assert {pair[:2] for pair in pairs[:2]} == {("cup", "saucer"), ("saucer", "cup")}
    assert ("x", "y") in {pair[:2] for pair in pairs}, "but they are not thrown away"


def test_that_what_is_taken_along_keeps_best_sellers_and_counts_orders() -> None:
    tx = transactions_from(orders_of(["a b"] * 31 + ["a"] * 69 + ["b"] * 400, "c"))
    found = pairs_together(tx, START + 10_000, NULL_CONTEXT)
    assert len(found.a) == 0, "no more than chance: no bundle"
    along, a = found.along, tx.product_key.tolist().index("a")
    at = np.flatnonzero(along.product == a)
    assert tx.product_key[along.along[at]].tolist() == ["b"]
    assert along.orders[at].tolist() == [31]
    assert along.product_orders[a] == 100
    assert 0.2 < along.share[at][0] < 0.31
