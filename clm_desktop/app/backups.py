"""The commands about earlier states of a shop."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from datetime import UTC, datetime

from clm_desktop.app.progress import TerminalContext
from clm_desktop.core.message import Message
from clm_desktop.usecases import backups as states
from clm_desktop.view.words import Words


def backups(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """List the states that are kept."""
    from clm_desktop.view.pages.backups import backups_table
    from clm_desktop.view.plain import table_lines

    kept = states.list_backups(args.project)
    ctx.clear()
    if args.json:
        told = [
            {
                "backup": number,
                "at": datetime.fromtimestamp(one.backup.made_s, UTC).isoformat(),
                "file": str(one.backup.path),
                "imports": one.imports,
                "orders": one.orders,
                "customers": one.customers,
            }
            for number, one in enumerate(kept, start=1)
        ]
        sys.stdout.write(json.dumps({"backups": told}, ensure_ascii=False, indent=2) + "\n")
    else:
        table = backups_table(kept, words)
        sys.stdout.write("\n".join(table_lines(table, words, len(kept))) + "\n")
    return 0


def restore(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Put a state back."""
    from clm_desktop.view.pages.backups import kept_on

    facts, aside = states.restore_file(args.project, args.number, ctx)
    ctx.clear()
    if args.json:
        said = {"backup": args.number, "aside": None if aside is None else str(aside)}
        sys.stdout.write(json.dumps(said, ensure_ascii=False, indent=2) + "\n")
        return 0
    sys.stdout.write(words.text("The state of {when} is back.", when=kept_on(facts, words)) + "\n")
    if aside is not None:
        said_aside = words.text("What stood there is kept as {file}.", file=aside.name)
        sys.stdout.write(said_aside + "\n")
    return 0


def tell_unkept(message: Message | None, words: Words) -> None:
    """Say that the state before a change could not be kept."""
    if message is not None:
        sys.stderr.write(words.say(message) + "\n")
