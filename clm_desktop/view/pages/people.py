"""Who is one person: keys that were brought together, and those that might belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from clm_desktop.view.blocks import Column, Fact, Kind, Page, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words

_SHOWN = 4  # characters of a phone


class Why(Protocol):
    """A value that several keys told."""

    @property
    def kind(self) -> Literal["email", "phone", "name", "owner"]:
        """What was shared; ``owner``: put together by hand."""

    @property
    def value(self) -> str:
        """The e-mail, the phone, the name and town."""


class Keys(Protocol):
    """Keys that are one person, or might be; the representative first."""

    @property
    def keys(self) -> tuple[str, ...]:
        """As files told them."""

    @property
    def names(self) -> tuple[str, ...]:
        """Of each key, '' = not told."""

    @property
    def evidence(self) -> Sequence[Why]:
        """Why."""


class Found(Protocol):
    """Everybody with several keys."""

    @property
    def keys(self) -> int:
        """Customer keys in the project."""

    @property
    def people(self) -> int:
        """Persons they are."""

    @property
    def merged(self) -> Sequence[Keys]:
        """Brought together."""

    @property
    def proposals(self) -> Sequence[Keys]:
        """Only proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Keys that are or may be one person: to be decided about, and shown to the owner."""

    keys: tuple[str, ...]
    called: str  # Ann Lee (7001) and ann@example.org
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage(Page):
    """The page with what can be decided; the row keys of its tables are places in these."""

    merged: tuple[Together, ...]
    proposals: tuple[Together, ...]


def _nobody(proposals: int, words: Words) -> str:
    """What there is to say while nobody was brought together."""
    if not proposals:
        return words.text("Nobody bought under several names, numbers or addresses.")
    return words.plural(
        "In {n} case customers may be the same person: please decide.",
        "In {n} cases customers may be the same person: please decide.",
        proposals,
    )


def people_page(found: Found, words: Words) -> PeoplePage:
    """Proposals and merges as two tables."""
    merged = len(found.merged)
    return PeoplePage(
        merged=tuple(_together(row, words) for row in found.merged),
        proposals=tuple(_together(row, words) for row in found.proposals),
        page="people",
        title=words.text("Same person"),
        lead=words.plural(
            "{n} person bought under several names, numbers or addresses and counts as one.",
            "{n} people bought under several names, numbers or addresses; each counts as one.",
            merged,
        )
        if merged
        else _nobody(len(found.proposals), words),
        facts=(
            Fact(title=words.text("Customer keys"), value=words.whole(found.keys)),
            Fact(title=words.text("People"), value=words.whole(found.people)),
            Fact(title=words.text("To look at"), value=words.whole(len(found.proposals))),
        ),
        tables=(
            _table("proposals", found.proposals, words),
            _table("merged", found.merged, words),
        ),
        notes=(
            words.text(
                "Keys that share an e-mail or a phone count as one person. Two accounts of one "
                "shop, one phone with two e-mails, or one name in one town, are only proposed. A "
                "value that many customers share, such as your own phone, says nothing."
            ),
            words.text("Orders stay as they were told; every merge can be taken back."),
        ),
    )


def evidence_text(evidence: Why, words: Words) -> str:
    """Why two keys are one person, without giving the address or number away."""
    if evidence.kind == "email":
        box, _, host = evidence.value.partition("@")
        return words.text("same e-mail {value}", value=f"{box[:1]}***@{host}")
    if evidence.kind == "phone":
        return words.text("same phone {value}", value=f"***{evidence.value[-_SHOWN:]}")
    if evidence.kind == "name":
        return words.text("same name and town")
    return words.text("put together by you")


def _table(name: Literal["merged", "proposals"], rows: Sequence[Keys], words: Words) -> TableBlock:
    text = words.text
    columns = (
        Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=24),
        Column(key="other_keys", title=text("Also known as"), kind=Kind.TEXT, width=36),
        Column(key="why", title=text("Why"), kind=Kind.TEXT, width=36),
    )
    return TableBlock(
        name=name,
        title={
            "merged": text("Counted as one person"),
            "proposals": text("Perhaps the same person"),
        }[name],
        columns=columns,
        values=(
            parts.objects([_called(row, 0) for row in rows]),
            parts.objects(
                [words.listed([_called(row, i) for i in range(1, len(row.keys))]) for row in rows]
            ),
            parts.objects(
                [words.listed([evidence_text(e, words) for e in r.evidence]) for r in rows]
            ),
        ),
        row_kind=name,
        row_key=np.arange(len(rows), dtype=np.int64),
        empty={
            "merged": text("Nobody was brought together."),
            "proposals": text("Nothing to decide."),
        }[name],
    )


def _together(row: Keys, words: Words) -> Together:
    return Together(
        keys=row.keys,
        called=words.listed([_called(row, place) for place in range(len(row.keys))]),
        why=words.listed([evidence_text(evidence, words) for evidence in row.evidence]),
    )


def called_keys(keys: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """(key, what it is called) of (key, name) pairs."""
    return [(key, f"{name} ({key})" if name and name != key else key) for key, name in keys]


def _called(row: Keys, place: int) -> str:
    return called_keys([(row.keys[place], row.names[place])])[0][1]
