"""Data import: which files came in, what became of every row, and the way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import day_of
from clm_desktop.core.rows import FileKind, FileTotals, RowState, SetAside
from clm_desktop.view.blocks import Column, Kind, Page, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.customers import Pair
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.preview import counters
from clm_desktop.view.words import Words

_NAMES_SHOWN = 3
_LEFT_OUT = {state.name.lower() for state in RowState}


class Imported(Protocol):
    """One import as the store remembers it."""

    @property
    def import_id(self) -> int:
        """Number that takes it back."""

    @property
    def imported_s(self) -> int:
        """Seconds since 1970-01-01 UTC."""

    @property
    def files(self) -> tuple[FileTotals, ...]:
        """The account of each file."""


def data_page(
    imports: Sequence[Imported], words: Words, set_aside: Sequence[tuple[str, SetAside]] = ()
) -> Page:
    """The history of imports, newest first; empty when there is none.

    ``set_aside`` holds (file name, row) of rows that could not be understood, to be looked at.
    """
    if not imports:
        return empty_page("data", words)
    files = [file for one in imports for file in one.files]
    return Page(
        page="data",
        title=words.text("Data import"),
        lead=_lead(files, words),
        as_of=words.join(
            [
                words.text("Every import can be undone."),
                words.text("Drop a newer file anywhere on the window: only what is new is added."),
            ]
        ),
        facts=counters(files, words),
        tables=(
            _history(imports, words),
            _reasons(files, words),
            *((_set_aside(set_aside, files, words),) if set_aside else ()),
        ),
        detail_tables=(_files(files, words),),
        notes=(
            words.text("Rows read = new + changed + already known + left out + set aside."),
            words.text("Everything stays in one file on this computer; nothing is sent anywhere."),
        ),
    )


def _lead(files: list[FileTotals], words: Words) -> str:
    orders = sum(file.orders_new for file in files)
    told = [file for file in files if file.info.kind is not FileKind.CUSTOMERS] or files
    people = sum(file.customers_new for file in told)  # a list names those who bought once more
    return words.text(
        "{files} brought {orders} and {people}.",
        files=words.plural("{n} file", "{n} files", len(files)),
        orders=words.plural("{n} order", "{n} orders", orders),
        people=words.plural("{n} customer", "{n} customers", people),
    )


def _history(imports: Sequence[Imported], words: Words) -> TableBlock:
    """One row per import, newest first; its key takes it back."""
    newest = sorted(imports, key=lambda one: -one.import_id)
    text = words.text

    def sums(take: str) -> NDArray[np.int64]:
        return np.array([sum(getattr(f, take) for f in one.files) for one in newest], np.int64)

    pairs: list[Pair] = [
        (
            Column(key="day", title=text("Day"), kind=Kind.DATE),
            np.array([_local_day(one.imported_s) for one in newest], dtype=np.int64),
        ),
        (
            Column(key="files", title=text("Files"), kind=Kind.TEXT, width=24),
            parts.objects([_file_names(one.files, words) for one in newest]),
        ),
        (Column(key="read", title=text("Rows read"), kind=Kind.WHOLE, width=8), sums("rows_read")),
        (
            Column(key="new", title=text("New rows"), kind=Kind.WHOLE, width=8),
            sums("rows_accepted"),
        ),
        (
            Column(key="changed", title=text("Changed"), kind=Kind.WHOLE, width=8),
            sums("rows_changed"),
        ),
        (
            Column(key="known", title=text("Known"), kind=Kind.WHOLE, width=8),
            sums("rows_known"),
        ),
        (
            Column(key="left", title=text("Left out"), kind=Kind.WHOLE, width=8),
            sums("rows_left_out"),
        ),
        (
            Column(key="aside", title=text("Set aside"), kind=Kind.WHOLE, width=8),
            sums("rows_set_aside"),
        ),
        (
            Column(key="orders", title=text("New orders"), kind=Kind.WHOLE, width=8),
            sums("orders_new"),
        ),
        (Column(key="money", title=text("Money"), kind=Kind.MONEY), sums("total_cents")),
    ]
    return _table("imports", text("Imports"), pairs, imports=[one.import_id for one in newest])


def _reasons(files: list[FileTotals], words: Words) -> TableBlock:
    """Why rows do not count, with how many each."""
    counts: Counter[str] = Counter()
    for file in files:
        counts.update(dict(file.reasons))
    ordered = [(reason, n) for reason, n in counts.most_common() if n]
    text = words.text
    kinds = [
        text("Left out on purpose") if reason in _LEFT_OUT else text("Set aside for you")
        for reason, _ in ordered
    ]
    pairs: list[Pair] = [
        (
            Column(key="reason", title=text("Reason"), kind=Kind.TEXT, width=36),
            parts.objects([words.code(f"row.{reason}") for reason, _ in ordered]),
        ),
        (
            Column(key="what", title=text("What became of them"), kind=Kind.TEXT, width=22),
            parts.objects(kinds),
        ),
        (
            Column(key="rows", title=text("Rows"), kind=Kind.WHOLE),
            np.array([n for _, n in ordered], dtype=np.int64),
        ),
    ]
    return _table(
        "reasons", text("Rows that do not count, and why"), pairs, empty=text("Every row counts.")
    )


def _set_aside(
    rows: Sequence[tuple[str, SetAside]], files: list[FileTotals], words: Words
) -> TableBlock:
    """The rows that wait for the owner: where each stands, what is wrong, how it reads."""
    text = words.text
    total = sum(file.rows_set_aside for file in files)
    title = text("Rows set aside for you")
    if len(rows) < total:
        shown = words.whole(len(rows))
        title = text(
            "{what}: the first {n} of {total}", what=title, n=shown, total=words.whole(total)
        )
    pairs: list[Pair] = [
        _text_column("file", text("File"), [name for name, _ in rows], 24),
        (
            Column(key="line", title=text("Row"), kind=Kind.WHOLE, width=8),
            np.array([row.row for _, row in rows], dtype=np.int64),
        ),
        _text_column(
            "reason", text("Reason"), [words.code(f"row.{row.reason}") for _, row in rows], 28
        ),
        _text_column("column", text("Column"), [row.column for _, row in rows], 16),
        _text_column("value", text("What stands there"), [row.value for _, row in rows], 20),
        _text_column("raw", text("The whole row"), [row.raw for _, row in rows], 60),
    ]
    return _table("set_aside", title, pairs)


def _text_column(key: str, title: str, values: list[str], width: int = 14) -> Pair:
    return Column(key=key, title=title, kind=Kind.TEXT, width=width), parts.objects(values)


def _files(files: list[FileTotals], words: Words) -> TableBlock:
    """How each file was read."""
    text = words.text
    infos = [file.info for file in files]
    pairs: list[Pair] = [
        _text_column("name", text("File"), [info.name for info in infos], 32),
        _text_column("platform", text("Platform"), [info.platform for info in infos]),
        _text_column("encoding", text("Encoding"), [info.encoding for info in infos]),
        _text_column("delimiter", text("Delimiter"), [repr(i.delimiter)[1:-1] for i in infos], 8),
        _text_column("currency", text("Currency"), [info.currency for info in infos], 8),
        _text_column(
            "mapping",
            text("Columns used"),
            [_mapping(info.mapping, words) for info in infos],
            60,
        ),
    ]
    return _table("files", text("How each file was read"), pairs)


def _mapping(mapping: tuple[tuple[str, str], ...], words: Words) -> str:
    told = [
        (field, words.code(f"refunds_on.{title}") if field == "refunds_on" else title)
        for field, title in mapping
    ]
    return words.listed([f"{words.code(f'field.{field}')} = {title}" for field, title in told])


def _table(
    name: str,
    title: str,
    pairs: list[Pair],
    *,
    imports: list[int] | None = None,
    empty: str = "",
) -> TableBlock:
    return TableBlock(
        name=name,
        title=title,
        columns=tuple(column for column, _ in pairs),
        values=tuple(values for _, values in pairs),
        row_kind="" if imports is None else "import",
        row_key=None if imports is None else np.array(imports, dtype=np.int64),
        empty=empty,
    )


def _file_names(files: tuple[FileTotals, ...], words: Words) -> str:
    names = [file.info.name for file in files]
    if len(names) <= _NAMES_SHOWN:
        return words.listed(names)
    return words.text("{first} and {n} more", first=names[0], n=words.whole(len(names) - 1))


def _local_day(seconds: int) -> int:
    """Day on the owner's clock: imports are remembered by when the owner made them."""
    return day_of(datetime.fromtimestamp(seconds).astimezone().date())
