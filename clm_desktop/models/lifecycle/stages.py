"""The five stages of the lifecycle on a day, by the shop's own rhythm, and who moved.

A customer is *lost* when silent beyond three own gaps and beyond the shop's 80th percentile of
gaps (``rhythm.stage_of_silence`` "very late"). Of the others, who ordered once is *won* until the
second order is due and *converting* from then on; who came back is *kept*, or *growing* when of the
third that spent most lately. The limits are those of the as-of day for every day compared, so that
people move, not the limits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.features.quiet_days import quiet_days_since, quiet_stretches
from clm_desktop.models.lifecycle.beginnings import Beginnings
from clm_desktop.models.lifecycle.results import HAPPENED, PeriodFigures, Stage, Stages
from clm_desktop.models.repeat.rhythm import (
    shop_gap_of_table,
    shop_limits_days,
    silence_of_table,
    stage_of_silence,
    typical_gaps_days,
)

YEAR_DAYS = 365
VALUE_DAYS = (365, 180, 90, 30)
GROWING_SHARE = 1 / 3
DUE, VERY_LATE = 1, 3  # of stage_of_silence
NOBODY = np.iinfo(np.int32).min
Who = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """What decides about stages: the same on every day compared."""

    shop_gap_days: float
    typical_gaps: NDArray[np.float64]
    quiet: tuple[tuple[int, int], ...]  # stretches in which nobody bought
    value_days: int
    value_bar_cents: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _AsOf:
    """Orders of each customer until a day: how many, the last of them (NOBODY = none)."""

    day: int
    events: NDArray[np.int64]
    last_day: NDArray[np.int64]


def stages(begun: Beginnings, table: CustomerTable, period_days: int) -> Stages:
    """Put every customer into one stage, today, a period ago, a year ago. Cost: O(n), 9 passes.

    Days of the past are compared only where the history before them is as long as what decides
    about stages then: else everybody would look new.
    """
    span = int(table.tenure_days.max(initial=0))
    gap = shop_gap_of_table(table)
    typical = typical_gaps_days(table.median_gap_days, table.frequency)
    due, _, very_late, _ = shop_limits_days(typical)
    fitting = [days for days in VALUE_DAYS if days + period_days <= span]
    value_days = fitting[0] if fitting else VALUE_DAYS[-1]
    rules = _Rules(
        shop_gap_days=gap,
        typical_gaps=typical,
        quiet=quiet_stretches(begun.event_day),
        value_days=value_days,
        value_bar_cents=_value_bar(begun, table, value_days),
    )
    today = table.as_of_day
    warm = max(value_days, min(round(max(3 * gap, very_late)), YEAR_DAYS))
    oldest = today - span + warm  # stages of earlier days are not known
    before_known = today - period_days >= oldest
    year_known = today - YEAR_DAYS >= oldest
    labels = _Labels(begun, rules, oldest)
    ends = _ends(today, period_days, span)
    happened = [_happened(begun, labels, end, period_days) for end in ends]
    return Stages(
        label=labels.on(today),
        before=labels.on(today - period_days),
        last_year=labels.on(today - YEAR_DAYS) if year_known else np.zeros(0, np.int8),
        before_known=before_known,
        period_days=period_days,
        due_days=max(1.25 * gap, due),
        lost_days=very_late,
        value_days=value_days,
        value_bar_cents=rules.value_bar_cents,
        figures=tuple(
            _figures(begun, who, end, period_days) for who, end in zip(happened, ends, strict=True)
        ),
        happened=happened[0].bits(),
    )


def _value_bar(begun: Beginnings, table: CustomerTable, value_days: int) -> float:
    """Money of the last ``value_days`` from which on a customer who came back is growing.

    Where that third begins amid equals, only who spent more; nan where nobody did.
    """
    regular = (table.frequency >= 2) & (silence_of_table(table) < VERY_LATE)
    if not regular.any():
        return float("nan")
    spent = _spent(begun, table.as_of_day, value_days)[regular]
    bar = float(np.quantile(spent, 1 - GROWING_SHARE, method="higher"))
    more = spent[spent > bar] if bar <= np.median(spent) else spent[spent >= bar]
    return float(more.min()) if len(more) else float("nan")


def _spent(begun: Beginnings, day: int, days: int) -> NDArray[np.float64]:
    return begun.money((begun.order_day <= day) & (begun.order_day > day - days))


class _Labels:
    """Stages on any day, each day looked at once."""

    def __init__(self, begun: Beginnings, rules: _Rules, oldest: int) -> None:
        self.begun, self.rules, self.oldest = begun, rules, oldest
        self._known: dict[int, NDArray[np.int8]] = {}

    def on(self, day: int) -> NDArray[np.int8]:
        """Stage of each customer on a day."""
        if day not in self._known:
            self._known[day] = _label(self.begun, self.rules, day)
        return self._known[day]

    def reaches(self, day: int) -> bool:
        """Whether the history before a day is long enough for stages."""
        return day >= self.oldest


def _as_of(begun: Beginnings, day: int) -> _AsOf:
    if not len(begun):
        return _AsOf(day=day, events=np.zeros(0, np.int64), last_day=np.zeros(0, np.int64))
    past = begun.event_day <= day
    last = np.where(past, begun.event_day, NOBODY)
    return _AsOf(
        day=day,
        events=np.add.reduceat(past.astype(np.int64), begun.start),
        last_day=np.maximum.reduceat(last, begun.start).astype(np.int64),
    )


def _label(begun: Beginnings, rules: _Rules, day: int) -> NDArray[np.int8]:
    known = _as_of(begun, day)
    there = known.events > 0
    events = np.maximum(known.events, 1)
    last = np.where(there, known.last_day, begun.first_day)
    usual = (last - begun.first_day + rules.shop_gap_days) / events
    quiet = quiet_days_since(last, tuple(one for one in rules.quiet if one[1] < day))
    silence = stage_of_silence(day - last - quiet, usual, rules.typical_gaps)
    rich = _spent(begun, day, rules.value_days) >= rules.value_bar_cents
    stage = np.select(
        [~there, silence >= VERY_LATE, (known.events == 1) & (silence < DUE), known.events == 1],
        [int(Stage.NONE), int(Stage.LOST), int(Stage.WON), int(Stage.CONVERTING)],
        np.where(rich, int(Stage.GROWING), int(Stage.KEPT)),
    )
    return stage.astype(np.int8)


def _ends(today: int, period_days: int, span: int) -> tuple[int, ...]:
    """Last days of the last period, the one before, and the same one last year, if whole."""
    ends = [today]
    if span + 1 >= 2 * period_days:
        ends.append(today - period_days)
    if span + 1 >= YEAR_DAYS + period_days and period_days < YEAR_DAYS:
        ends.append(today - YEAR_DAYS)
    return tuple(ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happened:
    """Who did what in a period; ``lost`` and ``won_back`` are None where stages are not known."""

    new: Who
    second: Who
    returning: Who
    kept: Who
    lost: Who | None
    won_back: Who | None
    inside: Who  # bought
    earlier: Who  # bought in the period before

    def bits(self) -> NDArray[np.uint8]:
        """All of it in one number per customer."""
        packed = np.zeros(len(self.new), dtype=np.uint8)
        for place, name in enumerate(HAPPENED):
            who = getattr(self, name)
            if who is not None:
                packed |= (who.astype(np.uint8) << place).astype(np.uint8)
        return packed


def _happened(begun: Beginnings, labels: _Labels, end: int, period_days: int) -> _Happened:
    after = end - period_days
    inside = _bought(begun, after, end)
    earlier = _bought(begun, after - period_days, after)
    new = (begun.first_day > after) & (begun.first_day <= end)
    second_day = begun.first_day.astype(np.int64) + begun.second_gap_days
    lost = won_back = None
    if labels.reaches(after):
        was, now = labels.on(after), labels.on(end)
        lost = (was != Stage.LOST) & (now == Stage.LOST)
        won_back = (was == Stage.LOST) & inside
    return _Happened(
        new=new,
        second=(second_day > after) & (second_day <= end),
        returning=inside & ~new,
        kept=earlier & inside,
        lost=lost,
        won_back=won_back,
        inside=inside,
        earlier=earlier,
    )


def _figures(begun: Beginnings, who: _Happened, end: int, period_days: int) -> PeriodFigures:
    after = end - period_days
    within = (begun.order_day > after) & (begun.order_day <= end)
    return PeriodFigures(
        from_day=after + 1,
        to_day=end,
        new=int(who.new.sum()),
        second=int(who.second.sum()),
        returning=int(who.returning.sum()),
        kept_of=int(who.earlier.sum()),
        kept=int(who.kept.sum()),
        active=int(who.inside.sum()),
        sales_cents=int(begun.order_cents[within].sum()),
        lost=-1 if who.lost is None else int(who.lost.sum()),
        won_back=-1 if who.won_back is None else int(who.won_back.sum()),
    )


def _bought(begun: Beginnings, after: int, until: int) -> NDArray[np.bool_]:
    inside = (begun.event_day > after) & (begun.event_day <= until)
    who = np.zeros(len(begun), dtype=np.bool_)
    who[begun.event_row[inside]] = True
    return who
