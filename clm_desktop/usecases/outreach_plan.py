"""The plan of a week: make a draft, change it by hand, approve it.

Making has three steps, so that a window can run the middle one where it does not hold up the
project file: :func:`plan_inputs` (project), :func:`joint_of` (no project), :func:`keep_plan`
(project). Every change of a draft is logged, can be taken back, and is made again in the next
draft until the plan is approved. Nothing may break a hard limit: what does is refused.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from clm_desktop import __version__
from clm_desktop.core.days import date_of, day_of
from clm_desktop.core.errors import RequestError
from clm_desktop.core.outreach import (
    LIVE_DAYS,
    ItemState,
    Outreach,
    PlanEdit,
    PlanItem,
    PlanRecord,
    PlanSettings,
    PlanState,
)
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.edits import (
    Refused,
    standing,
    with_edits,
    with_sums,
    without_forbidden,
)
from clm_desktop.plan.joint.types import JointPlan
from clm_desktop.plan.limits import WEEK_DAYS, Limits, limits_of, window_start
from clm_desktop.plan.terms import terms_of
from clm_desktop.store import plans
from clm_desktop.store.project import Project
from clm_desktop.store.reading import load_transactions
from clm_desktop.usecases.counted_sales import counted_sales
from clm_desktop.usecases.outreach import load_actions, load_channels, load_outreach
from clm_desktop.usecases.plan_ranges import check_settings

if TYPE_CHECKING:  # would load scipy
    from clm_desktop.plan.joint.make import ShopKnowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWish:
    """What the owner wants of a plan; None = as it is kept."""

    settings: PlanSettings | None = None
    seed: int = 0
    week_day: int | None = None  # first day; None = today, or behind the week that is approved
    frontier: bool = False  # whole plans at other budgets and goals too


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInputs:
    """All that a plan is made from, out of the project."""

    tx: Transactions  # as of the answers' day; who is no customer is nobody known
    answers: Answers
    outreach: Outreach
    edits: tuple[PlanEdit, ...]  # of the draft that stands


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePlan:
    """A plan as it was found and as it is kept."""

    joint: JointPlan
    record: PlanRecord  # with the owner's edits
    outreach: Outreach
    refused: tuple[Refused, ...] = ()  # edits that the limits no longer allow


def make_plan(
    project: Project, answers: Answers, wish: PlanWish, ctx: RunContext = NULL_CONTEXT
) -> MadePlan:
    """Make the draft of a week and keep it in place of the one before.

    Raises
    ------
    RequestError
        ``bad_setting``.
    """
    inputs = plan_inputs(project, answers, ctx.part(0.0, 0.2))
    joint = joint_of(inputs, wish, ctx.part(0.2, 0.95))
    return keep_plan(project, inputs, joint, ctx)


def plan_inputs(project: Project, answers: Answers, ctx: RunContext = NULL_CONTEXT) -> PlanInputs:
    """First step; ``answers`` are those of the project's data as they are now."""
    tx = load_transactions(project, ctx)
    draft = plans.load_draft(project, ctx)
    return PlanInputs(
        tx=tx,
        answers=answers,
        outreach=load_outreach(project, ctx),
        edits=() if draft is None else plans.load_edits(project, draft.number),
    )


def joint_of(inputs: PlanInputs, wish: PlanWish, ctx: RunContext = NULL_CONTEXT) -> JointPlan:
    """Second step, without the project: the plan itself.

    Raises
    ------
    RequestError
        ``bad_setting``; of ``day`` too, when what the week brought is known already.
    """
    from clm_desktop.plan.joint.make import joint_plan

    settings = wish.settings or inputs.outreach.settings
    check_settings(settings)
    outreach = replace(inputs.outreach, settings=settings)
    as_of_day = inputs.answers.run.as_of_day
    free = free_week(inputs.outreach.plans, plan_day(as_of_day))
    week_day = free if wish.week_day is None else wish.week_day
    if week_day <= as_of_day:
        wished, first = (date_of(day).isoformat() for day in (week_day, as_of_day + 1))
        raise RequestError("bad_setting", value=wished, name="day", known=f"{first} …")
    return joint_plan(
        knowledge(inputs, ctx),
        outreach,
        week_day=week_day,
        seed=wish.seed,
        ctx=ctx,
        frontier=wish.frontier,
    )


