"""Whether somebody's own interval between orders is about to be over."""

from __future__ import annotations

import numpy as np

from clm_desktop.features.history import History
from clm_desktop.models.effects.priors import Array

DUE_FROM, DUE_TO = 0.75, 1.6  # of the own interval: about to be used up
REGULAR_ORDERS = 3
USUAL_VARIATION = 0.8
LEAST_DOUBT = 0.1
MOST_LATE = 1.0  # natural logarithm of own intervals of silence


def usual_gap_days(facts: History) -> Array:
    """Own rhythm shrunk to the shop's: (first to last + shop's gap) / events."""
    return np.asarray(
        (facts.tenure_days - facts.days_since + facts.shop_gap_days) / facts.events, np.float64
    )


def due_of(facts: History, gap_days: Array) -> Array:
    """Chance that the own interval is about to be over, times how regular the intervals are.

    The interval is known to ``variation / sqrt(orders)`` only, so that nobody falls out of the
    span from one day to the next.
    """
    variation = _variation(facts)
    doubt = np.maximum(variation / np.sqrt(facts.events), LEAST_DOUBT)
    span = np.log(np.maximum(facts.days_since, 0.5) / np.maximum(gap_days, 1.0))
    inside = _below(np.log(DUE_TO) - span, doubt) - _below(np.log(DUE_FROM) - span, doubt)
    return inside * _regular(facts)


def rhythm_design(facts: History) -> Array:
    """Columns for the chance of an order that straight lines in the facts miss: (n, 2).

    Being due, and silence in own intervals where these are regular. Without them a reminder would
    be given credit for orders of those who were due anyway.
    """
    gap = usual_gap_days(facts)
    late = np.log((facts.days_since + 1) / (gap + 1))
    return np.column_stack(
        [due_of(facts, gap), _regular(facts) * np.clip(late, -2 * MOST_LATE, MOST_LATE)]
    )


def _variation(facts: History) -> Array:
    gaps = facts.events - 1
    return np.asarray((facts.gap_variation * gaps + USUAL_VARIATION * 2) / (gaps + 2), np.float64)


def _regular(facts: History) -> Array:
    """0..1 by how little the own intervals vary; few intervals tell little."""
    regular = np.clip((1.2 - _variation(facts)) / 0.6, 0.0, 1.0)
    return np.where(facts.events >= REGULAR_ORDERS, regular, 0.0)


def _below(far: Array, sd: Array) -> Array:
    """Chance that something about 0 lies below ``far``: logistic, of that standard deviation."""
    return np.asarray(1 / (1 + np.exp(-far * np.pi / np.sqrt(3) / sd)), np.float64)
