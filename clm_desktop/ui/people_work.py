"""The jobs about who is one person: decide, and take a decision back. No widgets, no signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.store.project import Project
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_work import shop_state

if TYPE_CHECKING:
    from clm_desktop.usecases.people import PeopleChange


@dataclass(frozen=True, slots=True)
class Decided:
    """A shop after a decision, and what takes it back."""

    shop: Shop
    change: PeopleChange


def deciding(shop: Shop, keys: Sequence[str], *, together: bool) -> JobSpec:
    """Decide that customer keys are one person, or are not; gives Decided."""

    def change(project: Project, _ctx: RunContext) -> PeopleChange:
        from clm_desktop.usecases.people import decide_about

        return decide_about(project, keys, together=together)

    return _changing(shop, change)


def splitting(shop: Shop, key: str) -> JobSpec:
    """Make a key a person of its own; gives Decided."""

    def change(project: Project, ctx: RunContext) -> PeopleChange:
        from clm_desktop.usecases.people import split_off

        return split_off(project, key, ctx)

    return _changing(shop, change)


def taking_back(shop: Shop, decided: PeopleChange) -> JobSpec:
    """Let hold again what held before a decision; gives Decided."""

    def change(project: Project, _ctx: RunContext) -> PeopleChange:
        from clm_desktop.usecases.people import undo_people_change

        return undo_people_change(project, decided)

    return _changing(shop, change)


def _changing(shop: Shop, change: Callable[[Project, RunContext], PeopleChange]) -> JobSpec:
    def step(ctx: RunContext, _before: object) -> Decided:
        made = change(shop.project, ctx)
        return Decided(shop_state(shop.project, None), made)

    return JobSpec(name="people", steps=((Lane.STORE, step),))
