"""What stands behind the look ahead: methods, errors on the past, holidays, week by week."""

from __future__ import annotations

import numpy as np

from clm_desktop.features.weeks import monday_of
from clm_desktop.models.demand.types import Demand, ProductForecast, SalesForecast
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words

_NEARLY_SAME = 0.005
_FEWEST_TESTS = 8  # past weeks below which no coverage is said


def proof_notes(sales: SalesForecast, words: Words) -> tuple[str, ...]:
    """How well such forecasts did on the shop's own past, and what they cannot know."""
    return (_tested(sales, words), words.text("A forecast of sales: what was sold out, nobody "
        "could buy, so true demand may be higher."))  # fmt: skip


def _tested(sales: SalesForecast, words: Words) -> str:
    if not np.isfinite(sales.error_share):
        return words.text(
            "Your past is too short to test this on: the range is what young shops usually need."
        )
    rule = words.code(f"demand.method.{sales.yardstick}")
    told = words.plural(
        "Tested from {n} week of your past: the typical error for a week is ±{error}.",
        "Tested from {n} weeks of your past: the typical error for a week is ±{error}.",
        sales.tested,
        error=words.share(sales.error_share),
    )
    other = words.share(sales.yardstick_error_share)
    if sales.methods == (sales.yardstick,):
        beside = words.text("A simple rule did best and is used: {rule}.", rule=rule)
    elif sales.yardstick_error_share - sales.error_share > _NEARLY_SAME:
        beside = words.text("The best simple rule ({rule}): ±{error}.", rule=rule, error=other)
    else:
        beside = words.text(
            "The best simple rule ({rule}) does as well: ±{error}.", rule=rule, error=other
        )
    return words.join([told, beside])


def details(answers: Answers, sales: SalesForecast, words: Words) -> tuple[tuple[str, str], ...]:
    """For the Details drawer: the series in front, then products, then the rules of ordering."""
    return (
        *_of_sales(sales, words),
        *(() if answers.demand.products is None else _of_products(answers.demand.products, words)),
        *_of_rules(answers, words),
    )


def _of_sales(sales: SalesForecast, words: Words) -> tuple[tuple[str, str], ...]:
    text, share = words.text, words.share
    methods = words.listed([words.code(f"demand.method.{name}") for name in sales.methods])
    lines = [
        (text("Method"), methods),
        (text("Error for a week (WAPE)"), share(sales.error_share)),
        (
            text("Yardstick: {rule}", rule=words.code(f"demand.method.{sales.yardstick}")),
            share(sales.yardstick_error_share),
        ),
        (text("Past weeks tested"), words.whole(sales.tested)),
    ]
    if np.isfinite(sales.covered80_share) and sales.tested >= _FEWEST_TESTS:
        lines += [
            (text("Weeks inside the 80% range"), share(sales.covered80_share)),
            (text("Weeks inside the 95% range"), share(sales.covered95_share)),
        ]
    return tuple(lines)


def _of_products(products: ProductForecast, words: Words) -> tuple[tuple[str, str], ...]:
    text, share = words.text, words.share
    beside = share(products.yardstick_error_share)
    if products.yardstick_error_share < products.error_share:  # and yet it is not in use
        beside = text("{share}, closer by too little to tell it from luck", share=beside)
    return (
        (text("Method for products"), words.code(f"demand.method.{products.method}")),
        (text("Error for 4 weeks of a product (WAPE)"), share(products.error_share)),
        (
            text("Yardstick: {rule}", rule=words.code(f"demand.method.{products.yardstick}")),
            beside,
        ),
        (text("Bias (forecast less sold)"), share(products.bias_share)),
        (text("Sums of 4 weeks tested"), words.whole(products.tested)),
        (text("Inside the 80% range"), share(products.covered80_share)),
        (text("Inside the 95% range"), share(products.covered95_share)),
    )


def _of_rules(answers: Answers, words: Words) -> tuple[tuple[str, str], ...]:
    if answers.reorder is None:
        return ()
    text, rules = words.text, answers.reorder_rules
    return (
        (text("Stock lasts until the next delivery"), words.share(rules.service_share)),
        (text("Delivery takes, where no list says so"), words.days(rules.lead_time_days)),
        (text("You order in every"), words.days(rules.review_days)),
        (
            text("Where cost and price are known"),
            text("chance = margin ÷ (margin + {share} of cost), newsvendor",
                 share=words.share(rules.left_over_share)),
        ),
    )  # fmt: skip


def weeks_table(demand: Demand, sales: SalesForecast, words: Words) -> TableBlock:
    """Every week ahead with both ranges."""
    text, n = words.text, len(sales.ahead_cents)
    monday = np.array([monday_of(demand.next_week + i) for i in range(n)])
    columns = (
        (Column(key="week", title=text("Week from"), kind=Kind.DATE), monday),
        (Column(key="expected", title=text("Expected"), kind=Kind.MONEY), sales.ahead_cents),
        (Column(key="low80", title=text("80% from"), kind=Kind.MONEY), sales.low80_cents),
        (Column(key="high80", title=text("80% to"), kind=Kind.MONEY), sales.high80_cents),
        (Column(key="low95", title=text("95% from"), kind=Kind.MONEY), sales.low95_cents),
        (Column(key="high95", title=text("95% to"), kind=Kind.MONEY), sales.high95_cents),
        (Column(key="last_year", title=text("Last year"), kind=Kind.MONEY), sales.last_year_cents),
    )
    return TableBlock(
        name="weeks_ahead",
        title=text("Week by week"),
        columns=tuple(column for column, _ in columns),
        values=tuple(values for _, values in columns),
    )


def holidays_table(demand: Demand, words: Words) -> TableBlock:
    """What holidays did to the shop's weeks, where its own past shows it."""
    text, effects = words.text, demand.effects
    names = [words.code(f"holiday.{one.holiday}") for one in effects]
    columns = (
        (
            Column(key="holiday", title=text("Holiday"), kind=Kind.TEXT, width=20),
            parts.objects(names),
        ),
        (
            Column(key="week", title=text("Week"), kind=Kind.TEXT, width=16),
            parts.objects([_week_name(one.offset_weeks, words) for one in effects]),
        ),
        (
            Column(
                key="factor",
                title=text("Times the weeks around"),
                kind=Kind.DECIMAL,
                tip=text("1.4: 40% more was sold than in the weeks around it."),
            ),
            np.array([round(one.factor, 2) for one in effects]),
        ),
        (
            Column(key="times", title=text("Years seen"), kind=Kind.WHOLE),
            np.array([one.times for one in effects], np.int64),
        ),
    )
    return TableBlock(
        name="holidays",
        title=text("Holidays that show in your sales"),
        columns=tuple(column for column, _ in columns),
        values=tuple(values for _, values in columns),
    )


def _week_name(offset: int, words: Words) -> str:
    if offset == 0:
        return words.text("of the day")
    if offset < 0:
        return words.plural("{n} week before", "{n} weeks before", -offset)
    return words.plural("{n} week after", "{n} weeks after", offset)