def keep_plan(
    project: Project, inputs: PlanInputs, joint: JointPlan, ctx: RunContext = NULL_CONTEXT
) -> MadePlan:
    """Last step: keep the plan as the draft, with what the owner changed in the one before."""
    record = record_of(joint)
    outreach = replace(inputs.outreach, settings=joint.settings)
    limits = limits_for(inputs.answers, outreach, joint.week_day)
    items, refused = with_edits(joint.items, standing(inputs.edits), limits, record)
    if items != joint.items:
        record = with_sums(record, items)
    ctx.report(0.97, "write")
    return MadePlan(
        joint=joint,
        record=plans.save_draft(project, record),
        outreach=outreach,
        refused=refused,
    )


def knowledge(inputs: PlanInputs, ctx: RunContext = NULL_CONTEXT) -> ShopKnowledge:
    """What refresh has found already, as the planner takes it."""
    from clm_desktop.plan.joint.make import ShopKnowledge

    answers = inputs.answers
    return ShopKnowledge(
        tx=counted_sales(inputs.tx, answers, ctx),
        table=answers.customers,
        margin_share=answers.margin_share,
        risk=answers.risk,
        value=answers.value,
        recommend=answers.recommend,
        left_out=answers.left_out,
    )


def record_of(joint: JointPlan) -> PlanRecord:
    """A plan as it is kept."""
    return PlanRecord(
        number=0,
        state=PlanState.DRAFT,
        made_s=int(time.time()),
        as_of_day=joint.as_of_day,
        week_day=joint.week_day,
        approved_day=None,
        seed=joint.seed,
        program_version=__version__,
        settings=joint.settings,
        items=joint.items,
        acquisition=joint.acquisition,
        gain_cents=joint.gain_cents,
        gain_lo_cents=joint.gain_lo_cents,
        gain_hi_cents=joint.gain_hi_cents,
        cost_cents=joint.cost_cents,
        cost_p95_cents=joint.cost_p95_cents,
        shadow_price=joint.shadow_price,
        solver=joint.solver,
        gap_share=joint.gap_share,
    )


def limits_for(answers: Answers | None, outreach: Outreach, week_day: int) -> Limits:
    """The hard limits of a week."""
    if answers is None:
        return limits_of(outreach, week_day)
    keys = answers.names.customer_key[answers.customers.customer]
    out = answers.left_out
    never = keys[out.mask(len(keys), never_only=True)] if out is not None else keys[:0]
    return limits_of(outreach, week_day, frozenset(str(key) for key in never.tolist()))


def plan_day(as_of_day: int, today: int | None = None) -> int:
    """First day of the week that a plan is for: today, else the day after what is known.

    A shop whose newest order is older than two months lives by its own calendar.
    """
    now = day_of(date.today()) if today is None else today
    return now if as_of_day < now <= as_of_day + LIVE_DAYS else as_of_day + 1


def free_week(approved: Iterable[PlanRecord], day: int) -> int:
    """The first day from ``day`` on whose week no approved plan has taken.

    Money, people and ways have their limits a week: a second plan for it would break them all.
    """
    for begun in sorted(map(window_start, approved)):
        if begun <= day < begun + WEEK_DAYS:
            day = begun + WEEK_DAYS
    return day


def current_draft(project: Project, ctx: RunContext = NULL_CONTEXT) -> PlanRecord:
    """The draft that is worked on.

    Raises
    ------
    RequestError
        ``no_draft``.
    """
    draft = plans.load_draft(project, ctx)
    if draft is None:
        raise RequestError("no_draft")
    return draft


def change_draft(
    project: Project,
    answers: Answers,
    customer_key: str,
    after: PlanItem | None,
    ctx: RunContext = NULL_CONTEXT,
) -> PlanEdit:
    """Put a row in place of a customer's (None: drop it); gives what :func:`put_back_edit` undoes.

    Raises
    ------
    RequestError
        ``no_draft``, ``not_in_plan``; ``plan_not.*`` where a hard limit forbids it.
    """
    draft = current_draft(project, ctx)
    before = _row(draft, customer_key)
    if before is None and after is None:
        raise RequestError("not_in_plan", customer=customer_key)
    rows = tuple(item for item in draft.items if item.customer_key != customer_key)
    if after is not None:
        outreach = replace(load_outreach(project, ctx), settings=draft.settings)
        limits = limits_for(answers, outreach, draft.week_day)
        rows = _demand_allowed(limits, draft, after)
    edit = _edit(draft, customer_key, before, after)
    plans.save_draft(project, with_sums(draft, rows), [edit])
    return edit


