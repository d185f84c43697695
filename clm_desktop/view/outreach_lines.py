"""Actions and channels for a terminal, one a line."""

from __future__ import annotations

from collections.abc import Iterator

from clm_desktop.core.outreach import Action, Channel, Outreach
from clm_desktop.view.pages.plan_parts import action_title, channel_title
from clm_desktop.view.words import Words


def action_lines(outreach: Outreach, words: Words) -> Iterator[str]:
    """Key, name, what it costs, by which ways, whether it is on."""
    for one in outreach.actions:
        yield f"{one.key}: {', '.join(_action(one, words))}"


def channel_lines(outreach: Outreach, words: Words) -> Iterator[str]:
    """Key, name, what it costs, who agreed, whether it is on."""
    for one in outreach.channels:
        yield f"{one.key}: {', '.join(_channel(one, outreach, words))}"


def _action(one: Action, words: Words) -> Iterator[str]:
    yield action_title(one, words)
    if one.cost_cents:
        yield words.money(one.cost_cents)
    if one.owner_minutes:
        yield words.text("{n} minutes", n=f"{one.owner_minutes:g}")
    if one.discount_share:
        yield words.text("{share} off", share=words.share(one.discount_share))
    if one.channels:
        yield words.text("by {channels}", channels=" / ".join(one.channels))
    if not one.active:
        yield words.text("off")


def _channel(one: Channel, outreach: Outreach, words: Words) -> Iterator[str]:
    said = [c.state.value for c in outreach.consents if c.channel == one.key]
    reach = outreach.reachable or frozenset()
    yield channel_title(one, words)
    if one.cost_cents:
        yield words.money(one.cost_cents)
    if one.owner_minutes:
        yield words.text("{n} minutes", n=f"{one.owner_minutes:g}")
    if one.contacts_per_week:
        yield words.text("at most {n} a week", n=words.whole(one.contacts_per_week))
    known = sum(channel == one.key for _, channel in reach)
    yield words.plural("{n} can be reached", "{n} can be reached", known)
    if not one.needs_consent:
        yield words.text("needs no consent")
    elif one.all_agreed_day is not None:
        yield words.text("everybody agreed, {day}", day=words.date(one.all_agreed_day))
    else:
        yield words.plural("{n} agreed", "{n} agreed", said.count("granted"))
    if said.count("refused"):
        yield words.plural("{n} said no", "{n} said no", said.count("refused"))
    if not one.active:
        yield words.text("off")
