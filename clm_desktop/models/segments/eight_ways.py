"""The eight groups of Chinese trade practice: each of R, F and M above or below the shop's mean.

Since the 2000s Chinese textbooks and shop back ends sort customers so (重要价值客户 to
一般挽留客户): "important" where money is above the mean; then recent or not, frequent or not. The
means are geometric: with plain means one large buyer would make nearly everybody "ordinary".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.codes import EIGHT_WAYS_IDS
from clm_desktop.models.results import SegmentScheme, Trust, TrustLevel
from clm_desktop.models.segments.group_facts import GroupWords, describe, refused
from clm_desktop.models.trust import RULES_CUSTOMERS

SCHEME = "eight_ways"
Flags = NDArray[np.bool_]


def eight_ways(table: CustomerTable, trust: Trust) -> SegmentScheme:
    """Put every customer into one of eight groups, empty ones left out; refused below 30 customers.

    Cost: O(n).
    """
    if trust.level == TrustLevel.LOOK or not len(table):
        few = trust.hidden_buyers or Message.of(
            "segments.refused.few_customers", have=trust.customers, need=RULES_CUSTOMERS
        )
        return refused(SCHEME, len(table), few)
    recent = ~_above_mean(table.recency_days)
    often = _above_mean(table.frequency)
    big = _above_mean(np.maximum(table.monetary_cents, 0))
    # the order of EIGHT_WAYS_IDS: important first, in it recent first, in it frequent first
    place = 4 * ~big + 2 * ~recent + 1 * ~often
    present = np.unique(place)
    label = np.searchsorted(present, place).astype(np.int16)
    words = tuple(_words(EIGHT_WAYS_IDS[i]) for i in present.tolist())
    return SegmentScheme(
        scheme=SCHEME,
        groups=describe(table, label, words),
        label=label,
        quality=None,
        refused=None,
    )


def _above_mean(values: NDArray[np.integer]) -> Flags:
    """Above the geometric mean (of 1 + value); nobody where all are alike."""
    logs = np.log1p(values.astype(np.float64))
    above: Flags = logs > logs.mean() + 1e-9
    return above


def _words(segment_id: str) -> GroupWords:
    return GroupWords(
        segment_id=segment_id,
        name=Message(f"segment.{segment_id}.name"),
        meaning_code="segment.eight_ways.meaning",
        do=Message(f"segment.{segment_id}.do"),
        dont=Message(f"segment.{segment_id}.dont"),
    )
