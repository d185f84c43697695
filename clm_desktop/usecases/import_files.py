"""Confirmed previews -> rows in the project, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from clm_desktop.core.errors import FileError, QuestionsError
from clm_desktop.core.message import Message
from clm_desktop.core.rows import (
    OTHER_SHOP,
    FileInfo,
    FileKind,
    FileTotals,
    ImportReceipt,
    NumbersWord,
)
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest.reader import clean_blocks, file_info, item_blocks, items_info, list_blocks
from clm_desktop.ingest.types import FilePreview
from clm_desktop.store.file_notes import save_notes
from clm_desktop.store.importing import ImportWriter, writing_import
from clm_desktop.store.project import Project
from clm_desktop.store.settings import currency
from clm_desktop.usecases.cell_edits import save_edits
from clm_desktop.usecases.mapping_memory import remember, words_met
from clm_desktop.usecases.numbers_word import named, save_words
from clm_desktop.usecases.status_words import Met, told_words

# Orders first, so that the account of what was in them can say that it counts.
_SEQUENCE = tuple(FileKind)
LISTS = (FileKind.CUSTOMERS, FileKind.PRODUCTS_STOCK)
_READ_SHARE = 0.9  # of the work; the rest is sorting, checking and committing


def import_files(
    project: Project, files: Sequence[FilePreview], ctx: RunContext = NULL_CONTEXT
) -> ImportReceipt:
    """Import files as they were previewed, all or none; remember how they were read.

    Raises
    ------
    QuestionsError
        ``questions_open``: something must be answered first.
    FileError, ProjectError
        A file or the project cannot be read or written; nothing was changed.
    """
    demand_answers(files)
    counted_in = counting_currency(files, currency(project))
    with writing_import(project, ctx) as writer:
        written = write_files(writer, files, counted_in, ctx)
    return keep_readings(project, files, written)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an import, and the status words in it by the signature of the header."""

    receipt: ImportReceipt
    words: Mapping[str, Met]


def keep_readings(
    project: Project, files: Sequence[FilePreview], written: Written
) -> ImportReceipt:
    """Remember how files were read, once they are in; what workbooks left on the disk goes.

    The receipt says which status words were met for the first time.
    """
    notes = {file.sha256: file.notes for file in files}
    told: list[Message] = []
    for signature, file in {file.signature: file for file in files}.items():
        met = written.words.get(signature, Counter())
        told += told_words(file, met, words_met(project, signature))
        notes[file.sha256] += told_words(file, met)
    receipt = replace(written.receipt, told=tuple(told))
    remember(project, tuple(files), written.words)
    save_edits(project, files)
    save_words(project, files, receipt)
    save_notes(project, notes)
    for file in files:
        if file.source.extract is not None:
            file.source.extract.close()
    return receipt


def demand_answers(files: Sequence[FilePreview]) -> None:
    """Refuse files that leave something open: QuestionsError ``questions_open``.

    A file that lacks a column is refused with a FileError that says which.
    """
    for message in (m for file in files for m in file.missing):
        raise FileError(message.code.removeprefix("error."), **dict(message.params))
    unanswered = sorted({q.key for file in files for q in file.questions})
    if unanswered:
        raise QuestionsError("questions_open", questions=", ".join(unanswered))


def counting_currency(files: Sequence[FilePreview], of_shop: str) -> str:
    """What rows are counted in: the shop's currency, else what the files say first."""
    return of_shop or next((f.currency for f in files if f.currency), "")


def write_files(
    writer: ImportWriter, files: Sequence[FilePreview], counted_in: str, ctx: RunContext
) -> Written:
    """Read files into an import that was begun, and finish it."""
    total_bytes = sum(file.size_bytes for file in files) or 1
    done_bytes = 0
    words: dict[str, Met] = {}
    new_shops: dict[str, FileTotals] = {}  # by header: the months of another shop are one shop
    for file in sorted(files, key=lambda f: _SEQUENCE.index(f.kind)):
        start = done_bytes / total_bytes * _READ_SHARE
        done_bytes += file.size_bytes
        part = ctx.part(start, done_bytes / total_bytes * _READ_SHARE)
        info = _of_one_shop(file_info(file), new_shops.get(file.signature))
        writer.begin_file(info)
        met = words.setdefault(file.signature, Counter())
        if file.kind in LISTS:
            for listed in list_blocks(file, counted_in, part):
                writer.add_list(listed)
        else:
            for block in clean_blocks(file, counted_in, part, met):
                writer.add(block)
                del block  # before the next is made
        totals = writer.end_file()
        new_shops.setdefault(file.signature, totals)
        if file.products_in_cells or file.numbered_products is not None:
            writer.begin_file(replace(items_info(file), numbers=named(info.numbers, totals)))
            for block in item_blocks(file, NULL_CONTEXT):
                part.check()
                writer.add(block)
            writer.end_file()
    ctx.report(_READ_SHARE, "check")
    return Written(writer.finish(), words)


def _of_one_shop(info: FileInfo, first: FileTotals | None) -> FileInfo:
    """A file of a shop that was told to be a new one, where another file of it came first."""
    if first is None:
        return info
    word = info.numbers
    return replace(
        info,
        numbers=NumbersWord(
            orders=first.orders_of if word.orders == OTHER_SHOP else word.orders,
            customers=first.customers_of if word.customers == OTHER_SHOP else word.customers,
        ),
    )
