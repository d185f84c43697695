"""The grammar of what plans need: plan, record, mark, actions, channels, consent, spend."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from clm_desktop.app.arguments import amount, day, project, seed, share, whole

COMMANDS = {
    "plan": "the next action plan: whom to contact with what, for which money",
    "record": "contacts really made, from a file: customer_id,action,channel,date",
    "mark": "what became of rows of an approved plan",
    "actions": "what can be done for customers; change one or add your own",
    "channels": "ways to reach customers; change one or add your own",
    "consent": "who agreed to what: typed, from a file, or everybody for a channel",
    "spend": "money spent to win customers: typed, or from a file week,channel,cost",
}
STATES = ("done", "skipped", "not_true", "opted_out", "planned")
KINDS = ("care", "recommend", "replenish", "coupon", "call", "review", "referral")
FAMILIES = ("letter", "short", "talk")
Adder = Callable[[argparse.ArgumentParser], None]


def outreach_commands() -> tuple[tuple[str, Adder], ...]:
    """Each command with what adds its arguments."""
    return (
        ("plan", _plan),
        ("record", _record),
        ("mark", _mark),
        ("actions", _actions),
        ("channels", _channels),
        ("consent", _consent),
        ("spend", _spend),
    )


def _plan(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("--budget", type=amount, metavar="X", help="of the week; default: by margin")
    one.add_argument("--contacts", type=whole, metavar="N", help="at most; 0: no limit")
    one.add_argument("--goal", choices=("profit", "balanced", "keep"))
    one.add_argument("--seed", type=seed, default=0, metavar="N")
    one.add_argument("--day", type=day, metavar="DATE", help="first day of the week; default: now")
    one.add_argument(
        "--drop", action="append", default=[], metavar="CUSTOMER", help="leave out; may be repeated"
    )
    one.add_argument(
        "--add",
        action="append",
        default=[],
        nargs=3,
        metavar=("CUSTOMER", "ACTION", "CHANNEL"),
        help="put in; may be repeated",
    )
    one.add_argument(
        "--reopen", action="store_true", help="take the approval of the newest plan back first"
    )
    one.add_argument("--approve", action="store_true", help="fix it: the windows run from now on")


def _record(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("file", type=Path, metavar="FILE.csv")


def _mark(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("state", choices=STATES)
    one.add_argument("customers", nargs="+", metavar="CUSTOMER")
    one.add_argument("--plan", type=whole, default=0, metavar="N", help="default: the newest")


def _actions(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("key", nargs="?", default="", metavar="ACTION")
    _thing(one)
    one.add_argument("--kind", choices=KINDS, help="of a new one")
    one.add_argument("--discount", type=share, metavar="SHARE", help="0.1: 10 of 100 off")
    one.add_argument("--cap", type=amount, metavar="X", help="most that is taken off")
    one.add_argument("--code", metavar="TEXT", help="that customers say to get it")
    one.add_argument("--by", metavar="CHANNELS", help="email,sms; '' for every one")
    one.add_argument(
        "--text",
        nargs=4,
        action="append",
        default=[],
        metavar=("FAMILY", "LANG", "SUBJECT", "BODY"),
        help="your own template; FAMILY is letter, short or talk",
    )
    one.add_argument("--built-in-texts", action="store_true", help="forget your own templates")
    one.add_argument("--shop-name", metavar="TEXT", help="as messages are signed; '': the file's")
    one.add_argument("--message-lang", choices=("en", "zh", "program"), help="of all messages")


def _channels(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("key", nargs="?", default="", metavar="CHANNEL")
    _thing(one)
    one.add_argument("--per-week", type=whole, metavar="N", help="most contacts; 0: no limit")
    one.add_argument("--consent", choices=("needed", "not_needed"))
    one.add_argument("--family", choices=FAMILIES, help="which texts it takes")


def _thing(one: argparse.ArgumentParser) -> None:
    """What actions and channels have alike."""
    one.add_argument("--name", metavar="TEXT")
    one.add_argument("--cost", type=amount, metavar="X", help="of one")
    one.add_argument("--minutes", type=amount, metavar="N", help="of your time, for one")
    state = one.add_mutually_exclusive_group()
    state.add_argument("--on", dest="active", action="store_true", default=None)
    state.add_argument("--off", dest="active", action="store_false")
    state.add_argument("--remove", action="store_true", help="your own; or back to the built-in")


def _consent(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("customer", nargs="?", default="", metavar="CUSTOMER|FILE.csv")
    one.add_argument("channel", nargs="?", default="", metavar="CHANNEL|all")
    one.add_argument("state", nargs="?", choices=("granted", "refused", "unknown"))
    one.add_argument("--proof", default="", metavar="TEXT", help="where it is written down")
    one.add_argument("--day", type=day, metavar="DATE", help="default: today")
    one.add_argument(
        "--everybody", metavar="CHANNEL", help="everybody agreed to it, on --day, by --proof"
    )


def _spend(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("what", nargs="?", default="", metavar="FILE.csv|CHANNEL")
    one.add_argument(
        "week", nargs="?", default="", metavar="WEEK|MONTH", help="2024-05-06, 2024-05"
    )
    one.add_argument("cost", nargs="?", type=amount, metavar="X")
    one.add_argument("--new", type=whole, metavar="N", help="customers won, as the channel says")
