"""A confirmed preview -> the clean rows of its whole file, block by block."""

from __future__ import annotations

from collections.abc import Iterator

from clm_desktop.core.lists import ListBlock
from clm_desktop.core.rows import CleanBlock, FileInfo
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.edits import read_edited
from clm_desktop.ingest.meaning.clean import Cleaner
from clm_desktop.ingest.meaning.lists import ListCleaner
from clm_desktop.ingest.meaning.reading import reading_of
from clm_desktop.ingest.types import Field, FilePreview, RefundDay
from clm_desktop.ingest.values.currencies import may_be


def clean_blocks(preview: FilePreview, currency: str, ctx: RunContext) -> Iterator[CleanBlock]:
    """Read and clean a file in blocks of at most some 50,000 rows, in file order.

    Parameters
    ----------
    preview : what was confirmed; its questions must be answered (see ``preview.preview``)
    currency : ISO code that the project counts in; rows in others are set aside. '' = the file's
    ctx : is told how far the file is read

    Yields
    ------
    CleanBlock
        with ``rows_read == len(rows) + len(set_aside)``; over all blocks every row of the file
        stands exactly once. An order's total is told at least once, and equal wherever it is.
    """
    cleaner = Cleaner(reading_of(preview, currency))
    for block in read_edited(preview, ctx):
        yield cleaner.clean(block)


def list_blocks(preview: FilePreview, currency: str, ctx: RunContext) -> Iterator[ListBlock]:
    """Read and clean a list of people or products, as :func:`clean_blocks` does with orders."""
    cleaner = ListCleaner(reading_of(preview, currency), preview.signature)
    for block in read_edited(preview, ctx):
        yield cleaner.clean(block)


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
    )
