"""The owner overrules what the program made of a file's order and customer numbers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.store.reading import load_transactions
from tests.ui.conftest import WAIT_MS
from tests.ui.test_check_screen import offer, wait_counted
from tests.ui.test_import_rules import open_menu, take
from tests.ui.test_reread import click_reread, imported
from tests.usecases.test_numbers_word import TILL, WEB, sheet


def choose(program: Program, qtbot: QtBot, which: str, words: str) -> None:
    """Press the button of a line and take an entry of its menu."""
    button = program.window.check.findChild(QPushButton, f"numbers_{which}")
    assert isinstance(button, QPushButton)
    assert button.isVisibleTo(program.window.check)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    take(open_menu("numbers_menu", qtbot), words)
    wait_counted(program, qtbot)


def told(program: Program) -> list[str]:
    return [ask.told for ask in program.window.check.numbers._asks]


def kept_apart(program: Program) -> set[str]:
    shop = program.context.session.shop
    assert shop is not None
    keys = load_transactions(shop.project).order_key.tolist()
    return {key.partition(" ")[2] for key in keys}


def test_that_the_owner_overrules_on_the_check_screen_and_when_reading_anew(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    imported(program, qtbot, sheet(tmp_path / "till.csv", TILL, 1))
    check, session = program.window.check, program.context.session
    assert check.numbers.isHidden()  # no other file: nothing to say
    offer(program, qtbot, sheet(tmp_path / "web.csv", WEB, 1))
    wait_counted(program, qtbot)
    assert [line.partition(".")[0] for line in told(program)] == [
        "Order numbers: the same as in “till",
        "Customer numbers: the same as in “till",
    ]
    choose(program, qtbot, "orders", "Those of another shop")
    assert "another shop" in told(program)[0]
    choose(program, qtbot, "customers", "Those of another shop")
    check.confirm.click()
    qtbot.waitUntil(lambda: session.shop is not None and len(session.shop.imports) == 2)
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)
    assert kept_apart(program) == {"", "(2)"}

    click_reread(program, qtbot)  # the newest import
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    wait_counted(program, qtbot)
    assert all("another shop" in line for line in told(program))
    for which in ("orders", "customers"):
        choose(program, qtbot, which, "The same as in “till.csv”")
    check.confirm.click()
    qtbot.waitUntil(
        lambda: session.shop is not None and session.shop.revision == 3, timeout=WAIT_MS
    )
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)
    assert kept_apart(program) == {""}
