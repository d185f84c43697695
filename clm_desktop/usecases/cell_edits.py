"""Cells that the owner typed anew, kept with what stood there, for as long as the shop is.

They belong to the very file (by its SHA-256): when it is read anew or comes again, they are laid
over it again. Undoing the import takes the rows out; typing what stood there forgets an edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from clm_desktop.ingest.reader import file_info
from clm_desktop.ingest.types import CellEdit, FilePreview, ToldRow
from clm_desktop.store.project import Project
from clm_desktop.store.settings import load_texts, save_texts

_PREFIX = "edits "


def with_edit(file: FilePreview, edit: CellEdit) -> FilePreview:
    """A preview with one more cell as the owner typed it; as it stood: the edit is forgotten."""
    before = next((e.before for e in file.edits if _cell(e) == _cell(edit)), edit.before)
    kept = [e for e in file.edits if _cell(e) != _cell(edit)]
    if edit.value != before:
        kept.append(replace(edit, before=before))
    return replace(file, edits=tuple(kept))


def edited_files(
    files: Sequence[FilePreview], told: ToldRow, value: str
) -> tuple[FilePreview, ...]:
    """Files with another text in the cell that a row was told for."""
    name, row = told
    return tuple(
        with_edit(file, CellEdit(row.row, file.header.index(row.column), value, row.value))
        if file_info(file).name == name and row.column in file.header
        else file
        for file in files
    )


def save_edits(project: Project, files: Sequence[FilePreview]) -> None:
    """Keep the edits of files, also that there are none any more."""
    told = {_key(file): msgspec.json.encode(file.edits).decode() for file in files}
    known = load_texts(project, _PREFIX)
    save_texts(project, {k: t for k, t in told.items() if t != known.get(k, "[]")})


def load_edits(project: Project, file: FilePreview) -> tuple[CellEdit, ...]:
    """The edits of a file that was here before."""
    text = load_texts(project, _key(file)).get(_key(file), "[]")
    edits = msgspec.json.decode(text, type=tuple[CellEdit, ...])
    return tuple(edit for edit in edits if edit.column < len(file.header))


def _cell(edit: CellEdit) -> tuple[int, int]:
    return edit.row, edit.column


def _key(file: FilePreview) -> str:
    return f"{_PREFIX}{file.sha256} {file.source.member} {file.source.sheet}"
