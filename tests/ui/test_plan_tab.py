"""The tabs Plan and Results: wish, list, edits with their way back, approval, marks, hand-over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.core.outreach import ConsentState, Goal, ItemState, PlanRecord
from clm_desktop.jobs.outcome import Done, Outcome
from clm_desktop.ui.action_dialog import ActionDialog
from clm_desktop.ui.channel_dialog import ChannelDialog
from clm_desktop.ui.plan_row_panel import PlanRowPanel
from clm_desktop.ui.plan_work import PlanNow, RowWanted, row_looked_up
from clm_desktop.ui.spend_dialog import SpendDialog
from clm_desktop.ui.tabs.plan_tab import ALONE, COMPARE, MEANS, TODO, WEEK, WIN, PlanTab
from clm_desktop.view.pages.plan_parts import is_sent
from clm_desktop.view.pages.plan_row import PlanRowCard
from clm_desktop.view.words import Words
from tests.ui.conftest import WAIT_MS


class Desk:
    """The plan of the open shop, driven as its owner would."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program, self.qtbot, self.window = program, qtbot, program.window
        self.dialogs: list[QDialog] = []
        self.window.desk.means.dialog_opened.connect(self.dialogs.append)
        self.window.nav.choose("plan")
        tab = self.window.tab
        assert isinstance(tab, PlanTab)
        self.tab = tab
        self.idle()

    def idle(self) -> None:
        """Wait until nothing runs and the page is made."""
        self.until(lambda: not self.program.context.runner.active() and self.tab.up_to_date)

    def until(self, so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(so, timeout=WAIT_MS)

    @property
    def now(self) -> PlanNow:
        now = self.program.context.session.plan
        assert now is not None
        return now

    @property
    def draft(self) -> PlanRecord:
        assert self.now.draft is not None
        return self.now.draft

    def agree(self) -> None:
        """Everybody agreed to e-mail, says the owner."""
        self.window.desk.means.ask_channel(0)
        self.until(lambda: bool(self.dialogs))
        dialog = self.dialogs.pop()
        assert isinstance(dialog, ChannelDialog)
        dialog.agreed.setChecked(True)
        assert not dialog.keep.isEnabled()  # as long as nobody knows where that is written down
        dialog.proof.setText("order form")
        dialog.keep.click()
        self.idle()
        self.until(lambda: self.now.joint is not None)
        self.idle()

    def show(self, view: str) -> None:
        self.tab.show_view(view)
        self.idle()

    def mark_row(self, place: int) -> str:
        """Mark a row of the list; gives the customer's key."""
        table = self.tab.view.tables()[0].view
        table.clearSelection()
        table.selectRow(place)
        key = table.block_model.key_at(place)
        shop = self.program.context.session.shop
        assert shop is not None
        assert shop.answers is not None
        names = shop.answers.names
        return str(names.customer_key[names.customer_id.tolist().index(key)])

    def people(self) -> list[str]:
        return [item.customer_key for item in self.draft.items if is_sent(item)]


@pytest.fixture
def desk(opened: Program, qtbot: QtBot) -> Desk:
    """The tab of the open shop."""
    return Desk(opened, qtbot)


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """The same, and everybody may be written to."""
    desk.agree()
    return desk


def test_that_without_consent_nobody_is_planned_and_the_page_leads_to_saying_who_agreed(
    desk: Desk,
) -> None:
    assert desk.people() == []
    assert desk.tab.page is not None
    assert desk.tab.page.cards[0].name == "consent"
    button = desk.tab.view.findChild(QPushButton, "open_consent")
    assert isinstance(button, QPushButton)
    button.click()
    desk.idle()
    assert desk.tab.shown_view == MEANS
    assert [table.name for table in desk.tab.page.tables] == ["actions", "channels"]


def test_that_every_view_is_shown_and_compare_brings_the_frontier(ready: Desk) -> None:
    for view, page in (
        (WEEK, "plan"),
        (ALONE, "plan_alone"),
        (COMPARE, "plan_compare"),
        (WIN, "acquisition"),
        (MEANS, "plan_means"),
    ):
        ready.show(view)
        assert ready.tab.page is not None
        assert ready.tab.page.page == page
    assert ready.now.joint is not None
    assert ready.now.joint.frontier


def test_that_a_moved_slider_plans_again_keeps_the_wish_and_tells_the_difference(
    ready: Desk,
) -> None:
    before = len(ready.people())
    assert before > 4
    ready.tab.bar.people.box.setValue(4)
    ready.until(lambda: len(ready.people()) < before)
    ready.idle()
    assert len(ready.draft.items) <= 4
    assert "people" in ready.tab.bar.change.text()
    assert ready.draft.settings.contacts == 4
    ready.window.plans.load()  # as after opening the shop again
    ready.idle()
    ready.until(lambda: ready.now.joint is not None)
    assert ready.now.outreach.settings.contacts == 4


def test_that_the_keyboard_stays_on_the_view_that_it_chose_and_goes_on_downwards(
    ready: Desk,
) -> None:
    ready.show(WEEK)
    compare = ready.tab.findChild(QPushButton, "plan_view_compare")
    assert isinstance(compare, QPushButton)
    ready.window.activateWindow()
    compare.setFocus()
    ready.qtbot.keyClick(compare, Qt.Key.Key_Space)
    ready.idle()
    assert ready.tab.shown_view == COMPARE
    assert ready.window.focusWidget() is compare
    ready.qtbot.keyClick(compare, Qt.Key.Key_Tab)
    assert ready.window.focusWidget() is ready.tab.bar.money.slider


def test_that_in_a_low_window_the_wishes_leave_room_for_what_is_compared(ready: Desk) -> None:
    ready.show(COMPARE)
    bars = (ready.tab.bar, ready.tab.other)
    ready.window.resize(960, 600)
    ready.until(lambda: ready.tab.view.height() > 2 * ready.tab.bar.height())
    for bar in bars:
        top = {part.mapTo(bar, QPoint(0, 0)).y() for part in (bar.money, bar.people)}
        goals = bar.goals.mapTo(bar, QPoint(0, 0)).y()
        assert goals < max(top) + bar.money.height(), "all wishes stand in one row"
        assert not bar.money.slider.isVisible()
        assert bar.money.box.isVisible()
    ready.window.resize(1180, 760)
    ready.until(lambda: all(bar.money.slider.isVisible() for bar in bars))


def test_that_no_more_people_can_be_typed_than_a_plan_takes(ready: Desk) -> None:
    box = ready.tab.bar.people.box
    box.setValue(5_000_000)
    ready.until(lambda: ready.draft.settings.contacts == box.value())
    assert box.value() == 1_000_000


def test_that_a_goal_is_kept_and_another_setting_stands_beside_the_plan(ready: Desk) -> None:
    ready.show(COMPARE)
    ready.tab.other.goals.chosen.emit(Goal.KEEP.value)
    ready.until(lambda: ready.now.other is not None)
    ready.idle()
    assert ready.now.other is not None
    assert ready.now.other.settings.goal is Goal.KEEP
    assert ready.draft.settings.goal is Goal.BALANCED
    assert ready.tab.page is not None
    assert [c.key for c in ready.tab.page.tables[0].columns][-1] == "b"


def test_that_a_dropped_row_comes_back_by_undo_and_goes_again_by_redo(ready: Desk) -> None:
    key = ready.mark_row(1)
    ready.tab.drop_marked()
    ready.until(lambda: key not in ready.people())
    undo, redo = ready.window.actions_.undo, ready.window.actions_.redo
    assert "taken out of the plan" in undo.text()
    ready.idle()
    undo.trigger()
    ready.until(lambda: key in ready.people())
    ready.idle()
    assert redo.isEnabled()
    redo.trigger()
    ready.until(lambda: key not in ready.people())


def test_that_a_button_for_marked_rows_asks_for_them_where_none_is(ready: Desk) -> None:
    table = ready.tab.view.tables()[0].view
    table.clearSelection()
    people = ready.people()
    ready.tab.buttons.drop.click()
    assert "Click the rows in the list first" in ready.window.notice.text.text()
    assert ready.people() == people
    ready.mark_row(1)
    ready.tab.buttons.drop.click()
    ready.until(lambda: len(ready.people()) < len(people))


def test_that_an_edit_names_one_of_two_of_a_name_as_the_list_does(ready: Desk) -> None:
    key = ready.mark_row(1)
    shop = ready.program.context.session.shop
    assert shop is not None
    assert shop.answers is not None
    names = shop.answers.names
    alike = replace(names, customer_name=np.full_like(names.customer_name, "Ann Lee"))
    ready.program.context.session.set_shop(
        replace(shop, answers=replace(shop.answers, names=alike))
    )
    ready.idle()
    ready.window.plans.drop([int(names.customer_id[names.customer_key == key][0])])
    ready.until(lambda: key not in ready.people())
    assert f"Ann Lee ({key}) taken out" in ready.window.actions_.undo.text()


def test_that_undo_takes_the_import_back_only_when_nothing_of_the_plan_is_left(
    desk: Desk,
) -> None:
    assert desk.window.actions_.undo.text() == "&Undo the last import"
    desk.agree()
    assert "Channel kept" in desk.window.actions_.undo.text()


def test_that_a_row_shows_both_chances_and_its_message_can_be_written(ready: Desk) -> None:
    key = ready.mark_row(0)
    table = ready.tab.view.tables()[0].view
    table.activated.emit(table.model().index(0, 0))
    ready.until(lambda: ready.window.findChild(PlanRowPanel) is not None)
    panel = ready.window.findChild(PlanRowPanel)
    assert isinstance(panel, PlanRowPanel)
    assert "such customers" in panel.card.sentences[0]
    panel.body.setPlainText("Dear customer, only for you")
    assert panel.keep.isEnabled()
    panel.keep.click()
    ready.until(lambda: any(i.body for i in ready.draft.items if i.customer_key == key))
    ready.idle()
    ready.window.plans.steps.undo()
    ready.until(lambda: not any(i.body for i in ready.draft.items if i.customer_key == key))


def test_that_another_action_stands_as_the_owners_own(ready: Desk) -> None:
    key = ready.mark_row(0)
    item = next(i for i in ready.draft.items if i.customer_key == key)
    other = "care" if item.action != "care" else "review"
    ready.window.plans.change(key, other, "email", "")
    ready.until(lambda: any(i.customer_key == key and i.action == other for i in ready.draft.items))
    assert next(i for i in ready.draft.items if i.customer_key == key).edited


def test_that_somebody_can_be_added_by_name(ready: Desk) -> None:
    key = ready.mark_row(0)
    ready.tab.drop_marked()
    ready.until(lambda: key not in ready.people())
    ready.idle()
    dialog = ready.window.desk.ask_somebody()
    assert dialog is not None
    assert not dialog.add.isEnabled()
    dialog.name.setText(key)
    assert dialog.customer_key == key
    dialog.add.click()
    ready.until(lambda: key in ready.people())


def test_that_the_dialog_says_who_is_meant_or_why_nobody_is(ready: Desk) -> None:
    out = []
    for _ in range(2):
        out.append(ready.mark_row(0))
        ready.tab.drop_marked()
        ready.until(lambda: out[-1] not in ready.people())
        ready.idle()
    key = ready.mark_row(0)
    dialog = ready.window.desk.ask_somebody()
    assert dialog is not None
    told: dict[str, str] = {}
    for typed in (key, "Person", "Nobody at all", ""):
        dialog.name.setText(typed)
        told[typed] = dialog.found.text()
        assert not dialog.add.isEnabled()
    assert told == {
        key: "They are in the plan already.",
        "Person": "2 customers are called so: choose one from the list.",
        "Nobody at all": "No customer is called so.",
        "": "",
    }
    dialog.name.setText(out[0].upper())
    assert (dialog.customer_key, dialog.add.isEnabled()) == (out[0], True)
    assert out[0] in dialog.found.text()


def test_that_limits_are_kept_and_planned_with(ready: Desk) -> None:
    dialog = ready.window.desk.ask_limits()
    assert dialog is not None
    dialog.gap.setValue(30)
    dialog.hour.setValue(25)
    wanted = dialog.wanted()
    assert (wanted.min_gap_days, wanted.hour_cents) == (30, 2500.0)
    dialog._keep()
    ready.until(lambda: ready.draft.settings.min_gap_days == 30)


def test_that_moved_wishes_go_back_and_forth_one_by_one(ready: Desk) -> None:
    usual = ready.draft.settings
    for contacts in (12, 8):
        ready.window.plans.set_settings(replace(usual, contacts=contacts))
        ready.until(lambda contacts=contacts: ready.draft.settings.contacts == contacts)
        ready.idle()
    assert "Wishes for the plan" in ready.window.actions_.undo.text()
    for contacts in (12, usual.contacts):
        ready.window.actions_.undo.trigger()
        ready.until(lambda contacts=contacts: ready.draft.settings.contacts == contacts)
        ready.idle()
    assert "Channel kept" in ready.window.actions_.undo.text()
    ready.window.actions_.redo.trigger()
    ready.until(lambda: ready.draft.settings.contacts == 12)


def test_that_a_consent_done_again_is_one_step_and_not_two(ready: Desk) -> None:
    key = ready.mark_row(0)

    def refused() -> bool:
        said = {(c.customer_key, c.channel): c.state for c in ready.now.outreach.consents}
        return said.get((key, "email")) is ConsentState.REFUSED

    ready.window.desk.means.say_consent(key, "email", ConsentState.REFUSED)
    ready.until(refused)
    ready.idle()
    undo, redo = ready.window.actions_.undo, ready.window.actions_.redo
    for action, stands in ((undo, False), (redo, True), (undo, False)):
        action.trigger()
        ready.until(lambda stands=stands: refused() is stands)
        ready.idle()
    assert "Channel kept" in undo.text()


def test_that_an_approval_is_taken_back_and_then_the_edits_before_it(ready: Desk) -> None:
    undo, redo = ready.window.actions_.undo, ready.window.actions_.redo
    everybody = ready.people()
    key = ready.mark_row(1)
    ready.tab.drop_marked()
    ready.until(lambda: "taken out" in undo.text())
    ready.idle()
    ready.tab.buttons.approve.click()
    ready.until(lambda: bool(ready.now.outreach.plans))
    ready.idle()
    (approved,) = ready.now.outreach.plans
    assert "Approval of the week" in undo.text()
    assert ready.window.notice.text.text().startswith("The week is approved.")
    undo.trigger()
    ready.until(lambda: not ready.now.outreach.plans)
    ready.until(lambda: ready.now.joint is not None)
    ready.idle()
    assert ready.tab.shown_view == WEEK
    assert ready.people() == [one for one in everybody if one != key]
    redo.trigger()
    ready.until(lambda: bool(ready.now.outreach.plans))
    ready.idle()
    (again,) = ready.now.outreach.plans
    roles = [{(i.customer_key, i.role) for i in plan.items} for plan in (approved, again)]
    assert roles[0] == roles[1]
    undo.trigger()
    ready.until(lambda: ready.now.joint is not None)
    ready.idle()
    undo.trigger()
    ready.until(lambda: sorted(ready.people()) == sorted(everybody))


def test_that_an_approved_plan_is_marked_by_key_and_what_was_marked_comes_back(
    ready: Desk, qtbot: QtBot
) -> None:
    ready.tab.buttons.approve.click()
    ready.until(lambda: bool(ready.now.outreach.plans))
    ready.idle()
    assert ready.tab.shown_view == TODO
    key = ready.mark_row(0)
    table = ready.tab.view.tables()[0].view
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Space)

    def state() -> ItemState:
        (plan,) = ready.now.outreach.plans
        return next(i.state for i in plan.items if i.customer_key == key)

    ready.until(lambda: state() is ItemState.DONE)
    ready.idle()
    ready.window.plans.steps.undo()
    ready.until(lambda: state() is ItemState.PLANNED)
    ready.idle()
    ready.window.nav.choose("today")
    ready.until(lambda: ready.window.tab.up_to_date)
    page = ready.window.tab.page
    assert page is not None
    assert page.cards[0].name == "plan"
    ready.window.nav.choose("results")
    ready.until(lambda: ready.window.tab.up_to_date)
    assert ready.window.tab.page is not None
    assert ready.window.tab.page.facts[0].title == "What we did"


