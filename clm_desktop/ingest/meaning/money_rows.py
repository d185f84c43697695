"""What each row is worth: line money, and what was paid for the whole order.

A line total wins over quantity times price; where a file only knows the order, its total stands on
the order's first row. Order totals are handed over once per run of rows, after refunds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.ingest.meaning.carry import Carry, Runs
from clm_desktop.ingest.meaning.columns import Factor
from clm_desktop.ingest.meaning.currency import ShopMoney
from clm_desktop.ingest.meaning.discount import share_off
from clm_desktop.ingest.meaning.identity import told
from clm_desktop.ingest.types import DiscountUnit, Field
from clm_desktop.ingest.values.amounts import parse_amounts, parse_named_amounts
from clm_desktop.ingest.values.quantities import number_bought

FINER = 4  # decimals kept beyond the currency's: prices per gram, 0.0012 each
_QUANTITY_DECIMALS = 6
_AMOUNTS = (Field.LINE_TOTAL, Field.UNIT_PRICE, Field.ORDER_TOTAL)
_EXACT = 2**52

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Rates = NDArray[np.float64] | None  # of each row, None = all are in the money counted in
Lookup = Callable[[Field], Factor | None]


@dataclass(frozen=True, slots=True)
class Amounts:
    """One money column: minor units, which rows have a number, which have something else."""

    fine: Integers  # n, units of 10^-(decimals + FINER)
    told: Flags
    wrong: Flags
    beside: Factor | None = None  # what stands beside the numbers, None = nothing

    def at(self, rate: NDArray[np.float64] | None) -> Amounts:
        """The same in the money that a rate for each row leads to."""
        if rate is None:
            return self
        return replace(self, fine=np.rint(self.fine * rate).astype(np.int64))

    def cents(self) -> Integers:
        """Minor units, rounded half away from zero."""
        return _rounded(self.fine, 10**FINER)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMoney:
    """Everything about money and pieces of a block's rows."""

    quantity: NDArray[np.float64]
    cents: Integers
    order_total: Integers
    order_total_known: Flags
    refund: Integers  # what was taken off the line's or the order's money
    given_back: Flags  # the whole order of the row was refunded
    missing: Flags  # no amount at all, and none to be expected from the order
    foreign: Flags  # in another currency, without a rate
    wrong: tuple[tuple[Field, Flags], ...]  # cells that are no numbers


def read_amounts(column: Factor, mark: str, decimals: int) -> Amounts:
    """Read a money column; blanks and dashes are neither told nor wrong."""
    clean = column.map(told)
    fine, read, beside = parse_named_amounts(clean.values, mark, decimals + FINER)
    filled = clean.values != ""
    signs = None if beside is None else Factor(clean.codes, beside).distinct()
    return Amounts(fine[clean.codes], read[clean.codes], (filled & ~read)[clean.codes], signs)


