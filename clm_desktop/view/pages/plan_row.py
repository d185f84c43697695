"""One row of the plan: what to do for whom, what happens without and with it, why, the message."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clm_desktop.core.outreach import FRIENDS, LARGER, ItemState, PlanItem, Role
from clm_desktop.plan.answers import Answers
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.plan_parts import (
    PlanInput,
    Who,
    action_title,
    action_titles,
    belief_of,
    channel_title,
    channel_titles,
    confidence_word,
    frequency_sentence,
    is_sent,
    source_text,
    why_of,
)
from clm_desktop.view.words import Words

TIPS = 8  # products that are offered to choose from

Choices = tuple[tuple[str, str], ...]  # (code, words)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageText:
    """A message as it would go out."""

    subject: str  # '' where the way has none
    body: str
    own: bool = False  # written by the owner for this customer alone
    missing: tuple[str, ...] = ()  # placeholders that could not be filled


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRowCard:
    """Everything about one row of the plan."""

    customer_id: int
    customer_key: str
    title: str
    headline: str  # what to do, by which way
    sentences: tuple[str, ...]  # both chances, worth and cost, confidence
    reasons: tuple[str, ...]
    held: bool  # left alone by lot: nothing may be changed
    approved: bool
    state: str  # core.outreach.ItemState
    states: Choices  # what can be said of a row of an approved plan
    action: str
    actions: Choices
    channel: str
    channels: tuple[tuple[str, Choices], ...]  # for each action its ways
    product: str
    products: Choices
    message: MessageText | None = None
    edited: bool = False


def plan_row_card(
    told: PlanInput, customer_key: str, words: Words, message: MessageText | None = None
) -> PlanRowCard | None:
    """The card of a customer's row; None when there is none."""
    item = next((one for one in told.items if one.customer_key == customer_key), None)
    if item is None:
        return None
    who = Who(told.answers)
    actions, ways = action_titles(told.outreach, words), channel_titles(told.outreach, words)
    headline = words.text(
        "{action} · {channel}",
        action=actions.get(item.action, item.action),
        channel=ways.get(item.channel, item.channel),
    )
    held = not is_sent(item)
    return PlanRowCard(
        customer_id=who.customer_id(customer_key),
        customer_key=customer_key,
        title=who.title(customer_key),
        headline=words.text("Left alone by lot") if held else headline,
        sentences=_sentences(told, item, words, would=headline if held else ""),
        reasons=why_of(item, words),
        held=held,
        approved=told.approved,
        state=item.state.value,
        states=tuple((s.value, words.code(f"item_state.{s.value}")) for s in ItemState),
        action=item.action,
        actions=_actions(told, item, words),
        channel=item.channel,
        channels=_channels(told, item, words),
        product=item.product_key,
        products=_products(told.answers, item, who, words),
        message=message,
        edited=item.edited,
    )


def _why_at_a_loss(item: PlanItem, words: Words) -> str:
    """What speaks for a row whose plain profit is below nothing; '' where it is not."""
    chosen = item.role is Role.SEND and not item.edited
    if not chosen or round(item.gain_cents) >= 0 or item.value_cents <= 0:
        return ""
    if any(reason.code == LARGER for reason in item.reasons):
        return words.text(
            "For now that is a loss; it is chosen because larger orders, or keeping this customer, "
            "should outweigh it."
        )
    return words.text(
        "For now that is a loss; it is chosen because it should help to keep this customer."
    )


def _sentences(told: PlanInput, item: PlanItem, words: Words, *, would: str) -> tuple[str, ...]:
    made = [frequency_sentence(item, told.window_days, words)]
    if would:
        made.insert(0, words.text("The plan would have chosen: {what}.", what=would))
        made.append(
            words.text(
                "Nobody writes to them until the comparison is over; so you will see what your "
                "messages do."
            )
        )
        return tuple(filter(None, made))
    made.append(
        words.text(
            "Worth about {gain}, costs {cost} on average.",
            gain=words.money(item.gain_cents),
            cost=words.money(item.cost_cents),
        )
    )
    made += [words.say(reason) for reason in item.reasons if reason.code in {FRIENDS, LARGER}]
    made.append(_why_at_a_loss(item, words))
    belief = belief_of(told.plan, item.action)
    if told.plan is not None:
        made.append(
            words.text(
                "How sure? {level}: {source}.",
                level=confidence_word(belief, words).capitalize(),
                source=source_text(belief, words),
            )
        )
    if item.role is Role.EXPLORE:
        made.append(words.text("Chosen to learn whether this works here."))
    if item.edited:
        made.append(words.text("You changed this row, so it counts in no comparison."))
    return tuple(filter(None, made))


def _actions(told: PlanInput, item: PlanItem, words: Words) -> Choices:
    """Actions that are in use, and the row's own."""
    return tuple(
        (one.key, action_title(one, words))
        for one in told.outreach.actions
        if one.active or one.key == item.action
    )


def _channels(told: PlanInput, item: PlanItem, words: Words) -> tuple[tuple[str, Choices], ...]:
    """For each action the ways that it may go by and that reach this customer."""
    reachable = told.outreach.reachable
    made = []
    for action in told.outreach.actions:
        ways = tuple(
            (one.key, channel_title(one, words))
            for one in told.outreach.channels
            if (one.active or one.key == item.channel)
            and (not action.channels or one.key in action.channels)
            and (reachable is None or (item.customer_key, one.key) in reachable)
        )
        made.append((action.key, ways))
    return tuple(made)


def _products(answers: Answers, item: PlanItem, who: Who, words: Words) -> Choices:
    """No product, the row's own, and what is recommended to this customer."""
    lists, row = answers.recommend.lists, who.row(item.customer_key)
    keys = [item.product_key] if item.product_key else []
    if row >= 0 and len(lists.rank):
        mine = np.flatnonzero(lists.customer == answers.customers.customer[row])
        mine = mine[np.argsort(lists.rank[mine], kind="stable")][:TIPS]
        keys += [str(answers.names.product_key[p]) for p in lists.product[mine]]
    known = dict.fromkeys(keys)
    return (("", words.text("no product")), *((key, who.product(key)) for key in known))


def addable(told: PlanInput, words: Words) -> Choices:
    """Customers who can be added by hand, (key, title): who is not in the plan."""
    planned = {item.customer_key for item in told.items}
    answers = told.answers
    keys = answers.names.customer_key[answers.customers.customer]
    titles = parts.customer_titles(answers)
    hidden = {spared.customer_key for spared in told.outreach.spared if spared.until_day}
    return tuple(
        (str(key), str(title))
        for key, title in zip(keys, titles, strict=True)
        if str(key) not in planned and str(key) not in hidden
    )
