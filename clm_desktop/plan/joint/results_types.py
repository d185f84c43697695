"""What came of earlier plans: compared with those who were left alone by lot."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import nan

from clm_desktop.core.message import Message


class Verdict(StrEnum):
    """Fixed words for what a comparison shows."""

    BETTER = "better"  # proved
    NOT_PROVED = "not_proved"
    WORSE = "worse"  # proved


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Those who were contacted against those held out by the same lot.

    Shares are of customers with an order in the window. ``lo``/``hi`` is the 95 % interval at the
    last planned look; ``band_*`` the always valid one (a confidence sequence).
    """

    action: str  # '' = all actions together
    sent: int
    sent_ordered: int
    held: int
    held_ordered: int
    uplift_share: float  # difference, adjusted for what was expected of them; nan without both
    lo: float
    hi: float
    band_lo: float
    band_hi: float
    extra_orders: float  # uplift times sent: people who ordered and else would not have
    gain_cents: float  # measured margin of them less what was spent; nan without both
    gain_lo_cents: float
    gain_hi_cents: float
    verdict: Verdict
    looks_done: int
    looks_planned: int
    next_look_day: int  # -1 = none left
    weeks_to_proof: float  # about, at the present pace; nan = cannot be said, inf = never
    weeks_as_measured: float = nan  # the same, if the true difference is what was measured


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachResults:
    """The page Results in numbers."""

    as_of_day: int
    plans: int
    done: int  # contacts made
    skipped: int
    not_true: int
    opted_out: int
    windows_open: int  # rows whose window is not over or not covered by an import
    broken: int  # held-out customers who were contacted all the same: analysed as drawn, flagged
    comparisons: tuple[Comparison, ...]  # all together first
    said_gain_cents: float  # what was promised of the rows that are compared, without friends
    was_gain_cents: float  # what is measured of them, nan where nothing can be
    spent_cents: float
    notes: tuple[Message, ...] = ()
