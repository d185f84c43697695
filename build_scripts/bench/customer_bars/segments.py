"""Whether groups hold when customers are drawn again, and tell who will buy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import bought_within, history
from clm_desktop.features.snapshot import cut_events
from clm_desktop.models.evaluate import auc
from clm_desktop.models.segments.clusters import cluster, clusters, standardised
from clm_desktop.models.trust import trust
from customer_bars.bars import Bar, at_least
from customer_bars.shops import Shops

AHEAD_DAYS = 90
Labels = NDArray[np.int64]


def segment_bars(shops: Shops) -> list[Bar]:
    """Online Retail II, 90 days before its end."""
    tx = shops.online_retail
    day = tx.last_day - AHEAD_DAYS
    table = customer_table(tx, day, NULL_CONTEXT)
    x = standardised(table)
    five = cluster(x, 5, 0, NULL_CONTEXT)
    events = purchase_events(tx)
    facts = history(cut_events(events, day), day, AHEAD_DAYS)
    bought = bought_within(events, facts)
    raw = np.column_stack([table.recency_days, table.frequency, table.monetary_cents])
    cells = np.zeros(len(table), dtype=np.int64)
    for column in raw.T:
        edges = np.quantile(column, [0.2, 0.4, 0.6, 0.8])
        cells = cells * 5 + np.searchsorted(edges, column)
    power = _power(five.label.astype(np.int64), bought) / _power(cells, bought)
    chosen = clusters(table, trust(tx, table), 0, NULL_CONTEXT).quality
    k = 0 if chosen is None else chosen.k
    return [
        at_least("segments k=5: bootstrap ARI", five.stability_ari, 0.954, 3),
        at_least("segments k=5: power / that of 125 RFM cells", power, 0.97, 3),
        Bar("segments: k that the program chooses", "5 or more", str(k), k >= 5),
    ]


def _power(label: Labels, bought: NDArray[np.bool_]) -> float:
    """AUC of "this customer's group buys so often"."""
    _, place = np.unique(label, return_inverse=True)
    share = np.bincount(place, weights=bought) / np.bincount(place)
    return auc(share[place], bought)
