"""Progress of long work on a terminal's error line; silent everywhere else."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

from clm_desktop.view.words import Words

_BETWEEN_S = 0.1


@dataclass(slots=True)
class _Line:
    """What stands on the terminal now."""

    shown_s: float = 0.0
    width: int = 0


@dataclass(frozen=True, slots=True)
class TerminalContext:
    """A run context that writes where the work is; Ctrl-C stops it."""

    words: Words
    start: float = 0.0
    end: float = 1.0
    line: _Line = field(default_factory=_Line)

    def report(self, fraction: float | None, stage: str) -> None:
        """Write the line anew, at most ten times a second."""
        now = time.monotonic()
        if not sys.stderr.isatty() or now - self.line.shown_s < _BETWEEN_S:
            return
        code = f"stage.{stage}"
        text = self.words.code(code) if self.words.knows(code) else stage
        if fraction is not None:
            share = self.start + fraction * (self.end - self.start)
            text = f"{text} {self.words.share(share)}"
        sys.stderr.write(f"\r{text:<{self.line.width}}")
        sys.stderr.flush()
        self.line.shown_s, self.line.width = now, len(text)

    def check(self) -> None:
        """Do nothing: Ctrl-C raises by itself."""

    def part(self, start: float, end: float) -> TerminalContext:
        """The same line, within a part of the whole."""
        span = self.end - self.start
        return TerminalContext(
            self.words, self.start + start * span, self.start + end * span, self.line
        )

    def clear(self) -> None:
        """Wipe the line."""
        if self.line.width:
            sys.stderr.write("\r" + " " * self.line.width + "\r")
            self.line.width = 0
