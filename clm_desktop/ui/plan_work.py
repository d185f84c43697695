"""Jobs of the plan: make it, change it, approve it, carry it out. No widgets, no signals.

Making has three steps, so that only the first and the last hold up the project file; a newer wish
takes the place of an older one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from clm_desktop.core.outreach import (
    ItemState,
    Outreach,
    PlanItem,
    PlanRecord,
    PlanSettings,
    PlanState,
)
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.joint.types import JointPlan
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_work import demand_unchanged
from clm_desktop.view.pages.plan_parts import PlanInput
from clm_desktop.view.words import Words

if TYPE_CHECKING:  # these would load pandas
    from clm_desktop.core.outreach import PlanEdit
    from clm_desktop.plan.edits import Refused
    from clm_desktop.usecases.outreach_done import Happened
    from clm_desktop.usecases.outreach_drafts import DraftSet
    from clm_desktop.usecases.outreach_plan import PlanInputs
    from clm_desktop.view.pages.plan_row import MessageText, PlanRowCard


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNow:
    """What the window knows of the plan of the open shop."""

    outreach: Outreach
    inputs: PlanInputs | None = None  # kept, so that a moved slider need not load the orders
    joint: JointPlan | None = None
    draft: PlanRecord | None = None
    before: JointPlan | None = None  # what stood before the last move
    other: JointPlan | None = None  # setting B
    refused: tuple[Refused, ...] = ()  # earlier edits that the limits no longer allow

    def record(self, number: int) -> PlanRecord | None:
        """An approved plan by its number, the draft for 0."""
        if not number:
            return self.draft
        return next((one for one in self.outreach.plans if one.number == number), None)

    def told(self, answers: Answers, record: PlanRecord | None) -> PlanInput:
        """What the pages of the plan are made from."""
        return PlanInput(
            answers=answers,
            outreach=self.outreach,
            plan=self.joint,
            record=record,
            other=self.other,
            refused=self.refused,
        )


@dataclass(frozen=True, slots=True)
class RowWanted:
    """A row of the draft (number 0) or of an approved plan."""

    customer_key: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Edited:
    """The draft after a change, and what takes it back."""

    draft: PlanRecord
    edit: PlanEdit


@dataclass(frozen=True, slots=True)
class Marked:
    """What the window knows after rows were marked, and what takes that back."""

    outreach: Outreach
    happened: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Approved:
    """The plan that was fixed, and what the window knows then."""

    outreach: Outreach
    record: PlanRecord
    gone: int  # rows that had to be taken out before


# ---- knowing and making ------------------------------------------------------------------


def loading(shop: Shop) -> JobSpec:
    """What was planned and done so far; gives Outreach. Newest wins."""

    def step(ctx: RunContext, _before: object) -> Outreach:
        from clm_desktop.usecases.outreach import load_outreach

        return load_outreach(shop.project, ctx)

    return JobSpec(name="plan", key="plan known", steps=((Lane.STORE, step),), quiet=True)


def making(
    shop: Shop,
    answers: Answers,
    now: PlanNow,
    settings: PlanSettings | None = None,
    *,
    frontier: bool = False,
) -> JobSpec:
    """Make the draft of the week; gives PlanNow. ``settings`` are kept. Newest wins."""

    def load(ctx: RunContext, _before: object) -> PlanInputs:
        from clm_desktop.store.plans import load_draft, load_edits
        from clm_desktop.usecases.outreach_plan import plan_inputs

        demand_unchanged(shop)
        if now.inputs is None or now.inputs.answers is not answers:
            return plan_inputs(shop.project, answers, ctx.part(0.0, 0.2))
        draft = load_draft(shop.project, ctx)
        edits = () if draft is None else load_edits(shop.project, draft.number)
        return replace(now.inputs, outreach=now.outreach, edits=edits)

    def make(ctx: RunContext, inputs: PlanInputs) -> tuple[PlanInputs, JointPlan]:
        from clm_desktop.usecases.outreach_plan import PlanWish, joint_of

        wish = PlanWish(settings=settings, frontier=frontier)
        return inputs, joint_of(inputs, wish, ctx.part(0.2, 0.95))

    def keep(ctx: RunContext, found: tuple[PlanInputs, JointPlan]) -> PlanNow:
        from clm_desktop.usecases.outreach_choices import choose_settings
        from clm_desktop.usecases.outreach_plan import keep_plan

        inputs, joint = found
        made = keep_plan(shop.project, inputs, joint, ctx)
        kept = inputs.outreach
        if settings is not None:
            choose_settings(shop.project, settings)
            kept = replace(kept, settings=settings)
        return PlanNow(
            outreach=kept,
            inputs=inputs,
            joint=made.joint,
            draft=made.record,
            before=now.joint,
            other=now.other,
            refused=made.refused,
        )

    return JobSpec(
        name="plan",
        key="plan",
        steps=((Lane.STORE, load), (Lane.COMPUTE, make), (Lane.STORE, keep)),
        quiet=now.joint is not None,
    )


def comparing(shop: Shop, now: PlanNow, settings: PlanSettings) -> JobSpec:
    """Make a plan at another setting, which is not kept; gives JointPlan. Newest wins."""
    inputs = now.inputs

    def make(ctx: RunContext, _before: object) -> JointPlan:
        from clm_desktop.usecases.outreach_plan import PlanWish, joint_of

        if inputs is None:
            raise ValueError("there is no plan to compare with")
        return joint_of(inputs, PlanWish(settings=settings), ctx)

    return JobSpec(name="plan", key="plan other", steps=((Lane.COMPUTE, make),), quiet=True)


# ---- changing the draft ------------------------------------------------------------------


def changing(
    shop: Shop, answers: Answers, customer_key: str, change: Callable[[], PlanItem | None]
) -> JobSpec:
    """Put a row in place of a customer's, None drops it; gives Edited."""

    def step(ctx: RunContext, _before: object) -> Edited:
        from clm_desktop.usecases.outreach_plan import change_draft, current_draft

        edit = change_draft(shop.project, answers, customer_key, change(), ctx)
        return Edited(current_draft(shop.project, ctx), edit)

    return _stored("plan_edit", step)


