"""What an import would make of files, found out without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clm_desktop.core.days import SECONDS_PER_DAY, day_of
from clm_desktop.core.lists import ListBlock
from clm_desktop.core.rows import CleanBlock, CleanRows, FileKind, Labels, RowState
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest.explain import ExplainedBlock, explained_blocks, explained_lists
from clm_desktop.ingest.meaning.status import is_known, usual_treatment, word_key
from clm_desktop.ingest.reader import clean_blocks, file_info
from clm_desktop.ingest.types import (
    SHOWN,
    Fate,
    FilePreview,
    MoneyAccount,
    RowCounts,
    StatusCount,
    ToldRow,
    Treatment,
)
from clm_desktop.store.listed import Said, told
from clm_desktop.usecases.import_files import LISTS, counting_currency, demand_answers


def count_rows(
    files: Sequence[FilePreview],
    currency: str = "",
    ctx: RunContext = NULL_CONTEXT,
    *,
    beside: Sequence[FilePreview] = (),
) -> RowCounts:
    """Read files to their end as an import would, and count.

    Parameters
    ----------
    files : as they were previewed, nothing left to ask
    currency : what the shop counts in, '' = what the files say
    beside : files that are imported with these; what waits for their orders counts

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
    orders = _orders_of(files, beside, ctx)
    for name, block in _blocks(files, counted_in, ctx):
        counting.add(name, block.joined_with(orders))
    return counting.result(files, counted_in)


def told_rows(
    files: Sequence[FilePreview],
    fate: Fate,
    currency: str = "",
    ctx: RunContext = NULL_CONTEXT,
    *,
    beside: Sequence[FilePreview] = (),
) -> Iterator[ToldRow]:
    """All rows of a fate, with their reasons; parameters and errors as :func:`count_rows`."""
    demand_answers(files)
    orders = _orders_of(files, beside, ctx)
    for name, block in _blocks(files, counting_currency(files, currency), ctx):
        for row in block.joined_with(orders).told(fate):
            yield name, row


def _orders_of(
    files: Sequence[FilePreview], beside: Sequence[FilePreview], ctx: RunContext
) -> frozenset[str]:
    """Orders that files beside these tell, where something in these waits for them."""
    if all(file.kind is not FileKind.ORDER_ITEMS for file in files):
        return frozenset()
    ready = [f for f in beside if f.kind is FileKind.ORDERS and not (f.questions or f.missing)]
    blocks = (block for file in ready for block in clean_blocks(file, "", ctx))
    return frozenset(key for block in blocks for key in block.rows.order.values.tolist())


def _blocks(
    files: Sequence[FilePreview], currency: str, ctx: RunContext
) -> Iterator[tuple[str, ExplainedBlock]]:
    total_bytes = sum(file.size_bytes for file in files) or 1
    done_bytes = 0
    for file in files:
        start = done_bytes / total_bytes
        done_bytes += file.size_bytes
        name = file_info(file).name
        part = ctx.part(start, done_bytes / total_bytes)
        if file.kind in LISTS:
            blocks = explained_lists(file, currency, _Repeated().rows, part)
        else:
            blocks = explained_blocks(file, currency, part)
        for block in blocks:
            yield name, block


