"""Tab goes through a page as it is read, and the page can be laid out again and again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from clm_desktop.app.window import Program
from clm_desktop.ui.widgets.scroll import empty, in_reading_order
from tests.ui.test_check_screen import HEADER, offer


def laid_out() -> tuple[QWidget, QVBoxLayout]:
    """First, [Left, (Inner), Right], Last: made in another order than they are read."""
    page = QWidget()
    rows = QVBoxLayout(page)
    last, right, first, left = (QPushButton(t) for t in ("Last", "Right", "First", "Left"))
    box = QWidget()
    inside = QVBoxLayout(box)
    inside.addWidget(QPushButton("Inner"))
    beside = QHBoxLayout()
    for part in (left, box, right):
        beside.addWidget(part)
    rows.addWidget(QLabel("Nothing to press"))
    rows.addWidget(first)
    rows.addLayout(beside)
    rows.addWidget(last)
    rows.addStretch(1)
    return page, rows


def known_items() -> list[QLayoutItem]:
    """Items of layouts that have a Python side, layouts themselves left out."""
    found = [one for one in Shiboken.getAllValidWrappers() if isinstance(one, QLayoutItem)]
    return [one for one in found if not isinstance(one, QLayout)]


def test_that_what_takes_the_keyboard_comes_in_the_order_it_is_read() -> None:
    page, rows = laid_out()
    names = [one.text() for one in in_reading_order(rows) if isinstance(one, QPushButton)]
    assert names == ["First", "Left", "Inner", "Right", "Last"]
    assert page.layout() is rows


def test_that_no_item_of_a_layout_is_known_to_python_when_qt_deletes_it() -> None:
    """Shiboken would hand it out for whatever is made at its address, and release that twice."""
    before = len(known_items())
    page = QWidget()
    rows = QVBoxLayout(page)
    parts = [QPushButton(str(n)) for n in range(5)]
    for _ in range(3):
        for part in parts:
            rows.addWidget(part)
        assert list(in_reading_order(rows)) == parts
        assert len(known_items()) == before
        for part in parts:
            part.setParent(None)
    rows.addWidget(parts[0])
    empty(rows)
    assert len(known_items()) == before
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [Shiboken.isValid(part) for part in parts] == [False, True, True, True, True]


def test_that_parts_which_stay_on_the_check_screen_have_no_known_items(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(HEADER + "1,c1,2024-04-01,Tea,1,4.00,paid\n")
    (tmp_path / "b.csv").write_text("number,day,who,what,amount\n7,2024-04-01,c1,Tea,4.00\n")
    offer(program, qtbot, tmp_path / "a.csv", tmp_path / "b.csv")
    check = program.window.check
    assert len(check._groups) == 2
    for place in (1, 0, 1):
        check._show(place)
        assert not {one.widget() for one in known_items()} & {*check._kept, check._summary}


def test_that_a_button_lives_until_its_click_that_empties_the_page_is_over(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    rows = QVBoxLayout(page)
    rows.addWidget(QPushButton("Away"))
    page.show()
    after: list[bool] = []

    def clear() -> None:
        empty(rows)
        loop = QEventLoop()  # as a dialog that the click opens
        QTimer.singleShot(0, loop.quit)
        loop.exec()
        found = [one for one in Shiboken.getAllValidWrappers() if isinstance(one, QPushButton)]
        after.append("Away" in [one.text() for one in found])

    page.findChildren(QPushButton)[0].clicked.connect(clear)
    QTimer.singleShot(0, page.findChildren(QPushButton)[0].click)  # from within an event loop
    qtbot.waitUntil(lambda: bool(after))
    assert after == [True]
    assert page.findChildren(QPushButton) == []
