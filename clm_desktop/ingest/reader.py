"""A confirmed preview -> the clean rows of its whole file, block by block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from clm_desktop.core.lists import ListBlock
from clm_desktop.core.rows import CleanBlock, FileInfo, FileKind
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.edits import read_edited
from clm_desktop.ingest.factor import Factor
from clm_desktop.ingest.meaning.clean import Cleaner
from clm_desktop.ingest.meaning.lists import ListCleaner
from clm_desktop.ingest.meaning.product_cells import Form, split_products
from clm_desktop.ingest.meaning.reading import reading_of
from clm_desktop.ingest.types import ColumnMapping, Field, FilePreview, RefundDay, TextBlock
from clm_desktop.ingest.values.currencies import may_be

_OF_ITEMS = (Field.ORDER_ID, Field.PRODUCT_NAME)


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
    for block in read_edited(preview, ctx):
        yield cleaner.clean(block)
    if words is not None:
        for (column, word), rows in cleaner.statuses.take_met().items():
            words[preview.header[column], word] += rows


def list_blocks(preview: FilePreview, currency: str, ctx: RunContext) -> Iterator[ListBlock]:
    """Read and clean a list of people or products, as :func:`clean_blocks` does with orders."""
    cleaner = ListCleaner(reading_of(preview, currency), preview.signature)
    for block in read_edited(preview, ctx):
        yield cleaner.clean(block)


def item_blocks(preview: FilePreview, ctx: RunContext) -> Iterator[CleanBlock]:
    """What was in the orders of a file whose cells list several products, as a file of its own.

    A cell that does not read as the others stays one product.
    """
    order, name = (dict(preview.mapping.fields)[field] for field in _OF_ITEMS)
    items = replace(
        preview,
        mapping=ColumnMapping(fields=(*zip(_OF_ITEMS, (0, 1), strict=True), (Field.QUANTITY, 2))),
        header=(preview.header[order], preview.header[name], ""),
        sample=(),
        kind=FileKind.ORDER_ITEMS,
        platform="",
    )
    cleaner, done = Cleaner(reading_of(items, preview.counted_in)), 0
    for block in read_edited(preview, ctx):
        ctx.check()
        rows = [
            (number, *piece)
            for number, cell in zip(
                block.columns[order].texts().tolist(),
                block.columns[name].texts().tolist(),
                strict=True,
            )
            if cell.strip()
            for piece in split_products(cell, Form(preview.products_in_cells)) or ((cell, 1),)
        ]
        texts = (np.array([str(row[i]) for row in rows], object) for i in range(3))
        row = np.arange(done + 1, done + 1 + len(rows), dtype=np.int64)
        done += len(rows)
        if rows:
            yield cleaner.clean(
                TextBlock(row=row, columns=tuple(map(Factor.of, texts)), misfits=())
            )


def items_info(preview: FilePreview) -> FileInfo:
    """How the products in the cells of a file are kept with its import."""
    info = file_info(preview)
    name = dict(preview.mapping.fields)[Field.PRODUCT_NAME]
    return replace(
        info,
        name=f"{info.name} [{preview.header[name]}]",
        kind=FileKind.ORDER_ITEMS,
        whole_orders=False,
        mapping=tuple(pair for pair in info.mapping if pair[0] in _OF_ITEMS),
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
