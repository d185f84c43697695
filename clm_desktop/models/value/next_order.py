"""When the next order is probably due: last order plus the usual rhythm, give or take.

Gaps of the whole shop, each by the rhythm of its customer, say how much rhythms waver. Of them only
those count that are longer than the silence so far: who has waited has not come early. The range
holds 8 of 10 of them, and what it held in the past is counted by a split in time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.events import Events
from clm_desktop.features.spells import Spells, spells

Array = NDArray[np.float64]  # not that of mbg, which would load scipy before the window is seen
MIN_GAPS = 20
USUAL_SPREAD = (0.4, 2.0)  # 8 of 10 gaps by the own rhythm, in a shop that has too few gaps
OWN_GAPS = 3  # from so many gaps on, the own median is the rhythm
_TAIL = 0.1  # of the gaps still possible, left out on either side
_LATE = 0.75  # share of gaps that are shorter than the silence: late, no longer due
_FEWEST_TESTED = 30
_LONGEST_TEST_DAYS, _SHORTEST_TEST_DAYS = 365, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NextOrderTest:
    """Ranges of next orders as they were said on a past day, and when those customers came."""

    cutoff_day: int
    customers: int  # with a range that is over by now
    inside: int
    before: int
    later: int  # the others have not come yet


def next_order_days(own: Spells, as_of_day: int) -> tuple[Array, Array]:
    """From and to day of 8 of 10 next orders, the silence so far considered.

    nan below two events, and where three of four gaps are shorter than the silence: that customer
    is late, not due.
    """
    usual = own.usual_gap_days()
    usual = np.where(own.events > OWN_GAPS, own.median_gap_days, usual)
    silence = (as_of_day - own.last_day) / usual
    if len(own.gap_days) < MIN_GAPS:
        low, high = (np.full(len(own), one) for one in USUAL_SPREAD)
        late = silence >= high
    else:
        ratio = np.sort(own.gap_days / usual[own.gap_of])
        shorter = np.searchsorted(ratio, silence, side="right") / len(ratio)
        low = np.quantile(ratio, shorter + _TAIL * (1.0 - shorter))
        high = np.quantile(ratio, shorter + (1.0 - _TAIL) * (1.0 - shorter))
        late = shorter >= _LATE
    start = np.maximum(own.last_day + low * usual, as_of_day + 1)
    end = np.maximum(own.last_day + high * usual, start)
    unknown = (own.events < 2) | late
    return (
        np.where(unknown, np.nan, np.floor(start)),
        np.where(unknown, np.nan, np.ceil(end)),
    )


def try_next_orders(events: Events, as_of_day: int) -> NextOrderTest | None:
    """What ranges said on a past day, and when those customers came; None: too few to tell.

    The day lies four usual gaps back (2 to 12 months); only ranges that are over by ``as_of_day``
    are counted. Cost: O(n) after two passes over the events.
    """
    if not len(events):
        return None
    usual = 4 * spells(events).shop_gap_days
    cutoff = as_of_day - int(np.clip(usual, _SHORTEST_TEST_DAYS, _LONGEST_TEST_DAYS))
    past = events.until(cutoff)
    if not len(past):
        return None
    own = spells(past)
    start, end = next_order_days(own, cutoff)
    later = (events.day > cutoff) & (events.day <= as_of_day)
    size = int(events.customer.max()) + 1
    came = np.full(size, np.iinfo(np.int32).max, np.int64)
    np.minimum.at(came, events.customer[later], events.day[later])
    over = np.isfinite(start) & (end <= as_of_day)
    day, start, end = came[own.customer[over]], start[over], end[over]
    if len(day) < _FEWEST_TESTED:
        return None
    return NextOrderTest(
        cutoff_day=cutoff,
        customers=len(day),
        inside=int(((day >= start) & (day <= end)).sum()),
        before=int((day < start).sum()),
        later=int(((day > end) & (day <= as_of_day)).sum()),
    )
