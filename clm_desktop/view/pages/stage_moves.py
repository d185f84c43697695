"""What happened lately in the lifecycle, and who moved: tables whose rows open their people."""

from __future__ import annotations

import numpy as np

from clm_desktop.models.lifecycle.results import HAPPENED, STAGES, PeriodFigures, Stage, Stages
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.lifecycle_parts import stage_name
from clm_desktop.view.words import Words

FLOW_BASE = 10  # a flow's key is (from + 1) * FLOW_BASE + to


def periods_table(answers: Answers, words: Words) -> TableBlock:
    """One row per thing that happened, one column per period; a row opens who it was lately."""
    text, stages = words.text, answers.lifecycle.stages
    names = {
        "new": text("New customers"),
        "second": text("Second orders"),
        "returning": text("Earlier customers who bought"),
        "kept": text("Bought in the time before, too"),
        "lost": text("Went silent"),
        "won_back": text("Won back"),
    }
    counts = [[float(getattr(one, name)) for name in HAPPENED] for one in stages.figures]
    columns = (
        Column(key="what", title=text("Customers"), kind=Kind.TEXT, width=26),
        *(
            Column(key=f"period_{i}", title=_dates(one, words), kind=Kind.WHOLE, width=24)
            for i, one in enumerate(stages.figures)
        ),
    )
    return TableBlock(
        name="lifecycle_periods",
        title=text("What happened in {days}", days=words.days(stages.period_days)),
        columns=columns,
        values=(
            parts.objects([names[name] for name in HAPPENED]),
            *(np.array([np.nan if n < 0 else n for n in period]) for period in counts),
        ),
        row_kind="happened",
        row_key=np.arange(len(HAPPENED), dtype=np.int64),
    )


def _dates(one: PeriodFigures, words: Words) -> str:
    return words.text(
        "{first} to {last}",
        first=words.date(one.from_day, short=True),
        last=words.date(one.to_day, short=True),
    )


def flows(stages: Stages) -> tuple[tuple[Stage, Stage, int], ...]:
    """Who moved: from, to, how many; only where somebody did."""
    found = []
    for was in (Stage.NONE, *STAGES):
        for now in STAGES:
            count = int(((stages.before == was) & (stages.label == now)).sum())
            if count:
                found.append((was, now, count))
    return tuple(found)


def flow_key(was: Stage, now: Stage) -> int:
    """Number of a flow, by which its people are found."""
    return (int(was) + 1) * FLOW_BASE + int(now)


def flow_table(answers: Answers, words: Words) -> TableBlock:
    """One row per move between stages; a row opens its people."""
    stages, text = answers.lifecycle.stages, words.text
    moved = sorted((f for f in flows(stages) if f[0] != f[1]), key=lambda f: -f[2])
    money = answers.customers.monetary_cents
    spent = [
        int(money[(stages.before == was) & (stages.label == now)].sum()) for was, now, _ in moved
    ]
    columns = (
        Column(key="from", title=text("From"), kind=Kind.TEXT, width=22),
        Column(key="to", title=text("To"), kind=Kind.TEXT, width=22),
        Column(key="customers", title=text("Customers"), kind=Kind.WHOLE),
        Column(key="spent", title=text("Spent so far"), kind=Kind.MONEY),
    )
    return TableBlock(
        name="lifecycle_flows",
        title=text("Who moved in the last {days}", days=words.days(stages.period_days)),
        columns=columns,
        values=(
            parts.objects([stage_name(was, words) for was, _, _ in moved]),
            parts.objects([stage_name(now, words) for _, now, _ in moved]),
            np.array([count for _, _, count in moved], dtype=np.int64),
            np.array(spent, dtype=np.int64),
        ),
        row_kind="flow",
        row_key=np.array([flow_key(was, now) for was, now, _ in moved], dtype=np.int64),
        empty=text("Nobody moved."),
        sorted_by="customers",
    )
