"""How the leaving risk was checked: the contest, the past, and what was said earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clm_desktop.models.results import Backtest, Contestant, ScoredForecast
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import ChartBlock, ChartKind, Column, Kind, Series, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words

if TYPE_CHECKING:  # would load scipy
    from clm_desktop.models.labelled.answer import LabelCheck

NOT_SAID = float("nan")  # of those whom nobody named


def risk_checks(answers: Answers, words: Words) -> tuple[TableBlock, ...]:
    """The contest, every check on the past, and earlier forecasts that came due."""
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
