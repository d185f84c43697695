"""What the plan knows of each customer: chances, money and habits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.transactions import Transactions
from clm_desktop.features.history import History
from clm_desktop.models.effects.base import BaseScores
from clm_desktop.models.effects.priors import TRAITS, Array
from clm_desktop.models.effects.rhythm import due_of, usual_gap_days

MOST_SD = 2.0  # a trait counts no further from its mean
DEAL_CASES = 3.0  # orders that the shop's own share of offers stands for
FIRST_DAYS = 182  # of a new customer, to tell what one brings
SLIPPING = 1.25  # own intervals of silence after which somebody may be leaving
SMALL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Facts per position in Transactions.customer_* that orders tell beside their days."""

    categories: NDArray[np.int32]  # bought so far; 0 = not told
    offer_orders: NDArray[np.int32]  # orders with a coupon or reduced
    orders: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFacts:
    """Per row of the customer table."""

    scores: BaseScores
    gap_days: Array  # own rhythm shrunk to the shop's
    traits: Array  # (n, len(TRAITS))
    slipping: NDArray[np.bool_]  # silent beyond the own rhythm: may be leaving
    alive_margin_cents: Array  # the same, were it certain that the customer is still there
    order_margin_cents: Array


def habits_of(tx: Transactions, until_day: int) -> Habits:
    """Count categories and offers up to a day. Cost: O(lines)."""
    n = tx.n_customers
    seen = (tx.order_customer >= 0) & tx.order_is_sale & (tx.order_day <= until_day)
    offered = seen & np.not_equal(tx.order_coupon, "")
    line = np.flatnonzero((tx.line_product >= 0) & (tx.line_quantity > 0))
    line = line[seen[tx.line_order[line]]]
    names, category = np.unique(tx.product_category.astype(str), return_inverse=True)
    told = names[category] != "" if len(names) else np.zeros(0, np.bool_)
    line = line[told[tx.line_product[line]]] if len(line) else line
    pair = (
        tx.order_customer[tx.line_order[line]].astype(np.int64) * max(len(names), 1)
        + category[tx.line_product[line]]
    )
    owner = np.unique(pair) // max(len(names), 1)
    return Habits(
        categories=np.bincount(owner, minlength=n).astype(np.int32),
        offer_orders=np.bincount(tx.order_customer[offered], minlength=n).astype(np.int32),
        orders=np.bincount(tx.order_customer[seen], minlength=n).astype(np.int32),
    )


def customer_facts(scores: BaseScores, habits: Habits, margin_share: float) -> CustomerFacts:
    """Put together what decides. Cost: O(n)."""
    facts = scores.facts
    gap = usual_gap_days(facts)
    margin = margin_share * scores.basket_cents
    year = margin * scores.year_orders
    return CustomerFacts(
        scores=scores,
        gap_days=gap,
        traits=traits_of(facts, habits),
        slipping=facts.days_since > SLIPPING * gap,
        alive_margin_cents=year / np.maximum(scores.p_alive, 0.05),
        order_margin_cents=margin,
    )


def traits_of(facts: History, habits: Habits) -> Array:
    """Columns of ``priors.TRAITS`` for customers of a day."""
    who = facts.customer
    gap = usual_gap_days(facts)
    late = np.log((facts.days_since + 1) / (gap + 1))
    categories = habits.categories[who]
    few = np.where(categories > 0, np.clip((3 - categories) / 2, 0, 1), 0.0)
    columns = {
        "few_categories": few,
        "due": due_of(facts, gap),
        "deal_prone": _deal_prone(habits, who),
        "late": _standard(late),
        "often": _standard(np.log(facts.events)),
    }
    return np.column_stack([columns[name] for name in TRAITS])


def _deal_prone(habits: Habits, who: NDArray[np.int32]) -> Array:
    """How much more than others a customer buys on offer, in standard deviations."""
    offered, orders = habits.offer_orders[who], habits.orders[who]
    total = max(int(orders.sum()), 1)
    mean = float(offered.sum()) / total
    share = (offered + DEAL_CASES * mean) / (orders + DEAL_CASES)
    return _standard(np.asarray(share, np.float64))


def _standard(x: Array) -> Array:
    if not len(x):
        return x
    sd = float(x.std())
    return np.clip((x - x.mean()) / sd, -MOST_SD, MOST_SD) if sd > SMALL else np.zeros(len(x))


def newcomer_margin_cents(tx: Transactions, until_day: int, margin_share: float) -> float:
    """Margin of a new customer's first half year, all that is counted of one. 0 if unknown."""
    mine = (tx.order_customer >= 0) & (tx.order_day <= until_day)
    who, day = tx.order_customer[mine], tx.order_day[mine]
    if not len(who):
        return 0.0
    first = np.full(tx.n_customers, np.iinfo(np.int32).max, np.int64)
    np.minimum.at(first, who, day)
    grown = first <= until_day - FIRST_DAYS
    if not grown.any():
        return 0.0
    early = grown[who] & (day < first[who] + FIRST_DAYS)
    return margin_share * float(tx.order_cents[mine][early].sum()) / float(grown.sum())
