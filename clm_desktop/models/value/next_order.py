"""When the next order is probably due: last order plus the usual rhythm, give or take.

Gaps of the whole shop, each by the rhythm of its customer, say how much rhythms waver. Of them only
those count that are longer than the silence so far: who has waited has not come early. Gaps that
ended know nothing of customers who stayed away, so ranges said on a past day are held against what
came, and are widened until 8 of 10 held (conformalized quantile regression, Romano, Patterson and
Candès 2019, by a split in time). What widened ranges held is counted on later days than those.
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
_WANTED_SHARE = 0.78  # 8 of 10, but for what chance does to few
_LONGEST_RANGE_DAYS = 365  # a longer one tells nothing
_WIDENINGS = np.arange(0.0, 3.05, 0.1)  # usual gaps added at either end; wider tells nothing
_LONGEST_TEST_DAYS, _SHORTEST_TEST_DAYS = 365, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NextOrderTest:
    """Ranges of next orders as they were said on a past day, and when those customers came."""

    cutoff_day: int
    customers: int  # with a range that is over by now
    inside: int
    before: int
    later: int  # the others have not come yet


def next_order_days(own: Spells, as_of_day: int, widened: float = 0.0) -> tuple[Array, Array]:
    """From and to day of 8 of 10 next orders, the silence so far considered.

    ``widened`` usual gaps are added at either end, see :func:`widening`. nan below two events,
    where three of four gaps are shorter than the silence (that customer is late, not due), and
    where the range is longer than a year.
    """
    start, end = _by_rhythm(own, as_of_day)
    return _whole_days(start, end, widened * _usual_gap_days(own), as_of_day)


def widening(events: Events, as_of_day: int) -> float:
    """How many usual gaps wider ranges must be for 8 of 10 to hold, by ranges of a past day.

    0.0 where fewer than 30 of those ranges are over; where none of the widenings is enough, the
    one that held most. Cost: two passes over the events, then 31 over the customers with a range.
    """
    said = _said_before(events, as_of_day)
    best, most = 0.0, 0.0
    if said is None:
        return best
    for widened in _WIDENINGS.tolist():
        test = _held(said, widened, as_of_day)
        if test is None:
            break
        held = test.inside / test.customers
        if held > most:
            best, most = widened, held
        if held >= _WANTED_SHARE:
            break
    return best


def try_next_orders(events: Events, as_of_day: int) -> NextOrderTest | None:
    """What ranges said on a past day, and when those customers came; None: too few to tell.

    The day lies four usual gaps back (2 to 12 months); only ranges that are over by ``as_of_day``
    are counted. They were widened by what was known on that day. Cost: as :func:`widening`, twice.
    """
    said = _said_before(events, as_of_day)
    if said is None:
        return None
    return _held(said, widening(events.until(said.cutoff_day), said.cutoff_day), as_of_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """Ranges by rhythm of a past day, one element per customer with a range, and who came when."""

    cutoff_day: int
    start: Array
    end: Array
    usual_gap_days: Array
    came_day: NDArray[np.int64]  # far away where nobody came


def _said_before(events: Events, as_of_day: int) -> _Said | None:
    if not len(events):
        return None
    usual = 4 * spells(events).shop_gap_days
    cutoff = as_of_day - int(np.clip(usual, _SHORTEST_TEST_DAYS, _LONGEST_TEST_DAYS))
    past = events.until(cutoff)
    if not len(past):
        return None
    own = spells(past)
    start, end = _by_rhythm(own, cutoff)
    later = (events.day > cutoff) & (events.day <= as_of_day)
    came = np.full(int(events.customer.max()) + 1, np.iinfo(np.int32).max, np.int64)
    np.minimum.at(came, events.customer[later], events.day[later])
    known = np.isfinite(start)
    return _Said(
        cutoff_day=cutoff,
        start=start[known],
        end=end[known],
        usual_gap_days=_usual_gap_days(own)[known],
        came_day=came[own.customer[known]],
    )


def _held(said: _Said, widened: float, as_of_day: int) -> NextOrderTest | None:
    """What ranges held that are over; None below 30 of them."""
    wider = widened * said.usual_gap_days
    start, end = _whole_days(said.start, said.end, wider, said.cutoff_day)
    over = end <= as_of_day
    day, start, end = said.came_day[over], start[over], end[over]
    if len(day) < _FEWEST_TESTED:
        return None
    return NextOrderTest(
        cutoff_day=said.cutoff_day,
        customers=len(day),
        inside=int(((day >= start) & (day <= end)).sum()),
        before=int((day < start).sum()),
        later=int(((day > end) & (day <= as_of_day)).sum()),
    )


def _usual_gap_days(own: Spells) -> Array:
    return np.where(own.events > OWN_GAPS, own.median_gap_days, own.usual_gap_days())


def _by_rhythm(own: Spells, as_of_day: int) -> tuple[Array, Array]:
    """The ranges before any widening, in parts of days; nan where there is none."""
    usual = _usual_gap_days(own)
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
    unknown = (own.events < 2) | late
    start, end = own.last_day + low * usual, own.last_day + high * usual
    return np.where(unknown, np.nan, start), np.where(unknown, np.nan, end)


def _whole_days(start: Array, end: Array, wider: Array, as_of_day: int) -> tuple[Array, Array]:
    start = np.floor(np.maximum(start - wider, as_of_day + 1))
    end = np.ceil(np.maximum(end + wider, start))
    tells = end - start <= _LONGEST_RANGE_DAYS
    return np.where(tells, start, np.nan), np.where(tells, end, np.nan)
