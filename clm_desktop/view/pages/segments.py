"""Segments: who the customers are, in groups with a name, a meaning, a do and a don't."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.money import minor_digits
from clm_desktop.models.results import SegmentScheme
from clm_desktop.plan.answers import Answers, OwnGroup
from clm_desktop.plan.offers import GroupOffer, offer_of
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
from clm_desktop.view.pages.segments_found import (
    BETWEEN,
    between_table,
    found_charts,
    quality_details,
    trials_table,
)
from clm_desktop.view.pages.segments_moves import moves_chart, moves_table, slipped_note
from clm_desktop.view.query import rule_of, rule_text
from clm_desktop.view.theme import MARKERS
from clm_desktop.view.words import Words

_DRAWN_POINTS = 2_000  # of the scatter, spread evenly over the customers


def segments_page(answers: Answers, words: Words) -> Page:
    """The schemes: by habit, as the computer found them, the eight ways, and the owner's own."""
    schemes = [scheme for scheme in answers.schemes if scheme.groups]
    why_not = [words.say(s.refused) for s in answers.schemes if s.refused is not None]
    refused = tuple(dict.fromkeys(why_not))
    tile_sets = [(parts.scheme_title(s.scheme, words), _tiles(answers, s, words)) for s in schemes]
    if schemes or answers.own:
        tile_sets.append((words.text("My own"), own_tiles(answers, words)))
    return Page(
        page="segments",
        title=words.text("Segments"),
        lead=_lead(schemes, words)
        if answers.trust.hidden_buyers is None
        else words.text("Repeat buyers cannot be seen, so there are no groups."),
        as_of=parts.as_of(answers, words),
        tile_sets=tuple(tile_sets),
        charts=_charts(answers, schemes, words),
        details=tuple(line for s in schemes for line in quality_details(answers, s, words)),
        detail_tables=(
            *(_figures(s, words) for s in schemes),
            *(trials_table(s, words) for s in schemes if s.quality is not None),
            *(table for s in schemes for table in between_table(answers, s, words)),
            *(moves_table(answers, one, words) for one in answers.movements),
        ),
        detail_charts=found_charts(answers, schemes, words),
        notes=(
            *(refused if schemes else refused[:1] if tile_sets else ()),
            *slipped_note(answers, words),
            *(_margin_asked(answers, words) if schemes else ()),
            *_advice(schemes, words),
            *_verdicts(schemes, words),
            *(parts.unlock_note(answers, words) if schemes else ()),
        ),
        empty="" if tile_sets else "".join(refused[:1]),
    )


def _advice(schemes: list[SegmentScheme], words: Words) -> tuple[str, ...]:
    """When to look for new groups, with the name of the groups that have worn."""
    return tuple(
        words.text(
            "{groups}: {advice}",
            groups=parts.scheme_title(one.scheme, words),
            advice=words.say(one.advice),
        )
        for one in schemes
        if one.advice is not None
    )


def _lead(schemes: list[SegmentScheme], words: Words) -> str:
    if not schemes:
        return words.text("There are too few customers for groups yet.")
    groups = [group for group in schemes[0].groups if group.customers]
    everybody = sum(group.customers for group in groups)
    best = groups[0]
    if not any(group.share_of_sales for group in groups):  # no money is known
        best = max(groups, key=lambda group: group.customers)
        return words.plural(
            "Your largest group is “{name}”: {share} of your customers ({n} person).",
            "Your largest group is “{name}”: {share} of your customers ({n} people).",
            best.customers,
            name=parts.group_name(best, words),
            share=words.share(best.customers / everybody),
        )
    return words.plural(
        "“{name}” brings {sales} of sales with {share} of your customers ({n} person).",
        "“{name}” brings {sales} of sales with {share} of your customers ({n} people).",
        best.customers,
        name=parts.group_name(best, words),
        sales=words.share(best.share_of_sales),
        share=words.share(best.customers / everybody),
    )


def _tiles(answers: Answers, scheme: SegmentScheme, words: Words) -> tuple[Tile, ...]:
    tiles = []
    for place, group in enumerate(scheme.groups):
        offer = offer_of(answers, group, scheme.label == place)
        colour, symbol = parts.group_sign(scheme.scheme, group.segment_id, place)
        tiles.append(
            Tile(
                segment_id=group.segment_id,
                name=parts.group_name(group, words),
                customers=words.plural("{n} customer", "{n} customers", group.customers),
                share=group.share_of_sales,
                share_text=words.text("{share} of sales", share=words.share(group.share_of_sales)),
                meaning=words.say(group.meaning),
                do=words.say(group.do),
                dont=words.say(group.dont),
                colour=colour,
                symbol=symbol,
                ceiling=_ceiling(answers, offer, words),
                when=words.code(f"message_when.{offer.kind}"),
                message=words.code(f"message.{offer.kind}"),
            )
        )
    return tuple(tiles)