def test_that_today_asks_to_call_nobody_whom_the_plan_speaks_to_or_keeps_aside(
    ready: Desk,
) -> None:
    def called() -> set[int]:
        ready.window.nav.choose("today")
        ready.until(lambda: ready.window.tab.up_to_date)
        ready.idle()
        page = ready.window.tab.page
        assert page is not None
        return {
            one for card in page.cards if card.name.startswith("call") for one in card.customers
        }

    answers = ready.program.context.session.answers
    assert answers is not None
    names = answers.names
    ids = dict(zip(map(str, names.customer_key), names.customer_id.tolist(), strict=True))
    before = called()
    ready.window.nav.choose("plan")
    ready.idle()
    planned = {ids[item.customer_key] for item in ready.draft.items}
    assert before & planned
    ready.tab.buttons.approve.click()
    ready.until(lambda: bool(ready.now.outreach.plans))
    ready.idle()
    assert not called() & planned


def test_that_an_older_plan_with_work_left_can_be_looked_at_and_marked(ready: Desk) -> None:
    ready.tab.bar.people.box.setValue(4)
    ready.until(lambda: 0 < len(ready.people()) <= 4)
    ready.idle()
    for number in (1, 2):
        ready.tab.buttons.approve.click()
        ready.until(lambda number=number: len(ready.now.outreach.plans) == number)
        ready.idle()
        ready.show(WEEK)
    ready.show(TODO)
    first, second = (
        {i.customer_key for i in p.items if is_sent(i)} for p in ready.now.outreach.plans
    )
    todo = ready.tab.findChild(QPushButton, "plan_view_todo")
    assert isinstance(todo, QPushButton)
    assert todo.text() == f"To do ({len(first) + len(second)})"
    assert ready.mark_row(0) in second
    assert [ready.tab.plans.itemData(place) for place in range(ready.tab.plans.count())] == [2, 1]
    ready.tab.plans.setCurrentIndex(1)
    ready.tab.plans.activated.emit(1)
    ready.idle()
    key = ready.mark_row(0)
    assert key in first
    ready.tab.mark(ItemState.SKIPPED.value)
    ready.until(
        lambda: any(
            item.customer_key == key and item.state is ItemState.SKIPPED
            for item in ready.now.outreach.plans[0].items
        )
    )


