"""Cohorts: when customers came, and whether they came back."""

from __future__ import annotations

import numpy as np

from clm_desktop.models.lifecycle.results import CohortGrid, Curve, Trend
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
from clm_desktop.view.cell_table import cell_table
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.cohort_chart import (
    FEW,
    GRAIN_KEYS,
    KEY_BASE,
    MEASURES,
    heat,
)
from clm_desktop.view.pages.lifecycle_parts import (
    grid_of,
    in_hundred,
    midway_note,
    newcomers,
    open_note,
    period_name,
    refused_page,
    says_shares,
    too_few_note,
)
from clm_desktop.view.words import Words

FACT_DAYS = (30, 90, 365)


def cohorts_page(answers: Answers, words: Words, grain: str = "", measure: str = "") -> Page:
    """The retention grid in a grain and a measure, the way to the second order, every cohort."""
    title = words.text("Cohorts")
    refused = refused_page("cohorts", title, answers, words)
    grid = grid_of(answers, grain)
    if refused is not None or grid is None:
        return refused or Page(page="cohorts", title=title, lead="")
    shares = says_shares(answers)
    measure = measure if measure in measures(answers) else measures(answers)[0]
    picture = heat(grid, measure, words)
    return Page(
        page="cohorts",
        title=title,
        lead=_lead(answers, grid, words),
        as_of=parts.as_of(answers, words),
        pictures_first=True,
        facts=_facts(answers, words) if shares else (),
        charts=(
            picture,
            *((_curve(answers, words),) if shares else ()),
        ),
        tables=(
            cohort_table(answers, grid, words),
            *(
                (waiting_table(answers, words),)
                if len(answers.lifecycle.asked.waiting_customer)
                else ()
            ),
        ),
        details=_details(answers, words) if shares else (),
        detail_tables=(
            cell_table(picture, words),
            *((_marks_table(answers.lifecycle.second.marks, words),) if shares else ()),
        ),
        notes=_notes(answers, words),
    )


def measures(answers: Answers) -> tuple[str, ...]:
    """What the grid can show of this shop."""
    return MEASURES if says_shares(answers) else ("customers", "sales")


# ---- in words -----------------------------------------------------------------------------


def _lead(answers: Answers, grid: CohortGrid, words: Words) -> str:
    """Of January's 80 new customers, 23 came back within 90 days; and the trend."""
    whole = np.flatnonzero(grid.back_known & (grid.size > 0))
    if not len(whole):
        return words.text("No group of new customers is old enough yet to say who came back.")
    many = whole[grid.size[whole] >= FEW]  # one newcomer is no news
    at = int(many[-1] if len(many) else whole[-1])
    first = words.plural(
        "Of the {n} new customer of {period}, {back} came back within {days}.",
        "Of the {n} new customers of {period}, {back} came back within {days}.",
        int(grid.size[at]),
        period=newcomers(grid.grain, float(grid.start_day[at]), words),
        back=words.whole(int(grid.back[at])),
        days=words.days(answers.lifecycle.return_days),
    )
    return words.join([first, trend_sentence(answers.lifecycle.trend, words)])


def trend_sentence(trend: Trend, words: Words) -> str:
    """Whether new customers come back more or less often than before, where a test can tell."""
    if trend.verdict == "too_few":
        return words.text("Whether that is more or less than at other times cannot be told yet.")
    shares = {
        "from_day": words.date(trend.now_from_day, short=True),
        "to_day": words.date(trend.now_to_day, short=True),
        "now": words.share(trend.now_back / trend.now_new),
        "then": words.share(trend.then_back / trend.then_new),
    }
    if trend.then_is_last_year:
        sentence = {
            "up": words.text(
                "New customers come back more often than a year before: {now} of those who came "
                "{from_day} to {to_day}, instead of {then}.",
                **shares,
            ),
            "down": words.text(
                "New customers come back less often than a year before: {now} of those who came "
                "{from_day} to {to_day}, instead of {then}.",
                **shares,
            ),
            "same": words.text(
                "Of those who came {from_day} to {to_day}, {now} came back so soon; a year before "
                "it was {then}: no clear change.",
                **shares,
            ),
        }
        return sentence[trend.verdict]
    sentence = {
        "up": words.text(
            "New customers come back more often than just before: {now} of those who came "
            "{from_day} to {to_day}, instead of {then}.",
            **shares,
        ),
        "down": words.text(
            "New customers come back less often than just before: {now} of those who came "
            "{from_day} to {to_day}, instead of {then}.",
            **shares,
        ),
        "same": words.text(
            "Of those who came {from_day} to {to_day}, {now} came back so soon; just before it "
            "was {then}: no clear change.",
            **shares,
        ),
    }
    return sentence[trend.verdict]


