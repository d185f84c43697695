"""Winning customers: what one costs and is worth by channel, and where the next money helps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clm_desktop.models.acquisition.results import AcquisitionAnswer, ChannelAnswer
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import ChartBlock, ChartKind, Fact, Kind, Page, Series, TableBlock
from clm_desktop.view.numbers import NONE
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.acquisition_people import best_table, leads_table, likeness_table
from clm_desktop.view.pages.acquisition_table import channel_table
from clm_desktop.view.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AcquisitionInput:
    """What the page is made from."""

    answers: Answers
    found: AcquisitionAnswer


def acquisition_page(given: AcquisitionInput, words: Words) -> Page:
    """Channels first, then new customers to look after, then what the best have in common."""
    found, tables = given.found, acquisition_tables(given, words)
    return Page(
        page="acquisition",
        title=words.text("Winning customers"),
        lead=_lead(given, words),
        as_of=parts.as_of(given.answers, words),
        pictures_first=True,
        facts=_facts(given, words),
        tables=(
            *((tables["advertising"],) if found.channels else ()),
            tables["leads"],
            *((tables["likeness"],) if found.likeness else ()),
        ),
        charts=_charts(found, words),
        details=_details(found, words),
        notes=_notes(found, words),
    )


def acquisition_tables(given: AcquisitionInput, words: Words) -> dict[str, TableBlock]:
    """All tables about winning customers, by the name of their export."""
    return {
        "advertising": channel_table(given.found, words),
        "leads": leads_table(given.answers, given.found, words),
        "likeness": likeness_table(given.answers, given.found, words),
        "best": best_table(given.answers, given.found, words),
    }


def _lead(given: AcquisitionInput, words: Words) -> str:
    """Where the next money should go."""
    found = given.found
    told = [c for c in found.channels if np.isfinite(c.next_gain_cents)]
    if not told:
        return words.text(
            "A new customer leaves you about {value} in the first {span}, at a margin of {share}. "
            "What one costs you is not known yet.",
            value=words.money(found.shop_value_cents),
            span=words.span(found.value_days),
            share=words.share(given.answers.margin_share),
        )
    best = told[0]
    money, gain = words.money(best.next_money_cents), words.money(abs(best.next_gain_cents))
    if best.next_gain_cents <= 0:
        return words.text(
            "On top of your usual week another {money} of advertising would bring back less than "
            "it costs, in every channel.",
            money=money,
        )
    return words.text(
        "On top of your usual week the next {money} is best spent on {channel}: it would bring "
        "about {gain} more than it costs.",
        money=money,
        channel=best.channel,
        gain=gain,
    )


def _facts(given: AcquisitionInput, words: Words) -> tuple[Fact, ...]:
    text, found = words.text, given.found
    paid = [c for c in found.channels if c.told_by]
    cost = sum(c.cost_cents for c in paid)
    new = sum(c.new_customers for c in paid)
    kept = sum(c.new_customers * c.kept_share for c in paid)
    facts = []
    if new > 0:
        facts.append(
            Fact(
                title=text("Cost per new customer"),
                value=words.money(cost / new),
                tip=text("All advertising that was told, divided by the customers it brought."),
            )
        )
    if new > 0 and kept > 0:
        facts.append(
            Fact(
                title=text("Cost per customer who stays"),
                value=words.money(cost / kept),
                note=text("who order again within half a year"),
                tip=text("The same money, divided by those who order again within half a year."),
            )
        )
    facts.append(
        Fact(
            title=text("A new customer leaves you"),
            value=words.money(found.shop_value_cents),
            note=text(
                "in the first {span}, at a margin of {share}",
                span=words.span(found.value_days),
                share=words.share(given.answers.margin_share),
            ),
            tip=text("What is left to you of all orders in this time, the first one included."),
        )
    )
    if np.isfinite(found.shop_kept_share):
        facts.append(
            Fact(
                title=text("Of new customers stay"),
                value=words.share(found.shop_kept_share),
                note=text("who order again within half a year"),
            )
        )
    return tuple(facts)


def _charts(found: AcquisitionAnswer, words: Words) -> tuple[ChartBlock, ...]:
    told = [c for c in found.channels if np.isfinite(c.cac_cents) and np.isfinite(c.value_cents)]
    if not told:
        return ()
    return (_costs_chart(found, told, words), _curve_chart(told[0], words))


def _costs_chart(found: AcquisitionAnswer, told: list[ChannelAnswer], words: Words) -> ChartBlock:
    """What a customer brings, with its range, beside the line of what one costs."""
    net = [c.value_cents - c.cac_cents for c in told]
    trap = next((c for c in told if c.channel == found.trap), None)
    sentence = words.text(
        "What is left of a new customer's first {span} once winning is paid.",
        span=words.span(found.value_days),
    )
    if trap is not None:
        sentence = words.text(
            "{channel} has the cheapest new customers, but not the best ones for the money.",
            channel=trap.channel,
        )
    return ChartBlock(
        name="acquisition_net",
        title=words.text("A new customer, after what winning one costs"),
        sentence=sentence,
        kind=ChartKind.RANGE,
        series=(
            Series(
                label=words.text("First year less cost"),
                x=tuple(float(i) for i in range(len(told))),
                y=tuple(net),
                lo=tuple(c.value_lo_cents - c.cac_cents for c in told),
                hi=tuple(c.value_hi_cents - c.cac_cents for c in told),
            ),
        ),
        x_labels=tuple(c.channel for c in told),
        y_kind=Kind.MONEY,
    )


def _curve_chart(channel: ChannelAnswer, words: Words) -> ChartBlock:
    """New customers of a week against the week's spend, with the weeks that were seen."""
    spend = tuple(channel.curve.cost_cents.tolist())
    usual = words.money(channel.usual_cost_cents)
    return ChartBlock(
        name="acquisition_curve",
        title=words.text("{channel}: what a week's money brings", channel=channel.channel),
        sentence=words.text(
            "Your usual week is {usual}. The band is where the truth lies in 8 of 10 cases.",
            usual=usual,
        ),
        kind=ChartKind.BAND,
        series=(
            Series(
                label=words.text("New customers a week"),
                x=spend,
                y=tuple(channel.curve.mean.tolist()),
                lo=tuple(channel.curve.low.tolist()),
                hi=tuple(channel.curve.high.tolist()),
            ),
        ),
        x_title=words.text("Spent in a week"),
        y_title=words.text("New customers"),
        x_kind=Kind.MONEY,
        y_kind=Kind.DECIMAL,
    )


def _details(found: AcquisitionAnswer, words: Words) -> tuple[tuple[str, str], ...]:
    text, leads = words.text, found.leads
    lines = [
        (
            text("{channel}: told by", channel=c.channel),
            words.code(f"told_by.{c.told_by}") if c.told_by else NONE,
        )
        for c in found.channels
    ]
    if leads.method:
        lines += [
            (text("Second orders: learned from"), words.whole(leads.learned_from)),
            (text("Second orders: tested on"), words.whole(leads.tested_on)),
            (text("Second orders: AUC"), words.figure(leads.auc)),
            (
                text("Second orders: tenth named first, 95 % range"),
                f"{words.share(leads.top_lo)} – {words.share(leads.top_hi)}",
            ),
            (text("Second orders: calibration error"), words.figure(leads.calibration_error)),
        ]
    return tuple(lines)


def _notes(found: AcquisitionAnswer, words: Words) -> tuple[str, ...]:
    notes = [words.say(note) for note in found.notes]
    notes.append(words.say(found.leads.verdict))
    if found.channels:
        notes.append(
            words.text(
                "Which channel a customer came by is the one of the first order; somebody who saw "
                "your flyer and then searched for you counts as search."
            )
        )
    return tuple(notes)
