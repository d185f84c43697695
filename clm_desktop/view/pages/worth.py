"""Worth: what customers have spent, will probably spend, and how evenly."""

from __future__ import annotations

import numpy as np

from clm_desktop.models.lifecycle.results import Equity, Stage
from clm_desktop.models.results import HALF_YEAR_DAYS
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
from clm_desktop.view.pages.customers import name_column
from clm_desktop.view.pages.lifecycle_parts import (
    ahead_of,
    midway_note,
    refused_page,
    says_shares,
    stage_name,
    too_few_note,
)
from clm_desktop.view.pages.worth_periods import periods_chart, periods_note
from clm_desktop.view.words import Words


def worth_page(answers: Answers, words: Words) -> Page:
    """So far, the next twelve months, together; who brings it, and when they came."""
    title = words.text("Worth")
    refused = refused_page("worth", title, answers, words)
    if refused is not None:
        return refused
    return Page(
        page="worth",
        title=title,
        lead=_lead(answers, words),
        as_of=parts.as_of(answers, words),
        pictures_first=True,
        facts=_facts(answers, words),
        charts=_charts(answers, words),
        tables=(value_table(answers, words),),
        details=_details(answers, words),
        notes=(
            *_equity_notes(answers, words),
            *_margin_note(answers, words),
            *periods_note(answers, words),
            *too_few_note(answers, words),
            *midway_note(answers, words),
        ),
    )


def _lead(answers: Answers, words: Words) -> str:
    equity = answers.lifecycle.equity
    so_far = words.plural(
        "Your {n} customer has spent {money} so far.",
        "Your {n} customers have spent {money} so far.",
        len(answers.customers),
        money=words.money(equity.so_far_cents),
    )
    if not equity.so_far_cents and not equity.expected_cents:
        none = words.text("Your files tell no prices, so nothing can be said of what follows.")
        return words.join([so_far, none])
    if not np.isfinite(equity.expected_cents):
        return so_far
    next_year = words.text(
        "In the next {span} they will probably spend {low} to {high} more.",
        span=words.span(equity.ahead_days),
        low=words.money(_rounded(equity.low_cents)),
        high=words.money(_rounded(equity.high_cents)),
    )
    return words.join([so_far, next_year])


def _rounded(cents: float) -> float:
    """Two digits: a range is not known more exactly."""
    if not cents > 0:
        return cents
    step = 10.0 ** (np.floor(np.log10(cents)) - 1)
    return float(round(cents / step) * step)


def _facts(answers: Answers, words: Words) -> tuple[Fact, ...]:
    equity, lorenz, text = answers.lifecycle.equity, answers.lifecycle.lorenz, words.text
    facts = [
        Fact(
            title=text("Spent so far"),
            value=words.money(equity.so_far_cents, exact=True),
            note=words.plural("by {n} customer", "by {n} customers", len(answers.customers)),
            tip=text("All money of customers your files name, after refunds."),
        )
    ]
    if np.isfinite(equity.expected_cents):
        facts += _future(equity, words)
    if says_shares(answers) and np.isfinite(lorenz.top_share):
        facts.append(
            Fact(
                title=text("Your top fifth"),
                value=text("{share} of sales", share=words.share(lorenz.top_share)),
                note=words.plural(
                    "{n} customer who spent most",
                    "{n} customers who spent most",
                    lorenz.top_customers,
                ),
                tip=text("What the fifth of your customers who spent most has brought so far."),
            )
        )
    return tuple(facts)


def _future(equity: Equity, words: Words) -> list[Fact]:
    text = words.text
    ends = {
        "low": words.money(_rounded(equity.low_cents)),
        "high": words.money(_rounded(equity.high_cents)),
    }
    together = equity.so_far_cents + equity.expected_cents
    span = words.span(equity.ahead_days)
    return [
        Fact(
            title=text("Next {span}", span=span),
            value=text("about {money}", money=words.money(_rounded(equity.expected_cents))),
            note=text("{low} to {high}, 8 times in 10", **ends),
            tip=text(
                "What today's customers will probably spend in that time, in sales, not profit. "
                "Customers who are still to come are not in it."
            ),
        ),
        Fact(
            title=text("Both together"),
            value=text("about {money}", money=words.money(_rounded(together))),
            note=text("so far and the next {span}", span=span),
            tip=text("What your customers have spent and will probably still spend in that time."),
        ),
    ]


def _margin_note(answers: Answers, words: Words) -> tuple[str, ...]:
    """What of the expected sales would stay, at the owner's margin or the usual one."""
    expected = answers.lifecycle.equity.expected_cents
    if not np.isfinite(expected):
        return ()
    return (
        words.text(
            "All of this is sales: at a margin of {share} about {money} of the next {span} "
            "stays with you.",
            span=words.span(answers.lifecycle.equity.ahead_days),
            share=words.share(answers.margin_share),
            money=words.money(_rounded(expected * answers.margin_share)),
        ),
    )


