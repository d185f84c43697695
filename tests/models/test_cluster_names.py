"""Clusters are called what most of their customers are."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.codes import CLUSTER_LAST_SEEN
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
