"""Plan: whom to win, keep and grow within one budget; who is left alone; what each goal costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clm_desktop.core.days import day_of
from clm_desktop.core.outreach import ItemState, PlanRecord, PlanSettings
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import Lane, Step
from clm_desktop.plan.answers import Answers
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.plan_work import PlanNow
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_work import demand_unchanged
from clm_desktop.ui.widgets.bars import bar_above
from clm_desktop.ui.widgets.choice_row import ChoiceRow
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.plan_bar import PlanBar
from clm_desktop.ui.widgets.plan_buttons import PlanButtons
from clm_desktop.view.blocks import Card, Page
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.plan import change_sentence, plan_page
from clm_desktop.view.pages.plan_alone import alone_page, people_left_alone
from clm_desktop.view.pages.plan_compare import compare_page
from clm_desktop.view.pages.plan_means import means_page
from clm_desktop.view.pages.plan_open import open_count, open_plans, plan_title
from clm_desktop.view.words import Words

if TYPE_CHECKING:  # these would load scipy
    from clm_desktop.models.acquisition.results import AcquisitionAnswer
    from clm_desktop.usecases.acquisition import AcquisitionInputs

TODO, WEEK, ALONE, COMPARE = "todo", "week", "alone", "compare"
WIN, MEANS = "win", "means"
NEED_A_PLAN = (WEEK, ALONE, COMPARE)
VIEWS = (TODO, WEEK, ALONE, COMPARE, WIN, MEANS)
LIST = "plan"  # the table of rows


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a page of the plan is made from; frozen before it goes to a worker."""

    shop: Shop
    now: PlanNow | None
    view: str
    record: PlanRecord | None


