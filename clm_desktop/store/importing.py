"""One import = one transaction over any number of files, read back before it is committed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import apsw
import numpy as np

from clm_desktop.core.lists import ListBlock
from clm_desktop.core.rows import (
    CleanBlock,
    FileInfo,
    FileKind,
    FileTotals,
    ImportReceipt,
    RowState,
    SetAside,
)
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store import keys
from clm_desktop.store.connection import large_cache, small_cache
from clm_desktop.store.control import ControlTotals, ControlTotalsError, read_back
from clm_desktop.store.facts import FactsWriter, told_totals
from clm_desktop.store.history import insert_file, update_as_of, update_scope, update_totals
from clm_desktop.store.lines import LineRows
from clm_desktop.store.listed import ListWriter
from clm_desktop.store.merging import LineMerger
from clm_desktop.store.placing import GAP, Written, newer_files, newest_ts, place_files
from clm_desktop.store.project import Project, next_revision
from clm_desktop.store.schema import DROP_ORDER_INDEXES, ORDER_INDEXES
from clm_desktop.store.settling import joined_lines, part_of, unclear_lines
from clm_desktop.store.sold_orders import SoldOrders, gained_sales, new_sales, sales_among
from clm_desktop.store.sources import PLAIN, Scope, Sources


@dataclass(slots=True, kw_only=True)
class _OpenFile:
    """The file that is being written, and what must be found in the tables at its end."""

    info: FileInfo
    file_id: int
    first_new_order: int
    facts: FactsWriter
    merger: LineMerger
    listed: ListWriter
    sold: SoldOrders
    scope: Scope | None = None  # None: no rows yet
    newest_ts: int = 0
    rows_read: int = 0
    customers_new: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    old_orders: set[int] = field(default_factory=set)
    orders_begun: int = 0  # old orders that no file had told who or when of, when this one began
    handed_in: ControlTotals = field(default_factory=ControlTotals)


class ImportWriter:
    """Writes the files of one import; made by :func:`writing_import`.

    Call ``begin_file``, any number of ``add`` or ``add_list``, ``end_file`` for each file, then
    ``finish`` once.
    """

    def __init__(
        self,
        connection: apsw.Connection,
        ctx: RunContext,
        *,
        import_id: int | None = None,
        imported_s: int | None = None,
    ) -> None:
        """Begin an import; number and time are the next and now, unless one is made anew."""
        self.receipt: ImportReceipt | None = None
        self._connection = connection
        self._ctx = ctx
        self._customers = keys.KeyIds(connection, keys.CUSTOMERS)
        self._products = keys.KeyIds(connection, keys.PRODUCTS)
        self._orders = keys.KeyIds(connection, keys.ORDERS)
        self._open: _OpenFile | None = None
        self._done: dict[int, FileTotals] = {}
        self._written: list[Written] = []
        self._gained: dict[int, list[int]] = {}  # orders of old that a file made sales
        self._fills_empty = self._orders.last == 0
        self._some_wait = bool(connection.execute(_SOME_WAIT).get)
        if self._fills_empty:
            small_cache(connection)
            for statement in DROP_ORDER_INDEXES:
                connection.execute(statement)
        following = "SELECT ifnull(max(id), 0) + 1 FROM imports"
        self._import_id = import_id or int(connection.execute(following).get)
        self._imported_s = int(time.time()) if imported_s is None else imported_s
        connection.execute("INSERT INTO imports VALUES (?, ?)", (self._import_id, self._imported_s))

    def begin_file(self, info: FileInfo) -> None:
        """Start a file; the one before must have been ended."""
        if self._open is not None:
            raise RuntimeError("the file before has not been ended")
        connection = self._connection
        last = int(connection.execute("SELECT ifnull(max(id), 0) FROM files").get)
        file_id = last + GAP
        insert_file(connection, file_id, self._import_id, info)
        self._some_wait |= _tells_less(info)
        first_new_order = self._orders.last + 1
        self._open = _OpenFile(
            info=info,
            file_id=file_id,
            first_new_order=first_new_order,
            facts=FactsWriter(connection, file_id),
            merger=LineMerger(
                connection,
                self._ctx,
                file_id=file_id,
                may_change=info.order_ids_given,
                first_new_order=first_new_order,
            ),
            listed=ListWriter(connection, file_id),
            sold=SoldOrders(first_new_order),
        )

    def add(self, block: CleanBlock) -> None:
        """Write one block of the open file."""
        self._ctx.check()
        file = self._open_file()
        if block.rows_read != len(block.rows) + len(block.set_aside):
            raise ControlTotalsError("rows read are not rows understood + rows set aside")
        file.rows_read += block.rows_read
        self._set_aside(file, block.set_aside)
        if file.scope is None and len(block.rows):
            self._decide(file, self._sources(file).of_orders(block, part_of(file.info)))
        if file.scope is not None:
            block = file.scope.block(block)
        if len(block.rows):
            self._add_rows(file, block)
        file.customers_new += file.facts.customers(block.customers, self._customers)
        file.facts.products(block.products, self._products)

    def add_list(self, block: ListBlock) -> None:
        """Write one block of a list of people or products."""
        self._ctx.check()
        file = self._open_file()
        if block.rows_read != len(block.rows) + len(block.set_aside):
            raise ControlTotalsError("rows read are not rows understood + rows set aside")
        file.rows_read += block.rows_read
        self._set_aside(file, block.set_aside)
        if file.scope is None:
            self._decide(file, self._sources(file).of_list(block))
        file.listed.add(block if file.scope is None else file.scope.listed(block))

    def _sources(self, file: _OpenFile) -> Sources:
        return Sources(self._connection, file.info, file.file_id, self._orders, self._customers)

    def _decide(self, file: _OpenFile, scope: Scope) -> None:
        """Whose numbers a file bears, decided on its first block."""
        file.scope = scope
        update_scope(self._connection, file.file_id, scope.orders, scope.customers)

    def _set_aside(self, file: _OpenFile, rows: tuple[SetAside, ...]) -> None:
        self._connection.executemany(
            "INSERT INTO set_aside VALUES (?, ?, ?, ?, ?, ?)",
            ((file.file_id, s.row, s.column, s.value, s.reason, s.raw) for s in rows),
        )
        file.reasons.update(s.reason for s in rows)

    def end_file(self) -> FileTotals:
        """Finish the open file and give its account, after reading back what was written."""
        file = self._open_file()
        update_as_of(self._connection, file.file_id, file.newest_ts or self._imported_s)
        tally = file.merger.finish(newer_files(self._connection, file.file_id))
        old_orders = np.array(sorted(file.old_orders), dtype=np.int64)
        if tally.left_out[RowState.WAITING]:
            tally.now_accepted(RowState.WAITING, joined_lines(self._connection, file.file_id))
        if file.info.kind is FileKind.RETURNS:
            tally.not_accepted(RowState.UNCLEAR, unclear_lines(self._connection, file.file_id))
        listed = file.listed.finish()
        tally.left_out += listed.left_out
        found = read_back(self._connection, file.file_id, file.first_new_order, old_orders)
        if found != file.handed_in:
            raise ControlTotalsError(f"found {found}, handed in {file.handed_in}")
        set_aside = file.reasons.total()
        file.reasons.update({state.name.lower(): n for state, n in tally.left_out.items()})
        totals = FileTotals(
            info=file.info,
            rows_read=file.rows_read,
            rows_accepted=tally.accepted + listed.accepted,
            rows_known=tally.known + listed.known,
            rows_changed=tally.changed + listed.changed,
            rows_left_out=tally.left_out.total(),
            rows_set_aside=set_aside,
            rows_older=tally.older,
            orders_of=(file.scope or PLAIN).orders,
            customers_of=(file.scope or PLAIN).customers,
            reasons=tuple(sorted(file.reasons.items())),
            orders_new=self._orders_new(file),
            customers_new=file.customers_new + listed.people_new,
            total_cents=tally.added_cents,
        )
        _demand_identity(totals)
        update_totals(self._connection, file.file_id, totals)
        self._done[file.file_id] = totals
        self._written.append(
            Written(
                file_id=file.file_id,
                first_order=file.first_new_order,
                end_order=self._orders.last + 1,
                old_orders=old_orders,
                facts=file.facts,
            )
        )
        self._open = None
        return totals

    def finish(self) -> ImportReceipt:
        """End the import: its transaction commits when the surrounding block is left."""
        if self._open is not None or self.receipt is not None:
            raise RuntimeError("a file is open or the import has been finished")
        if self._fills_empty:
            for statement in ORDER_INDEXES:
                self._ctx.check()
                self._connection.execute(statement)
        self._put_in_place()
        revision = next_revision(self._connection)
        files = tuple(self._done.values())
        self.receipt = ImportReceipt(import_id=self._import_id, files=files, revision=revision)
        return self.receipt

    def _put_in_place(self) -> None:
        """Let newer files win over those of this import."""
        placed = place_files(self._connection, self._written, self._ctx)
        for file_id, (number, cents) in placed.items():
            gained = self._gained.get(file_id, [])  # a newer file may tell that they are no sales
            lost = len(gained) - sales_among(self._connection, gained)
            if cents or lost:
                totals = self._done[file_id]
                totals = replace(
                    totals,
                    total_cents=totals.total_cents + cents,
                    orders_new=totals.orders_new - lost,
                )
                self._done[file_id] = totals
                update_totals(self._connection, number, totals)

    def _add_rows(self, file: _OpenFile, block: CleanBlock) -> None:
        rows = block.rows
        customer, new_customers = self._customers.of_labels(rows.customer)
        keys.insert_customers(self._connection, new_customers)
        file.customers_new += len(new_customers)
        product, new_products = self._products.of_labels(rows.product)
        keys.insert_products(self._connection, new_products)
        order_of_label, new_orders = self._orders.of_labels(rows.order)
        order = order_of_label[rows.order.codes]
        told = told_totals(rows, order)
        line_rows = LineRows(
            at=rows.row,
            order_id=order,
            product_id=product[rows.product.codes],
            customer_id=customer[rows.customer.codes],
            ts=rows.ts,
            quantity=rows.quantity,
            cents=rows.cents,
            state=rows.state.astype(np.int64),
            is_fee=rows.is_fee.astype(np.int64),
            part=np.full(len(rows), part_of(file.info), dtype=np.int64),
        )
        file.merger.add(line_rows, new_orders, told)
        file.facts.orders(block.orders, rows.order.values, order_of_label, told)
        file.sold.add(rows, order)
        file.handed_in += ControlTotals.of_rows(rows)
        file.newest_ts = max(file.newest_ts, newest_ts(rows.ts, self._imported_s))
        old = (order_of_label > 0) & (order_of_label < file.first_new_order)
        met = set(order_of_label[old].tolist()) - file.old_orders
        file.orders_begun += self._unheard(met)
        file.old_orders |= met

    def _unheard(self, orders: set[int]) -> int:
        """How many of some orders are known by lines that wait, or by returns, alone."""
        if not self._some_wait:
            return 0
        asked = ((order,) for order in sorted(orders))
        rows = self._connection.executemany("SELECT ts = 0 FROM orders WHERE id = ?", asked)
        return sum(unheard for (unheard,) in rows)

    def _orders_new(self, file: _OpenFile) -> int:
        """Sales that the file has told first; orders without a time are not counted yet."""
        if not _tells_less(file.info):
            new = file.sold.count()
            if not self._some_wait:
                touched = file.merger.touched
                old = touched[touched < file.first_new_order]
                gained = gained_sales(self._connection, old, file.file_id)
                self._gained[file.file_id] = gained
                new += len(gained)
        else:
            new = new_sales(self._connection, file.first_new_order)
        return new + file.orders_begun - self._unheard(file.old_orders)

    def _open_file(self) -> _OpenFile:
        if self._open is None:
            raise RuntimeError("no file has been begun")
        return self._open


_SOME_WAIT = "SELECT EXISTS (SELECT 1 FROM files WHERE kind IN ('order_items', 'returns'))"


def _tells_less(info: FileInfo) -> bool:
    """Whether rows of a file need another one to tell who and when."""
    return info.kind in (FileKind.ORDER_ITEMS, FileKind.RETURNS)


@contextmanager
def writing_import(project: Project, ctx: RunContext = NULL_CONTEXT) -> Iterator[ImportWriter]:
    """Give a writer; commits at the end of the block. Any exception takes everything back.

    Raises
    ------
    ProjectError
        ``disk_full``, ``disk_failed``, ``project_read_only`` ...: nothing was changed.
    ControlTotalsError
        A bug: the tables do not hold what was handed in. Nothing was changed.

    Notes
    -----
    Cost: 1.2 CPU s per million rows into an empty project; appending costs by the new rows.
    """
    try:
        with project.transaction(ctx) as connection:
            writer = ImportWriter(connection, ctx)
            yield writer
            if writer.receipt is None:
                raise RuntimeError("the import was not finished")
    finally:
        large_cache(project.connection)


def _demand_identity(totals: FileTotals) -> None:
    parts = totals.rows_accepted + totals.rows_known + totals.rows_changed
    if totals.rows_read != parts + totals.rows_left_out + totals.rows_set_aside:
        raise ControlTotalsError(f"rows do not add up: {totals.rows_read} read")
