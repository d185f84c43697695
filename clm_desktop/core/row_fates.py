"""What became of the rows of imported files: what the store tells of them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clm_desktop.core.rows import FileKind, RowState


class RowFate(StrEnum):
    """What became of a row."""

    CREATED = "created"  # was new
    CHANGED = "changed"
    KNOWN = "known"
    LEFT_OUT = "left-out"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a line says; ``order_cents`` is the total that the file told for its order."""

    customer_key: str  # '' = sold to nobody known
    ts: int  # seconds since 1970-01-01 00:00 of the shop's clock, 0 = not told
    quantity: float
    cents: int
    state: RowState
    order_cents: int | None


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row of an imported file that was understood."""

    import_id: int
    file_name: str
    row: int  # 1-based number of the row in its table
    order_key: str
    product_key: str
    product_name: str
    said: LineFacts
    was: LineFacts | None = None  # what the line said before; only of changed rows


Told = tuple[tuple[str, str | float], ...]  # (what, value); '' and unknown are left out


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row of a list of people or products."""

    import_id: int
    file_name: str
    row: int
    kind: FileKind
    key: str
    state: RowState
    said: Told
    was: Told | None = None  # the newest told before; only of changed rows