class _Repeated:
    """Which rows of a list say nothing that an earlier one has not said, as in an import."""

    def __init__(self) -> None:
        self._said = Said()

    def rows(self, block: ListBlock) -> NDArray[np.bool_]:
        """A yes or no for each row of the next block."""
        again = (
            state == RowState.COUNTS and self._said.again(key, values, rest)
            for _, state, key, values, rest in told(block)
        )
        return np.fromiter(again, bool, len(block.rows))


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
    """Adds blocks up; keeps ten numbers per row that was understood."""

    rows: Counter[Fate] = field(default_factory=Counter)
    reasons: Counter[tuple[Fate, str]] = field(default_factory=Counter)
    words: Counter[tuple[str, str]] = field(default_factory=Counter)
    written: Counter[tuple[str, str]] = field(default_factory=Counter)
    shown: dict[Fate, list[ToldRow]] = field(default_factory=lambda: {fate: [] for fate in Fate})
    parts: list[pd.DataFrame] = field(default_factory=list)
    told: dict[int, int] = field(default_factory=dict)  # order -> total in cents
    orders: _Ids = field(default_factory=_Ids)
    customers: _Ids = field(default_factory=_Ids)
    products: _Ids = field(default_factory=_Ids)
    listed: set[str] = field(default_factory=set)
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
        self.words.update(block.words)
        self.written.update(block.written)
        if isinstance(block.clean, CleanBlock):
            self._keep(block.clean.rows)
        else:
            counts = block.clean.rows.state == RowState.COUNTS
            self.listed.update(block.clean.rows.key[counts].tolist())

    def _keep(self, rows: CleanRows) -> None:
        order = self.orders.of(rows.order)
        known = rows.order_total_known
        self.told.update(
            zip(order[known].tolist(), rows.order_total_cents[known].tolist(), strict=True)
        )
        self.parts.append(
            pd.DataFrame(
                {
                    "order": order,
                    "product": self.products.of(rows.product),
                    "customer": self.customers.of(rows.customer),
                    "ts": rows.ts,
                    "quantity": rows.quantity,
                    "cents": rows.cents,
                    "refund": 0 if rows.refund_cents is None else rows.refund_cents,
                    "is_fee": rows.is_fee,
                    "state": rows.state,
                    "file": len(self.files),
                }
            )
        )

    def result(self, files: Sequence[FilePreview], currency: str) -> RowCounts:
        rows = pd.concat(self.parts, ignore_index=True) if self.parts else pd.DataFrame(_NO_ROWS)
        if len(rows) and len(files) > 1:
            rows = _once(rows)
        lines = rows[rows["state"].to_numpy() == RowState.COUNTS]
        money = _money(rows, self.told)
        known = np.unique(lines["customer"].to_numpy())
        ts = lines["ts"].to_numpy()
        days = ts[ts != 0] // SECONDS_PER_DAY  # lines of an order may leave its day to the order
        statuses = _statuses(self.words, dict(files[0].mapping.statuses) if files else {})
        return RowCounts(
            files=len(files),
            rows_read=self.rows.total(),
            rows=tuple((fate, self.rows[fate]) for fate in Fate),
            reasons=tuple((fate, reason, n) for (fate, reason), n in self.reasons.most_common()),
            orders=lines["order"][_sells(lines)].nunique(),
            customers=len(known) - int(self.customers.nobody in known),
            first_day=int(days.min()) if len(days) else None,
            last_day=int(days.max()) if len(days) else None,
            total_cents=money.sales_cents - money.refunds_cents,
            currency=currency,
            shown=tuple((fate, tuple(rows)) for fate, rows in self.shown.items()),
            kind=files[0].kind if files else FileKind.ORDERS,
            listed=len(self.listed),
            statuses=statuses,
            account=money if self.parts else None,
            written=tuple((how, title, n) for (how, title), n in self.written.most_common() if n),
            tickets=_tickets(lines),
            twice=int(lines.duplicated(_FACTS).sum()),
            to_come=int((days > day_of(date.today()) + 1).sum()),  # tomorrow is today somewhere
        )


_FACTS = ["order", "product", "customer", "ts", "quantity", "cents", "refund", "is_fee", "state"]
_NO_ROWS = dict.fromkeys(_FACTS, np.zeros(0, np.int64))


def _tickets(lines: pd.DataFrame) -> int:
    """Order numbers that only give money back: they are no sale, wherever orders are counted."""
    gives = set(lines["order"][lines["cents"] < 0].tolist())
    return len(gives - set(lines["order"][_sells(lines)].tolist()))


