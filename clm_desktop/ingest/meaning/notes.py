"""What the owner should know about a file before importing it; see ``codes.NOTES``."""

from __future__ import annotations

from collections.abc import Iterator

from clm_desktop.core.message import Message
from clm_desktop.core.phones import is_relayed
from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.headers import unit_digits
from clm_desktop.ingest.meaning import identity
from clm_desktop.ingest.meaning.evidence import MONEY
from clm_desktop.ingest.meaning.kinds import AMOUNTS, PEOPLE
from clm_desktop.ingest.meaning.platforms import Platform
from clm_desktop.ingest.meaning.products import is_several
from clm_desktop.ingest.meaning.reading import sample_cells
from clm_desktop.ingest.types import ColumnMapping, DiscountUnit, Field, Sniffed

_MASKED_SHARE = 0.5  # of the cells that should tell people apart
_IDS = (Field.ORDER_ID, Field.CUSTOMER_ID, Field.PHONE, Field.PRODUCT_ID)


def notes_of(
    sniffed: Sniffed,
    columns: ColumnMapping,
    platform: Platform | None,
    mixed_decimals: bool,
    *,
    split: bool = False,
) -> tuple[Message, ...]:
    """Everything worth saying about the sample; ``split``: products of one cell are told apart."""
    notes = [Message.of("note.platform", platform=platform.name)] if platform is not None else []
    if columns.kind in (None, FileKind.ORDERS):
        notes.extend(_about_people(sniffed, columns))
    else:
        notes.append(_about_kind(sniffed, columns))
    notes.extend(_about_cells(sniffed, columns, platform))
    name = columns.column(Field.PRODUCT_NAME)
    several = _several_products(sniffed, columns)
    if split and name is not None:
        notes.append(Message.of("note.products_split", column=sniffed.header[name]))
    elif several:
        notes.append(Message.of("note.products_not_split", column=several))
    if mixed_decimals:
        notes.append(Message.of("note.mixed_decimals"))
    return tuple(notes)


def _about_kind(sniffed: Sniffed, columns: ColumnMapping) -> Message:
    """What becomes of rows that are no orders of their own."""
    if columns.kind is FileKind.CUSTOMERS:
        label = columns.column(Field.CHURNED)
        if label is None:
            return Message.of("note.customer_list")
        return Message.of("note.labelled_customers", column=sniffed.header[label])
    if columns.kind is FileKind.PRODUCTS_STOCK:
        return Message.of("note.product_list")
    if columns.kind is FileKind.RETURNS:
        return Message.of("note.returns")
    fields = dict(columns.fields)
    whole = Field.DATE in fields and any(f in fields for f in AMOUNTS)
    named = any(f in fields for f in PEOPLE)
    return Message.of("note.dated_items" if whole and not named else "note.items_of_orders")


def _about_people(sniffed: Sniffed, columns: ColumnMapping) -> Iterator[Message]:
    """Whether repeat buyers can be seen."""
    strong, names = 0, 0
    filled, masked = 0, 0
    for field, key in identity.KEYS:
        cells = [c for c in sample_cells(columns, sniffed.sample, field) if c]
        known = sum(key(c) != "" for c in cells)
        if field is Field.CUSTOMER_NAME:
            names += known
        else:
            strong += known
        filled += len(cells)
        masked += sum(identity.is_masked(c) for c in cells)
    parts = sample_cells(columns, sniffed.sample, Field.LAST_NAME)
    names += sum(identity.name_key(c) != "" for c in parts)
    if masked and masked >= _MASKED_SHARE * filled and not strong:
        yield Message.of("note.masked_buyers", masked_share=masked / filled)
    elif not strong and not names:
        yield Message.of("note.no_buyers")
    phones = [c for c in sample_cells(columns, sniffed.sample, Field.PHONE) if c]
    relayed = sum(is_relayed(identity.tidy(c)) for c in phones)
    if relayed and not strong and relayed >= _MASKED_SHARE * len(phones):
        yield Message.of("note.relayed_phones", relayed_share=relayed / len(phones))
    if names and not strong:
        yield Message.of("note.names_only")


def _about_cells(
    sniffed: Sniffed, columns: ColumnMapping, platform: Platform | None
) -> Iterator[Message]:
    if platform is not None and not platform.has_amounts:
        yield Message.of("note.no_amounts")
    titles = [sniffed.header[column] for field, column in columns.fields if field in MONEY]
    for title in filter(unit_digits, titles):
        yield Message.of("note.myriads", column=title)
    for field in _IDS:
        column = columns.column(field)
        damaged = [
            c for c in sample_cells(columns, sniffed.sample, field) if identity.is_damaged(c)
        ]
        if damaged and column is not None:
            example = "" if field is Field.PHONE else damaged[0]
            yield Message.of("note.damaged_ids", column=sniffed.header[column], example=example)
    off = columns.column(Field.DISCOUNT)
    if off is not None and columns.discount not in (None, DiscountUnit.NONE):
        yield Message.of("note.discount", column=sniffed.header[off])
    if columns.kind in (None, FileKind.ORDERS) and columns.column(Field.ORDER_ID) is None:
        yield Message.of("note.made_orders")


def _several_products(sniffed: Sniffed, columns: ColumnMapping) -> str:
    """Title of the column of products where a cell holds several of them, else ''."""
    column = columns.column(Field.PRODUCT_NAME)
    cells = sample_cells(columns, sniffed.sample, Field.PRODUCT_NAME)
    return sniffed.header[column] if column is not None and any(map(is_several, cells)) else ""
