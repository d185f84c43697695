"""Watchlist of a shop that is only a list of people: learned from the list's own label."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from clm_desktop.models.labelled.answer import LabelCheck, LabelledAnswer
from clm_desktop.models.results import Risk
from clm_desktop.plan.listed import ListedShop
from clm_desktop.view.blocks import ChartBlock, Column, Fact, Kind, Page, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.risk_checks import calibration_chart, contest_table
from clm_desktop.view.words import Words

REASONS = 3  # said of each person
SMALLEST_REASON = 0.1  # of the log-odds; less is no reason
_PLACE = re.compile(r"[0-9a-f]{16}:([0-9]+)")  # key of somebody whom no column names
OWN_METHODS = ("rule", "blend")  # the other names are those of the contest on orders


def labelled_page(shop: ListedShop, answer: LabelledAnswer, words: Words) -> Page:
    """The tab "Churn watchlist" from the column "has left" of the owner's own list."""
    chart: tuple[ChartBlock, ...] = ()
    if answer.check is not None:
        drawn = replace(
            calibration_chart(answer.check, words),
            x_title=words.text("Said: chance to leave"),
            y_title=words.text("Have really left"),
        )
        chart = (drawn,)
    contest = () if not answer.contest else (_contest(answer, words),)
    out = () if not answer.attributes_left_out else (_left_out(answer, words),)
    notes = (words.say(answer.verdict), *_flagged(answer, words), *_spared(shop, words))
    if len(answer.explained):
        notes = (
            *notes,
            words.text("Why: what goes with leaving on your list, not what causes it."),
        )
    return Page(
        page="watchlist",
        title=words.text("Churn watchlist"),
        lead=about_to_leave(shop, answer, words),
        as_of=learned_from(answer, words),
        facts=_levels(shop, answer, words),
        tables=(_people(shop, answer, words),) if answer.check is not None else (),
        details=_details(answer, words),
        detail_tables=(*contest, *out),
        detail_charts=chart,
        notes=notes,
    )


def about_to_leave(shop: ListedShop, answer: LabelledAnswer, words: Words) -> str:
    """How many of those who are still there look like those who left."""
    if answer.check is None:
        return words.text("From this list nobody can be named as about to leave.")
    likely = len(shop.likely())
    if not likely:
        return words.text("Nobody who is still there looks like those who left.")
    return words.plural(
        "{n} person is still there but looks like those who left.",
        "{n} people are still there but look like those who left.",
        likely,
    )


def learned_from(answer: LabelledAnswer, words: Words) -> str:
    """What the chances come from, with the numbers of the list."""
    return words.text(
        "Learned from your file's own churn column: {left} of {people} people have left.",
        left=words.whole(int((answer.left == 1).sum())),
        people=words.whole(int((answer.left >= 0).sum())),
    )


def _levels(shop: ListedShop, answer: LabelledAnswer, words: Words) -> tuple[Fact, ...]:
    if answer.check is None:
        return ()
    levels = answer.risk[shop.watched()]
    medium, high = (words.share(share) for share in shop.thresholds)
    facts = (
        (Risk.HIGH, words.text("High risk"), words.text("{high} or more leave", high=high)),
        (
            Risk.MEDIUM,
            words.text("Medium risk"),
            words.text("{medium} to {high} leave", medium=medium, high=high),
        ),
        (Risk.LOW, words.text("Low risk"), words.text("below {medium} leave", medium=medium)),
    )
    return tuple(
        Fact(title=title, value=words.whole(int((levels == level).sum())), note=note)
        for level, title, note in facts
    )


def _people(shop: ListedShop, answer: LabelledAnswer, words: Words) -> TableBlock:
    """Who has not left, most likely leavers first; why for the first five hundred."""
    rows, text = shop.watched(), words.text
    return TableBlock(
        name="watchlist",
        title=text("Still there, most likely to leave first"),
        columns=(
            Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=22),
            Column(key="risk", title=text("Leaving risk"), kind=Kind.RISK),
            Column(
                key="p_leave",
                title=text("Chance to leave"),
                kind=Kind.SHARE,
                tip=text("Said by a model that was not told whether this person left."),
            ),
            Column(key="why", title=text("Why"), kind=Kind.TEXT, width=60),
        ),
        values=(
            called(shop, words)[rows],
            answer.risk[rows],
            answer.p_leave[rows],
            reasons(shop, answer, words)[rows],
        ),
        row_kind="customer",
        row_key=shop.ids()[rows],
        empty=text("Everybody on the list has left."),
        sorted_by="p_leave",
    )