def _sells(lines: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows make their order a sale."""
    sells = (lines["quantity"] > 0) & (lines["cents"] >= 0) & ~lines["is_fee"].astype(bool)
    return sells.to_numpy(dtype=bool)


def _money(rows: pd.DataFrame, told: Mapping[int, int]) -> MoneyAccount:
    """Where the money went: an order's told total wins over its lines, as in an import.

    Given back is what a refund column took off, what rows take back (pieces below none, or less
    than nothing on a later day than their order), and orders that were given back in full.
    """
    state, order = rows["state"].to_numpy(np.int8), rows["order"].to_numpy(np.int64)
    cents, refund = rows["cents"].to_numpy(np.int64), rows["refund"].to_numpy(np.int64)
    ts, pieces = rows["ts"].to_numpy(np.int64), rows["quantity"].to_numpy(np.float64)
    counts = state == RowState.COUNTS
    begun = np.full(int(order.max()) + 1 if len(order) else 0, np.iinfo(np.int64).max)
    np.minimum.at(begun, order[counts], ts[counts])
    later = counts & (cents < 0) & (ts // SECONDS_PER_DAY > begun[order] // SECONDS_PER_DAY)
    back = counts & (cents < 0) & (later | (pieces < 0)) & (refund == 0)
    net = _worth(order[counts], cents[counts], told)
    deducted = int(refund[counts].sum()) - int(cents[back].sum())
    of_counted = set(order[counts].tolist())
    others = {number: total for number, total in told.items() if number not in of_counted}
    in_full = state == RowState.REFUNDED
    returned = _worth(order[in_full], cents[in_full], others) + int(refund[in_full].sum())
    out = {
        RowState(code).name.lower(): _worth(order[state == code], cents[state == code], others)
        for code in np.unique(state).tolist()
        if code not in (RowState.COUNTS, RowState.REFUNDED, RowState.FOOTER)
    }
    return MoneyAccount(
        sales_cents=net + deducted + returned,
        refunds_cents=deducted + returned,
        later_refunds_cents=-int(cents[later].sum()),
        left_out=tuple((reason, cents) for reason, cents in out.items() if cents),
    )


def _worth(order: NDArray[np.int64], cents: NDArray[np.int64], told: Mapping[int, int]) -> int:
    """Money of some rows: what was told of their orders, else what the rows add up to."""
    if not len(order):
        return 0
    ids, place = np.unique(order, return_inverse=True)
    lines = np.zeros(len(ids), np.int64)
    np.add.at(lines, place, cents)
    return sum(
        told.get(number, given) for number, given in zip(ids.tolist(), lines.tolist(), strict=True)
    )


def _statuses(
    words: Mapping[tuple[str, str], int], decided: Mapping[str, Treatment]
) -> tuple[StatusCount, ...]:
    """Words that differ in nothing but case and width are one."""
    alike: dict[tuple[str, str], tuple[str, int]] = {}
    for (title, word), n in words.items():
        first, before = alike.get((title, word_key(word)), (word.strip(), 0))
        alike[title, word_key(word)] = first, before + n
    titles = list(dict.fromkeys(title for title, _ in alike))
    found = sorted(alike.items(), key=lambda one: (titles.index(one[0][0]), -one[1][1]))
    return tuple(
        StatusCount(
            column=title,
            word=word,
            rows=n,
            treatment=decided.get(key, usual_treatment(word)),
            usual=usual_treatment(word),
            known=is_known(word),
        )
        for (title, key), (word, n) in found
    )


def _once(lines: pd.DataFrame) -> pd.DataFrame:
    """Rows that several files hold, once; equal rows of one file stay, as in an import."""
    facts = [name for name in lines.columns if name != "file"]
    nth = lines.groupby([*facts, "file"], sort=False).cumcount()
    return lines[~lines.assign(nth=nth).duplicated([*facts, "nth"])]
