"""Customers: everybody who ever bought, one row each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.results import Risk
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import Column, Kind, Page, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.owner_words import not_customers_table, words_table
from clm_desktop.view.pages.reasons import next_order_note
from clm_desktop.view.pages.today import shop_facts
from clm_desktop.view.words import Words

Pair = tuple[Column, NDArray[np.generic]]
_ORDER = (  # what an owner looks for first stands left
    "customer",
    "last_order",
    "orders",
    "spent",
    "rfm",
    "risk",
    "tip",
    "value_12m",
    "value_6m",
    "p_buy",
    "next_order",
    "gap",
    "recency",
    "first_order",
    "clusters",
)


def customers_page(answers: Answers, words: Words) -> Page:
    """All customers, best spenders first."""
    return Page(
        page="customers",
        title=words.text("Customers"),
        lead=_lead(answers, words),
        as_of=parts.as_of(answers, words),
        facts=shop_facts(answers, words)[1:],
        tables=(
            customer_table(answers, words),
            *(table for table in (not_customers_table(answers, words),) if len(table)),
        ),
        detail_tables=tuple(t for t in (words_table(answers, words),) if len(t)),
        notes=(
            words.say(answers.value.verdict),
            *(note for note in (next_order_note(answers, words),) if note),
            *parts.unlock_note(answers, words),
        ),
    )


def _lead(answers: Answers, words: Words) -> str:
    spent = np.sort(np.maximum(answers.customers.monetary_cents, 0))[::-1]
    total = int(spent.sum())
    if len(spent) < 10 or total <= 0:
        return words.plural("{n} customer has bought.", "{n} customers have bought.", len(spent))
    top = max(1, round(len(spent) / 10))
    return words.plural(
        "Your top customer by money brings {share} of sales.",
        "Your top {n} customers by money (one in ten) bring {share} of sales.",
        top,
        share=words.share(int(spent[:top].sum()) / total),
    )


def customer_table(answers: Answers, words: Words) -> TableBlock:
    """One row per customer; what the data cannot support has no column."""
    table, names = answers.customers, answers.names
    order = np.argsort(-table.monetary_cents, kind="stable")
    every = (
        (name_column(words), parts.customer_titles(answers)),
        *_when_columns(answers, words),
        *_how_much_columns(answers, words),
        *_group_columns(answers, words),
        *_future_columns(answers, words),
        *_tip_columns(answers, words),
    )
    columns = sorted(every, key=lambda pair: _ORDER.index(pair[0].key))
    return TableBlock(
        name="customers",
        title=words.text("All customers"),
        columns=tuple(column for column, _ in columns),
        values=tuple(values[order] for _, values in columns),
        row_kind="customer",
        row_key=names.customer_id[table.customer][order],
        empty=words.text("Nobody has bought yet. Drop your order file on this window."),
        sorted_by="spent",
    )


def name_column(words: Words) -> Column:
    """The column that names the customer, the same in every table."""
    return Column(key="customer", title=words.text("Customer"), kind=Kind.TEXT, width=24)


def _when_columns(answers: Answers, words: Words) -> list[Pair]:
    table, text = answers.customers, words.text
    last = Column(
        key="last_order",
        title=text("Last order"),
        kind=Kind.DATE,
        tip=text("Day of the last order that was not cancelled."),
    )
    since = Column(
        key="recency",
        title=text("Days since last order"),
        kind=Kind.WHOLE,
        tip=text("Days from the last order to the day of the answers."),
        width=10,
    )
    gap = Column(
        key="gap",
        title=text("Usual gap in days"),
        kind=Kind.WHOLE,
        tip=text("The customer's own days between orders, leaning on the shop's where few."),
        width=10,
    )
    first = Column(key="first_order", title=text("First order"), kind=Kind.DATE)
    return [
        (last, table.last_day),
        (since, table.recency_days),
        (gap, answers.risk.usual_gap_days),
        (first, table.first_day),
    ]


def _how_much_columns(answers: Answers, words: Words) -> list[Pair]:
    table, text = answers.customers, words.text
    orders = Column(
        key="orders",
        title=text("Orders"),
        kind=Kind.WHOLE,
        tip=text("Days with an order: several orders on one day count once."),
        width=8,
    )
    spent = Column(
        key="spent",
        title=text("Spent"),
        kind=Kind.MONEY,
        tip=text("All money of this customer, after refunds."),
    )
    return [(orders, table.frequency), (spent, table.monetary_cents)]


def _group_columns(answers: Answers, words: Words) -> list[Pair]:
    n = len(answers.customers)
    titles = {
        "rfm": (words.text("Group"), words.text("By habit: how recently, how often, how much.")),
        "clusters": (words.text("Look-alikes"), words.text("Groups that the computer found.")),
    }
    return [
        (
            Column(key=scheme.scheme, title=title, kind=Kind.TEXT, tip=tip, width=18),
            parts.group_names(scheme, n, words),
        )
        for scheme in answers.schemes
        if scheme.groups and scheme.scheme in titles  # the eight ways stand on their own page
        for title, tip in [titles[scheme.scheme]]
    ]


def _future_columns(answers: Answers, words: Words) -> list[Pair]:
    """Estimates, each only where the data supports one for somebody."""
    risk, value, text = answers.risk, answers.value, words.text
    horizon = words.days(risk.horizon_days)
    pairs: list[Pair] = []
    if (risk.risk != Risk.NONE).any():
        tip = text("Risk that the customer stays away for the next {days}.", days=horizon)
        column = Column(key="risk", title=text("Leaving risk"), kind=Kind.RISK, tip=tip)
        pairs.append((column, risk.risk))
    if np.isfinite(risk.p_buy).any():
        tip = text("Chance of at least one order within {days}.", days=horizon)
        column = Column(key="p_buy", title=text("Chance to buy"), kind=Kind.SHARE, tip=tip)
        pairs.append((column, risk.p_buy))
    if np.isfinite(value.value_12m_cents).any():
        tip = text("What this customer will probably spend in the next twelve months.")
        column = Column(key="value_12m", title=text("Next 12 months"), kind=Kind.MONEY, tip=tip)
        pairs.append((column, value.value_12m_cents))
    if np.isfinite(value.value_6m_cents).any():
        tip = text("What this customer will probably spend in the next six months.")
        column = Column(key="value_6m", title=text("Next 6 months"), kind=Kind.MONEY, tip=tip)
        pairs.append((column, value.value_6m_cents))
    if np.isfinite(value.next_order_from_day).any():
        tip = text("Around this day the next order is likely to come.")
        column = Column(key="next_order", title=text("Next order from"), kind=Kind.DATE, tip=tip)
        pairs.append((column, value.next_order_from_day))
    return pairs


def _tip_columns(answers: Answers, words: Words) -> list[Pair]:
    tips = parts.first_tips(answers)
    if not (tips >= 0).any():
        return []
    products = parts.product_titles(answers)
    offered = np.full(len(tips), "", dtype=object)
    offered[tips >= 0] = products[answers.recommend.lists.product[tips[tips >= 0]]]
    column = Column(
        key="tip",
        title=words.text("Offer first"),
        kind=Kind.TEXT,
        tip=words.text("The product that fits this customer best."),
        width=28,
    )
    return [(column, offered)]
