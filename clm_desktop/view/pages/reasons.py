"""Why: the reasons of a risk and of an offer, in words with the customer's own facts."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Param
from clm_desktop.models.recommend.codes import REASONS
from clm_desktop.models.repeat.rhythm import RHYTHM_ORDERS
from clm_desktop.models.results import Recommendations, Risk
from clm_desktop.plan.answers import Answers
from clm_desktop.view.words import Words

ONCE = frozenset({"silence", "habit", "regularity"})  # said differently after a single order
QUIET_DAYS = 90  # without an order in these there is nothing "less" to speak of
_REASONS = {reason.code: reason for reason in REASONS}
_OVERDUE = 1.25  # times the usual gap from which a customer is called late (product.md, 3)


def risk_reasons(answers: Answers, row: int, words: Words, most: int = 3) -> tuple[str, ...]:
    """The strongest reasons of one customer's risk, strongest first.

    For medium and high risk what speaks for leaving comes first, for low risk what speaks for
    staying; a reason that speaks the other way is not mentioned. Cost: some 30 microseconds.
    """
    codes = reason_codes(answers, row, most)
    if not codes:
        return (rhythm_sentence(answers, row, words),)
    facts = customer_facts(answers, row)
    return tuple(words.code(code, **facts) for code in codes)


def reason_codes(answers: Answers, row: int, most: int = 3) -> list[str]:
    """Return the codes of the strongest reasons, e.g. ``reason.silence``."""
    risk = answers.risk
    if not risk.contribution.size:
        return []
    leaving = risk.risk[row] != Risk.LOW
    strength = np.nan_to_num(-risk.contribution[row] if leaving else risk.contribution[row])
    side = "" if leaving else ".stays"
    orders = int(answers.customers.frequency[row])
    recency = int(answers.customers.recency_days[row])
    gap = float(risk.usual_gap_days[row])
    often = leaving and gap < risk.horizon_days and recency > _OVERDUE * gap
    quiet = leaving and recency >= QUIET_DAYS
    order = np.argsort(-strength, kind="stable")[:most]
    return [
        f"reason.{_variant(code, orders, often=often, quiet=quiet)}{side}"
        for i in order
        if strength[i] > 0
        for code in [risk.reason_codes[i]]
    ]


def _variant(code: str, orders: int, *, often: bool, quiet: bool) -> str:
    """One order is no habit, few have no rhythm of their own, many are not "only" so many."""
    if orders < 2 and code in ONCE:
        return f"{code}_once"
    if orders < RHYTHM_ORDERS and code == "silence":
        return "silence_few"
    if often and code == "habit":
        return "habit_often"
    return f"{code}_none" if quiet and code == "recent" else code


def customer_facts(answers: Answers, row: int) -> dict[str, Param]:
    """What the reason sentences name."""
    table = answers.customers
    return {
        "gap_days": float(answers.risk.usual_gap_days[row]),
        "recency_days": int(table.recency_days[row]),
        "orders": int(table.frequency[row]),
        "tenure_days": int(table.tenure_days[row]),
        "basket_cents": float(table.mean_basket_cents[row]),
    }


def rhythm_sentence(answers: Answers, row: int, words: Words) -> str:
    """Say how the silence compares with the usual gap: usually every 6 weeks; now 11."""
    gap = float(answers.risk.usual_gap_days[row])
    recency = int(answers.customers.recency_days[row])
    last = words.text("Last bought {days} ago.", days=words.days(recency))
    if not np.isfinite(gap):
        return last
    orders = int(answers.customers.frequency[row])
    if orders < 2:
        return words.join(
            [
                words.text(
                    "One order so far; customers usually return within {span}.",
                    span=words.span(gap),
                ),
                last,
            ]
        )
    usual, now = words.span(gap), words.span(recency)
    if orders < RHYTHM_ORDERS:
        if recency > _OVERDUE * gap:
            return words.text(
                "Should have come back after about {span}; it has been {now} now.",
                span=usual,
                now=now,
            )
        due = words.text("The next order is due after about {span}.", span=usual)
        return words.join([due, last])
    if recency > _OVERDUE * gap:
        return words.text("Usually buys every {span}; it has been {now} now.", span=usual, now=now)
    return words.join([words.text("Usually buys every {span}.", span=usual), last])


def offer_reason(answers: Answers, index: int, products: NDArray[np.object_], words: Words) -> str:
    """The because of one tip; ``products`` are the product titles by position."""
    return _because(answers.recommend.lists, index, products, words)


def _because(
    lists: Recommendations, index: int, products: NDArray[np.object_], words: Words
) -> str:
    reason = _REASONS[lists.reason_codes[int(lists.reason_code[index])]]
    other = int(lists.reason_product[index])
    facts: dict[str, Param] = {}
    for name, value in ((reason.a, lists.reason_a[index]), (reason.b, lists.reason_b[index])):
        if name:
            facts[name] = float(value) if name.endswith("_share") else round(float(value))
    if reason.names_product:
        facts["product"] = str(products[other])
    return words.code(f"recommend.reason.{reason.code}", **facts)


def offer_reasons(
    answers: Answers, indices: Iterable[int], products: NDArray[np.object_], words: Words
) -> list[str]:
    """The because of each tip, '' for an index of -1."""
    return [offer_reason(answers, int(i), products, words) if i >= 0 else "" for i in indices]


def list_reasons(
    lists: Recommendations,
    indices: Iterable[int],
    products: NDArray[np.object_],
    words: Words,
) -> list[str]:
    """The because of tips of any list."""
    return [_because(lists, int(i), products, words) for i in indices]


def next_order_note(answers: Answers, words: Words) -> str:
    """How often ranges of next orders held in the past, '' where that cannot be told."""
    test = answers.next_orders
    if test is None:
        return ""
    return words.text(
        "Ranges of next orders were tested from {day}: of {customers} that are over, {inside} held "
        "the next order, {before} came sooner, {later} later, {none} not yet.",
        day=words.date(test.cutoff_day),
        customers=words.whole(test.customers),
        inside=words.share(test.inside / test.customers),
        before=words.share(test.before / test.customers),
        later=words.share(test.later / test.customers),
        none=words.share(1 - (test.inside + test.before + test.later) / test.customers),
    )
