"""Lifecycle: in which of the five stages customers are, and who moved."""

from __future__ import annotations

import numpy as np

from clm_desktop.models.lifecycle.results import STAGES, PeriodFigures, Stage, Stages
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import (
    ChartBlock,
    ChartKind,
    Fact,
    Page,
    Series,
    Tile,
)
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.cohort_chart import FEW
from clm_desktop.view.pages.lifecycle_parts import (
    open_note,
    refused_page,
    says_shares,
    stage_name,
    too_few_note,
)
from clm_desktop.view.pages.stage_moves import flow_table, flows, periods_table
from clm_desktop.view.words import Words

_COLOURS = {Stage.NONE: 6, Stage.WON: 4, Stage.CONVERTING: 1, Stage.KEPT: 0}
_COLOURS |= {Stage.GROWING: 2, Stage.LOST: 3}
_SYMBOLS = dict(zip(STAGES, "12345", strict=True))


def stages_page(answers: Answers, words: Words) -> Page:
    """Five stages with their people, what happened lately, who moved from where to where."""
    title = words.text("Lifecycle")
    refused = refused_page("stages", title, answers, words)
    if refused is not None:
        return refused
    stages = answers.lifecycle.stages
    moved = stages.before_known
    return Page(
        page="stages",
        title=title,
        lead=_lead(answers, words),
        as_of=parts.as_of(answers, words),
        pictures_first=True,
        facts=_facts(answers, words),
        tile_sets=((words.text("The five stages"), _tiles(answers, words)),),
        tables=(
            periods_table(answers, words),
            *((flow_table(answers, words),) if moved else ()),
        ),
        charts=(_flow(answers, words),) if moved else (),
        details=_details(stages, words),
        notes=(*_notes(answers, words), *too_few_note(answers, words)),
    )


def _lead(answers: Answers, words: Words) -> str:
    stages = answers.lifecycle.stages
    now, figures = stages.label, stages.figures[0]
    active = int((now != Stage.LOST).sum())
    lead = words.plural(
        "Your {n} customer: {active} still with you.",
        "Of your {n} customers, {active} are still with you.",
        len(now),
        active=words.whole(active),
    )
    if not stages.before_known:
        return lead
    return words.join([lead, _lost_and_won(figures, stages.period_days, words)])


def _lost_and_won(figures: PeriodFigures, days: int, words: Words) -> str:
    return words.text(
        "In the last {days} {new} came new, {lost} went silent, {back} came back.",
        days=words.days(days),
        new=words.whole(figures.new),
        lost=words.whole(figures.lost),
        back=words.whole(figures.won_back),
    )


def _facts(answers: Answers, words: Words) -> tuple[Fact, ...]:
    """The last period in four numbers, each beside the one before."""
    stages, text = answers.lifecycle.stages, words.text
    now, *others = stages.figures

    def fact(title: str, value: str, was: list[str], tip: str) -> Fact:
        return Fact(title=title, value=value, note=_then(stages, others, was, words), tip=tip)

    return (
        fact(
            text("New customers"),
            words.whole(now.new),
            [words.whole(one.new) for one in others],
            text("Customers whose first order came in this time."),
        ),
        fact(
            text("Second orders"),
            words.whole(now.second),
            [words.whole(one.second) for one in others],
            text("Customers who made their second order in this time."),
        ),
        fact(
            text("Earlier customers who bought"),
            words.whole(now.returning),
            [words.whole(one.returning) for one in others],
            text("Customers who bought in this time and had bought before it."),
        ),
        *(
            (
                fact(
                    text("Share kept"),
                    _kept(now, words),
                    [_kept(one, words) for one in others],
                    text(
                        "Of those who bought in the {days} before, so many bought again.",
                        days=words.days(stages.period_days),
                    ),
                ),
            )
            if says_shares(answers)
            else ()
        ),
        fact(
            text("Sales to customers"),
            words.money(now.sales_cents),
            [words.money(one.sales_cents) for one in others],
            text("Money of customers your files name, after refunds."),
        ),
    )


def _kept(one: PeriodFigures, words: Words) -> str:
    """The share of those who bought before and bought again; a dash where hardly anybody had."""
    return words.share(one.kept / one.kept_of if one.kept_of >= FEW else float("nan"))


def _then(stages: Stages, others: list[PeriodFigures], was: list[str], words: Words) -> str:
    """The same number before, and a year before."""
    now = stages.figures[0]
    said = []
    for one, number in zip(others, was, strict=True):
        if one.to_day == now.from_day - 1:
            said.append(words.text("before: {number}", number=number))
        else:
            said.append(words.text("a year before: {number}", number=number))
    return " · ".join(said)


# ---- the stages ---------------------------------------------------------------------------


def _tiles(answers: Answers, words: Words) -> tuple[Tile, ...]:
    stages = answers.lifecycle.stages
    money = np.maximum(answers.customers.monetary_cents, 0)
    everybody, whole = max(len(stages.label), 1), max(float(money.sum()), 1.0)
    tiles = []
    for stage in STAGES:
        mine = stages.label == stage
        count, share = int(mine.sum()), float(money[mine].sum()) / whole
        people = words.plural("{n} customer", "{n} customers", count)
        text = words.text("spent {money}", money=words.money(float(money[mine].sum())))
        if says_shares(answers):
            people = f"{people} ({words.share(count / everybody)})"
            text = words.text("{share} of sales", share=words.share(share))
        tiles.append(
            Tile(
                segment_id=f"stage_{int(stage)}",
                name=stage_name(stage, words),
                customers=people,
                share=count / everybody,
                share_text=text,
                meaning=words.join([_meaning(stage, stages, words), _change(stage, stages, words)]),
                do=_do(stage, words),
                dont=_dont(stage, words),
                colour=_COLOURS[stage],
                symbol=_SYMBOLS[stage],
            )
        )
    return tuple(tiles)


