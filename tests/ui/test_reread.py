"""Changing how a file was read, from the history of imports."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from tests.ui.conftest import WAIT_MS

HEADER = "Order,Customer,Date,Product,Quantity,Total,Shipping\n"


def month(path: Path, name: str) -> Path:
    rows = (f"{name}-{i},anna{i}@x.org,2024-{name}-1{i},Tea,1,5.00,2.00\n" for i in range(9))
    path.write_text(HEADER + "".join(rows) + "x,anna@x.org,soon,Tea,1,5.00,2.00\n")
    return path


def imported(program: Program, qtbot: QtBot, *paths: Path) -> None:
    for number, path in enumerate(paths, start=1):
        program.window.imports.offer((path,))
        session = program.context.session
        qtbot.waitUntil(
            lambda: (
                program.window.imports.checking
                or (session.shop is not None and len(session.shop.imports) == number)  # noqa: B023
            ),
            timeout=WAIT_MS,
        )
        if program.window.imports.checking:
            program.window.check.confirm.click()
        qtbot.waitUntil(
            lambda: session.shop is not None and len(session.shop.imports) == number,  # noqa: B023
            timeout=WAIT_MS,
        )
        qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)


def click_reread(program: Program, qtbot: QtBot) -> None:
    program.window.nav.choose("data")
    qtbot.waitUntil(lambda: program.window.tab.up_to_date, timeout=WAIT_MS)
    button = program.window.tab.findChild(QPushButton, "data_reread")
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_the_history_leads_back_to_the_check_screen_and_the_import_is_replaced(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    imported(program, qtbot, *(month(tmp_path / f"{n}.csv", n) for n in ("01", "02")))
    session = program.context.session
    program.window.nav.choose("data")
    qtbot.waitUntil(lambda: program.window.tab.up_to_date, timeout=WAIT_MS)
    page = program.window.tab.page
    assert page is not None
    (aside,) = [table for table in page.tables if table.name == "set_aside"]
    assert len(aside) == 2
    click_reread(program, qtbot)
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    assert program.window.screens.currentWidget() is program.window.check
    shipping = HEADER.strip().split(",").index("Shipping")
    field = next(
        f for f, c in program.window.imports._groups[0].first.mapping.fields if c == shipping - 1
    )
    program.window.check.meaning_changed.emit(0, shipping, field)
    one = program.window.check.findChild(QPushButton, "rows_ready")
    assert isinstance(one, QPushButton)
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)
    program.window.check.confirm.click()
    qtbot.waitUntil(
        lambda: session.shop is not None and session.shop.revision == 3, timeout=WAIT_MS
    )
    assert session.shop is not None
    first, second = session.shop.imports
    assert (first.files[0].total_cents, second.files[0].total_cents) == (4500, 1800)


def read_anew(program: Program, qtbot: QtBot) -> None:
    """Read the newest import with another column of money."""
    click_reread(program, qtbot)
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    shipping = HEADER.strip().split(",").index("Shipping")
    fields = program.window.imports._groups[0].first.mapping.fields
    field = next(f for f, c in fields if c == shipping - 1)
    program.window.check.meaning_changed.emit(0, shipping, field)
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)
    program.window.check.confirm.click()


def test_that_a_new_reading_is_undone_to_the_old_one_and_done_again(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    imported(program, qtbot, *(month(tmp_path / f"{n}.csv", n) for n in ("01", "02")))
    session, act = program.context.session, program.window.actions_

    def until_total(cents: int) -> None:
        def so() -> bool:
            shop = session.shop
            return (
                shop is not None
                and len(shop.imports) == 2
                and shop.imports[1].files[0].total_cents == cents
            )

        qtbot.waitUntil(so, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)

    until_total(4500)
    read_anew(program, qtbot)
    until_total(1800)
    assert "New reading of 02.csv" in act.undo.text()
    act.undo.trigger()
    until_total(4500)
    assert "Import of 02.csv" in act.undo.text()
    act.redo.trigger()
    until_total(1800)
    act.undo.trigger()
    until_total(4500)


def test_that_a_file_that_moved_is_asked_for(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = month(tmp_path / "01.csv", "01")
    imported(program, qtbot, path)
    moved = path.rename(tmp_path / "moved.csv")
    asked: list[int] = []
    program.window.imports.files_wanted.disconnect()
    program.window.imports.files_wanted.connect(asked.append)
    click_reread(program, qtbot)
    qtbot.waitUntil(lambda: asked == [1], timeout=WAIT_MS)
    program.window.imports.reread(1, (moved,))
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    program.window.imports.cancel()
    assert program.context.session.shop is not None
    assert program.window.screens.currentWidget() is program.window.shop_screen
