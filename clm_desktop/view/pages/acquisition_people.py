"""New customers worth looking after, and in what the best customers began otherwise."""

from __future__ import annotations

import numpy as np

from clm_desktop.models.acquisition.results import AcquisitionAnswer, Likeness
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words


def leads_table(answers: Answers, found: AcquisitionAnswer, words: Words) -> TableBlock:
    """Customers with one order whose time for the second is not over, likeliest first."""
    text, row = words.text, found.leads.row
    within = text("Within {days} of the first one.", days=words.days(found.leads.within_days))
    table = answers.customers
    columns = (
        (Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=24),
         parts.customer_titles(answers)[row]),
        (Column(key="first", title=text("First order"), kind=Kind.DATE, width=12),
         table.first_day[row]),
        (Column(key="spent", title=text("Spent"), kind=Kind.MONEY, width=10),
         table.monetary_cents[row]),
        (Column(key="p_second", title=text("Chance of a second order"), kind=Kind.SHARE, width=14,
                tip=within), found.leads.p_second),
    )  # fmt: skip
    return TableBlock(
        name="leads",
        title=text("New customers who may come again"),
        columns=tuple(column for column, _ in columns),
        values=tuple(values for _, values in columns),
        row_kind="customer",
        row_key=parts.customer_ids(answers)[row],
        empty=text("Nobody has ordered for the first time in the last half year."),
        sorted_by="p_second" if found.leads.method else "",
    )


def best_table(answers: Answers, found: AcquisitionAnswer, words: Words) -> TableBlock:
    """Whom to find more of: the best fifth by what they should be worth in the next year."""
    text, row, table = words.text, found.best_row, answers.customers
    columns = (
        (Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=24),
         parts.customer_titles(answers)[row]),
        (Column(key="orders", title=text("Orders"), kind=Kind.WHOLE, width=10),
         table.frequency[row]),
        (Column(key="last_order", title=text("Last order"), kind=Kind.DATE, width=12),
         table.last_day[row]),
        (Column(key="spent", title=text("Spent"), kind=Kind.MONEY, width=10),
         table.monetary_cents[row]),
        (Column(key="value", title=text("Next 12 months"), kind=Kind.MONEY, width=14),
         answers.value.value_12m_cents[row]),
    )  # fmt: skip
    return TableBlock(
        name="best",
        title=text("Your best customers"),
        columns=tuple(column for column, _ in columns),
        values=tuple(values for _, values in columns),
        row_kind="customer",
        row_key=parts.customer_ids(answers)[row],
        sorted_by="value",
    )


def likeness_table(answers: Answers, found: AcquisitionAnswer, words: Words) -> TableBlock:
    """What to look for: traits that the best fifth shows more often than the rest."""
    text, traits = words.text, found.likeness
    columns = (
        (Column(key="trait", title=text("What"), kind=Kind.TEXT, width=18),
         parts.objects([trait_name(one.trait, words) for one in traits])),
        (Column(key="value", title=text("Which"), kind=Kind.TEXT, width=28),
         parts.objects([value_name(one, answers, words) for one in traits])),
        (Column(key="best", title=text("Of your best"), kind=Kind.SHARE, width=10),
         np.array([one.best_share for one in traits])),
        (Column(key="rest", title=text("Of the rest"), kind=Kind.SHARE, width=10),
         np.array([one.rest_share for one in traits])),
        (Column(key="times", title=text("Times as often"), kind=Kind.DECIMAL, width=10),
         np.array([one.lift for one in traits])),
    )  # fmt: skip
    return TableBlock(
        name="likeness",
        title=text("How your best customers began"),
        columns=tuple(column for column, _ in columns),
        values=tuple(values for _, values in columns),
    )


def trait_name(trait: str, words: Words) -> str:
    """What is known of how somebody began."""
    return {
        "product": words.text("First product"),
        "channel": words.text("Channel"),
        "coupon": words.text("Coupon of the first order"),
        "basket": words.text("First order"),
        "city": words.text("City"),
        "country": words.text("Country"),
    }[trait]


def value_name(one: Likeness, answers: Answers, words: Words) -> str:
    """A product by its name, a size of basket in words, anything else as it is told."""
    if one.trait == "product":
        at = np.flatnonzero(answers.names.product_key == one.value)
        return str(parts.product_titles(answers)[at[0]]) if len(at) else one.value
    if one.trait == "basket":
        return {
            "small": words.text("Small first order"),
            "middle": words.text("Middle first order"),
            "large": words.text("Large first order"),
        }[one.value]
    return one.value
