"""Forecasts, orders and classes as tables that leave the program (``--for data``).

ISO dates, money in major units, '' for what is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from clm_desktop.features.weeks import monday_of
from clm_desktop.models.demand.ranges import ends
from clm_desktop.models.demand.totals import HORIZON_WEEKS
from clm_desktop.models.demand.types import DemandState
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.reorder_types import AbcClass, XyzClass
from clm_desktop.view.blocks import TableBlock
from clm_desktop.view.numbers import iso_date, plain_money
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.ahead import sales_of
from clm_desktop.view.pages.ahead_products import nothing, products_table
from clm_desktop.view.pages.ahead_proof import weeks_table
from clm_desktop.view.pages.ahead_stock import order_table, stock_list, why_ordered
from clm_desktop.view.words import Words

Rows = Iterator[tuple[str, ...]]

HEADERS: Mapping[str, str] = {
    "forecast": "kind,series,week_start,mean,lo80,hi80",
    "reorder": "product_id,on_hand,lead_time_days,service_level,order_up_to,order_quantity,reason",
    "forecast-weeks": "category,week_from,sales,expected,lo80,hi80,lo95,hi95,last_year",
    "order-list": "product_id,product,order,order_by,stock,lead_time_days,service,enough,"
    "runs_out,runs_out_early,runs_out_late,cost",
    "abc": "product_id,product,class,steadiness,state,sales_52_weeks,sold_52_weeks,sold_4_weeks,"
    "next_4_weeks,lo80,hi80,until_delivered,enough,stock,idle",
    "stock-list": "product_id,product,stock,lead_time_days,cost,pack_size,minimum_order",
}


def ahead_rows(answers: Answers, words: Words) -> Mapping[str, Callable[[], Rows]]:
    """Makers of the rows, by the name of the export."""
    return {
        "forecast": lambda: _ahead(answers),
        "reorder": lambda: _reorder(answers, words),
        "forecast-weeks": lambda: _weeks_of_all(answers),
        "order-list": lambda: _orders(answers, words),
        "abc": lambda: _classes(answers),
        "stock-list": lambda: _stock_list(answers, words),
    }


def ahead_sheets() -> Mapping[str, Callable[[Answers, Words], TableBlock]]:
    """Makers of the tables for spreadsheets."""
    return {
        "forecast": _weeks,
        "reorder": order_table,
        "forecast-weeks": _weeks,
        "order-list": order_table,
        "abc": products_table,
        "stock-list": stock_list,
    }


def _weeks(answers: Answers, words: Words) -> TableBlock:
    if answers.demand.shop is None:
        return nothing(words)
    return weeks_table(answers.demand, sales_of(answers.demand, ""), words)


def _ahead(answers: Answers) -> Rows:
    """The weeks ahead: sales of the shop and its categories, units of every product."""
    demand, currency = answers.demand, answers.names.currency
    days = [iso_date(monday_of(demand.next_week + i)) for i in range(HORIZON_WEEKS)]
    for one in (*((demand.shop,) if demand.shop else ()), *demand.categories):
        for i, cents in enumerate(one.ahead_cents):
            figures = cents, one.low80_cents[i], one.high80_cents[i]
            kind = "category" if one.name else "total"
            yield kind, one.name, days[i], *(plain_money(figure, currency) for figure in figures)
    products = demand.products
    if products is None:
        return
    keys = answers.names.product_key[products.product]
    of_one_week = products.cv2_by_span[:, 0]
    for i in range(products.per_week.shape[1]):
        mean = products.per_week[:, i]
        low, high = ends(np.nan_to_num(mean), of_one_week, 0.1, 0.9)
        for row in np.flatnonzero(np.isfinite(mean)).tolist():
            said = number(mean[row]), number(low[row]), number(high[row])
            yield "product", str(keys[row]), days[i], *said


def _reorder(answers: Answers, words: Words) -> Rows:
    """Every product that is forecast, and how much of it is enough."""
    products, orders = answers.demand.products, answers.reorder
    if products is None or orders is None:
        return
    keys = answers.names.product_key[products.product]
    for row in np.flatnonzero(np.isfinite(orders.level)).tolist():
        yield (
            str(keys[row]),
            number(orders.stock[row]),
            number(orders.lead_time_days[row]),
            number(orders.service_share[row], 4),
            number(orders.level[row]),
            number(orders.order[row]),
            why_ordered(answers, products, orders, row, words),
        )


def _weeks_of_all(answers: Answers) -> Rows:
    """What was and what comes, of the shop ('') and every category."""
    demand, currency = answers.demand, answers.names.currency
    for one in (*((demand.shop,) if demand.shop else ()), *demand.categories):
        for week, cents in enumerate(one.sales_cents, start=demand.first_week):
            was = plain_money(cents, currency)
            yield (one.name, iso_date(monday_of(week)), was, *[""] * 6)
        for i in range(len(one.ahead_cents)):
            figures = (
                *(one.ahead_cents[i], one.low80_cents[i], one.high80_cents[i]),
                *(one.low95_cents[i], one.high95_cents[i], one.last_year_cents[i]),
            )
            day = iso_date(monday_of(demand.next_week + i))
            yield one.name, day, "", *(plain_money(cents, currency) for cents in figures)


def _orders(answers: Answers, words: Words) -> Rows:
    """The order list in its order."""
    products, orders = answers.demand.products, answers.reorder
    if products is None or orders is None:
        return
    names, titles = answers.names, parts.product_titles(answers)
    keys = order_table(answers, words).row_key
    place = {int(id_): i for i, id_ in enumerate(names.product_id[products.product])}
    for row in [] if keys is None else [place[int(key)] for key in keys]:
        at = products.product[row]
        days = (orders.runs_out_day, orders.runs_out_early_day, orders.runs_out_late_day)
        yield (
            str(names.product_key[at]),
            str(titles[at]),
            number(orders.order[row]),
            iso_date(orders.order_by_day[row]),
            number(orders.stock[row]),
            number(orders.lead_time_days[row]),
            number(orders.service_share[row], 4),
            number(orders.level[row]),
            *(iso_date(day[row]) for day in days),
            plain_money(orders.order_cents[row], names.currency),
        )


def _classes(answers: Answers) -> Rows:
    products, orders = answers.demand.products, answers.reorder
    if products is None or orders is None:
        return
    names, titles = answers.names, parts.product_titles(answers)
    four = products.per_week[:, :4].sum(axis=1)
    for row, at in enumerate(products.product.tolist()):
        xyz = int(orders.xyz[row])
        yield (
            str(names.product_key[at]),
            str(titles[at]),
            AbcClass(int(orders.abc[row])).name,
            XyzClass(xyz).name if xyz >= 0 else "",
            DemandState(int(products.state[row])).name.lower(),
            plain_money(products.past_52_weeks_cents[row], names.currency),
            number(products.past_52_weeks[row]),
            number(products.past_4_weeks[row]),
            number(four[row]),
            number(products.low80[row]),
            number(products.high80[row]),
            number(orders.expected[row]),
            number(orders.level[row]),
            number(orders.stock[row]),
            plain_money(orders.idle_cents[row], names.currency),
        )


def _stock_list(answers: Answers, words: Words) -> Rows:
    table = stock_list(answers, words)
    for key, name, stock, lead, cost, *supplied in zip(*table.values, strict=True):
        money = plain_money(float(cost), answers.names.currency)
        days, packs = number(float(lead)), (number(float(one)) for one in supplied)
        yield str(key), str(name), number(float(stock)), days, money, *packs


def number(value: float, digits: int = 2) -> str:
    """A plain number without needless zeros, '' for nan."""
    if not np.isfinite(value):
        return ""
    text = f"{float(value):.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
