"""Counts of what may be wrong with a shop's data: one pass over lines and one over orders."""

from __future__ import annotations

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.quality import ImportMade, QualityFacts, Reach
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.columns import columns
from clm_desktop.store.file_notes import load_notes
from clm_desktop.store.history import list_imports
from clm_desktop.store.project import Project

NEWEST_ORDERS = 200_000  # that are looked through for lines that stand twice: the look sorts them


def load_quality_facts(project: Project, ctx: RunContext = NULL_CONTEXT) -> QualityFacts:
    """Count. Cost: about 1 CPU s per million lines."""
    records, notes = list_imports(project), load_notes(project)
    with project.reading(ctx) as connection:
        ctx.report(None, "quality")
        lines, unnamed, no_money, below = connection.execute(_LINES).get
        first = connection.execute("SELECT ifnull(max(id), 0) - ? FROM orders", (NEWEST_ORDERS,))
        looked, twice = connection.execute(_TWICE, (int(first.get) << 24,)).get
        kinds = (np.int64, np.int64, np.bool_, np.bool_)
        ts, cents, named, has_product = columns(connection.execute(_ORDERS), kinds, ctx)
        (keys,) = columns(connection.execute(_PRODUCTS), (object,), ctx)
        customers = int(connection.execute("SELECT count(*) FROM customers").get)
        sales = int(np.maximum(cents, 0).sum())
        return QualityFacts(
            imports=tuple(ImportMade(imported_s=r.imported_s, files=r.files) for r in records),
            notes=notes,
            lines=lines,
            lines_without_customer=unnamed,
            lines_without_money=no_money,
            lines_below_zero=below,
            lines_looked_through=looked,
            lines_twice=twice,
            order_ts=ts,
            order_cents=cents,
            orders_without_customer=int((~named).sum()),
            orders_without_product=int((~has_product).sum()),
            customers=customers,
            product_keys=keys,
            products_with_category=int(connection.execute(_CATEGORIES).get),
            products_with_cost=int(connection.execute(_COSTS).get),
            products_with_stock=int(connection.execute(_STOCKS).get),
            email=_reach(connection, _WITH_EMAIL, sales),
            phone=_reach(connection, _WITH_PHONE, sales),
            consent=_reach(connection, _WITH_CONSENT, sales),
        )


def load_product_keys(project: Project, ctx: RunContext = NULL_CONTEXT) -> NDArray[np.object_]:
    """Keys of what is a product."""
    with project.reading(ctx) as connection:
        (keys,) = columns(connection.execute(_PRODUCTS), (object,), ctx)
        return keys


def _reach(connection: apsw.Connection, query: str, sales_cents: int) -> Reach:
    customers, cents = connection.execute(query).get
    return Reach(customers=customers, sales_share=cents / sales_cents if sales_cents else 0.0)


# A line counts as it does for ``reading.load_transactions``; in joined orders the order has the
# buyer and the lines may leave the money to it.
_LINES = """
SELECT count(*), ifnull(sum(iif(o.joined = 1, o.customer_id, l.customer_id) IS NULL), 0),
       ifnull(sum(l.cents = 0 AND l.quantity > 0 AND l.is_fee = 0 AND l.product_id IS NOT NULL
                  AND o.joined = 0 AND NOT EXISTS (
                    SELECT 1 FROM order_facts t
                    WHERE t.order_id = o.id AND t.told_cents IS NOT NULL)), 0),
       ifnull(sum(l.cents < 0 AND l.quantity > 0 AND l.is_fee = 0), 0)
FROM lines l JOIN orders o ON o.id = l.id >> 24
WHERE (l.state = 0 OR l.state = 8 AND o.joined = 1) AND (l.part = 0 OR l.part = 1 AND o.joined = 0)
  AND o.joined < 2
"""
_TWICE = """
SELECT ifnull(sum(n), 0), ifnull(sum(n - 1), 0) FROM (
  SELECT count(*) AS n FROM lines
  WHERE id >= ? AND state = 0 AND part = 0 AND is_fee = 0 AND product_id IS NOT NULL
  GROUP BY id >> 24, product_id, customer_id, ts, quantity, cents)
"""
# What only gives something back is no order, as in ``reading.load_transactions``.
_ORDERS = """
SELECT ts, total_cents, named, has_product FROM (
  SELECT o.ts, o.total_cents, o.customer_id IS NOT NULL AS named,
         EXISTS (SELECT 1 FROM lines l WHERE l.id >= o.id << 24 AND l.id < (o.id + 1) << 24
                 AND l.state IN (0, 8) AND l.product_id IS NOT NULL AND l.is_fee = 0)
           AS has_product,
         EXISTS (SELECT 1 FROM lines l WHERE l.id >= o.id << 24 AND l.id < (o.id + 1) << 24
                 AND (l.state = 0 OR l.state = 8 AND o.joined = 1) AND l.part < 2
                 AND l.is_fee = 0 AND l.quantity > 0 AND l.cents >= 0) AS counts
  FROM orders o WHERE o.joined < 2 AND o.ts <> 0) WHERE counts
"""
_PRODUCTS = """
SELECT key FROM products p WHERE NOT EXISTS (
  SELECT 1 FROM product_facts f WHERE f.product_id = p.id AND f.is_fee = 1)
"""
_CATEGORIES = """
SELECT count(DISTINCT id) FROM (
  SELECT product_id AS id FROM product_facts WHERE category <> ''
  UNION ALL SELECT p.id FROM listed_products l JOIN products p ON p.key IN (l.key, l.name)
            WHERE l.category <> '' AND l.state = 0)
"""
_COSTS = (
    "SELECT count(DISTINCT key) FROM listed_products WHERE cost_cents IS NOT NULL AND state = 0"
)
_STOCKS = "SELECT count(DISTINCT key) FROM listed_products WHERE stock IS NOT NULL AND state = 0"
_WITH_EMAIL = """
SELECT count(*), ifnull(sum((SELECT sum(max(total_cents, 0)) FROM orders
                             WHERE customer_id = c.id)), 0)
FROM customers c WHERE EXISTS (
  SELECT 1 FROM customer_facts f WHERE f.customer_id = c.id AND f.email <> '')
"""
_WITH_PHONE = """
SELECT count(*), ifnull(sum((SELECT sum(max(total_cents, 0)) FROM orders
                             WHERE customer_id = c.id)), 0)
FROM customers c WHERE EXISTS (
  SELECT 1 FROM customer_facts f WHERE f.customer_id = c.id AND f.phone <> '')
"""
_WITH_CONSENT = """
SELECT count(*), ifnull(sum((SELECT sum(max(total_cents, 0)) FROM orders
                             WHERE customer_id = c.id)), 0)
FROM customers c WHERE c.id IN (
  SELECT m.id FROM listed_people l JOIN customers m ON m.key IN (l.key, l.email, l.phone)
  WHERE l.consent = 1 AND l.state = 0
  UNION SELECT customer_id FROM customer_facts WHERE consent = 1)
"""
