"""Faults of ours: reported once, without a customer's name, and never in silence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from clm_desktop.app.crash import CrashWatch
from clm_desktop.app.window import Program
from clm_desktop.jobs.outcome import trace_of
from clm_desktop.ui.crash_dialog import CrashDialog
from clm_desktop.ui.overrides import called_by_qt


@pytest.fixture
def watch(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CrashWatch]:
    monkeypatch.setenv("CLM_DESKTOP_HOME", str(tmp_path))
    made = CrashWatch()
    yield made
    made.uninstall()


def fail(name: str) -> None:
    raise ValueError(name)


def test_that_a_fault_in_a_slot_is_reported_once_without_what_it_quotes(
    watch: CrashWatch, qtbot: QtBot, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hook = sys.excepthook
    found: list[tuple[str, Path]] = []
    watch.found.connect(lambda report, file: found.append((report, file)))
    try:
        watch.install()
        for _ in range(3):
            QTimer.singleShot(0, lambda: fail("anna@example.com"))
        qtbot.waitUntil(lambda: bool(found))
    finally:
        sys.excepthook = hook
    ((report, file),) = found
    assert "ValueError" in report
    assert "test_crash.py" in report
    assert "anna" not in report
    assert file.read_text("utf-8") == report
    assert file.is_relative_to(tmp_path)


def test_that_a_fault_of_the_interpreter_in_what_qt_calls_is_reported_too(
    watch: CrashWatch, qtbot: QtBot
) -> None:
    """Without ``called_by_qt`` the program ends here on Python 3.11."""

    class Faulty(QWidget):
        @called_by_qt
        def resizeEvent(self, event: QResizeEvent) -> None:
            empty: list[int] = []
            empty[event.size().width()] = 0

    hook = sys.excepthook
    found: list[str] = []
    watch.found.connect(lambda report, _file: found.append(report))
    faulty = Faulty()
    qtbot.addWidget(faulty)
    try:
        watch.install()
        QTimer.singleShot(0, faulty.show)
        qtbot.waitUntil(lambda: bool(found))
    finally:
        sys.excepthook = hook
    assert "IndexError" in found[0]


def test_that_what_a_native_crash_left_is_found_at_the_next_start(
    watch: CrashWatch, tmp_path: Path
) -> None:
    from clm_desktop.core.paths import user_data

    (user_data() / "crash.log").write_text("Fatal Python error", encoding="utf-8")
    hook = sys.excepthook
    try:
        assert "Fatal" in watch.install()
        assert watch.install() == ""
    finally:
        sys.excepthook = hook


def test_that_a_bug_in_a_job_opens_the_dialog_with_its_report(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash = CrashWatch(program)
    crash.found.connect(program._show_crash)
    try:
        fail("cell of Anna")
    except ValueError as error:
        crash.take(trace_of(error))
    dialog = program.window.findChild(CrashDialog)
    assert dialog is not None
    report = dialog.findChild(QPlainTextEdit, "crash_report")
    assert report is not None
    assert "fail" in report.toPlainText()
    assert "Anna" not in report.toPlainText()
    dialog.accept()
