"""A confirmed preview -> the clean rows of its whole file, block by block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from clm_desktop.core.lists import ListBlock
from clm_desktop.core.rows import CleanBlock, FileInfo, FileKind
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.edits import read_edited
from clm_desktop.ingest.factor import Factor
from clm_desktop.ingest.meaning.clean import Cleaner
from clm_desktop.ingest.meaning.kinds import PRODUCTS
from clm_desktop.ingest.meaning.lists import ListCleaner
from clm_desktop.ingest.meaning.numbered_products import stacked
from clm_desktop.ingest.meaning.product_cells import Form, split_products
from clm_desktop.ingest.meaning.reading import reading_of
from clm_desktop.ingest.types import (
    ColumnMapping,
    Field,
    FilePreview,
    NumberedProducts,
    RefundDay,
    TextBlock,
)
from clm_desktop.ingest.values.currencies import may_be


def clean_blocks(
    preview: FilePreview,
    currency: str,
    ctx: RunContext,
    words: Counter[tuple[str, str]] | None = None,
) -> Iterator[CleanBlock]:
    """Read and clean a file in blocks of at most some 50,000 rows, in file order.

    Parameters
    ----------
    preview : what was confirmed; its questions must be answered (see ``preview.preview``)
    currency : ISO code that the project counts in; rows in others are set aside. '' = the file's
    ctx : is told how far the file is read
    words : takes up how many rows bear each (header, status word), once all are read

    Yields
    ------
    CleanBlock
        with ``rows_read == len(rows) + len(set_aside)``; over all blocks every row of the file
        stands exactly once. An order's total is told at least once, and equal wherever it is.
    """
    cleaner = Cleaner(reading_of(preview, currency))
    yield from map(cleaner.clean, read_edited(preview, ctx))
    if words is not None:
        for (column, word), rows in cleaner.statuses.take_met().items():
            words[preview.header[column], word] += rows


def list_blocks(preview: FilePreview, currency: str, ctx: RunContext) -> Iterator[ListBlock]:
    """Read and clean a list of people or products, as :func:`clean_blocks` does with orders."""
    cleaner = ListCleaner(reading_of(preview, currency), preview.signature)
    yield from map(cleaner.clean, read_edited(preview, ctx))


def item_blocks(preview: FilePreview, ctx: RunContext) -> Iterator[CleanBlock]:
    """What was in the orders of a file that lists products in cells or columns, as a file of items.

    A cell that does not read as the others stays one product.
    """
    told = _told_products(preview)
    order = dict(preview.mapping.fields)[Field.ORDER_ID]
    pieces = () if Field.QUANTITY in told.fields else (Field.QUANTITY,)
    fields = (Field.ORDER_ID, *told.fields, *pieces)
    below = _rows_of(told, (("", *row) for row in stacked(preview.sample, told.places)))
    items = replace(
        preview,
        mapping=ColumnMapping(
            fields=tuple((field, c) for c, field in enumerate(fields)),
            decimal_mark=preview.mapping.decimal_mark,
        ),
        header=(preview.header[order], *told.header, *("" for _ in pieces)),
        sample=tuple(below),
        kind=FileKind.ORDER_ITEMS,
        platform="",
        products_in_cells="",
        numbered_products=None,
    )
    cleaner, done = Cleaner(reading_of(items, preview.counted_in)), 0
    for block in read_edited(preview, ctx):
        ctx.check()
        rows = list(_rows_of(told, _products_of(block, order, told)))
        row = np.arange(done + 1, done + 1 + len(rows), dtype=np.int64)
        done += len(rows)
        if rows:
            texts = (np.array(cells, object) for cells in zip(*rows, strict=True))
            yield cleaner.clean(
                TextBlock(row=row, columns=tuple(map(Factor.of, texts)), misfits=())
            )


def _told_products(preview: FilePreview) -> NumberedProducts:
    """Where the products of an order stand: in numbered columns, or all in one."""
    if preview.numbered_products is not None:
        return preview.numbered_products
    name = dict(preview.mapping.fields)[Field.PRODUCT_NAME]
    return NumberedProducts(
        header=(preview.header[name],),
        fields=(Field.PRODUCT_NAME,),
        places=((name,),),
        form=preview.products_in_cells,
    )


def _products_of(block: TextBlock, order: int, told: NumberedProducts) -> Iterator[tuple[str, ...]]:
    """Order number and cells of each product, order by order."""
    columns = {c: block.columns[c].texts().tolist() for at in told.places for c in at if c >= 0}
    nothing = [""] * len(block.row)
    parts = [zip(*(columns.get(c, nothing) for c in at), strict=True) for at in told.places]
    numbers = block.columns[order].texts().tolist()
    for number, *products in zip(numbers, *parts, strict=True):
        yield from ((number, *cells) for cells in products if any(map(str.strip, cells)))


def _rows_of(
    told: NumberedProducts, products: Iterable[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """Rows of order, what is told of a product, and its pieces where no column has them."""
    name = 1 + next(c for c, field in enumerate(told.fields) if field in PRODUCTS)
    is_counted = Field.QUANTITY in told.fields
    for cells in products:
        found = split_products(cells[name], Form(told.form)) if told.form else None
        if is_counted or not cells[name].strip():
            yield cells if is_counted else (*cells, "1")
            continue
        for product, pieces in found or ((cells[name], 1),):
            yield (*cells[:name], product, *cells[name + 1 :], str(pieces))


def items_info(preview: FilePreview) -> FileInfo:
    """How the products in the cells or columns of a file are kept with its import."""
    info, told = file_info(preview), _told_products(preview)
    return replace(
        info,
        name=f"{info.name} [{told.header[0]}]",
        kind=FileKind.ORDER_ITEMS,
        whole_orders=False,
        mapping=(
            *(pair for pair in info.mapping if pair[0] == Field.ORDER_ID),
            *((f.value, told.header[c]) for c, f in enumerate(told.fields)),
        ),
    )


def _counted_in(preview: FilePreview) -> str:
    """The currency that the amounts are in after the import."""
    told, main = preview.currency, preview.counted_in
    return told if not main or (told and may_be(told, main)) else main


def file_info(preview: FilePreview) -> FileInfo:
    """How a file is read, to be kept with its import."""
    source, refunds_on = preview.source, preview.mapping.refunds_on
    name = source.name or "/".join(p for p in (source.path.name, source.member, source.sheet) if p)
    return FileInfo(
        name=name,
        sha256=preview.sha256,
        size_bytes=preview.size_bytes,
        encoding=preview.dialect.encoding,
        delimiter=preview.dialect.delimiter if preview.dialect.encoding else "",
        platform=preview.platform,
        mapping=(
            *((f.value, preview.header[c]) for f, c in preview.mapping.fields),
            *((("refunds_on", refunds_on),) if refunds_on is not RefundDay.ORDER else ()),
        ),
        currency=_counted_in(preview),
        order_ids_given=preview.mapping.column(Field.ORDER_ID) is not None,
        kind=preview.kind,
        whole_orders=preview.whole_orders,
        numbers=preview.numbers,
    )
