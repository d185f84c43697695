"""Files that tests make up, and what the importer reads out of them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from clm_desktop.core.rows import CleanBlock, RowState
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.reader import clean_blocks
from clm_desktop.ingest.types import ColumnMapping, FilePreview, Source


@dataclass(frozen=True)
class Line:
    """One clean row in plain Python."""

    order: str
    customer: str
    product: str
    ts: int
    quantity: float
    cents: int
    state: RowState
    is_fee: bool
    total: int | None


@dataclass(frozen=True)
class Read:
    """A whole file as it was understood."""

    preview: FilePreview
    blocks: list[CleanBlock]

    @property
    def lines(self) -> list[Line]:
        return [line for block in self.blocks for line in _lines(block)]

    @property
    def reasons(self) -> list[str]:
        return [s.reason for block in self.blocks for s in block.set_aside]

    @property
    def paid(self) -> dict[str, int]:
        """Order -> what counts: its total where it is known, else the sum of its lines."""
        sums: dict[str, int] = {}
        totals: dict[str, int] = {}
        for line in self.lines:
            if line.state is RowState.COUNTS:
                sums[line.order] = sums.get(line.order, 0) + line.cents
                if line.total is not None:
                    totals[line.order] = line.total
        return sums | totals

    @property
    def buyers(self) -> dict[str, str]:
        return {line.order: line.customer for line in self.lines if line.state is RowState.COUNTS}

    @property
    def notes(self) -> list[str]:
        return [m.code for m in self.preview.notes]


def _lines(block: CleanBlock) -> list[Line]:
    r = block.rows
    return [
        Line(
            order=str(r.order.values[r.order.codes[i]]),
            customer=str(r.customer.values[r.customer.codes[i]]),
            product=str(r.product.values[r.product.codes[i]]),
            ts=int(r.ts[i]),
            quantity=float(r.quantity[i]),
            cents=int(r.cents[i]),
            state=RowState(int(r.state[i])),
            is_fee=bool(r.is_fee[i]),
            total=int(r.order_total_cents[i]) if r.order_total_known[i] else None,
        )
        for i in range(len(r))
    ]


def read(
    path: Path,
    answers: dict[str, str] | None = None,
    mapping: ColumnMapping | None = None,
    currency: str = "",
) -> Read:
    """Preview and read a file."""
    seen = preview(Source(path=path, name=path.name), NULL_CONTEXT, answers or {}, mapping)
    return Read(seen, list(clean_blocks(seen, currency, NULL_CONTEXT)))


def write(path: Path, text: str) -> Path:
    """A text file as it stands."""
    path.write_text(text, encoding="utf-8", newline="")
    return path


def table(path: Path, header: list[str], rows: list[dict[str, str]], delimiter: str = ",") -> Path:
    """A file with some header; cells that a row does not name are empty."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[row.get(cell, "") for cell in header] for row in rows])
    return write(path, text.getvalue())
