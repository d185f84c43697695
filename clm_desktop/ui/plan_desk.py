"""The plan on the screen: connects its tab, its rows and its dialogs with what is done."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.core.outreach import PlanRecord
from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.plan.answers import Answers
from clm_desktop.ui import dialogs, plan_work
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.limits_dialog import LimitsDialog
from clm_desktop.ui.means_presenter import MeansPresenter
from clm_desktop.ui.plan_presenter import PlanPresenter
from clm_desktop.ui.plan_row_panel import PlanRowPanel
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_screen import ShopScreen
from clm_desktop.ui.small_presenter import SmallPresenter
from clm_desktop.ui.somebody_dialog import SomebodyDialog
from clm_desktop.ui.tabs.plan_tab import TODO, PlanTab
from clm_desktop.ui.tabs.today_tab import TodayTab
from clm_desktop.ui.widgets.consent_marks import ConsentMarks
from clm_desktop.ui.widgets.plan_buttons import SUFFIXES, list_name
from clm_desktop.view.blocks import CustomerCard
from clm_desktop.view.pages.plan_open import open_count
from clm_desktop.view.pages.plan_row import PlanRowCard
from clm_desktop.view.words import Words


class PlanDesk(QObject):
    """Asks in front of the window; the presenter does what was answered."""

    failed = Signal(object)  # Failed
    told = Signal(object, str, object)

    def __init__(
        self, context: UiContext, plans: PlanPresenter, screen: ShopScreen, window: QWidget
    ) -> None:
        """Listen to the tab."""
        super().__init__(window)
        self._context, self._plans, self._screen, self._window = context, plans, screen, window
        tab = screen.tabs[PlanTab.page_id]
        if not isinstance(tab, PlanTab):
            raise TypeError(tab)
        self.tab = tab
        tab.plan_wanted.connect(plans.make)
        tab.settings_chosen.connect(plans.set_settings)
        tab.other_chosen.connect(plans.compare)
        tab.row_wanted.connect(plans.show_row)
        tab.rows_dropped.connect(plans.drop)
        tab.rows_marked.connect(plans.mark)
        tab.rows_missing.connect(self._ask_for_rows)
        tab.approved.connect(plans.approve)
        tab.somebody_wanted.connect(self.ask_somebody)
        tab.limits_wanted.connect(self.ask_limits)
        tab.view.row_entered.connect(self._row_entered)
        screen.plan_row_left.connect(plans.leave_row)
        plans.row_ready.connect(self._show_row)
        plans.row_gone.connect(screen.close_plan_row)
        self.means = MeansPresenter(context, plans, window)
        self.small = SmallPresenter(context, plans, window)
        for part in (self.means, self.small):
            part.failed.connect(self.failed)
            part.told.connect(self.told)
        tab.action_wanted.connect(self.means.ask_action)
        tab.channel_wanted.connect(self.means.ask_channel)
        tab.spend_wanted.connect(self.means.ask_spend)
        tab.words_wanted.connect(self.small.ask_words)
        tab.file_wanted.connect(self.small.ask_file)
        tab.way_out_wanted.connect(self.ask_way_out)
        today = screen.tabs[TodayTab.page_id]
        if not isinstance(today, TodayTab):
            raise TypeError(today)
        today.plan_wanted.connect(self.show_work)
        today.print_wanted.connect(self.ask_print)
        screen.card_shown.connect(self._add_consents)
        context.session.plan_changed.connect(screen.renew_card)

    # ---- rows -----------------------------------------------------------------------------

    def _show_row(self, card: PlanRowCard, number: int) -> None:
        panel = PlanRowPanel(self._context.look, card)
        panel.changed.connect(self._plans.change)
        panel.written.connect(self._plans.write)
        panel.dropped.connect(lambda customer: self._plans.drop([customer]))
        panel.marked.connect(partial(self._plans.mark_key, number))
        panel.customer_wanted.connect(self._screen.customer_wanted)
        self._screen.show_plan_row(panel)

    def _row_entered(self, kind: str, key: int) -> None:
        """While a row is open, the arrow keys leaf through the rows."""
        if kind == "plan" and self._screen.shows_plan_row:
            self.tab.row_entered_again(key)

    def _ask_for_rows(self) -> None:
        look = self._context.look
        self.told.emit(
            lambda: look.words.text("Click the rows in the list first; Ctrl+A takes all of them."),
            "",
            None,
        )

    def _add_consents(self, card: CustomerCard) -> None:
        """The card of a customer also tells by which ways they may be contacted."""
        now = self._context.session.plan
        if now is not None and card.key:
            marks = ConsentMarks(self._context.look, now.outreach, card.key)
            marks.said.connect(self.means.say_consent)
            marks.wished.connect(self.means.spare)
            marks.history_wanted.connect(self.small.show_history)
            self._screen.side.append(marks)

    def show_work(self) -> None:
        """Show what is still to be done of approved plans."""
        self._screen.nav.choose(PlanTab.page_id)
        self.tab.show_view(TODO)

    # ---- handing over ---------------------------------------------------------------------

    def ask_way_out(self, way: str, number: int) -> None:
        """Let the owner say where the plan that is looked at goes."""
        now = self._context.session.plan
        record = None if now is None else now.record(0 if self.tab.shows_draft else number)
        if record is not None:
            self._ask_place(way, record)

    def ask_print(self) -> None:
        """Let the owner say where the page of the newest plan with something to do goes."""
        now = self._context.session.plan
        plans = () if now is None else now.outreach.plans
        record = next((plan for plan in reversed(plans) if open_count(plan)), None)
        if record is not None:
            self._ask_place("page", record)

    def _ask_place(self, way: str, record: PlanRecord) -> None:
        shop = self._context.session.shop
        if shop is None or shop.answers is None:
            return
        words = self._context.look.words
        plan = words.text("Plan of {day}", day=words.date(record.week_day))
        name = " – ".join(filter(None, (shop.name, plan, list_name(way, words))))
        hand = partial(self.hand_over, shop, shop.answers, record, way)
        dialogs.ask_target(
            self._window,
            self._context,
            words.text("Hand over the plan"),
            (name, SUFFIXES.get(way, "csv")),
            hand,
        )

    def hand_over(
        self, shop: Shop, answers: Answers, record: PlanRecord, way: str, path: Path
    ) -> None:
        """Write a plan."""
        look = self._context.look
        job = plan_work.handing_over(shop, answers, record, way, path, look.words)

        def end(outcome: Outcome) -> None:
            if isinstance(outcome, Failed):
                self.failed.emit(outcome)
            elif isinstance(outcome, Done):
                gone = outcome.value if isinstance(outcome.value, int) else 0

                def said() -> str:
                    saved = look.words.text("Saved as {file}.", file=path.name)
                    return f"{saved} {_left_out(gone, look.words)}".rstrip()

                self.told.emit(said, "", None)

        self._context.runner.start(job, end)

    # ---- dialogs --------------------------------------------------------------------------

    def ask_limits(self) -> LimitsDialog | None:
        """Let the owner set the limits of every plan."""
        now = self._context.session.plan
        if now is None or now.joint is None:
            return None
        kept = now.outreach.settings
        dialog = LimitsDialog(
            self._context.look, now.joint.settings, kept, self._plans.set_settings, self._window
        )
        dialog.open()
        return dialog

    def ask_somebody(self) -> SomebodyDialog | None:
        """Let the owner put somebody into the plan."""
        shop, now = self._context.session.shop, self._context.session.plan
        if shop is None or shop.answers is None or now is None or now.joint is None:
            return None
        told = now.told(shop.answers, now.draft)
        dialog = SomebodyDialog(self._context.look, told, self._plans.add, self._window)
        dialog.open()
        return dialog


def _left_out(people: int, words: Words) -> str:
    if not people:
        return ""
    return words.plural(
        "Left out is {n} person who must not be contacted any more.",
        "Left out are {n} people who must not be contacted any more.",
        people,
    )
