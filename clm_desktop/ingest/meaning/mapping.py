"""Which column means what in a file of no known platform: by its name, and held to its values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from clm_desktop.ingest import headers
from clm_desktop.ingest.meaning import languages, status, synonyms
from clm_desktop.ingest.meaning.date_parts import date_parts
from clm_desktop.ingest.meaning.discount import discount_column
from clm_desktop.ingest.meaning.no_header import by_values
from clm_desktop.ingest.meaning.product_cells import lists_products
from clm_desktop.ingest.meaning.samples import (
    FITS,
    HALF,
    MANY,
    SURE,
    Cells,
    Sample,
    date_columns,
    digits,
    is_one,
    put,
)
from clm_desktop.ingest.meaning.totals import settle_pieces, settle_price, settle_totals
from clm_desktop.ingest.types import Field
from clm_desktop.ingest.values.currencies import currency_of_sign
from clm_desktop.ingest.values.dates import parse_times

LONG_TIME = 5  # 13.30, 133000, 0.5625
EXACT, PART = 100.0, 40.0  # scores of a listed name and of a part of one
_AMOUNTS = (Field.UNIT_PRICE, Field.LINE_TOTAL, Field.ORDER_TOTAL, Field.REFUND)
_BARE_NAMES = "customer|kunde|klant|buyer|客户|顾客|会员|买家|" + languages.BARE
_BARE = frozenset(map(headers.key, _BARE_NAMES.split("|")))
# "Member: yes" says of nobody who it is
_YES_OR_NO = frozenset(
    {"yes", "no", "y", "n", "true", "false", "ja", "nein", "oui", "non", "是", "否"}
)
_BARE_NAME = (
    "name|nom|nombre|nome|naam|imię|jméno|meno|név|nume|имя|όνομα|navn|namn|nimi|nama|tên|שם|الاسم"
    "|ชื่อ|名|姓名|氏名|注文者名"
)
_NAMES_OF_ANYTHING = frozenset(map(headers.key, _BARE_NAME.split("|")))
_MAKERS = frozenset({"company", "firma"})
_KINDS = 3  # two may be two kinds of orders: wholesale, retail
_UNIQUE = frozenset({"customeruniqueid", "uniquecustomerid"})
_AFTER_LISTED = 60  # place of bare words for a buyer: any listed name of a number comes first
_NUMBERED = {
    ("id",),
    ("no",),
    ("nr",),
    ("number",),
    ("numer",),
    ("numero",),
    ("número",),
    ("numéro",),
    ("číslo",),
    ("номер",),
    ("番号",),
    ("번호",),
    ("编号",),
    ("单号",),
    ("référence",),
    ("reference",),
}
_MADE_UP = re.compile(r"column \d+", re.IGNORECASE)


def guess_fields(
    header: Sequence[str], samples: Sequence[Sample], rows: Sequence[Sequence[str]]
) -> tuple[tuple[Field, int], ...]:
    """Assign columns to fields, best fitting names first; a column serves one field.

    A name counts only where the cells are what it promises. Without any header the cells alone
    decide (see :func:`by_values`).
    """
    if all(_MADE_UP.fullmatch(cell.strip()) for cell in header):
        return by_values(samples, rows)
    scored = sorted(
        (
            (-score if len(samples[column].cells) else -score / 2, column, field)
            for column, cell in enumerate(header)
            for field, score in _scores(cell).items()
            if _fits(field, samples[column])
        ),
        key=lambda s: (s[0], s[1]),
    )
    found: dict[Field, int] = {}
    for _, column, field in scored:
        if field not in found and column not in found.values():
            found[field] = column
    if not {Field.LINE_TOTAL, Field.ORDER_TOTAL, Field.UNIT_PRICE} & found.keys():
        put(found, Field.LINE_TOTAL, _last_amounts(header, samples, found))
    if not {Field.PRODUCT_NAME, Field.PRODUCT_ID} & found.keys():
        put(found, Field.PRODUCT_NAME, _product_lists(header, samples, found))
    settle_totals(found, header, rows)
    settle_pieces(found, header, rows)
    settle_price(found, header, rows)
    _settle_kinds(found, samples)
    _settle_names(found, header, rows)
    _settle_people(found, header, samples)
    _settle_status(found, header, samples)
    off = discount_column(header, [sample.cells.tolist() for sample in samples], found)
    put(found, Field.DISCOUNT, [] if off is None else [off])
    if Field.EMAIL not in found:
        mails = [c for c, s in enumerate(samples) if s.mails > SURE and c not in found.values()]
        mails = [c for c in mails if not is_one(samples[c])]  # the shop's own, on every row
        put(found, Field.EMAIL, mails)
    if Field.DATE not in found:
        found |= date_parts(header, samples, found)
    if Field.DATE not in found:
        dates = date_columns(samples, frozenset(found.values()))
        put(found, Field.DATE, dates)
    return tuple((f, found[f]) for f in Field if f in found)


def with_unique_number(
    header: Sequence[str], samples: Sequence[Sample], fields: tuple[tuple[Field, int], ...]
) -> tuple[tuple[Field, int], ...]:
    """Take the one number that no two rows share for the order's, where rows are whole orders.

    Not where single products stand beside it (it may be the line's) and not a count of the rows.
    """
    found = dict(fields)
    if any(f in found for f in (Field.ORDER_ID, Field.PRODUCT_ID)):
        return fields
    product = found.get(Field.PRODUCT_NAME)
    if product is not None and not lists_products(samples[product].cells.tolist()):
        return fields
    free = [
        column
        for column, cell in enumerate(header)
        if column not in found.values() and headers.words(cell)[-1:] in _NUMBERED
        if samples[column].distinct == len(samples[column].cells) >= MANY
        if not _counts_rows(samples[column])
    ]
    return (*fields, (Field.ORDER_ID, free[0])) if len(free) == 1 else fields


def with_unique_buyer(
    header: Sequence[str], fields: tuple[tuple[Field, int], ...]
) -> tuple[tuple[Field, int], ...]:
    """Take "customer_unique_id" for the buyer where "customer_id" is another one in each order."""
    unique = next((c for c, cell in enumerate(header) if headers.key(cell) in _UNIQUE), None)
    if unique is None or unique in dict(fields).values():
        return fields
    return tuple((f, unique if f is Field.CUSTOMER_ID else c) for f, c in fields)


def _counts_rows(sample: Sample) -> bool:
    """Whether cells are 1, 2, 3 ... or go on so, up or down."""
    numbers = [int(c) for c in sample.cells if c.isdecimal() and len(c) < 16]
    steps = {b - a for a, b in pairwise(numbers)}
    return len(numbers) < len(sample.cells) or steps in ({1}, {-1})


def named_fields(cells: Iterable[str]) -> frozenset[Field]:
    """Fields that some cells are listed names of; a cell names at most one."""
    named = [_NAMED[key] for key in map(headers.key, cells) if key in _NAMED]
    return frozenset(min(fields, key=lambda f: f[1])[0] for fields in named)


def _scores(cell: str) -> dict[Field, float]:
    """How well a header cell names each field."""
    scores: dict[Field, float] = {}
    for candidate, malus in ((cell, 0.0), (_plain(cell), 0.5), (_without_currency(cell), 0.5)):
        for field, place in _NAMED.get(headers.key(candidate), ()):
            scores[field] = max(scores.get(field, 0.0), EXACT - place * 0.3 - malus)
    spaced = " ".join(headers.words(cell))
    if scores or synonyms.OTHER.search(spaced):
        return scores
    for place, (field, pattern) in enumerate(synonyms.PARTS):
        if pattern.search(spaced):
            scores.setdefault(field, PART - place * 0.3)
    return scores


def _plain(cell: str) -> str:
    """'Amount (EUR)' -> 'Amount '."""
    return re.sub(r"[(\[（].*", "", cell)


def _without_currency(cell: str) -> str:
    """'Сумма, руб.' -> 'сумма': what a column is called beside the money it is in."""
    *name, last = headers.words(cell) or ("",)
    return " ".join(name) if name and currency_of_sign(last.upper()) else cell


def _by_name() -> dict[str, list[tuple[Field, int]]]:
    """Listed names: key of a header cell -> fields it may be and its place in their lists."""
    named: dict[str, list[tuple[Field, int]]] = {}
    listed = [(field, 0, names) for field, names in synonyms.NAMES.items()]
    listed += [(field, 0, names) for field, texts in languages.NAMES.items() for names in texts]
    listed.append((Field.CUSTOMER_ID, _AFTER_LISTED, languages.BARE))
    for field, first, names in listed:
        for place, name in enumerate(names.split("|"), first):
            named.setdefault(headers.key(name), []).append((field, place))
    return named


_NAMED = _by_name()
_PRODUCT_LISTS = frozenset(map(headers.key, synonyms.PRODUCT_LISTS.split("|")))
_LAST_AMOUNTS = frozenset(map(headers.key, synonyms.LAST_AMOUNTS.split("|")))


def _fits(field: Field, sample: Sample) -> bool:
    """Whether the cells are what the field needs; an empty column fits everything."""
    if len(sample.cells) == 0:
        return True
    some = [str(c) for c in sample.cells[:20]]
    needs = {
        Field.DATE: sample.dates >= HALF,  # its name says it: mistyped days are set aside
        # "Time" is often the day and the time
        Field.TIME: (sample.dates < FITS or sample.numbers >= FITS)
        and _are_times(sample.cells[:20]),
        Field.EMAIL: sample.mails >= 0.5,
        Field.PHONE: 2 * sum(digits(c) >= 4 for c in some) > len(some),
        # money is no customer number, a date no order number
        Field.CUSTOMER_ID: (not sample.decimals or all(c.endswith(".0") for c in some))
        and not _YES_OR_NO.issuperset(map(str.casefold, sample.cells)),
        Field.STATUS: any(map(status.tells_something, set(sample.cells))),
        Field.ORDER_ID: sample.dates < FITS or sample.numbers >= FITS,
        **dict.fromkeys(_AMOUNTS, sample.numbers >= FITS),
        Field.QUANTITY: sample.counts >= FITS,
    }
    return needs.get(field, True)


def _are_times(cells: Cells) -> bool:
    """Whether cells are times of day, of which plain numbers need many digits to be one."""
    _, read = parse_times(cells)
    return bool(read.all()) and any(":" in c or "h" in c or len(c) >= LONG_TIME for c in cells)


def _settle_kinds(found: dict[Field, int], samples: Sequence[Sample]) -> None:
    """Where nothing tells the products, their kinds are what is sold: "Clothing", "Books"."""
    kind = found.get(Field.CATEGORY)
    told = {Field.PRODUCT_NAME, Field.PRODUCT_ID} & found.keys()
    if kind is not None and not told and samples[kind].distinct >= _KINDS:
        found[Field.PRODUCT_NAME] = found.pop(Field.CATEGORY)


def _settle_names(
    found: dict[Field, int], header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """A bare "name" is a product's beside its number, half a person's beside the other half.

    "Nombre" beside "Apellidos" is the given name, "Nom" beside "Prénom" the family name, unless it
    holds both.
    """
    name = found.get(Field.CUSTOMER_NAME)
    if name is not None and headers.key(header[name]) in _MAKERS and _are_numbers(rows, name):
        del found[Field.CUSTOMER_NAME]  # of what is sold
        return
    if name is None or headers.key(_plain(header[name])) not in _NAMES_OF_ANYTHING:
        return
    if _is_product_name(found, name, rows):
        found[Field.PRODUCT_NAME] = found.pop(Field.CUSTOMER_NAME)
        return
    for half, other in (
        (Field.LAST_NAME, Field.FIRST_NAME),
        (Field.FIRST_NAME, Field.LAST_NAME),
    ):
        if half in found and other not in found:
            told = [(row[name].casefold(), row[found[half]].strip().casefold()) for row in rows]
            told = [(whole, part) for whole, part in told if whole.strip() and part]
            if told and 2 * sum(part in whole for whole, part in told) < len(told):
                found[other] = found.pop(Field.CUSTOMER_NAME)
                return


def _are_numbers(rows: Sequence[Sequence[str]], column: int) -> bool:
    return all(row[column].strip().isdecimal() for row in rows)


def _is_product_name(found: Mapping[Field, int], name: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a name goes with the product's number, whoever buys it."""
    product = found.get(Field.PRODUCT_ID)
    who = next((found[f] for f in (Field.EMAIL, Field.CUSTOMER_ID, Field.PHONE) if f in found), -1)
    if product is None or who < 0 or Field.PRODUCT_NAME in found:
        return False
    return _goes_with(rows, product, name) and not _goes_with(rows, product, who)


def _goes_with(rows: Sequence[Sequence[str]], first: int, second: int) -> bool:
    """Whether each cell of a column that repeats has one cell of another beside it."""
    pairs = [(row[first], row[second]) for row in rows if row[first].strip()]
    distinct = len({one for one, _ in pairs})
    return MANY <= len(pairs) > distinct > 1 and len(set(pairs)) == distinct


def _settle_people(
    found: dict[Field, int], header: Sequence[str], samples: Sequence[Sample]
) -> None:
    """A customer column full of e-mails is the e-mail; of words beside one, it is the name.

    So it is beside a column of their numbers: "Kundennr", "Kunde".
    """
    column = found.get(Field.CUSTOMER_ID)
    if column is None:
        return
    named = [
        other
        for other, (cell, sample) in enumerate(zip(header, samples, strict=True))
        if headers.key(cell) in _BARE and _fits(Field.CUSTOMER_ID, sample)
        if other not in found.values() and sample.numbers < HALF
        if 2 * sample.distinct >= max(samples[column].distinct, 2)
    ]
    if Field.CUSTOMER_NAME not in found:
        put(found, Field.CUSTOMER_NAME, named)
    better = Field.EMAIL in found or Field.PHONE in found
    worded = not any(digits(str(c)) for c in samples[column].cells)
    if Field.EMAIL not in found and samples[column].mails > SURE:
        found[Field.EMAIL] = found.pop(Field.CUSTOMER_ID)
    elif better and worded and headers.key(header[column]) in _BARE:
        del found[Field.CUSTOMER_ID]
        found.setdefault(Field.CUSTOMER_NAME, column)


def _settle_status(
    found: dict[Field, int], header: Sequence[str], samples: Sequence[Sample]
) -> None:
    """Sales and refunds are told apart by the column that knows both, beside one of all closed."""
    if Field.STATUS not in found or _gives_back(samples[found[Field.STATUS]]):
        return
    named = (c for c, cell in enumerate(header) if Field.STATUS in _scores(cell))
    free = (c for c in named if c not in found.values() and _fits(Field.STATUS, samples[c]))
    telling = [c for c in free if _gives_back(samples[c])]
    if telling and is_one(samples[found[Field.STATUS]]):
        found[Field.STATUS] = telling[0]


def _gives_back(sample: Sample) -> bool:
    """Whether some cells are words for money given back."""
    return any(status.is_given_back(str(cell)) for cell in set(sample.cells))


def _product_lists(
    header: Sequence[str], samples: Sequence[Sample], found: Mapping[Field, int]
) -> list[int]:
    """Columns that say what an order consists of, told by their cells or by what they are called.

    Lists are told apart by order, so it needs a number. "Items" may also count them, or list them
    without numbers of pieces: then nothing is known of products.
    """
    free = [c for c, s in enumerate(samples) if c not in found.values() and len(s.cells)]
    lists = [c for c in free if lists_products(samples[c].cells.tolist())]
    if lists:
        numbered = any(headers.words(cell)[-1:] in _NUMBERED for cell in header)
        return lists if Field.ORDER_ID in found or numbered else []
    named = [c for c in free if headers.key(header[c]) in _PRODUCT_LISTS]
    return [c for c in named if samples[c].numbers < HALF and not _is_joined(samples[c])]


def _is_joined(sample: Sample) -> bool:
    """Whether cells hold several things."""
    commas = sum("," in c or "，" in c or "、" in c for c in sample.cells)
    return commas >= HALF * len(sample.cells) or any(set("|;；\n") & set(c) for c in sample.cells)


def _last_amounts(
    header: Sequence[str], samples: Sequence[Sample], found: Mapping[Field, int]
) -> list[int]:
    """Columns that are what was paid if no other is: a lesson's fee, a club's dues."""
    return [
        column
        for column, (cell, sample) in enumerate(zip(header, samples, strict=True))
        if headers.key(cell) in _LAST_AMOUNTS
        and column not in found.values()
        and len(sample.cells)
        and sample.numbers >= FITS
    ]