def test_that_the_line_of_today_opens_what_is_to_do_and_prints_its_page(ready: Desk) -> None:
    ready.tab.buttons.approve.click()
    ready.until(lambda: bool(ready.now.outreach.plans))
    ready.idle()
    ready.show(WEEK)  # the draft of the week after, which is not what Today tells of
    window = ready.window
    window.nav.choose("today")
    ready.until(lambda: window.tab.up_to_date)
    print_ = window.tab.view.findChild(QPushButton, "more_plan")
    assert isinstance(print_, QPushButton)
    print_.click()
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.defaultSuffix() == "html"
    dialog.reject()
    open_ = window.tab.view.findChild(QPushButton, "open_plan")
    assert isinstance(open_, QPushButton)
    open_.click()
    ready.idle()
    assert window.tab is ready.tab
    assert ready.tab.shown_view == TODO


def test_that_a_plan_is_handed_over_as_a_file(ready: Desk, tmp_path: Path) -> None:
    shop = ready.program.context.session.shop
    assert shop is not None
    assert shop.answers is not None
    target = tmp_path / "plan.csv"
    ready.window.desk.hand_over(shop, shop.answers, ready.draft, "data", target)
    ready.idle()
    lines = target.read_text("utf-8").splitlines()
    assert lines[0].startswith("customer_id,action,channel,role")
    assert len(lines) == len(ready.draft.items) + 1


