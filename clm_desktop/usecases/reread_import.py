"""Change how files were read, without starting over: an import in the place of an old one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from clm_desktop.core.errors import RequestError
from clm_desktop.core.rows import FileInfo, ImportReceipt
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest.types import Field, FilePreview, RefundDay
from clm_desktop.store.history import ImportRecord, list_imports
from clm_desktop.store.project import Project
from clm_desktop.store.replacing import replacing_import
from clm_desktop.store.settings import currency, load_path
from clm_desktop.usecases.import_files import (
    counting_currency,
    demand_answers,
    keep_readings,
    write_files,
)
from clm_desktop.usecases.preview_files import ImportPreview, preview_again, preview_files


def reread_import(
    project: Project,
    import_id: int,
    files: Sequence[FilePreview],
    ctx: RunContext = NULL_CONTEXT,
) -> ImportReceipt:
    """Take an import back and import files in its place, both or neither.

    The import keeps its number, its day and its place in the history; later ones stay as they
    are. Errors as for :func:`clm_desktop.usecases.import_files.import_files`, and RequestError
    ``import_unknown``.
    """
    demand_answers(files)
    counted_in = counting_currency(files, currency(project, without_import=import_id))
    with replacing_import(project, import_id, ctx) as writer:
        written = write_files(writer, files, counted_in, ctx)
    return keep_readings(project, files, written)


def preview_reread(
    project: Project,
    import_id: int,
    paths: Sequence[Path] = (),
    ctx: RunContext = NULL_CONTEXT,
) -> ImportPreview:
    """Look at the files of an import with the mapping that it was read with.

    Parameters
    ----------
    paths : where the files are now; none: where they were when they were imported

    Raises
    ------
    RequestError
        ``import_unknown``; ``file_moved``: without ``paths``, when a file is no longer there or
        not the one that was imported.
    FileError
        A file cannot be read.
    """
    record = _record(project, import_id)
    infos = [file.info for file in record.files]
    found = preview_files(
        paths or _old_paths(project, infos), ctx, project, incomplete=True, replaced=import_id
    )
    files = found.files
    if not paths:
        wanted = {info.sha256 for info in infos}
        files = tuple(file for file in files if file.sha256 in wanted)
        missing = wanted - {file.sha256 for file in files}
        if missing:
            raise _moved(next(info for info in infos if info.sha256 in missing))
    as_it_was = [_as_it_was(file, infos) for file in files]
    changed = tuple(new.mapping != old.mapping for new, old in zip(as_it_was, files, strict=True))
    if any(changed):
        as_it_was = list(preview_again(as_it_was, {}, ctx))
    return replace(found, files=tuple(as_it_was), seen_before=False)


def _record(project: Project, import_id: int) -> ImportRecord:
    found = (record for record in list_imports(project) if record.import_id == import_id)
    record = next(found, None)
    if record is None:
        raise RequestError("import_unknown", number=import_id)
    return record


def _old_paths(project: Project, infos: Sequence[FileInfo]) -> tuple[Path, ...]:
    """Where the files of an import were; a workbook or archive holds several of them."""
    paths: dict[Path, None] = {}
    for info in infos:
        told = load_path(project, info.sha256)
        if not told or not Path(told).is_file():
            raise _moved(info)
        paths[Path(told)] = None
    return tuple(paths)


def _moved(info: FileInfo) -> RequestError:
    return RequestError("file_moved", file=info.name)


def _as_it_was(file: FilePreview, infos: Sequence[FileInfo]) -> FilePreview:
    """A preview with the columns of the import, where it has them all."""
    info = next((i for i in infos if i.sha256 == file.sha256), infos[0] if infos else None)
    if info is None:
        return file
    known = {field.value for field in Field}
    titles = {Field(field): title for field, title in info.mapping if field in known}
    if any(title not in file.header for title in titles.values()):
        return file
    refunds_on = RefundDay(dict(info.mapping).get("refunds_on", RefundDay.ORDER))
    mapping = replace(file.mapping, refunds_on=refunds_on)
    fields = tuple((field, file.header.index(title)) for field, title in titles.items())
    if set(fields) != set(file.mapping.fields) or info.kind is not file.kind:
        mapping = replace(mapping, fields=fields, kind=info.kind)
    return replace(file, mapping=mapping)
