"""Typed columns of a block -> what the store takes: rows, customers, products, orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import (
    CleanBlock,
    CleanRows,
    CustomerFacts,
    Labels,
    OrderFacts,
    ProductFacts,
    SetAside,
)
from clm_desktop.ingest.factor import alike
from clm_desktop.ingest.meaning import identity
from clm_desktop.ingest.meaning.columns import Cells, Factor, first_told, full_name
from clm_desktop.ingest.meaning.list_columns import truth
from clm_desktop.ingest.meaning.products import ProductColumns
from clm_desktop.ingest.types import Field

DAY_S = 86_400
YES = "yes"

Lookup = Callable[[Field, Callable[[str], str]], Factor | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockColumns:
    """All rows of a block, typed, before those that could not be understood are taken out."""

    row: NDArray[np.int64]
    order: Factor
    customer: Factor
    products: ProductColumns
    ts: NDArray[np.int64]
    quantity: NDArray[np.float64]
    cents: NDArray[np.int64]
    state: NDArray[np.int8]
    order_total: NDArray[np.int64]
    order_total_known: NDArray[np.bool_]
    refund: NDArray[np.int64]


def assemble(
    built: BlockColumns,
    keep: NDArray[np.intp],
    cells_of: Lookup,
    set_aside: tuple[SetAside, ...],
) -> CleanBlock:
    """Take the rows that were understood and gather what they tell about people and things.

    ``keep`` are their places, ``cells_of`` gives the cells of a field after a function was applied.
    """
    rows = CleanRows(
        row=built.row[keep],
        order=built.order.take(keep).labels(),
        customer=built.customer.take(keep).labels(),
        product=built.products.key.take(keep).labels(),
        ts=built.ts[keep],
        quantity=built.quantity[keep],
        cents=built.cents[keep],
        state=built.state[keep],
        is_fee=built.products.is_fee[keep],
        order_total_cents=built.order_total[keep],
        order_total_known=built.order_total_known[keep],
        refund_cents=built.refund[keep],
    )

    def cells(field: Field, clean: Callable[[str], str] = identity.tidy) -> Factor | None:
        found = cells_of(field, clean)
        return None if found is None else found.take(keep)

    return CleanBlock(
        rows=rows,
        customers=_customers(rows, cells),
        products=_products(rows, built.products, keep),
        orders=OrderFacts(
            key=rows.order.values,
            channel=first_told(rows.order, cells(Field.CHANNEL)),
            coupon=first_told(rows.order, cells(Field.COUPON, identity.number)),
        ),
        set_aside=set_aside,
        rows_read=len(rows) + len(set_aside),
    )


def _customers(rows: CleanRows, cells: Callable[..., Factor | None]) -> CustomerFacts:
    keys = rows.customer
    name = cells(Field.CUSTOMER_NAME, _unmasked)
    first, last = cells(Field.FIRST_NAME, _unmasked), cells(Field.LAST_NAME, _unmasked)
    if first is not None or last is not None:
        both = first if last is None else (last if first is None else full_name(first, last))
        name = both if name is None or both is None else name.or_else(both)
    facts: list[Cells] = [
        first_told(keys, name),
        first_told(keys, cells(Field.EMAIL, identity.email_key)),
        first_told(keys, cells(Field.PHONE, _unmasked)),
        first_told(keys, cells(Field.CITY)),
        first_told(keys, cells(Field.COUNTRY)),
    ]
    consent, day = _newest_word(rows, cells(Field.CONSENT, _yes_or_no))
    known = keys.values != ""
    return CustomerFacts(
        key=keys.values[known],
        consent=consent[known],
        consent_day=day[known],
        name=facts[0][known],
        email=facts[1][known],
        phone=facts[2][known],
        city=facts[3][known],
        country=facts[4][known],
    )


def _newest_word(rows: CleanRows, told: Factor | None) -> tuple[Cells, Cells]:
    """Yes (1) or no (0) of each customer's newest order that says so, a no on one day; its day."""
    keys = rows.customer
    word, day = (np.full(len(keys.values), None, object) for _ in range(2))
    if told is None:
        return word, day
    at = np.flatnonzero(~told.blank)
    yes, days = (told.values == YES)[told.codes[at]], rows.ts[at] // DAY_S
    newest_last = np.lexsort((~yes, days))  # of several the last one stays
    who = keys.codes[at][newest_last]
    word[who] = yes[newest_last].astype(np.int64).astype(object)
    day[who] = days[newest_last].astype(object)
    return word, day


def _yes_or_no(cell: str) -> str:
    said = truth(cell)
    return "" if said is None else (YES if said else "no")


def _unmasked(cell: str) -> str:
    cell = identity.tidy(cell)
    return "" if identity.is_masked(cell) or cell in {"-", "--"} else cell


def _products(rows: CleanRows, products: ProductColumns, keep: NDArray[np.intp]) -> ProductFacts:
    keys = rows.product
    is_fee = np.zeros(len(keys.values), bool)
    is_fee[keys.codes[rows.is_fee]] = True
    category = None if products.category is None else products.category.take(keep)
    category = None if category is None else category.map(identity.tidy)
    names, categories = _usual(keys, products.name.take(keep)), first_told(keys, category)
    known = keys.values != ""
    return ProductFacts(
        key=keys.values[known], name=names[known], category=categories[known], is_fee=is_fee[known]
    )


def _usual(keys: Labels, names: Factor) -> Cells:
    """The name that most rows of a product give it: remarks such as "damaged" are rarer."""
    told = ~names.blank
    pair = keys.codes[told].astype(np.int64) * max(len(names.values), 1) + names.codes[told]
    codes, first = alike(pair)
    which, name = np.divmod(pair[first], max(len(names.values), 1))
    by_count = np.argsort(np.bincount(codes), kind="stable")
    usual = np.full(len(keys.values), "", object)
    usual[which[by_count]] = names.values[name[by_count]]
    return usual