def _meaning(stage: Stage, stages: Stages, words: Words) -> str:
    """The rule behind a stage with this shop's own numbers."""
    due, lost = words.days(round(stages.due_days)), words.days(round(stages.lost_days))
    if stage is Stage.WON:
        return words.text("Acquisition: one order, less than {due} ago.", due=due)
    if stage is Stage.CONVERTING:
        return words.text(
            "Conversion: one order, more than {due} ago; the second would come about now.", due=due
        )
    if stage is Stage.KEPT:
        return words.text("Retention: came back, and not silent for too long.")
    if stage is Stage.GROWING:
        if not np.isfinite(stages.value_bar_cents):
            return words.text("Value: of those who come back, the third that spends most.")
        return words.text(
            "Value: of those who come back, the third that spends most: "
            "{money} or more in the last {days}.",
            money=words.money(stages.value_bar_cents),
            days=words.span(stages.value_days),
        )
    return words.text(
        "Churn: silent for three usual gaps of their own, and for at least {lost}.", lost=lost
    )


def _change(stage: Stage, stages: Stages, words: Words) -> str:
    if not stages.before_known:
        return ""
    was, now = stages.before == stage, stages.label == stage
    return words.text(
        "{days} ago they were {before}; {came} came in, {went} moved on.",
        days=words.days(stages.period_days),
        before=words.whole(int(was.sum())),
        came=words.whole(int((now & ~was).sum())),
        went=words.whole(int((was & ~now).sum())),
    )


def _do(stage: Stage, words: Words) -> str:
    return {
        Stage.WON: words.text("Say thank you and help them use what they bought."),
        Stage.CONVERTING: words.text("Suggest what others took with their second order."),
        Stage.KEPT: words.text("Keep their rhythm: remind those who are late, kindly."),
        Stage.GROWING: words.text("Show them new things first; offer sets and what goes with it."),
        Stage.LOST: words.text("One good try for the best of them, then let them go."),
    }[stage]


def _dont(stage: Stage, words: Words) -> str:
    return {
        Stage.WON: words.text("Don't sell hard in the first week."),
        Stage.CONVERTING: words.text("Don't try more than twice."),
        Stage.KEPT: words.text("Don't pay for orders that come anyway."),
        Stage.GROWING: words.text("Don't give them the coupon that strangers get."),
        Stage.LOST: words.text("Don't keep paying for messages to all of them."),
    }[stage]


# ---- who moved ---------------------------------------------------------------------------


def _flow(answers: Answers, words: Words) -> ChartBlock:
    stages = answers.lifecycle.stages
    counts = {(was, now): n for was, now, n in flows(stages)}
    froms = [s for s in (Stage.NONE, *STAGES) if any(was == s for was, _ in counts)]
    names = tuple(stage_name(stage, words) for stage in STAGES)
    return ChartBlock(
        name="lifecycle_flow",
        title=words.text("Who moved from where to where"),
        sentence=_lost_and_won(stages.figures[0], stages.period_days, words),
        kind=ChartKind.FLOW,
        series=tuple(
            Series(
                label=stage_name(was, words),
                x=tuple(float(i) for i in range(len(STAGES))),
                y=tuple(float(counts.get((was, now), 0)) for now in STAGES),
                colour=_COLOURS[was],
            )
            for was in froms
        ),
        x_title=words.text("{days} ago", days=words.days(stages.period_days)),
        y_title=words.date(answers.run.as_of_day, short=True),
        x_labels=names,
    )


def _details(stages: Stages, words: Words) -> tuple[tuple[str, str], ...]:
    text = words.text
    return (
        (text("Second order due after"), words.days(round(stages.due_days))),
        (text("Gone silent not before"), words.days(round(stages.lost_days))),
        (text("Spending counted over"), words.days(stages.value_days)),
        (text("Growing from"), words.money(stages.value_bar_cents)),
        (
            text("Due"),
            text("1.25 usual gaps of their own and the 40th percentile of the shop's gaps"),
        ),
        (
            text("Gone silent"),
            text("3 usual gaps of their own and the 80th percentile of the shop's gaps"),
        ),
    )


def _notes(answers: Answers, words: Words) -> tuple[str, ...]:
    stages = answers.lifecycle.stages
    notes = [
        words.plural(
            "Everybody is in exactly one stage: together they are your {n} customer.",
            "Everybody is in exactly one stage: together they are all {n} customers.",
            len(stages.label),
        )
    ]
    if not stages.before_known:
        notes.append(
            words.text("Your files are too short to say who moved: that needs a longer history.")
        )
    elif (silent_then := int((stages.before == Stage.LOST).sum())) and says_shares(answers):
        notes.append(
            words.plural(
                "{days} ago {n} customer had gone silent; {back} bought again since.",
                "{days} ago {n} customers had gone silent; {back} bought again since.",
                silent_then,
                days=words.days(stages.period_days),
                back=words.whole(stages.figures[0].won_back),
            )
        )
    return (*notes, open_note(words))
