"""Jobs of actions, channels and their texts: kept in the project, each can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from clm_desktop.core.outreach import Action, Channel, ChannelSpend
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.plan.answers import Answers
from clm_desktop.ui.plan_work import PlanNow
from clm_desktop.ui.session import Shop
from clm_desktop.view.outreach_messages import Recipient, Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A real customer and the shop, for previews."""

    recipient: Recipient
    sender: Sender
    product: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionKept:
    """An action as it stood before, and its texts; None: it is new."""

    before: Action | None
    after: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKept:
    """A channel as it stood before; None: it is new."""

    before: Channel | None
    after: Channel


def sampling(shop: Shop, answers: Answers, now: PlanNow) -> JobSpec:
    """Look for a real customer to preview messages with; gives Sample. Newest wins."""

    def step(_ctx: RunContext, _before: object) -> Sample:
        from clm_desktop.usecases.outreach_drafts import message_words

        name = message_words(shop.project).shop_name or shop.project.name
        days = now.outreach.settings.window_days
        until = answers.run.as_of_day + days
        sender = Sender(shop=name, days=days, until_day=until)
        names = answers.names
        titles = np.where(names.product_name == "", names.product_key, names.product_name)
        recipient, product = _somebody(answers, now, titles)
        return Sample(recipient=recipient, sender=sender, product=product)

    return JobSpec(name="plan_sample", key="plan sample", steps=((Lane.STORE, step),), quiet=True)


def _somebody(
    answers: Answers, now: PlanNow, titles: np.ndarray[tuple[int], np.dtype[np.object_]]
) -> tuple[Recipient, str]:
    """The first of the plan, else the newest customer with a name; what they bought last."""
    from clm_desktop.plan.last_bought import last_bought

    names, who = answers.names, answers.customers.customer
    planned = [item.customer_key for item in (() if now.draft is None else now.draft.items)]
    position = -1
    if planned:
        found = np.flatnonzero(names.customer_key == planned[0])
        position = int(found[0]) if len(found) else -1
    if position < 0 and len(who):
        newest = who[np.argsort(-answers.customers.last_day.astype(np.int64), kind="stable")]
        named = newest[names.customer_name[newest] != ""]
        position = int((named if len(named) else newest)[0])
    if position < 0:
        return Recipient(customer_key=""), ""
    last, product = "", str(titles[0]) if len(titles) else ""
    if now.inputs is not None:
        bought = last_bought(now.inputs.tx, answers.run.as_of_day)
        place = np.flatnonzero(now.inputs.tx.customer_key == names.customer_key[position])
        if len(place) and bought[place[0]] >= 0:
            told = now.inputs.tx
            last = str(told.product_name[bought[place[0]]] or told.product_key[bought[place[0]]])
    tip = np.flatnonzero(answers.recommend.lists.customer == position)
    if len(tip):
        product = str(titles[answers.recommend.lists.product[tip[0]]])
    recipient = Recipient(
        customer_key=str(names.customer_key[position]),
        name=str(names.customer_name[position]),
        last_product=last,
    )
    return recipient, product


def keeping_action(shop: Shop, wanted: Action) -> JobSpec:
    """Keep an action with its texts; gives ActionKept."""

    def step(_ctx: RunContext, _before: object) -> ActionKept:
        from clm_desktop.usecases.outreach import load_actions
        from clm_desktop.usecases.outreach_choices import new_key, save_action, save_texts

        action = wanted
        if not action.key:
            taken = tuple(one.key for one in load_actions(shop.project))
            action = replace(action, key=new_key(action.name, taken))
        before = save_action(shop.project, action)
        save_texts(shop.project, action.key, action.texts)
        return ActionKept(before=before, after=action)

    return JobSpec(name="plan_means", steps=((Lane.STORE, step),), quiet=True)


def putting_action_back(shop: Shop, kept: ActionKept) -> JobSpec:
    """Let an action be as it was, or be gone; gives nothing."""

    def step(_ctx: RunContext, _before: object) -> None:
        from clm_desktop.usecases.outreach_choices import remove_action, save_action, save_texts

        if kept.before is None:
            remove_action(shop.project, kept.after.key)
        else:
            save_action(shop.project, kept.before)
            save_texts(shop.project, kept.before.key, kept.before.texts)

    return JobSpec(name="plan_means", steps=((Lane.STORE, step),), quiet=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendKept:
    """Money that was told of a channel, and what was told of these weeks before."""

    before: tuple[ChannelSpend, ...]
    after: tuple[ChannelSpend, ...]


def keeping_spend(shop: Shop, channel: str, when: str, cents: int, new: int | None) -> JobSpec:
    """Keep what was spent in a week or a month; gives SpendKept."""

    def step(_ctx: RunContext, _before: object) -> SpendKept:
        from clm_desktop.store.contacts import load_spend
        from clm_desktop.usecases.outreach_files import type_spend

        known = load_spend(shop.project)
        after = type_spend(shop.project, channel, when, cents, new)
        places = {(one.channel, one.week_day) for one in after}
        before = tuple(one for one in known if (one.channel, one.week_day) in places)
        return SpendKept(before=before, after=after)

    return JobSpec(name="plan_means", steps=((Lane.STORE, step),), quiet=True)


def putting_spend(
    shop: Shop, wanted: tuple[ChannelSpend, ...], instead_of: tuple[ChannelSpend, ...]
) -> JobSpec:
    """Let one telling stand in place of another; gives nothing."""

    def step(_ctx: RunContext, _before: object) -> None:
        from clm_desktop.store.contacts import save_spend

        gone = [(one.channel, one.week_day) for one in instead_of]
        save_spend(shop.project, wanted, gone)

    return JobSpec(name="plan_means", steps=((Lane.STORE, step),), quiet=True)


def keeping_channel(shop: Shop, wanted: Channel) -> JobSpec:
    """Keep a channel; gives ChannelKept."""

    def step(_ctx: RunContext, _before: object) -> ChannelKept:
        from clm_desktop.usecases.outreach import load_channels
        from clm_desktop.usecases.outreach_choices import new_key, save_channel

        channel = wanted
        if not channel.key:
            taken = tuple(one.key for one in load_channels(shop.project))
            channel = replace(channel, key=new_key(channel.name, taken))
        before = save_channel(shop.project, channel)
        return ChannelKept(before=before, after=channel)

    return JobSpec(name="plan_means", steps=((Lane.STORE, step),), quiet=True)


def putting_channel_back(shop: Shop, kept: ChannelKept) -> JobSpec:
    """Let a channel be as it was, or be gone; gives nothing."""

    def step(_ctx: RunContext, _before: object) -> None:
        from clm_desktop.usecases.outreach_choices import remove_channel, save_channel

        if kept.before is None:
            remove_channel(shop.project, kept.after.key)
        else:
            save_channel(shop.project, kept.before)

    return JobSpec(name="plan_means", steps=((Lane.STORE, step),), quiet=True)
