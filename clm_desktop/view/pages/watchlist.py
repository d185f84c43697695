"""Churn watchlist: who is about to leave, why, and how much money goes with them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.codes import BASE_RATE
from clm_desktop.models.results import Risk, TrustLevel
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
from clm_desktop.view.pages.risk_checks import calibration_chart, risk_checks
from clm_desktop.view.pages.segments_moves import groups_before, slipped_note
from clm_desktop.view.words import Words

_RISK_COLOURS = {Risk.LOW: 2, Risk.MEDIUM: 1, Risk.HIGH: 3}  # roles of the palette


def watchlist_page(answers: Answers, words: Words) -> Page:
    """The list by money at risk, with the check on the shop's own past."""
    risk = answers.risk
    newest = risk.backtests[0] if risk.backtests else None
    checked = _last_time(answers, words)
    verdict = words.say(risk.verdict)
    if not checked and newest and newest.named and risk.method != BASE_RATE:
        checked, verdict = verdict, ""  # no list has come due yet: what the past says goes first
    return Page(
        page="watchlist",
        title=words.text("Churn watchlist"),
        lead=words.join([_lead(answers, words), checked]),
        as_of=parts.as_of(answers, words),
        facts=_head_counts(answers, words),
        tables=(watch_table(answers, words),),
        charts=(_risk_chart(answers, words),) if (risk.risk != Risk.NONE).any() else (),
        details=(*_method(answers, words), *(parts.test_facts(newest, words) if newest else ())),
        detail_tables=risk_checks(answers, words),
        detail_charts=(calibration_chart(newest, words),) if newest and newest.said_share else (),
        notes=(
            *((verdict,) if verdict else ()),
            *_spared_note(answers, words),
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


def _last_time(answers: Answers, words: Words) -> str:
    """How the newest earlier list turned out that named anybody; empty where none has."""
    tests = [one.test for one in answers.scored if one.test.named]
    if not tests:
        return ""
    test = tests[0]
    return words.plural(
        "Of the {n} person named on {day}, {right} stayed away for {days}.",
        "Of the {n} people named on {day}, {right} stayed away for {days}.",
        test.named,
        day=words.date(test.cutoff_day),
        right=words.whole(test.named_right),
        days=words.days(test.horizon_days),
    )


def _spared_note(answers: Answers, words: Words) -> tuple[str, ...]:
    """Who is not listed since the whole shop was silent, not they."""
    watch = answers.watchlist
    if not watch.spared:
        return ()
    return (
        words.plural(
            "{n} customer is late only because nobody bought for {days} (was the shop "
            "closed?), and is not listed.",
            "{n} customers are late only because nobody bought for {days} (was the shop "
            "closed?), and are not listed.",
            watch.spared,
            days=words.days(watch.quiet_days),
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
    if not parts.by_chance(answers):
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


def _chance_column(answers: Answers, words: Words) -> Column:
    """What the level does not go by where it goes by rhythm, and then the two may differ."""
    days = words.days(answers.risk.horizon_days)
    title, tip = (
        words.text("Stays away"),
        words.text("Chance of no order within {days}.", days=days),
    )
    if not parts.by_chance(answers):
        title = words.text("Stays away (estimate)")
        early = words.text("An early estimate: the level goes by the customer's own rhythm.")
        tip = words.join([tip, early])
    return Column(key="p_leave", title=title, kind=Kind.SHARE, tip=tip)


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
        (_chance_column(answers, words), watch.p_leave),
        (
            Column(
                key="value_at_risk",
                title=text("Money at risk"),
                kind=Kind.MONEY,
                tip=text(
                    "What the customer would spend within {days} when coming back, "
                    "times the chance of no order.",
                    days=horizon,
                ),
            ),
            watch.value_at_risk_cents,
        ),
        (Column(key="why", title=text("Why"), kind=Kind.TEXT, width=44), why),
        *_group_before(answers, row, words),
        (
            Column(
                key="overdue",
                title=text("Days late"),
                kind=Kind.WHOLE,
                width=9,
                tip=text("Days beyond the usual gap, without days on which nobody bought."),
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


def _group_before(
    answers: Answers, row: NDArray[np.int32], words: Words
) -> Iterator[tuple[Column, NDArray[np.object_]]]:
    """What changed since the file before, where that holds for anybody on the list."""
    day, before = groups_before(answers, words)
    if before[row].any():
        tip = words.text("Group by habit on {day}, where it was another.", day=words.date(day))
        column = Column(key="before", title=words.text("Group before"), kind=Kind.TEXT, tip=tip)
        yield column, before[row]


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


def _method(answers: Answers, words: Words) -> tuple[tuple[str, str], ...]:
    risk = answers.risk
    medium, high = risk.thresholds
    if not risk.method:
        return ()  # too few customers for any
    method = (
        (words.text("Method"), words.code(f"method.{risk.method}")),
        (words.text("Looks ahead"), words.days(risk.horizon_days)),
    )
    if not parts.by_chance(answers):
        return method
    return (
        *method,
        (words.text("Medium risk from"), words.share(medium)),
        (words.text("High risk from"), words.share(high)),
    )
