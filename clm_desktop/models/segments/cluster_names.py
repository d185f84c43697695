"""Names of clusters in words, from what makes their customers differ from the shop's others."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.codes import CLUSTER_LAST_SEEN, CLUSTER_ORDERS, CLUSTER_SPENDING
from clm_desktop.models.repeat.rhythm import silence_of_table
from clm_desktop.models.segments.group_facts import GroupWords

LATE, LOST = 2, 4  # stages of silence (``stage_of_silence``)
ONCE = 1.5  # median orders below which a cluster bought once
OFTEN_TIMES = 1.5  # of the median repeater's orders
NOBODY = ("silent", "once", "small")
PREFIX = {"clusters": "cluster", "soft": "soft"}  # of the ids of groups, by scheme
BIG_TIMES = 2.0  # the shop's mean spending, or half of it


def name_clusters(
    table: CustomerTable, label: NDArray[np.integer], k: int
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Order the clusters by mean money, dearest first, and name them in that order.

    Returns the order (cluster numbers) and one pattern of three words per place. A cluster without
    customers comes last.
    """
    count = np.bincount(label, minlength=k)
    value = np.bincount(label, weights=table.monetary_cents, minlength=k) / np.maximum(count, 1)
    order = np.argsort(np.where(count > 0, -value, np.inf), kind="stable")
    silence = silence_of_table(table)  # as in the groups by habit: one customer, one word
    patterns = (
        _pattern(table, silence, label == number) if count[number] else NOBODY for number in order
    )
    return order, tuple("_".join(pattern) for pattern in patterns)


def words_of(scheme: str, patterns: tuple[str, ...]) -> tuple[GroupWords, ...]:
    """How the groups are spoken of; those with the same three words get a number."""
    times = Counter(patterns)
    seen: Counter[str] = Counter()
    words = []
    for place, pattern in enumerate(patterns):
        seen[pattern] += 1
        number = seen[pattern] if times[pattern] > 1 else 0
        words.append(_words(f"{PREFIX[scheme]}_{place + 1}", pattern, number))
    return tuple(words)


def _pattern(
    table: CustomerTable, silence: NDArray[np.int8], inside: NDArray[np.bool_]
) -> tuple[str, str, str]:
    """Silence by the rhythm rule, orders against the shop's repeaters, money against its mean."""
    stage = float(np.median(silence[inside]))
    last_seen = CLUSTER_LAST_SEEN[int(stage >= LATE) + int(stage >= LOST)]

    repeaters = table.frequency[table.frequency >= 2]
    often = OFTEN_TIMES * float(np.median(repeaters)) if len(repeaters) else np.inf
    frequency = float(np.median(table.frequency[inside]))
    orders = CLUSTER_ORDERS[2 if frequency < ONCE else int(frequency < often)]

    shop_mean = float(table.monetary_cents.mean())
    times = float(table.monetary_cents[inside].mean()) / shop_mean if shop_mean > 0 else 1.0
    spending = CLUSTER_SPENDING[int(times < BIG_TIMES) + int(times < 1 / BIG_TIMES)]
    return last_seen, orders, spending


def _words(segment_id: str, pattern: str, number: int) -> GroupWords:
    advice = pattern.rpartition("_")[0]
    return GroupWords(
        segment_id=segment_id,
        name=Message.of(f"cluster.name.{pattern}", number=number),
        meaning_code="cluster.meaning",
        do=Message(f"cluster.do.{advice}"),
        dont=Message(f"cluster.dont.{advice}"),
    )
