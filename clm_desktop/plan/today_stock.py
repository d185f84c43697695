"""The line of this week's list about stock: which best sellers to order in before they run out."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.message import Message
from clm_desktop.models.demand.types import ProductForecast
from clm_desktop.plan.answers import Answers, TodayItem
from clm_desktop.plan.reorder_types import AbcClass, Reorder, XyzClass
from clm_desktop.plan.today import MOST_LINES

KIND = "reorder"
_WEEK_DAYS = 7
_NAMED = 3


def with_stock_line(answers: Answers) -> tuple[TodayItem, ...]:
    """Put the line about stock behind the calls; where the list is full, the last one goes.

    Only best sellers whose demand can be foreseen, and that are to be ordered within the week.
    """
    others = [item for item in answers.today if item.kind != KIND]
    line = _line(answers)
    if line is None:
        return tuple(others)
    place = sum(item.kind == "call" for item in others)
    return tuple([*others[:place], line, *others[place:]][:MOST_LINES])


def _line(answers: Answers) -> TodayItem | None:
    products, orders = answers.demand.products, answers.reorder
    if products is None or orders is None:
        return None
    due = (orders.abc == AbcClass.A) & (orders.order > 0) & np.isfinite(orders.runs_out_day)
    due &= np.isin(orders.xyz, (XyzClass.X, XyzClass.Y))
    due &= orders.order_by_day <= answers.run.as_of_day + _WEEK_DAYS
    rows = np.flatnonzero(due)
    if not len(rows):
        return None
    rows = rows[np.argsort(orders.runs_out_day[rows], kind="stable")]
    first = int(rows[0])
    return TodayItem(
        kind=KIND,
        headline=_headline(orders, first, _name(answers, products, first)),
        detail=_detail(answers, products, orders, rows[1:_NAMED].tolist(), len(rows)),
        row=np.empty(0, np.int32),
        value_cents=float("nan"),
        opens="ahead",
    )


def _headline(orders: Reorder, row: int, product: str) -> Message:
    order = int(orders.order[row])
    if not orders.stock[row] > 0:
        return Message.of("today.reorder.gone", product=product, order=order)
    run_day = int(orders.runs_out_day[row])
    return Message.of("today.reorder", product=product, run_day=run_day, order=order)


def _detail(
    answers: Answers, products: ProductForecast, orders: Reorder, then: list[int], count: int
) -> Message:
    """The next ones, and how many there are."""
    names = [_name(answers, products, row) for row in then]
    counts = [int(orders.order[row]) for row in then]
    if not then:
        return Message.of("today.reorder.alone")
    if len(then) == 1:
        return Message.of("today.reorder.two", second=names[0], second_order=counts[0])
    return Message.of(
        "today.reorder.three",
        second=names[0],
        second_order=counts[0],
        third=names[1],
        third_order=counts[1],
        products=count,
    )


def _name(answers: Answers, products: ProductForecast, row: int) -> str:
    at = int(products.product[row])
    return str(answers.names.product_name[at]) or str(answers.names.product_key[at])
