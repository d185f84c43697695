"""The customer card: one person, the same facts and sentences wherever it is opened from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.errors import RequestError
from clm_desktop.models.lifecycle.results import Stage
from clm_desktop.models.repeat.rhythm import RHYTHM_ORDERS
from clm_desktop.models.results import Risk
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import Column, CustomerCard, CustomerKey, Fact, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.customers import Pair
from clm_desktop.view.pages.lifecycle_parts import YEAR_DAYS, ahead_of, stage_name
from clm_desktop.view.pages.owner_words import marks_of, spared_sentence
from clm_desktop.view.pages.people import called_keys
from clm_desktop.view.pages.reasons import offer_reasons, rhythm_sentence, risk_reasons
from clm_desktop.view.pages.segments_moves import groups_before
from clm_desktop.view.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLines:
    """What one customer bought, one element per order line, newest first."""

    order: NDArray[np.object_]  # order number
    day: NDArray[np.int32]
    product: NDArray[np.object_]  # what the owner calls it
    quantity: NDArray[np.float64]  # negative = came back
    cents: NDArray[np.int64]


def customer_card(
    answers: Answers,
    customer_id: int,
    lines: CustomerLines,
    words: Words,
    keys: Sequence[tuple[str, str]] = (),
    *,
    reach: Sequence[str] = (),
) -> CustomerCard:
    """Everything about one customer.

    ``keys``: (key, name) of all that the person bought under; ``reach``: e-mail, phone, city.

    Raises
    ------
    RequestError
        ``no_customer``: nobody with this id has bought anything by the day of the answers.
    """
    rows = np.flatnonzero(parts.customer_ids(answers) == customer_id)
    if not len(rows):
        raise RequestError("no_customer", customer=customer_id)
    row = int(rows[0])
    key = str(answers.names.customer_key[answers.customers.customer[row]])
    return CustomerCard(
        customer_id=customer_id,
        title=str(parts.customer_titles(answers)[row]),
        subtitle=_subtitle(answers, row, words),
        facts=_facts(answers, row, words),
        risk_sentence=risk_sentence(answers, row, words),
        reasons=risk_reasons(answers, row, words),
        again=_tips(answers, row, words, is_new=False),
        new=_tips(answers, row, words, is_new=True),
        orders=_orders(lines, words),
        keys=tuple(CustomerKey(*one) for one in called_keys(keys)) if len(keys) > 1 else (),
        key=key,
        reach=" · ".join(told for told in reach if told and told.casefold() != key.casefold()),
        spared=spared_sentence(answers, row, words),
        marks=marks_of(answers, row, words),
    )


def _subtitle(answers: Answers, row: int, words: Words) -> str:
    """Number or e-mail behind the name, and the group."""
    position = int(answers.customers.customer[row])
    names = answers.names
    key = str(names.customer_key[position]) if names.customer_name[position] else ""
    scheme = parts.scheme_of(answers, "rfm")
    group = parts.group_names(scheme, len(answers.customers), words)[row]
    day, groups = groups_before(answers, words)
    before = ""
    if groups[row]:
        before = words.text("on {day}: {group}", day=words.date(day), group=str(groups[row]))
    return " · ".join(part for part in (key, str(group), before) if part)


def _facts(answers: Answers, row: int, words: Words) -> tuple[Fact, ...]:
    table, value = answers.customers, answers.value
    text = words.text
    facts = [
        Fact(
            title=text("Last bought"),
            value=text("{days} ago", days=words.days(table.recency_days[row])),
            note=words.date(table.last_day[row]),
        ),
        Fact(
            title=text("Orders"),
            value=words.whole(table.frequency[row]),
            note=text("since {day}", day=words.date(table.first_day[row])),
        ),
        Fact(
            title=text("Spent"),
            value=words.money(table.monetary_cents[row], exact=True),
            note=text("after refunds"),
        ),
    ]
    if answers.lifecycle.refused is None:
        stage = Stage(int(answers.lifecycle.stages.label[row]))
        facts.append(Fact(title=text("Stage"), value=stage_name(stage, words)))
    gap = answers.risk.usual_gap_days[row]
    if np.isfinite(gap) and table.frequency[row] > 1:
        few = table.frequency[row] < RHYTHM_ORDERS
        title = text("Next order due after about") if few else text("Usually buys every")
        facts.append(Fact(title=title, value=words.span(gap)))
    facts.extend(_ahead(answers, row, words))
    if np.isfinite(value.next_order_from_day[row]):
        facts.append(
            Fact(
                title=text("Next order"),
                value=text(
                    "{first} to {last}",
                    first=words.date(value.next_order_from_day[row], short=True),
                    last=words.date(value.next_order_to_day[row], short=True),
                ),
                note=_held(answers, words) or text("probably around then"),
            )
        )
    return tuple(facts)


def _ahead(answers: Answers, row: int, words: Words) -> tuple[Fact, ...]:
    """What the Worth page says of this customer; nothing where it says nothing."""
    text = words.text
    expected, low, high = (cents[row] for cents in ahead_of(answers))
    if not np.isfinite(expected):
        return ()
    whole_year = answers.lifecycle.equity.ahead_days >= YEAR_DAYS
    return (
        Fact(
            title=text("Next 12 months") if whole_year else text("Next 6 months"),
            value=text("about {money}", money=words.money(expected)),
            note=text(
                "{low} to {high} for 8 of 10 customers like this",
                low=words.money(low),
                high=words.money(high),
            ),
        ),
    )


def _held(answers: Answers, words: Words) -> str:
    test = answers.next_orders
    if test is None:
        return ""
    return words.text(
        "{share} of such ranges held in the past", share=words.share(test.inside / test.customers)
    )


def risk_sentence(answers: Answers, row: int, words: Words) -> str:
    """The level with the chance behind it: about 7 in 10 like this one do not return."""
    risk = answers.risk
    level = Risk(int(risk.risk[row]))
    p_buy = float(risk.p_buy[row])
    if level is Risk.NONE and not np.isfinite(p_buy):
        return rhythm_sentence(answers, row, words)
    own = not parts.by_chance(answers)
    says = {
        Risk.LOW: words.text("Leaving risk: low."),
        Risk.MEDIUM: words.text("Leaving risk: medium."),
        Risk.HIGH: words.text("Leaving risk: high."),
    }
    by_rhythm = {
        Risk.LOW: words.text("Leaving risk, by their own rhythm: low."),
        Risk.MEDIUM: words.text("Leaving risk, by their own rhythm: medium."),
        Risk.HIGH: words.text("Leaving risk, by their own rhythm: high."),
    }
    said = [(by_rhythm if own else says).get(level, "")]
    if np.isfinite(p_buy):
        of_ten, days = words.in_ten(1 - p_buy), words.days(risk.horizon_days)
        said.append(
            words.text(
                "An early estimate: of customers like this, {chance} do not order within {days}.",
                chance=of_ten,
                days=days,
            )
            if own
            else words.text(
                "Of customers like this, {chance} do not order within {days}.",
                chance=of_ten,
                days=days,
            )
        )
    return words.join(said)


def _tips(answers: Answers, row: int, words: Words, *, is_new: bool) -> TableBlock:
    lists, products = answers.recommend.lists, parts.product_titles(answers)
    mine = np.flatnonzero(
        (lists.customer == answers.customers.customer[row]) & (lists.is_new == is_new)
    )
    text = words.text
    pairs: list[Pair] = [
        (
            Column(key="product", title=text("Product"), kind=Kind.TEXT, width=28),
            products[lists.product[mine]],
        ),
        (Column(key="strength", title=text("How likely"), kind=Kind.STRENGTH), lists.p[mine]),
        (
            Column(key="because", title=text("Because"), kind=Kind.TEXT, width=40),
            parts.objects(offer_reasons(answers, mine, products, words)),
        ),
    ]
    return TableBlock(
        name="new" if is_new else "again",
        title=text("New for them") if is_new else text("Buy again"),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values for _, values in pairs),
        row_kind="product",
        row_key=answers.names.product_id[lists.product[mine]],
        empty=text("No tip of this kind."),
    )


def _orders(lines: CustomerLines, words: Words) -> TableBlock:
    text = words.text
    return TableBlock(
        name="orders",
        title=text("Orders"),
        columns=(
            Column(key="day", title=text("Day"), kind=Kind.DATE),
            Column(key="order", title=text("Order number"), kind=Kind.TEXT),
            Column(key="product", title=text("Product"), kind=Kind.TEXT, width=28),
            Column(key="quantity", title=text("Quantity"), kind=Kind.DECIMAL, width=8),
            Column(key="money", title=text("Money"), kind=Kind.MONEY),
        ),
        values=(lines.day, lines.order, lines.product, lines.quantity, lines.cents),
        sorted_by="day",
    )