def putting_back(shop: Shop, answers: Answers, edit: PlanEdit) -> JobSpec:
    """Take an edit back; gives Edited."""

    def step(ctx: RunContext, _before: object) -> Edited:
        from clm_desktop.usecases.outreach_plan import current_draft, put_back_edit

        undone = put_back_edit(shop.project, answers, edit, ctx)
        return Edited(current_draft(shop.project, ctx), undone)

    return _stored("plan_edit", step)


def approving(shop: Shop, answers: Answers) -> JobSpec:
    """Fix the draft; gives Approved."""

    def step(ctx: RunContext, _before: object) -> Approved:
        from clm_desktop.usecases.outreach import load_outreach
        from clm_desktop.usecases.outreach_plan import approve_plan

        record, gone = approve_plan(shop.project, answers, ctx)
        return Approved(load_outreach(shop.project, ctx), record, len(gone))

    return _stored("plan_approve", step)


def reopening(shop: Shop, answers: Answers, plan: int) -> JobSpec:
    """Take an approval back; gives Outreach."""

    def step(ctx: RunContext, _before: object) -> Outreach:
        from clm_desktop.usecases.outreach import load_outreach
        from clm_desktop.usecases.outreach_plan import reopen_plan

        reopen_plan(shop.project, answers, plan, ctx)
        return load_outreach(shop.project, ctx)

    return _stored("plan_approve", step)


# ---- carrying it out ---------------------------------------------------------------------


def marking(  # noqa: PLR0917
    shop: Shop, answers: Answers, now: PlanNow, plan: int, keys: Sequence[str], state: ItemState
) -> JobSpec:
    """Say what became of rows of an approved plan; gives Marked."""

    def step(ctx: RunContext, _before: object) -> Marked:
        from clm_desktop.usecases.outreach_done import mark_items

        happened = mark_items(shop.project, answers, plan, keys, state, ctx=ctx)
        return Marked(_with_plans(shop, now.outreach, ctx), (happened,))

    return _stored("plan_mark", step)


