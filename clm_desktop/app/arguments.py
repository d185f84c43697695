"""What an argument of the command line must be; argparse says the sentence.

Imports nothing heavy, so that help comes at once.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from clm_desktop.core.days import FIRST_YEAR, LAST_YEAR, day_of


def project(one: argparse.ArgumentParser) -> None:
    """Add the shop's file."""
    one.add_argument("project", type=Path, metavar="PROJECT")


def day(text: str) -> int:
    """A date as its day number; of years that a shop can be of."""
    try:
        told = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2024-12-31") from None
    if not FIRST_YEAR <= told.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"{text!r} is no day of a shop: {FIRST_YEAR}-{LAST_YEAR}")
    return day_of(told)


def whole(text: str) -> int:
    """A whole number from 0 on."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def seed(text: str) -> int:
    """What lots are drawn by: a whole number of 32 bits."""
    value = whole(text)
    if value >= 1 << 32:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number below 4294967296")
    return value


def amount(text: str) -> float:
    """A number from 0 on."""
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not 0 <= value < 1e12:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 on")
    return value


def share(text: str) -> float:
    """A number from 0 to less than 1."""
    value = amount(text)
    if value >= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share like 0.1")
    return value


def positive(text: str) -> int:
    """A whole number above 0."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)
