"""Discounts beside quantity and price: which column holds them, what its numbers are, the rest.

A file that tells line or order totals needs none of this: they are what was charged. Where the
money of a row is quantity times price, a discount that is not taken off is money that never came.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.ingest import headers
from clm_desktop.ingest.factor import Factor
from clm_desktop.ingest.meaning import identity
from clm_desktop.ingest.types import Choice, ColumnMapping, DiscountUnit, Field, Question
from clm_desktop.ingest.values.amounts import (
    ISO_CODES,
    MarkEvidence,
    mark_evidence,
    parse_amounts,
)

_NAME = re.compile(
    r"\b(discounts?|disc|rabatte?|preisnachlass|nachlass|remises?|reductions?|rabais|descuentos?"
    r"|dto|descontos?|sconto|sconti|korting|rabat|alennus|indirim|iskonto|sleva|zniżka|upust"
    r"|скидка|kedvezmény|diskon|ส่วนลด)\b|giảm giá|优惠|折扣|减免|値引|割引|할인|خصم"
)
# a code, a reason, or a price after it; a coupon is known by its own name
_NO_MONEY = re.compile(
    r"\b(codes?|coupons?|gutschein\w*|vouchers?|types?|reasons?|names?|ids?|descriptions?|prices?"
    r"|preis|prix|precio|after|nach|before|net|tax|shipping|allocation|campaigns?"
    r"|discounted|orders?)\b|优惠券|码|后|类型|名称|原因|价"
)
_PART = re.compile(r"%|％|\b(percent\w*|pct|perc|prozent\w*|pourcentage|porcentaje|rate)\b|率|比例")
_MONEY = re.compile(
    r"\b(amounts?|value|money|sum|betrag|wert|montant|importe|valor|importo|bedrag|euro?|"
    + "|".join(ISO_CODES).casefold()
    + r")\b|金额|额|元|[€$£¥]"
)
_CHINESE = re.compile(r"折")  # 0.85 or 8.5折: what remains, not what is taken off
_PER_CENT = re.compile(r"\s*[%％]\s*$")
_DECIMALS = 6
_MOST = 5_000  # discounted rows looked at
_FITS = 0.6  # share of cells that must be numbers
_WHOLE = {  # what the whole price is in each unit
    DiscountUnit.SHARE: 1.0,
    DiscountUnit.PERCENT: 100.0,
    DiscountUnit.REST: 1.0,
    DiscountUnit.REST_OF_TEN: 10.0,
    DiscountUnit.REST_OF_HUNDRED: 100.0,
}
_RESTS = (DiscountUnit.REST, DiscountUnit.REST_OF_TEN, DiscountUnit.REST_OF_HUNDRED)
_USUALLY = 0.3  # share of rows in which nothing is off
_MOSTLY = 0.5
_CENT = 0.0051
_TELLING = 20.0  # money of rows in which one of twenty amounts is a whole per cent by chance

Floats = NDArray[np.float64]
Found = Mapping[Field, int]


def discount_column(
    header: Sequence[str], cells: Sequence[Sequence[str]], found: Found
) -> int | None:
    """The column of discounts, where the money of a row is quantity times price and no total.

    ``cells``: those of each column in the sample.
    """
    totals = (Field.LINE_TOTAL, Field.ORDER_TOTAL)
    if Field.UNIT_PRICE not in found or any(total in found for total in totals):
        return None
    named = [
        column
        for column, title in enumerate(header)
        if column not in found.values() and _is_named(title) and _are_numbers(cells[column])
    ]
    # the amount says it to the cent, where a share of it stands beside
    return min(named, key=lambda c: (bool(_PART.search(header[c].casefold())), c), default=None)


def _is_named(title: str) -> bool:
    words = " ".join(headers.words(title))
    return bool(_NAME.search(words)) and not _NO_MONEY.search(words)


def _are_numbers(cells: Sequence[str]) -> bool:
    told = np.array([t for t in map(_plain, cells) if t], object)
    return not len(told) or mark_evidence(told).read >= _FITS * len(told)


def _plain(cell: str) -> str:
    return _PER_CENT.sub("", identity.told(cell))


@dataclass(slots=True)
class DiscountSeen:
    """What the rows of a file say about its discounts."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)  # discount, quantity, price
    marks: MarkEvidence = field(default_factory=MarkEvidence)
    told: Counter[str] = field(default_factory=Counter)  # cells, blank ones too

    def add(self, columns: Sequence[Factor], mapping: ColumnMapping) -> None:
        """Look at a block; nothing where no column holds discounts."""
        column = mapping.column(Field.DISCOUNT)
        if column is None:
            return
        told = columns[column].map(identity.told)
        counts = np.bincount(told.codes, minlength=len(told.values))
        self.told.update(dict(zip(told.values.tolist(), counts.tolist(), strict=True)))
        self.marks += mark_evidence(told.map(_plain).values)
        off = told.flags(lambda cell: any(c in "123456789" for c in cell))
        rows = np.flatnonzero(off)[: _MOST - len(self.rows)]
        beside = (mapping.column(Field.QUANTITY), mapping.column(Field.UNIT_PRICE))
        for row in rows.tolist():
            quantity, price = ("" if c is None else columns[c].text(row) for c in beside)
            self.rows.append((told.text(row), quantity, price))

    def unit(
        self, title: str, said: DiscountUnit | None, mark: str
    ) -> tuple[DiscountUnit | None, bool]:
        """What the numbers are, None where nothing is off, and whether that must be asked.

        ``title`` is the column's header, ``said`` what was decided before: it stands as long as
        the numbers allow it.
        """
        if not self.rows:
            return said, False
        off = np.abs(_numbers([row[0] for row in self.rows], mark))
        known = np.isfinite(off)
        if said is not None and _allows(said, off[known]):
            return said, False
        sure = self._decided(title, off, known, mark)
        return sure, sure is None

    def question(self, title: str, mark: str) -> Question:
        """Ask what the numbers are; every choice shows what it would make of one."""
        example = next(c for c in (row[0] for row in self.rows))
        value = float(np.nan_to_num(np.abs(_numbers([example], mark))[0]))
        most = float(np.nanmax(np.abs(_numbers([row[0] for row in self.rows], mark)), initial=0.0))
        part, rest = _part(most), _rest(most)
        choices = [
            Choice(code=part, example=_share(example, value / _WHOLE[part])),
            Choice(code=DiscountUnit.MONEY, example=f"{example} → −{value:.2f}"),
            Choice(code=DiscountUnit.NONE, example=""),
        ]
        if _CHINESE.search(title):
            choices.insert(2, Choice(code=rest, example=_share(example, 1 - value / _WHOLE[rest])))
        message = Message.of("question.discount", column=title, example=example)
        return Question(key="discount", message=message, choices=tuple(choices))

    def _decided(
        self, title: str, off: Floats, known: NDArray[np.bool_], mark: str
    ) -> DiscountUnit | None:
        """What the header, signs beside the numbers or the numbers themselves leave no doubt of."""
        cells = [row[0] for row in self.rows]
        if not known.any():
            return DiscountUnit.MONEY  # each of these cells is then shown as no number
        most, folded = float(off[known].max()), title.casefold()
        if sum(bool(_PER_CENT.search(cell)) for cell in cells) > _MOSTLY * len(cells):
            return DiscountUnit.PERCENT
        if _CHINESE.search(title) and not _MONEY.search(folded):
            return _rest(most) if self._tells_rest(most) else None
        if _PART.search(folded):
            return _part(most)
        if most > _WHOLE[DiscountUnit.PERCENT] or _MONEY.search(folded):
            return DiscountUnit.MONEY
        return self._by_rows(off, known, mark)

    def _by_rows(self, off: Floats, known: NDArray[np.bool_], mark: str) -> DiscountUnit | None:
        """What they are beside quantity and price: more than the row, or whole per cents of it."""
        part = _part(float(off[known].max()))
        line = np.abs(_numbers([row[1] or "1" for row in self.rows], mark))
        line = line * np.abs(_numbers([row[2] for row in self.rows], mark))
        both = known & np.isfinite(line)
        if np.any(off[both] > line[both] + _CENT) or np.any(_finer_than_cents(off[known])):
            return part
        return DiscountUnit.MONEY if _are_shares_of(off[both], line[both]) else None

    def _tells_rest(self, most: float) -> bool:
        """Whether many rows bear the number that means that nothing is off."""
        cells = {cell: n for cell, n in self.told.items() if cell}
        whole = sum(n for cell, n in cells.items() if _numbers([cell], ".")[0] == most)
        return most == _WHOLE[_rest(most)] and whole >= _USUALLY * sum(cells.values())


