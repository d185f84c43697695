"""In which money rows are: what is in another than the shop's is never added up unasked.

Rows of another currency are set aside, or counted at a rate that the owner typed. A rate is never
guessed; it is kept with the mapping of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.core.money import minor_digits
from clm_desktop.ingest.meaning.carry import Runs
from clm_desktop.ingest.meaning.columns import Factor
from clm_desktop.ingest.types import Choice, Question
from clm_desktop.ingest.values.amounts import texts_beside
from clm_desktop.ingest.values.currencies import currency_code, currency_of_sign, may_be

ASIDE = "aside"
_RATE = "rate_"  # + currency: key of the question
_MOST = 10**9


@dataclass(slots=True)
class MoneySeen:
    """Currencies that cells name."""

    in_column: set[str] = field(default_factory=set)
    by_sign: set[str] = field(default_factory=set)

    @property
    def is_told(self) -> bool:
        """Whether rows say their currency, so that later ones may be in another."""
        return bool(self.in_column or self.by_sign)

    @property
    def only(self) -> str:
        """The one currency that cells name, '' where they name none or several.

        Rows that say nothing are in it too, unless the shop is known to count in another.
        """
        seen = self.in_column or self.by_sign
        return next(iter(seen)) if len(seen) == 1 else ""

    def add_codes(self, cells: NDArray[np.object_]) -> None:
        """Look at distinct cells of a column of currencies."""
        self.in_column |= {currency_code(cell) for cell in cells} - {""}

    def add_amounts(self, cells: NDArray[np.object_]) -> None:
        """Look at distinct amounts."""
        self.by_sign |= {currency_of_sign(text) for text in set(texts_beside(cells))} - {""}

    def others(self, main: str, of_file: str) -> frozenset[str]:
        """Currencies that are not the one counted in."""
        seen = self.in_column or self.by_sign or {of_file}
        return frozenset(c for c in seen if main and c and not may_be(c, main))


def rate_of(text: str) -> float | None:
    """A rate as the owner typed it, None where it is none."""
    try:
        rate = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return float(rate) if rate.is_finite() and 0 < rate < _MOST else None


def settled_rates(
    others: frozenset[str], answers: Mapping[str, str], known: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """What the owner decided about other currencies: (currency, rate or ``aside``)."""
    told = dict(known)
    for currency in others:
        answer = answers.get(f"{_RATE}{currency}", "")
        if answer == ASIDE or rate_of(answer) is not None:
            told[currency] = answer
    return tuple(sorted(told.items()))


def rate_questions(
    others: frozenset[str], main: str, rates: tuple[tuple[str, str], ...]
) -> tuple[Question, ...]:
    """What must be asked about other currencies."""
    settled = dict(rates)
    return tuple(
        Question(
            key=f"{_RATE}{currency}",
            message=Message.of("question.rate", currency=currency, main=main),
            choices=(Choice(code=ASIDE, example=""),),
            typed=f"1 {currency} = … {main}",
        )
        for currency in sorted(others)
        if currency not in settled
    )


def in_hundredths(currency: str) -> bool:
    """Whether amounts are kept as those of no known currency are: a yen has no hundredths."""
    return minor_digits(currency) == minor_digits("")


def money_notes(
    others: frozenset[str], main: str, rates: tuple[tuple[str, str], ...], *, not_taken: str
) -> tuple[Message, ...]:
    """What becomes of rows in other currencies, once that is settled.

    ``not_taken`` is the file's own currency, which the shop cannot take over.
    """
    told = {c: text for c, text in rates if c in others}
    aside = ", ".join(c for c in sorted(others) if told.get(c) == ASIDE)
    notes = [Message.of("note.several_currencies", currencies=aside, main=main)] if aside else []
    notes += [
        Message.of("note.rate", currency=currency, rate=rate, main=main)
        for currency, rate in told.items()
        if rate != ASIDE
    ]
    notes += [Message.of("note.plain_money", currency=not_taken)] if not_taken else []
    return tuple(notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopMoney:
    """What rows are counted in."""

    main: str  # '' = not known: what the first row says
    of_file: str  # what the file says of rows that say nothing themselves
    rates: Mapping[str, float]  # one of another currency in the main one

    def foreign(
        self, told: Factor | None, signs: Factor | None, runs: Runs, before: str
    ) -> tuple[NDArray[np.bool_], NDArray[np.float64] | None, str]:
        """Rows to be set aside, the rate of each row (None: all 1), and the currency counted in.

        Parameters
        ----------
        told : cells of the file's column of currencies
        signs : what stands beside the amounts of each row
        runs : rows of one order; what its first row says holds for those that say nothing
        before : the currency that earlier rows were counted in
        """
        n = len(runs.first)
        money = Factor.constant("", n) if told is None else told.map(currency_code)
        if signs is not None:
            money = money.or_else(_within(signs.map(currency_of_sign), runs))
        money = money.or_else(Factor.constant(self.of_file, n))
        named = [str(v) for v in money.values if v]
        main = self.main or before or (named[0] if named else "")
        other = [bool(v) and bool(main) and not may_be(v, main) for v in money.values]
        if not any(other):
            return np.zeros(n, bool), None, main
        rate = np.array(
            [
                self.rates.get(v, np.nan) if o else 1.0
                for v, o in zip(money.values, other, strict=True)
            ]
        )[money.codes]
        unknown = np.isnan(rate)
        return unknown, np.where(unknown, 1.0, rate), main


def _within(signs: Factor, runs: Runs) -> Factor:
    """Signs, taken from above within an order."""
    blank = signs.blank
    if not blank.any():
        return signs
    source = np.maximum.accumulate(np.where(~blank | runs.first, np.arange(len(signs)), 0))
    return Factor(signs.codes[source], signs.values)
