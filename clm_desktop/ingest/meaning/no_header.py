"""Which column means what in a file without a header: its cells alone decide."""

from __future__ import annotations

from collections.abc import Sequence

from clm_desktop.ingest.meaning.samples import MANY, SURE, Sample, date_columns, digits, put
from clm_desktop.ingest.types import Field

_AGAIN = 0.1  # share of rows whose buyer was there at another moment too


def by_values(
    samples: Sequence[Sample], rows: Sequence[Sequence[str]]
) -> tuple[tuple[Field, int], ...]:
    """Fields of a table without header: date, e-mail or first id, decimals, small numbers.

    Where each value of the first id has one moment, it is the order's, and the buyer is who comes
    again: of several such columns the one with most, as shops have more people than articles.
    """
    found: dict[Field, int] = {}
    columns = range(len(samples))
    dates = date_columns(samples, frozenset())
    dates += [c for c in columns if samples[c].dates >= SURE and _is_compact_date(samples[c])]
    put(found, Field.DATE, dates)
    put(found, Field.EMAIL, [c for c in columns if samples[c].mails > SURE])
    free = [c for c in columns if c not in found.values() and len(samples[c].cells)]
    amounts = [c for c in free if samples[c].numbers > SURE and samples[c].decimals]
    put(found, Field.LINE_TOTAL, amounts[-1:])
    counts = [c for c in free if c not in amounts and _is_count(samples[c])]
    put(found, Field.QUANTITY, counts)
    ids = [c for c in free if c not in found.values() and c not in amounts]
    if ids and Field.EMAIL not in found:
        found[Field.CUSTOMER_ID] = ids[0]
        coded = [c for c in ids if _are_codes(samples[c])]
        date = found.get(Field.DATE)
        again = [] if date is None else [c for c in coded if _comes_again(c, date, rows)]
        if date is not None and ids[0] in coded and ids[0] not in again and again:
            found[Field.ORDER_ID] = ids[0]  # of one moment each
            found[Field.CUSTOMER_ID] = max(again, key=lambda c: samples[c].distinct)
    return tuple((f, found[f]) for f in Field if f in found)


def _comes_again(column: int, date: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column's values, of which there are several, are met at several moments."""
    moments: dict[str, set[str]] = {}
    for row in rows:
        moments.setdefault(row[column], set()).add(row[date])
    met = sum(len(moments[row[column]]) > 1 for row in rows)
    return len(moments) > 1 and met > _AGAIN * len(rows)


def _are_codes(sample: Sample) -> bool:
    """Long numbers, with or without letters: numbers of orders, people or articles."""
    return len(sample.cells) >= MANY and all(digits(str(c)) >= 4 for c in sample.cells)


def _is_compact_date(sample: Sample) -> bool:
    return all(len(c) == 8 and c.isdigit() for c in sample.cells)


def _is_count(sample: Sample) -> bool:
    """Small whole numbers without leading zeros, most of them below ten."""
    plain = [c for c in sample.cells if c.isdigit() and (c == "0" or c[0] != "0")]
    small = sum(int(c) < 10 for c in plain)
    return len(plain) > SURE * len(sample.cells) and small > 0.5 * len(plain)
