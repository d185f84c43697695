"""Groups stay between files: the same centres, the same ids, and who moved really moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.segments.answer import GroupWishes, answer_segments
from clm_desktop.models.segments.clusters import clusters, soft_groups
from clm_desktop.models.segments.feature_map import ALIKE, feature_map
from clm_desktop.models.segments.gmm import FLOOR, Mixture, fit
from clm_desktop.models.trust import trust
from clm_desktop.usecases.answers_file import pack_found, unpack_found
from tests.models.shops import plausible


@pytest.fixture(scope="module")
def tx():
    return plausible(900, 700, 2, gap_days=25)


@pytest.fixture(scope="module")
def table(tx):
    return customer_table(tx, tx.last_day, NULL_CONTEXT)


@pytest.mark.parametrize("find", [clusters, soft_groups])
def test_that_standing_groups_are_used_again_and_not_found_anew(tx, table, find) -> None:
    known = trust(tx, table)
    early = customer_table(tx, tx.last_day - 120, NULL_CONTEXT)
    first = find(early, known, 0, NULL_CONTEXT)
    kept = unpack_found(pack_found(first.found))
    later = find(table, known, 5, NULL_CONTEXT, standing=kept)
    np.testing.assert_array_equal(later.found.centres, first.found.centres)
    assert later.found.made_day == early.as_of_day
    ids = {group.segment_id for group in first.groups}
    assert {group.segment_id for group in later.groups} <= ids
    again = find(early, known, 5, NULL_CONTEXT, standing=kept)
    np.testing.assert_array_equal(again.label, first.label)


def test_that_groups_that_no_longer_fit_say_so(tx, table) -> None:
    known = trust(tx, table)
    found = clusters(table, known, 0, NULL_CONTEXT).found
    aged = replace(table, as_of_day=table.as_of_day + 1)
    assert clusters(aged, known, 0, NULL_CONTEXT, standing=found).advice is None
    shrunk = replace(
        aged, recency_days=np.maximum(aged.recency_days // 40, 0), frequency=aged.frequency * 9
    )
    advice = clusters(shrunk, known, 0, NULL_CONTEXT, standing=found).advice
    assert advice is not None
    assert dict(advice.params)["nearer_share"] > 0.1


def test_that_the_owner_may_ask_for_a_number_of_groups(tx, table) -> None:
    known = trust(tx, table)
    for k in (3, 6):
        assert len(clusters(table, known, 0, NULL_CONTEXT, asked_k=k).groups) == k


def test_that_movements_account_for_everybody(tx, table) -> None:
    since = tx.last_day - 120
    answer = answer_segments(tx, table, trust(tx, table), GroupWishes(), (), since, 0, NULL_CONTEXT)
    assert {one.scheme for one in answer.movements} == {"rfm", "clusters", "soft", "eight_ways"}
    new = int((table.first_day > since).sum())
    for one in answer.movements:
        assert one.customers.sum() == len(table)
        assert one.customers[0].sum() == new
        scheme = next(s for s in answer.schemes if s.scheme == one.scheme)
        now = dict(zip(one.segment_ids, one.customers.sum(axis=0).tolist(), strict=True))
        for group in scheme.groups:
            assert now[group.segment_id] == group.customers


def test_that_a_spike_makes_no_needle(tx) -> None:
    """Two thousand customers on one spot: without a floor the likelihood has no limit."""
    rng = np.random.default_rng(0)
    x = np.vstack([np.zeros((2_000, 2)), rng.normal(3, 1, (500, 2))])
    start = Mixture(
        weight=np.array([0.5, 0.5]),
        centres=np.array([[0.1, 0.0], [3.0, 3.0]]),
        spread=np.stack([np.eye(2), np.eye(2)]),
    )
    found = fit(x, start)
    assert np.isfinite(found.log_likelihood(x))
    assert all(np.linalg.eigvalsh(one)[0] >= FLOOR * 0.99 for one in found.spread)
    assert found.chances(x).sum(axis=1) == pytest.approx(1.0)
    assert found.weight[0] == pytest.approx(0.8, abs=0.02)


def test_that_bic_and_icl_rank_three_separate_clouds_at_three() -> None:
    from clm_desktop.models.segments import gmm, kmeans

    rng = np.random.default_rng(1)
    spots = ((0, 0), (6, 0), (0, 6))
    x = np.vstack([rng.normal(spot, 1.0, (300, 2)) for spot in spots])
    bics, icls = [], []
    for k in (2, 3, 4, 5):
        centres = kmeans.fit(x, k, 0)
        start = gmm.start_from(x, centres, kmeans.nearest_centre(x, centres))
        found = gmm.fit(x, start)
        bics.append(found.bic(x))
        icls.append(found.icl(x))
        assert icls[-1] >= bics[-1]
    assert int(np.argmin(bics)) == int(np.argmin(icls)) == 1


def test_that_features_that_say_the_same_are_drawn_once(table) -> None:
    drawn = feature_map(table, 0)
    assert set(drawn.used) & {"days_since", "orders"} == {"days_since", "orders"}
    twice = replace(table, monetary_cents=table.frequency.astype(np.int64) ** 2 * 10_000)
    told = feature_map(twice, 0)
    assert "spent" in told.dropped
    assert not set(told.used) & set(told.dropped)
    assert 0 < sum(drawn.explained_share) <= 1
    assert 0 < ALIKE < 1
    few = replace(
        table, **{name: getattr(table, name)[:5] for name in ("customer", "recency_days")}
    )
    assert not len(feature_map(few, 0).row)
