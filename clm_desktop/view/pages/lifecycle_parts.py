"""What the pages about cohorts, stages and worth say alike: periods, ranges, names of stages."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import date_of
from clm_desktop.models.lifecycle.results import CohortGrid, OriginGroup, Stage
from clm_desktop.models.results import TrustLevel
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words

Cents = NDArray[np.float64]
YEAR_DAYS = 365


def stage_name(stage: Stage, words: Words) -> str:
    """What a stage is called."""
    return {
        Stage.NONE: words.text("Not a customer yet"),
        Stage.WON: words.text("Just won"),
        Stage.CONVERTING: words.text("Second order due"),
        Stage.KEPT: words.text("Kept"),
        Stage.GROWING: words.text("Growing"),
        Stage.LOST: words.text("Gone silent"),
    }[stage]


def period_name(grain: str, day: float, words: Words) -> str:
    """January 2024, first quarter, or the week by its Monday."""
    if grain == "quarter":
        date = date_of(round(day))
        quarter = (date.month + 2) // 3
        return words.text("Q{quarter} {year}", quarter=quarter, year=date.year)
    return words.month(day) if grain == "month" else words.date(day, short=True)


def grain_name(grain: str, words: Words) -> str:
    """How a switch calls a length."""
    return {
        "week": words.text("Weeks"),
        "month": words.text("Months"),
        "quarter": words.text("Quarters"),
    }[grain]


def newcomers(grain: str, day: float, words: Words) -> str:
    """The customers of a cohort, in the middle of a sentence."""
    name = period_name(grain, day, words)
    if grain == "week":
        return words.text("the week from {day}", day=name)
    return name


def in_hundred(low: float, high: float, words: Words) -> str:
    """Between 18 and 27 of 100; '' where nothing can be said."""
    if not (np.isfinite(low) and np.isfinite(high)):
        return ""
    first, last = round(100 * low), round(100 * high)
    if first == last:
        return words.text("about {n} of 100", n=first)
    return words.text("between {low} and {high} of 100", low=first, high=last)


def grid_of(answers: Answers, grain: str = "") -> CohortGrid | None:
    """The grid in a grain, else the one to show first, else none."""
    life = answers.lifecycle
    found = {grid.grain: grid for grid in life.grids}
    return found.get(grain) or found.get(life.grain)


def ahead_of(answers: Answers) -> tuple[Cents, Cents, Cents]:
    """What is expected of each customer within the time that the shop's sum is said for: a year,
    or half of one; with its range.
    """  # noqa: D205
    value = answers.value
    if answers.lifecycle.equity.ahead_days < YEAR_DAYS:
        return value.value_6m_cents, value.value_6m_lo_cents, value.value_6m_hi_cents
    return value.value_12m_cents, value.value_12m_lo_cents, value.value_12m_hi_cents


def says_shares(answers: Answers) -> bool:
    """Whether there are enough customers for shares and estimates."""
    return answers.trust.level > TrustLevel.LOOK


def refused_page(page: str, title: str, answers: Answers, words: Words) -> Page | None:
    """The page where nothing can be said of returning; None where something can."""
    refused = answers.lifecycle.refused
    if refused is None and len(answers.customers):
        return None
    why = words.say(refused) if refused else words.text("Your files name no customers.")
    return Page(
        page=page,
        title=title,
        lead=words.text("Who came back cannot be seen in these files."),
        as_of=parts.as_of(answers, words),
        empty=why,
    )


def too_few_note(answers: Answers, words: Words) -> tuple[str, ...]:
    """Why there are only counts."""
    if says_shares(answers):
        return ()
    return (
        words.text("With fewer than 30 customers there are only counts here, no shares."),
        *parts.unlock_note(answers, words),
    )


def open_note(words: Words) -> str:
    """How the people behind a row are seen."""
    return words.text("Click a row, or press Enter on it, to see its customers.")


def midway_note(answers: Answers, words: Words) -> tuple[str, ...]:
    """Whom the first cohort holds, where the file begins in the middle of the shop's life."""
    if not answers.lifecycle.file_starts_midway:
        return ()
    return (
        words.text(
            "Your files begin on {day}: some who look new in the first months had bought before.",
            day=words.date(answers.totals.first_day),
        ),
    )


def origin_name(group: OriginGroup, dimension: str, answers: Answers, words: Words) -> str:
    """What a group of customers is called by how they began."""
    if dimension == "product":
        names = answers.names
        return str(names.product_name[group.product]) or str(names.product_key[group.product])
    if dimension == "period":
        return period_name(answers.lifecycle.grain, group.start_day, words)
    if dimension == "basket":
        return {
            "small": words.text("Small first order"),
            "middle": words.text("Middle first order"),
            "large": words.text("Large first order"),
        }[group.key]
    if not group.key:
        none = {"channel": words.text("No channel told"), "coupon": words.text("No coupon")}
        return none[dimension]
    return group.key
