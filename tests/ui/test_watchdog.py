"""The window answers while it imports and computes."""

from __future__ import annotations

import sys
import time
import traceback
from pathlib import Path
from threading import Event, Thread, main_thread

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import HEAVY, SWITCH_SECONDS, Program
from clm_desktop.core.paths import resources
from tests.ui.conftest import WAIT_MS

TICK_MS = 10
LONGEST_S = 0.25


class Watchdog:
    """A timer in the window's thread, watched by a thread that notes where the window hangs.

    A gap in which the program itself hardly ran is the machine's, which may be busy with others.
    """

    def __init__(self) -> None:
        self.stalls: list[str] = []
        self._beat = (time.monotonic(), time.process_time())
        self._end = Event()
        self._timer = QTimer(interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._watcher = Thread(target=self._watch, daemon=True)

    def _on_tick(self) -> None:
        self._beat = (time.monotonic(), time.process_time())

    def _watch(self) -> None:
        noted = (0.0, 0.0)
        while not self._end.wait(TICK_MS / 1000):
            beat = self._beat
            gap, ran = time.monotonic() - beat[0], time.process_time() - beat[1]
            if ran > LONGEST_S and beat != noted:
                noted = beat
                frames = sys._current_frames()
                stacks = [frames.pop(main_thread().ident or 0), *frames.values()]
                told = ["".join(traceback.format_stack(stack)[-8:]) for stack in stacks]
                self.stalls.append(f"{gap:.2f} s, window first:\n" + "\n--\n".join(told))

    def __enter__(self) -> Watchdog:
        self._on_tick()
        self._timer.start()
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._watcher.join()
        self._timer.stop()


def test_that_the_watchdog_sees_a_window_that_hangs(qtbot: QtBot) -> None:
    with Watchdog() as dog:
        QTimer.singleShot(0, lambda: [sum(range(40_000)) for _ in range(1200)])
        qtbot.waitUntil(lambda: bool(dog.stalls), timeout=WAIT_MS)
    assert "range(40_000)" in dog.stalls[0]


def test_that_the_window_answers_during_import_and_refresh(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    old = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        program.warm_up()
        qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)
        assert set(HEAVY) <= set(sys.modules)
        session = program.context.session
        with Watchdog() as dog:
            program.window.imports.offer((resources() / "samples" / "soap_shop_orders.csv",))
            qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
            program.window.check.confirm.click()
            qtbot.waitUntil(
                lambda: session.shop is not None and session.shop.answers is not None,
                timeout=WAIT_MS,
            )
            for page in program.window.tabs:
                program.window.nav.choose(page)
                qtbot.waitUntil(lambda: program.window.tab.up_to_date, timeout=WAIT_MS)
        assert "\n\n".join(dog.stalls) == ""
    finally:
        sys.setswitchinterval(old)
