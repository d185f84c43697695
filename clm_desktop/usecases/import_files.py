"""Confirmed previews -> rows in the project, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from clm_desktop.core.errors import QuestionsError
from clm_desktop.core.rows import ImportReceipt
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest.reader import clean_blocks, file_info
from clm_desktop.ingest.types import FilePreview
from clm_desktop.store.importing import writing_import
from clm_desktop.store.project import Project
from clm_desktop.store.settings import currency
from clm_desktop.usecases.mapping_memory import remember

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
    unanswered = sorted({q.key for file in files for q in file.questions})
    if unanswered:
        raise QuestionsError("questions_open", questions=", ".join(unanswered))
    counted_in = currency(project) or next((f.currency for f in files if f.currency), "")
    total_bytes = sum(file.size_bytes for file in files) or 1
    done_bytes = 0
    with writing_import(project, ctx) as writer:
        for file in files:
            start = done_bytes / total_bytes * _READ_SHARE
            done_bytes += file.size_bytes
            part = ctx.part(start, done_bytes / total_bytes * _READ_SHARE)
            writer.begin_file(file_info(file))
            for block in clean_blocks(file, counted_in, part):
                writer.add(block)
            writer.end_file()
        ctx.report(_READ_SHARE, "check")
        receipt = writer.finish()
    remember(project, tuple(files))
    for file in files:
        if file.source.extract is not None:
            file.source.extract.close()
    return receipt
