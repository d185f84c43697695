"""From transactions to answers: a pure composition of features, models and plan."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshOptions:
    """What the owner may choose for a refresh; the defaults choose from the data."""

    as_of_day: int | None = None  # None: the day of the newest sale
    horizon_days: int | None = None  # None: from the shop's own rhythm
    seed: int = 0
    thresholds: tuple[float, float] = (0.33, 0.66)  # chance to leave: medium, high
