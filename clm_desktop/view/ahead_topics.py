"""What ``show PROJECT forecast|reorder`` answers to programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from clm_desktop.features.weeks import monday_of
from clm_desktop.models.demand.types import ProductForecast, SalesForecast
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.reorder_types import AbcClass, Reorder, XyzClass
from clm_desktop.view.ahead_exports import HEADERS, ahead_rows
from clm_desktop.view.json_values import Json, Money, number
from clm_desktop.view.numbers import iso_date
from clm_desktop.view.pages.ahead_products import next_four
from clm_desktop.view.words import Words

Topic = Callable[[], "dict[str, Json]"]
_TEXTS = ("product_id", "product", "order_by", "runs_out", "runs_out_early", "runs_out_late")


def ahead_topics(answers: Answers, words: Words) -> Mapping[str, Topic]:
    """Makers of the topics, by name."""
    return {
        "forecast": lambda: _forecast(answers, words),
        "reorder": lambda: _reorder(answers, words),
    }


def _forecast(answers: Answers, words: Words) -> dict[str, Json]:
    demand = answers.demand
    shop = (demand.shop,) if demand.shop is not None else ()
    return {
        "refused": words.say(demand.refused) if demand.refused else None,
        "weekly_average": _money(answers, demand.weekly_cents),
        "series": [_series(answers, one) for one in (*shop, *demand.categories)],
        "holidays": [
            {
                "holiday": one.holiday,
                "weeks_from_it": one.offset_weeks,
                "factor": number(one.factor),
                "years": one.times,
            }
            for one in demand.effects
        ],
        "products": None if demand.products is None else _products(answers, demand.products),
    }


def _series(answers: Answers, one: SalesForecast) -> Json:
    demand = answers.demand
    return {
        "category": one.name,
        "methods": list(one.methods),
        "yardstick": one.yardstick,
        "error_share": number(one.error_share),
        "yardstick_error_share": number(one.yardstick_error_share),
        "tested_weeks": one.tested,
        "covered80_share": number(one.covered80_share),
        "covered95_share": number(one.covered95_share),
        "past": [
            {"week_from": iso_date(monday_of(week)), "sales": _money(answers, cents)}
            for week, cents in enumerate(one.sales_cents, start=demand.first_week)
        ],
        "ahead": [
            {
                "week_from": iso_date(monday_of(demand.next_week + i)),
                "expected": _money(answers, one.ahead_cents[i]),
                "lo80": _money(answers, one.low80_cents[i]),
                "hi80": _money(answers, one.high80_cents[i]),
                "lo95": _money(answers, one.low95_cents[i]),
                "hi95": _money(answers, one.high95_cents[i]),
                "last_year": _money(answers, one.last_year_cents[i]),
            }
            for i in range(len(one.ahead_cents))
        ],
    }


def _products(answers: Answers, products: ProductForecast) -> Json:
    four, keys = next_four(products), answers.names.product_key[products.product]
    return {
        "method": products.method,
        "yardstick": products.yardstick,
        "error_share": number(products.error_share),
        "yardstick_error_share": number(products.yardstick_error_share),
        "bias_share": number(products.bias_share),
        "covered80_share": number(products.covered80_share),
        "covered95_share": number(products.covered95_share),
        "next_4_weeks": [
            {
                "product_id": str(key),
                "expected": number(four[i]),
                "lo80": number(products.low80[i]),
                "hi80": number(products.high80[i]),
                "sold_4_weeks": number(products.past_4_weeks[i]),
            }
            for i, key in enumerate(keys.tolist())
        ],
    }


def _reorder(answers: Answers, words: Words) -> dict[str, Json]:
    rules, orders = answers.reorder_rules, answers.reorder
    products = answers.demand.products
    return {
        "service_share": rules.service_share,
        "lead_time_days": rules.lead_time_days,
        "review_days": rules.review_days,
        "with_stock": 0 if orders is None else orders.with_stock,
        "orders": list(_order_rows(answers, words)),
        "products": []
        if orders is None or products is None
        else list(_classes(answers, products, orders)),
    }


def _order_rows(answers: Answers, words: Words) -> Iterator[Json]:
    names = HEADERS["order-list"].split(",")
    for row in ahead_rows(answers, words)["order-list"]():
        yield {
            name: cell if name in _TEXTS else (float(cell) if cell else None)
            for name, cell in zip(names, row, strict=True)
        }


def _classes(answers: Answers, products: ProductForecast, orders: Reorder) -> Iterator[Json]:
    for i, at in enumerate(products.product.tolist()):
        xyz = int(orders.xyz[i])
        yield {
            "product_id": str(answers.names.product_key[at]),
            "class": AbcClass(int(orders.abc[i])).name,
            "steadiness": XyzClass(xyz).name if xyz >= 0 else None,
            "stock": number(orders.stock[i]),
            "until_delivered": number(orders.expected[i]),
            "enough": number(orders.level[i]),
            "runs_out": iso_date(orders.runs_out_day[i]) or None,
            "slow": bool(orders.slow[i]),
            "idle": _money(answers, orders.idle_cents[i]),
        }


def _money(answers: Answers, cents: float) -> float | None:
    return Money(answers.names.currency)(cents)
