"""Rules of the job runner. Workers are held and released by events, nothing sleeps."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import Cancelled, RunContext
from clm_desktop.jobs.outcome import Done, Failed, Outcome, Stopped
from clm_desktop.jobs.runner import JobRunner, JobSpec, Lane, Step

WAIT_S = 20


class Ends:
    """Collects the ends of jobs and the threads that told them."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.threads: list[threading.Thread] = []

    def __call__(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self.threads.append(threading.current_thread())


class Held:
    """A step that waits until the test lets it go on, looking for Stop meanwhile."""

    def __init__(self, value: object = None) -> None:
        self.begun = threading.Event()
        self.go = threading.Event()
        self.value = value

    def __call__(self, ctx: RunContext, _before: object) -> object:
        self.begun.set()
        assert self.go.wait(WAIT_S)
        ctx.check()
        return self.value


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    assert made.shutdown(10_000)


def job(step: Step, lane: Lane = Lane.COMPUTE, key: str = "") -> JobSpec:
    return JobSpec(name="test", steps=((lane, step),), key=key)


def run(qtbot: QtBot, runner: JobRunner, spec: JobSpec) -> Outcome:
    ends = Ends()
    with qtbot.waitSignal(runner.ended, timeout=WAIT_S * 1000):
        runner.start(spec, ends)
    assert len(ends.outcomes) == 1
    return ends.outcomes[0]


def test_that_a_pipeline_hands_each_result_to_the_next_lane(
    qtbot: QtBot, runner: JobRunner
) -> None:
    seen: list[int] = []

    def step(add: int) -> Step:
        def work(_ctx: RunContext, before: object) -> object:
            seen.append(threading.get_ident())
            return (before if isinstance(before, int) else 0) + add

        return work

    spec = JobSpec(
        name="pipe",
        steps=((Lane.STORE, step(1)), (Lane.COMPUTE, step(10)), (Lane.STORE, step(100))),
    )
    assert run(qtbot, runner, spec) == Done(111)
    assert seen[0] == seen[2] != seen[1]
    assert threading.get_ident() not in seen


def test_that_the_end_is_told_in_the_windows_thread(qtbot: QtBot, runner: JobRunner) -> None:
    ends = Ends()
    with qtbot.waitSignal(runner.ended):
        runner.start(job(lambda _c, _b: 1), ends)
    assert ends.threads == [threading.current_thread()]


def test_that_a_mendable_error_carries_its_message(qtbot: QtBot, runner: JobRunner) -> None:
    def fail(_ctx: RunContext, _before: object) -> object:
        raise FileError("empty", file="a.csv")

    outcome = run(qtbot, runner, job(fail))
    assert isinstance(outcome, Failed)
    assert outcome.message is not None
    assert outcome.message.code == "error.empty"


@pytest.mark.parametrize("error", [ValueError("x"), MemoryError(), SystemExit(3), StopIteration()])
def test_that_every_other_exception_ends_the_job_as_a_bug(
    qtbot: QtBot, runner: JobRunner, error: BaseException
) -> None:
    def fail(_ctx: RunContext, _before: object) -> object:
        raise error

    outcome = run(qtbot, runner, job(fail))
    assert isinstance(outcome, Failed)
    assert outcome.message is None
    assert type(error).__name__ in outcome.trace.full
    assert run(qtbot, runner, job(lambda _c, _b: "alive")) == Done("alive")


def test_that_a_report_does_not_quote_what_an_exception_says(
    qtbot: QtBot, runner: JobRunner
) -> None:
    def fail(_ctx: RunContext, _before: object) -> object:
        try:
            raise KeyError("anna@example.com")
        except KeyError as error:
            raise ValueError("cell anna@example.com") from error

    outcome = run(qtbot, runner, job(fail))
    assert isinstance(outcome, Failed)
    assert "anna" in outcome.trace.full
    assert "anna" not in outcome.trace.report
    assert "KeyError" in outcome.trace.report
    assert "test_runner.py" in outcome.trace.report


def test_that_a_failed_job_does_not_pin_its_data(qtbot: QtBot, runner: JobRunner) -> None:
    class Data:
        pass

    refs: list[weakref.ref[Data]] = []

    def fail(_ctx: RunContext, _before: object) -> object:
        data = Data()
        refs.append(weakref.ref(data))
        raise ValueError(str(id(data)))

    assert isinstance(run(qtbot, runner, job(fail)), Failed)
    gc.collect()
    assert refs[0]() is None


def test_that_stop_ends_a_running_job_even_below_a_broad_except(
    qtbot: QtBot, runner: JobRunner
) -> None:
    begun = threading.Event()

    def stubborn(ctx: RunContext, _before: object) -> object:
        begun.set()
        while True:
            try:
                ctx.check()
            except Exception:  # noqa: BLE001  what a library might do
                raise AssertionError("Cancelled must not be an Exception") from None

    ends = Ends()
    number = runner.start(job(stubborn), ends)
    assert begun.wait(WAIT_S)
    with qtbot.waitSignal(runner.ended):
        runner.stop(number)
    assert ends.outcomes == [Stopped(superseded=False)]


def test_that_a_waiting_job_that_is_stopped_never_begins(qtbot: QtBot, runner: JobRunner) -> None:
    first = Held()
    ran: list[int] = []
    ends = Ends()
    runner.start(job(first), Ends())
    number = runner.start(job(lambda _c, _b: ran.append(1)), ends)
    runner.stop(number)
    with qtbot.waitSignals([runner.ended, runner.ended]):
        first.go.set()
    assert ends.outcomes == [Stopped(superseded=False)]
    assert ran == []


def test_that_the_newest_job_of_a_key_wins(qtbot: QtBot, runner: JobRunner) -> None:
    old, new, old_ends, new_ends = Held("old"), Held("new"), Ends(), Ends()
    runner.start(job(old, key="k"), old_ends)
    assert old.begun.wait(WAIT_S)
    runner.start(job(new, key="k"), new_ends)
    old.go.set()
    new.go.set()
    qtbot.waitUntil(lambda: not runner.active())
    assert old_ends.outcomes == [Stopped(superseded=True)]
    assert new_ends.outcomes == [Done("new")]


def test_that_a_late_result_of_a_superseded_job_is_never_delivered(
    qtbot: QtBot, runner: JobRunner
) -> None:
    finished = threading.Event()

    def finish(_ctx: RunContext, _before: object) -> object:
        return "old"

    ends = Ends()
    runner.step_ended.connect(lambda _n: finished.set(), type=Qt.ConnectionType.DirectConnection)
    runner.start(job(finish, key="k"), ends)
    assert finished.wait(WAIT_S)  # it is done, but the window has not been told yet
    runner.start(job(lambda _c, _b: "new", key="k"), Ends())
    qtbot.waitUntil(lambda: not runner.active())
    assert ends.outcomes == [Stopped(superseded=True)]


def test_that_jobs_without_a_key_run_one_after_another_in_their_lane(
    qtbot: QtBot, runner: JobRunner
) -> None:
    order: list[int] = []
    ends = Ends()

    def write(n: int) -> Step:
        return lambda _ctx, _before: order.append(n)

    for n in range(20):
        runner.start(job(write(n), lane=Lane.STORE), ends)
    qtbot.waitUntil(lambda: not runner.active())
    assert order == list(range(20))
    assert ends.outcomes == [Done(None)] * 20


def test_that_a_flood_of_reports_is_thinned_out(qtbot: QtBot, runner: JobRunner) -> None:
    told: list[int] = []
    runner.progressed.connect(told.append)

    def flood(ctx: RunContext, _before: object) -> object:
        for n in range(200_000):
            ctx.report(n / 200_000, "reading")
        return None

    assert run(qtbot, runner, job(flood)) == Done(None)
    assert len(told) < 100


def test_that_parts_report_within_their_share_of_the_whole(qtbot: QtBot, runner: JobRunner) -> None:
    held = Held()

    def work(ctx: RunContext, before: object) -> object:
        ctx.part(0.5, 1.0).part(0.0, 0.5).report(0.5, "inner")
        return held(ctx, before)

    number = runner.start(job(work), Ends())
    assert held.begun.wait(WAIT_S)
    assert runner.progress_of(number).fraction == pytest.approx(0.625)
    assert runner.progress_of(number).stage == "inner"
    held.go.set()
    qtbot.waitUntil(lambda: not runner.active())


def test_that_lanes_do_not_wait_for_each_other(qtbot: QtBot, runner: JobRunner) -> None:
    compute = Held()
    runner.start(job(compute), Ends())
    assert compute.begun.wait(WAIT_S)
    ends = Ends()
    with qtbot.waitSignal(runner.ended):
        runner.start(job(lambda _c, _b: 1, lane=Lane.STORE), ends)
    assert ends.outcomes == [Done(1)]
    compute.go.set()
    qtbot.waitUntil(lambda: not runner.active())


def test_that_shutdown_stops_everything_and_tells_every_end(qtbot: QtBot) -> None:
    runner, held, ends = JobRunner(), Held(), Ends()
    runner.start(job(held), ends)
    runner.start(job(lambda _c, _b: 1), ends)
    assert held.begun.wait(WAIT_S)
    held.go.set()
    assert runner.shutdown(10_000)
    assert ends.outcomes == [Stopped(superseded=False)] * 2
    runner.start(job(lambda _c, _b: 1), ends)
    assert len(ends.outcomes) == 3


def test_that_shutdown_says_when_a_worker_does_not_come_back(qtbot: QtBot) -> None:
    runner, held = JobRunner(), Held()
    runner.start(job(held), Ends())
    assert held.begun.wait(WAIT_S)
    assert not runner.shutdown(1)
    held.go.set()
    assert runner.shutdown(10_000)


def test_that_a_cancel_nobody_asked_for_is_an_end_too(qtbot: QtBot, runner: JobRunner) -> None:
    def leave(_ctx: RunContext, _before: object) -> object:
        raise Cancelled

    assert run(qtbot, runner, job(leave)) == Stopped(superseded=False)


def test_that_a_failing_callback_does_not_lose_later_jobs(qtbot: QtBot, runner: JobRunner) -> None:
    def broken(_outcome: Outcome) -> None:
        raise RuntimeError("callback")

    with qtbot.capture_exceptions() as caught, qtbot.waitSignal(runner.ended):
        runner.start(job(lambda _c, _b: 1), broken)
    qtbot.waitUntil(lambda: len(caught) == 1)
    assert run(qtbot, runner, job(lambda _c, _b: 2)) == Done(2)
