"""Whose numbers of orders and customers a file bears: what was found out before an import."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NumberSource:
    """Where numbers come from: a till, a web shop, a marketplace."""

    name: str  # what stands behind its numbers, '' = nothing
    file: str  # its newest file


@dataclass(frozen=True, slots=True)
class Whose:
    """The source that numbers are of where the owner says nothing, and all that there are."""

    found: str  # one of the sources, or the name of a new one
    sources: tuple[NumberSource, ...]


@dataclass(frozen=True, slots=True)
class NumbersFound:
    """Whose numbers of orders and of customers a file bears.

    None: nothing to say. The file has no such numbers, or other files have none of them.
    """

    orders: Whose | None = None
    customers: Whose | None = None


NOTHING_FOUND = NumbersFound()
