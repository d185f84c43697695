"""Cells that the owner typed anew, laid over what a file holds while it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import overload

import numpy as np

from clm_desktop.core.run import RunContext
from clm_desktop.ingest.factor import Factor
from clm_desktop.ingest.text_table import read_text
from clm_desktop.ingest.types import CellEdit, FilePreview, TextBlock

Change = tuple[int, str]  # place in the block, new text


def read_edited(preview: FilePreview, ctx: RunContext) -> Iterator[TextBlock]:
    """The rows of a file as text, with the owner's cells in place of its own."""
    blocks = read_text(preview.source, preview.dialect, len(preview.header), ctx)
    return map(partial(_edited, edits=preview.edits), blocks) if preview.edits else blocks


def _edited(block: TextBlock, edits: Sequence[CellEdit]) -> TextBlock:
    changes: dict[int, list[Change]] = {}
    for edit in edits:
        for place in np.flatnonzero(block.row == edit.row).tolist():
            changes.setdefault(edit.column, []).append((place, edit.value))
    return replace(block, columns=_Columns(block.columns, changes)) if changes else block


class _Columns(Sequence[Factor]):
    """Columns of a block, some of whose cells are others; made when they are asked for."""

    def __init__(self, columns: Sequence[Factor], changes: dict[int, list[Change]]) -> None:
        self._columns = columns
        self._changes = changes

    def __len__(self) -> int:
        return len(self._columns)

    @overload
    def __getitem__(self, position: int) -> Factor: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[Factor]: ...

    def __getitem__(self, position: int | slice) -> Factor | Sequence[Factor]:
        if isinstance(position, slice):
            return [self[place] for place in range(*position.indices(len(self)))]
        column = self._columns[position]
        changes = self._changes.get(position)
        if not changes:
            return column
        codes, values = column.codes.copy(), column.values.tolist()
        for place, text in changes:
            codes[place] = len(values)
            values.append(text)
        told = np.empty(len(values), object)
        told[:] = values
        return Factor(codes, told).distinct()
