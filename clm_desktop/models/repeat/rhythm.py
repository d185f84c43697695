"""Lateness against the usual rhythm: the rule that every model must beat, and the horizon."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.features.spells import DEFAULT_GAP_DAYS, Spells
from clm_desktop.models.results import Risk

Days = NDArray[np.float64]
MIN_GAPS = 20  # fewer gaps tell nothing about a shop
FALLBACK_LIMITS_DAYS = (40.0, 90.0, 180.0)
MIN_HORIZON_DAYS, MAX_HORIZON_DAYS = 30, 180
SHORTEST_HORIZON_DAYS = 7
RHYTHM_ORDERS = 4  # three gaps: of fewer nobody can say what is usual (product.md, 3)


def default_horizon_days(own: Spells, span_days: int) -> int:
    """Twice the shop's median gap, 30 to 180 days, and at most a third of the history."""
    wished = round(2 * own.shop_gap_days)
    wished = min(max(wished, MIN_HORIZON_DAYS), MAX_HORIZON_DAYS)
    return min(wished, max(span_days // 3, SHORTEST_HORIZON_DAYS))


def typical_gaps_days(median_gap_days: Days, events: NDArray[np.number]) -> Days:
    """Every repeat purchase with its customer's usual gap, so that one odd gap moves nothing."""
    repeat = ~np.isnan(median_gap_days)
    return np.repeat(median_gap_days[repeat], np.asarray(events, dtype=np.int64)[repeat] - 1)


def shop_limits_days(typical_gaps: Days) -> tuple[float, float, float, float]:
    """Gaps of the shop that mean: due, late, very late, lost (40th, 60th, 80th, 95th percentile).

    With fewer than 20 gaps 40, 90 and 180 days stand in, as in other tools for shops.
    """
    if len(typical_gaps) < MIN_GAPS:
        due, very_late, lost = FALLBACK_LIMITS_DAYS
        return due, (due + very_late) / 2, very_late, lost
    due, late, very_late, lost = np.percentile(typical_gaps, [40, 60, 80, 95]).tolist()
    return due, late, very_late, lost


LOST = 4  # the last stage of silence


def stage_of_silence(
    silent_days: NDArray[np.number], usual_gap_days: Days, typical_gaps: Days
) -> NDArray[np.int8]:
    """0 in rhythm, 1 due, 2 late, 3 very late, 4 lost: past own rhythm and past the shop's limit.

    A customer is due after 1.25 own gaps, late after 2, very late after 3, lost after 5, but
    never before the shop's own percentile of gaps. ``silent_days``: since the last order, without
    those on which nobody bought (``features.quiet_days``).
    """
    stage = np.zeros(len(silent_days), dtype=np.int8)
    limits = shop_limits_days(typical_gaps)
    for times, limit in zip((1.25, 2.0, 3.0, 5.0), limits, strict=True):
        stage += np.greater(silent_days, np.maximum(times * usual_gap_days, limit))
    return stage


def risk_by_rhythm(stage: NDArray[np.int8]) -> NDArray[np.int8]:
    """Risk level of the rule: due or late is medium, very late or lost is high."""
    return np.select(
        [stage >= 3, stage >= 1], [int(Risk.HIGH), int(Risk.MEDIUM)], int(Risk.LOW)
    ).astype(np.int8)


def worth_watching(
    events: NDArray[np.number],
    recency_days: NDArray[np.number],
    usual_gap_days: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Active repeaters: two or more events, the last within a year or three own gaps."""
    repeats: NDArray[np.bool_] = np.greater_equal(events, 2)
    active: NDArray[np.bool_] = np.less_equal(recency_days, np.maximum(365.0, 3 * usual_gap_days))
    return repeats & active


def shop_gap_of_table(table: CustomerTable) -> float:
    """Median gap of the shop's repeat purchases as the table tells it."""
    gaps = typical_gaps_days(table.median_gap_days, table.frequency)
    return float(np.median(gaps)) if len(gaps) else DEFAULT_GAP_DAYS


def usual_gap_of_table(table: CustomerTable, shop_gap_days: float) -> Days:
    """Own rhythm shrunk to the shop's: (first to last + shop's gap) / events."""
    span = (table.tenure_days - table.recency_days).astype(np.float64)
    return (span + shop_gap_days) / table.frequency


def silence_of_table(table: CustomerTable) -> NDArray[np.int8]:
    """Stage of silence of each customer by what the table tells of the shop's rhythm."""
    gaps = typical_gaps_days(table.median_gap_days, table.frequency)
    usual = usual_gap_of_table(table, shop_gap_of_table(table))
    return stage_of_silence(table.recency_days - table.quiet_days, usual, gaps)
