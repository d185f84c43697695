"""One line of the table: what is asked, what was measured, whether it is met."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One bar."""

    what: str
    bar: str
    measured: str
    met: bool


def say(bars: list[Bar]) -> list[Bar]:
    """Print lines as soon as they are known."""
    for bar in bars:
        verdict = "met" if bar.met else "NOT MET"
        print(f"{bar.what:48.48} {bar.bar:>26.26} {bar.measured:>40.40}  {verdict}", flush=True)
    return bars


def at_least(what: str, value: float, bar: float, digits: int = 4) -> Bar:
    """A bar from below."""
    return Bar(what, f">= {bar:g}", f"{value:.{digits}f}", value >= bar)


def at_most(what: str, value: float, bar: float, digits: int = 4) -> Bar:
    """A bar from above."""
    return Bar(what, f"<= {bar:g}", f"{value:.{digits}f}", value <= bar)


def few_threads() -> None:
    """One thread for everybody, so that CPU seconds compare."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    threadpool_limits(limits=1)
