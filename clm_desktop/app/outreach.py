"""``plan``, ``record``, ``mark`` and ``show PROJECT plan|results|channels|actions``."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from clm_desktop.app.progress import TerminalContext
from clm_desktop.core.days import day_of
from clm_desktop.core.errors import RequestError
from clm_desktop.core.money import minor_digits
from clm_desktop.core.outreach import (
    Goal,
    ItemState,
    Outreach,
    PlanRecord,
    PlanSettings,
    PlanState,
)
from clm_desktop.store.project import Project
from clm_desktop.usecases.open_project import open_project
from clm_desktop.view.json_values import Json
from clm_desktop.view.words import Words

if TYPE_CHECKING:  # would load pandas and scipy
    from clm_desktop.core.told import ToldReceipt
    from clm_desktop.plan.answers import Answers
    from clm_desktop.plan.edits import Refused
    from clm_desktop.plan.joint.types import JointPlan
    from clm_desktop.usecases.outreach_drafts import DraftSet

TOPICS = ("plan", "results", "channels", "actions")


def plan(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Make the plan of a week, change it, approve it."""
    from clm_desktop.usecases import outreach_plan as planning
    from clm_desktop.usecases.outreach_drafts import newest_approved

    with open_project(args.project) as project:
        answers = _answers(project, ctx.part(0.0, 0.6))
        if args.reopen:
            planning.reopen_plan(project, answers, newest_approved(project, ctx).number, ctx)
        words = Words(words.lang, answers.names.currency)
        settings = _settings(args, project, words)
        wish = planning.PlanWish(settings=settings, seed=args.seed, week_day=args.day)
        made = planning.make_plan(project, answers, wish, ctx.part(0.6, 1.0))
        _edit(args, project, answers, made.joint, made.outreach, ctx)
        record = planning.current_draft(project)
        if args.approve:
            record, _ = planning.approve_plan(project, answers, ctx)
        ctx.clear()
        return _tell_plan(
            *(answers, made.outreach, record, made.joint, words),
            refused=made.refused,
            as_json=args.json,
        )