def _facts(answers: Answers, words: Words) -> tuple[Fact, ...]:
    second, text = answers.lifecycle.second, words.text
    wanted = sorted({*FACT_DAYS, answers.lifecycle.return_days})
    facts = [
        Fact(
            title=text("Second order within {days}", days=words.days(day)),
            value=words.share(share),
            note=in_hundred(low, high, words),
            tip=text(
                "Customers who could not be watched for so long yet are counted for as long as "
                "they could be, not as people who stayed away."
            ),
        )
        for day, share, low, high in _rows(second.marks)
        if day in wanted and np.isfinite(share)
    ]
    if np.isfinite(second.median_gap_days):
        facts.append(
            Fact(
                title=text("Time to the second order"),
                value=words.span(round(second.median_gap_days)),
                note=text("half of those who came back were faster"),
                tip=text("Median days from the first to the second order of those who came back."),
            )
        )
    return tuple(facts)


def _rows(curve: Curve) -> list[tuple[int, float, float, float]]:
    return [
        (int(day), float(share), float(low), float(high))
        for day, share, low, high in zip(curve.day, curve.share, curve.low, curve.high, strict=True)
    ]


def _notes(answers: Answers, words: Words) -> tuple[str, ...]:
    return (
        open_note(words),
        *_conversions(answers, words),
        *too_few_note(answers, words),
        *midway_note(answers, words),
    )


def _conversions(answers: Answers, words: Words) -> tuple[str, ...]:
    """Which conversion is told, and the others that the files allow."""
    asked, days = answers.lifecycle.asked, words.days(answers.lifecycle.return_days)
    said = [words.text("Conversion on this page is the step from the first to the second order.")]
    if asked.known:
        said.append(
            words.plural(
                "From asking to buying: of {n} person whose order was never paid, "
                "{bought} bought within {days} after it.",
                "From asking to buying: of {n} people whose order was never paid, "
                "{bought} bought within {days} after it.",
                asked.known,
                bought=words.whole(asked.bought),
                days=days,
            )
        )
    if asked.listed:
        said.append(
            words.plural(
                "Of {n} person on your customer lists, {bought} has bought.",
                "Of {n} people on your customer lists, {bought} have bought.",
                asked.listed,
                bought=words.whole(asked.listed_bought),
            )
        )
    return tuple(said)


def waiting_table(answers: Answers, words: Words) -> TableBlock:
    """People with an order that was never paid, and nothing bought since: to be reminded."""
    asked, names, text = answers.lifecycle.asked, answers.names, words.text
    at = asked.waiting_customer
    name, key = names.customer_name[at], names.customer_key[at]
    return TableBlock(
        name="waiting",
        title=text("Ordered, never paid, nothing bought since"),
        columns=(
            Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=24),
            Column(key="day", title=text("Ordered"), kind=Kind.DATE),
            Column(key="amount", title=text("Amount"), kind=Kind.MONEY),
        ),
        values=(np.where(name == "", key, name), asked.waiting_day, asked.waiting_cents),
    )


def _details(answers: Answers, words: Words) -> tuple[tuple[str, str], ...]:
    trend, text = answers.lifecycle.trend, words.text
    lines = [
        (text("Method"), text("Kaplan-Meier; Greenwood, 95%, log(-log) scale")),
        (text("“Came back” counts within"), words.days(answers.lifecycle.return_days)),
    ]
    if trend.now_new or trend.then_new:
        now = trend.now_from_day, trend.now_to_day, trend.now_back, trend.now_new
        then = trend.then_from_day, trend.then_to_day, trend.then_back, trend.then_new
        lines.append((text("New customers compared"), _compared(*now, words)))
        lines.append((text("Compared with"), _compared(*then, words)))
    if np.isfinite(trend.p_value):
        lines.append((text("p-value, two shares"), words.figure(trend.p_value)))
    return tuple(lines)


