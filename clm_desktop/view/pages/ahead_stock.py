"""Stock against demand: what to order in and by when, what runs out, what lies idle."""

from __future__ import annotations

import numpy as np

from clm_desktop.models.demand.types import DemandState, ProductForecast
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.listed_goods import listed_rows, nothing_listed, told_of
from clm_desktop.plan.reorder_types import AbcClass, Reorder
from clm_desktop.plan.stock_today import stock_day
from clm_desktop.view.blocks import ChartBlock, ChartKind, Column, Fact, Kind, Series, TableBlock
from clm_desktop.view.pages.ahead_products import (
    Pair,
    block,
    next_four,
    nothing,
    product_column,
    product_names,
)
from clm_desktop.view.words import Words

_DRAWN = 10


def stock_facts(answers: Answers, words: Words) -> tuple[Fact, ...]:
    """How much is to be ordered, and what lies idle; nothing where no stock is known."""
    orders, text = answers.reorder, words.text
    if orders is None or not orders.with_stock:
        return ()
    wanted = orders.order > 0
    cost = float(np.nansum(orders.order_cents[wanted]))
    idle = float(np.nansum(orders.idle_cents))
    made = [
        Fact(
            title=text("To order in now"),
            value=words.plural("{n} product", "{n} products", int(wanted.sum())),
            note=text("about {money} at your cost", money=words.money(cost)) if cost else "",
        )
    ]
    if idle > 0:
        made.append(
            Fact(
                title=text("Money lying idle"),
                value=words.money(idle),
                note=text("stock beyond half a year of sales"),
            )
        )
    return tuple(made)


def stock_notes(answers: Answers, words: Words) -> tuple[str, ...]:
    """How stock becomes known, or of how many products it is."""
    orders = answers.reorder
    if orders is None:
        return (words.text("Your files name no products: only sales can be looked ahead."),)
    if not orders.with_stock:
        return (
            words.text(
                "What is in stock is not known. Save the stock list, fill in what you know, and "
                "drop it on this window: then this page says what to order in."
            ),
        )
    known = words.text(
        "Stock is known of {known} of {all} products.",
        known=words.whole(orders.with_stock),
        all=words.whole(len(orders.stock)),
    )
    day = stock_day(answers.listed, answers.run.as_of_day)
    told = words.text(
        "What was sold after your stock list came is taken off; days count from {day}.",
        day=words.date(day),
    )
    return (known, told)


# ---- what to order in ----------------------------------------------------------------------


def order_table(answers: Answers, words: Words) -> TableBlock:
    """What to order in, the most urgent first."""
    products, orders, text = answers.demand.products, answers.reorder, words.text
    if products is None or orders is None:
        return nothing(words)
    wanted = np.flatnonzero(orders.order > 0)
    urgent = np.nan_to_num(orders.order_by_day[wanted], nan=np.inf)
    rows = wanted[np.lexsort((-products.past_52_weeks_cents[wanted], urgent))]
    why = np.full(len(products), "", dtype=object)
    for row in rows.tolist():
        why[row] = why_ordered(answers, products, orders, row, words)
    pairs: list[Pair] = [
        (product_column(words), product_names(answers, products)),
        (Column(key="order", title=text("Order"), kind=Kind.WHOLE), orders.order),
        (
            Column(
                key="by",
                title=text("By"),
                kind=Kind.DATE,
                tip=text("Ordered later, it may run out before the delivery, 1 time in 10."),
            ),
            orders.order_by_day,
        ),
        (Column(key="stock", title=text("In stock"), kind=Kind.WHOLE), orders.stock),
        (
            Column(
                key="runs_out",
                title=text("Runs out"),
                kind=Kind.DATE,
                tip=text("The likely day, if nothing is delivered."),
            ),
            orders.runs_out_day,
        ),
        (
            Column(
                key="why",
                title=text("Because"),
                kind=Kind.TEXT,
                width=48,
                tip=text(
                    "What will probably sell, and what is enough until the order after this one "
                    "is here, as surely as you chose below."
                ),
            ),
            why,
        ),
    ]
    if np.isfinite(orders.order_cents[rows]).any():
        cost = Column(key="cost", title=text("At your cost"), kind=Kind.MONEY)
        pairs.insert(5, (cost, orders.order_cents))
    empty = text("Nothing needs to be ordered now: what is in stock lasts.")
    return block("order_list", text("What to order in"), pairs, rows, answers, empty)


