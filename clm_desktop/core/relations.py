"""How two products belong together, and what the owner says of it.

Kept by product keys, so that a word outlasts re-imports.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """What ``a`` is to ``b``, read from left to right: a goes with b, a replaces b ..."""

    GOES_WITH = "goes_with"  # in one basket; either may stand first
    BOUGHT_NEXT = "bought_next"  # after a, with the next order, b
    REPLACES = "replaces"  # a took the place of b, which is no longer sold
    REFILL_OF = "refill_of"  # a is bought again and again by who has b; a = b: used up itself
    NEVER_WITH = "never_with"  # only by the owner's word; either may stand first


BOTH_WAYS = frozenset({Relation.GOES_WITH, Relation.NEVER_WITH})


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRelation:
    """The owner's word about two products: a relation that holds, or one that does not."""

    a: str  # product keys
    relation: Relation
    b: str
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationChange:
    """One line of the log: what stood before and after; None = nothing was said."""

    said_s: int  # seconds since 1970-01-01 UTC
    a: str
    relation: Relation
    b: str
    before: bool | None
    after: bool | None


def in_order(a: str, relation: Relation, b: str) -> tuple[str, str]:
    """The two keys as they are kept: those of a relation both ways in one sequence only."""
    return (b, a) if relation in BOTH_WAYS and b < a else (a, b)
