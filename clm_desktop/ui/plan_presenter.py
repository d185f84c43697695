"""What the owner wants of the plan becomes jobs; each change is told with its Undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from clm_desktop.core.outreach import ItemState, Outreach, PlanEdit, PlanItem, PlanSettings
from clm_desktop.jobs.runner import JobSpec
from clm_desktop.plan.joint.types import JointPlan
from clm_desktop.ui import plan_work
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.edit_queue import of_answers
from clm_desktop.ui.edits import EditPresenter
from clm_desktop.ui.plan_work import Approved, Edited, Marked, PlanNow, RowWanted
from clm_desktop.ui.session import Shop
from clm_desktop.ui.undo_stack import UndoStep
from clm_desktop.ui.widgets.table_model import HIDDEN
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.plan_row import PlanRowCard

if TYPE_CHECKING:  # would load pandas
    from clm_desktop.usecases.outreach_done import Happened


class PlanPresenter(EditPresenter):
    """Keeps the session's plan in step with the shop and with what the owner does."""

    row_ready = Signal(object, int)  # PlanRowCard, number of its plan
    row_gone = Signal()

    def __init__(self, context: UiContext, parent: QObject) -> None:
        """Follow the session."""
        super().__init__(context, parent)
        self._known: tuple[object, object] = (None, None)  # project and answers that are planned
        self._row: RowWanted | None = None  # that is looked at
        context.session.shop_changed.connect(self._shop_changed)

    # ---- knowing and making ---------------------------------------------------------------

    def _shop_changed(self) -> None:
        shop, answers = self._context.session.shop, self._context.session.answers
        known = (None if shop is None else shop.project, answers)
        if known[0] is self._known[0] and known[1] is self._known[1]:
            return
        if known[0] is not self._known[0]:
            self._row = None
        self._known = known
        if shop is None or answers is None:
            self._context.session.set_plan(None)
        else:
            self.load()

    def load(self) -> None:
        """Read what was planned and done; the draft is made again when it is looked at."""
        shop, answers = self._context.session.shop, self._context.session.answers
        if shop is not None and answers is not None:
            self._read(plan_work.loading(shop), self._loaded)

    def _loaded(self, outreach: Outreach) -> None:
        self._context.session.set_plan(PlanNow(outreach=outreach))

    def make(self, frontier: bool = False) -> None:
        """Make the draft with the settings that are kept."""
        self._make(None, self._put_made, frontier=frontier)

    def set_settings(self, settings: PlanSettings) -> None:
        """Plan again with other settings, and keep them."""
        look = self._context.look

        def made(now: PlanNow) -> None:
            plan = self._context.session.plan
            before = settings if plan is None else plan.outreach.settings
            self._put_made(now)
            if repr(before) == repr(settings):  # what is not told is nan, which is not itself
                return
            back = partial(self._make, before, self._put_made)
            again = partial(self._make, settings, self._put_made)
            # The page tells what a moved slider changes: a notice for each would be in the way.
            self.steps.push(UndoStep(lambda: look.words.text("Wishes for the plan"), back, again))

        self._make(settings, made)

    def _make(
        self,
        settings: PlanSettings | None,
        done: Callable[[PlanNow], None],
        *,
        frontier: bool = False,
    ) -> None:
        shop, answers = self._context.session.shop, self._context.session.answers
        now = self._context.session.plan
        if shop is not None and answers is not None and now is not None:
            job = plan_work.making(shop, answers, now, settings, frontier=frontier)
            self._read(job, done)

    def _put_made(self, now: PlanNow) -> None:
        plan = self._context.session.plan
        if plan is None:
            return
        before = now.before
        if before is None or now.joint is None or before.settings == now.joint.settings:
            before = plan.before  # nothing was moved: only more was found out
        # marks and consents may have changed while the plan was made
        outreach = replace(plan.outreach, settings=now.outreach.settings)
        self._context.session.set_plan(
            replace(now, outreach=outreach, before=before, other=plan.other)
        )
        self._renew_row()

    def compare(self, settings: PlanSettings) -> None:
        """Make a plan at another setting beside the one that stands."""
        shop = self._context.session.shop
        now = self._context.session.plan
        if shop is not None and now is not None and now.inputs is not None:
            self._read(plan_work.comparing(shop, now, settings), self._compared)

    def _compared(self, joint: JointPlan) -> None:
        now = self._context.session.plan
        if now is not None:
            self._context.session.set_plan(replace(now, other=joint))

    # ---- changing the draft ---------------------------------------------------------------

    def drop(self, customers: Sequence[int]) -> None:
        """Take rows out of the draft."""
        for key in self._keys(customers):
            self._change(key, lambda: None, N_("{customer} taken out of the plan"))

    def change(self, customer_key: str, action: str, channel: str, product: str) -> None:
        """Give a customer another action, way or product."""
        answers = self._context.session.answers
        now = self._context.session.plan
        if answers is None or now is None or now.joint is None or now.draft is None:
            return
        joint, outreach = now.joint, now.outreach
        item = next((i for i in now.draft.items if i.customer_key == customer_key), None)
        if item is None:
            return

        def changed() -> PlanItem | None:
            from clm_desktop.plan.priced import changed_item

            return changed_item(
                *(answers, joint, outreach, item),
                action=action,
                channel=channel,
                product_key=product,
            )

        self._change(customer_key, changed, N_("Row of {customer} changed"))

    def add(self, customer_key: str, action: str, channel: str) -> None:
        """Put somebody into the draft."""
        answers = self._context.session.answers
        now = self._context.session.plan
        if answers is None or now is None or now.joint is None:
            return
        joint, outreach = now.joint, now.outreach

        def added() -> PlanItem | None:
            from clm_desktop.plan.priced import owner_item

            return owner_item(
                answers, joint, outreach, customer_key, action=action, channel=channel
            )

        self._change(customer_key, added, N_("{customer} put into the plan"))

    def write(self, customer_key: str, subject: str, body: str) -> None:
        """Keep a message for one customer alone; an empty one brings the template back."""
        now = self._context.session.plan
        draft = None if now is None else now.draft
        item = next(
            (i for i in (() if draft is None else draft.items) if i.customer_key == customer_key),
            None,
        )
        if item is not None:
            written = replace(item, subject=subject, body=body)
            self._change(customer_key, lambda: written, N_("Message for {customer} kept"))

    def _change(self, key: str, change: Callable[[], PlanItem | None], said: str) -> None:
        make = of_answers(lambda shop, answers: plan_work.changing(shop, answers, key, change))
        self._edit(make, lambda done: self._edited(done, self._naming(said, key)))

    def _edited(self, done: Edited, title: Callable[[], str]) -> None:
        self._put_draft(done)
        edit = done.edit
        again = replace(edit, before=edit.after, after=edit.before)
        undo, redo = partial(self._put_back, edit), partial(self._put_back, again)
        self._keep(UndoStep(title, undo, redo))

    def _put_back(self, edit: PlanEdit) -> None:
        self._edit(of_answers(partial(plan_work.putting_back, edit=edit)), self._put_draft)

    def _put_draft(self, done: Edited) -> None:
        now = self._context.session.plan
        if now is not None:
            self._context.session.set_plan(replace(now, draft=done.draft, before=None))
            self._renew_row()

    def approve(self) -> None:
        """Fix the draft."""
        self._edit(of_answers(plan_work.approving), self._approved)

    def _approved(self, done: Approved) -> None:
        self._put_plans(done.outreach)
        look, gone = self._context.look, done.gone
        day = done.record.week_day

        def say() -> str:
            fixed = look.words.text("The week is approved. Hand it over, then mark what you did.")
            taken = look.words.plural(
                "{n} person may no longer be contacted and was taken out.",
                "{n} people may no longer be contacted and were taken out.",
                gone,
            )
            return look.words.join([fixed, taken if gone else ""])

        reopen = of_answers(partial(plan_work.reopening, plan=done.record.number))
        again = of_answers(plan_work.approving)
        step = UndoStep(
            lambda: look.words.text("Approval of the week from {day}", day=look.words.date(day)),
            partial(self._edit, reopen, self._put_plans),
            partial(self._edit, again, lambda more: self._put_plans(more.outreach)),
        )
        self._keep(step, say)

    def _put_plans(self, outreach: Outreach) -> None:
        """Other plans are approved than before; the draft is made again when it is looked at."""
        self._context.session.set_plan(PlanNow(outreach=outreach))
        self.row_gone.emit()

    # ---- carrying it out ------------------------------------------------------------------

    def mark(self, number: int, customers: Sequence[int], state: str) -> None:
        """Say what became of rows of an approved plan."""
        self._mark(number, self._keys(customers), ItemState(state))

    def mark_key(self, number: int, customer_key: str, state: str) -> None:
        """Say it of one row."""
        self._mark(number, [customer_key], ItemState(state))

    def _mark(self, number: int, keys: Sequence[str], state: ItemState) -> None:
        look = self._context.look

        def title() -> str:
            words = look.words
            return words.text(
                "{people}: {state}",
                people=words.plural("{n} person", "{n} people", len(keys)),
                state=words.code(f"item_state.{state.value}"),
            )

        def make(shop: Shop) -> JobSpec | None:
            now = self._context.session.plan
            if shop.answers is None or now is None or not keys:
                return None
            return plan_work.marking(shop, shop.answers, now, number, keys, state)

        def marked(done: Marked) -> None:
            self._put_outreach(done.outreach)
            undo = partial(self._unmark, done.happened)
            again = partial(self._edit, make, lambda more: self._put_outreach(more.outreach))
            self._keep(UndoStep(title, undo, again))

        self._edit(make, marked)

    def _unmark(self, happened: Sequence[Happened]) -> None:
        def make(shop: Shop) -> JobSpec | None:
            now = self._context.session.plan
            return None if now is None else plan_work.unmarking(shop, now, happened)

        self._edit(make, self._put_outreach)

    def _put_outreach(self, outreach: Outreach) -> None:
        now = self._context.session.plan
        if now is not None:
            self._context.session.set_plan(replace(now, outreach=outreach))
            self._renew_row()

    # ---- looking at a row -----------------------------------------------------------------

    def show_row(self, customer: int, number: int) -> None:
        """Get everything about a row; ``row_ready`` brings it."""
        keys = self._keys([customer])
        if keys:
            self._row = RowWanted(keys[0], number)
            self._renew_row()

    def leave_row(self) -> None:
        """The row is no longer looked at."""
        self._row = None

    def _renew_row(self) -> None:
        shop, answers = self._context.session.shop, self._context.session.answers
        now, row = self._context.session.plan, self._row
        if shop is None or answers is None or now is None or row is None:
            return
        job = plan_work.row_looked_up(shop, answers, now, row, self._context.look.words)
        self._read(job, lambda card: self._looked_up(card, row))

    def _looked_up(self, card: PlanRowCard | None, row: RowWanted) -> None:
        if self._row != row:
            return
        if card is None:
            self._row = None
            self.row_gone.emit()
        else:
            self.row_ready.emit(card, row.number)

    # ---- small things ---------------------------------------------------------------------

    def _keys(self, customers: Sequence[int]) -> list[str]:
        answers = self._context.session.answers
        if answers is None:
            return []
        keys = dict(
            zip(answers.names.customer_id.tolist(), answers.names.customer_key, strict=True)
        )
        return [str(keys[one]) for one in customers if one in keys]

    def _naming(self, said: str, key: str) -> Callable[[], str]:
        """A sentence about a customer, in the window's language at that time."""
        answers = self._context.session.answers
        called, look = key, self._context.look
        if answers is not None:
            found = np.flatnonzero(answers.names.customer_key == key)
            if len(found):
                called = str(answers.names.customer_name[found[0]] or key)
                shown = answers.names.customer_name[answers.customers.customer]
                if np.count_nonzero(shown == called) > 1:
                    called = f"{called} ({key})"  # as in the list

        def say() -> str:
            translated = look.words.text  # the sentences are marked where they stand
            return translated(said, customer=HIDDEN if look.names_hidden else called)

        return say
