"""Left alone: who is not contacted this week, and why."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.plan.joint.types import LEFT_ALONE
from clm_desktop.view.blocks import Column, Fact, Kind, Page, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.plan import no_plan_page
from clm_desktop.view.pages.plan_parts import PlanInput, Who, is_sent
from clm_desktop.view.words import Words

BY_LOT, TAKEN_OUT = "lot", "taken_out"  # of this very plan: the planner chose them, too
REASONS = (*LEFT_ALONE, BY_LOT, TAKEN_OUT)
BY_WISH = ("not_customer", "owner_word", "asked_not", "no_consent", "not_reachable", TAKEN_OUT)
BY_TIME = ("gap", "cap", "held_out", "planned", BY_LOT)


def alone_page(told: PlanInput, words: Words) -> Page:
    """Reasons with how many, then everybody with theirs."""
    if told.plan is None:
        return no_plan_page(words)
    reason = reasons_of(told)
    alone = int((reason >= 0).sum())
    return Page(
        page="plan_alone",
        title=words.text("Left alone"),
        lead=words.plural(
            "{n} customer is left alone this week, for a reason.",
            "{n} customers are left alone this week, each for a reason.",
            alone,
        ),
        as_of=parts.as_of(told.answers, words),
        facts=_facts(reason, words),
        tables=(reasons_table(reason, words), people_table(told, words)),
        notes=(
            words.text(
                "The first reason that holds is told. Where nobody knows whether somebody agreed "
                "to be written to, the answer is no."
            ),
        ),
    )


def reasons_of(told: PlanInput) -> NDArray[np.int8]:
    """Per row of the customer table the place in REASONS, -1 = is to be contacted.

    What the lot and the owner changed since the plan was made stands above what the planner said.
    """
    if told.plan is None:
        return np.full(len(told.answers.customers), -1, np.int8)
    reason = told.plan.left_alone.copy()
    row, sent = Who(told.answers).row, {i.customer_key for i in told.items if is_sent(i)}
    for item in (*told.plan.items, *told.items):
        if (place := row(item.customer_key)) >= 0:
            reason[place] = REASONS.index(TAKEN_OUT)
    for item in told.items:
        if (place := row(item.customer_key)) >= 0:
            reason[place] = -1 if item.customer_key in sent else REASONS.index(BY_LOT)
    return reason


def people_left_alone(told: PlanInput, reason: int) -> tuple[int, ...]:
    """Store ids of those who are left alone for a reason (place in REASONS)."""
    return tuple(int(i) for i in parts.customer_ids(told.answers)[reasons_of(told) == reason])


def _facts(reason: NDArray[np.int8], words: Words) -> tuple[Fact, ...]:
    counts = _counts(reason)

    def many(reasons: tuple[str, ...]) -> str:
        return words.whole(sum(int(counts[REASONS.index(one)]) for one in reasons))

    rest = tuple(one for one in REASONS if one not in BY_WISH + BY_TIME)
    return (
        Fact(
            title=words.text("Their wish, or yours"),
            value=many(BY_WISH),
            note=words.text("no consent, no address, your word"),
        ),
        Fact(
            title=words.text("Not now"),
            value=many(BY_TIME),
            note=words.text("contacted lately, or kept aside to compare"),
        ),
        Fact(
            title=words.text("Not worth it"),
            value=many(rest),
            note=words.text("would buy anyway, or others come first"),
        ),
    )


def _counts(reason: NDArray[np.int8]) -> NDArray[np.int64]:
    return np.bincount(reason[reason >= 0].astype(np.int64), minlength=len(REASONS))


def reasons_table(reason: NDArray[np.int8], words: Words) -> TableBlock:
    """Each reason with its people; a row leads to them."""
    text, counts = words.text, _counts(reason)
    order = [int(i) for i in np.argsort(-counts, kind="stable") if counts[i] > 0]
    codes = [f"left_alone.{REASONS[i]}" for i in order]
    return TableBlock(
        name="left_alone",
        title=text("Why people are left alone"),
        columns=(
            Column(key="reason", title=text("Reason"), kind=Kind.TEXT, width=34),
            Column(key="customers", title=text("Customers"), kind=Kind.WHOLE),
            Column(key="share", title=text("Share"), kind=Kind.SHARE),
            Column(key="means", title=text("What it means"), kind=Kind.TEXT, width=50),
        ),
        values=(
            parts.objects([words.code(code) for code in codes]),
            counts[order],
            counts[order] / max(len(reason), 1),
            parts.objects([words.code(f"{code}.means") for code in codes]),
        ),
        row_kind="left_alone",
        row_key=np.array(order, dtype=np.int64),
        sorted_by="customers",
        empty=text("Everybody is in the plan."),
    )


def people_table(told: PlanInput, words: Words) -> TableBlock:
    """Everybody who is left alone, likeliest to order by themselves first."""
    text, answers, plan = words.text, told.answers, told.plan
    if plan is None:
        raise ValueError(told)
    reason = reasons_of(told)
    rows = np.flatnonzero(reason >= 0)
    rows = rows[np.argsort(-np.nan_to_num(plan.p_without[rows]), kind="stable")]
    titles = parts.objects([words.code(f"left_alone.{code}") for code in REASONS])
    span = words.span(plan.settings.window_days)
    return TableBlock(
        name="left_alone_people",
        title=text("Who is left alone"),
        columns=(
            Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=26),
            Column(key="reason", title=text("Reason"), kind=Kind.TEXT, width=34),
            Column(
                key="p_without",
                title=text("Orders anyway"),
                kind=Kind.SHARE,
                tip=text("Chance of an order within {span}, left alone.", span=span),
            ),
            Column(key="last", title=text("Last order"), kind=Kind.DATE),
        ),
        values=(
            parts.customer_titles(answers)[rows],
            titles[reason[rows].astype(np.int64)],
            plan.p_without[rows],
            answers.customers.last_day[rows],
        ),
        row_kind="customer",
        row_key=parts.customer_ids(answers)[rows],
        sorted_by="p_without",
    )