def read_quantities(column: Factor, mark: str) -> tuple[NDArray[np.float64], Flags, Flags]:
    """Quantity, whether it is told, whether something else stands there."""
    clean = column.map(lambda cell: number_bought(told(cell)))
    value, read = parse_amounts(clean.values, mark, _QUANTITY_DECIMALS)
    quantity = value / 10.0**_QUANTITY_DECIMALS
    filled = clean.values != ""
    return quantity[clean.codes], read[clean.codes], (filled & ~read)[clean.codes]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyReader:
    """Reads the money of blocks of one file."""

    mark: str
    quantity_mark: str
    decimals: int  # of the currency
    digits: Callable[[Field], int]  # the same of a field's column, which may be in 万元
    money: ShopMoney
    discount: DiscountUnit | None = None

    def read(
        self,
        column: Lookup,
        extra: Callable[[str], Factor | None],
        runs: Runs,
        carry: Carry,
        counts: Flags,
    ) -> RowMoney:
        """Money of one block.

        Parameters
        ----------
        column : cells of a field, None where the file has none
        extra : cells of a platform's further columns by role (less, percent_off, paid_net)
        runs : rows of one order that follow each other
        carry : what the block before left open; changed here
        counts : rows whose status lets them count
        """
        n = len(counts)
        wrong: list[tuple[Field, Flags]] = []
        quantity = self._quantity(column, n, wrong)
        amounts = {field: self._amounts(column(field), field, wrong) for field in _AMOUNTS}
        signs = [a.beside for a in amounts.values() if a is not None and a.beside is not None]
        foreign, rate, carry.currency = self.money.foreign(
            column(Field.CURRENCY), _first(signs), runs, carry.currency
        )
        amounts = {f: None if a is None else a.at(rate) for f, a in amounts.items()}
        line, told = self._lines(amounts, extra, quantity, rate)
        line = _rounded(self._discounted(line, column(Field.DISCOUNT), rate, wrong), 10**FINER)
        total, total_told, back = self._totals(amounts, column, extra, n, rate)
        if column(Field.ORDER_TOTAL) is None:
            back = _once_per_order(back, line, runs)
            full = (back > 0) & (line > 0) & (back >= line)
            line = np.where(told, line - back, line)
            return RowMoney(
                quantity=quantity,
                cents=line,
                order_total=np.zeros(n, np.int64),
                order_total_known=np.zeros(n, bool),
                refund=np.where(told, back, 0),
                given_back=full,
                missing=~told & counts,
                foreign=foreign,
                wrong=tuple(wrong),
            )
        known = _once_per_run(total_told, runs, carry)
        back = _of_runs(back, runs)
        net = total - back
        line = np.where(told, line, np.where(known, net, 0))
        refunded = known & (back > 0) & (total > 0) & (net <= 0)
        return RowMoney(
            quantity=quantity,
            cents=line,
            order_total=np.where(known, net, 0),
            order_total_known=known,
            refund=np.where(known, back, 0),
            given_back=_whole_runs(refunded, runs, carry),
            missing=~told & ~total_told & runs.first & counts,
            foreign=foreign,
            wrong=tuple(wrong),
        )

    def _quantity(
        self, column: Lookup, n: int, wrong: list[tuple[Field, Flags]]
    ) -> NDArray[np.float64]:
        """Pieces of each row, one where nothing is told."""
        cells = column(Field.QUANTITY)
        if cells is None:
            return np.ones(n)
        quantity, told, bad = read_quantities(cells, self.quantity_mark)
        wrong.append((Field.QUANTITY, bad))
        return np.where(told, quantity, 1.0)

    def _amounts(
        self, cells: Factor | None, field: Field, wrong: list[tuple[Field, Flags]]
    ) -> Amounts | None:
        if cells is None:
            return None
        amounts = read_amounts(cells, self.mark, self.digits(field))
        wrong.append((field, amounts.wrong))
        return amounts

    def _lines(
        self,
        amounts: Mapping[Field, Amounts | None],
        extra: Callable[[str], Factor | None],
        quantity: NDArray[np.float64],
        rate: Rates,
    ) -> tuple[Integers, Flags]:
        """Line money in units of 10^-(decimals + FINER), and whether the row tells any."""
        total, price = amounts[Field.LINE_TOTAL], amounts[Field.UNIT_PRICE]
        line, told = np.zeros(len(quantity), np.int64), np.zeros(len(quantity), bool)
        if price is not None:
            line, told = _times(quantity, price.fine), price.told.copy()
        if total is not None:
            signed = np.where((quantity < 0) & (total.fine > 0), -total.fine, total.fine)
            line = np.where(total.told, signed, line)
            told |= total.told
        percent = extra("percent_off")
        if percent is not None:
            share = read_quantities(percent, self.quantity_mark)[0] / 100.0
            line = np.where(np.abs(share) <= 1, np.rint(line * (1 - np.abs(share))), line)
            line = line.astype(np.int64)
        less = extra("less")
        if less is not None:
            off = read_amounts(less, self.mark, self.decimals).at(rate)
            line = np.where(off.told & told, line - np.abs(off.fine), line)
        return line, told

    def _discounted(
        self, line: Integers, cells: Factor | None, rate: Rates, wrong: list[tuple[Field, Flags]]
    ) -> Integers:
        """Line money less its discount, which makes what is given back smaller too."""
        if cells is None or self.discount in (None, DiscountUnit.NONE):
            return line
        if self.discount is DiscountUnit.MONEY:
            off = read_amounts(cells, self.mark, self.digits(Field.DISCOUNT))
            wrong.append((Field.DISCOUNT, off.wrong))
            less: Integers = line - np.sign(line) * np.abs(off.at(rate).fine)
            return less
        share, bad = share_off(cells, self.discount, self.mark)
        wrong.append((Field.DISCOUNT, bad))
        return np.rint(line * (1 - share)).astype(np.int64)

    def _totals(
        self,
        amounts: Mapping[Field, Amounts | None],
        column: Lookup,
        extra: Callable[[str], Factor | None],
        n: int,
        rate: Rates,
    ) -> tuple[Integers, Flags, Integers]:
        """Order total, whether it is told, and what was refunded of it (never negative)."""
        refund, net = column(Field.REFUND), extra("paid_net")
        given = amounts[Field.ORDER_TOTAL]
        total = given.cents() if given is not None else np.zeros(n, np.int64)
        told = given.told if given is not None else np.zeros(n, bool)
        back = np.zeros(n, np.int64)
        if refund is not None:  # words such as "no refund asked for" are no refund
            off = read_amounts(refund, self.mark, self.digits(Field.REFUND))
            back = np.abs(off.at(rate).cents())
        if net is not None:
            paid = read_amounts(net, self.mark, self.decimals).at(rate)
            use = paid.told & (paid.fine > 0)
            total, back = np.where(use, paid.cents(), total), np.where(use, 0, back)
            told = told | use
        return total, told, back


