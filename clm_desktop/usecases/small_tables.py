"""Small tables of the owner's (``small_table_kinds.py``): kept, and taken back.

They are contacts that were made, consents and advertising spend. Whatever is done with one is
the same for all three: a receipt, and a way back.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clm_desktop.core.outreach import ChannelSpend
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.core.told import ToldReceipt
from clm_desktop.plan.answers import Answers
from clm_desktop.store import consents, contacts
from clm_desktop.store.consents import ConsentChange
from clm_desktop.store.project import Project
from clm_desktop.usecases.outreach_done import Happened, record_contacts, undo_happened
from clm_desktop.usecases.outreach_files import import_consents, import_spend, record_file
from clm_desktop.usecases.outreach_plan import prune_draft
from clm_desktop.usecases.small_table_kinds import SmallTable


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """The account of a small table, and what :func:`put_back` needs."""

    kind: SmallTable
    receipt: ToldReceipt
    happened: Happened | None = None  # contacts
    consents: tuple[ConsentChange, ...] = ()
    spend: tuple[ChannelSpend, ...] = ()  # as it was told now
    spend_before: tuple[ChannelSpend, ...] = ()  # of the same channels and weeks

    @property
    def changed(self) -> bool:
        """Whether there is anything to take back."""
        marks = self.happened is not None and bool(self.happened.contacts or self.happened.marks)
        return marks or bool(self.consents or self.spend)


def take_in(
    project: Project,
    answers: Answers | None,
    kind: SmallTable,
    path: Path,
    ctx: RunContext = NULL_CONTEXT,
) -> TakenIn:
    """Keep what a small table tells.

    Raises
    ------
    FileError
        ``told_columns``, and as for every file.
    """
    if kind is SmallTable.CONTACTS:
        made = record_file(project, path, ctx)
        return TakenIn(kind=kind, receipt=made.receipt, happened=made.happened)
    if kind is SmallTable.CONSENTS:
        receipt, changes, _ = import_consents(project, answers, path, ctx)
        return TakenIn(kind=kind, receipt=receipt, consents=changes)
    known = {_place(one) for one in contacts.load_spend(project)}
    receipt, before = import_spend(project, path, ctx)
    other = known - {_place(one) for one in before}  # weeks that the file says nothing of
    told = tuple(one for one in contacts.load_spend(project) if _place(one) not in other)
    return TakenIn(kind=kind, receipt=receipt, spend=told, spend_before=before)


def put_back(project: Project, taken: TakenIn) -> None:
    """Let everything be as it was before a small table; rows of a draft that went stay out."""
    gone = [_place(one) for one in taken.spend]
    with project.transaction():
        if taken.happened is not None:
            undo_happened(project, taken.happened)
        consents.put_back_consents(project, taken.consents)
        contacts.save_spend(project, taken.spend_before, gone)


def take_in_again(
    project: Project, answers: Answers | None, taken: TakenIn, ctx: RunContext = NULL_CONTEXT
) -> None:
    """Keep once more what :func:`put_back` took away; the file may be gone meanwhile."""
    said = [change.after for change in taken.consents if change.after is not None]
    with project.transaction(ctx):
        if taken.happened is not None:
            record_contacts(project, taken.happened.contacts, taken.receipt.file_name, ctx)
        if said:
            consents.save_consents(project, said)
            prune_draft(project, answers, ctx)
        contacts.save_spend(project, taken.spend)


def _place(one: ChannelSpend) -> tuple[str, int]:
    return one.channel, one.week_day
