"""Where customers came from: what became of them by how they began."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.lifecycle.results import OriginGroup, Origins
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import Column, Kind, Page, TableBlock
from clm_desktop.view.numbers import NONE
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.lifecycle_parts import (
    in_hundred,
    midway_note,
    open_note,
    origin_name,
    refused_page,
    says_shares,
    too_few_note,
)
from clm_desktop.view.words import Words

Pair = tuple[Column, NDArray[np.generic]]
KEY_BASE = 1_000  # a group's key is its division's place * KEY_BASE + its own
_READ = ("product", "channel", "coupon", "basket")  # whose difference the first sentence may tell


def origins_page(answers: Answers, words: Words) -> Page:
    """Each way to divide customers by their beginning: who came back, what they brought."""
    title = words.text("Beginnings")
    refused = refused_page("origins", title, answers, words)
    if refused is not None:
        return refused
    origins = answers.lifecycle.origins if says_shares(answers) else ()
    return Page(
        page="origins",
        title=title,
        lead=_lead(answers, origins, words),
        as_of=parts.as_of(answers, words),
        tables=tuple(
            origin_table(answers, place, origin, words) for place, origin in enumerate(origins)
        ),
        details=tuple(line for origin in origins for line in _details(origin, words)),
        notes=_notes(answers, origins, words),
        empty="" if origins else _nothing(answers, words),
    )


def _nothing(answers: Answers, words: Words) -> str:
    if not says_shares(answers):
        return words.text("From 30 customers on they are compared by how they began.")
    return words.text("Your files do not tell customers apart by how they began.")


def _lead(answers: Answers, origins: tuple[Origins, ...], words: Words) -> str:
    """The beginning after which most come back, where that is clear."""
    if not origins:
        return words.text("There is nothing to compare yet.")
    clear = [
        (group, origin.dimension)
        for origin in origins
        if origin.dimension in _READ
        for group in origin.groups
        if group.differs > 0
    ]
    if not clear:
        return words.text(
            "No beginning stands out clearly: customers come back alike, as far as can be told."
        )
    group, dimension = max(clear, key=lambda one: one[0].back_low)
    return words.plural(
        "{name}: of the {n} customer who began so, {range} came back within {days}, "
        "clearly more than of all.",
        "{name}: of the {n} customers who began so, {range} came back within {days}, "
        "clearly more than of all.",
        group.customers,
        name=origin_name(group, dimension, answers, words),
        range=in_hundred(group.back_low, group.back_high, words),
        days=words.days(answers.lifecycle.return_days),
    )


def dimension_title(dimension: str, words: Words) -> str:
    """How a division of customers is called."""
    return {
        "product": words.text("By the first product"),
        "period": words.text("By when they came"),
        "channel": words.text("By channel"),
        "coupon": words.text("By the coupon of the first order"),
        "basket": words.text("By the size of the first order"),
    }[dimension]


def origin_table(
    answers: Answers, place: int, origin: Origins, words: Words, *, whole: bool = False
) -> TableBlock:
    """One row per group; a row opens its customers. ``whole``: also columns that are all alike."""
    text, groups = words.text, origin.groups
    span = words.span(answers.lifecycle.spend_days)
    days = words.days(answers.lifecycle.return_days)

    columns = [
        (
            Column(
                key="name", title=_first_column(origin.dimension, words), kind=Kind.TEXT, width=30
            ),
            parts.objects([origin_name(g, origin.dimension, answers, words) for g in groups]),
        ),
        (
            Column(key="customers", title=text("Customers"), kind=Kind.WHOLE, width=9),
            np.array([group.customers for group in groups], dtype=np.int64),
        ),
        (
            Column(
                key="back",
                title=text("Came back within {days}", days=days),
                kind=Kind.TEXT,
                tip=text("Only where 30 or more customers could be watched for so long."),
                width=16,
            ),
            parts.objects([_back(group, words) for group in groups]),
        ),
        (
            Column(key="differs", title=text("Against all"), kind=Kind.TEXT, width=18),
            parts.objects([_differs(group, words) for group in groups]),
        ),
        *_money_columns(origin, span, words, whole=whole),
    ]
    return TableBlock(
        name=f"origins_{origin.dimension}",
        title=dimension_title(origin.dimension, words),
        columns=tuple(column for column, _ in columns),
        values=tuple(values for _, values in columns),
        row_kind="origin",
        row_key=place * KEY_BASE + np.arange(len(groups), dtype=np.int64),
    )


def _money_columns(origin: Origins, span: str, words: Words, *, whole: bool) -> list[Pair]:
    """What each group brought; only plain averages where groups differ no more than by chance."""
    text = words.text
    tip = text(
        "What each brought in the first {span}, the first order included. The fewer they are, "
        "the more the figure leans on that of all; “on average” does not.",
        span=span,
    )

    def numbers(name: str) -> NDArray[np.float64]:
        return np.array([getattr(group, name) for group in origin.groups], dtype=np.float64)

    plain = Column(key="mean", title=text("on average"), kind=Kind.MONEY, tip=tip)
    if origin.between_cents <= 0 and not whole:
        title = text("Brought in {span}, on average", span=span)
        return [(Column(key="mean", title=title, kind=Kind.MONEY, tip=tip), numbers("mean_cents"))]
    best = Column(key="best", title=text("Brought in {span}", span=span), kind=Kind.MONEY, tip=tip)
    return [
        (best, numbers("best_cents")),
        (
            Column(key="low", title=text("from"), kind=Kind.MONEY, tip=tip),
            np.maximum(numbers("low_cents"), 0.0),
        ),
        (Column(key="high", title=text("to"), kind=Kind.MONEY, tip=tip), numbers("high_cents")),
        (plain, numbers("mean_cents")),
    ]


def _first_column(dimension: str, words: Words) -> str:
    return {
        "product": words.text("First product"),
        "period": words.text("First order in"),
        "channel": words.text("Channel"),
        "coupon": words.text("Coupon"),
        "basket": words.text("First order"),
    }[dimension]


def _back(group: OriginGroup, words: Words) -> str:
    """The range of those who came back, short; a dash where too few could be watched."""
    if not np.isfinite(group.back_share):
        return NONE
    low, high = round(100 * group.back_low), round(100 * group.back_high)
    return words.text("{low} to {high} of 100", low=low, high=high)


def _differs(group: OriginGroup, words: Words) -> str:
    if not np.isfinite(group.back_share):
        return words.text("too few to tell")
    return {
        1: words.text("▲ clearly more"),
        0: words.text("no clear difference"),
        -1: words.text("▼ clearly fewer"),
    }[group.differs]


def _details(origin: Origins, words: Words) -> list[tuple[str, str]]:
    title = dimension_title(origin.dimension, words)
    lines = [
        (
            words.text("{title}: differ by", title=title),
            words.text(
                "{between} between groups, {within} within",
                between=words.money(origin.between_cents),
                within=words.money(origin.within_cents),
            ),
        )
    ]
    if origin.tested_groups:
        lines.append(
            (
                words.text("{title}: error on customers held out", title=title),
                words.text(
                    "{best}, of plain averages {raw}",
                    best=words.money(origin.best_error_cents),
                    raw=words.money(origin.raw_error_cents),
                ),
            )
        )
    return lines


def _notes(answers: Answers, origins: tuple[Origins, ...], words: Words) -> tuple[str, ...]:
    notes = []
    if origins:
        notes.append(open_note(words))
        notes.append(
            words.text(
                "What customers began with goes along with what they did later; "
                "it need not be the reason for it."
            )
        )
    alike = [one for one in origins if one.between_cents <= 0 and one.dimension != "period"]
    if alike:
        notes.append(
            words.text(
                "What customers brought differs no more than chance would do: {ways}.",
                ways=words.listed([dimension_title(one.dimension, words) for one in alike]),
            )
        )
    if says_shares(answers) and not any(one.dimension == "channel" for one in origins):
        notes.append(words.text("Your files tell no channels to compare."))
    if any(origin.dimension == "product" for origin in origins):
        notes.append(
            words.text(
                "The first product is the one most money of the first day went into; "
                "products that fewer than five began with are left out."
            )
        )
    return (*notes, *too_few_note(answers, words), *midway_note(answers, words))
