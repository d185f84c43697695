"""Ctrl+Z takes back whatever was done last, by its name, and Ctrl+Y does it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.core.offer_bans import BanKind, OfferBan
from clm_desktop.core.owner_words import Word
from clm_desktop.core.relations import Relation
from clm_desktop.plan.answers import Answers
from clm_desktop.ui.undo_stack import UndoStack, UndoStep
from tests.ui.conftest import WAIT_MS, answers_of, settled, write_orders


def step(name: str, told: list[str], *, redo: bool = True, about: str = "") -> UndoStep:
    return UndoStep(
        lambda: name,
        lambda: told.append(f"-{name}"),
        (lambda: told.append(f"+{name}")) if redo else None,
        about,
    )


def test_that_steps_go_back_and_forth_in_order() -> None:
    stack, told = UndoStack(), list[str]()
    for name in "abc":
        stack.push(step(name, told))
    assert (stack.undo_title, stack.redo_title) == ("c", None)
    stack.undo()
    stack.undo()
    stack.redo()
    assert told == ["-c", "-b", "+b"]
    assert (stack.undo_title, stack.redo_title) == ("b", "c")
    stack.push(step("d", told))
    assert stack.redo() is None


def test_that_a_step_is_taken_back_once_though_a_notice_offers_it_still() -> None:
    stack, told = UndoStack(), list[str]()
    first, second = step("a", told), step("b", told)
    stack.push(first)
    stack.push(second)
    assert stack.undo(first) is first  # its notice is older than the newest step
    assert stack.undo(first) is None
    assert told == ["-a"]
    assert stack.undo_title == "b"


def test_that_nothing_is_redone_on_top_of_what_is_gone_for_good() -> None:
    stack, told = UndoStack(), list[str]()
    for one in (step("file", told, redo=False), step("word", told)):
        stack.push(one)
    stack.undo()
    stack.undo()
    assert stack.redo() is None


def test_that_what_was_fixed_leaves_the_other_steps() -> None:
    stack, told = UndoStack(), list[str]()
    for one in (step("word", told), step("row", told, about="draft"), step("note", told)):
        stack.push(one)
    stack.undo()
    stack.settle("draft")
    assert (stack.undo_title, stack.redo_title) == ("word", None)


def test_that_a_whole_state_put_back_takes_what_came_after_it_along() -> None:
    stack, told = UndoStack(), list[str]()
    state = replace(step("state", told), whole=True)
    for one in (step("word", told), state, step("note", told)):
        stack.push(one)
    stack.undo(state)
    assert told == ["-state"]
    assert (stack.undo_title, stack.redo_title) == ("word", "state")


def test_that_no_whole_state_is_put_back_over_what_no_step_takes_back() -> None:
    stack, told = UndoStack(), list[str]()
    for one in (step("word", told), replace(step("state", told), whole=True)):
        stack.push(one)
    stack.settle("draft")
    assert stack.undo_title == "word"


class Owner:
    """Does things in the window and looks what became of them."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program, self.qtbot, self.window = program, qtbot, program.window
        self.undo, self.redo = program.window.actions_.undo, program.window.actions_.redo

    @property
    def answers(self) -> Answers:
        return answers_of(self.program)

    def until(self, so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(so, timeout=WAIT_MS)

    def settled(self) -> None:
        settled(self.program, self.qtbot)

    def does(self, edit: Callable[[], object], named: str) -> None:
        """Do something and see that it is what can be undone now."""
        edit()
        self.until(lambda: named in self.undo.text())
        self.settled()

    def state(self) -> tuple[object, ...]:
        a = self.answers
        return (
            tuple((one.word, one.value) for one in a.said),
            a.bans,
            tuple((one.a, one.relation, one.b, one.stands) for one in a.relations),
            a.risk.thresholds,
            tuple(one.name for one in a.own),
        )


@pytest.fixture
def owner(opened: Program, qtbot: QtBot) -> Owner:
    return Owner(opened, qtbot)


def test_that_every_kind_of_edit_is_undone_by_name_in_order_and_done_again(owner: Owner) -> None:
    window, names = owner.window, owner.answers.names
    who, called = int(names.customer_id[0]), str(names.customer_key[0])
    a, b, c = (str(key) for key in names.product_key[:3])
    ban = OfferBan(kind=BanKind.PRODUCT, what=c)
    soap = str(names.product_name[names.product_key.tolist().index(c)])
    edits: list[tuple[Callable[[], object], str]] = [
        (lambda: window.owner.say([who], Word.MOVED_AWAY, ""), called),
        (lambda: window.owner.say([who], Word.NOTE, "likes tea"), called),
        (lambda: window.offers.change((ban,), stands=True), f"Never offer: {soap}"),
        (lambda: window.relations.tell(a, Relation.NEVER_WITH, b, True), "Your word on"),
        (lambda: window.owner.set_levels(0.4, 0.6), "Borders of risk"),
        (lambda: window.owner.add_segment("Often & gladly", "orders>5"), "Often && gladly"),
        (lambda: window.owner.remove_segment("Often & gladly"), "removed"),
    ]
    states = [owner.state()]
    for edit, named in edits:
        owner.does(edit, named)
        states.append(owner.state())
    assert len({repr(state) for state in states[:-1]}) == len(edits)
    for place in range(len(edits) - 1, -1, -1):
        assert edits[place][1] in owner.undo.text()
        owner.undo.trigger()
        owner.until(lambda place=place: owner.state() == states[place])
        assert window.notice.text.text().startswith("Undone: ")
        owner.settled()
    assert owner.undo.text() == "&Undo the last import"
    for place in range(1, len(edits) + 1):
        owner.redo.trigger()
        owner.until(lambda place=place: owner.state() == states[place])
        owner.settled()
    assert not owner.redo.isEnabled()


def test_that_undo_pressed_quickly_takes_each_edit_back_whole(owner: Owner) -> None:
    """None of these is computed anew behind, which would mend what was forgotten."""
    names, before = owner.answers.names, owner.state()
    who, window = int(names.customer_id[0]), owner.window
    owner.does(lambda: window.owner.say([who], Word.NOTE, "likes tea"), "Note")
    owner.does(lambda: window.owner.say([who], Word.TAGS, "vip"), "Tags")
    owner.does(lambda: window.owner.add_segment("Often", "orders>5"), "Often")
    for _ in range(3):
        owner.undo.trigger()
    owner.settled()
    assert owner.state() == before


def test_that_an_edit_waits_for_answers_that_are_being_computed(owner: Owner) -> None:
    """Ctrl+Z while a new file is computed is not lost."""
    owner.does(lambda: owner.window.owner.add_segment("Often", "orders>5"), "Often")
    session = owner.program.context.session
    assert session.shop is not None
    session.set_shop(replace(session.shop, answers=None))
    owner.window.shops.refresh()
    owner.undo.trigger()
    assert session.answers is None
    owner.until(lambda: session.answers is not None and not session.answers.own)
    owner.settled()


def test_that_an_import_stands_in_line_with_what_is_done_after_it(
    owner: Owner, tmp_path: Path
) -> None:
    session, window = owner.program.context.session, owner.window
    more = write_orders(tmp_path / "more.csv", customers=5, seed=9, first_order=90_000)
    window.imports.offer((more,))
    owner.until(lambda: window.imports.checking or "more.csv" in owner.undo.text())
    if window.imports.checking:
        window.check.confirm.click()
    owner.until(lambda: "more.csv" in owner.undo.text())
    owner.settled()
    who = int(owner.answers.names.customer_id[0])
    owner.does(lambda: window.owner.say([who], Word.TALKED, ""), "alked")
    owner.undo.trigger()
    owner.until(lambda: not owner.answers.said)
    owner.settled()
    assert session.shop is not None
    assert len(session.shop.imports) == 2
    assert "more.csv" in owner.undo.text()
    owner.undo.trigger()
    owner.until(lambda: session.shop is not None and len(session.shop.imports) == 1)
    owner.settled()
    assert owner.undo.text() == "&Undo the last import"
    owner.redo.trigger()
    owner.until(lambda: session.shop is not None and len(session.shop.imports) == 2)
    owner.settled()
    owner.redo.trigger()
    owner.until(lambda: bool(owner.answers.said))
    owner.settled()
    assert not owner.redo.isEnabled()


def test_that_an_import_taken_back_on_its_page_comes_back_with_what_was_said(
    owner: Owner,
) -> None:
    session, window = owner.program.context.session, owner.window
    who = int(owner.answers.names.customer_id[0])
    owner.does(lambda: window.owner.say([who], Word.NOTE, "likes tea"), "Note")
    before = owner.state()
    window.shops.undo(1)
    owner.until(lambda: session.shop is not None and not session.shop.imports)
    owner.settled()
    assert "Taking back of" in owner.undo.text()
    owner.undo.trigger()
    owner.until(lambda: session.shop is not None and len(session.shop.imports) == 1)
    owner.settled()
    assert owner.state() == before
    assert "Note" in owner.undo.text()


def test_that_names_of_steps_follow_the_language_and_hide_with_the_names(owner: Owner) -> None:
    names = owner.answers.names
    who, called = int(names.customer_id[0]), str(names.customer_key[0])
    owner.does(lambda: owner.window.owner.say([who], Word.NO_CONTACT, ""), called)
    owner.window.language_chosen.emit("zh")
    assert owner.undo.text().startswith("撤销(&U)：“")
    owner.window.actions_.hide_names.setChecked(True)
    assert called not in owner.undo.text()
    owner.undo.trigger()
    assert owner.window.notice.text.text().startswith("已撤销：")
    owner.settled()
