"""Segments: who the customers are, in groups with a name, a meaning, a do and a don't."""

from __future__ import annotations

import numpy as np

from clm_desktop.models.results import SegmentScheme
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import (
    ChartBlock,
    ChartKind,
    Column,
    Kind,
    Page,
    Series,
    TableBlock,
    Tile,
)
from clm_desktop.view.pages import parts
from clm_desktop.view.theme import MARKERS
from clm_desktop.view.words import Words

_DRAWN_POINTS = 2_000  # of the scatter, spread evenly over the customers
_SYMBOLS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def segments_page(answers: Answers, words: Words) -> Page:
    """The schemes: by habit, as the computer found them, and the eight ways."""
    schemes = [scheme for scheme in answers.schemes if scheme.groups]
    why_not = [words.say(s.refused) for s in answers.schemes if s.refused is not None]
    refused = tuple(dict.fromkeys(why_not))
    return Page(
        page="segments",
        title=words.text("Segments"),
        lead=_lead(schemes, words)
        if answers.trust.hidden_buyers is None
        else words.text("Repeat buyers cannot be seen, so there are no groups."),
        as_of=parts.as_of(answers, words),
        tile_sets=tuple((scheme_title(s.scheme, words), _tiles(s, words)) for s in schemes),
        charts=_charts(answers, schemes, words),
        details=tuple(line for s in schemes for line in _quality(s, words)),
        detail_tables=tuple(_figures(s, words) for s in schemes),
        notes=(
            *(refused if schemes else ()),
            *_verdicts(schemes, words),
            *parts.unlock_note(answers, words),
        ),
        empty="" if schemes else "".join(refused[:1]),
    )


def scheme_title(scheme: str, words: Words) -> str:
    """What a way of grouping is called."""
    return {
        "rfm": words.text("By habit"),
        "clusters": words.text("Found by the computer"),
        "soft": words.text("Found, with soft edges"),
        "eight_ways": words.text("Eight ways"),
    }[scheme]


def _lead(schemes: list[SegmentScheme], words: Words) -> str:
    if not schemes:
        return words.text("There are too few customers for groups yet.")
    groups = [group for group in schemes[0].groups if group.customers]
    everybody = sum(group.customers for group in groups)
    best = groups[0]
    return words.plural(
        "“{name}” brings {sales} of sales with {share} of your customers ({n} person).",
        "“{name}” brings {sales} of sales with {share} of your customers ({n} people).",
        best.customers,
        name=parts.group_name(best, words),
        sales=words.share(best.share_of_sales),
        share=words.share(best.customers / everybody),
    )


def _tiles(scheme: SegmentScheme, words: Words) -> tuple[Tile, ...]:
    return tuple(
        Tile(
            segment_id=group.segment_id,
            name=parts.group_name(group, words),
            customers=words.plural("{n} customer", "{n} customers", group.customers),
            share=group.share_of_sales,
            share_text=words.text("{share} of sales", share=words.share(group.share_of_sales)),
            meaning=words.say(group.meaning),
            do=words.say(group.do),
            dont=words.say(group.dont),
            colour=i % len(MARKERS),
            symbol=_SYMBOLS[i % len(_SYMBOLS)],
        )
        for i, group in enumerate(scheme.groups)
    )


def _charts(answers: Answers, schemes: list[SegmentScheme], words: Words) -> tuple[ChartBlock, ...]:
    charts = [_sizes(scheme, words) for scheme in schemes]
    charts += [_scatter(answers, s, words) for s in schemes if s.scheme == "clusters"]
    return tuple(charts)


def _sizes(scheme: SegmentScheme, words: Words) -> ChartBlock:
    most = max(scheme.groups, key=lambda group: group.customers)
    return ChartBlock(
        name=f"sizes_{scheme.scheme}",
        title=words.text("How many customers: {scheme}", scheme=scheme_title(scheme.scheme, words)),
        sentence=words.text("The largest group is “{name}”.", name=parts.group_name(most, words)),
        kind=ChartKind.HBAR,
        series=(
            Series(
                label="",
                x=tuple(float(i) for i in range(len(scheme.groups))),
                y=tuple(float(group.customers) for group in scheme.groups),
            ),
        ),
        x_labels=tuple(parts.group_name(group, words) for group in scheme.groups),
    )


