"""Who went from which group to which: the customers of an earlier day sorted by today's rules."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.results import Movement, SegmentScheme


def movement(
    then: CustomerTable, before: SegmentScheme, now: CustomerTable, after: SegmentScheme
) -> Movement | None:
    """Compare the groups of two days; None where either day has none.

    Both tables are made from the same Transactions, so that their ``customer`` compare. Someone
    who is no customer any more (all taken back) counts in neither day. Cost: O(n).
    """
    if not before.groups or not after.groups:
        return None
    ids = _ids(before, after)
    place = {segment_id: i for i, segment_id in enumerate(ids)}
    to = _places(after, place)[after.label]
    rows = np.full(int(max(now.customer.max(), then.customer.max())) + 1, -1, np.int64)
    rows[then.customer] = np.arange(len(then))
    earlier = rows[now.customer]
    came = np.where(earlier >= 0, _places(before, place)[before.label[earlier]], -1)
    n = len(ids)
    count = np.bincount((came + 1) * n + to, minlength=(n + 1) * n).reshape(n + 1, n)
    return Movement(
        scheme=after.scheme,
        since_day=then.as_of_day,
        segment_ids=ids,
        customers=count.astype(np.int64),
        before=came.astype(np.int16),
        after=to.astype(np.int16),
    )


def _ids(before: SegmentScheme, after: SegmentScheme) -> tuple[str, ...]:
    """Groups of both days in the order of today's, those that are empty today behind theirs."""
    ids = [group.segment_id for group in after.groups]
    for at, group in enumerate(before.groups):
        if group.segment_id not in ids:
            ahead = [g.segment_id for g in before.groups[:at]]
            last = max((ids.index(one) for one in ahead if one in ids), default=-1)
            ids.insert(last + 1, group.segment_id)
    return tuple(ids)


def _places(scheme: SegmentScheme, place: dict[str, int]) -> NDArray[np.int64]:
    """Place among the ids of both days, by position in the scheme."""
    return np.array([place[group.segment_id] for group in scheme.groups], np.int64)
