"""What stands behind the plan: limits, prices, solver, beliefs; for the Details drawer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clm_desktop.core.outreach import PlanSettings
from clm_desktop.plan.joint.types import ActionBelief
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.plan_parts import PlanInput, action_titles
from clm_desktop.view.words import Words


def plan_details(told: PlanInput, words: Words) -> tuple[tuple[str, str], ...]:
    """(name, value) of everything that decided the plan."""
    plan, record, text = told.plan, told.record, words.text
    made: list[tuple[str, str]] = []
    settings = plan.settings if plan is not None else None
    if record is not None:
        settings = record.settings
        made += [
            (text("Number of the plan"), words.whole(record.number) if record.number else "–"),
            (text("Made by version"), record.program_version),
        ]
    if settings is not None:
        made += limits(settings, words)
    if plan is not None:
        made += [
            (text("Dearest it may become (95 of 100)"), words.money(plan.cost_p95_cents)),
            (text("Price of money, as the goal weighs it"), _decimal(plan.shadow_price, words)),
            (text("Kept customers, against nothing"), words.change(plan.kept_customers)),
            (text("Solver"), words.code(f"solver.{plan.solver}")),
            (text("Certified distance from the best plan"), _gap(plan.gap_share, words)),
            (text("Seed of the lot"), str(plan.seed)),
        ]
    elif record is not None:
        made += [
            (text("Dearest it may become (95 of 100)"), words.money(record.cost_p95_cents)),
            (text("Price of money, as the goal weighs it"), _decimal(record.shadow_price, words)),
            (text("Certified distance from the best plan"), _gap(record.gap_share, words)),
            (text("Seed of the lot"), str(record.seed)),
        ]
    return tuple(made)


def limits(settings: PlanSettings, words: Words) -> list[tuple[str, str]]:
    """The limits that every plan keeps."""
    text, none = words.text, "–"
    money = words.money(settings.budget_cents) if np.isfinite(settings.budget_cents) else none
    share = settings.hold_out_share
    made = [
        (text("Money a week, at most"), money),
        (
            text("Contacts a week, at most"),
            words.whole(settings.contacts) if settings.contacts else none,
        ),
        (text("Between two contacts"), words.days(settings.min_gap_days)),
        (text("Contacts in 8 weeks, at most"), words.whole(settings.max_per_8_weeks)),
        (text("Contacts a year, at most"), words.whole(settings.max_per_year)),
        (text("An order counts as an answer within"), words.days(settings.window_days)),
        (text("Left alone to compare"), words.share(share) if np.isfinite(share) else none),
        (text("An hour of your time"), words.money(settings.hour_cents)),
        (
            text("Tries a little, to learn"),
            text("yes") if settings.explore else text("no"),
        ),
    ]
    made += [
        (
            text("At least for “{pile}”", pile=words.code(f"pile.{pile.value}")),
            words.share(least),
        )
        for pile, least in settings.least_share
    ]
    return made


def beliefs_table(told: PlanInput, words: Words) -> TableBlock:
    """What each action is believed to do, with its range and where that is from."""
    text = words.text
    beliefs = () if told.plan is None else told.plan.beliefs
    names = action_titles(told.outreach, words)
    columns = (
        (
            Column(key="action", title=text("Action"), kind=Kind.TEXT, width=18),
            parts.objects([names.get(one.action, one.action) for one in beliefs]),
        ),
        (
            Column(
                key="per_100",
                title=text("Extra orders of 100"),
                kind=Kind.DECIMAL,
                tip=text("More orders from 100 customers that it would be sent to."),
            ),
            np.array([one.per_100 for one in beliefs], dtype=np.float64),
        ),
        (
            Column(
                key="larger",
                title=text("Larger orders"),
                kind=Kind.SHARE,
                tip=text(
                    "By how much orders that answer it are larger, or smaller. No comparison "
                    "measures it."
                ),
            ),
            np.array([one.larger_share for one in beliefs], dtype=np.float64),
        ),
        (
            Column(key="sent", title=text("Own cases"), kind=Kind.WHOLE),
            np.array([one.sent for one in beliefs], dtype=np.int64),
        ),
        (
            Column(key="held", title=text("left alone"), kind=Kind.WHOLE),
            np.array([one.held for one in beliefs], dtype=np.int64),
        ),
        (
            Column(key="advice", title=text("Advice"), kind=Kind.TEXT, width=18),
            parts.objects(
                [text("stop it: it does nothing") if one.stop else "" for one in beliefs]
            ),
        ),
        *_range_columns(beliefs, words),
    )
    return TableBlock(
        name="beliefs",
        title=text("What the plan believes of each action"),
        columns=tuple(column for column, _ in columns),
        values=tuple(values for _, values in columns),
    )


def _range_columns(
    beliefs: Sequence[ActionBelief], words: Words
) -> tuple[tuple[Column, np.ndarray], ...]:
    """The lift in log-odds and its range."""
    text = words.text
    return (
        (
            Column(key="lift", title=text("Log-odds"), kind=Kind.DECIMAL),
            np.array([one.lift_mean for one in beliefs], dtype=np.float64),
        ),
        (
            Column(
                key="low",
                title=text("from"),
                kind=Kind.DECIMAL,
                tip=text("The truth lies in this range 8 times in 10."),
            ),
            np.array([one.lift_lo for one in beliefs], dtype=np.float64),
        ),
        (
            Column(key="high", title=text("to"), kind=Kind.DECIMAL),
            np.array([one.lift_hi for one in beliefs], dtype=np.float64),
        ),
    )


def _decimal(value: float, words: Words) -> str:
    return words.decimal(round(value, 2)) if np.isfinite(value) else "–"


def _gap(share: float, words: Words) -> str:
    """Never 'nothing' where it is only small."""
    if not np.isfinite(share):
        return "–"
    return words.text("at most {share}", share=f"{100 * max(share, 1e-6):.4f}%")
