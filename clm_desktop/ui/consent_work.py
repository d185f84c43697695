"""Jobs of what customers agreed to and wished: kept in the project, each can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clm_desktop.core.outreach import ConsentState, Spared
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.plan.answers import Answers
from clm_desktop.ui.session import Shop

if TYPE_CHECKING:  # would load pandas
    from clm_desktop.store.consents import ConsentChange


@dataclass(frozen=True, slots=True)
class Agreed:
    """What takes a consent or a wish back."""

    changes: tuple[ConsentChange, ...] = ()
    spared: Spared | None = None


def consenting(
    shop: Shop, answers: Answers, key: str, channel: str, state: ConsentState
) -> JobSpec:
    """Keep what a customer said about a channel; gives Agreed."""

    def step(_ctx: RunContext, _before: object) -> Agreed:
        from clm_desktop.usecases.outreach_choices import say_consent

        changes, _ = say_consent(shop.project, answers, key, channel, state)
        return Agreed(changes=changes)

    return JobSpec(name="plan_consent", steps=((Lane.STORE, step),), quiet=True)


def sparing(shop: Shop, answers: Answers, wish: Spared) -> JobSpec:
    """Keep a customer's wish; gives Agreed."""

    def step(_ctx: RunContext, _before: object) -> Agreed:
        from clm_desktop.usecases.outreach_choices import spare

        before, _ = spare(shop.project, answers, wish)
        return Agreed(spared=before)

    return JobSpec(name="plan_consent", steps=((Lane.STORE, step),), quiet=True)


def unconsenting(shop: Shop, answers: Answers, agreed: Agreed) -> JobSpec:
    """Bring back what stood before; gives nothing."""

    def step(_ctx: RunContext, _before: object) -> None:
        from clm_desktop.store.consents import put_back_consents
        from clm_desktop.usecases.outreach_choices import spare

        put_back_consents(shop.project, agreed.changes)
        if agreed.spared is not None:
            spare(shop.project, answers, agreed.spared)

    return JobSpec(name="plan_consent", steps=((Lane.STORE, step),), quiet=True)
