"""The rows of imports as tables that leave the program, one row after the other.

Column keys and ``reason`` are stable codes; ``why`` and titles are words. What a row of a list of
people or products told stands in ``told``, because such lists have columns of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.row_fates import ImportedRow, LineFacts, ListedRow, RowFate, Told
from clm_desktop.core.rows import FileKind, RowState, SetAside
from clm_desktop.view.blocks import Column, Kind, TableHead
from clm_desktop.view.words import Words

Cells = tuple[object, ...]
_MONEY_TOLD = ("price_cents", "cost_cents")


def fate_name(fate: RowFate, words: Words) -> str:
    """What became of rows, as on the page of imports."""
    return {
        RowFate.CREATED: words.text("New rows"),
        RowFate.CHANGED: words.text("Changed"),
        RowFate.KNOWN: words.text("Already known"),
        RowFate.LEFT_OUT: words.text("Left out on purpose"),
        RowFate.SET_ASIDE: words.text("Set aside for you"),
    }[fate]


def row_head(fate: RowFate, words: Words) -> TableHead:
    """Columns of an export of rows; their keys are those of ``view.exports.HEADERS``."""
    text = words.text
    if fate is RowFate.SET_ASIDE:
        columns = [
            _column("file", text("File"), 24),
            _column("line", text("Row"), kind=Kind.WHOLE),
            _column("column", text("Column"), 16),
            _column("value", text("What stands there"), 20),
            _column("reason", text("Reason"), 28),
            _column("raw", text("The whole row"), 60),
        ]
    else:
        columns = [
            _column("import", text("Import"), kind=Kind.WHOLE),
            _column("file", text("File"), 24),
            _column("line", text("Row"), kind=Kind.WHOLE),
            _column("order_id", text("Order number"), 16),
        ]
        columns += _changed(words) if fate is RowFate.CHANGED else _told_once(words)
    return TableHead(title=fate_name(fate, words), columns=tuple(columns))


def _column(key: str, title: str, width: int = 12, kind: Kind = Kind.TEXT) -> Column:
    return Column(key=key, title=title, kind=kind, width=width)


def _told_once(words: Words) -> list[Column]:
    text = words.text
    return [
        _column("customer_id", text("Customer"), 20),
        _column("date", text("Date"), kind=Kind.DATE),
        _column("time", text("Time of day"), 9),
        _column("product_id", text("Product number"), 14),
        _column("product", text("Product"), 28),
        _column("quantity", text("Quantity"), kind=Kind.DECIMAL),
        _column("amount", text("Money of the line"), kind=Kind.MONEY),
        _column("order_total", text("Money of the order"), kind=Kind.MONEY),
        _column("reason", text("Reason (code)"), 14),
        _column("why", text("Reason"), 28),
        _column("told", text("What the list says"), 40),
    ]


def _changed(words: Words) -> list[Column]:
    text = words.text
    columns = [
        _column("product_id", text("Product number"), 14),
        _column("product", text("Product"), 28),
        _column("changed", text("What changed"), 24),
    ]
    for key, title, kind in (
        ("customer", text("Customer"), Kind.TEXT),
        ("date", text("Date"), Kind.DATE),
        ("time", text("Time of day"), Kind.TEXT),
        ("quantity", text("Quantity"), Kind.DECIMAL),
        ("amount", text("Money of the line"), Kind.MONEY),
        ("order_total", text("Money of the order"), Kind.MONEY),
        ("reason", text("Reason"), Kind.TEXT),
        ("told", text("What the list says"), Kind.TEXT),
    ):
        before = text("{what}, before", what=title)
        after = text("{what}, after", what=title)
        columns += [_column(f"{key}_before", before, 14, kind)]
        columns += [_column(f"{key}_after", after, 14, kind)]
    return columns


# ---- rows --------------------------------------------------------------------------------


def row_cells(
    fate: RowFate,
    rows: Iterator[ImportedRow],
    listed: Iterator[ListedRow],
    words: Words,
) -> Iterator[Cells]:
    """Cells of rows of orders and of lists, as :func:`row_head` names them."""
    if fate is RowFate.CHANGED:
        return chain(
            (_changed_line(row, words) for row in rows),
            (_changed_listed(row, words) for row in listed),
        )
    return chain((_line(row, words) for row in rows), (_listed(row, words) for row in listed))


def set_aside_cells(
    rows: Iterator[tuple[str, SetAside]], words: Words, *, in_words: bool
) -> Iterator[Cells]:
    """Rows that could not be understood; the reason in words, or its code."""
    for file, row in rows:
        why = words.code(f"row.{row.reason}") if in_words else row.reason
        yield file, row.row, row.column, row.value, why, row.raw


def _line(row: ImportedRow, words: Words) -> Cells:
    said = row.said
    return (
        *(row.import_id, row.file_name, row.row, row.order_key, said.customer_key),
        *(_day(said), _time(said), row.product_key, row.product_name or row.product_key),
        *(said.quantity, said.cents, said.order_cents, _reason(said.state)),
        *(_why(said.state, words), ""),
    )


def _changed_line(row: ImportedRow, words: Words) -> Cells:
    said, was = row.said, row.was or row.said
    pairs = (
        ("customer_id", was.customer_key, said.customer_key),
        ("date", _day(was), _day(said)),
        ("time", _time(was), _time(said)),
        ("quantity", was.quantity, said.quantity),
        ("line_total", was.cents, said.cents),
        ("order_total", was.order_cents, said.order_cents),
        ("status", _reason(was.state), _reason(said.state)),
    )
    what = [words.code(f"field.{field}") for field, before, after in pairs if before != after]
    both = [value for _, before, after in pairs for value in (before, after)]
    return (
        *(row.import_id, row.file_name, row.row, row.order_key, row.product_key),
        *(row.product_name or row.product_key, words.listed(what), *both, "", ""),
    )


def _listed(row: ListedRow, words: Words) -> Cells:
    person = row.kind is FileKind.CUSTOMERS
    name = dict(row.said).get("product_name", "")
    return (
        *(row.import_id, row.file_name, row.row, "", row.key if person else ""),
        *(None, "", "" if person else row.key, name, None, None, None),
        *(_reason(row.state), _why(row.state, words), _said(row.said, words)),
    )


def _changed_listed(row: ListedRow, words: Words) -> Cells:
    was, said = dict(row.was or ()), dict(row.said)
    person = row.kind is FileKind.CUSTOMERS
    customer = row.key if person else ""
    what = [_name(name, words) for name, value in said.items() if was.get(name) != value]
    no_text, no_number = ("", ""), (None, None)
    return (
        *(row.import_id, row.file_name, row.row, "", "" if person else row.key),
        *(said.get("product_name", ""), words.listed(what), customer, customer),
        *(*no_number, *no_text, *no_number, *no_number, *no_number, *no_text),
        *(_said(row.was or (), words), _said(row.said, words)),
    )


def _day(said: LineFacts) -> int | None:
    return said.ts // SECONDS_PER_DAY if said.ts else None


def _time(said: LineFacts) -> str:
    """Time of day; midnight stands for none."""
    minutes, seconds = divmod(said.ts % SECONDS_PER_DAY, 60)
    if not minutes and not seconds:
        return ""
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _reason(state: RowState) -> str:
    return "" if state is RowState.COUNTS else state.name.lower()


def _why(state: RowState, words: Words) -> str:
    return "" if state is RowState.COUNTS else words.code(f"row.{_reason(state)}")


def _said(told: Told, words: Words) -> str:
    return "; ".join(f"{_name(name, words)}: {_value(name, value, words)}" for name, value in told)


def _name(name: str, words: Words) -> str:
    code = f"field.{name.removesuffix('_cents').replace('price', 'unit_price')}"
    return words.code(code) if words.knows(code) else name


def _value(name: str, value: str | float, words: Words) -> str:
    if name in _MONEY_TOLD:
        return words.money(float(value), exact=True)
    return value if isinstance(value, str) else f"{value:.15g}"
