"""New customers week by week and channel by channel, beside what was spent on each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.outreach import ChannelSpend
from clm_desktop.models.lifecycle.beginnings import Beginnings

Floats = NDArray[np.float64]
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelWeeks:
    """Weeks of one channel that the orders cover whole, weeks without spend among them."""

    channel: str
    week_day: NDArray[np.int64]
    cost_cents: Floats
    new: Floats
    told_by: str  # orders, report, total; '' = nothing tells


def channel_weeks(
    spend: tuple[ChannelSpend, ...], begun: Beginnings, channel: NDArray[np.object_]
) -> tuple[ChannelWeeks, ...]:
    """Put spend and new customers side by side; ``channel`` of each customer, '' = not told.

    New customers are those whose first order names the channel; where no order does, what the
    channel's own report says; where that is silent too and only one channel is paid for, all of
    the shop's. Weeks from the first with spend to the last of which any channel's is told and that
    the orders cover: what a later week cost is not known yet, which is not nothing. Of money that
    was spent before the first order nobody can see what came.
    """
    names = sorted({one.channel for one in spend})
    paid = {name: {s.week_day: s for s in spend if s.channel == name} for name in names}
    opened = int(begun.first_day.min(initial=begun.as_of_day))
    newest = max((one.week_day for one in spend), default=opened)
    told_day = min(begun.as_of_day, newest + WEEK_DAYS - 1)
    made = []
    for name in names:
        weeks = _weeks(min(paid[name]), told_day)
        weeks = weeks[weeks + WEEK_DAYS > opened]
        cost = np.array([_cost(paid[name].get(day)) for day in weeks.tolist()])
        mine = _same_name(channel, name)
        report = np.array([_told(paid[name].get(day)) for day in weeks.tolist()])
        if mine.any():
            new, told_by = _per_week(begun.first_day[mine], weeks), "orders"
        elif np.isfinite(report).any():
            known = np.isfinite(report)
            weeks, cost, new, told_by = weeks[known], cost[known], report[known], "report"
        elif len(names) == 1:
            new, told_by = _per_week(begun.first_day, weeks), "total"
        else:
            new, told_by = np.full(len(weeks), np.nan), ""
        made.append(
            ChannelWeeks(channel=name, week_day=weeks, cost_cents=cost, new=new, told_by=told_by)
        )
    return tuple(made)


def of_channel(channel: NDArray[np.object_], name: str) -> NDArray[np.bool_]:
    """Customers whose first order names a channel, however it is spelled."""
    return _same_name(channel, name)


def _same_name(channel: NDArray[np.object_], name: str) -> NDArray[np.bool_]:
    wanted = name.strip().casefold()
    names = {text for text in set(channel.tolist()) if str(text).strip().casefold() == wanted}
    return np.fromiter((text in names for text in channel.tolist()), np.bool_, len(channel))


def _weeks(first: int, day: int) -> NDArray[np.int64]:
    """First days of the weeks that are over on a day."""
    return np.arange(first, day - WEEK_DAYS + 2, WEEK_DAYS, dtype=np.int64)


def _per_week(first_day: NDArray[np.int32], weeks: NDArray[np.int64]) -> Floats:
    if not len(weeks):
        return np.empty(0)
    place = (first_day.astype(np.int64) - weeks[0]) // WEEK_DAYS
    inside = (place >= 0) & (place < len(weeks))
    return np.bincount(place[inside], minlength=len(weeks)).astype(np.float64)


def _cost(one: ChannelSpend | None) -> float:
    return 0.0 if one is None else one.cost_cents


def _told(one: ChannelSpend | None) -> float:
    return float("nan") if one is None else one.new_customers
