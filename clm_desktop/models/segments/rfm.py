"""Groups by fixed RFM rules on the shop's own rhythm: 5, 8 or 11 of them by size of the shop."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.codes import RFM_IDS
from clm_desktop.models.repeat.rhythm import silence_of_table
from clm_desktop.models.results import SegmentScheme, Trust, TrustLevel
from clm_desktop.models.segments.clusters import clusters
from clm_desktop.models.segments.group_facts import GroupWords, describe, refused
from clm_desktop.models.trust import RULES_CUSTOMERS

__all__ = ["clusters", "rfm_groups"]

EIGHT_GROUPS, ELEVEN_GROUPS = 200, 500
RFM_SIZES = FEWEST, MIDDLE, MOST = 5, 8, 11
CUSTOMERS_FOR = {FEWEST: RULES_CUSTOMERS, MIDDLE: EIGHT_GROUPS, MOST: ELEVEN_GROUPS}
TOP_SHARE = 0.10
MERGED_BELOW_11 = {"cant_lose": "at_risk", "almost_gone": "at_risk", "big_ticket": "promising"}
FEW_ORDERS = 3


def rfm_groups(table: CustomerTable, trust: Trust, groups: int = 0) -> SegmentScheme:
    """Put every customer into exactly one group; refused below 30 customers.

    30 customers give 5 groups, 200 give 8, 500 give 11 (product.md, section 3); ``groups`` 5, 8
    or 11 overrules, also below 30, and is then warned of. Groups with nobody in them are left out.
    Cost: O(n log n), 1M customers about 1 s.
    """
    few = trust.level == TrustLevel.LOOK and not groups
    if few or trust.hidden_buyers is not None or not len(table):
        why = trust.hidden_buyers or Message.of(
            "segments.refused.few_customers", have=trust.customers, need=RULES_CUSTOMERS
        )
        return refused("rfm", len(table), why)
    size = groups or groups_for(len(table), trust)
    names = _five(table) if size == FEWEST else _eleven(table)
    if size == MIDDLE:
        for fine, coarse in MERGED_BELOW_11.items():
            names[names == fine] = coarse
    present = [segment_id for segment_id in RFM_IDS if (names == segment_id).any()]
    label = np.full(len(table), -1, dtype=np.int16)
    for place, segment_id in enumerate(present):
        label[names == segment_id] = place
    words = tuple(_words(segment_id) for segment_id in present)
    return SegmentScheme(
        scheme="rfm",
        groups=describe(table, label, words),
        label=label,
        quality=None,
        refused=None,
        advice=_forced(len(table), size),
    )


def _forced(customers: int, size: int) -> Message | None:
    """That the owner wished more groups than so many customers bear."""
    need = CUSTOMERS_FOR[size]
    if customers >= need:
        return None
    return Message.of("segments.forced", groups=size, have=customers, need=need)


def groups_for(customers: int, trust: Trust) -> int:
    """How many groups the size of the shop supports: 5, 8 or 11."""
    if customers < EIGHT_GROUPS or trust.level < TrustLevel.MODEL:
        return FEWEST
    return MIDDLE if customers < ELEVEN_GROUPS else MOST


def _words(segment_id: str) -> GroupWords:
    return GroupWords(
        segment_id=segment_id,
        name=Message(f"segment.{segment_id}.name"),
        meaning_code=f"segment.{segment_id}.meaning",
        do=Message(f"segment.{segment_id}.do"),
        dont=Message(f"segment.{segment_id}.dont"),
    )


def _top(values: NDArray[np.number]) -> NDArray[np.bool_]:
    """Largest tenth, by money above 0; nobody where all are alike."""
    above: NDArray[np.bool_] = values > max(float(np.quantile(values, 1 - TOP_SHARE)), 0.0)
    return above


def _five(table: CustomerTable) -> NDArray[np.object_]:
    stage, repeat = silence_of_table(table), table.frequency >= 2
    return np.select(
        [stage >= 4, stage >= 1, ~repeat, _top(table.monetary_cents)],
        ["gone", "slipping", "new", "best"],
        "regular",
    ).astype(object)


def _eleven(table: CustomerTable) -> NDArray[np.object_]:
    stage, repeat = silence_of_table(table), table.frequency >= 2
    top, big = _top(table.monetary_cents), _top(table.mean_basket_cents)
    once = np.select(
        [stage >= 3, (stage <= 2) & big, stage == 0],
        ["one_and_done", "big_ticket", "new"],
        "promising",
    )
    again = np.select(
        [
            stage >= 4,
            (stage >= 2) & top,
            stage == 3,
            stage == 2,
            stage == 1,
            top,
            big & (table.frequency <= FEW_ORDERS),
            table.frequency >= FEW_ORDERS,
        ],
        [
            "gone",
            "cant_lose",
            "almost_gone",
            "at_risk",
            "needs_nudge",
            "best",
            "big_ticket",
            "loyal",
        ],
        "promising",
    )
    return np.where(repeat, again, once).astype(object)
