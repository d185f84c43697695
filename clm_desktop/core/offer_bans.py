"""What is never to be offered, by the owner's word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BanKind(StrEnum):
    """What a ban is about."""

    PRODUCT = "product"  # ``what`` is its key; with ``customer`` for that one only
    CATEGORY = "category"  # ``what`` is its name
    CUSTOMER = "customer"  # ``customer`` is offered nothing at all


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class OfferBan:
    """One thing that is never to be offered; by keys, so that it outlasts imports."""

    kind: BanKind
    what: str = ""  # '' for a customer
    customer: str = ""  # '' = to nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class BanChange:
    """One line of the log: what, when, and whether it stands from then on."""

    said_s: int  # seconds since 1970-01-01 UTC
    ban: OfferBan
    stands: bool


def category_key(name: str) -> str:
    """A category as bans compare it: files spell it in different letters."""
    return " ".join(name.split()).casefold()