def test_that_no_list_for_one_use_is_offered_to_be_saved_over_another(ready: Desk) -> None:
    names = []
    for way in ("data", "mailmerge", "sms", "klaviyo", "google"):
        ready.window.findChild(QAction, f"plan_export_{way}").trigger()
        dialog = ready.window.findChild(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        names.append(Path(dialog.selectedFiles()[0]).name)
        dialog.reject()
        dialog.deleteLater()
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    assert len(set(names)) == len(names)
    assert names[1].endswith(" – Mail merge.csv")


def test_that_who_refuses_after_approval_is_handed_over_no_more(
    ready: Desk, tmp_path: Path
) -> None:
    shop = ready.program.context.session.shop
    assert shop is not None
    assert shop.answers is not None
    ready.tab.buttons.approve.click()
    ready.until(lambda: bool(ready.now.outreach.plans))
    ready.idle()
    plan = ready.now.outreach.plans[0]
    key, *others = [item.customer_key for item in plan.items if is_sent(item)]
    ready.window.desk.means.say_consent(key, "email", ConsentState.REFUSED.value)
    ready.idle()
    target = tmp_path / "merge.csv"
    ready.window.desk.hand_over(shop, shop.answers, plan, "mailmerge", target)
    ready.until(lambda: "Left out is 1 person" in ready.window.notice.text.text())
    lines = target.read_text("utf-8-sig").splitlines()
    assert not any(line.startswith(f"{key},") for line in lines)
    assert any(line.startswith(f"{others[0]},") for line in lines)
    job = row_looked_up(
        shop, shop.answers, ready.now, RowWanted(key, plan.number), Words("en", "GBP")
    )
    found: list[Outcome] = []
    ready.program.context.runner.start(job, found.append)
    ready.until(lambda: bool(found))
    assert isinstance(found[0], Done)
    assert isinstance(found[0].value, PlanRowCard)
    assert "did not agree" in found[0].value.reasons[0]
    assert found[0].value.message is None


def test_that_a_consent_on_the_card_takes_somebody_out_at_once(ready: Desk) -> None:
    key = ready.mark_row(0)
    shop = ready.program.context.session.shop
    assert shop is not None
    assert shop.answers is not None
    names = shop.answers.names
    number = int(names.customer_id[names.customer_key.tolist().index(key)])
    ready.window.shops.show_customer(number)
    ready.until(lambda: ready.window.findChild(QComboBox, "consent_email") is not None)
    box = ready.window.findChild(QComboBox, "consent_email")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(ConsentState.REFUSED.value))
    box.activated.emit(box.currentIndex())
    ready.until(lambda: ready.now.draft is None or key not in ready.people())
    ready.idle()
    ready.until(lambda: ready.now.joint is not None)
    assert key not in ready.people()