def unmarking(shop: Shop, now: PlanNow, happened: Sequence[Happened]) -> JobSpec:
    """Bring back what stood before; gives Outreach."""

    def step(ctx: RunContext, _before: object) -> Outreach:
        from clm_desktop.usecases.outreach_done import undo_happened

        with shop.project.transaction():
            for one in reversed(happened):
                undo_happened(shop.project, one)
        return _with_plans(shop, now.outreach, ctx)

    return _stored("plan_mark", step)


def _with_plans(shop: Shop, outreach: Outreach, ctx: RunContext) -> Outreach:
    """The same with plans, contacts and consents read anew; addresses have not changed."""
    from clm_desktop.store.consents import load_consents
    from clm_desktop.store.contacts import load_contacts
    from clm_desktop.store.plans import load_plans
    from clm_desktop.usecases.outreach import standing_consents

    typed = load_consents(shop.project, ctx)
    return replace(
        outreach,
        plans=load_plans(shop.project, PlanState.APPROVED, ctx),
        contacts=load_contacts(shop.project, ctx),
        consents=standing_consents(typed, outreach.consents),
    )


# ---- looking at a row --------------------------------------------------------------------


def row_looked_up(
    shop: Shop, answers: Answers, now: PlanNow, row: RowWanted, words: Words
) -> JobSpec:
    """Everything about a row, its message too; gives PlanRowCard, None of none. Newest wins."""
    record = now.record(row.number)

    def step(ctx: RunContext, _before: object) -> PlanRowCard | None:
        from clm_desktop.view.pages.plan_row import plan_row_card

        told = now.told(answers, record)
        found = _found(record, row.customer_key)
        if found is None:
            return plan_row_card(told, row.customer_key, words)
        made = _drafts(shop, answers, now, found, words, ctx)
        card = plan_row_card(told, row.customer_key, words, _message(made))
        why = [words.code(f"error.plan_not.{one.why}") for one in made.barred]
        return None if card is None else replace(card, reasons=(*why, *card.reasons))

    return JobSpec(name="plan_row", key="plan row", steps=((Lane.STORE, step),), quiet=True)


def _found(record: PlanRecord | None, key: str) -> PlanRecord | None:
    """A plan with one row alone, None where it has no such row."""
    items = () if record is None else tuple(i for i in record.items if i.customer_key == key)
    return None if record is None or not items else replace(record, items=items)


def _drafts(  # noqa: PLR0917
    shop: Shop, answers: Answers, now: PlanNow, row: PlanRecord, words: Words, ctx: RunContext
) -> DraftSet:
    """The message of one row, or why nothing is to be sent any more."""
    from clm_desktop.usecases.outreach_drafts import drafts_of

    inputs = now.inputs  # loaded with the plan, so that the sales are not read once more
    if inputs is not None:
        inputs = replace(inputs, outreach=now.outreach)
    return drafts_of(shop.project, answers, words, plan=row, inputs=inputs, ctx=ctx)


def _message(made: DraftSet) -> MessageText | None:
    """The message as it would go out, None where nothing is to be sent."""
    from clm_desktop.view.pages.plan_row import MessageText

    for draft in (*made.drafts, *made.held_back):
        told = draft.message
        return MessageText(subject=told.subject, body=told.body, own=told.own, missing=told.missing)
    return None


def handing_over(  # noqa: PLR0917
    shop: Shop, answers: Answers, record: PlanRecord, way: str, path: Path, words: Words
) -> JobSpec:
    """Write a plan for whoever carries it out; gives how many must not be contacted any more."""

    def step(ctx: RunContext, _before: object) -> int:
        from clm_desktop.usecases.export_plan import export_plan

        gone: list[Refused] = []

        def tell(drafts: DraftSet) -> None:
            gone.extend(drafts.barred)

        export_plan(shop.project, answers, way, path, words, plan=record, tell=tell, ctx=ctx)
        return len(gone)

    return JobSpec(name="export", steps=((Lane.STORE, step),))


def _stored(name: str, step: Callable[[RunContext, object], object]) -> JobSpec:
    return JobSpec(name=name, steps=((Lane.STORE, step),), quiet=True)