def called(shop: ListedShop, words: Words) -> parts.Objects:
    """What each person is called: the name, else number or e-mail, else the place on the list."""
    people = shop.people
    made = np.where(people.name == "", people.key, people.name)
    for row, key in enumerate(made.tolist()):
        if found := _PLACE.fullmatch(key):
            made[row] = words.text("No. {n} on the list", n=found[1])
    return made


def reasons(shop: ListedShop, answer: LabelledAnswer, words: Words) -> parts.Objects:
    """Why, per person of the list; '' where it was not looked into."""
    told, made = _told(shop), np.full(len(shop.people), "", dtype=object)
    for place, row in enumerate(answer.explained.tolist()):
        made[row] = " · ".join(_why(answer, told, row, place, words))
    return made


def why_of(shop: ListedShop, answer: LabelledAnswer, row: int, words: Words) -> tuple[str, ...]:
    """Why one person is likely to leave; nothing where it was not looked into."""
    place = np.flatnonzero(answer.explained == row)
    return tuple(_why(answer, _told(shop), row, int(place[0]), words)) if len(place) else ()


def _told(shop: ListedShop) -> dict[str, parts.Objects]:
    people = shop.people
    told = dict(zip(people.attribute_names, people.attributes, strict=True))
    return told | {"city": people.city, "country": people.country}


def _why(
    answer: LabelledAnswer,
    told: dict[str, parts.Objects],
    row: int,
    place: int,
    words: Words,
) -> list[str]:
    """The columns that raise this person's chance most, with what is told there."""
    share = answer.contribution[place]
    said = []
    for i in np.argsort(-share)[:REASONS]:
        if share[i] < SMALLEST_REASON:
            break
        name = answer.attribute_names[i]
        value = str(told[name][row]) if name in told else ""
        value = value or words.text("not told")
        said.append(words.text("{column}: {value}", column=name, value=value))
    return said


def _details(answer: LabelledAnswer, words: Words) -> tuple[tuple[str, str], ...]:
    text = words.text
    if answer.check is None:
        return ()
    learned = (
        (text("Method"), _method(answer.method, words)),
        (text("Learned from"), ", ".join(answer.attribute_names)),
    )
    return (*learned, *_measures(answer.check, words))


def _measures(check: LabelCheck, words: Words) -> tuple[tuple[str, str], ...]:
    text, share, figure = words.text, words.share, words.figure
    return (
        (text("Tested on people who taught nothing"), words.whole(check.people)),
        (text("Of them left"), words.whole(check.left)),
        (text("Named as leaving"), words.whole(check.named)),
        (text("Of them really left"), words.whole(check.named_right)),
        (text("Accuracy"), share(check.accuracy)),
        (text("Precision"), share(check.precision)),
        (text("Recall"), share(check.recall)),
        (text("F1"), figure(check.f1)),
        (text("AUC"), figure(check.auc)),
        (text("Log loss"), figure(check.log_loss)),
        (text("Brier score"), figure(check.brier)),
        (text("Calibration error"), figure(check.calibration_error)),
    )


def _method(method: str, words: Words) -> str:
    return words.code(f"labelled.method.{method}" if method in OWN_METHODS else f"method.{method}")


def _contest(answer: LabelledAnswer, words: Words) -> TableBlock:
    table = contest_table(answer.contest, words)
    names = parts.objects([_method(one.method, words) for one in answer.contest])
    title = words.text("Which method won on your own list")
    return replace(table, title=title, values=(names, *table.values[1:]))


def _left_out(answer: LabelledAnswer, words: Words) -> TableBlock:
    text, out = words.text, answer.attributes_left_out
    return TableBlock(
        name="columns_left_out",
        title=text("Columns that were not learned from"),
        columns=(
            Column(key="column", title=text("Column"), kind=Kind.TEXT, width=24),
            Column(key="why", title=text("Why"), kind=Kind.TEXT, width=60),
        ),
        values=(
            parts.objects([one.name for one in out]),
            parts.objects([words.code(f"labelled.left_out.{one.why}") for one in out]),
        ),
    )


def _spared(shop: ListedShop, words: Words) -> tuple[str, ...]:
    """How many are left in peace by the owner's word."""
    out = shop.spared()
    many = sum(str(key) in out for key in shop.people.key) if out else 0
    if not many:
        return ()
    return (
        words.plural(
            "{n} person is left out of this list by your word.",
            "{n} people are left out of this list by your word.",
            many,
        ),
    )


def _flagged(answer: LabelledAnswer, words: Words) -> tuple[str, ...]:
    """Columns that give the answer away are said aloud, not only under Details."""
    late = [one.name for one in answer.attributes_left_out if one.why == "later"]
    if not late:
        return ()
    return (
        words.text(
            "Not learned from: {columns}. It tells by itself nearly everybody who left, as a "
            "column does that is filled in when somebody leaves.",
            columns=", ".join(late),
        ),
    )
