"""Changes to what the columns of a file mean; pure functions behind the check screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.meaning.date_parts import PARTS
from clm_desktop.ingest.meaning.status import word_key
from clm_desktop.ingest.types import ColumnMapping, Field, FilePreview, Treatment

_MONEY = (Field.LINE_TOTAL, Field.ORDER_TOTAL, Field.UNIT_PRICE, Field.REFUND, Field.COST)


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
        key = (preview.signature, preview.platform, preview.mapping, preview.numbers, asked)
        groups.setdefault(key, []).append(preview)
    return tuple(Alike(tuple(group)) for group in groups.values())


def with_meaning(mapping: ColumnMapping, column: int, field: Field | None) -> ColumnMapping:
    """Let a column mean a field (None: nothing); the field's old column means nothing then.

    A date column that was not looked at before has no format yet, other money no decimal mark, and
    what other discounts are nobody has said.
    """
    kept = [(f, c) for f, c in mapping.fields if c != column and f is not field]
    if field is not None:
        kept.append((field, column))
    order = list(Field)
    now = dict(kept)
    moved_date = any(mapping.column(f) != now.get(f) for f in PARTS)
    moved_money = any(mapping.column(f) != now.get(f) for f in _MONEY)
    off = Field.DISCOUNT
    return replace(
        mapping,
        fields=tuple(sorted(kept, key=lambda pair: order.index(pair[0]))),
        date_format="" if moved_date else mapping.date_format,
        decimal_mark="" if moved_money else mapping.decimal_mark,
        discount=mapping.discount if mapping.column(off) == now.get(off) else None,
    )


def with_status(mapping: ColumnMapping, word: str, told: Treatment | None) -> ColumnMapping:
    """Let rows with a status word be treated so; None: as usual."""
    kept = {key: treatment for key, treatment in mapping.statuses if key != word_key(word)}
    if told is not None:
        kept[word_key(word)] = told
    return replace(mapping, statuses=tuple(kept.items()))


def with_kind(mapping: ColumnMapping, kind: FileKind) -> ColumnMapping:
    """Let rows be something else; what the columns mean is found out anew."""
    return replace(mapping, kind=kind, fields=(), date_format="", decimal_mark="", discount=None)
