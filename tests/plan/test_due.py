"""Who is about to run out: a chance, not a span of days."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from clm_desktop.features.events import Events
from clm_desktop.features.history import History, history
from clm_desktop.models.effects.rhythm import due_of, usual_gap_days


def facts_of(gaps: list[int], silent_days: int) -> History:
    """One customer who ordered after these gaps and is silent since."""
    day = np.cumsum([0, *gaps]).astype(np.int32)
    n = len(day)
    events = Events(
        customer=np.zeros(n, np.int32), day=day, sales_cents=np.full(n, 1000),
        net_cents=np.full(n, 1000), products=np.ones(n, np.int32),
    )  # fmt: skip
    return replace(history(events, int(day[-1]) + silent_days, 21), shop_gap_days=30.0)


def due(gaps: list[int], silent_days: int) -> float:
    facts = facts_of(gaps, silent_days)
    return float(due_of(facts, usual_gap_days(facts))[0])


def test_that_who_is_regular_is_due_around_the_own_interval() -> None:
    regular = [30, 31, 29, 30, 30, 30]
    assert due(regular, 32) > 0.8
    assert due(regular, 8) < 0.1
    assert due(regular, 80) < 0.1


def test_that_nobody_falls_due_from_one_day_to_the_next() -> None:
    days = [due([30, 25, 36, 30], silent) for silent in range(1, 120)]
    assert max(np.abs(np.diff(days))) < 0.2


def test_that_irregular_or_new_customers_are_less_due() -> None:
    regular, loose = [30] * 6, [5, 60, 12, 70, 8, 25]
    assert due(loose, 30) < due(regular, 30) / 2
    assert due([30], 30) == 0.0
