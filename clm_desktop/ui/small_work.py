"""Jobs of small tables: contacts that were made, consents, advertising spend. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.ui.session import Shop

if TYPE_CHECKING:  # these would load pandas
    from clm_desktop.usecases.outreach_drafts import MessageWords
    from clm_desktop.usecases.small_tables import TakenIn

Told = tuple[str, Path]  # what a small table tells of (SmallTable), and where it is


def taking_in(shop: Shop, files: Sequence[Told]) -> JobSpec:
    """Keep what small tables tell, all of them or none; gives a TakenIn for each."""

    def step(ctx: RunContext, _before: object) -> tuple[TakenIn, ...]:
        from clm_desktop.usecases.small_table_kinds import SmallTable
        from clm_desktop.usecases.small_tables import take_in

        project, answers = shop.project, shop.answers
        with project.transaction(ctx):
            return tuple(
                take_in(project, answers, SmallTable(kind), path, ctx) for kind, path in files
            )

    return JobSpec(name="small_table", steps=((Lane.STORE, step),))


def putting_back(shop: Shop, taken: Sequence[TakenIn]) -> JobSpec:
    """Let everything be as it was before small tables; gives nothing."""

    def step(_ctx: RunContext, _before: object) -> None:
        from clm_desktop.usecases.small_tables import put_back

        with shop.project.transaction():
            for one in reversed(taken):
                put_back(shop.project, one)

    return JobSpec(name="small_table", steps=((Lane.STORE, step),), quiet=True)


def taking_in_again(shop: Shop, taken: Sequence[TakenIn]) -> JobSpec:
    """Keep once more what was taken back; gives nothing."""

    def step(ctx: RunContext, _before: object) -> None:
        from clm_desktop.usecases.small_tables import take_in_again

        with shop.project.transaction(ctx):
            for one in taken:
                take_in_again(shop.project, shop.answers, one, ctx)

    return JobSpec(name="small_table", steps=((Lane.STORE, step),), quiet=True)


def looking_up_words(shop: Shop) -> JobSpec:
    """How messages are signed and in which language they are; gives MessageWords. Newest wins."""

    def step(_ctx: RunContext, _before: object) -> MessageWords:
        from clm_desktop.usecases.outreach_drafts import message_words

        return message_words(shop.project)

    return JobSpec(name="plan_words", key="plan words", steps=((Lane.STORE, step),), quiet=True)


def keeping_words(shop: Shop, shop_name: str, language: str) -> JobSpec:
    """Keep them; gives MessageWords as they stood before."""

    def step(_ctx: RunContext, _before: object) -> MessageWords:
        from clm_desktop.usecases.outreach_drafts import MessageWords, choose_message_words

        wanted = MessageWords(shop_name=shop_name, language=language)
        return choose_message_words(shop.project, wanted)

    return JobSpec(name="plan_words", steps=((Lane.STORE, step),), quiet=True)


def looking_up_consents(shop: Shop, customer_key: str) -> JobSpec:
    """History of one customer's consents, newest first; gives lines of the log. Newest wins."""

    def step(ctx: RunContext, _before: object) -> tuple[tuple[str, ...], ...]:
        from clm_desktop.store.consents import consent_log

        return consent_log(shop.project, ctx, customer_key=customer_key)

    return JobSpec(name="plan_consent", key="consent log", steps=((Lane.STORE, step),), quiet=True)
