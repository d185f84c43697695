"""Clusters are called what most of their customers are."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.codes import CLUSTER_LAST_SEEN
from clm_desktop.models.repeat.rhythm import (
    shop_gap_of_table,
    stage_of_silence,
    typical_gaps_days,
    usual_gap_of_table,
)
from clm_desktop.models.segments.cluster_names import name_clusters
from clm_desktop.models.segments.rfm import rfm_groups
from clm_desktop.models.trust import trust
from tests.models.shops import plausible


def test_that_clusters_and_groups_agree_on_who_is_long_gone() -> None:
    """Slow customers of a quick shop are not gone for being silent longer than the others."""
    tx = plausible(300, 700, 3, gap_days=25)
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    scheme = rfm_groups(table, trust(tx, table))
    ids = np.array([group.segment_id for group in scheme.groups])[scheme.label]
    gone = ids == "gone"
    slow = ~gone & (table.recency_days > np.quantile(table.recency_days[gone], 0.1))
    assert slow.any()
    for inside, is_gone in ((gone, True), (slow & (table.frequency > 1), False)):
        _, patterns = name_clusters(table, inside.astype(np.int32), 2)
        place = int(table.monetary_cents[inside].mean() < table.monetary_cents[~inside].mean())
        assert patterns[place].startswith(CLUSTER_LAST_SEEN[2]) is is_gone


def test_that_who_is_late_is_neither_active_nor_a_new_face() -> None:
    """Half of a group beyond twice their own gap: thanking them for coming would be a mistake."""
    tx = plausible(300, 700, 3, gap_days=25)
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    gaps = typical_gaps_days(table.median_gap_days, table.frequency)
    usual = usual_gap_of_table(table, shop_gap_of_table(table))
    stage = stage_of_silence(table.recency_days, usual, gaps)
    for wanted, word in ((stage == 2, "resting"), (stage <= 1, "recent")):
        assert wanted.any()
        _, patterns = name_clusters(table, wanted.astype(np.int32), 2)
        place = int(table.monetary_cents[wanted].mean() < table.monetary_cents[~wanted].mean())
        assert patterns[place].split("_")[0] == word
