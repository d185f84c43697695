"""Runs jobs in lanes of worker threads and tells the window about them.

Only a job's number crosses from a worker to the window, by a queued signal; progress is a slot
that the worker overwrites and the window polls, so that a million reports cost nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import count
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    Qt,
    QThreadPool,
    QTimer,
    Signal,
    Slot,
)

from clm_desktop.core.run import Cancelled, RunContext
from clm_desktop.jobs.garbage import Garbage
from clm_desktop.jobs.outcome import Done, Failed, Outcome, Stopped, failed

POLL_MS = 100
STACK_BYTES = 16 << 20  # macOS gives second threads 512 KB, too little for scipy


class Lane(StrEnum):
    """A queue of work with its own threads."""

    STORE = "store"  # everything that touches the project file, in order; one thread
    COMPUTE = "compute"  # long arithmetic; one thread, so that one core stays for the window
    READ = "read"  # looks at files, makes pages; two threads
    DRAW = "draw"  # charts; one thread, because matplotlib shares its fonts


THREADS = {Lane.STORE: 1, Lane.COMPUTE: 1, Lane.READ: 2, Lane.DRAW: 1}

# The second argument is what the step before returned: pipelines of unlike values have no common
# type, and each step states its own.
Step = Callable[[RunContext, Any], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSpec:
    """A pipeline of steps, each run in its lane with the result of the step before.

    A job with a ``key`` is stopped when another one with the same key starts (newest wins);
    without one it is never superseded: every job that changes the project file leaves it empty.
    """

    name: str  # code, put into words by the view
    steps: tuple[tuple[Lane, Step], ...]
    key: str = ""
    quiet: bool = False  # too small to be shown in the job bar


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a job is: 0..1 or None when unknown, and the code of the stage."""

    fraction: float | None = None
    stage: str = ""


@dataclass(slots=True, eq=False)
class _Job:
    """One started job. ``stop`` is written by the window, the rest by the worker that has it."""

    number: int
    spec: JobSpec
    on_end: Callable[[Outcome], None]
    stop: bool = False
    superseded: bool = False
    progress: Progress = field(default_factory=Progress)
    shown: Progress = field(default_factory=Progress)
    value: object = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class _JobContext:
    """The RunContext that steps see: start..start+span of the job's progress."""

    job: _Job
    start: float = 0.0
    span: float = 1.0

    def report(self, fraction: float | None, stage: str) -> None:
        self.check()
        if fraction is not None:
            fraction = self.start + self.span * min(max(fraction, 0.0), 1.0)
        self.job.progress = Progress(fraction, stage)

    def check(self) -> None:
        if self.job.stop:
            raise Cancelled

    def part(self, start: float, end: float) -> RunContext:
        return _JobContext(self.job, self.start + self.span * start, self.span * (end - start))


def _did_last(job: _Job, position: int) -> bool:
    """Run a step; True when the job has its outcome, False when its next step is due."""
    try:
        context = _JobContext(job)
        context.check()
        job.value = job.spec.steps[position][1](context, job.value)
    except Cancelled:
        job.outcome = Stopped(superseded=job.superseded)
    except BaseException as error:  # noqa: BLE001  every start must have its end
        job.outcome = failed(error)
    else:
        if position + 1 < len(job.spec.steps):
            return False
        job.outcome = Done(job.value)
    job.value = None
    return True


