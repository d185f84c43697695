"""The counters of the check screen, and the rows that each of them opens."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.types import Fate, RowCounts
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.customers import Pair
from clm_desktop.view.words import Words

EDITED = "edited"  # reason of rows with a cell that the owner typed
_SYMBOLS = {Fate.READY: "●", Fate.MENDED: "▲", Fate.SET_ASIDE: "◆", Fate.LEFT_OUT: "○"}


def headline(counts: RowCounts, words: Words) -> str:
    """4,980 lines → 3,412 orders, 1,206 customers, Jan 2023 – 12 May 2025, €48,210."""
    lines = words.plural("{n} line", "{n} lines", counts.rows_read)
    if counts.kind is FileKind.CUSTOMERS:
        return f"{lines} → {words.plural('{n} customer', '{n} customers', counts.listed)}"
    if counts.kind is FileKind.PRODUCTS_STOCK:
        return f"{lines} → {words.plural('{n} product', '{n} products', counts.listed)}"
    told = [words.plural("{n} order", "{n} orders", counts.orders)]
    if counts.kind is FileKind.ORDERS:
        told.append(words.plural("{n} customer", "{n} customers", counts.customers))
    if counts.first_day is not None and counts.last_day is not None:
        told.append(f"{words.month(counts.first_day)} – {words.date(counts.last_day)}")
    if counts.total_cents or counts.kind is FileKind.ORDER_ITEMS:
        told.append(Words(words.lang, counts.currency).money(counts.total_cents))
    return f"{lines} → {words.listed(told)}"


def counters(counts: RowCounts | None, words: Words) -> list[tuple[str, str]]:
    """(fate, words) of the four counters; a dash stands for what is not counted yet."""
    return [
        (
            fate.value,
            f"{symbol} {'–' if counts is None else words.whole(counts.of(fate))}"
            f" {words.code(f'fate.{fate.value}')}",
        )
        for fate, symbol in _SYMBOLS.items()
    ]


def reasons(counts: RowCounts, fate: Fate, words: Words) -> str:
    """Why rows have a fate, with how many each; '' where there is no why."""
    told = [
        f"{words.code(f'row.{reason}')} {words.whole(n)}"
        for of, reason, n in counts.reasons
        if of is fate
    ]
    return words.listed(told) if told else ""


def counted_rows(counts: RowCounts, fate: Fate, words: Words) -> TableBlock:
    """The first rows of a fate: where each stands, why, and how it reads."""
    rows, text = counts.rows_shown(fate), words.text
    title = words.code(f"fate.{fate.value}")
    if len(rows) < counts.of(fate):
        shown, total = words.whole(len(rows)), words.whole(counts.of(fate))
        title = text("{what}: the first {n} of {total}", what=title, n=shown, total=total)
    columns: list[Pair] = []

    def add(key: str, name: str, values: list[str], width: int) -> None:
        column = Column(key=key, title=name, kind=Kind.TEXT, width=width)
        columns.append((column, parts.objects(values)))

    if counts.files > 1:
        add("file", text("File"), [name for name, _ in rows], 20)
    columns.append(
        (
            Column(key="line", title=text("Row"), kind=Kind.WHOLE, width=8),
            np.array([row.row for _, row in rows], dtype=np.int64),
        )
    )
    if fate is not Fate.READY:
        why = [words.code(f"row.{row.reason}") for _, row in rows]
        add("reason", text("Reason"), why, 28)
        fixes = [f"fix.{row.reason}" for _, row in rows]
        if any(map(words.knows, fixes)):
            helps = [words.code(fix) if words.knows(fix) else "" for fix in fixes]
            add("fix", text("What helps"), helps, 36)
        add("column", text("Column"), [row.column for _, row in rows], 16)
        add("value", text("What stands there"), [row.value for _, row in rows], 18)
    add("raw", text("The whole row"), [row.raw for _, row in rows], 60)
    return TableBlock(
        name="counted_rows",
        title=title,
        columns=tuple(column for column, _ in columns),
        values=tuple(values for _, values in columns),
        row_kind="counted",
        row_key=np.arange(len(rows), dtype=np.int64),
        empty=text("No rows."),
    )