class PlanTab(PageTab):
    """Five pages of which one is shown; what the owner wants goes out as signals."""

    page_id = "plan"

    plan_wanted = Signal(bool)  # whether plans at other budgets and goals are wanted too
    settings_chosen = Signal(object)  # PlanSettings
    other_chosen = Signal(object)  # PlanSettings
    row_wanted = Signal(int, int)  # customer, number of the plan (0: the draft)
    rows_dropped = Signal(object)  # customers
    rows_marked = Signal(int, object, str)  # number of the plan, customers, state
    approved = Signal()
    rows_missing = Signal()  # something is to be done with marked rows, and none is
    somebody_wanted = Signal()
    limits_wanted = Signal()
    action_wanted = Signal(int)  # place in the list, -1: a new one
    channel_wanted = Signal(int)
    spend_wanted = Signal()
    words_wanted = Signal()
    file_wanted = Signal(str)  # what the small table tells of
    way_out_wanted = Signal(str, int)  # what is exported, number of the plan

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Show the week first."""
        super().__init__(context, parent)
        self._view = WEEK
        self._went = False  # whether the owner has chosen a view
        self._number = 0  # of the approved plan that is looked at, 0: the newest with work left
        self._views = ChoiceRow("plan_view")
        self._views.chosen.connect(self.show_view)
        above, line = bar_above()
        line.addWidget(self._views)
        line.addStretch(1)
        self.plans = ChoiceBox()
        self.plans.setObjectName("plan_chosen")
        self.plans.activated.connect(self._choose_plan)
        line.addWidget(self.plans)
        self.bar = PlanBar(context.look, "plan", self)
        self.other = PlanBar(context.look, "plan_b", self)
        self.buttons = PlanButtons(context.look)
        for place, widget in enumerate((above, self.bar, self.other)):
            self.rows.insertWidget(place, widget)
        self.rows.addWidget(self.buttons)
        self._above = above
        self.bar.wanted.connect(self.settings_chosen)
        self.other.wanted.connect(self.other_chosen)
        self._connect_buttons()
        context.session.plan_changed.connect(self._plan_changed)
        self.follow(self._put)

    def _connect_buttons(self) -> None:
        made = self.buttons
        made.approve.clicked.connect(self._approve)
        made.drop.clicked.connect(self.drop_marked)
        made.add.clicked.connect(lambda: self.somebody_wanted.emit())
        made.limits.clicked.connect(lambda: self.limits_wanted.emit())
        made.action.clicked.connect(lambda: self.action_wanted.emit(-1))
        made.channel.clicked.connect(lambda: self.channel_wanted.emit(-1))
        made.spend.clicked.connect(lambda: self.spend_wanted.emit())
        made.words.clicked.connect(lambda: self.words_wanted.emit())
        made.file_wanted.connect(self.file_wanted)
        made.state_chosen.connect(self.mark)
        made.way_out_chosen.connect(self._export)

    def _approve(self) -> None:
        """Approve; then what is to be done comes to the front."""
        self._went, self._number = False, 0
        self.approved.emit()

    def _card_opened(self, card: Card) -> None:
        page, _, view = card.opens.partition("?")
        if page == self.page_id and view in VIEWS:
            self.show_view(view)
        else:
            super()._card_opened(card)

    def choose(self, customers: Sequence[int] | None) -> None:
        """Whoever comes from another page wants to see what is to be done."""
        super().choose(customers)
        if customers is None:
            self._went, self._number = False, 0
            self._put()
            self.renew()

    # ---- the page -------------------------------------------------------------------------

    def steps(self, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:  # noqa: D102
        shown = _Shown(shop, self.context.session.plan, self._view, self.record)
        if self._view == WIN and shop.answers is not None:
            return (
                (Lane.STORE, partial(_read_winning, shop, shop.answers)),
                (Lane.COMPUTE, _found_winning),
                (Lane.READ, partial(_shown_winning, shop.answers, words)),
            )
        return ((Lane.READ, partial(_made, shown, words)),)

    def show_view(self, view: str) -> None:
        """Show another of the pages."""
        self._went, self._view = True, view
        self._put()
        self.renew()
        self._want()

    @property
    def up_to_date(self) -> bool:
        """Also whether the plan that the view speaks of is made."""
        now, shop = self.context.session.plan, self.context.session.shop
        known = shop is not None and shop.answers is not None
        made = now is not None and (now.joint is not None or self._view not in NEED_A_PLAN)
        return super().up_to_date and (made or not known)

    @property
    def shown_view(self) -> str:
        """Which of the pages is shown."""
        return self._view

    @property
    def record(self) -> PlanRecord | None:
        """The plan whose rows are shown."""
        now = self.context.session.plan
        if now is None:
            return None
        return self._approved() if self._view == TODO else now.draft

    def _approved(self) -> PlanRecord | None:
        """The approved plan that was chosen, else the newest with work left, else the newest."""
        now = self.context.session.plan
        shown = () if now is None else open_plans(now.outreach.plans)
        chosen = [plan for plan in shown if plan.number == self._number]
        return next(iter((*chosen, *filter(open_count, shown), *shown)), None)

    def _choose_plan(self, _place: int) -> None:
        self._number = int(self.plans.currentData())
        self._put()
        self.renew()

    def _put_plans(self) -> None:
        """Offer the plans of which something is to be done."""
        now, shown = self.context.session.plan, self._approved()
        offered = () if now is None else open_plans(now.outreach.plans)
        self.plans.clear()
        for plan in offered:
            self.plans.addItem(plan_title(plan, self.context.look.words), plan.number)
        if shown is not None:
            self.plans.setCurrentIndex(self.plans.findData(shown.number))
        self.plans.setAccessibleName(self.context.look.words.text("Plan of which week"))
        self.plans.setVisible(self._view == TODO and len(offered) > 1)

    def _plan_changed(self) -> None:
        self._put()
        self.renew()
        if self.isVisible():
            self._want()

    @called_by_qt
    def showEvent(self, event: object) -> None:  # noqa: D102
        super().showEvent(event)  # type: ignore[arg-type]  # a QShowEvent
        self._want()

    def _want(self) -> None:
        """Ask for what the view shows and is not there."""
        now, shop = self.context.session.plan, self.context.session.shop
        if now is None or shop is None or shop.answers is None:
            return
        if now.joint is None and self._view in NEED_A_PLAN:
            self.plan_wanted.emit(self._view == COMPARE)
        elif now.joint is not None and self._view == COMPARE and not now.joint.frontier:
            self.plan_wanted.emit(True)

    def _put(self) -> None:
        """What can be chosen and done now, in the window's language."""
        words, now = self.context.look.words, self.context.session.plan
        shop = self.context.session.shop
        known = now is not None and shop is not None and shop.answers is not None
        approved = self._approved()
        still = 0 if now is None else sum(map(open_count, now.outreach.plans))
        if not self._went:
            self._view = TODO if still else WEEK
        if self._view == TODO and approved is None:
            self._view = WEEK
        todo = words.text("To do ({n})", n=words.whole(still)) if still else words.text("Done")
        titles = {
            TODO: todo,
            WEEK: words.text("Plan"),
            ALONE: words.text("Left alone"),
            COMPARE: words.text("Compare"),
            WIN: words.text("Winning customers"),
            MEANS: words.text("Actions and channels"),
        }
        offered = [view for view in VIEWS if view != TODO or approved is not None]
        self._views.offer([(view, titles[view]) for view in offered], self._view)
        self._put_plans()
        self._above.setVisible(known)
        joint = None if now is None else now.joint
        self.bar.setVisible(known and joint is not None and self._view in (WEEK, COMPARE))
        self.other.setVisible(known and joint is not None and self._view == COMPARE)
        self.buttons.put(self._view if known else "", self.record)
        self._put_bars(now)

    def _put_bars(self, now: PlanNow | None) -> None:
        if now is None or now.joint is None:
            return
        joint, words = now.joint, self.context.look.words
        self.bar.put(joint.settings)
        self.bar.put_title(words.text("A: this plan") if self._view == COMPARE else "")
        self.other.put_title(words.text("B: another setting"))
        self.other.put((now.other or joint).settings)
        changed = "" if now.before is None else change_sentence(now.before, joint, words)
        told = words.text("Against before: {change}", change=changed) if changed else ""
        self.bar.put_change(told if self._view == WEEK else "")

    # ---- rows -----------------------------------------------------------------------------

    def marked(self) -> list[int]:
        """Store ids of the customers whose rows are marked."""
        for panel in self.view.tables():
            if panel.view.block_model.block.name == LIST:
                places = panel.view.selectionModel().selectedRows()
                keys = [panel.view.block_model.key_at(index.row()) for index in places]
                return [key for key in keys if key is not None]
        return []

    def mark(self, state: str) -> None:
        """Say what became of the marked rows of an approved plan."""
        record, customers = self.record, self.marked()
        if record is None or record.approved_day is None:
            return
        if customers:
            self.rows_marked.emit(record.number, customers, state)
        else:
            self.rows_missing.emit()

    def drop_marked(self) -> None:
        """Take the marked rows out of the draft."""
        if self._view == WEEK and (customers := self.marked()):
            self.rows_dropped.emit(customers)
        elif self._view == WEEK:
            self.rows_missing.emit()

    def _hear_words(self) -> None:
        """Also the keys of the list: Space is done, Delete takes out."""
        super()._hear_words()
        for panel in self.view.tables():
            if panel.view.block_model.block.name == LIST:
                panel.view.removeEventFilter(self)  # of one that is shown again
                panel.view.installEventFilter(self)

    @called_by_qt
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Space and self._view == TODO:
                self.mark(ItemState.DONE.value)
                return True
            if event.key() == Qt.Key.Key_Delete and self._view == WEEK:
                self.drop_marked()
                return True
        return super().eventFilter(watched, event)

    @property
    def shows_draft(self) -> bool:
        """Whether the rows that are shown are those of the draft."""
        return self._view != TODO

    def _export(self, way: str) -> None:
        record = self.record
        self.way_out_wanted.emit(way, 0 if record is None else record.number)

    def row_entered_again(self, key: int) -> None:
        """Look at another row of the list."""
        self._row_opened(LIST, key)

    def _row_opened(self, kind: str, key: int) -> None:
        shop, now = self.context.session.shop, self.context.session.plan
        if kind == "plan":
            number = self.record.number if self._view == TODO and self.record is not None else 0
            self.row_wanted.emit(key, number)
        elif kind == "left_alone" and shop is not None and shop.answers is not None:
            if now is not None and now.joint is not None:
                told = now.told(shop.answers, now.draft)
                self.go_to.emit("customers", people_left_alone(told, key))
        elif kind == "action":
            self.action_wanted.emit(key)
        elif kind == "channel":
            self.channel_wanted.emit(key)
        else:
            super()._row_opened(kind, key)