def _compared(first: int, last: int, back: int, new: int, words: Words) -> str:
    start, end = words.date(first, short=True), words.date(last, short=True)
    if not new:
        return words.text("{first} to {last}: nobody was new", first=start, last=end)
    return words.text(
        "{first} to {last}: {back} of {new}",
        first=start,
        last=end,
        back=words.whole(back),
        new=words.whole(new),
    )


# ---- the way to the second order ----------------------------------------------------------


def _curve(answers: Answers, words: Words) -> ChartBlock:
    second = answers.lifecycle.second
    rows = [row for row in _rows(second.curve) if np.isfinite(row[1])]
    day, share, low, high = zip(*rows, strict=True) if rows else ((), (), (), ())
    sentence = words.text("There is no second order yet.")
    if rows and share[-1] > 0:
        sentence = words.text(
            "After {days}, {share} have ordered again; half of them within {half}.",
            days=words.days(day[-1]),
            share=words.share(share[-1]),
            half=words.span(round(second.median_gap_days)),
        )
    return ChartBlock(
        name="second_order",
        title=words.text("How soon the second order comes"),
        sentence=sentence,
        kind=ChartKind.BAND,
        series=(
            Series(label="", x=tuple(float(d) for d in day), y=share, lo=low, hi=high, marker=""),
        ),
        x_title=words.text("Days since the first order"),
        y_title=words.text("Customers with a second order"),
        x_kind=Kind.WHOLE,
        y_kind=Kind.SHARE,
    )


def _marks_table(marks: Curve, words: Words) -> TableBlock:
    text = words.text
    columns = (
        Column(key="days", title=text("Within days"), kind=Kind.WHOLE),
        Column(key="share", title=text("Second order"), kind=Kind.SHARE),
        Column(key="low", title=text("from"), kind=Kind.SHARE),
        Column(key="high", title=text("to"), kind=Kind.SHARE),
        Column(key="followed", title=text("Watched so long"), kind=Kind.WHOLE),
    )
    return TableBlock(
        name="second_order_marks",
        title=text("Share with a second order"),
        columns=columns,
        values=(marks.day, marks.share, marks.low, marks.high, marks.followed),
    )


# ---- every cohort -------------------------------------------------------------------------


def cohort_table(answers: Answers, grid: CohortGrid, words: Words) -> TableBlock:
    """One row per cohort, newest first; a row opens its customers."""
    text, days = words.text, words.days(answers.lifecycle.return_days)
    rows = np.flatnonzero(grid.size > 0)[::-1]
    size, back = grid.size[rows], grid.back[rows].astype(np.float64)
    sales = grid.sales_cents.sum(axis=1)[rows]
    known = grid.back_known[rows]
    columns = [
        (
            Column(key="cohort", title=text("First order in"), kind=Kind.TEXT, width=14),
            parts.objects([period_name(grid.grain, float(d), words) for d in grid.start_day[rows]]),
        ),
        (Column(key="new", title=text("New customers"), kind=Kind.WHOLE), size),
        (
            Column(
                key="back",
                title=text("Came back within {days}", days=days),
                kind=Kind.WHOLE,
                tip=text("A dash: the time is not over yet for all of them."),
            ),
            np.where(known, back, np.nan),
        ),
    ]
    if says_shares(answers):
        share = np.where(known & (size >= FEW) & (back >= FEW), back / np.maximum(size, 1), np.nan)
        tip = text("Only where five or more came back.")
        if np.isfinite(share).any():
            column = Column(key="share", title=text("Share"), kind=Kind.SHARE, tip=tip)
            columns.append((column, share))
    columns.append((Column(key="sales", title=text("Spent so far"), kind=Kind.MONEY), sales))
    if says_shares(answers):
        each = np.where(size >= FEW, sales / np.maximum(size, 1), np.nan)
        columns.append((Column(key="each", title=text("Each"), kind=Kind.MONEY), each))
    return TableBlock(
        name="cohorts",
        title=text("New customers by when they came"),
        columns=tuple(column for column, _ in columns),
        values=tuple(values for _, values in columns),
        row_kind="cohort",
        row_key=GRAIN_KEYS[grid.grain] * KEY_BASE + rows.astype(np.int64),
    )
