"""Each action in the results: contacted against left alone, its verdict, what a proof takes."""

from __future__ import annotations

from math import isfinite

import numpy as np

from clm_desktop.core.outreach import Outreach
from clm_desktop.plan.joint.results_types import Comparison, Verdict
from clm_desktop.view.blocks import ChartBlock, ChartKind, Column, Kind, Series, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.plan_parts import action_titles
from clm_desktop.view.words import Words

_FAR_WEEKS = 104  # a proof that is farther away is no plan
_VERDICT_LOOK = {  # colour (role of the palette) and marker: never colour alone
    Verdict.BETTER: (2, "^"),
    Verdict.NOT_PROVED: (6, "o"),
    Verdict.WORSE: (3, "v"),
}


def proof_sentence(one: Comparison, words: Words) -> str:
    """What it would take to know."""
    weeks = one.weeks_to_proof
    if not one.sent and not one.held:
        return ""
    if np.isnan(weeks):
        return words.text("A proof needs people who are left alone to compare.")
    if weeks > _FAR_WEEKS and one.weeks_as_measured <= _FAR_WEEKS:
        return words.plural(
            "More came of it than was believed: if that lasts, a proof needs about {n} more week.",
            "More came of it than was believed: if that lasts, a proof needs about {n} more weeks.",
            max(1.0, float(np.ceil(one.weeks_as_measured))),
        )
    if weeks > _FAR_WEEKS:
        return words.text("At your size a proof would take years: let the belief guide you.")
    return words.plural(
        "At your size a proof needs about {n} more week.",
        "At your size a proof needs about {n} more weeks.",
        max(1.0, float(np.ceil(weeks))),
    )


def _name(one: Comparison, names: dict[str, str], words: Words) -> str:
    return names.get(one.action, one.action) if one.action else words.text("All together")


def comparison_table(
    compared: tuple[Comparison, ...], outreach: Outreach, words: Words
) -> TableBlock:
    """Contacted against left alone, per action."""
    text, names = words.text, action_titles(outreach, words)
    share_tip = text("Percentage points more that bought, adjusted for what was expected of them.")
    columns = (
        (
            Column(key="action", title=text("Action"), kind=Kind.TEXT, width=22),
            parts.objects([_name(one, names, words) for one in compared]),
        ),
        (
            Column(key="verdict", title=text("Verdict"), kind=Kind.TEXT, width=16),
            parts.objects([words.code(f"verdict.{one.verdict.value}") for one in compared]),
        ),
        (
            Column(key="sent", title=text("Contacted"), kind=Kind.WHOLE),
            np.array([one.sent for one in compared], dtype=np.int64),
        ),
        (
            Column(key="sent_ordered", title=text("of whom bought"), kind=Kind.WHOLE),
            np.array([one.sent_ordered for one in compared], dtype=np.int64),
        ),
        (
            Column(key="held", title=text("Left alone"), kind=Kind.WHOLE),
            np.array([one.held for one in compared], dtype=np.int64),
        ),
        (
            Column(key="held_ordered", title=text("of whom bought"), kind=Kind.WHOLE),
            np.array([one.held_ordered for one in compared], dtype=np.int64),
        ),
        (
            Column(key="uplift", title=text("Difference"), kind=Kind.SHARE, tip=share_tip),
            np.array([one.uplift_share for one in compared], dtype=np.float64),
        ),
        (
            Column(key="gain", title=text("Profit"), kind=Kind.MONEY),
            np.array([one.gain_cents for one in compared], dtype=np.float64),
        ),
        (
            Column(key="proof", title=text("What it would take"), kind=Kind.TEXT, width=44),
            parts.objects(
                [
                    proof_sentence(one, words) if one.verdict is Verdict.NOT_PROVED else ""
                    for one in compared
                ]
            ),
        ),
    )
    return TableBlock(
        name="results",
        title=text("Each action"),
        columns=tuple(column for column, _ in columns),
        values=tuple(values for _, values in columns),
    )


def uplift_chart(compared: tuple[Comparison, ...], outreach: Outreach, words: Words) -> ChartBlock:
    """Uplift of each action with its interval and the line of no effect."""
    names = action_titles(outreach, words)
    shown = [one for one in compared if one.sent and one.held and isfinite(one.uplift_share)]
    series = []
    for verdict, (colour, marker) in _VERDICT_LOOK.items():
        mine = [(place, one) for place, one in enumerate(shown) if one.verdict is verdict]
        if mine:
            spans = [_span(one) for _, one in mine]
            series.append(
                Series(
                    label=words.code(f"verdict.{verdict.value}"),
                    x=tuple(float(place) for place, _ in mine),
                    y=tuple(one.uplift_share for _, one in mine),
                    lo=tuple(low for low, _ in spans),
                    hi=tuple(high for _, high in spans),
                    colour=colour,
                    marker=marker,
                )
            )
    return ChartBlock(
        name="uplift",
        title=words.text("What each action did"),
        sentence=words.join(
            [
                words.text(
                    "The dot is what was measured; the truth lies on its line in at least 19 of "
                    "20 cases. A line that crosses zero proves nothing."
                ),
                words.text(
                    "One that does not is called proved on the day of a look at the soonest."
                )
                if any(map(_waits_for_look, shown))
                else "",
            ]
        ),
        kind=ChartKind.RANGE,
        series=tuple(series),
        x_labels=tuple(_name(one, names, words) for one in shown),
        x_title=words.text("More of those contacted bought (percentage points)"),
        y_kind=Kind.SHARE,
    )


def _waits_for_look(one: Comparison) -> bool:
    """Whether the line keeps clear of zero, and yet no verdict was taken of it."""
    low, high = _span(one)
    return one.verdict is Verdict.NOT_PROVED and (low > 0 or high < 0)


def _span(one: Comparison) -> tuple[float, float]:
    """The interval of the last look; before the first look the always valid band."""
    looked = isfinite(one.lo) and isfinite(one.hi)
    low, high = (one.lo, one.hi) if looked else (one.band_lo, one.band_hi)
    return max(low, -1.0), min(high, 1.0)  # nobody orders more than always
