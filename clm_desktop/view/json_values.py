"""What programs are told: values of JSON. Loads nothing, so that commands start fast."""

from __future__ import annotations

import math

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def number(value: float) -> float | None:
    """A float for JSON, None for nan."""
    return round(float(value), 6) if math.isfinite(value) else None