def _allows(unit: DiscountUnit, off: Floats) -> bool:
    """Whether numbers can be of a unit."""
    return unit not in _WHOLE or not np.any(off > _WHOLE[unit])


def _part(most: float) -> DiscountUnit:
    return DiscountUnit.SHARE if most <= 1 else DiscountUnit.PERCENT


def _rest(most: float) -> DiscountUnit:
    return next((unit for unit in _RESTS if most <= _WHOLE[unit]), _RESTS[-1])


def _finer_than_cents(off: Floats) -> NDArray[np.bool_]:
    return np.abs(off * 100 - np.rint(off * 100)) > 1e-6


def _are_shares_of(off: Floats, line: Floats) -> bool:
    """Whether odd amounts are whole per cents of their rows: rounded to cents, they are money.

    Only rows count in which a whole per cent would hardly be hit by chance.
    """
    telling = (line > _TELLING) & (off != np.rint(off))
    if np.count_nonzero(telling) < len(off) / 2:
        return False
    share = 100 * off[telling] / line[telling]
    near = np.abs(share - np.rint(share)) * line[telling] / 100 <= _CENT
    return bool(np.mean(near) > _MOSTLY)


def _share(example: str, share: float) -> str:
    return f"{example} → −{100 * share:.4g}%"


def _numbers(cells: Sequence[str], mark: str) -> Floats:
    """Values of cells, NaN where there is no number; a sign of per cent is looked over."""
    value, read = parse_amounts(np.array([_plain(c) for c in cells], object), mark, _DECIMALS)
    return np.where(read, value / 10.0**_DECIMALS, np.nan)


def share_off(cells: Factor, unit: DiscountUnit, mark: str) -> tuple[Floats, NDArray[np.bool_]]:
    """Share of the price that each row's discount takes off, and which cells are none.

    Blank cells take nothing off; what is no number, or takes off more than all, is wrong.
    """
    told = cells.map(identity.told)
    share = np.abs(_numbers(told.values.tolist(), mark)) / _WHOLE[unit]
    if unit in _RESTS:
        share = np.where(share > 0, 1 - share, 0.0)
    blank = told.values == ""
    wrong = ~blank & ~((share >= 0) & (share <= 1))
    return np.where(blank | wrong, 0.0, share)[told.codes], wrong[told.codes]
