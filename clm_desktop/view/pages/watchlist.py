"""Churn watchlist: who is about to leave, why, and how much money goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clm_desktop.models.results import (
    Backtest,
    Contestant,
    Risk,
    ScoredForecast,
    TrustLevel,
)
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import (
    ChartBlock,
    ChartKind,
    Column,
    Fact,
    Kind,
    Page,
    Series,
    TableBlock,
)
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.customers import Pair, name_column
from clm_desktop.view.pages.owner_words import left_out_note
from clm_desktop.view.pages.reasons import risk_reasons
from clm_desktop.view.pages.segments_moves import slipped_note
from clm_desktop.view.words import Words

if TYPE_CHECKING:  # would load scipy
    from clm_desktop.models.labelled.answer import LabelCheck

BASE_RATE = "base_rate"  # the method that names nobody
NOT_SAID = float("nan")  # of those whom nobody named
_RISK_COLOURS = {Risk.LOW: 2, Risk.MEDIUM: 1, Risk.HIGH: 3}  # roles of the palette


def watchlist_page(answers: Answers, words: Words) -> Page:
    """The list by money at risk, with the check on the shop's own past."""
    risk = answers.risk
    newest = risk.backtests[0] if risk.backtests else None
    return Page(
        page="watchlist",
        title=words.text("Churn watchlist"),
        lead=words.join([_lead(answers, words), *_last_time(answers, words)]),
        as_of=parts.as_of(answers, words),
        facts=_head_counts(answers, words),
        tables=(watch_table(answers, words),),
        charts=(_risk_chart(answers, words),) if (risk.risk != Risk.NONE).any() else (),
        details=(*_method(answers, words), *(parts.test_facts(newest, words) if newest else ())),
        detail_tables=_checks(answers, words),
        detail_charts=(calibration_chart(newest, words),) if newest and newest.said_share else (),
        notes=(
            words.say(risk.verdict),
            *left_out_note(answers, words),
            *slipped_note(answers, words),
            *_level_note(answers, words),
        ),
    )


def _lead(answers: Answers, words: Words) -> str:
    people = len(answers.watchlist.row)
    if answers.trust.hidden_buyers is not None:
        return words.text("Repeat buyers cannot be seen, so there is nobody to watch.")
    if answers.risk.method == BASE_RATE:
        return words.text("Your orders do not show who will come back, so nobody is named.")
    if not people:
        return words.text("Nobody worth saving is slipping away right now.")
    money = float(np.nansum(answers.watchlist.value_at_risk_cents))
    if money <= 0:
        return words.plural(
            "{n} customer is later than usual.", "{n} customers are later than usual.", people
        )
    return words.plural(
        "{n} customer is slipping away, with about {money} at risk.",
        "{n} customers are slipping away, with about {money} at risk.",
        people,
        money=words.money(money),
    )


def _last_time(answers: Answers, words: Words) -> tuple[str, ...]:
    """How the newest earlier list turned out that named anybody."""
    tests = [one.test for one in answers.scored if one.test.named]
    if not tests:
        return ()
    test = tests[0]
    return (
        words.plural(
            "Of the {n} person named on {day}, {right} stayed away for {days}.",
            "Of the {n} people named on {day}, {right} stayed away for {days}.",
            test.named,
            day=words.date(test.cutoff_day),
            right=words.whole(test.named_right),
            days=words.days(test.horizon_days),
        ),
    )


def _level_note(answers: Answers, words: Words) -> tuple[str, ...]:
    if answers.trust.hidden_buyers is not None:
        return ()
    if answers.trust.level < TrustLevel.MODEL:
        by_rhythm = words.text("This list goes by your customers' own rhythm, not by a model.")
        return (by_rhythm, *parts.unlock_note(answers, words))
    return parts.unlock_note(answers, words)


def _head_counts(answers: Answers, words: Words) -> tuple[Fact, ...]:
    """Customers per level, said with the chance behind the level."""
    levels = answers.risk.risk
    if not (levels != Risk.NONE).any():
        return ()
    medium, high = answers.risk.thresholds
    notes = {
        Risk.HIGH: words.text("{high} or more stay away", high=words.share(high)),
        Risk.MEDIUM: words.text(
            "{medium} to {high} stay away", medium=words.share(medium), high=words.share(high)
        ),
        Risk.LOW: words.text("below {medium} stay away", medium=words.share(medium)),
    }
    if not _by_chance(answers):
        notes = dict.fromkeys(notes, "")
    titles = {
        Risk.HIGH: words.text("High risk"),
        Risk.MEDIUM: words.text("Medium risk"),
        Risk.LOW: words.text("Low risk"),
    }
    return tuple(
        Fact(title=titles[r], value=words.whole(int((levels == r).sum())), note=notes[r])
        for r in (Risk.HIGH, Risk.MEDIUM, Risk.LOW)
    )


