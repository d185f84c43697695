"""What really happened: rows of plans marked, contacts recorded, results read off the orders.

An order is an answer when it comes within the window of its plan; nothing of that is stored, so
the next import closes the windows by itself and an import taken back opens them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from clm_desktop.core.errors import RequestError
from clm_desktop.core.outreach import (
    Consent,
    ConsentState,
    Contact,
    ItemState,
    PlanEdit,
    PlanItem,
    PlanRecord,
    PlanState,
    Role,
)
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.joint.results_types import OutreachResults
from clm_desktop.plan.limits import CONTACTED, window_start
from clm_desktop.store import consents, contacts, plans
from clm_desktop.store.consents import ConsentChange
from clm_desktop.store.project import Project
from clm_desktop.usecases.outreach_plan import (
    PlanInputs,
    knowledge,
    plan_day,
    plan_inputs,
    plan_of,
    prune_draft,
)
from clm_desktop.usecases.owner_words import shop_day

REPLY = "reply"  # source of a consent that was taken back in answer to a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What was marked or recorded, and all that followed from it."""

    marks: tuple[PlanEdit, ...] = ()  # states of rows of approved plans
    contacts: tuple[Contact, ...] = ()  # recorded that were not known
    gone: tuple[Contact, ...] = ()  # contacts that were taken back
    consents: tuple[ConsentChange, ...] = ()
    dropped: tuple[PlanEdit, ...] = ()  # rows of the draft


def mark_items(
    project: Project,
    answers: Answers,
    plan: int,
    customer_keys: Sequence[str],
    state: ItemState,
    *,
    day: int | None = None,
    ctx: RunContext = NULL_CONTEXT,
) -> Happened:
    """Say what became of rows of an approved plan; gives what :func:`undo_happened` undoes.

    Done means that the contact was made, on ``day`` (None: today). Opted out means that too, and
    that the customer refused this channel: at once, and in every draft. Other states deny that
    there was a contact.

    Raises
    ------
    RequestError
        ``plan_unknown``, ``not_in_plan``, ``held_out_stays``; then nothing was marked.
    """
    record = plan_of(project, plan, ctx)
    rows = {item.customer_key: item for item in record.items}
    for key in customer_keys:
        if key not in rows:
            raise RequestError("not_in_plan", customer=key)
        if rows[key].role is Role.HOLD_OUT:
            raise RequestError("held_out_stays")
    items = [rows[key] for key in dict.fromkeys(customer_keys)]
    when = today(project, record) if day is None else day
    with project.transaction(ctx):
        marks = plans.mark_items(project, plan, [(item, state) for item in items])
        happened = replace(_contacts_of(project, record, items, state, when), marks=marks)
        if state is not ItemState.OPTED_OUT:
            return happened
        changes = consents.save_consents(project, _refused(items, when))
        dropped = prune_draft(project, answers, ctx)
    return replace(happened, consents=changes, dropped=dropped)


def _refused(items: Sequence[PlanItem], day: int) -> list[Consent]:
    """That customers want no more by the channels of their rows."""
    return [
        Consent(
            customer_key=item.customer_key,
            channel=item.channel,
            state=ConsentState.REFUSED,
            day=day,
            source=REPLY,
        )
        for item in items
    ]


def undo_happened(project: Project, happened: Happened) -> None:
    """Bring back what stood before; rows of a draft that went stay out until it is made anew."""
    with project.transaction():
        consents.put_back_consents(project, happened.consents)
        contacts.delete_contacts(project, happened.contacts)
        contacts.save_contacts(project, happened.gone, "")
        for edit in happened.marks:
            if edit.before is not None and edit.after is not None:
                plans.mark_items(project, edit.plan, [(edit.after, edit.before.state)])


def record_contacts(
    project: Project, made: Iterable[Contact], source: str, ctx: RunContext = NULL_CONTEXT
) -> Happened:
    """Keep contacts that were really made, and mark the rows of plans that asked for them.

    A contact belongs to the newest approved plan whose window it falls into and that asked for
    this action. Contacts that are known already change nothing.
    """
    approved = plans.load_plans(project, PlanState.APPROVED, ctx)
    asked = _Asked(approved)
    found = [asked.placed(one) for one in made]
    marks: list[PlanEdit] = []
    with project.transaction(ctx):
        new = contacts.save_contacts(project, (contact for contact, _ in found), source)
        known = set(new)
        for number in sorted({contact.plan for contact, item in found if item is not None}):
            rows = {
                item.customer_key: item
                for contact, item in found
                if item is not None and contact.plan == number and contact in known
            }
            open_ = [(i, ItemState.DONE) for i in rows.values() if i.state is ItemState.PLANNED]
            marks.extend(plans.mark_items(project, number, open_))
    return Happened(marks=tuple(marks), contacts=new)


def results_of(
    project: Project, answers: Answers, ctx: RunContext = NULL_CONTEXT
) -> OutreachResults:
    """What came of all plans, as of the day of the answers."""
    return results_from(plan_inputs(project, answers, ctx), ctx)


def results_from(inputs: PlanInputs, ctx: RunContext = NULL_CONTEXT) -> OutreachResults:
    """The same without the project."""
    from clm_desktop.plan.joint.results import outreach_results  # would load scipy

    return outreach_results(
        knowledge(inputs, ctx).tx,
        inputs.outreach,
        as_of_day=inputs.answers.run.as_of_day,
        margin_share=inputs.answers.margin_share,
    )


def today(project: Project, plan: PlanRecord | None = None) -> int:
    """The shop's today, but no day before the plan's first."""
    now = plan_day(shop_day(project))
    return now if plan is None else max(now, window_start(plan))


class _Asked:
    """Which row of which plan asked for a contact."""

    def __init__(self, approved: tuple[PlanRecord, ...]) -> None:
        self._rows: dict[tuple[str, str], list[tuple[PlanRecord, PlanItem]]] = {}
        for plan in reversed(approved):
            for item in plan.items:
                if item.role is not Role.HOLD_OUT:
                    place = (item.customer_key, item.action)
                    self._rows.setdefault(place, []).append((plan, item))

    def placed(self, contact: Contact) -> tuple[Contact, PlanItem | None]:
        """The contact with its plan, and the row; None where no plan asked for it."""
        for plan, item in self._rows.get((contact.customer_key, contact.action), ()):
            start = window_start(plan)
            if start <= contact.day < start + plan.settings.window_days:
                return replace(contact, plan=plan.number), item
        return contact, None


def _contacts_of(
    project: Project, plan: PlanRecord, items: Sequence[PlanItem], state: ItemState, day: int
) -> Happened:
    """Record the contacts that a state implies, or take back those that it denies."""
    if state in CONTACTED:
        made = [
            Contact(
                customer_key=item.customer_key,
                action=item.action,
                channel=item.channel,
                day=day,
                plan=plan.number,
            )
            for item in items
            if item.state not in CONTACTED
        ]
        return Happened(contacts=contacts.save_contacts(project, made, "plan"))
    keys = {item.customer_key for item in items}
    gone = tuple(
        contact
        for contact in contacts.load_contacts(project)
        if contact.plan == plan.number and contact.customer_key in keys
    )
    contacts.delete_contacts(project, gone)
    return Happened(gone=gone)