def _equity_notes(answers: Answers, words: Words) -> tuple[str, ...]:
    """How the range of the sum was made and how it did on the shop's own past."""
    equity = answers.lifecycle.equity
    if not np.isfinite(equity.expected_cents):
        if not says_shares(answers):
            return ()
        if answers.trust.span_days >= HALF_YEAR_DAYS:
            return (words.text("Too few orders came back for a look half a year ahead."),)
        return (words.text("Your files are too short for a look half a year ahead."),)
    if not equity.tested:
        return (
            words.text(
                "The range of the next {span} could not be tested on your past yet: "
                "it is what such forecasts usually miss.",
                span=words.span(equity.ahead_days),
            ),
        )
    tested = words.plural(
        "Tested on {n} day of your past, each time for the {days} that followed: "
        "the sum came into its range {right}.",
        "Tested on {n} days of your past, each time for the {days} that followed: "
        "the sum came into its range {right}.",
        equity.tested,
        days=words.days(equity.test_days),
        right=words.plural("{n} time", "{n} times", equity.covered),
    )
    if equity.independent >= 2:
        return (tested,)
    overlap = words.text("These tests overlap, so they count as little more than one.")
    return (words.join([tested, overlap]),)


def _details(answers: Answers, words: Words) -> tuple[tuple[str, str], ...]:
    life, text = answers.lifecycle, words.text
    lines = []
    if says_shares(answers):
        lines.append((text("Gini coefficient of spending"), words.figure(life.lorenz.gini)))
    if np.isfinite(life.equity.expected_cents):
        lines += [
            (text("Expected"), words.money(life.equity.expected_cents)),
            (text("80% range"), _range(life.equity.low_cents, life.equity.high_cents, words)),
            (text("Spread of log(came / said)"), words.figure(life.equity.spread)),
            (text("Past days tested"), words.whole(life.equity.tested)),
            (text("Of them in the range"), words.whole(life.equity.covered)),
            (text("Days tested"), words.days(life.equity.test_days)),
            (text("Tests side by side"), words.decimal(round(life.equity.independent, 1))),
            (text("Method"), text("MBG/NBD × gamma-gamma; range of the sum from past sums")),
        ]
    return tuple(lines)


def _range(low: float, high: float, words: Words) -> str:
    return words.text("{low} to {high}", low=words.money(low), high=words.money(high))


# ---- charts -------------------------------------------------------------------------------


def _charts(answers: Answers, words: Words) -> tuple[ChartBlock, ...]:
    if not says_shares(answers):
        return ()
    made = [] if not np.isfinite(answers.lifecycle.lorenz.top_share) else [_lorenz(answers, words)]
    return (*made, *periods_chart(answers, words))


def _lorenz(answers: Answers, words: Words) -> ChartBlock:
    lorenz = answers.lifecycle.lorenz
    x = tuple(float(v) for v in lorenz.share_of_customers)
    return ChartBlock(
        name="lorenz",
        title=words.text("Who brings your sales"),
        sentence=words.text(
            "The fifth of your customers who spent most brings {share} of sales.",
            share=words.share(lorenz.top_share),
        ),
        kind=ChartKind.LINE,
        series=(
            Series(
                label=words.text("your customers, best first"),
                x=x,
                y=tuple(float(v) for v in lorenz.share_of_sales),
                marker="",
            ),
            Series(label=words.text("if all spent alike"), x=x, y=x, colour=6, marker=""),
        ),
        x_title=words.text("Share of customers"),
        y_title=words.text("Share of sales"),
        x_kind=Kind.SHARE,
        y_kind=Kind.SHARE,
    )


# ---- customers ----------------------------------------------------------------------------


def value_table(answers: Answers, words: Words) -> TableBlock:
    """One row per customer: so far, the next twelve months with their range, together."""
    table, text = answers.customers, words.text
    expected, low, high = ahead_of(answers)
    known = bool(np.isfinite(expected).any())
    together = table.monetary_cents + np.nan_to_num(expected)
    order = np.argsort(-together, kind="stable")
    stages = parts.objects([stage_name(Stage(i), words) for i in answers.lifecycle.stages.label])
    columns = [
        (name_column(words), parts.customer_titles(answers)),
        (Column(key="stage", title=text("Stage"), kind=Kind.TEXT, width=18), stages),
        (
            Column(
                key="spent",
                title=text("Spent so far"),
                kind=Kind.MONEY,
                tip=text("All money of this customer, after refunds."),
            ),
            table.monetary_cents,
        ),
    ]
    if known:
        tip = text("Spent that much or less, and that much or more, once in ten each.")
        columns += [
            (
                Column(
                    key="expected",
                    title=text("Next {span}", span=words.span(answers.lifecycle.equity.ahead_days)),
                    kind=Kind.MONEY,
                    tip=text("What this customer will probably spend in that time."),
                ),
                expected,
            ),
            (
                Column(key="low", title=text("from"), kind=Kind.MONEY, tip=tip),
                low,
            ),
            (
                Column(key="high", title=text("to"), kind=Kind.MONEY, tip=tip),
                high,
            ),
            (Column(key="together", title=text("Both together"), kind=Kind.MONEY), together),
        ]
    return TableBlock(
        name="worth",
        title=text("What each customer is worth"),
        columns=tuple(column for column, _ in columns),
        values=tuple(values[order] for _, values in columns),
        row_kind="customer",
        row_key=parts.customer_ids(answers)[order],
        sorted_by="together" if known else "spent",
    )