def _first(signs: Sequence[Factor]) -> Factor | None:
    """For each row the first sign that stands beside one of its amounts."""
    told: Factor | None = None
    for more in signs:
        told = more if told is None else told.or_else(more)
    return told


def _times(quantity: NDArray[np.float64], price: Integers) -> Integers:
    """Quantity times price, exact for whole quantities."""
    pieces = np.rint(quantity).astype(np.int64)
    product = quantity * price
    whole = (quantity == pieces) & (np.abs(product) < _EXACT)
    away = np.copysign(np.floor(np.abs(product) + 0.5), product)
    return np.where(whole, pieces * price, away.astype(np.int64))


def _rounded(value: Integers, unit: int) -> Integers:
    """Divide by a unit, half away from zero."""
    rounded: Integers = np.sign(value) * ((np.abs(value) * 2 + unit) // (2 * unit))
    return rounded


def _once_per_run(told: Flags, runs: Runs, carry: Carry) -> Flags:
    """Rows that hand over the total of their order: the first of each run that tells it."""
    open_run = bool(len(told)) and not runs.first[0]
    rows = np.flatnonzero(told)
    distinct, first = np.unique(runs.run[rows], return_index=True)
    once = np.zeros(len(told), bool)
    once[rows[first]] = True
    if open_run and carry.total_told and len(distinct) and distinct[0] == runs.run[0]:
        once[rows[first[0]]] = False
    if len(told):
        last = runs.run[-1]
        kept = carry.total_told if last == runs.run[0] and open_run else False
        carry.total_told = kept or bool(np.any(told[runs.run == last]))
    return once


def _of_runs(back: Integers, runs: Runs) -> Integers:
    """What was given back of each row's order, told of the order or of its lines.

    One sum is told of the order on its first row or on all of them. It is told of lines where
    orders hold several sums, or only one that stands below: then all of an order are added up.
    """
    if not back.any():
        return back
    run = runs.run - runs.run[0]
    starts = np.flatnonzero(np.diff(run, prepend=-1))
    most = np.maximum.reduceat(back, starts)
    least = np.minimum.reduceat(np.where(back > 0, back, np.iinfo(np.int64).max), starts)
    alone = np.add.reduceat((back > 0).astype(np.int64), starts) == 1
    of_lines = (most > 0) & ((least < most) | (alone & (back[starts] == 0)))
    given = np.add.reduceat(back, starts) if of_lines.any() else most
    return np.asarray(given[run], np.int64)


def _once_per_order(back: Integers, line: Integers, runs: Runs) -> Integers:
    """What was given back of each line, where orders may repeat their refund on all of them.

    They do if any repeats more than one of its lines cost: it is taken off one line after another.
    """
    if not back.any():
        return back
    run = runs.run - runs.run[0]
    starts = np.flatnonzero(np.diff(run, prepend=-1))
    most = np.maximum.reduceat(back, starts)
    several = np.diff(starts, append=len(back)) > 1
    repeats = several & (most > 0) & (most == np.minimum.reduceat(back, starts))
    if not (repeats & np.logical_or.reduceat(back > line, starts)).any():
        return back
    behind = np.cumsum(line)
    before = behind - line - (behind - line)[starts][run]
    share = np.clip(most[run] - before, 0, np.maximum(line, 0))
    return np.where(repeats[run], share, back)


def _whole_runs(flags: Flags, runs: Runs, carry: Carry) -> Flags:
    """Spread a flag over all rows of its run, also into the next block."""
    if not len(flags):
        return flags
    shift = int(runs.run[0])
    marked = np.zeros(int(runs.run[-1]) - shift + 1, bool)
    marked[runs.run[flags] - shift] = True
    if not runs.first[0]:
        marked[0] |= carry.given_back
    carry.given_back = bool(marked[-1])
    return marked[runs.run - shift]