def test_that_a_text_is_previewed_for_a_real_customer_and_a_slip_cannot_be_kept(
    ready: Desk,
) -> None:
    ready.show(MEANS)
    ready.tab.action_wanted.emit(0)
    ready.until(lambda: bool(ready.dialogs))
    dialog = ready.dialogs.pop()
    assert isinstance(dialog, ActionDialog)
    dialog.body.setPlainText("Hello {name}, {nmae}")
    assert "{nmae}" in dialog.trouble.text()
    assert not dialog.keep.isEnabled()
    dialog.body.setPlainText("Hello {name}!")
    told = dialog.preview.text()  # “Person 7” is no name to call somebody by
    assert told.startswith("Thank you from Lily & Soap\n\nHello!")
    assert "no mails" in told  # how to stop them is added
    dialog.keep.click()
    ready.until(lambda: bool(ready.now.outreach.actions[0].texts))
    assert ready.now.outreach.actions[0].texts[0].body == "Hello {name}!"


def test_that_an_own_action_gets_a_key_and_can_be_taken_back(ready: Desk) -> None:
    before = len(ready.now.outreach.actions)
    own = replace(ready.now.outreach.actions[0], key="", name="Birthday card")
    ready.window.desk.means.keep_action(own)
    ready.until(lambda: len(ready.now.outreach.actions) == before + 1)
    assert ready.now.outreach.actions[-1].key == "birthday_card"
    ready.idle()
    ready.window.plans.steps.undo()
    ready.until(lambda: len(ready.now.outreach.actions) == before)


