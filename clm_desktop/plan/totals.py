"""The shop in a dozen numbers, and month by month."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import date_of, day_of
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.plan.answers import ShopTotals


def shop_totals(tx: Transactions, table: CustomerTable) -> ShopTotals:
    """Count and add up everything in ``tx``; money is exact to the cent.

    ``total_cents`` = goods sold + ``refund_cents`` + ``fee_cents``: what an order's total tells
    beyond its lines (postage, discounts on the whole order) is counted with the fees. Cost: O(n).
    """
    goods = ~np.append(tx.product_is_fee.astype(bool), False)[tx.line_product]
    back = goods & (tx.line_cents < 0)
    total = int(tx.order_cents.sum())
    start, month = _months(tx.order_day)
    new, returning = _customers_by_month(tx, table, start)
    return ShopTotals(
        customers=tx.n_customers,
        buyers=len(table),
        orders=int(tx.order_is_sale.sum()),
        lines=len(tx.line_order),
        products=int((~tx.product_is_fee.astype(bool)).sum()),
        total_cents=total,
        no_customer_cents=int(tx.order_cents[tx.order_customer < 0].sum()),
        refund_cents=int(tx.line_cents[back].sum()),
        fee_cents=total - int(tx.line_cents[goods].sum()),
        first_day=tx.first_day,
        last_day=tx.last_day,
        returning_share=float((table.frequency >= 2).mean()) if len(table) else 0.0,
        month_start_day=start,
        month_sales_cents=_sums(month, tx.order_cents, len(start)),
        month_new_customers=new,
        month_returning_customers=returning,
    )


def _months(day: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """First days of the calendar months from the first to the last day, and each day's month."""
    first, last = date_of(int(day.min())), date_of(int(day.max()))
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    starts = [
        day_of(date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1))
        for i in range(count)
    ]
    start = np.array(starts, np.int32)
    return start, np.searchsorted(start, day, side="right") - 1


def _sums(group: NDArray[np.int64], value: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Exact sums of whole numbers per group."""
    out = np.zeros(n, np.int64)
    np.add.at(out, group, value)
    return out


def _customers_by_month(
    tx: Transactions, table: CustomerTable, start: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Customers who bought for the first time, and others who bought, per month."""
    n = len(start)
    first = np.full(tx.n_customers, -1, np.int64)
    first[table.customer] = np.searchsorted(start, table.first_day, side="right") - 1
    sale = tx.order_is_sale & (tx.order_customer >= 0)
    month = np.searchsorted(start, tx.order_day[sale], side="right") - 1
    seen = np.sort(tx.order_customer[sale].astype(np.int64) * n + month)
    seen = seen[np.diff(seen, prepend=-1) > 0]
    customer, month = seen // n, seen % n
    known = first[customer] >= 0
    returning = known & (month > first[customer])
    new = np.bincount(first[table.customer], minlength=n)
    return new.astype(np.int64), np.bincount(month[returning], minlength=n).astype(np.int64)
