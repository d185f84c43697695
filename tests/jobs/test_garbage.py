"""What widgets leave behind dies in the window's thread, whatever the workers do."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from pytestqt.qtbot import QtBot

from clm_desktop.core.run import RunContext
from clm_desktop.jobs import garbage
from clm_desktop.jobs.outcome import Outcome
from clm_desktop.jobs.runner import JobRunner, JobSpec, Lane, Step

WAIT_S = 20
CYCLES = 40


class Cyclic(QObject):
    """Like a widget with a lambda on one of its buttons: only the collector frees it."""

    def __init__(self, died: list[threading.Thread]) -> None:
        super().__init__()
        self._me = self
        self._died = died

    def __del__(self) -> None:
        self._died.append(threading.current_thread())


class Told:
    """Not in a cycle: dies with its last reference."""

    def __init__(self, died: list[threading.Thread]) -> None:
        self._died = died

    def __del__(self) -> None:
        self._died.append(threading.current_thread())


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    assert made.shutdown(10_000)


def ignore(_outcome: Outcome) -> None:
    """Nothing to do at the end."""


def test_that_no_worker_collects_what_the_window_threw_away(
    qtbot: QtBot, runner: JobRunner
) -> None:
    died: list[threading.Thread] = []
    done = threading.Event()

    def allocate(_ctx: RunContext, _before: object) -> object:
        kept = [[n] for n in range(100_000)]
        done.set()
        return len(kept)

    for _ in range(CYCLES):
        Cyclic(died)
    runner.start(JobSpec(name="test", steps=((Lane.READ, allocate),)), ignore)
    assert done.wait(WAIT_S)  # the window's thread stands still, so it has collected nothing
    assert died == []
    qtbot.waitUntil(lambda: len(died) == CYCLES)
    assert set(died) == {threading.current_thread()}


def test_that_a_job_is_forgotten_in_the_windows_thread(qtbot: QtBot, runner: JobRunner) -> None:
    died: list[threading.Thread] = []
    forgotten = threading.Event()

    def knowing(told: Told) -> Step:
        return lambda _ctx, _before: str(told)

    def ended(_outcome: Outcome) -> None:
        QTimer.singleShot(0, forgotten.set)

    # the worker is held where it tells the end until the window has done with the job
    runner.step_ended.connect(
        lambda _n: forgotten.wait(WAIT_S), type=Qt.ConnectionType.DirectConnection
    )
    steps = ((Lane.READ, knowing(Told(died))), (Lane.STORE, knowing(Told(died))))
    runner.start(JobSpec(name="test", steps=steps), ended)
    del steps
    qtbot.waitUntil(lambda: len(died) == 2)
    assert set(died) == {threading.current_thread()}


def test_that_what_grew_old_before_it_was_thrown_away_is_collected_too(
    qtbot: QtBot, runner: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "FULL_S", 0.0)
    runner.garbage.freeze()
    gc.unfreeze()
    died: list[threading.Thread] = []
    old = Cyclic(died)
    gone = weakref.ref(old)
    gc.collect()  # now it is in the oldest generation
    del old
    kept: list[list[int]] = []

    def collected() -> bool:
        kept.extend([n] for n in range(garbage.GROWN))
        return gone() is None

    qtbot.waitUntil(collected)
    assert died == [threading.current_thread()]


def test_that_the_automatic_collector_never_comes_back(qtbot: QtBot) -> None:
    gc.enable()
    runner = JobRunner()
    assert not gc.isenabled()
    assert runner.shutdown(10_000)
    assert not gc.isenabled()  # Qt goes on disconnecting widgets until the program has ended