def why_ordered(
    answers: Answers, products: ProductForecast, orders: Reorder, row: int, words: Words
) -> str:
    """Why so much is enough until the next delivery, and what the supplier makes of it."""
    if products.state[row] == DemandState.STOPPED:
        return words.code("demand.state.stopped")
    enough = _enough(answers, products, orders, row, words)
    packed = _as_delivered(orders, row, words)
    return words.join([enough, packed]) if packed else enough


def _as_delivered(orders: Reorder, row: int, words: Words) -> str:
    """How packs and the supplier's smallest order shaped the order; '' where they are not told."""
    order = float(orders.order[row])
    if not len(orders.pack_size) or not order > 0:
        return ""
    pack, least = float(orders.pack_size[row]), float(orders.least_order[row])
    needed = float(orders.level[row] - max(orders.stock[row], 0.0))
    said = []
    if least > needed:
        said.append(words.text("The smallest order is {least}.", least=words.whole(least)))
    if pack > 1:
        packs = round(order / pack)
        said.append(
            words.plural(
                "{n} pack of {size}.", "{n} packs of {size}.", packs, size=words.whole(pack)
            )
        )
    return words.join(said)


def _enough(
    answers: Answers, products: ProductForecast, orders: Reorder, row: int, words: Words
) -> str:
    days = orders.lead_time_days[row] + answers.reorder_rules.review_days
    if len(orders.capped) and orders.capped[row]:
        return words.text(
            "About {four} in 4 weeks; in {days} it hardly ever sold more than {level}.",
            four=words.whole(round(float(next_four(products)[row]))),
            level=words.whole(orders.level[row]),
            days=words.days(days),
        )
    return words.text(
        "About {four} in 4 weeks ({low} to {high}); {level} last {days}.",
        four=words.whole(round(float(next_four(products)[row]))),
        low=words.whole(products.low80[row]),
        high=words.whole(products.high80[row]),
        level=words.whole(orders.level[row]),
        days=words.days(days),
    )


def slow_table(answers: Answers, words: Words) -> TableBlock:
    """Stock that lasts for more than half a year, by the money in it."""
    products, orders, text = answers.demand.products, answers.reorder, words.text
    if products is None or orders is None or not orders.slow.any():
        return nothing(words)
    rows = np.flatnonzero(orders.slow)
    rows = rows[np.argsort(-np.nan_to_num(orders.idle_cents[rows]), kind="stable")]
    stopped = products.state == DemandState.STOPPED
    why = np.where(stopped, words.code("demand.state.stopped"), text("lasts over half a year"))
    pairs: list[Pair] = [
        (product_column(words), product_names(answers, products)),
        (Column(key="stock", title=text("In stock"), kind=Kind.WHOLE), orders.stock),
        (
            Column(key="sold_52", title=text("Sold in 52 weeks"), kind=Kind.WHOLE),
            products.past_52_weeks,
        ),
        (
            Column(
                key="idle",
                title=text("Money lying idle"),
                kind=Kind.MONEY,
                tip=text("What is there beyond half a year's demand, at cost or else price."),
            ),
            orders.idle_cents,
        ),
        (Column(key="why", title=text("Because"), kind=Kind.TEXT, width=24), why.astype(object)),
    ]
    return block("slow_stock", text("Slow stock"), pairs, rows, answers)


