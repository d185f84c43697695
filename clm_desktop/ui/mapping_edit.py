"""Changes to what the columns of a file mean; pure functions behind the check screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clm_desktop.ingest.types import ColumnMapping, Field, FilePreview


@dataclass(frozen=True, slots=True)
class Alike:
    """Files that are read the same way, because their headers and dialects agree."""

    previews: tuple[FilePreview, ...]

    @property
    def first(self) -> FilePreview:
        """The one that is shown for all."""
        return self.previews[0]


def grouped(previews: Sequence[FilePreview]) -> tuple[Alike, ...]:
    """Files by what they ask and how they are read, in the order they were given."""
    groups: dict[tuple[object, ...], list[FilePreview]] = {}
    for preview in previews:
        asked = tuple(question.key for question in preview.questions)
        key = (preview.signature, preview.platform, preview.mapping, asked)
        groups.setdefault(key, []).append(preview)
    return tuple(Alike(tuple(group)) for group in groups.values())


def with_meaning(mapping: ColumnMapping, column: int, field: Field | None) -> ColumnMapping:
    """Let a column mean a field (None: nothing); the field's old column means nothing then.

    A date column that was not looked at before has no format yet.
    """
    kept = [(f, c) for f, c in mapping.fields if c != column and f is not field]
    if field is not None:
        kept.append((field, column))
    order = list(Field)
    moved_date = mapping.column(Field.DATE) != dict(kept).get(Field.DATE)
    return replace(
        mapping,
        fields=tuple(sorted(kept, key=lambda pair: order.index(pair[0]))),
        date_format="" if moved_date else mapping.date_format,
    )
