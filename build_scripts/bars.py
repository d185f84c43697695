"""Bars of benchmarks: what was measured beside what must be reached; costs of child processes.

As a script (``bars.py COMMAND...``) it runs a command and prints its cost as JSON: a parent that is
large itself would be counted into the memory of the child that it starts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Bar:
    """One thing that was measured; ``at_most`` says on which side of the bar it must be."""

    what: str
    measured: float
    bar: float
    at_most: bool = False
    note: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the measured value is on the right side."""
        return bool(self.measured <= self.bar if self.at_most else self.measured >= self.bar)


@dataclass(frozen=True)
class Cost:
    """What a child process and its own children took."""

    status: int
    cpu_s: float
    peak_mb: float
    out: str
    err: str


def print_bars(bars: Sequence[Bar], json_path: Path | None) -> None:
    """Print the table and write it as JSON."""
    print(f"\n{'what':66} {'measured':>10} {'bar':>10}")
    for bar in bars:
        sign = "<=" if bar.at_most else ">="
        verdict = "met" if bar.is_met else "NOT MET"
        print(
            f"{bar.what:66} {bar.measured:10.3f} {sign}{bar.bar:8.3f}  {verdict:8}{bar.note}",
            flush=True,
        )
    if json_path is not None:
        answer = [{**asdict(bar), "met": bar.is_met} for bar in bars]
        json_path.write_text(json.dumps(answer, ensure_ascii=False), "utf-8")


def cost_of(command: Sequence[str], stdin: Path | None = None) -> Cost:
    """Run a command to its end. Memory and CPU time are told on POSIX systems only."""
    asked = [sys.executable, "-I", "-S", __file__, str(stdin or os.devnull), *command]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True)
    return Cost(**json.loads(answer.stdout))


def _measure(stdin: str, command: Sequence[str]) -> Cost:
    with (
        open(stdin, "rb") as given,
        tempfile.TemporaryFile("w+b") as out,
        tempfile.TemporaryFile("w+b") as err,
    ):
        child = subprocess.Popen(command, stdin=given, stdout=out, stderr=err)
        _, status, used = os.wait4(child.pid, 0)
        out.seek(0)
        err.seek(0)
        return Cost(
            status=os.waitstatus_to_exitcode(status),
            cpu_s=used.ru_utime + used.ru_stime,
            peak_mb=used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3),
            out=out.read().decode("utf-8", "replace"),
            err=err.read().decode("utf-8", "replace"),
        )


if __name__ == "__main__":
    print(json.dumps(asdict(_measure(sys.argv[1], sys.argv[2:]))))
