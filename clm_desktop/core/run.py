"""How long work reports where it is and learns that it should stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Cancelled(BaseException):
    """The owner pressed Stop.

    Not an ``Exception``, so that ``except Exception`` in a library cannot swallow it.
    """


class RunContext(Protocol):
    """What a use case sees of the job that it runs in.

    ``report`` and ``check`` raise :class:`Cancelled` once Stop was pressed; call one of them at
    least every 0.2 s of work. ``stage`` is a code that the view turns into words.
    """

    def report(self, fraction: float | None, stage: str) -> None:
        """Say how far the work is (0..1, or None when unknown) and in which stage."""

    def check(self) -> None:
        """Raise :class:`Cancelled` when the work should stop."""

    def part(self, start: float, end: float) -> RunContext:
        """A context whose 0..1 is start..end of this one."""


@dataclass(frozen=True, slots=True)
class NullContext:
    """Nobody listens and nobody stops us: for tests and short calls."""

    def report(self, fraction: float | None, stage: str) -> None:
        """Do nothing."""

    def check(self) -> None:
        """Do nothing."""

    def part(self, start: float, end: float) -> NullContext:
        """Return itself."""
        return self


NULL_CONTEXT: RunContext = NullContext()
