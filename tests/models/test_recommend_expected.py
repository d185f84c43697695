"""Sums of chances: nothing is lost beside the lists, and they come to what was bought."""

from __future__ import annotations

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.recommend import expected
from clm_desktop.models.recommend.answer import answer_recommend
from clm_desktop.models.recommend.candidates import Candidates
from clm_desktop.models.recommend.expected import PER_PRODUCT, Collected
from clm_desktop.models.recommend.sums import try_sums
from clm_desktop.models.trust import trust
from tests.models.shops import plausible


def block(
    rng: np.random.Generator, low: int, n: int, products: int
) -> tuple[Candidates, np.ndarray]:
    key = np.sort(rng.permutation(n * products)[: n * products // 2])
    size = len(key)
    found = Candidates(
        customer=(low + key // products).astype(np.int32),
        product=(key % products).astype(np.int32),
        pair=np.full(size, -1, np.int64),
        neighbour=np.zeros(size, np.float32),
        taste=np.zeros(size, np.float32),
    )
    return found, rng.uniform(0.001, 0.9, size)


@pytest.mark.parametrize("buffered", [1, 1 << 17])
def test_that_the_best_customers_of_each_product_are_found_block_by_block(
    monkeypatch: pytest.MonkeyPatch, buffered: int
) -> None:
    monkeypatch.setattr(expected, "_FEWEST_BUFFERED", buffered)
    rng = np.random.default_rng(5)
    seen, blocks = Collected(30, 400), [block(rng, low, 100, 30) for low in range(0, 400, 100)]
    for found, p in blocks:
        seen.see(found, p, np.arange(0, len(p), 3))
    customer = np.concatenate([found.customer for found, _ in blocks])
    product = np.concatenate([found.product for found, _ in blocks])
    p = np.concatenate([chances for _, chances in blocks])
    told = seen.best()
    assert told is not None
    best, best_p = told
    for one in range(30):
        mine = np.flatnonzero(product == one)
        top = mine[np.argsort(-p[mine])[:PER_PRODUCT]]
        at = best.product == one
        np.testing.assert_array_equal(best.customer[at], customer[top])
        np.testing.assert_allclose(best_p[at], p[top])


def test_that_no_chance_is_lost_beside_the_lists() -> None:
    rng = np.random.default_rng(6)
    seen, (found, p) = Collected(30, 120), block(rng, 20, 100, 30)
    listed = rng.permutation(len(p))[:500]
    seen.see(found, p, listed)
    assert seen.rest_product.sum() + p[listed].sum() == pytest.approx(p.sum())
    assert seen.rest_customer.sum() == pytest.approx(seen.rest_product.sum())
    assert (seen.rest_customer[:20] == 0).all()


def test_that_who_to_tell_agrees_with_the_lists_of_customers() -> None:
    tx = plausible(260, 500, 4, gap_days=25)
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    one = answer_recommend(tx, table, trust(tx, table), 0, NULL_CONTEXT)
    assert one.wishes is not None
    lists, told = one.lists, one.wishes.to_tell
    chance = dict(zip(zip(lists.customer, lists.product, strict=True), lists.p, strict=True))
    both = [k for k in zip(told.customer, told.product, strict=True) if k in chance]
    assert len(both) > 100
    at = {k: i for i, k in enumerate(zip(told.customer, told.product, strict=True))}
    np.testing.assert_allclose([told.p[at[k]] for k in both], [chance[k] for k in both])
    why = dict(zip(zip(lists.customer, lists.product, strict=True), lists.reason_code, strict=True))
    assert [told.reason_code[at[k]] for k in both] == [why[k] for k in both]
    first = told.rank == 1
    assert len(np.unique(told.product)) == int(first.sum())
    falls = np.diff(told.p) <= 0
    assert (falls | first[1:]).all()
    assert one.sums is not None
    assert one.sums.was > 0
    assert one.sums.said == pytest.approx(one.sums.was, rel=0.25)


def test_that_sums_are_compared_group_by_group() -> None:
    customer = np.repeat(np.arange(40, dtype=np.int32), 2)
    product = np.tile(np.array([0, 1], np.int32), 40)
    tested = np.arange(40, dtype=np.int32)
    hit = (product == 0) & (customer < 20)  # only those who came first take it
    p = np.where(product == 0, 0.5, 0.0)
    test = try_sums(customer, product, hit, p, tested)
    assert test is not None
    assert (test.groups, test.said, test.was, test.error_share) == (2, 20.0, 20, 1.0)
    assert try_sums(customer, product, hit, p, tested[:19]) is None
