"""Which files were imported when, and what became of their rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import apsw

from clm_desktop.core.rows import FileInfo, FileKind, FileTotals, SetAside
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One import as it was when it was made."""

    import_id: int
    imported_s: int  # seconds since 1970-01-01 UTC
    files: tuple[FileTotals, ...]
    file_ids: tuple[int, ...]  # parallel to files


def insert_file(connection: apsw.Connection, file_id: int, import_id: int, info: FileInfo) -> None:
    """Write a file whose account is not known yet."""
    connection.execute(
        "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " 0, 0, 0, 0, 0, 0, '[]', 0, 0, 0, 0, '', '', 0)",
        (
            *(file_id, import_id, info.name, info.sha256, info.size_bytes, info.encoding),
            *(info.delimiter, info.platform, json.dumps(info.mapping, ensure_ascii=False)),
            *(info.currency, int(info.order_ids_given), info.kind.value, int(info.whole_orders)),
        ),
    )


def update_as_of(connection: apsw.Connection, file_id: int, as_of_s: int) -> None:
    """Write how new a file is."""
    connection.execute("UPDATE files SET as_of_s = ? WHERE id = ?", (as_of_s, file_id))


def update_scope(connection: apsw.Connection, file_id: int, orders: str, customers: str) -> None:
    """Write whose numbers of orders and customers a file bears."""
    query = "UPDATE files SET orders_of = ?2, customers_of = ?3 WHERE id = ?1"
    connection.execute(query, (file_id, orders, customers))


def update_totals(connection: apsw.Connection, file_id: int, totals: FileTotals) -> None:
    """Write a file's account."""
    connection.execute(
        "UPDATE files SET rows_read = ?2, rows_accepted = ?3, rows_known = ?4, rows_changed = ?5,"
        " rows_left_out = ?6, rows_set_aside = ?7, reasons = ?8, orders_new = ?9,"
        " customers_new = ?10, total_cents = ?11, rows_older = ?12 WHERE id = ?1",
        (
            *(file_id, totals.rows_read, totals.rows_accepted, totals.rows_known),
            *(totals.rows_changed, totals.rows_left_out, totals.rows_set_aside),
            *(json.dumps(totals.reasons), totals.orders_new, totals.customers_new),
            *(totals.total_cents, totals.rows_older),
        ),
    )


def list_imports(project: Project) -> tuple[ImportRecord, ...]:
    """All imports that stand, oldest first."""
    with project.reading() as connection:
        files = list(connection.execute("SELECT * FROM files ORDER BY id"))
        imports = list(connection.execute("SELECT id, imported_s FROM imports ORDER BY id"))
    return tuple(
        ImportRecord(
            import_id=import_id,
            imported_s=imported_s,
            files=tuple(_totals(row) for row in files if row[1] == import_id),
            file_ids=tuple(int(row[0]) for row in files if row[1] == import_id),
        )
        for import_id, imported_s in imports
    )


def set_aside_rows(
    project: Project, file_id: int | None = None, ctx: RunContext = NULL_CONTEXT
) -> Iterator[tuple[str, SetAside]]:
    """(file name, row) for rows that could not be understood, of one file or of all."""
    query = (
        "SELECT f.name, s.row, s.column_name, s.value, s.reason, s.raw FROM set_aside s"
        " JOIN files f ON f.id = s.file_id WHERE ?1 IS NULL OR f.id = ?1 ORDER BY f.id, s.row"
    )
    with project.reading(ctx) as connection:
        for name, *cells in connection.execute(query, (file_id,)):
            yield name, SetAside(*cells)


def _totals(row: tuple[int | str, ...]) -> FileTotals:
    _, _, name, sha256, size, encoding, delimiter, platform, mapping, currency, ids, *rest = row
    kind, whole_orders, *account = rest
    read, accepted, known, changed, left_out, set_aside, reasons, *account = account
    orders, customers, total, _, orders_of, customers_of, older = account
    return FileTotals(
        info=FileInfo(
            name=str(name),
            sha256=str(sha256),
            size_bytes=int(size),
            encoding=str(encoding),
            delimiter=str(delimiter),
            platform=str(platform),
            mapping=tuple((str(f), str(h)) for f, h in json.loads(str(mapping))),
            currency=str(currency),
            order_ids_given=bool(ids),
            kind=FileKind(str(kind)),
            whole_orders=bool(whole_orders),
        ),
        rows_read=int(read),
        rows_accepted=int(accepted),
        rows_known=int(known),
        rows_changed=int(changed),
        rows_left_out=int(left_out),
        rows_set_aside=int(set_aside),
        rows_older=int(older),
        orders_of=str(orders_of),
        customers_of=str(customers_of),
        reasons=tuple((str(r), int(n)) for r, n in json.loads(str(reasons))),
        orders_new=int(orders),
        customers_new=int(customers),
        total_cents=int(total),
    )
