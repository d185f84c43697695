"""What one row of a table is: an order, a line of one, a return, a person or a product."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest import headers
from clm_desktop.ingest.meaning import synonyms
from clm_desktop.ingest.meaning.date_parts import rough_time
from clm_desktop.ingest.meaning.samples import SURE, Sample
from clm_desktop.ingest.types import Field

LISTS = (FileKind.CUSTOMERS, FileKind.PRODUCTS_STOCK)
PEOPLE = (
    Field.CUSTOMER_ID,
    Field.EMAIL,
    Field.PHONE,
    Field.CUSTOMER_NAME,
    Field.LAST_NAME,
)
AMOUNTS = (Field.LINE_TOTAL, Field.ORDER_TOTAL, Field.UNIT_PRICE)
PRODUCTS = (Field.PRODUCT_ID, Field.PRODUCT_NAME)
_TELLING = 2  # names of columns that only lists of people have
_RETURNS = re.compile(r"\breturn(s|ed)?\b|\bretouren?\b|\brückgabe\w*|\bzurück\w*|退货|退回|退换")
_KEPT = re.compile(
    r"\b(stock|inventory|on hand|available|bestand|lager\w*|unit cost|cost|costs|lead time"
    r"|einkaufspreis|ek|einstandspreis|lieferzeit|purchase price)\b|库存|成本|进价|进货价|采购价"
    r"|交货|备货|到货"
)


def kind_by_fields(fields: Mapping[Field, int]) -> FileKind:
    """What an owner's mapping makes of a table."""
    if Field.DATE in fields and any(f in fields for f in PEOPLE):
        return FileKind.ORDERS
    sold_things = any(f in fields for f in PRODUCTS)
    if any(f in fields for f in (Field.STOCK, Field.COST, Field.LEAD_TIME)) and sold_things:
        return FileKind.PRODUCTS_STOCK
    if Field.CONSENT in fields or Field.CHURNED in fields:
        return FileKind.CUSTOMERS
    if Field.RETURNED in fields and Field.ORDER_ID in fields:
        return FileKind.RETURNS
    if Field.ORDER_ID in fields and sold_things:
        return FileKind.ORDER_ITEMS
    return FileKind.ORDERS


def is_of_payments(header: Sequence[str], fields: Mapping[Field, int]) -> bool:
    """Whether rows tell how orders were paid, and neither when, nor by whom, nor what for."""
    told = {Field.DATE, Field.QUANTITY, *PEOPLE, *PRODUCTS}
    paid = any(synonyms.PAYMENT.search(" ".join(headers.words(cell))) for cell in header)
    return paid and Field.ORDER_ID in fields and not told & fields.keys()


def kind_by_values(
    header: Sequence[str],
    fields: Mapping[Field, int],
    samples: Sequence[Sample],
    rows: Sequence[Sequence[str]],
    sheet: str,
) -> FileKind:
    """What a table of no known platform is, by the names and values of its columns.

    Parameters
    ----------
    fields : columns as they would be understood in a file of orders
    sheet : name of the sheet or file, which may say "returns"
    """
    words = [" ".join(headers.words(cell)) for cell in header]
    ordered, dated = Field.ORDER_ID in fields, Field.DATE in fields
    sold_things = any(f in fields for f in PRODUCTS)
    paid = any(f in fields for f in AMOUNTS)
    who = next((fields[f] for f in PEOPLE if f in fields), None)
    if _is_returns(words, fields, sheet):
        return FileKind.RETURNS
    people = sum(bool(synonyms.CUSTOMER_LIST.search(w)) for w in words)
    if who is None and people < _TELLING and _is_product_list(words, fields, samples):
        return FileKind.PRODUCTS_STOCK
    if _is_customer_list(words, fields, samples, who, people):
        return FileKind.CUSTOMERS
    dated |= rough_time(header, rows, fields.values()) is not None and paid
    if ordered and sold_things and not (dated and who is not None):
        return FileKind.ORDER_ITEMS
    return FileKind.ORDERS


def _is_returns(words: Sequence[str], fields: Mapping[Field, int], sheet: str) -> bool:
    """Order numbers, a word that they came back, and neither money nor products."""
    told = {*AMOUNTS, *PRODUCTS, Field.QUANTITY, Field.REFUND}
    if Field.ORDER_ID not in fields or any(f in fields for f in told):
        return False
    return any(map(_RETURNS.search, (*words, sheet.casefold())))


def _is_product_list(
    words: Sequence[str], fields: Mapping[Field, int], samples: Sequence[Sample]
) -> bool:
    """Products without buyers: a catalogue, a stock or a cost list."""
    told = sum(bool(synonyms.PRODUCT_LIST.search(w) or _KEPT.search(w)) for w in words)
    sold = any(f in fields for f in (Field.ORDER_ID, Field.QUANTITY))
    thing = next((fields[f] for f in PRODUCTS if f in fields), None)
    order = fields.get(Field.ORDER_ID)
    if order is not None and samples[order].distinct < len(samples[order].cells):
        return False  # numbers that repeat are orders, not articles
    if told and not (sold and Field.DATE in fields):
        return True
    price_or_group = Field.CATEGORY in fields or Field.UNIT_PRICE in fields
    return thing is not None and Field.DATE not in fields and order is None and price_or_group


def _is_customer_list(
    words: Sequence[str],
    fields: Mapping[Field, int],
    samples: Sequence[Sample],
    who: int | None,
    people: int,
) -> bool:
    """One row per person: named once each, or with a label or words that only people bear.

    ``people``: columns that are called by such words.
    """
    dated = Field.DATE in fields
    sold = any(f in fields for f in (Field.ORDER_ID, Field.QUANTITY))
    paid = any(f in fields for f in AMOUNTS)
    once = who is not None and samples[who].distinct == len(samples[who].cells) > 1
    each = who is not None and samples[who].distinct >= SURE * len(samples[who].cells)
    listed = once and not sold and (not dated or people >= _TELLING)
    labelled = not dated and any(synonyms.CHURN_LABEL.search(w) for w in words)
    told = (not dated or (who is None and not sold)) and people >= _TELLING and "id" in words
    told |= not dated and people >= _TELLING
    told |= not dated and people == 1 and "id" in words
    contacts = each and not (dated or sold or paid)
    return labelled or (listed and (people > 0 or not dated)) or told or contacts
