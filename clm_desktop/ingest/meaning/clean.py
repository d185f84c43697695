"""Blocks of text cells -> typed rows; every row of a block is in the rows or set aside.

Totals rows, "83 record(s) downloaded" and repeated headers are kept as rows that are left out on
purpose (``RowState.FOOTER``): no money, no customer, the time of the row above, an order key that
says what they are. They need nobody's attention, so they are not set aside.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import CleanBlock, FileKind, RowState, SetAside
from clm_desktop.ingest import headers
from clm_desktop.ingest.meaning import identity, status
from clm_desktop.ingest.meaning.block_facts import BlockColumns, assemble
from clm_desktop.ingest.meaning.carry import Carry, Runs, made_orders
from clm_desktop.ingest.meaning.columns import Cells, Factor, Remembered, joined
from clm_desktop.ingest.meaning.date_parts import PARTS, date_cells
from clm_desktop.ingest.meaning.footers import is_footer
from clm_desktop.ingest.meaning.kinds import AMOUNTS
from clm_desktop.ingest.meaning.list_columns import truth
from clm_desktop.ingest.meaning.money_rows import MoneyReader, RowMoney
from clm_desktop.ingest.meaning.products import NoProducts, product_columns
from clm_desktop.ingest.meaning.reading import Reading
from clm_desktop.ingest.meaning.state_flags import says_no
from clm_desktop.ingest.types import Field, TextBlock
from clm_desktop.ingest.values.dates import parse_dates, parse_times

_ONCE_PER_ORDER = (
    Field.CUSTOMER_ID,
    Field.CUSTOMER_NAME,
    Field.FIRST_NAME,
    Field.LAST_NAME,
    Field.EMAIL,
    Field.PHONE,
    Field.CITY,
    Field.COUNTRY,
    *PARTS,
    Field.TIME,
    Field.STATUS,
    Field.CANCELLED_AT,
    Field.CURRENCY,
    Field.CHANNEL,
    Field.COUPON,
)
FOOTER_ORDER = "(footer)"
_BESIDE_ORDERS = (FileKind.ORDER_ITEMS, FileKind.RETURNS)
_ON_LINES = (Field.PRODUCT_ID, Field.PRODUCT_NAME, Field.QUANTITY, Field.UNIT_PRICE)
Flags = NDArray[np.bool_]
Codes8 = NDArray[np.int8]
# What became of cells in the blocks before: a file names its customers again and again.
CellMemory = dict[tuple[Field, Callable[[str], str]], Remembered]


@dataclass(frozen=True, slots=True)
class _Times:
    ts: NDArray[np.int64]
    read: Flags
    blank: Flags

    def or_else(self, other: _Times) -> _Times:
        """Times of another column where these are blank."""
        return _Times(
            np.where(self.blank, other.ts, self.ts),
            np.where(self.blank, other.read, self.read),
            self.blank & other.blank,
        )


class Cleaner:
    """Cleans the blocks of one file in their order; remembers what continues in the next."""

    def __init__(self, reading: Reading) -> None:
        """Nothing seen yet."""
        self._reading = reading
        self._carry = Carry()
        self._no_products = NoProducts(reading.style)
        self._remembered: CellMemory = {}
        self.statuses = status.StatusReader(reading.statuses)
        self._money = MoneyReader(
            mark=reading.mark,
            quantity_mark=reading.quantity_mark,
            decimals=reading.decimals,
            digits=reading.digits,
            money=reading.money,
            discount=reading.discount,
        )

    def clean(self, block: TextBlock) -> CleanBlock:
        """Type one block; cost about 2 µs per row and column used."""
        block, lost = with_footers(block)
        n = len(block.row)
        table = _Table(block, dict(self._reading.columns), self._remembered)
        footers = self._footers(table, n)
        runs = self._fill(table, footers, n)
        times = self._times(table, n)
        state, negative = self._states(table, n)
        money = self._money.read(
            table.field,
            lambda role: table.at(self._reading.extra.get(role)),
            runs,
            self._carry,
            (state == RowState.COUNTS) & ~footers & self._reading.has_amounts,
        )
        cents = np.where(negative & (money.cents > 0), -money.cents, money.cents)
        customers = self._customers(table, n, cents).without(footers)
        products = product_columns(table.mapped, self._reading, footers, self._no_products)
        no_sale = (cents == 0) & (money.quantity < 0) & customers.blank & ~money.order_total_known
        for flags, value in (
            (money.given_back & (state == RowState.COUNTS), RowState.REFUNDED),
            (no_sale & (state == RowState.COUNTS), RowState.NOT_A_SALE),
            (products.is_test, RowState.TEST),
            (footers, RowState.FOOTER),
        ):
            state = np.where(flags, value, state).astype(np.int8)
        ts = self._nearest(times, footers)
        set_aside = self._set_aside(block, table, times, money, footers)
        state = self._waits(table, state)
        keep = np.flatnonzero(~np.isin(block.row, [s.row for s in set_aside]))
        built = BlockColumns(
            row=block.row,
            order=self._orders(table, customers, ts, footers),
            customer=customers,
            products=products,
            ts=ts,
            quantity=np.where(footers, 0.0, money.quantity),
            cents=np.where(footers, 0, cents),
            state=state,
            order_total=np.where(footers, 0, money.order_total),
            order_total_known=money.order_total_known & ~footers,
            refund=np.where(footers, 0, np.where(negative & (cents < 0), -cents, money.refund)),
        )
        return assemble(built, keep, table.mapped, (*set_aside, *lost))

    def _footers(self, table: _Table, n: int) -> Flags:
        """Rows that are no sales but remarks about the table."""
        anchor = Field.DATE if Field.DATE in self._reading.columns else Field.ORDER_ID
        date = table.field(anchor)
        if date is None:
            return np.zeros(n, bool)
        repeated = headers.key(self._reading.header[self._reading.columns[anchor]])
        worded = [  # no letter stands before the colon, and nearly all dates do
            v > ":" and v[:1].isalpha() and (is_footer(v) or headers.key(v) == repeated)
            for v in date.values.tolist()
        ]
        found = np.array([*worded, False])[date.codes]
        rows = np.flatnonzero(date.blank)
        if len(rows):
            looked = sorted({0, 1, 2, *self._reading.columns.values()})
            for column in looked:
                cells = table.at(column) if column < table.width else None
                if cells is not None:
                    found[rows] |= cells.take(rows).flags(is_footer)
        return found

    def _fill(self, table: _Table, footers: Flags, n: int) -> Runs:
        """Bring order cells down to the rows below; remember the last row for the next block."""
        order = table.field(Field.ORDER_ID)
        if order is None:
            return Runs(np.arange(n), np.ones(n, bool))
        order = order if order.is_digits else order.map(identity.order_key)
        order = order.without(footers)
        if order.blank.any():
            order = self._carry.fill_orders(order, _lines_only(table, n) & ~footers)
        runs = self._carry.runs(order)
        columns = {self._reading.columns[f] for f in _ONCE_PER_ORDER if f in self._reading.columns}
        columns |= {*self._reading.more_states, *self._reading.more_dates}
        filled = {}
        for column in columns:
            cells = table.at(column)
            if cells is not None:
                filled[column] = self._carry.fill(column, cells.stripped(), runs)
        self._carry.remember(order, filled)
        table.replace({**filled, self._reading.columns[Field.ORDER_ID]: order})
        return runs

    def _times(self, table: _Table, n: int) -> _Times:
        """Date, with the time of its own column, and other dates where it is blank."""
        times = self._dated(date_cells(table.field) or Factor.constant("", n))
        for column in self._reading.more_dates:
            cells = table.at(column)
            if cells is not None and times.blank.any():
                times = times.or_else(self._dated(cells))
        ts, known = times.ts, times.read
        clock = table.field(Field.TIME)
        if clock is not None:
            time, timely = parse_times(clock.values)
            midnight = ts % 86_400 == 0
            ts = ts + np.where(midnight & timely[clock.codes] & known, time[clock.codes], 0)
        return _Times(ts, known, times.blank)

    def _dated(self, cells: Factor) -> _Times:
        """Times of a column; cells that are none as they stand are tidied first."""
        seconds, read = parse_dates(cells.values, self._reading.orders)
        odd = np.flatnonzero(~read)
        words = np.array([identity.told(v) for v in cells.values[odd].tolist()], object)
        seconds[odd], read[odd] = parse_dates(words, self._reading.orders)
        blank = np.zeros(len(read), bool)
        blank[odd] = words == ""
        return _Times(seconds[cells.codes], read[cells.codes], blank[cells.codes])

    def _states(self, table: _Table, n: int) -> tuple[Codes8, Flags]:
        """State by all status columns, and rows that are a refund of their own."""
        state, negative = np.zeros(n, np.int8), np.zeros(n, bool)
        for column in (self._reading.columns.get(Field.STATUS), *self._reading.more_states):
            cells = table.at(column)
            if column is not None and cells is not None:
                flag = self._reading.state_flags.get(column)
                words = cells if flag is None else cells.map(flag.word)
                told, given_back = self.statuses.read(column, words)
                state = status.worst(state, told)
                negative |= given_back
        cancelled = table.field(Field.CANCELLED_AT)
        if cancelled is not None:
            told_at = ~(cancelled.map(identity.told).blank | cancelled.flags(says_no))
            state = np.where(told_at & (state == 0), RowState.CANCELLED, state).astype(np.int8)
        return state, negative

    def _customers(self, table: _Table, n: int, cents: NDArray[np.int64]) -> Factor:
        """Identity key of each row: number, else e-mail, else phone, else name."""
        key = Factor.constant("", n)
        buyer = table.at(self._reading.extra.get("buyer_if_negative"))
        for field, clean in identity.KEYS:
            if field is Field.EMAIL and buyer is not None:
                key = key.or_else(buyer.without(cents >= 0).map(clean))
            cells = table.mapped(field, clean)
            key = key if cells is None else key.or_else(cells)
        first, last = table.field(Field.FIRST_NAME), table.field(Field.LAST_NAME)
        if first is not None and last is not None:
            key = key.or_else(joined(first, last, " ").map(identity.name_key))
        return key

    def _orders(
        self, table: _Table, customers: Factor, ts: NDArray[np.int64], footers: Flags
    ) -> Factor:
        """Order keys, made where the file has none; footers get one that says what they are."""
        given = table.field(Field.ORDER_ID)
        order = given
        if order is None or order.blank.any():
            made = made_orders(customers, ts)
            order = made if order is None else order.or_else(made)
        if not footers.any():
            return order
        codes = np.where(footers, len(order.values), order.codes)
        return Factor(codes, _with(order.values, FOOTER_ORDER))

    def _nearest(self, times: _Times, footers: Flags) -> NDArray[np.int64]:
        """Times; those of footers are taken from the row above."""
        n = len(times.ts)
        source = np.maximum.accumulate(np.where(times.read, np.arange(n), -1))
        before = self._carry.ts if self._carry.ts is not None else _first(times)
        above = np.where(source >= 0, times.ts[source], before)
        if n and source[-1] >= 0:
            self._carry.ts = int(times.ts[source[-1]])
        return np.where(footers, above, times.ts)

    def _waits(self, table: _Table, state: Codes8) -> Codes8:
        """Rows without time wait for their order; orders said not to have come back are none."""
        counts = state == RowState.COUNTS
        if self._reading.kind is FileKind.ORDER_ITEMS and table.field(Field.DATE) is None:
            return np.where(counts, RowState.WAITING, state).astype(np.int8)
        returned = table.field(Field.RETURNED)
        if returned is None:
            return state
        kept = returned.flags(lambda v: truth(v) is False)
        return np.where(counts & kept, RowState.NOT_A_SALE, state).astype(np.int8)

    def _set_aside(
        self, block: TextBlock, table: _Table, times: _Times, money: RowMoney, footers: Flags
    ) -> tuple[SetAside, ...]:
        """Rows that could not be understood, each with its first reason."""
        needs_date = self._reading.kind not in _BESIDE_ORDERS
        if Field.DATE in self._reading.columns:
            needs_date |= self._reading.kind is FileKind.ORDER_ITEMS
        in_parts = Field.DAY in self._reading.columns  # then no single cell is to blame
        reasons: list[tuple[str, Field | None, Flags]] = [
            ("no_date", Field.DATE, times.blank & needs_date),
            ("bad_date", None if in_parts else Field.DATE, ~times.read & ~times.blank),
        ]
        number = table.field(Field.ORDER_ID)
        if self._reading.kind in _BESIDE_ORDERS and number is not None:
            reasons.insert(0, ("no_order", Field.ORDER_ID, number.blank))
        reasons += [
            ("bad_quantity" if field is Field.QUANTITY else "bad_amount", field, wrong)
            for field, wrong in money.wrong
        ]
        reasons.append(("no_amount", None, money.missing))
        named_in = (Field.CURRENCY, *AMOUNTS)
        told_by = next((f for f in named_in if f in self._reading.columns), None)
        reasons.append(("other_currency", told_by, money.foreign))
        done = footers.copy()
        found: list[SetAside] = []
        for reason, field, flags in reasons:
            for row in np.flatnonzero(flags & ~done):
                column = None if field is None else self._reading.columns.get(field)
                found.append(kept_row(block, int(row), reason, column, self._reading.header))
            done |= flags
        return tuple(sorted(found, key=lambda s: s.row))


class _Table:
    """Columns of a block, factorised when first asked for."""

    def __init__(self, block: TextBlock, fields: dict[Field, int], remembered: CellMemory) -> None:
        self._block = block
        self._remembered = remembered
        self._fields = fields
        self._known: dict[int, Factor] = {}
        self._mapped: dict[tuple[Field, Callable[[str], str]], Factor] = {}
        self.width = len(block.columns)

    def field(self, field: Field) -> Factor | None:
        """Cells of a field, None when no column holds it."""
        return self.at(self._fields.get(field))

    def at(self, column: int | None) -> Factor | None:
        """Cells of a column."""
        if column is None:
            return None
        if column not in self._known:
            self._known[column] = self._block.columns[column]
        return self._known[column]

    def mapped(self, field: Field, function: Callable[[str], str]) -> Factor | None:
        """Cells of a field, changed once whoever asks."""
        cells = self.field(field)
        if cells is None:
            return None
        if (field, function) not in self._mapped:
            if (field, function) not in self._remembered:
                self._remembered[field, function] = Remembered(function)
            known = self._remembered[field, function]
            self._mapped[field, function] = known.of(cells)
        return self._mapped[field, function]

    def replace(self, columns: dict[int, Factor]) -> None:
        """Use changed cells from now on."""
        self._known.update(columns)
        self._mapped.clear()


def _lines_only(table: _Table, n: int) -> Flags:
    """Rows that tell what was sold and not when."""
    date = table.field(Field.DATE)
    told = np.zeros(n, bool)
    for field in _ON_LINES:
        cells = table.field(field)
        told |= ~cells.blank if cells is not None else False
    return told if date is None else told & date.blank


def with_footers(block: TextBlock) -> tuple[TextBlock, tuple[SetAside, ...]]:
    """Make rows of misfits that are footers; the other misfits are set aside."""
    remarks = [m for m in block.misfits if is_footer(m.raw.split("\n")[0].strip("\"' ,;\t"))]
    lost = tuple(
        SetAside(row=m.row, column="", value="", reason=m.reason, raw=m.raw)
        for m in block.misfits
        if m not in remarks
    )
    if not remarks:
        return block, lost
    row = np.append(block.row, [m.row for m in remarks])
    by_row = np.argsort(row, kind="stable")
    columns = []
    for position, cells in enumerate(block.columns):
        more = [m.raw.strip("\"' ,;\t\n") if position == 0 else "" for m in remarks]
        columns.append(cells.followed_by(Factor.of(np.array(more, object))).take(by_row))
    whole = TextBlock(row=row[by_row], columns=tuple(columns), misfits=(), refitted=block.refitted)
    return whole, lost


def _first(times: _Times) -> int:
    known = np.flatnonzero(times.read)
    return int(times.ts[known[0]]) if len(known) else 0


def _with(values: Cells, value: str) -> Cells:
    return np.append(values, np.array([value], object))


def kept_row(
    block: TextBlock, row: int, reason: str, column: int | None, header: tuple[str, ...]
) -> SetAside:
    """Row of a block as it is set aside; ``column`` is the offending one, None the whole row."""
    cells = [c.text(row) for c in block.columns]
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return SetAside(
        row=int(block.row[row]),
        column="" if column is None else header[column],
        value="" if column is None else cells[column],
        reason=reason,
        raw=line.getvalue(),
    )
