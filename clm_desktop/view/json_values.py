"""What programs are told: values of JSON. Loads nothing, so that commands start fast."""

from __future__ import annotations

import math

from clm_desktop.core.money import minor_digits

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def number(value: float) -> float | None:
    """A float for JSON, None for nan."""
    return _rounded(float(value), 6)


class Money:
    """Cents of a currency as major units for JSON, None for nan."""

    def __init__(self, currency: str) -> None:
        """Look up the decimals once."""
        self._digits = minor_digits(currency)

    def __call__(self, cents: float) -> float | None:
        """One amount."""
        return _rounded(float(cents) / 10**self._digits, self._digits)


def _rounded(value: float, digits: int) -> float | None:
    return round(value, digits) + 0.0 if math.isfinite(value) else None  # -0.0 + 0.0 is 0.0
