"""Decides what a start is: the window, a command, or the child that reads a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from clm_desktop.app.parser import COMMANDS


def main(argv: Sequence[str]) -> int:
    """Run the program; the result is the exit status.

    Only what is asked for is imported: ``--help`` needs neither Qt nor pandas.
    """
    first = argv[0] if argv else ""
    if first == "--workbook-child":
        from clm_desktop.ingest.workbook_child import main as read_workbook

        return read_workbook(argv[1:])
    if first == "screens":
        from clm_desktop.app.screens import screens

        return screens(argv[1:])
    if first in COMMANDS or first.startswith("-") or _is_mistyped(first):
        from clm_desktop.app.cli import run

        return run(argv)
    from clm_desktop.app.window import run_window

    return run_window([Path(name) for name in argv])


def _is_mistyped(first: str) -> bool:
    """Whether a word is neither a file nor written like one: a command that does not exist."""
    return first.replace("-", "").isalpha() and not Path(first).exists()
