"""What a group of customers looks like in numbers, the same for every scheme of groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.results import Group, SegmentScheme


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWords:
    """How a group is spoken of, before its numbers are known."""

    segment_id: str
    name: Message
    meaning_code: str
    do: Message
    dont: Message


def describe(
    table: CustomerTable, label: NDArray[np.int16], words: tuple[GroupWords, ...]
) -> tuple[Group, ...]:
    """Count each group; ``label`` points into ``words`` and every group has somebody in it."""
    money = np.maximum(table.monetary_cents, 0).astype(np.float64)
    total = float(money.sum())
    return tuple(
        _group(table, label == place, money, total, word) for place, word in enumerate(words)
    )


def _group(
    table: CustomerTable,
    inside: NDArray[np.bool_],
    money: NDArray[np.float64],
    total: float,
    words: GroupWords,
) -> Group:
    customers = int(inside.sum())
    share = float(money[inside].sum()) / total if total > 0 else 0.0
    recency = float(np.median(table.recency_days[inside]))
    frequency = float(np.median(table.frequency[inside]))
    monetary = float(np.median(table.monetary_cents[inside]))
    return Group(
        segment_id=words.segment_id,
        name=words.name,
        meaning=Message.of(
            words.meaning_code,
            customers=customers,
            sales_share=share,
            median_recency_days=recency,
            median_orders=frequency,
            median_spent_cents=monetary,
        ),
        do=words.do,
        dont=words.dont,
        customers=customers,
        share_of_sales=share,
        median_recency_days=recency,
        median_frequency=frequency,
        median_monetary_cents=monetary,
    )


def refused(scheme: str, customers: int, why: Message) -> SegmentScheme:
    """No groups, and the reason."""
    return SegmentScheme(
        scheme=scheme,
        groups=(),
        label=np.full(customers, -1, dtype=np.int16),
        quality=None,
        refused=why,
    )
