"""Runs one command: arguments in, words or JSON out, failures as one sentence and a status."""

from __future__ import annotations

import io
import locale
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, TextIO

from clm_desktop.app.parser import parser
from clm_desktop.core.errors import UserError

DONE, WRONG_USAGE, MENDABLE = 0, 2, 3


def run(argv: Sequence[str]) -> int:
    """Run a command; a bug raises, which ends the program with status 1."""
    _speak_utf8()
    try:
        args = parser().parse_args(list(argv))
    except SystemExit as stop:  # argparse has said what is wrong, or shown help
        return stop.code if isinstance(stop.code, int) else WRONG_USAGE
    from clm_desktop.app import (
        backups,
        commands,
        exports,
        importing,
        offers,
        outreach,
        outreach_choices,
        owner,
        people,
        products,
        selftest,
    )
    from clm_desktop.app.progress import TerminalContext
    from clm_desktop.view.words import Words

    does: Mapping[str, Callable[[Namespace, Words, TerminalContext], int]] = {
        "import": importing.import_files,
        "read": commands.read,
        "imports": commands.imports,
        "undo": commands.undo,
        "backups": backups.backups,
        "restore": backups.restore,
        "people": people.run,
        "words": owner.words,
        "never-offer": offers.never_offer,
        "products": products.products,
        "segments": owner.segments,
        "settings": owner.settings,
        "refresh": commands.refresh,
        "show": commands.show,
        "export": exports.export,
        "check": commands.check,
        "report": commands.report,
        "self-test": selftest.run,
        "plan": outreach.plan,
        "record": outreach.record,
        "mark": outreach.mark,
        "actions": outreach_choices.actions,
        "channels": outreach_choices.channels,
        "consent": outreach_choices.consent,
        "spend": outreach_choices.spend,
    }
    words = Words(args.lang or _language())
    ctx = TerminalContext(words)
    try:
        return does[args.command](args, words, ctx)
    except UserError as error:
        ctx.clear()
        sys.stderr.write(words.say(error.message) + "\n")
        return MENDABLE
    finally:
        ctx.clear()


def _language() -> Literal["en", "zh"]:
    name = locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def _speak_utf8() -> None:
    """Names of all the world fit through; Windows would use an old encoding in a pipe.

    Its program for the window has no output at all: what is said there goes nowhere.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
