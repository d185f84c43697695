"""Order of dates, mark of decimals, kind of discounts, from the sample or, if need be, the file.

A sample decides alone only what no later row can contradict: dates with the year in front or the
month as a word, and decimals that were seen. Short numbers such as 02/19/16 are looked at in the
whole column, because other rows may be written in another way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clm_desktop.core.message import Message
from clm_desktop.core.money import minor_digits
from clm_desktop.core.run import RunContext
from clm_desktop.ingest import headers
from clm_desktop.ingest.factor import Factor
from clm_desktop.ingest.meaning import identity
from clm_desktop.ingest.meaning.currency import MoneySeen
from clm_desktop.ingest.meaning.date_parts import date_cells
from clm_desktop.ingest.meaning.discount import DiscountSeen
from clm_desktop.ingest.meaning.kinds import AMOUNTS
from clm_desktop.ingest.meaning.platforms import Platform
from clm_desktop.ingest.text_table import read_text
from clm_desktop.ingest.types import (
    Choice,
    ColumnMapping,
    DiscountUnit,
    Field,
    Question,
    Sniffed,
)
from clm_desktop.ingest.values.amounts import MarkEvidence, mark_evidence, parse_amounts
from clm_desktop.ingest.values.dates import DateEvidence, orders_of, parse_dates

MONEY = (Field.UNIT_PRICE, Field.LINE_TOTAL, Field.ORDER_TOTAL, Field.REFUND, Field.COST)

_NEVER_CENTS = frozenset({"IDR", "RP", "COP", "HUF", "FT", "TWD"})  # by law there are some


@dataclass(frozen=True, slots=True)
class Decision:
    """Formats of a file, and what remains to be asked."""

    date_format: str
    decimal_mark: str
    questions: tuple[Question, ...]
    mixed_decimals: bool
    money: MoneySeen
    discount: DiscountUnit | None


@dataclass(slots=True)
class _Evidence:
    dates: DateEvidence
    marks: MarkEvidence
    money: MoneySeen
    off: DiscountSeen

    @classmethod
    def none(cls) -> _Evidence:
        """Nothing seen yet."""
        return cls(DateEvidence(), MarkEvidence(), MoneySeen(), DiscountSeen())

    def add(self, columns: Sequence[Factor], mapping: ColumnMapping) -> None:
        fields = dict(mapping.fields)
        date = date_cells(lambda field: columns[fields[field]] if field in fields else None)
        if date is not None:
            self.dates.add(date.map(identity.told).values)
        for field in MONEY:
            column = mapping.column(field)
            if column is not None:
                amounts = columns[column].map(identity.told).values
                self.marks += mark_evidence(amounts)
                if field in AMOUNTS:
                    self.money.add_amounts(amounts)
        currency = mapping.column(Field.CURRENCY)
        if currency is not None:
            self.money.add_codes(columns[currency].values)
        self.off.add(columns, mapping)

    def is_settled(self, mapping: ColumnMapping) -> bool:
        """Whether no later row could change what the sample says."""
        marked = bool(mapping.decimal_mark) or self.marks.mark() in (".", ",")
        marked &= mapping.column(Field.DISCOUNT) is None  # the first one may stand far below
        return marked and not (set(self.dates.triples) - {"8"}) and not self.money.is_told


def decide(
    sniffed: Sniffed,
    mapping: ColumnMapping,
    answers: Mapping[str, str],
    ctx: RunContext,
    *,
    currency: str,
    platform: Platform | None,
) -> Decision:
    """Settle how dates and amounts are written.

    Parameters
    ----------
    mapping : fields of the file; formats that it names are believed where the cells allow them
    answers : the owner's choices by question key
    ctx : stops a long look
    currency : ISO code or ''; where it has no decimals, marks can only group
    platform : that wrote the file; some document the order of their dates
    """
    evidence = _Evidence.none()
    columns = [Factor.of(np.array(cells, object)) for cells in zip(*sniffed.sample, strict=True)]
    evidence.add(columns, mapping)
    is_longer = sniffed.rows_estimated > len(sniffed.sample)
    if is_longer and not evidence.is_settled(mapping):
        evidence = _Evidence.none()
        for block in read_text(sniffed.source, sniffed.dialect, len(sniffed.header), ctx):
            ctx.check()
            evidence.add(block.columns, mapping)
    documented = platform.date_order if platform is not None else ""
    orders, asked = _date_orders(evidence.dates, mapping, sniffed, documented, answers)
    marks = evidence.marks if evidence.marks.mark() else evidence.marks + evidence.off.marks
    mark, question = _mark(marks, mapping, sniffed, currency, answers)
    off, open_off = _discount(evidence.off, mapping, sniffed, mark, answers)
    return Decision(
        date_format=evidence.dates.date_format(orders) or mapping.date_format,
        decimal_mark=mark,
        questions=(*asked, *(q for q in (question, open_off) if q is not None)),
        mixed_decimals=evidence.marks.mixed,
        money=evidence.money,
        discount=off,
    )


def _discount(
    seen: DiscountSeen,
    mapping: ColumnMapping,
    sniffed: Sniffed,
    mark: str,
    answers: Mapping[str, str],
) -> tuple[DiscountUnit | None, Question | None]:
    """What the numbers of the discounts are, or the question about it."""
    column = mapping.column(Field.DISCOUNT)
    if column is None:
        return None, None
    title, answer = sniffed.header[column], answers.get("discount")
    said = DiscountUnit(answer) if answer in list(DiscountUnit) else mapping.discount
    unit, is_open = seen.unit(title, said, mark)
    return unit, seen.question(title, mark) if is_open else None


def _date_orders(
    dates: DateEvidence,
    mapping: ColumnMapping,
    sniffed: Sniffed,
    documented: str,
    answers: Mapping[str, str],
) -> tuple[dict[str, str], list[Question]]:
    """Order of day, month and year for each separator, and questions for the open ones."""
    told = orders_of(mapping.date_format)
    orders = {s: order for s, order in told.items() if s not in dates.triples}
    questions: list[Question] = []
    open_ones = 0
    for separator in dates.triples:
        kept = dates.orders(separator)
        sure = [o for o in (told.get(separator), documented) if o in kept]
        if sure or len(kept) <= 1:
            if sure or kept:
                orders[separator] = (sure or list(kept))[0]
            continue
        open_ones += 1
        key = "date_order" if open_ones == 1 else f"date_order_{open_ones}"
        if answers.get(key) in kept:
            orders[separator] = answers[key]
            continue
        column = mapping.column(Field.DATE) or 0
        questions.append(
            _date_question(key, dates.example(separator), separator, kept, sniffed.header[column])
        )
    return orders, questions


def _date_question(
    key: str, example: str, separator: str, kept: tuple[str, ...], column: str
) -> Question:
    choices = []
    for order in kept:
        seconds, _ = parse_dates(np.array([example], object), {separator: order})
        day = np.datetime_as_string(seconds.astype("datetime64[s]"), unit="D")[0]
        choices.append(Choice(code=order, example=f"{example} → {day}"))
    message = Message.of("question.date_order", column=column, example=example)
    return Question(key=key, message=message, choices=tuple(choices))


def _mark(
    marks: MarkEvidence,
    mapping: ColumnMapping,
    sniffed: Sniffed,
    currency: str,
    answers: Mapping[str, str],
) -> tuple[str, Question | None]:
    """Decimal mark, or the question about it."""
    mark = marks.mark()
    if mapping.decimal_mark and not (marks.dot or marks.comma):
        mark = mapping.decimal_mark
    if mark is not None:
        return mark, None
    if currency and (minor_digits(currency) == 0 or currency in _NEVER_CENTS):
        return ("," if marks.dot_open else "."), None
    if not marks.dot_open and any(map(headers.has_decimal_point, sniffed.header)):
        return ".", None
    if answers.get("decimal_mark") in (".", ","):
        return answers["decimal_mark"], None
    column = next(c for c in (mapping.column(f) for f in MONEY) if c is not None)
    choices = []
    for choice in (".", ","):
        value, _ = parse_amounts(np.array([marks.example], object), choice, 3)
        written = f"{value[0] / 1000:.3f}".removesuffix(".000")
        choices.append(Choice(code=choice, example=f"{marks.example} → {written}"))
    message = Message.of(
        "question.decimal_mark", column=sniffed.header[column], example=marks.example
    )
    return "", Question(key="decimal_mark", message=message, choices=tuple(choices))
