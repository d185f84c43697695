"""Groups: everybody in exactly one, as many as the shop can support, named by what differs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.repeat.rhythm import shop_gap_of_table, usual_gap_of_table
from clm_desktop.models.results import SegmentScheme
from clm_desktop.models.segments.cluster_names import words_of
from clm_desktop.models.segments.clusters import SMALLEST_SHARE, cluster, one_thread
from clm_desktop.models.segments.eight_ways import eight_ways
from clm_desktop.models.segments.plane import FARTHEST, plane_of, standardised
from clm_desktop.models.segments.rfm import clusters, rfm_groups
from clm_desktop.models.trust import trust
from tests.models.shops import plausible

FIVE = {"new", "regular", "best", "slipping", "gone"}
EIGHT = {"new", "promising", "loyal", "best", "needs_nudge", "at_risk", "gone", "one_and_done"}
ELEVEN = EIGHT | {"big_ticket", "cant_lose", "almost_gone"}


def table_of(tx):
    return customer_table(tx, tx.last_day, NULL_CONTEXT)


def groups_of(tx) -> SegmentScheme:
    table = table_of(tx)
    return rfm_groups(table, trust(tx, table))


def of_group(scheme: SegmentScheme, segment_id: str) -> np.ndarray:
    ids = [group.segment_id for group in scheme.groups]
    return scheme.label == ids.index(segment_id)


@pytest.mark.parametrize(
    ("customers", "days", "names"), [(60, 500, FIVE), (420, 700, EIGHT), (1500, 700, ELEVEN)]
)
def test_that_a_shop_gets_as_many_groups_as_it_can_support(customers, days, names) -> None:
    scheme = groups_of(plausible(customers, days, 1, gap_days=25))
    assert {group.segment_id for group in scheme.groups} == names
    assert (scheme.label >= 0).all()


def test_that_groups_mean_what_they_say() -> None:
    tx = plausible(1500, 700, 1, gap_days=25)
    table, scheme = table_of(tx), groups_of(tx)
    new, best, gone = (of_group(scheme, name) for name in ("new", "best", "gone"))
    assert (table.frequency[new | of_group(scheme, "one_and_done")] == 1).all()
    assert (table.frequency[best] >= 2).all()
    assert table.monetary_cents[best].min() > np.quantile(table.monetary_cents, 0.9)
    assert table.recency_days[new].max() < table.recency_days[gone].min()
    cant_lose, at_risk = of_group(scheme, "cant_lose"), of_group(scheme, "at_risk")
    assert np.median(table.monetary_cents[cant_lose]) > np.median(table.monetary_cents[at_risk])
    assert sum(group.share_of_sales for group in scheme.groups) == pytest.approx(1.0)


@pytest.mark.parametrize(("customers", "days"), [(60, 500), (420, 700), (1500, 700)])
def test_that_only_the_lost_are_let_go(customers: int, days: int) -> None:
    tx = plausible(customers, days, 1, gap_days=25)
    table, scheme = table_of(tx), groups_of(tx)
    gone = of_group(scheme, "gone")
    usual = usual_gap_of_table(table, shop_gap_of_table(table))
    assert (table.recency_days[gone] > 5 * usual[gone]).all()


def test_that_more_time_turns_the_same_customers_towards_gone() -> None:
    tx = plausible(1500, 700, 1, gap_days=25)
    now, later = table_of(tx), customer_table(tx, tx.last_day + 400, NULL_CONTEXT)
    known = trust(tx, now)
    one, two = rfm_groups(now, known), rfm_groups(later, known)
    assert of_group(two, "gone").sum() > of_group(one, "gone").sum()
    assert "new" not in {group.segment_id for group in two.groups}


def test_that_clusters_are_stable_ordered_by_value_and_named_apart() -> None:
    tx = plausible(1500, 700, 2, gap_days=25)
    table = table_of(tx)
    scheme = clusters(table, trust(tx, table), 0, NULL_CONTEXT)
    assert scheme.quality is not None
    assert 3 <= scheme.quality.k == len(scheme.groups) <= 8
    counts = np.bincount(scheme.label)
    means = np.bincount(scheme.label, weights=table.monetary_cents) / counts
    assert (np.diff(means) <= 0).all()
    names = [(group.name.code, group.name.params) for group in scheme.groups]
    assert len(set(names)) == len(names)
    if scheme.quality.stability_ari >= 0.9:
        assert counts.min() >= SMALLEST_SHARE * len(table) * 0.9


def test_that_clusters_need_fifty_customers_and_fifteen_each() -> None:
    for customers, refused, largest in ((49, True, 0), (50, False, 3), (75, False, 5)):
        tx = plausible(customers, 500, 3)
        table = table_of(tx)
        scheme = clusters(table, trust(tx, table), 0, NULL_CONTEXT)
        assert (scheme.refused is not None) == refused
        assert len(scheme.groups) <= largest


def test_that_five_clusters_of_a_real_shop_hold_up_when_drawn_again(online_retail) -> None:
    """Bars: bootstrap ARI 0.954, and nearly all that finer cells know of the next 90 days."""
    table = customer_table(online_retail, online_retail.last_day - 90, NULL_CONTEXT)
    x = plane_of(table).points(table)
    with one_thread():
        five, eight = (cluster(x[np.lexsort(x.T)], k, 0, NULL_CONTEXT) for k in (5, 8))
    assert five.stability_ari >= 0.954
    assert five.cold_ari > 0.93  # from random starts alone, knowing nothing of the first fit
    assert five.smallest_share > 0.08
    assert eight.stability_ari < five.stability_ari  # more clusters than the shop has kinds


@pytest.mark.parametrize(
    ("customers", "groups", "need"), [(18, 5, 30), (60, 11, 500), (60, 5, 0), (18, 0, 0)]
)
def test_that_more_groups_than_a_shop_bears_are_made_on_demand_and_warned_of(
    customers: int, groups: int, need: int
) -> None:
    tx = plausible(customers, 500, 4)
    table = table_of(tx)
    scheme = rfm_groups(table, trust(tx, table), groups)
    assert sum(group.customers for group in scheme.groups) == (len(table) if groups else 0)
    told = {} if scheme.advice is None else dict(scheme.advice.params)
    assert told.get("need", 0) == need


def test_that_money_below_zero_is_no_share_of_sales() -> None:
    tx = plausible(200, 500, 4)
    table = table_of(tx)
    money = table.monetary_cents.copy()
    money[:50] = -1_000_000
    table = replace(table, monetary_cents=money)
    scheme = rfm_groups(table, trust(tx, table))
    assert all(0 <= group.share_of_sales <= 1 for group in scheme.groups)
    assert sum(group.share_of_sales for group in scheme.groups) == pytest.approx(1.0)


def test_that_clusters_of_the_same_kind_are_numbered_apart() -> None:
    words = words_of("clusters", ("recent_often_big", "silent_once_small", "recent_often_big"))
    assert [word.segment_id for word in words] == ["cluster_1", "cluster_2", "cluster_3"]
    assert [dict(word.name.params)["number"] for word in words] == [1, 0, 2]


def test_that_the_eight_ways_split_by_money_first_then_silence_then_frequency() -> None:
    tx = plausible(900, 700, 1, gap_days=25)
    table = table_of(tx)
    scheme = eight_ways(table, trust(tx, table))
    assert len(scheme.groups) == 8
    assert sum(group.customers for group in scheme.groups) == len(table)
    raw = (table.recency_days, table.frequency, np.maximum(table.monetary_cents, 0))
    silent, often, big = (np.log1p(v) > np.log1p(v).mean() for v in raw)
    for group in scheme.groups:
        inside = of_group(scheme, group.segment_id)
        kind, aim = group.segment_id.split("_", 1)
        assert (big[inside] == (kind == "important")).all()
        assert (silent[inside] == (aim in {"keep", "win_back"})).all()
        assert (often[inside] == (aim in {"value", "keep"})).all()
    shares = [group.share_of_sales for group in scheme.groups]
    assert sum(shares[:4]) > 0.5 > sum(shares[4:])


def test_that_customers_who_gave_everything_back_stay_within_reach_of_the_others() -> None:
    """Eight of a thousand have nothing left after refunds: log 0 is far from everybody."""
    tx = plausible(1000, 700, 2, gap_days=25)
    table = table_of(tx)
    money = table.monetary_cents.copy()
    refunded = np.random.default_rng(0).permutation(len(money))[:8]
    money[refunded] = 0
    x = standardised(replace(table, monetary_cents=money))
    assert np.abs(x).max() <= FARTHEST
    assert (x[refunded, 2] == x[:, 2].min()).all()
    assert (np.diff(x[np.argsort(money), 2]) >= 0).all()
