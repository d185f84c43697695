"""Every way in which a customer could be contacted: an action by a channel."""

from __future__ import annotations

from dataclasses import dataclass

from clm_desktop.core.outreach import Action, Channel, Outreach


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One column of the problem."""

    action: int  # place in the active actions
    channel: int  # place in the active channels
    cost_cents: float  # of one contact, discounts apart
    minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is active, and how it combines."""

    actions: tuple[Action, ...]
    channels: tuple[Channel, ...]
    options: tuple[Option, ...]


def options_of(outreach: Outreach) -> Options:
    """Active actions by the active channels that they may go by."""
    actions = tuple(action for action in outreach.actions if action.active)
    channels = tuple(channel for channel in outreach.channels if channel.active)
    made = tuple(
        Option(
            action=a,
            channel=c,
            cost_cents=action.cost_cents + channel.cost_cents,
            minutes=action.owner_minutes + channel.owner_minutes,
        )
        for a, action in enumerate(actions)
        for c, channel in enumerate(channels)
        if not action.channels or channel.key in action.channels
    )
    return Options(actions=actions, channels=channels, options=made)
