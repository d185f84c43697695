"""The project's content for everybody else: all that counts as arrays, one customer's orders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.errors import RequestError
from clm_desktop.core.rows import RowState
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.core.transactions import Prospects, Transactions
from clm_desktop.store.columns import columns
from clm_desktop.store.joined_orders import joined_orders
from clm_desktop.store.mixed_orders import LoadedLines, LoadedOrders, split_mixed_orders
from clm_desktop.store.order_sources import order_sources
from clm_desktop.store.people import Persons, keys_of_person, settle_people
from clm_desktop.store.project import Project
from clm_desktop.store.refund_days import refund_lines, split_refunds
from clm_desktop.store.settings import currency
from clm_desktop.store.spellings import Spellings
from clm_desktop.store.unpaid import listed_people, unpaid_orders


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of an order."""

    product_key: str
    product_name: str
    quantity: float
    cents: int
    state: RowState
    file_name: str  # where it was read
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerOrder:
    """One order with its lines, also those that do not count."""

    order_key: str
    ts: int  # seconds since 1970-01-01 00:00 of the shop's clock
    cents: int  # after refunds
    lines: tuple[OrderLine, ...]


def load_transactions(project: Project, ctx: RunContext = NULL_CONTEXT) -> Transactions:
    """All rows that count, as arrays.

    Notes
    -----
    Cost: 1.5 CPU s and 150 MB per million lines.
    """
    settle_people(project, ctx)
    with project.reading(ctx) as connection:
        ctx.report(None, "load")
        persons = Persons(connection, ctx)
        customers = _customers(connection, persons, ctx)
        products = _products(connection, ctx)
        orders, lines = _orders_and_lines(connection, ctx)
        orders, lines = _brought_together(orders, lines, persons, products)
        channel, coupon = _order_words(connection, orders.id, ctx)
        source, source_names = order_sources(connection, orders.id, ctx)
        counts = np.zeros(len(orders.id), dtype=bool)
        counts[lines.order] = True
        unpaid = unpaid_orders(connection, orders.id[counts], persons, ctx)
        money = currency(project)
        revision = project.revision
    order_customer = _positions(customers.id, orders.customer_id)
    line_product = _positions(products.id, lines.product_id)
    no_product_fee = np.append(products.is_fee, False)  # -1 points at the end
    is_sale = _are_sales(len(orders.id), lines, no_product_fee[line_product])
    day = (orders.ts // SECONDS_PER_DAY).astype(np.int32)
    by_day = np.argsort(day, kind="stable")
    place = np.empty(len(by_day), dtype=np.int32)
    place[by_day] = np.arange(len(by_day), dtype=np.int32)
    line_order = place[lines.order]
    by_order = np.argsort(line_order, kind="stable")
    return Transactions(
        order_key=orders.key[by_day],
        order_customer=order_customer[by_day],
        order_day=day[by_day],
        order_cents=orders.cents[by_day],
        order_is_sale=is_sale[by_day],
        order_channel=channel[by_day],
        order_coupon=coupon[by_day],
        order_source=None if source is None else source[by_day],
        source_names=source_names,
        line_order=line_order[by_order],
        line_product=line_product[by_order],
        line_quantity=lines.quantity[by_order],
        line_cents=lines.cents[by_order],
        customer_id=customers.id,
        customer_key=customers.key,
        customer_name=customers.name,
        product_id=products.id,
        product_key=products.key,
        product_name=products.name,
        product_category=products.category,
        product_is_fee=products.is_fee,
        currency=money,
        revision=revision,
        prospects=Prospects(
            order_customer=_positions(customers.id, unpaid.customer_id),
            order_day=unpaid.day,
            order_cents=unpaid.cents,
            listed=_positions(customers.id, listed_people(project, ctx)),
        ),
    )


def _are_sales(n_orders: int, lines: LoadedLines, of_fee: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which orders sold something: a line with pieces and a price that is no fee."""
    is_purchase = (lines.quantity > 0) & (lines.cents >= 0) & ~lines.is_fee & ~of_fee
    found = np.zeros(n_orders, dtype=bool)
    found[lines.order[is_purchase]] = True
    return found


def _brought_together(
    orders: LoadedOrders, lines: LoadedLines, persons: Persons, products: _Products
) -> tuple[LoadedOrders, LoadedLines]:
    """One id per person and per product; orders of several people are cut by them."""
    orders = replace(orders, customer_id=persons.of(orders.customer_id))
    lines = replace(
        lines,
        customer_id=persons.of(lines.customer_id),
        product_id=products.spellings.of(lines.product_id),
    )
    return split_mixed_orders(orders, lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Customers:
    id: NDArray[np.int64]
    key: NDArray[np.object_]
    name: NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Products:
    id: NDArray[np.int64]
    key: NDArray[np.object_]
    name: NDArray[np.object_]
    category: NDArray[np.object_]
    is_fee: NDArray[np.bool_]
    spellings: Spellings


def _customers(connection: apsw.Connection, persons: Persons, ctx: RunContext) -> _Customers:
    """One per person; a representative without a name bears that of another of their keys."""
    query = connection.execute("SELECT id, key FROM customers ORDER BY id")
    ids, keys = columns(query, (np.int64, object), ctx)
    query = connection.execute(
        "SELECT customer_id, name, file_id FROM ("
        " SELECT customer_id, name, file_id FROM customer_facts WHERE name <> ''"
        " UNION ALL SELECT c.id, l.name, l.file_id FROM listed_people l"
        " JOIN customers c ON c.key IN (l.key, l.email, l.phone) WHERE l.name <> '' AND l.state = 0"
        ") ORDER BY customer_id, file_id"
    )
    told, names, file_id = columns(query, (np.int64, object, np.int64), ctx)
    name = _newest(ids, told, names)
    theirs = np.flatnonzero(~persons.stand_for_others(told))
    theirs = theirs[np.argsort(file_id[theirs], kind="stable")]
    others = _newest(ids, persons.of(told[theirs]), names[theirs])
    name = np.where(name == "", others, name)
    stands = persons.stand_for_others(ids)
    return _Customers(id=ids[stands], key=keys[stands], name=name[stands])


def _products(connection: apsw.Connection, ctx: RunContext) -> _Products:
    """One per product; one without a name or category bears that of another of its writings."""
    query = connection.execute("SELECT id, key FROM products ORDER BY id")
    ids, keys = columns(query, (np.int64, object), ctx)
    query = connection.execute(
        "SELECT product_id, name, category, is_fee FROM ("
        " SELECT product_id, name, category, is_fee, file_id FROM product_facts"
        " UNION ALL SELECT p.id, iif(p.key = l.name, '', l.name), l.category,"
        "  ifnull((SELECT is_fee FROM product_facts f WHERE f.product_id = p.id"
        "   ORDER BY file_id DESC LIMIT 1), 0), l.file_id FROM listed_products l"
        " JOIN products p ON p.key IN (l.key, l.name) WHERE l.state = 0"
        ") ORDER BY product_id, file_id"
    )
    told, name, category, is_fee = columns(query, (np.int64, object, object, np.bool_), ctx)
    fee = np.zeros(len(ids), dtype=bool)
    fee[_positions(ids, told)] = is_fee  # of repeated places the last one stays: the newest file
    spellings = Spellings(ids, keys)

    def words(column: NDArray[np.object_]) -> NDArray[np.object_]:
        is_told = column != ""
        own = _newest(ids, told[is_told], column[is_told])
        others = _newest(ids, spellings.of(told[is_told]), column[is_told])
        return np.where(own == "", others, own)[stands]

    stands = spellings.stand_for_others(ids)
    return _Products(
        id=ids[stands],
        key=keys[stands],
        name=words(name),
        category=words(category),
        is_fee=fee[stands],
        spellings=spellings,
    )


def _orders_and_lines(
    connection: apsw.Connection, ctx: RunContext
) -> tuple[LoadedOrders, LoadedLines]:
    query = connection.execute(
        "SELECT id, ifnull(product_id, 0), ifnull(customer_id, 0), ts, quantity, cents, is_fee,"
        " part + (state = 8) * 4 FROM lines WHERE state IN (0, 8) AND part < 2 ORDER BY id"
    )
    kinds = (np.int64, np.int64, np.int64, np.int64, np.float64, np.int64, np.bool_, np.int8)
    line_id, product, line_customer, line_ts, quantity, line_cents, is_fee, role = columns(
        query, kinds, ctx
    )
    query = connection.execute(
        "SELECT id, key, ifnull(customer_id, 0), ts, total_cents, joined FROM orders ORDER BY id"
    )
    order_kinds = (np.int64, object, np.int64, np.int64, np.int64, np.int8)
    id_, key, customer, ts, cents, joined = columns(query, order_kinds, ctx)
    orders = LoadedOrders(id=id_, key=key, customer_id=customer, ts=ts, cents=cents)
    lines = LoadedLines(
        order=_positions(id_, line_id >> 24),
        product_id=product,
        customer_id=line_customer,
        ts=line_ts,
        quantity=quantity,
        cents=line_cents,
        is_fee=is_fee,
    )
    given_back = refund_lines(connection)
    if len(given_back):
        takes_back = np.isin(line_id, given_back, assume_unique=True)
        orders, lines, joined = split_refunds(orders, lines, joined, takes_back)
    return joined_orders(orders, lines, joined, role)


def _order_words(
    connection: apsw.Connection, ids: NDArray[np.int64], ctx: RunContext
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    query = connection.execute(
        "SELECT order_id, channel, coupon FROM order_facts WHERE channel <> '' OR coupon <> ''"
        " ORDER BY order_id, file_id"
    )
    told, channel, coupon = columns(query, (np.int64, object, object), ctx)
    # An order that was split by customer stands more than once, first under its own id.
    return (
        _newest(ids, told[channel != ""], channel[channel != ""]),
        _newest(ids, told[coupon != ""], coupon[coupon != ""]),
    )


def _newest(
    ids: NDArray[np.int64], told: NDArray[np.int64], words: NDArray[Any]
) -> NDArray[np.object_]:
    """The last word told of each id, '' where nothing was told."""
    found = np.full(len(ids), "", dtype=object)
    at = _positions(ids, told)
    found[at[at >= 0]] = words[at >= 0]
    return found


def _positions(ids: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int32]:
    """Where each wanted id stands among ``ids``, -1 = nowhere (0, or an id that does not count)."""
    place = np.full(int(max(ids.max(initial=0), wanted.max(initial=0))) + 1, -1, dtype=np.int32)
    place[ids] = np.arange(len(ids), dtype=np.int32)
    place[0] = -1
    return place[wanted]


_ORDERS = """
SELECT id, key, ts, total_cents FROM orders WHERE customer_id = ?
"""
_LINES = """
SELECT ifnull(p.key, ''),
       ifnull((SELECT name FROM product_facts x WHERE x.product_id = p.id AND x.name <> ''
               ORDER BY x.file_id DESC LIMIT 1), ''),
       l.quantity, l.cents,
       CASE WHEN o.joined = 1 AND l.state = 8 THEN 0
            WHEN o.joined = 2 AND l.state IN (0, 8) THEN 3 ELSE l.state END,
       f.name, l.row
FROM lines l JOIN orders o ON o.id = ?1
  LEFT JOIN products p ON p.id = l.product_id JOIN files f ON f.id = l.file_id
WHERE l.id >= ?1 << 24 AND l.id < (?1 + 1) << 24 AND (l.part = 0 OR l.part = 1 AND o.joined <> 1)
ORDER BY l.id
"""


def customer_orders(project: Project, customer_id: int) -> tuple[CustomerOrder, ...]:
    """All orders of the person to whom a customer's key belongs, newest first.

    Raises
    ------
    RequestError
        ``customer_unknown``.
    """
    settle_people(project)
    with project.reading() as connection:
        there = connection.execute("SELECT count(*) FROM customers WHERE id = ?", (customer_id,))
        if not there.get:
            raise RequestError("customer_unknown")
        keys = ((id_,) for id_ in keys_of_person(connection, customer_id))
        orders = sorted(connection.executemany(_ORDERS, keys), key=lambda o: (-o[2], -o[0]))
        return tuple(
            CustomerOrder(order_key=key, ts=ts, cents=cents, lines=_lines(connection, order_id))
            for order_id, key, ts, cents in orders
        )


def _lines(connection: apsw.Connection, order_id: int) -> tuple[OrderLine, ...]:
    return tuple(
        OrderLine(
            product_key=key,
            product_name=name,
            quantity=quantity,
            cents=cents,
            state=RowState(state),
            file_name=file_name,
            row=row,
        )
        for key, name, quantity, cents, state, file_name, row in connection.execute(
            _LINES, (order_id,)
        )
    )
