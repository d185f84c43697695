"""Whose numbers a file bears, in words, and what else the owner can say."""

from __future__ import annotations

from dataclasses import dataclass

from clm_desktop.core.numbering import NumbersFound, Whose
from clm_desktop.core.rows import OTHER_SHOP, NumbersWord
from clm_desktop.view.words import Words

ORDERS, CUSTOMERS = "orders", "customers"


@dataclass(frozen=True, slots=True)
class NumbersAsk:
    """Whose the numbers of orders or of customers are; ``chosen`` is one of the codes."""

    which: str  # ORDERS or CUSTOMERS
    told: str
    chosen: str
    found: str  # code of what holds where the owner says nothing
    choices: tuple[tuple[str, str], ...]  # (name of a source or OTHER_SHOP, words)


def numbers_asks(found: NumbersFound, word: NumbersWord, words: Words) -> tuple[NumbersAsk, ...]:
    """What there is to say about the numbers of a file; nothing where no other file has any."""
    both = ((ORDERS, found.orders, word.orders), (CUSTOMERS, found.customers, word.customers))
    return tuple(
        _ask(which, whose, said, words) for which, whose, said in both if whose is not None
    )


def _ask(which: str, whose: Whose, said: str | None, words: Words) -> NumbersAsk:
    files = {source.name: source.file for source in whose.sources}
    seems = whose.found if whose.found in files else OTHER_SHOP
    chosen = seems if said is None else said if said in files else OTHER_SHOP
    text, file = words.text, files.get(chosen, "")
    told = {
        (ORDERS, True): text(
            "Order numbers: the same as in “{file}”. A number that both have is one order.",
            file=file,
        ),
        (ORDERS, False): text(
            "Order numbers: those of another shop, kept apart from your other files."
        ),
        (CUSTOMERS, True): text(
            "Customer numbers: the same as in “{file}”. A number that both have is one person.",
            file=file,
        ),
        (CUSTOMERS, False): text(
            "Customer numbers: those of another shop, kept apart from your other files."
        ),
    }
    return NumbersAsk(
        which=which,
        told=told[which, chosen in files],
        chosen=chosen,
        found=seems,
        choices=(
            *((name, text("The same as in “{file}”", file=file)) for name, file in files.items()),
            (OTHER_SHOP, text("Those of another shop")),
        ),
    )