def put_back_edit(
    project: Project, answers: Answers, edit: PlanEdit, ctx: RunContext = NULL_CONTEXT
) -> PlanEdit:
    """Take an edit back, which is an edit too: held to the limits, logged, and can be undone.

    Raises
    ------
    RequestError
        As :func:`change_draft`.
    """
    return change_draft(project, answers, edit.customer_key, edit.before, ctx)


def prune_draft(
    project: Project, answers: Answers | None, ctx: RunContext = NULL_CONTEXT
) -> tuple[PlanEdit, ...]:
    """Take out of the draft at once whoever must not be contacted any more; gives what went.

    Without answers the owner's words about people are not looked at: approving does.
    """
    draft = plans.load_draft(project, ctx)
    if draft is None:
        return ()
    outreach = replace(load_outreach(project, ctx), settings=draft.settings)
    limits = limits_for(answers, outreach, draft.week_day)
    kept, gone = without_forbidden(draft.items, limits)
    # In the log they are skipped, not dropped: the owner did not wish them away for good.
    edits = tuple(
        _edit(draft, item.customer_key, item, replace(item, state=ItemState.SKIPPED))
        for item in gone
    )
    if edits:
        plans.save_draft(project, with_sums(draft, kept), edits)
    return edits


def approve_plan(
    project: Project, answers: Answers, ctx: RunContext = NULL_CONTEXT
) -> tuple[PlanRecord, tuple[PlanEdit, ...]]:
    """Fix the draft: from now on only what became of its rows changes.

    Windows run from its week, or from today where that is later: of a draft that lay about the
    first days are over, and what the shop sold in them may be known. Whoever must not be contacted
    any more is taken out first: gives the plan and these edits.

    Raises
    ------
    RequestError
        ``no_draft``, ``empty_plan``.
    """
    edits = prune_draft(project, answers, ctx)
    draft = current_draft(project, ctx)
    if not draft.items and not draft.acquisition:
        raise RequestError("empty_plan")
    begins = max(draft.week_day, plan_day(answers.run.as_of_day))
    hour_cents = draft.settings.hour_cents
    terms = terms_of(load_actions(project), load_channels(project), hour_cents)
    number = plans.approve_draft(project, begins, terms)
    return plan_of(project, number, ctx), edits


def reopen_plan(
    project: Project, answers: Answers, number: int, ctx: RunContext = NULL_CONTEXT
) -> None:
    """Take an approval back: the plan is the draft again, in place of the one worked on.

    Not once the shop's orders reach into its week: who was left alone by lot must not be drawn
    anew by somebody who may know what they bought.

    Raises
    ------
    RequestError
        ``plan_unknown``, ``plan_begun``.
    """
    begins = plan_of(project, number, ctx).approved_day
    if begins is not None and answers.run.as_of_day >= begins:
        raise RequestError("plan_begun", number=number)
    plans.reopen_plan(project, number)


def plan_of(project: Project, number: int, ctx: RunContext = NULL_CONTEXT) -> PlanRecord:
    """An approved plan.

    Raises
    ------
    RequestError
        ``plan_unknown``.
    """
    for plan in plans.load_plans(project, PlanState.APPROVED, ctx):
        if plan.number == number:
            return plan
    raise RequestError("plan_unknown", number=number)


def _row(plan: PlanRecord, customer_key: str) -> PlanItem | None:
    return next((item for item in plan.items if item.customer_key == customer_key), None)


def _edit(
    draft: PlanRecord, customer_key: str, before: PlanItem | None, after: PlanItem | None
) -> PlanEdit:
    return PlanEdit(
        made_s=int(time.time()),
        plan=draft.number,
        customer_key=customer_key,
        before=before,
        after=after,
    )


def _demand_allowed(limits: Limits, draft: PlanRecord, after: PlanItem) -> tuple[PlanItem, ...]:
    """The rows with the new one; raises RequestError where a limit forbids it."""
    items, refused = with_edits(draft.items, {after.customer_key: after}, limits, draft)
    if refused:
        raise RequestError(
            f"plan_not.{refused[0].why}",
            customer=after.customer_key,
            budget_cents=draft.settings.budget_cents,
        )
    return items
