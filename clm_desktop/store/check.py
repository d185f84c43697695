"""Is the file whole? Structure, references and the account of every import."""

from __future__ import annotations

from dataclasses import dataclass

from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.project import Project
from clm_desktop.store.settling import UNSETTLED


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be: a code and how often."""

    code: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a check counted, and what it found wrong (nothing, if all is well)."""

    imports: int
    files: int
    orders: int
    lines: int
    customers: int
    products: int
    total_cents: int  # of all orders, after refunds
    findings: tuple[Finding, ...]


# Each query counts what breaks one rule.
_RULES = (
    ("foreign_keys", "SELECT count(*) FROM pragma_foreign_key_check"),
    (
        "lines_without_order",
        "SELECT count(*) FROM (SELECT DISTINCT id >> 24 AS o FROM lines)"
        " WHERE o NOT IN (SELECT id FROM orders)",
    ),
    (
        "orders_without_lines",
        "SELECT count(*) FROM orders WHERE NOT EXISTS (SELECT 1 FROM lines"
        " WHERE lines.id >= orders.id << 24 AND lines.id < (orders.id + 1) << 24)",
    ),
    (
        "lines_without_customer",
        "SELECT count(*) FROM lines WHERE customer_id IS NOT NULL"
        " AND customer_id NOT IN (SELECT id FROM customers)",
    ),
    (
        "lines_without_product",
        "SELECT count(*) FROM lines WHERE product_id IS NOT NULL"
        " AND product_id NOT IN (SELECT id FROM products)",
    ),
    (
        "lines_without_file",
        "SELECT count(*) FROM lines WHERE file_id NOT IN (SELECT id FROM files)",
    ),
    (
        "sightings_without_line",
        "SELECT count(*) FROM line_sightings WHERE line_id NOT IN (SELECT id FROM lines)",
    ),
    (
        "file_accounts",
        "WITH made (file_id, n) AS MATERIALIZED (SELECT file_id, count(*) FROM lines GROUP BY 1),"
        " seen (file_id, n) AS MATERIALIZED"
        "  (SELECT file_id, count(*) FROM line_sightings GROUP BY 1)"
        " SELECT count(*) FROM files WHERE rows_accepted + rows_known + rows_changed"
        "  + rows_left_out <> ifnull((SELECT n FROM made WHERE file_id = files.id), 0)"
        "  + ifnull((SELECT n FROM seen WHERE file_id = files.id), 0)"
        "  + (SELECT count(*) FROM listed_people WHERE file_id = files.id)"
        "  + (SELECT count(*) FROM listed_products WHERE file_id = files.id)",
    ),
    (
        "set_aside_rows",
        "SELECT count(*) FROM files"
        " WHERE rows_set_aside <> (SELECT count(*) FROM set_aside WHERE file_id = files.id)",
    ),
    (
        "order_totals",
        UNSETTLED,
    ),
)
_COUNTS = """
SELECT (SELECT count(*) FROM imports), (SELECT count(*) FROM files),
       (SELECT count(*) FROM orders), (SELECT count(*) FROM lines),
       (SELECT count(*) FROM customers), (SELECT count(*) FROM products),
       (SELECT ifnull(sum(total_cents), 0) FROM orders)
"""


def check_project(project: Project, ctx: RunContext = NULL_CONTEXT) -> CheckReport:
    """Read everything and hold it against every rule.

    Notes
    -----
    Cost: about 3 CPU s per million lines.
    """
    findings = []
    with project.reading(ctx) as connection:
        ctx.report(0.0, "check")
        bad = sum(text != "ok" for (text,) in connection.execute("PRAGMA integrity_check"))
        if bad:
            findings.append(Finding("structure", bad))
        for number, (code, query) in enumerate(_RULES, start=1):
            ctx.report(number / (len(_RULES) + 1), "check")
            count = int(connection.execute(query).get)
            if count:
                findings.append(Finding(code, count))
        imports, files, orders, lines, customers, products, cents = connection.execute(_COUNTS).get
    return CheckReport(
        imports=imports,
        files=files,
        orders=orders,
        lines=lines,
        customers=customers,
        products=products,
        total_cents=cents,
        findings=tuple(findings),
    )
