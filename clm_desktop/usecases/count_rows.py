"""What an import would make of files, found out without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.rows import CleanRows, Labels, RowState
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest.explain import ExplainedBlock, explained_blocks
from clm_desktop.ingest.reader import file_info
from clm_desktop.ingest.types import SHOWN, Fate, FilePreview, RowCounts, ToldRow
from clm_desktop.usecases.import_files import counting_currency, demand_answers


def count_rows(
    files: Sequence[FilePreview], currency: str = "", ctx: RunContext = NULL_CONTEXT
) -> RowCounts:
    """Read files to their end as an import would, and count.

    Parameters
    ----------
    files : as they were previewed, nothing left to ask
    currency : what the shop counts in, '' = what the files say

    Raises
    ------
    QuestionsError
        ``questions_open``: what would be counted depends on an answer.
    FileError
        A file cannot be read.

    Notes
    -----
    Cost: that of reading and cleaning, about two thirds of an import; 60 bytes per row.
    """
    demand_answers(files)
    counted_in = counting_currency(files, currency)
    counting = _Counting()
    for name, block in _blocks(files, counted_in, ctx):
        counting.add(name, block)
    return counting.result(len(files), counted_in)


def told_rows(
    files: Sequence[FilePreview], fate: Fate, currency: str = "", ctx: RunContext = NULL_CONTEXT
) -> Iterator[ToldRow]:
    """All rows of a fate, with their reasons; errors as :func:`count_rows`."""
    demand_answers(files)
    for name, block in _blocks(files, counting_currency(files, currency), ctx):
        for row in block.told(fate):
            yield name, row


def _blocks(
    files: Sequence[FilePreview], currency: str, ctx: RunContext
) -> Iterator[tuple[str, ExplainedBlock]]:
    total_bytes = sum(file.size_bytes for file in files) or 1
    done_bytes = 0
    for file in files:
        start = done_bytes / total_bytes
        done_bytes += file.size_bytes
        name = file_info(file).name
        for block in explained_blocks(file, currency, ctx.part(start, done_bytes / total_bytes)):
            yield name, block


class _Ids:
    """Whole numbers for keys, from 0 on."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def of(self, labels: Labels) -> NDArray[np.int64]:
        """One number per row."""
        ids = self._ids
        by_label = [ids.setdefault(key, len(ids)) for key in labels.values.tolist()]
        return np.array(by_label, np.int64)[labels.codes]

    @property
    def nobody(self) -> int:
        """Number of the key '', -1 where it did not occur."""
        return self._ids.get("", -1)


@dataclass(slots=True)
class _Counting:
    """Adds blocks up; keeps eight numbers per row that counts."""

    rows: Counter[Fate] = field(default_factory=Counter)
    reasons: Counter[tuple[Fate, str]] = field(default_factory=Counter)
    shown: dict[Fate, list[ToldRow]] = field(default_factory=lambda: {fate: [] for fate in Fate})
    parts: list[pd.DataFrame] = field(default_factory=list)
    told: dict[int, int] = field(default_factory=dict)  # order -> total in cents
    orders: _Ids = field(default_factory=_Ids)
    customers: _Ids = field(default_factory=_Ids)
    products: _Ids = field(default_factory=_Ids)
    files: list[str] = field(default_factory=list)

    def add(self, name: str, block: ExplainedBlock) -> None:
        if name not in self.files[-1:]:
            self.files.append(name)
        for fate in Fate:
            self.rows[fate] += len(block.rows[fate])
            shown = self.shown[fate]
            if len(shown) < SHOWN:
                shown += ((name, row) for row in block.told(fate, SHOWN - len(shown)))
        for fate, reason, count in block.reasons():
            self.reasons[fate, reason] += count
        self._keep(block.clean.rows)

    def _keep(self, rows: CleanRows) -> None:
        order = self.orders.of(rows.order)
        known = rows.order_total_known
        self.told.update(
            zip(order[known].tolist(), rows.order_total_cents[known].tolist(), strict=True)
        )
        counts = rows.state == RowState.COUNTS
        self.parts.append(
            pd.DataFrame(
                {
                    "order": order,
                    "product": self.products.of(rows.product),
                    "customer": self.customers.of(rows.customer),
                    "ts": rows.ts,
                    "quantity": rows.quantity,
                    "cents": rows.cents,
                    "is_fee": rows.is_fee,
                    "file": len(self.files),
                }
            )[counts]
        )

    def result(self, files: int, currency: str) -> RowCounts:
        lines = pd.concat(self.parts, ignore_index=True) if self.parts else pd.DataFrame()
        if len(lines) and files > 1:
            lines = _once(lines)
        total = customers = 0
        orders = np.zeros(0, np.int64)
        span: tuple[int | None, int | None] = (None, None)
        if len(lines):
            ids = lines["order"].to_numpy()
            cents = np.zeros(int(ids.max()) + 1, np.int64)
            np.add.at(cents, ids, lines["cents"].to_numpy())
            orders = np.unique(ids)
            total = sum(
                self.told.get(order, given)
                for order, given in zip(orders.tolist(), cents[orders].tolist(), strict=True)
            )
            known = np.unique(lines["customer"].to_numpy())
            customers = len(known) - int(self.customers.nobody in known)
            days = lines["ts"].to_numpy() // SECONDS_PER_DAY
            span = int(days.min()), int(days.max())
        return RowCounts(
            files=files,
            rows_read=self.rows.total(),
            rows=tuple((fate, self.rows[fate]) for fate in Fate),
            reasons=tuple((fate, reason, n) for (fate, reason), n in self.reasons.most_common()),
            orders=len(orders),
            customers=customers,
            first_day=span[0],
            last_day=span[1],
            total_cents=total,
            currency=currency,
            shown=tuple((fate, tuple(rows)) for fate, rows in self.shown.items()),
        )


def _once(lines: pd.DataFrame) -> pd.DataFrame:
    """Rows that several files hold, once; equal rows of one file stay, as in an import."""
    facts = [name for name in lines.columns if name != "file"]
    nth = lines.groupby([*facts, "file"], sort=False).cumcount()
    return lines[~lines.assign(nth=nth).duplicated([*facts, "nth"])]