def stock_list(answers: Answers, words: Words) -> TableBlock:
    """A list to fill in, best sellers first; dropped back it is read as a stock list."""
    products, orders, text = answers.demand.products, answers.reorder, words.text
    if products is None or orders is None:
        return nothing(words)
    told = answers.listed or nothing_listed()
    at = listed_rows(answers.names.product_id[products.product], told)
    columns = told.lead_time_days, told.cost_cents, told.pack_size, told.least_order
    lead, cost, pack, least = (told_of(column, at) for column in columns)
    pairs: list[Pair] = [
        (
            Column(key="product_id", title=text("Product number"), kind=Kind.TEXT),
            answers.names.product_key[products.product],
        ),
        (
            Column(key="product", title=text("Product name"), kind=Kind.TEXT, width=32),
            product_names(answers, products),
        ),
        (Column(key="stock", title=text("Stock"), kind=Kind.WHOLE), orders.stock),
        (Column(key="lead_time_days", title=text("Lead time (days)"), kind=Kind.WHOLE), lead),
        (Column(key="cost", title=text("Cost price"), kind=Kind.MONEY), cost),
        (Column(key="pack_size", title=text("Pack size"), kind=Kind.WHOLE), pack),
        (Column(key="least_order", title=text("Minimum order"), kind=Kind.WHOLE), least),
    ]
    return block("stock_list", text("Stock list"), pairs, np.arange(len(products)), answers)


# ---- charts --------------------------------------------------------------------------------


def run_out_chart(answers: Answers, words: Words) -> ChartBlock:
    """The products that run out first, as days from today; no series where none does."""
    products, orders = answers.demand.products, answers.reorder
    rows = np.empty(0, np.int64)
    if products is not None and orders is not None:
        known = np.flatnonzero(np.isfinite(orders.runs_out_day))
        rows = known[np.argsort(orders.runs_out_day[known], kind="stable")][:_DRAWN]
    series: tuple[Series, ...] = ()
    names: tuple[str, ...] = ()
    sentence = ""
    if products is not None and orders is not None and len(rows):
        days = orders.runs_out_day[rows] - stock_day(answers.listed, answers.run.as_of_day)
        names = tuple(str(name) for name in product_names(answers, products)[rows])
        series = (
            Series(
                label=words.text("days left"),
                x=tuple(float(i) for i in range(len(rows))),
                y=tuple(float(day) for day in days),
                colour=3,
            ),
        )
        sentence = _runs_out_first(names[0], orders, int(rows[0]), words)
    return ChartBlock(
        name="run_out",
        title=words.text("How long stock lasts"),
        sentence=sentence,
        kind=ChartKind.HBAR,
        series=series,
        y_kind=Kind.DAYS,
        x_labels=names,
    )


def _runs_out_first(product: str, orders: Reorder, row: int, words: Words) -> str:
    if not orders.stock[row] > 0:
        return words.text("{product} is sold out.", product=product)
    day = words.date(float(orders.runs_out_day[row]))
    return words.text("{product} runs out first, probably on {day}.", product=product, day=day)


def abc_chart(answers: Answers, words: Words) -> ChartBlock:
    """How few products bring most of the sales."""
    products, orders = answers.demand.products, answers.reorder
    if products is None or orders is None:
        raise ValueError("no products")
    sold = np.maximum(products.past_52_weeks_cents, 0)
    total = max(float(sold.sum()), 1.0)
    counts = [int((orders.abc == code).sum()) for code in AbcClass]
    labels = [
        words.plural("{name} · {n} product", "{name} · {n} products", count, name=code.name)
        for code, count in zip(AbcClass, counts, strict=True)
    ]
    return ChartBlock(
        name="abc",
        title=words.text("Few products bring most sales"),
        sentence=words.text(
            "{few} of {all} products bring {share} of the sales of 52 weeks.",
            few=words.whole(counts[0]),
            all=words.whole(len(sold)),
            share=words.share(float(sold[orders.abc == AbcClass.A].sum()) / total),
        ),
        kind=ChartKind.HBAR,
        series=(
            Series(
                label=words.text("share of sales"),
                x=(0.0, 1.0, 2.0),
                y=tuple(float(sold[orders.abc == code].sum()) / total for code in AbcClass),
            ),
        ),
        y_kind=Kind.SHARE,
        x_labels=tuple(labels),
    )
