"""All that plans must know beside the orders: built-in and own actions, consents, contacts, plans.

What a consent column says: a yes is a yes to e-mail, which is what such columns ask. A no in a
customer list is a no to every channel, because whoever does not want mail is not to be written to;
a no with an order (a box that stayed empty) is a no to e-mail alone. The newest word holds, and on
one day a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.outreach import (
    Action,
    ActionKind,
    Channel,
    Consent,
    ConsentState,
    Outreach,
    PlanState,
)
from clm_desktop.core.phones import digits_of, is_relayed
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.plan.joint.catalogue import default_actions, default_channels
from clm_desktop.store import consents, contacts, plan_catalogue, plans
from clm_desktop.store.addresses import (
    Addresses,
    FileConsent,
    load_addresses,
    load_file_consents,
)
from clm_desktop.store.plan_catalogue import ActionWord, ChannelWord
from clm_desktop.store.project import Project
from clm_desktop.store.settings import currency

BY_EMAIL = ("email",)
BY_PHONE = ("phone", "sms", "wechat")
BY_PLACE = ("post",)
_AT_ONCE = 20_000


def load_outreach(
    project: Project, ctx: RunContext = NULL_CONTEXT, addresses: Addresses | None = None
) -> Outreach:
    """Everything, customers by the key that stands for the person.

    Cost: O(customers + consents + contacts + rows of plans); 100k customers about 1 CPU s.
    """
    channels = load_channels(project)
    people = load_addresses(project, ctx) if addresses is None else addresses
    typed = consents.load_consents(project, ctx)
    told = load_file_consents(project, ctx)
    return Outreach(
        actions=load_actions(project),
        channels=channels,
        settings=plans.load_settings(project),
        consents=standing_consents(typed, file_consents(told, channels), ctx),
        spared=consents.load_spared(project, ctx),
        contacts=contacts.load_contacts(project, ctx),
        plans=plans.load_plans(project, PlanState.APPROVED, ctx),
        spend=contacts.load_spend(project),
        reachable=reachable(people, channels, ctx),
    )


def load_actions(project: Project) -> tuple[Action, ...]:
    """Built-in actions as the owner changed them, then the owner's own."""
    words = {word.key: word for word in plan_catalogue.load_action_words(project)}
    texts = plan_catalogue.load_action_texts(project)
    built_in = [with_word(one, words.pop(one.key, None)) for one in default_actions()]
    own = [with_word(Action(key=w.key, kind=ActionKind(w.kind)), w) for w in words.values()]
    return tuple(replace(one, texts=texts.get(one.key, ())) for one in (*built_in, *own))


def load_channels(project: Project) -> tuple[Channel, ...]:
    """Built-in channels as the owner changed them, then the owner's own."""
    words = {word.key: word for word in plan_catalogue.load_channel_words(project)}
    built_in = default_channels(currency(project))
    known = [with_channel_word(one, words.pop(one.key, None)) for one in built_in]
    own = [with_channel_word(Channel(key=w.key), w) for w in words.values()]
    return (*known, *own)


def with_word(action: Action, word: ActionWord | None) -> Action:
    """An action as the owner changed it."""
    if word is None:
        return action
    told = {f.name: getattr(word, f.name) for f in fields(ActionWord) if f.name != "kind"}
    changed = {name: value for name, value in told.items() if value is not None}
    if "channels" in changed:
        changed["channels"] = tuple(changed["channels"].split("\n")) if changed["channels"] else ()
    return replace(action, **changed)


def with_channel_word(channel: Channel, word: ChannelWord | None) -> Channel:
    """A channel as the owner changed it."""
    if word is None:
        return channel
    told = {f.name: getattr(word, f.name) for f in fields(ChannelWord)}
    return replace(channel, **{name: v for name, v in told.items() if v is not None})


def file_consents(told: Iterable[FileConsent], channels: Iterable[Channel]) -> Iterator[Consent]:
    """What files say, channel by channel."""
    keys = [channel.key for channel in channels]
    return (
        Consent(
            customer_key=one.customer_key,
            channel=channel,
            state=ConsentState.GRANTED if one.granted else ConsentState.REFUSED,
            day=one.day,
            source=one.file_name,
        )
        for one in told
        for channel in (BY_EMAIL if one.granted or one.with_order else keys)
    )


def standing_consents(
    typed: tuple[Consent, ...], told: Iterable[Consent], ctx: RunContext = NULL_CONTEXT
) -> tuple[Consent, ...]:
    """The newest of both, but no list's yes undoes a no that was told to the owner.

    A list is as new as its import, not as its yes: who asked for silence may stand in it unchanged.
    """
    no = {(c.customer_key, c.channel) for c in typed if c.state is ConsentState.REFUSED}
    kept = (
        one
        for one in told
        if one.state is not ConsentState.GRANTED or (one.customer_key, one.channel) not in no
    )
    return newest_consents(typed, kept, ctx=ctx)


def newest_consents(
    *told: Iterable[Consent], ctx: RunContext = NULL_CONTEXT
) -> tuple[Consent, ...]:
    """Of each customer and channel the newest; on one day a refusal. Cost: 1 µs per word."""
    stands: dict[tuple[str, str], Consent] = {}
    for count, one in enumerate(chain.from_iterable(told)):
        if count % _AT_ONCE == 0:
            ctx.check()
        before = stands.get((one.customer_key, one.channel))
        if before is None or consents.wins(one, before):
            stands[one.customer_key, one.channel] = one
    return tuple(stands.values())


def reachable(
    people: Addresses, channels: Iterable[Channel], ctx: RunContext = NULL_CONTEXT
) -> frozenset[tuple[str, str]]:
    """(customer, channel) where an address is known that the channel needs.

    E-mail needs an e-mail, calls and short messages a phone of the customer's own, letters a town;
    what is said in the shop, and the owner's own ways, need nothing that files tell.
    """
    needs = {
        **dict.fromkeys(BY_EMAIL, np.not_equal(people.email, "")),
        **dict.fromkeys(BY_PHONE, _own_phone(people, ctx)),
        **dict.fromkeys(BY_PLACE, np.not_equal(people.city, "")),
    }
    found: list[tuple[str, str]] = []
    for channel in channels:
        told = needs.get(channel.key)
        keys = (people.key if told is None else people.key[told]).tolist()
        for start in range(0, len(keys), _AT_ONCE):
            ctx.check()
            found.extend((str(key), channel.key) for key in keys[start : start + _AT_ONCE])
    return frozenset(found)


def _own_phone(people: Addresses, ctx: RunContext) -> NDArray[np.bool_]:
    """Whose phone rings with the customer, not with a marketplace that connects for a while."""
    own = np.zeros(len(people), np.bool_)
    for start in range(0, len(people), _AT_ONCE):
        ctx.check()
        cells = people.phone[start : start + _AT_ONCE].tolist()
        own[start : start + _AT_ONCE] = [
            bool(cell) and not is_relayed(cell) and bool(digits_of(cell)[0]) for cell in cells
        ]
    return own