def _by_chance(answers: Answers) -> bool:
    """Whether the levels come from chances; below the Model level they go by rhythm."""
    return answers.trust.level >= TrustLevel.MODEL and bool(np.isfinite(answers.risk.p_buy).any())


def watch_table(answers: Answers, words: Words) -> TableBlock:
    """One row per customer worth saving, most money at risk first."""
    watch, table = answers.watchlist, answers.customers
    row, text = watch.row, words.text
    why = parts.objects([risk_reasons(answers, int(r), words, most=1)[0] for r in row])
    horizon = words.days(answers.risk.horizon_days)
    pairs: list[Pair] = [
        (
            Column(key="rank", title=text("No."), kind=Kind.WHOLE, width=5),
            np.arange(1, len(row) + 1),
        ),
        (name_column(words), parts.customer_titles(answers)[row]),
        (Column(key="risk", title=text("Leaving risk"), kind=Kind.RISK), answers.risk.risk[row]),
        (
            Column(
                key="value_at_risk",
                title=text("Money at risk"),
                kind=Kind.MONEY,
                tip=text("What the customer would probably spend, times the chance to leave."),
            ),
            watch.value_at_risk_cents,
        ),
        (Column(key="why", title=text("Why"), kind=Kind.TEXT, width=44), why),
        (
            Column(
                key="p_leave",
                title=text("Stays away"),
                kind=Kind.SHARE,
                tip=text("Chance of no order within {days}.", days=horizon),
            ),
            watch.p_leave,
        ),
        (
            Column(
                key="overdue",
                title=text("Days late"),
                kind=Kind.WHOLE,
                width=9,
                tip=text("Days beyond the usual gap."),
            ),
            watch.overdue_days,
        ),
        (Column(key="last_order", title=text("Last order"), kind=Kind.DATE), table.last_day[row]),
        (Column(key="spent", title=text("Spent"), kind=Kind.MONEY), table.monetary_cents[row]),
    ]
    pairs = [pair for pair in pairs if _says_something(pair)]
    return TableBlock(
        name="watchlist",
        title=text("Customers worth saving"),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values for _, values in pairs),
        row_kind="customer",
        row_key=parts.customer_ids(answers)[row],
        empty=text("Nobody is on the list. Drop a newer order file to keep watch."),
        sorted_by="rank",
    )


def _says_something(pair: Pair) -> bool:
    column, values = pair
    if column.kind is Kind.TEXT or not len(values):
        return True
    if column.kind is Kind.RISK:
        return bool((values != Risk.NONE).any())
    return bool(np.isfinite(values.astype(np.float64)).any())


def _risk_chart(answers: Answers, words: Words) -> ChartBlock:
    levels = (Risk.LOW, Risk.MEDIUM, Risk.HIGH)
    counts = [int((answers.risk.risk == level).sum()) for level in levels]
    return ChartBlock(
        name="risk_levels",
        title=words.text("Customers by leaving risk"),
        sentence=words.plural(
            "{n} of {all} customers is at high risk.",
            "{n} of {all} customers are at high risk.",
            counts[2],
            all=words.whole(sum(counts)),
        ),
        kind=ChartKind.BAR,
        series=tuple(
            Series(label="", x=(float(i),), y=(float(count),), colour=_RISK_COLOURS[level])
            for i, (level, count) in enumerate(zip(levels, counts, strict=True))
        ),
        y_title=words.text("Customers"),
        x_labels=tuple(words.risk(level) for level in levels),
    )


def calibration_chart(test: Backtest | LabelCheck, words: Words) -> ChartBlock:
    """What was said against what happened; on the dashed line both are the same."""
    pairs = [
        (said, was)
        for said, was, n in zip(test.said_share, test.was_share, test.bin_customers, strict=True)
        if n > 0 and np.isfinite(said) and np.isfinite(was)
    ]
    return ChartBlock(
        name="calibration",
        title=words.text("What was said, and what happened"),
        sentence=words.text("On the dashed line the chances were exactly right."),
        kind=ChartKind.LINE,
        series=(
            Series(
                label=words.text("your customers"),
                x=tuple(float(said) for said, _ in pairs),
                y=tuple(float(was) for _, was in pairs),
            ),
        ),
        x_title=words.text("Said: chance to stay away"),
        y_title=words.text("Really stayed away"),
        x_kind=Kind.SHARE,
        y_kind=Kind.SHARE,
        diagonal=True,
    )


def _method(answers: Answers, words: Words) -> tuple[tuple[str, str], ...]:
    risk = answers.risk
    medium, high = risk.thresholds
    if not risk.method:
        return ()  # too few customers for any
    method = (
        (words.text("Method"), words.code(f"method.{risk.method}")),
        (words.text("Looks ahead"), words.days(risk.horizon_days)),
    )
    if not _by_chance(answers):
        return method
    return (
        *method,
        (words.text("Medium risk from"), words.share(medium)),
        (words.text("High risk from"), words.share(high)),
    )


