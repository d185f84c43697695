"""The rows behind a finding about the data: where each stands and what it says."""

from __future__ import annotations

from collections.abc import Iterator

from clm_desktop.core.quality import FoundRow
from clm_desktop.core.rows import RowState
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.project import Project
from clm_desktop.store.quality_facts import NEWEST_ORDERS

_HEAD = """
SELECT f.name, l.row, o.key, ifnull(nullif(l.ts, 0), o.ts),
       ifnull((SELECT key FROM customers
               WHERE id = iif(o.joined = 1, o.customer_id, l.customer_id)), ''),
       ifnull((SELECT key FROM products WHERE id = l.product_id), ''), l.quantity, l.cents
FROM lines l JOIN orders o ON o.id = l.id >> 24 JOIN files f ON f.id = l.file_id
WHERE
"""
_COUNTS = """
(l.state = 0 OR l.state = 8 AND o.joined = 1) AND (l.part = 0 OR l.part = 1 AND o.joined = 0)
AND o.joined < 2 AND
"""
_TAIL = " ORDER BY l.id LIMIT ?1"
_CONDITIONS = {
    "no_customer": "iif(o.joined = 1, o.customer_id, l.customer_id) IS NULL",
    "no_money": "l.cents = 0 AND l.quantity > 0 AND l.is_fee = 0 AND l.product_id IS NOT NULL"
    " AND o.joined = 0 AND NOT EXISTS (SELECT 1 FROM order_facts t"
    "  WHERE t.order_id = o.id AND t.told_cents IS NOT NULL)",
    "below_zero": "l.cents < 0 AND l.quantity > 0 AND l.is_fee = 0",
    "no_product": "l.is_fee = 0 AND l.quantity > 0 AND l.cents >= 0 AND"
    " NOT EXISTS (SELECT 1 FROM lines m WHERE m.id >= o.id << 24"
    " AND m.id < (o.id + 1) << 24 AND m.state IN (0, 8) AND m.product_id IS NOT NULL"
    " AND m.is_fee = 0)",
    "future": "o.ts > (SELECT max(imported_s) FROM imports) + 2 * 86400",
    "largest": "o.id = (SELECT id FROM orders WHERE joined < 2 ORDER BY total_cents DESC LIMIT 1)",
    "twice": "EXISTS (SELECT 1 FROM lines m WHERE m.id >= o.id << 24"
    " AND m.id < (o.id + 1) << 24 AND m.id <> l.id AND m.product_id = l.product_id"
    " AND m.customer_id IS l.customer_id AND m.ts = l.ts AND m.quantity = l.quantity"
    " AND m.cents = l.cents AND m.state = 0 AND m.part = 0)"
    " AND l.is_fee = 0 AND l.id >= ((SELECT max(id) FROM orders) - ?2) << 24",
}
_QUERIES = {
    **{code: "".join((_HEAD, _COUNTS, test, _TAIL)) for code, test in _CONDITIONS.items()},
    "waiting": "".join((_HEAD, "l.state = 8 AND o.joined <> 1", _TAIL)),
}
_LEFT_OUT = "".join(
    (
        _HEAD,
        "CASE WHEN l.part = 2 AND l.state = 0 AND o.joined <> 2 THEN 10"
        " WHEN l.state = 8 AND o.joined = 1 THEN 0 ELSE l.state END = ?2",
        _TAIL,
    )
)
_PRODUCTS = """
SELECT ifnull(f.name, ''), ifnull(l.row, 0), ifnull(o.key, ''), ifnull(o.ts, 0), '', p.key,
       ifnull(l.quantity, 0), ifnull(l.cents, 0)
FROM products p LEFT JOIN lines l ON l.id = (SELECT min(id) FROM lines WHERE product_id = p.id)
LEFT JOIN orders o ON o.id = l.id >> 24 LEFT JOIN files f ON f.id = l.file_id
WHERE p.key = ?
"""


def found_rows(
    project: Project, code: str, most: int, ctx: RunContext = NULL_CONTEXT
) -> Iterator[FoundRow]:
    """The first rows behind a finding, or left out for a reason (``left_out.cancelled``).

    Raises
    ------
    KeyError
        A finding that has no rows of orders.
    """
    with project.reading(ctx) as connection:
        kind, _, reason = code.partition(".")
        if kind == "left_out":
            query = connection.execute(_LEFT_OUT, (most, RowState[reason.upper()].value))
        else:
            wanted = (most, NEWEST_ORDERS) if kind == "twice" else (most,)
            query = connection.execute(_QUERIES[kind], wanted)
        for cells in query:
            yield FoundRow(*cells)


def first_rows_of_products(
    project: Project, keys: list[str], ctx: RunContext = NULL_CONTEXT
) -> Iterator[FoundRow]:
    """The first line of each of some products. Cost: a pass over all lines per product."""
    with project.reading(ctx) as connection:
        for key in keys:
            for cells in connection.execute(_PRODUCTS, (key,)):
                yield FoundRow(*cells)
