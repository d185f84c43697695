"""What the owner says about whose numbers files bear, kept for as long as the shop is.

The word belongs to the very file (by its SHA-256): when it is read anew or comes again, it holds.
Later files with the same header follow it, as long as all words about such files agree and the
project has none of another source: two shops of one system export the same columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from clm_desktop.core.errors import RequestError
from clm_desktop.core.lists import ListBlock
from clm_desktop.core.numbering import NOTHING_FOUND, NumbersFound
from clm_desktop.core.rows import (
    NOT_SAID,
    OTHER_SHOP,
    CleanBlock,
    FileKind,
    FileTotals,
    ImportReceipt,
    NumbersWord,
)
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest.reader import clean_blocks, file_info, list_blocks
from clm_desktop.ingest.types import FilePreview
from clm_desktop.store.numbers import (
    file_names,
    layout_sources,
    source_named,
    whose_numbers,
)
from clm_desktop.store.project import Project
from clm_desktop.store.settings import load_texts, save_texts

_PREFIX = "numbers "


class _Kept(msgspec.Struct, frozen=True):
    """The text that the store keeps."""

    signature: str
    orders: str | None = None
    customers: str | None = None


def with_words(project: Project, files: Sequence[FilePreview]) -> list[FilePreview]:
    """Files with what the owner said about them or, later, about files like them."""
    known = {
        key: msgspec.json.decode(text, type=_Kept)
        for key, text in load_texts(project, _PREFIX).items()
    }
    if not known:
        return list(files)
    return [replace(file, numbers=_word(project, file, known)) for file in files]


def save_words(project: Project, files: Sequence[FilePreview], receipt: ImportReceipt) -> None:
    """Keep what was said about files, with the names that new sources were given."""
    totals = {(one.info.sha256, one.info.name): one for one in receipt.files}
    known = load_texts(project, _PREFIX)
    texts = {}
    for file in files:
        if file.numbers != NOT_SAID or _key(file) in known:
            info = file_info(file)
            word = named(file.numbers, totals[info.sha256, info.name])
            kept = _Kept(file.signature, word.orders, word.customers)
            texts[_key(file)] = msgspec.json.encode(kept).decode()
    save_texts(project, texts)


def named(word: NumbersWord, totals: FileTotals) -> NumbersWord:
    """A word with the names of the sources that a file was taken for."""
    return NumbersWord(
        orders=None if word.orders is None else totals.orders_of,
        customers=None if word.customers is None else totals.customers_of,
    )


def word_of_names(project: Project, orders: str | None, customers: str | None) -> NumbersWord:
    """A word from names of sources or of their files; ``new``: numbers of another shop.

    Raises
    ------
    RequestError
        ``unknown_choice``.
    """
    names = {name for name in (orders, customers) if name not in (None, OTHER_SHOP)}
    found = {name: source_named(project, name) for name in names if name is not None}
    for name, scope in found.items():
        if scope is None:
            known = ", ".join((OTHER_SHOP, *file_names(project)))
            raise RequestError("unknown_choice", word=name, known=known)
    of_orders, of_customers = found.get(orders or ""), found.get(customers or "")
    return NumbersWord(
        orders=orders if of_orders is None else of_orders.orders,
        customers=customers if of_customers is None else of_customers.customers,
    )


def first_rows(
    file: FilePreview, currency: str, ctx: RunContext = NULL_CONTEXT
) -> CleanBlock | ListBlock | None:
    """Rows that a file begins with, None where it has no numbers that could be another's."""
    if file.kind is FileKind.PRODUCTS_STOCK:
        return None
    counted_in = currency or file.currency
    if file.kind is FileKind.CUSTOMERS:
        return next(list_blocks(file, counted_in, ctx), None)
    return next(clean_blocks(file, counted_in, ctx), None)


def find_numbers(
    project: Project,
    file: FilePreview,
    rows: CleanBlock | ListBlock | None,
    without_import: int = 0,
) -> NumbersFound:
    """Whose numbers a file bears that begins with some rows; parameters as ``whose_numbers``."""
    if rows is None:
        return NOTHING_FOUND
    return whose_numbers(project, file_info(file), rows, without_import)


def _word(project: Project, file: FilePreview, known: dict[str, _Kept]) -> NumbersWord:
    if own := known.get(_key(file)):
        return NumbersWord(orders=own.orders, customers=own.customers)
    alike = [kept for kept in known.values() if kept.signature == file.signature]
    if not alike:
        return NOT_SAID
    there = layout_sources(project, file_info(file))
    return NumbersWord(
        orders=_agreed({kept.orders for kept in alike}, there.orders),
        customers=_agreed({kept.customers for kept in alike}, there.customers),
    )


def _agreed(words: set[str | None], there: frozenset[str]) -> str | None:
    word = next(iter(words))
    return word if len(words) == 1 and there <= words else None


def _key(file: FilePreview) -> str:
    return f"{_PREFIX}{file.sha256} {file.source.member} {file.source.sheet}"
