"""Marks for sentences that are kept as data: ``build_scripts/i18n.py`` finds them by these names.

A sentence that is said on the spot needs no mark: ``words.text("…")`` is found by itself.
"""

from __future__ import annotations

from dataclasses import dataclass


def N_(source: str) -> str:
    """Mark an English sentence for translation and hand it back unchanged."""
    return source


@dataclass(frozen=True, slots=True)
class Plural:
    """A sentence that differs by a number: ``by`` names the parameter that decides."""

    one: str
    many: str
    by: str


Text = str | Plural