def _ceiling(answers: Answers, offer: GroupOffer, words: Words) -> str:
    """What an offer may cost, and from what it follows."""
    one_unit = 10 ** minor_digits(answers.names.currency)
    if not offer.share or offer.ceiling_cents < one_unit:
        return words.text("No offer: no more than one message costs.")
    if not np.isfinite(offer.ceiling_cents):
        return ""
    return words.text(
        "At most {ceiling} each: {share} of what {expected} in the next 12 months leave you at a "
        "margin of {margin}.",
        ceiling=words.money(offer.ceiling_cents),
        share=f"{words.whole(100 * offer.share)}%",
        expected=words.money(offer.expected_cents),
        margin=words.share(answers.margin_share),
    )


def _margin_asked(answers: Answers, words: Words) -> tuple[str, ...]:
    """Ask once what is left of sales."""
    if answers.margin_told:
        return ()
    return (
        words.text(
            "What an offer may cost goes by a margin of {margin}. Say below what is left to you of "
            "sales.",
            margin=words.share(answers.margin_share),
        ),
    )


def own_tiles(answers: Answers, words: Words) -> tuple[Tile, ...]:
    """The owner's own segments; somebody may be in several of them."""
    money = np.maximum(answers.customers.monetary_cents, 0)
    total = max(int(money.sum()), 1)
    return tuple(
        Tile(
            segment_id=f"own_{one.number}",
            name=one.name,
            customers=words.plural("{n} customer", "{n} customers", len(one.row)),
            share=float(money[one.row].sum()) / total,
            share_text=words.text(
                "{share} of sales", share=words.share(float(money[one.row].sum()) / total)
            ),
            meaning=_rule_in_words(answers, one, words),
            do="",
            dont="",
            colour=(one.number - 1) % len(MARKERS),
            symbol=one.name[:1].upper(),
            own=True,
        )
        for one in answers.own
    )


def _rule_in_words(answers: Answers, one: OwnGroup, words: Words) -> str:
    if one.problem is not None:
        return f"{one.rule} – {words.say(one.problem)}"
    return rule_text(rule_of(one.rule, answers, words), answers, words)


def _charts(answers: Answers, schemes: list[SegmentScheme], words: Words) -> tuple[ChartBlock, ...]:
    moves = [one for one in answers.movements if one.scheme in ("rfm", "clusters")]
    return (
        *(moves_chart(answers, one, words) for one in moves),
        *(_sizes(scheme, words) for scheme in schemes[:2]),
        *(_scatter(answers, s, words) for s in schemes if s.scheme == "clusters"),
    )


def _sizes(scheme: SegmentScheme, words: Words) -> ChartBlock:
    most = max(scheme.groups, key=lambda group: group.customers)
    return ChartBlock(
        name=f"sizes_{scheme.scheme}",
        title=words.text(
            "How many customers: {scheme}", scheme=parts.scheme_title(scheme.scheme, words)
        ),
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
            colour=parts.group_sign(scheme.scheme, group.segment_id, i)[0],
            marker=MARKERS[parts.group_sign(scheme.scheme, group.segment_id, i)[0]],
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


def _verdicts(schemes: list[SegmentScheme], words: Words) -> list[str]:
    """How real the found groups are; of soft ones, how many people stand between two."""
    said = [
        words.say(s.quality.verdict)
        for s in schemes
        if s.quality is not None and not len(s.sureness)
    ]
    for scheme in schemes:
        if len(scheme.sureness):
            share = float((scheme.sureness < BETWEEN).mean())
            said.append(
                words.text(
                    "With soft edges, {share} of your customers stand between two groups.",
                    share=words.share(share),
                )
            )
    return said


def _figures(scheme: SegmentScheme, words: Words) -> TableBlock:
    text = words.text
    columns = (
        Column(key="name", title=text("Group"), kind=Kind.TEXT, width=20),
        Column(key="customers", title=text("Customers"), kind=Kind.WHOLE),
        Column(key="share", title=text("Share of sales"), kind=Kind.SHARE),
        Column(key="recency", title=text("Days since last order, median"), kind=Kind.WHOLE),
        Column(key="frequency", title=text("Orders, median"), kind=Kind.DECIMAL),
        Column(key="monetary", title=text("Spent, median"), kind=Kind.MONEY),
    )
    groups = scheme.groups

    def numbers(take: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([getattr(group, take) for group in groups], dtype=np.float64)

    return TableBlock(
        name=f"segments_{scheme.scheme}",
        title=parts.scheme_title(scheme.scheme, words),
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
            parts.objects([parts.scheme_title(scheme.scheme, words) for scheme, _ in both]),
            parts.objects([parts.group_name(group, words) for _, group in both]),
            np.array([group.customers for _, group in both], dtype=np.int64),
            np.array([group.share_of_sales for _, group in both], dtype=np.float64),
            parts.objects([words.say(group.meaning) for _, group in both]),
            parts.objects([words.say(group.do) for _, group in both]),
            parts.objects([words.say(group.dont) for _, group in both]),
        ),
    )