def _checks(answers: Answers, words: Words) -> tuple[TableBlock, ...]:
    tables = []
    if answers.risk.contest:
        tables.append(contest_table(answers.risk.contest, words))
    if answers.risk.backtests:
        tables.append(backtest_table(answers.risk.backtests, words))
    if answers.scored:
        tables.append(scored_table(answers.scored, words))
    return tuple(tables)


def contest_table(contest: tuple[Contestant, ...], words: Words) -> TableBlock:
    """Every method that was tried on the past, best first."""
    text = words.text
    return TableBlock(
        name="contest",
        title=text("Which method won on your own past"),
        columns=(
            Column(key="method", title=text("Method"), kind=Kind.TEXT, width=30),
            Column(
                key="auc",
                title="AUC",
                kind=Kind.FIGURE,
                tip=text("How well leavers are told from stayers: 0.5 is guessing, 1 is perfect."),
            ),
            Column(
                key="log_loss",
                title=text("Log loss"),
                kind=Kind.FIGURE,
                tip=text("How far the said chances were off: lower is better."),
            ),
            Column(key="chosen", title=text("Used"), kind=Kind.TEXT, width=12),
        ),
        values=(
            parts.objects([words.code(f"method.{c.method}") for c in contest]),
            np.array([c.auc for c in contest]),
            np.array([c.log_loss for c in contest]),
            parts.objects([_use(c, words) for c in contest]),
        ),
    )


def _use(one: Contestant, words: Words) -> str:
    if not np.isfinite(one.log_loss):
        return words.text("not tried: too few customers came or stayed away so far")
    return words.text("yes") if one.chosen else ""


def scored_table(scored: tuple[ScoredForecast, ...], words: Words) -> TableBlock:
    """Every earlier forecast that came due, newest first: what was said and what came."""
    text = words.text
    columns = (
        Column(key="said_on", title=text("Said on"), kind=Kind.DATE),
        Column(key="days", title=text("Looked ahead"), kind=Kind.DAYS),
        Column(key="customers", title=text("Customers"), kind=Kind.WHOLE),
        Column(key="named", title=text("Named"), kind=Kind.WHOLE),
        Column(key="right", title=text("Really stayed away"), kind=Kind.WHOLE),
        Column(key="auc", title="AUC", kind=Kind.FIGURE),
        Column(key="calibration", title=text("Calibration error"), kind=Kind.FIGURE),
        Column(key="expected_orders", title=text("Orders expected"), kind=Kind.WHOLE),
        Column(key="orders", title=text("Orders that came"), kind=Kind.WHOLE),
        Column(key="expected_spend", title=text("Money expected"), kind=Kind.MONEY),
        Column(key="spend", title=text("Money that came"), kind=Kind.MONEY),
    )
    rows = [
        (
            *(one.test.cutoff_day, one.test.horizon_days, one.test.customers),
            *(one.test.named, one.test.named_right, one.test.auc, one.test.calibration_error),
            *(one.expected_orders, one.orders, one.expected_spend_cents, one.spent_cents),
        )
        for one in scored
    ]
    return TableBlock(
        name="scored",
        title=text("Earlier forecasts, and what came"),
        columns=columns,
        values=tuple(np.array(column, dtype=np.float64) for column in zip(*rows, strict=True)),
    )


def backtest_table(tests: tuple[Backtest, ...], words: Words) -> TableBlock:
    """Every check on the past, newest first."""
    text = words.text
    columns = (
        Column(key="cutoff", title=text("Tested from"), kind=Kind.DATE),
        Column(key="customers", title=text("Customers"), kind=Kind.WHOLE),
        Column(key="named", title=text("Named"), kind=Kind.WHOLE),
        Column(key="right", title=text("Really stayed away"), kind=Kind.WHOLE),
        Column(
            key="precision",
            title=text("Precision"),
            kind=Kind.SHARE,
            tip=text("Of the repeat customers at high risk, so many stayed away."),
        ),
        Column(
            key="base",
            title=text("Guessing"),
            kind=Kind.SHARE,
            tip=text("Of all active repeat customers, so many stayed away."),
        ),
        Column(
            key="recall",
            title=text("Recall"),
            kind=Kind.SHARE,
            tip=text("Of the repeat customers who stayed away, so many were at high risk."),
        ),
        Column(key="auc", title="AUC", kind=Kind.FIGURE),
        Column(key="brier", title=text("Brier score"), kind=Kind.FIGURE),
    )
    rows = [
        (
            t.cutoff_day,
            t.customers,
            t.named,
            t.named_right,
            t.precision if t.named else NOT_SAID,
            t.base_rate,
            t.recall if t.named else NOT_SAID,
            t.auc,
            t.brier,
        )
        for t in tests
    ]
    return TableBlock(
        name="backtests",
        title=text("Every check on your own past"),
        columns=columns,
        values=tuple(np.array(column, dtype=np.float64) for column in zip(*rows, strict=True)),
    )
