"""What dropped files seem to be, before anything is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clm_desktop.core.errors import FileError
from clm_desktop.core.message import Message
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest import headers
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.sniff import sniff
from clm_desktop.ingest.sources import expand
from clm_desktop.ingest.types import ColumnMapping, Field, FilePreview, Question, Sniffed, Source
from clm_desktop.store.project import Project
from clm_desktop.store.settings import has_mappings
from clm_desktop.usecases.mapping_memory import remembered

Answers = Mapping[str, str]  # key of a question -> code of a choice
_NO_ANSWERS: Answers = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """Everything that was dropped: tables to import, and tables that hold no orders."""

    files: tuple[FilePreview, ...]
    passed_over: tuple[Message, ...]  # why other tables of the same files are not imported
    seen_before: bool  # the project has read files with all of these headers

    @property
    def questions(self) -> tuple[Question, ...]:
        """What must be known first; each key once."""
        return tuple({q.key: q for file in self.files for q in file.questions}.values())


def preview_files(
    paths: Sequence[Path],
    ctx: RunContext = NULL_CONTEXT,
    project: Project | None = None,
    *,
    answers: Answers = _NO_ANSWERS,
    columns: Mapping[Field, str] | None = None,
) -> ImportPreview:
    """Look at every table in the files; tables with one header are read the same way.

    Parameters
    ----------
    paths : files as they were dropped: tables, workbooks, archives
    project : where known headers are read as before
    answers : what is known already of what may be asked
    columns : what the columns mean, as header texts, where the owner says so

    Raises
    ------
    FileError
        One of the files cannot be read or holds no orders at all. A sheet or a member beside
        others that do is passed over and told.
    """
    ctx.report(None, "look")
    sources = expand(paths, ctx)
    looker = _Looker(project, answers, columns)
    found: list[FilePreview] = []
    refused: list[tuple[Path, FileError]] = []
    for number, source in enumerate(sources):
        ctx.report(number / len(sources), "look")
        try:
            found.append(looker.look(source, ctx))
        except FileError as error:
            refused.append((source.path, error))
    with_orders = {file.source.path for file in found}
    for path, reason in refused:
        if path not in with_orders:
            raise reason
    return ImportPreview(
        files=_agreed(found, ctx, answers),
        passed_over=tuple(reason.message for _, reason in refused),
        seen_before=looker.all_remembered,
    )


def preview_again(
    previews: Sequence[FilePreview], answers: Answers, ctx: RunContext = NULL_CONTEXT
) -> tuple[FilePreview, ...]:
    """Look again with the mapping that the previews hold now, and with answers."""
    again = [preview(file.source, ctx, answers, file.mapping) for file in previews]
    return _agreed(again, ctx, answers)


class _Looker:
    """Looks at one table after another, by what is told or remembered of its header."""

    def __init__(
        self, project: Project | None, answers: Answers, columns: Mapping[Field, str] | None
    ) -> None:
        knows_some = project is not None and has_mappings(project)
        self.all_remembered = knows_some and columns is None
        self._project = project if knows_some else None
        self._answers = answers
        self._columns = columns

    def look(self, source: Source, ctx: RunContext) -> FilePreview:
        if self._project is None and self._columns is None:
            return preview(source, ctx, self._answers)
        sniffed = sniff(source, ctx, self._answers.get("encoding", ""))
        if self._columns is not None:
            told = _told(self._columns, sniffed.header, source.name)
            return preview(source, ctx, self._answers, told)
        return self._as_before(sniffed, ctx)

    def _as_before(self, sniffed: Sniffed, ctx: RunContext) -> FilePreview:
        source = sniffed.source
        known = self._remembered(sniffed, ctx)
        if known is not None:
            try:
                return preview(source, ctx, self._answers, known)
            except FileError:
                pass  # no longer fits: found out anew
        self.all_remembered = False
        return preview(source, ctx, self._answers)

    def _remembered(self, sniffed: Sniffed, ctx: RunContext) -> ColumnMapping | None:
        """How files of this header were read, which may itself be written in other letters."""
        if self._project is None:
            return None
        asked = [q for q in sniffed.questions if q.key == "encoding"]
        for choice in asked[0].choices if asked else ():
            header = sniff(sniffed.source, ctx, choice.code).header
            as_chosen = remembered(self._project, headers.signature(header))
            if as_chosen is not None and as_chosen.encoding == choice.code:
                return as_chosen
        known = remembered(self._project, headers.signature(sniffed.header))
        return None if known is None else replace(known, encoding="")


def _told(columns: Mapping[Field, str], header: tuple[str, ...], name: str) -> ColumnMapping:
    fields = []
    for field, title in columns.items():
        if title not in header:
            raise FileError("no_such_column", name=name, column=title)
        fields.append((field, header.index(title)))
    return ColumnMapping(fields=tuple(fields))


def _agreed(
    files: Sequence[FilePreview], ctx: RunContext, answers: Answers
) -> tuple[FilePreview, ...]:
    """Let files whose own rows leave a format open follow files of the same header.

    One day's file may not tell 03/04 from 04/03; the month's files together do.
    """
    decided = {(f.signature, f.mapping.fields): f.mapping for f in files if not f.questions}
    agreed = []
    for file in files:
        known = decided.get((file.signature, file.mapping.fields))
        if file.questions and known is not None:
            told = replace(
                known,
                date_format=known.date_format or file.mapping.date_format,
                decimal_mark=known.decimal_mark or file.mapping.decimal_mark,
            )
            agreed.append(preview(file.source, ctx, answers, told))
        else:
            agreed.append(file)
    return tuple(agreed)
