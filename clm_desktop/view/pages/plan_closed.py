"""A plan of nobody because nobody may be contacted: what is missing, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clm_desktop.plan.joint.types import LEFT_ALONE, JointPlan
from clm_desktop.view.blocks import Card
from clm_desktop.view.pages.plan_parts import PlanInput
from clm_desktop.view.words import Words

BY_CHOICE = ("buys_anyway", "not_worth", "budget", "contacts")  # reasons that are the plan's own


def nobody_sentence(told: PlanInput, words: Words) -> str:
    """Why a plan is of nobody: they may not, cannot or need not be contacted."""
    if all_off(told):
        return words.text(
            "Nobody can be contacted: every action, or every channel it may go by, is switched off."
        )
    if nobody_agreed(told):
        if no_address(told):
            return words.text("Nobody can be contacted yet: no address is known of who agreed.")
        return words.text("Nobody may be contacted yet: nobody is known to have agreed.")
    alone = np.empty(0) if told.plan is None else told.plan.left_alone
    if len(alone) and 2 * np.sum(alone == LEFT_ALONE.index("asked_not")) > len(alone):
        return words.text(
            "Nobody may be contacted: most customers said no. Whoever agreed to another way can be "
            "planned for as soon as you say so under “Actions and channels”."
        )
    worth = [LEFT_ALONE.index(code) for code in BY_CHOICE]
    if len(alone) and not np.isin(alone, worth).any() and (alone >= 0).all():
        return words.text(
            "Nobody is free this week: all stand in a plan, were contacted lately, or are to be "
            "left alone."
        )
    return words.text("Nobody needs a message this week: leaving people alone is best.")


def nobody_agreed(told: PlanInput) -> bool:
    """Whether the plan is empty because of missing consents or addresses rather than by choice."""
    if told.plan is None or told.approved or all_off(told):
        return False
    alone = told.plan.left_alone
    return 2 * _closed(told.plan) > len(alone) and len(alone) > 0


def _closed(plan: JointPlan, codes: Sequence[str] = ("no_consent", "not_reachable")) -> int:
    """How many are left alone for want of a consent or of an address."""
    return int(np.isin(plan.left_alone, [LEFT_ALONE.index(code) for code in codes]).sum())


def no_address(told: PlanInput) -> bool:
    """Whether it is addresses that are missing: they agreed, and still nobody can be written to."""
    plan = told.plan
    return plan is not None and 2 * _closed(plan, ("not_reachable",)) > _closed(plan) > 0


def all_off(told: PlanInput) -> bool:
    """Whether no action is left that an open channel could carry."""
    ways = {channel.key for channel in told.outreach.channels if channel.active}
    return not any(
        action.active and ways & (set(action.channels) or ways) for action in told.outreach.actions
    )


def closed_cards(told: PlanInput, words: Words) -> tuple[Card, ...]:
    """What must be done before a plan can be more than a wish."""
    if not nobody_agreed(told) or told.plan is None:
        return ()
    people = _closed(told.plan)
    if no_address(told):
        return (_address_card(people, words),)
    return (
        Card(
            name="consent",
            headline=words.plural(
                "{n} customer cannot be planned for: no consent is known",
                "{n} customers cannot be planned for: no consent is known",
                people,
            ),
            text=words.text(
                "Did they agree to hear from you, in a form or in person? Open the channel, say "
                "so, and say where that is written down. Without consent nobody is written to."
            ),
            button=words.text("Say who agreed"),
            opens="plan?means",
        ),
    )


def _address_card(people: int, words: Words) -> Card:
    """They agreed, but no file tells an address."""
    return Card(
        name="consent",
        headline=words.plural(
            "{n} customer cannot be planned for: no address is known",
            "{n} customers cannot be planned for: no address is known",
            people,
        ),
        text=words.text(
            "They agreed, but your files hold no e-mail or phone number of theirs. Drop a customer "
            "list that does, or switch on a channel that reaches them, and say who agreed to it."
        ),
        button=words.text("Open the channels"),
        opens="plan?means",
    )
