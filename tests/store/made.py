"""Small imports made by hand, and the whole content of a project by keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from clm_desktop.core.rows import (
    CleanBlock,
    CleanRows,
    CustomerFacts,
    FileInfo,
    ImportReceipt,
    Labels,
    OrderFacts,
    ProductFacts,
    SetAside,
)
from clm_desktop.store.importing import writing_import
from clm_desktop.store.project import Project

DAY = 86_400


@dataclass(frozen=True)
class Row:
    order: str
    customer: str = "anna"
    product: str = "tea"
    ts: int = 10 * DAY
    quantity: float = 1.0
    cents: int = 500
    state: int = 0
    is_fee: bool = False
    total: int | None = None
    name: str = ""
    channel: str = ""


@dataclass(frozen=True)
class File:
    rows: tuple[Row, ...]
    name: str = "orders.csv"
    order_ids_given: bool = True
    block: int = 1000
    set_aside: int = 0


def labels(texts: Sequence[str]) -> Labels:
    values, codes = np.unique(np.array(texts, dtype=object).astype(str), return_inverse=True)
    return Labels(codes=codes.astype(np.int32), values=values.astype(object))


def last_told(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    told: dict[str, str] = {}
    for key, value in pairs:
        told[key] = value or told.get(key, "")
    return told


def info(file: File) -> FileInfo:
    return FileInfo(
        name=file.name,
        sha256="0" * 64,
        size_bytes=1,
        encoding="utf-8",
        delimiter=",",
        platform="",
        mapping=(("order_id", "Order"),),
        currency="EUR",
        order_ids_given=file.order_ids_given,
    )


def blocks(file: File) -> Iterable[CleanBlock]:
    for start in range(0, max(len(file.rows), 1), file.block):
        rows = file.rows[start : start + file.block]
        aside = file.set_aside if start == 0 else 0
        yield block(rows, start + 1, aside)


def block(rows: Sequence[Row], first_row: int, set_aside: int = 0) -> CleanBlock:
    def text(values: Iterable[str]) -> np.ndarray:
        return np.array(list(values), dtype=object)

    customers = last_told((r.customer, r.name) for r in rows if r.customer)
    products = {r.product: r.is_fee for r in rows if r.product}
    orders = last_told((r.order, r.channel) for r in rows)
    none = [""] * len(customers)
    return CleanBlock(
        rows=CleanRows(
            row=np.arange(first_row, first_row + len(rows)),
            order=labels([r.order for r in rows]),
            customer=labels([r.customer for r in rows]),
            product=labels([r.product for r in rows]),
            ts=np.array([r.ts for r in rows], np.int64),
            quantity=np.array([r.quantity for r in rows], np.float64),
            cents=np.array([r.cents for r in rows], np.int64),
            state=np.array([r.state for r in rows], np.int8),
            is_fee=np.array([r.is_fee for r in rows], bool),
            order_total_cents=np.array([r.total or 0 for r in rows], np.int64),
            order_total_known=np.array([r.total is not None for r in rows], bool),
        ),
        customers=CustomerFacts(
            key=text(customers),
            name=text(customers.values()),
            email=text(none),
            phone=text(none),
            city=text(none),
            country=text(none),
            consent=np.array([None for _ in customers], object),
            consent_day=np.array([None for _ in customers], object),
        ),
        products=ProductFacts(
            key=text(products),
            name=text(f"the {p}" for p in products),
            category=text("" for _ in products),
            is_fee=np.array(list(products.values()), bool),
        ),
        orders=OrderFacts(
            key=text(orders), channel=text(orders.values()), coupon=text("" for _ in orders)
        ),
        set_aside=tuple(
            SetAside(row=900 + i, column="Date", value="x", reason="bad_date", raw="a,b")
            for i in range(set_aside)
        ),
        rows_read=len(rows) + set_aside,
    )


def do_import(project: Project, *files: File) -> ImportReceipt:
    with writing_import(project) as writer:
        for file in files:
            writer.begin_file(info(file))
            for part in blocks(file):
                writer.add(part)
            writer.end_file()
        return writer.finish()


_CONTENT = (
    "SELECT 'line', o.key, p.key, c.key, l.ts, l.quantity, l.cents, l.state, l.is_fee, f.name,"
    " l.row FROM lines l JOIN orders o ON o.id = l.id >> 24 JOIN files f ON f.id = l.file_id"
    " LEFT JOIN products p ON p.id = l.product_id LEFT JOIN customers c ON c.id = l.customer_id",
    "SELECT 'order', o.key, c.key, o.ts, o.total_cents FROM orders o"
    " LEFT JOIN customers c ON c.id = o.customer_id",
    "SELECT 'sighting', o.key, f.name, s.row, s.changed, c.key, s.was_ts, s.was_quantity,"
    " s.was_cents, s.was_state, s.was_is_fee FROM line_sightings s JOIN files f ON f.id = s.file_id"
    " JOIN orders o ON o.id = s.line_id >> 24 LEFT JOIN customers c ON c.id = s.was_customer_id",
    "SELECT 'customer', key FROM customers",
    "SELECT 'product', key FROM products",
    "SELECT 'customer fact', c.key, f.name, x.name FROM customer_facts x"
    " JOIN customers c ON c.id = x.customer_id JOIN files f ON f.id = x.file_id",
    "SELECT 'product fact', p.key, f.name, x.name, x.is_fee FROM product_facts x"
    " JOIN products p ON p.id = x.product_id JOIN files f ON f.id = x.file_id",
    "SELECT 'order fact', o.key, f.name, x.channel, x.told_cents FROM order_facts x"
    " JOIN orders o ON o.id = x.order_id JOIN files f ON f.id = x.file_id",
    "SELECT 'aside', f.name, s.row FROM set_aside s JOIN files f ON f.id = s.file_id",
    "SELECT 'orphan fact', customer_id FROM customer_facts WHERE customer_id NOT IN"
    " (SELECT id FROM customers)",
    "SELECT 'orphan line', id FROM lines WHERE id >> 24 NOT IN (SELECT id FROM orders)",
    "SELECT 'orphan sighting', line_id FROM line_sightings WHERE line_id NOT IN"
    " (SELECT id FROM lines)",
)


def content(project: Project) -> list[str]:
    with project.reading() as connection:
        return sorted(repr(row) for query in _CONTENT for row in connection.execute(query))