def test_that_typed_spend_counts_and_is_taken_back(ready: Desk) -> None:
    ready.show(WIN)
    ready.tab.buttons.spend.click()
    ready.until(lambda: bool(ready.dialogs))
    dialog = ready.dialogs.pop()
    assert isinstance(dialog, SpendDialog)
    assert not dialog.keep.isEnabled()
    dialog.channel.setCurrentText("flyer")
    dialog.money.setValue(120.0)
    dialog.keep.click()
    ready.until(lambda: bool(ready.now.outreach.spend))
    assert [(one.channel, one.cost_cents) for one in ready.now.outreach.spend] == [
        ("flyer", 12_000.0)
    ]
    ready.idle()
    ready.tab.buttons.spend.click()
    ready.until(lambda: bool(ready.dialogs))
    again = ready.dialogs.pop()
    assert isinstance(again, SpendDialog)
    again.channel.setCurrentText("never paid for")
    assert not again.keep.isEnabled()
    again.channel.setCurrentText("Flyer")
    assert again.keep.isEnabled()  # a week in which it got nothing
    again.reject()
    ready.window.plans.steps.undo()
    ready.until(lambda: not ready.now.outreach.spend)


def test_that_the_tab_speaks_chinese_at_once(ready: Desk) -> None:
    ready.window.context.look.set_words("zh", "USD")
    ready.idle()
    assert ready.tab.page is not None
    assert ready.tab.page.title == "计划"
    assert ready.tab.buttons.approve.text() == "批准本周"
