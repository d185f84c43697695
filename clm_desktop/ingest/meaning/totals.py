"""Whose money a column holds, one piece's, the row's or the order's: the rows say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clm_desktop.ingest import headers
from clm_desktop.ingest.meaning.samples import HALF, MANY, SURE
from clm_desktop.ingest.types import Field
from clm_desktop.ingest.values.amounts import ISO_CODES, mark_evidence, parse_amounts
from clm_desktop.ingest.values.quantities import number_bought

_OF_LINE = frozenset({"line", "item", "row", "position", "zeile", "行", "小计", "单品"})
_OF_ONE = re.compile(
    r"\b(unit|each|per|apiece|one|einzel\w*|stück\w*|unitaire|unitario|unidad|stuk\w*)\b|单价|単価|단가"
)
_MONEY = frozenset(  # said of either
    {"amount", "amt", "value", "betrag", "wert", "montant", "valeur", "importe", "importo"}
    | {"valor", "bedrag", "kwota", "金额", "금액"}
)
_DECIMALS = 4
_FEW = 2  # pieces: half of all lines of a shop are of one or two
_PRODUCTS = 2  # one alone may have had a dear day


def settle_totals(
    found: dict[Field, int], header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Whether a total is the line's or the order's: the rows of an order say it.

    A total that stands alike on all rows of an order is the order's unless it is called the
    line's; one that differs is the line's. Without order numbers every row is an order of its own.
    """
    order, line = found.get(Field.ORDER_ID), found.get(Field.LINE_TOTAL)
    if order is None:
        if Field.ORDER_TOTAL in found and line is None:
            found[Field.LINE_TOTAL] = found.pop(Field.ORDER_TOTAL)
        return
    given = found.get(Field.ORDER_TOTAL)
    price = found.get(Field.UNIT_PRICE)
    all_alike = price is not None and repeats(order, price, rows) is not False
    if line is not None and given is None and not all_alike:  # where all costs the same, none tells
        if not _OF_LINE & set(headers.words(header[line])) and repeats(order, line, rows):
            found[Field.ORDER_TOTAL] = found.pop(Field.LINE_TOTAL)
    elif line is None and given is not None and repeats(order, given, rows) is False:
        found[Field.LINE_TOTAL] = found.pop(Field.ORDER_TOTAL)


def repeats(order: int, total: int, rows: Sequence[Sequence[str]]) -> bool | None:
    """Whether orders of several rows repeat a total; None where they do not tell."""
    totals: dict[str, list[str]] = {}
    for row in rows:
        if row[order].strip() and row[total].strip():
            totals.setdefault(row[order], []).append(row[total])
    several = [t for t in totals.values() if len(t) > 1]
    alike = sum(len(set(t)) == 1 for t in several)
    if several and not alike:
        return False
    if len(several) < MANY or len({t[0] for t in several}) < 2:
        return None
    return True if alike == len(several) else (False if alike < len(several) / 2 else None)


def settle_pieces(
    found: dict[Field, int], header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Whether a bare "amount" beside a price counts pieces: no money is less than one costs."""
    price, amount = found.get(Field.UNIT_PRICE), found.get(Field.LINE_TOTAL)
    if price is None or amount is None or Field.QUANTITY in found or not _is_bare(header[amount]):
        return
    (cost, priced), (number, counted) = _numbers(rows, price), _numbers(rows, amount)
    both = priced & counted & (number > 0) & (cost > 0)
    if both.sum() < MANY or (number[both] % 1).any():
        return
    few, less = number[both] <= _FEW, 2 * number[both] < cost[both]
    if few.mean() >= HALF and less.mean() >= SURE:
        found[Field.QUANTITY] = found.pop(Field.LINE_TOTAL)


def settle_price(
    found: dict[Field, int], header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Whether a bare "price" or "amount" is one piece's money or the row's: the rows say it.

    What grows with the pieces is the row's, what stays however many there are is one piece's.
    """
    quantity = found.get(Field.QUANTITY)
    thing = (Field.PRODUCT_ID, Field.PRODUCT_NAME, Field.CATEGORY)
    product = next((found[f] for f in thing if f in found), None)
    price, total = found.get(Field.UNIT_PRICE), found.get(Field.LINE_TOTAL)
    if quantity is None or product is None or (price is None) == (total is None):
        return
    if price is not None and not _OF_ONE.search(" ".join(headers.words(header[price]))):
        of_row, of_piece = _spreads(rows, product, quantity, price)
        if of_piece < of_row / 2:
            found[Field.LINE_TOTAL] = found.pop(Field.UNIT_PRICE)
    if total is not None and _is_bare(header[total]):
        of_row, of_piece = _spreads(rows, product, quantity, total)
        if of_row < of_piece / 2:
            found[Field.UNIT_PRICE] = found.pop(Field.LINE_TOTAL)


def _is_bare(name: str) -> bool:
    """Whether a column is called money and nothing else, its currency aside."""
    first, *more = headers.words(name) or ("",)
    return first in _MONEY and all(word.upper() in ISO_CODES for word in more)


def _spreads(
    rows: Sequence[Sequence[str]], product: int, quantity: int, money: int
) -> tuple[float, float]:
    """How unsteady the money of rows and that of pieces is; both 0 where too few rows tell.

    Prices may have changed meanwhile, so neither is the same in every row: one must be much
    steadier than the other, over all products bought in several quantities.
    """
    pieces, read = _numbers(rows, quantity)
    paid, told = _numbers(rows, money)
    bought: dict[str, list[tuple[float, float]]] = {}
    for row, number, cost in zip(rows, pieces, np.where(read & told, paid, 0.0), strict=True):
        if number > 0 and cost > 0:
            bought.setdefault(row[product], []).append((np.log(number), np.log(cost)))
    telling = [np.array(one) for one in bought.values() if len({n for n, _ in one}) > 1]
    if len(telling) < _PRODUCTS or sum(map(len, telling)) < 2 * MANY:
        return 0.0, 0.0
    of_row = sum(_spread(one[:, 1]) for one in telling)
    return of_row, sum(_spread(one[:, 1] - one[:, 0]) for one in telling)


def _numbers(
    rows: Sequence[Sequence[str]], column: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The numbers of a column, and where there are any."""
    cells = np.array([number_bought(row[column].strip()) for row in rows], object)
    value, read = parse_amounts(cells, mark_evidence(cells).mark() or ".", _DECIMALS)
    return value / 10.0**_DECIMALS, read


def _spread(values: NDArray[np.float64]) -> float:
    """How far values lie from the middle one, all together."""
    return float(np.abs(values - np.median(values)).sum())
