"""What contacts cost: by today's catalogue, or in a plan as when it was approved."""

from __future__ import annotations

from collections.abc import Iterable

from clm_desktop.core.outreach import Action, Channel, Terms

MINUTES = 60.0  # of an hour


def contact_cents(action: Action, channel: Channel, hour_cents: float) -> float:
    """What one contact costs, the owner's time included, what is taken off apart."""
    minutes = action.owner_minutes + channel.owner_minutes
    return action.cost_cents + channel.cost_cents + minutes / MINUTES * hour_cents


def terms_of(
    actions: Iterable[Action], channels: Iterable[Channel], hour_cents: float
) -> tuple[Terms, ...]:
    """Every action by every channel: what was done may have gone by another than was planned."""
    ways = tuple(channels)
    return tuple(
        Terms(
            action=action.key,
            channel=channel.key,
            contact_cents=contact_cents(action, channel, hour_cents),
            discount_share=action.discount_share,
            discount_cap_cents=action.discount_cap_cents,
        )
        for action in actions
        for channel in ways
    )