def _scatter(answers: Answers, scheme: SegmentScheme, words: Words) -> ChartBlock:
    """Customers by days away and money, one sign per group; money of 0 or less has no place."""
    table = answers.customers
    shown = np.flatnonzero(table.monetary_cents > 0)
    shown = shown[:: max(1, -(-len(shown) // _DRAWN_POINTS))]
    label = scheme.label[shown]
    series = tuple(
        Series(
            label=parts.group_name(group, words),
            x=tuple(float(v) for v in np.maximum(table.recency_days[shown[label == i]], 1)),
            y=tuple(float(v) for v in table.monetary_cents[shown[label == i]]),
            colour=i,
            marker=MARKERS[i % len(MARKERS)],
        )
        for i, group in enumerate(scheme.groups)
    )
    return ChartBlock(
        name="clusters",
        title=words.text("Each point is a customer"),
        sentence=words.text("Left: bought recently. Top: spent much."),
        kind=ChartKind.SCATTER,
        series=series,
        x_title=words.text("Since the last order"),
        y_title=words.text("Spent"),
        x_kind=Kind.DAYS,
        y_kind=Kind.MONEY,
        x_log=True,
        y_log=True,
    )


def _quality(scheme: SegmentScheme, words: Words) -> list[tuple[str, str]]:
    quality = scheme.quality
    if quality is None:
        return []
    return [
        (words.text("Number of groups"), words.whole(quality.k)),
        (words.text("Silhouette"), words.figure(quality.silhouette)),
        (words.text("Inertia"), words.decimal(quality.inertia)),
        (words.text("Davies-Bouldin index"), words.figure(quality.davies_bouldin)),
        (words.text("Stability (adjusted Rand index)"), words.figure(quality.stability_ari)),
    ]


def _verdicts(schemes: list[SegmentScheme], words: Words) -> list[str]:
    return [words.say(s.quality.verdict) for s in schemes if s.quality is not None]


def _figures(scheme: SegmentScheme, words: Words) -> TableBlock:
    text = words.text
    columns = (
        Column(key="name", title=text("Group"), kind=Kind.TEXT, width=20),
        Column(key="customers", title=text("Customers"), kind=Kind.WHOLE),
        Column(key="share", title=text("Share of sales"), kind=Kind.SHARE),
        Column(key="recency", title=text("Days since, median"), kind=Kind.WHOLE),
        Column(key="frequency", title=text("Orders, median"), kind=Kind.DECIMAL),
        Column(key="monetary", title=text("Spent, median"), kind=Kind.MONEY),
    )
    groups = scheme.groups

    def numbers(take: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([getattr(group, take) for group in groups], dtype=np.float64)

    return TableBlock(
        name=f"segments_{scheme.scheme}",
        title=scheme_title(scheme.scheme, words),
        columns=columns,
        values=(
            parts.objects([parts.group_name(group, words) for group in groups]),
            numbers("customers"),
            numbers("share_of_sales"),
            numbers("median_recency_days"),
            numbers("median_frequency"),
            numbers("median_monetary_cents"),
        ),
        row_kind="segment",
        row_key=np.arange(len(groups), dtype=np.int64),
    )


def segments_table(answers: Answers, words: Words) -> TableBlock:
    """All groups of all schemes with their words, for a spreadsheet."""
    both = [(scheme, group) for scheme in answers.schemes for group in scheme.groups]
    text = words.text
    columns = (
        Column(key="scheme", title=text("Kind of group"), kind=Kind.TEXT, width=20),
        Column(key="name", title=text("Group"), kind=Kind.TEXT, width=24),
        Column(key="customers", title=text("Customers"), kind=Kind.WHOLE),
        Column(key="share", title=text("Share of sales"), kind=Kind.SHARE),
        Column(key="meaning", title=text("Meaning"), kind=Kind.TEXT, width=60),
        Column(key="do", title=text("Do"), kind=Kind.TEXT, width=50),
        Column(key="dont", title=text("Don't"), kind=Kind.TEXT, width=50),
    )
    return TableBlock(
        name="segments",
        title=text("Segments"),
        columns=columns,
        values=(
            parts.objects([scheme_title(scheme.scheme, words) for scheme, _ in both]),
            parts.objects([parts.group_name(group, words) for _, group in both]),
            np.array([group.customers for _, group in both], dtype=np.int64),
            np.array([group.share_of_sales for _, group in both], dtype=np.float64),
            parts.objects([words.say(group.meaning) for _, group in both]),
            parts.objects([words.say(group.do) for _, group in both]),
            parts.objects([words.say(group.dont) for _, group in both]),
        ),
    )
