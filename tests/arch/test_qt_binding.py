"""PySide6 6.12.0 loses a reference of None or True a call on Python 3.11 until Python aborts."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 200


class _Sender(QObject):
    said = Signal(bool)


def test_that_calls_into_qt_keep_their_references(qtbot: QtBot) -> None:
    label, sender = QLabel(), _Sender()
    qtbot.addWidget(label)
    before = {value: sys.getrefcount(value) for value in (None, True, False)}
    for _ in range(CALLS):
        label.setText("x")
        label.update()
        label.setPalette(QPalette())
        sender.said.emit(True)
    for value, count in before.items():
        assert abs(sys.getrefcount(value) - count) < CALLS / 4, value
