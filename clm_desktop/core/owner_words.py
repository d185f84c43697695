"""What the owner says of a customer against the data: she moved away, he is no customer ...

Kept by customer key, so that a word outlasts re-imports and holds for the person when keys turn
out to be one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    """Kinds of words."""

    MOVED_AWAY = "moved_away"
    NOT_CUSTOMER = "not_customer"  # staff, a test, a reseller; value says which, '' = not told
    TALKED = "talked"
    WILL_RETURN = "will_return"
    NO_CONTACT = "no_contact"
    NOTE = "note"  # value: free text
    TAGS = "tags"  # value: one tag a line


FOR_NOW = (Word.TALKED, Word.WILL_RETURN)  # run out some time after they were said
REASONS_NOT_CUSTOMER = ("staff", "test", "reseller")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerWord:
    """One word about one customer."""

    key: str  # of the customer; the representative's key once loaded with persons
    word: Word
    value: str  # '' for words that say all by themselves
    as_of_day: int  # the shop's day on which it was said


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """One line of the log: about whom, when, what stood before and what after; None = nothing."""

    said_s: int  # seconds since 1970-01-01 UTC
    key: str
    word: Word
    before: str | None
    after: str | None
    before_day: int | None = None  # of the word before; None = nothing, or as the log is read


def tags_of(value: str) -> tuple[str, ...]:
    """Tags from how they are kept."""
    return tuple(tag for tag in (part.strip() for part in value.split("\n")) if tag)


def tags_text(tags: tuple[str, ...]) -> str:
    """Tags as they are kept: each once, in the order given."""
    return "\n".join(dict.fromkeys(" ".join(tag.split()) for tag in tags if tag.strip()))
