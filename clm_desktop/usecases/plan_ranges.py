"""Which numbers make sense in what plans are made of: limits, costs, time."""

from __future__ import annotations

from math import isnan

from clm_desktop.core.errors import RequestError
from clm_desktop.core.outreach import PlanSettings


def check_settings(settings: PlanSettings) -> None:
    """Refuse what makes no sense. Raises RequestError ``bad_setting`` or ``bad_money``."""
    for name, cents, most in (
        ("budget", settings.budget_cents, 1e12),
        ("hour", settings.hour_cents, 1e9),
    ):
        if not isnan(cents):  # then the program decides
            check_money(name, cents, most)
    ranges = (
        ("contacts", float(settings.contacts), 0.0, 1e6),
        ("gap-days", float(settings.min_gap_days), 1.0, 365.0),
        ("8-weeks", float(settings.max_per_8_weeks), 0.0, 56.0),
        ("year", float(settings.max_per_year), 0.0, 365.0),
        ("window-days", float(settings.window_days), 7.0, 90.0),
        ("hold-out", settings.hold_out_share, 0.0, 0.5),
    )
    for name, value, least, most in ranges:
        if not isnan(value):
            check_range(name, value, least, most)
    shares = [share for _, share in settings.least_share]
    if any(share < 0 for share in shares) or sum(shares) > 1:
        raise RequestError("bad_setting", value=f"{sum(shares):g}", name="share", known="0–1")


def check_range(name: str, value: float, least: float, most: float) -> None:
    """Refuse a number that makes no sense."""
    if not least <= value <= most:
        known = f"{least:.15g}–{most:.15g}"  # no exponents
        raise RequestError("bad_setting", value=f"{value:.15g}", name=name, known=known)


def check_money(name: str, cents: float, most: float) -> None:
    """Refuse an amount that makes no sense, told in the shop's money."""
    if not 0 <= cents <= most:
        raise RequestError("bad_money", told_cents=cents, name=name, most_cents=most)