def _made(shown: _Shown, words: Words, _ctx: RunContext, _before: object) -> Page:
    answers, now = shown.shop.answers, shown.now
    if answers is None:
        return empty_page("plan", words)
    if now is None:
        return _waiting(words)
    told = replace(now.told(answers, shown.record), today=day_of(date.today()))
    if shown.view == MEANS:
        return means_page(answers, now.outreach, words)
    if now.joint is None and shown.view != TODO:
        return _waiting(words)
    makers = {ALONE: alone_page, COMPARE: compare_page}
    return makers.get(shown.view, plan_page)(told, words)


def _read_winning(
    shop: Shop, answers: Answers, ctx: RunContext, _before: object
) -> AcquisitionInputs:
    from clm_desktop.usecases.acquisition import acquisition_inputs

    demand_unchanged(shop)
    return acquisition_inputs(shop.project, answers, ctx)


def _found_winning(ctx: RunContext, inputs: AcquisitionInputs) -> AcquisitionAnswer:
    from clm_desktop.usecases.acquisition import acquisition_of

    return acquisition_of(inputs, ctx)


def _shown_winning(
    answers: Answers, words: Words, _ctx: RunContext, found: AcquisitionAnswer
) -> Page:
    from clm_desktop.view.pages.acquisition import AcquisitionInput, acquisition_page

    return acquisition_page(AcquisitionInput(answers=answers, found=found), words)


def _waiting(words: Words) -> Page:
    return Page(
        page="plan",
        title=words.text("Plan"),
        lead="",
        empty=words.text("The plan of the week is being made …"),
    )


def settings_of(now: PlanNow | None) -> PlanSettings:
    """The settings that the next plan starts from."""
    if now is None:
        return PlanSettings()
    return now.outreach.settings if now.joint is None else now.joint.settings
