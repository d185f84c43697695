"""A till's file names nobody: the owner says so once, and sales are told from it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.store.reading import load_transactions
from tests.ui.conftest import WAIT_MS
from tests.ui.test_check_screen import offer, wait_counted


def till(path: Path, day: int) -> Path:
    lines = ["date,time,slip,article,Quantity,unit_price"]
    for n in range(20):
        bread = ("BAGUETTE", "BRIOCHE")[n % 2]
        lines.append(f'2024-03-{day:02},09:{n:02},{day}{n // 2:03},{bread},{1 + n % 3},"1,20 €"')
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_that_a_file_that_names_nobody_is_asked_about_once_and_imported(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    offer(program, qtbot, till(tmp_path / "a.csv", 4))
    check, session = program.window.check, program.context.session
    assert not check.confirm.isEnabled()
    answer = check.findChild(QRadioButton, "answer_buyers_nobody")
    assert isinstance(answer, QRadioButton)
    answer.click()
    wait_counted(program, qtbot)
    qtbot.waitUntil(check.confirm.isEnabled, timeout=WAIT_MS)
    check.confirm.click()
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)
    assert session.shop is not None
    sold = load_transactions(session.shop.project)
    assert len(sold.order_key) == 20

    program.window.imports.offer((till(tmp_path / "b.csv", 5),))  # not asked again
    qtbot.waitUntil(
        lambda: session.shop is not None and len(session.shop.imports) == 2, timeout=WAIT_MS
    )
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)


def test_that_a_file_without_prices_is_asked_about_once_and_imported(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    def members(month: int) -> Path:
        rows = [f"{1000 + n % 7},2024-{month:02}-{1 + n % 28:02},Milk" for n in range(40)]
        path = tmp_path / f"{month}.csv"
        path.write_text("\n".join(["Member_number,Date,itemDescription", *rows]), "utf-8")
        return path

    offer(program, qtbot, members(3))
    check, session = program.window.check, program.context.session
    assert not check.confirm.isEnabled()
    answer = check.findChild(QRadioButton, "answer_amounts_no_money")
    assert isinstance(answer, QRadioButton)
    answer.click()
    wait_counted(program, qtbot)
    qtbot.waitUntil(check.confirm.isEnabled, timeout=WAIT_MS)
    check.confirm.click()
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)
    assert session.shop is not None
    sold = load_transactions(session.shop.project)
    assert len(sold.customer_key) == 7
    assert not sold.line_cents.any()

    program.window.imports.offer((members(4),))  # not asked again
    qtbot.waitUntil(
        lambda: session.shop is not None and len(session.shop.imports) == 2, timeout=WAIT_MS
    )
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)