def record(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Keep contacts that were really made."""
    from clm_desktop.usecases.outreach_files import record_file

    with open_project(args.project) as project:
        done = record_file(project, args.file, ctx)
    ctx.clear()
    more: dict[str, Json] = {"marked": len(done.happened.marks)}
    return tell_receipt(done.receipt, words, more, as_json=args.json)


def mark(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Say what became of rows of an approved plan."""
    from clm_desktop.usecases.outreach_done import mark_items
    from clm_desktop.usecases.outreach_drafts import newest_approved

    with open_project(args.project) as project:
        answers = _answers(project, ctx)
        number = args.plan or newest_approved(project, ctx).number
        state = ItemState(args.state)
        done = mark_items(project, answers, number, args.customers, state, ctx=ctx)
    ctx.clear()
    if args.json:
        print_json({"plan": number, "state": state.value, "marked": len(done.marks)})
    else:
        rows = words.plural("{n} row", "{n} rows", len(done.marks))
        sys.stdout.write(f"{rows}: {words.code(f'item_state.{state.value}')}\n")
    return 0


def show_outreach(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Show the newest plan, what came of all, or what can be done and how."""
    with open_project(args.project) as project:
        answers = _answers(project, ctx)
        words = Words(words.lang, answers.names.currency)
        shown = {"plan": _show_plan, "results": _show_results}
        if args.topic in shown:
            return shown[args.topic](project, answers, words, ctx, as_json=args.json)
        from clm_desktop.usecases.outreach import load_outreach

        outreach = load_outreach(project, ctx)
    ctx.clear()
    return tell_choices(outreach, args.topic, words, as_json=args.json)


def export_plan(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Write the newest plan, or that of a number, for programs or for those who carry it out."""
    from clm_desktop.usecases.export_plan import export_plan as write
    from clm_desktop.usecases.outreach_drafts import newest_plan
    from clm_desktop.usecases.outreach_plan import plan_of

    with open_project(args.project) as project:
        answers = _answers(project, ctx)
        words = Words(words.lang, answers.names.currency)
        held: list[str] = []
        plan = plan_of(project, args.plan, ctx) if args.plan else newest_plan(project, ctx)
        rows = write(
            *(project, answers, args.use, args.file, words),
            plan=plan,
            hashed=args.hashed,
            tell=lambda drafts: held.extend((*_barred(drafts, words), *_unfilled(drafts))),
            ctx=ctx,
        )
    ctx.clear()
    said = words.plural("{n} row", "{n} rows", rows)
    sys.stdout.write(f"{said} → {args.file}\n")
    if plan is not None and plan.state is PlanState.DRAFT:
        draft = words.text(
            "This is the draft for the week from {day}: it is not approved yet.",
            day=words.date(plan.week_day),
        )
        sys.stderr.write(draft + "\n")
    for line in held:
        sys.stderr.write(words.text("Held back: {what}", what=line) + "\n")
    return 0


def _barred(drafts: DraftSet, words: Words) -> Iterator[str]:
    """Who must not be contacted any more, and why, one a line."""
    for one in drafts.barred:
        yield f"{one.customer_key} {words.code(f'error.plan_not.{one.why}')}"


def _unfilled(drafts: DraftSet) -> Iterator[str]:
    """Messages with a placeholder that could not be filled, one a line."""
    for one in drafts.held_back:
        missing = ", ".join(f"{{{name}}}" for name in one.message.missing)
        yield f"{one.item.customer_key} {one.action.key} {missing}"


def tell_choices(outreach: Outreach, topic: str, words: Words, *, as_json: bool) -> int:
    """Actions or channels, one a line, or as JSON."""
    from clm_desktop.view.outreach_exports import actions_json, channels_json
    from clm_desktop.view.outreach_lines import action_lines, channel_lines

    if as_json:
        told = actions_json if topic == "actions" else channels_json
        print_json(told(outreach, words))
        return 0
    lines = action_lines if topic == "actions" else channel_lines
    sys.stdout.write("\n".join(lines(outreach, words)) + "\n")
    return 0


def tell_receipt(
    receipt: ToldReceipt, words: Words, more: Mapping[str, Json], *, as_json: bool
) -> int:
    """The account of a small table: every row, and the lines that were not taken."""
    if as_json:
        print_json({**receipt_json(receipt, words), **more})
    else:
        write_receipt(receipt, words)
    return 0


def write_receipt(receipt: ToldReceipt, words: Words) -> None:
    """The account for people."""
    from clm_desktop.view.told_receipts import account, aside_lines

    sys.stdout.write(account(receipt, words) + "\n")
    sys.stderr.writelines(line + "\n" for line in aside_lines(receipt, words))


def receipt_json(receipt: ToldReceipt, words: Words) -> dict[str, Json]:
    """The account for programs."""
    bad: list[dict[str, Json]] = [
        {"line": one.row + 1, "column": one.column, "value": one.value, "reason": one.reason}
        for one in receipt.set_aside
    ]
    return {
        "file": receipt.file_name,
        "rows_read": receipt.rows_read,
        "rows_kept": receipt.kept,
        "rows_known": receipt.known,
        "rows_set_aside": len(receipt.set_aside),
        "set_aside": [*bad],
        "told": [words.say(message) for message in receipt.told],
    }


def print_json(value: Mapping[str, Json]) -> None:
    """One document on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def cents_of(amount: float, words: Words) -> float:
    """An amount as it is typed, in minor units."""
    return float(round(amount * 10 ** minor_digits(words.currency)))


def _answers(project: Project, ctx: TerminalContext) -> Answers:
    from clm_desktop.usecases.current_answers import current_answers

    return current_answers(project, ctx)


def _settings(args: Namespace, project: Project, words: Words) -> PlanSettings:
    from clm_desktop.store.plans import load_settings

    settings = load_settings(project)
    if args.budget is not None:
        settings = replace(settings, budget_cents=cents_of(args.budget, words))
    if args.contacts is not None:
        settings = replace(settings, contacts=args.contacts)
    if args.goal is not None:
        settings = replace(settings, goal=Goal(args.goal))
    return settings


def _edit(  # noqa: PLR0917 - one argument per thing it needs
    args: Namespace,
    project: Project,
    answers: Answers,
    joint: JointPlan,
    outreach: Outreach,
    ctx: TerminalContext,
) -> None:
    from clm_desktop.plan.priced import owner_item
    from clm_desktop.usecases.outreach_plan import change_draft

    for key in args.drop:
        change_draft(project, answers, key, None, ctx)
    for key, action, channel in args.add:
        try:
            item = owner_item(*(answers, joint, outreach, key), action=action, channel=channel)
        except ValueError:
            raise RequestError("cannot_add", what=f"{key} {action} {channel}") from None
        change_draft(project, answers, key, item, ctx)


def _tell_plan(
    answers: Answers,
    outreach: Outreach,
    record: PlanRecord,
    joint: JointPlan | None,
    words: Words,
    *,
    refused: tuple[Refused, ...] = (),
    as_json: bool,
) -> int:
    from clm_desktop.view.outreach_exports import plan_json
    from clm_desktop.view.pages.plan import plan_page
    from clm_desktop.view.pages.plan_parts import PlanInput
    from clm_desktop.view.plain import page_text

    if as_json:
        print_json(plan_json(record, words, joint, refused=len(refused)))
        return 0
    today = day_of(date.today())
    told = PlanInput(
        answers=answers,
        outreach=outreach,
        plan=joint,
        record=record,
        today=today,
        refused=refused,
    )
    sys.stdout.write(page_text(plan_page(told, words), words))
    return 0


def _show_plan(
    project: Project, answers: Answers, words: Words, ctx: TerminalContext, *, as_json: bool
) -> int:
    """The newest plan; one is made where there is none."""
    from clm_desktop.usecases.outreach import load_outreach
    from clm_desktop.usecases.outreach_drafts import newest_plan
    from clm_desktop.usecases.outreach_plan import PlanWish, make_plan

    found, joint = newest_plan(project, ctx), None
    if found is None:
        made = make_plan(project, answers, PlanWish(), ctx)
        found, joint, outreach = made.record, made.joint, made.outreach
    else:
        outreach = load_outreach(project, ctx)
    ctx.clear()
    return _tell_plan(answers, outreach, found, joint, words, as_json=as_json)


def _show_results(
    project: Project, answers: Answers, words: Words, ctx: TerminalContext, *, as_json: bool
) -> int:
    from clm_desktop.usecases.outreach_done import results_from
    from clm_desktop.usecases.outreach_plan import plan_inputs
    from clm_desktop.view.outreach_exports import results_json
    from clm_desktop.view.pages.results import results_page
    from clm_desktop.view.plain import page_text

    inputs = plan_inputs(project, answers, ctx)
    results = results_from(inputs, ctx)
    ctx.clear()
    if as_json:
        print_json(results_json(results, words))
    else:
        page = results_page(answers, inputs.outreach, results, words)
        sys.stdout.write(page_text(page, words))
    return 0