class JobRunner(QObject):
    """Starts, watches and stops jobs; lives in the window's thread.

    Signals carry the number that :meth:`start` returned. For every start there is exactly one
    call of ``on_end``, in the window's thread, whatever happens in the worker.
    """

    started = Signal(int)
    progressed = Signal(int)  # read it with progress_of
    ended = Signal(int)
    step_ended = Signal(int)  # from the workers only

    def __init__(self, parent: QObject | None = None) -> None:
        """Make the lanes; their threads start with the first job."""
        super().__init__(parent)
        self._numbers = count(1)
        self._jobs: dict[int, _Job] = {}
        self._closed = False
        self.garbage = Garbage(self)
        self._pools = {lane: self._pool(n) for lane, n in THREADS.items()}
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)
        self.step_ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def _pool(self, threads: int) -> QThreadPool:
        pool = QThreadPool(self)
        pool.setMaxThreadCount(threads)
        pool.setExpiryTimeout(-1)  # the store's connection stays in one thread
        pool.setStackSize(STACK_BYTES)
        return pool

    def start(self, spec: JobSpec, on_end: Callable[[Outcome], None]) -> int:
        """Queue a job and return its number; stops older ones with the same key.

        After ``shutdown`` a job ends at once as Stopped.
        """
        if not spec.steps:
            raise ValueError(f"job {spec.name} has no steps")
        if self._closed:
            on_end(Stopped(superseded=False))
            return 0
        if spec.key:
            for older in self._jobs.values():
                if older.spec.key == spec.key:
                    older.superseded = older.stop = True
        job = _Job(next(self._numbers), spec, on_end)
        self._jobs[job.number] = job
        self._timer.start()
        self.started.emit(job.number)
        self._enqueue(job.number, 0)
        return job.number

    def _enqueue(self, number: int, position: int) -> None:
        """Put a step into its lane; called by ``start`` and by the worker of the step before."""
        pool = self._pools[self._jobs[number].spec.steps[position][0]]
        pool.start(partial(self._work, number, position))

    def _work(self, number: int, position: int) -> None:
        """Do one step, in a worker.

        Nothing but the number is held when the next worker or the window is told: what the job
        was started with may be the last to know a widget, and must not die here.
        """
        if _did_last(self._jobs[number], position):
            self.step_ended.emit(number)
        else:
            self._enqueue(number, position + 1)

    def stop(self, number: int) -> None:
        """Ask a job to stop; what it had not committed is as if it had never begun."""
        if job := self._jobs.get(number):
            job.stop = True

    def stop_all(self) -> None:
        """Ask every job to stop."""
        for job in self._jobs.values():
            job.stop = True

    def active(self) -> tuple[int, ...]:
        """Numbers of the jobs that have not ended, oldest first."""
        return tuple(self._jobs)

    def spec_of(self, number: int) -> JobSpec:
        """What a job that has not ended was started with."""
        return self._jobs[number].spec

    def progress_of(self, number: int) -> Progress:
        """Where a job that has not ended is."""
        return self._jobs[number].progress

    def stopping(self, number: int) -> bool:
        """Whether a job that has not ended was asked to stop."""
        return self._jobs[number].stop

    def shutdown(self, wait_ms: int = 3000) -> bool:
        """Stop everything and wait; False when a worker did not come back in time."""
        self._closed = True
        self.stop_all()
        end = time.monotonic() + wait_ms / 1000
        while self._jobs and time.monotonic() < end:
            for pool in self._pools.values():
                pool.waitForDone(POLL_MS)
            QCoreApplication.sendPostedEvents(self)  # delivers the ends
        if self._jobs or not all(pool.waitForDone(wait_ms) for pool in self._pools.values()):
            return False
        self.garbage.end()
        return True

    @Slot()
    def _poll(self) -> None:
        for job in list(self._jobs.values()):
            if job.progress != job.shown:
                job.shown = job.progress
                self.progressed.emit(job.number)

    @Slot(int)
    def _end(self, number: int) -> None:
        job = self._jobs.pop(number)
        if not self._jobs:
            self._timer.stop()
        outcome = job.outcome
        if outcome is None:
            raise RuntimeError(f"job {job.spec.name} ended without an outcome")
        if job.superseded:  # a late result of an older job must never be shown
            outcome = outcome if isinstance(outcome, Failed) else Stopped(superseded=True)
        job.outcome = None
        self.ended.emit(number)
        job.on_end(outcome)
