"""Products of the coming weeks: which sell more or less, and every one with its class."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.demand.types import DemandState, ProductForecast
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.reorder_types import AbcClass, Reorder, XyzClass
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words

Pair = tuple[Column, NDArray[np.generic]]
Floats = NDArray[np.float64]
_MOVERS = 8  # of each direction
FOUR_WEEKS = 4
_APART = 0.15  # of the shop's forecast; smaller differences are within its usual error


def product_names(answers: Answers, products: ProductForecast) -> NDArray[np.object_]:
    """What each forecast product is called."""
    return parts.product_titles(answers)[products.product]


def next_four(products: ProductForecast) -> Floats:
    """Units expected in the next four weeks."""
    return np.asarray(products.per_week[:, :FOUR_WEEKS].sum(axis=1), np.float64)


def block(  # noqa: PLR0917 - a table is made of these
    name: str,
    title: str,
    pairs: list[Pair],
    rows: NDArray[np.int64],
    answers: Answers,
    empty: str = "",
) -> TableBlock:
    """Some rows of columns over all forecast products."""
    products = answers.demand.products
    ids = np.empty(0, np.int64)
    if products is not None:
        ids = answers.names.product_id[products.product]
    return TableBlock(
        name=name,
        title=title,
        columns=tuple(column for column, _ in pairs),
        values=tuple(values[rows] for _, values in pairs),
        row_kind="product",
        row_key=ids[rows],
        empty=empty,
    )


def product_column(words: Words) -> Column:
    """The name of a product."""
    return Column(key="product", title=words.text("Product"), kind=Kind.TEXT, width=32)


def added_up_note(answers: Answers, words: Words) -> tuple[str, ...]:
    """Where products taken one by one come to clearly less or more than the shop's forecast."""
    products, shop = answers.demand.products, answers.demand.shop
    if products is None or shop is None:
        return ()
    year_cents = float(np.nansum(shop.sales_cents[-52:]))
    price = products.past_52_weeks_cents / np.maximum(products.past_52_weeks, 1)
    four = next_four(products)
    usual = products.past_52_weeks / min(len(shop.sales_cents), 52) * FOUR_WEEKS
    added = float((np.where(np.isfinite(four), four, usual) * price).sum())
    named = float(products.past_52_weeks_cents.sum()) / max(year_cents, 1.0)
    foreseen = float(shop.ahead_cents[:FOUR_WEEKS].sum()) * named  # of what names a product
    if not foreseen > 0 or abs(added / foreseen - 1) < _APART:
        return ()
    less = words.text(
        "Added up, your products come to about {money} in the next 4 weeks, {share} less than"
        " the shop's forecast: one by one, the season does not show in them. What sells then may"
        " need more than is said here.",
        money=words.money(added),
        share=words.share(1 - added / foreseen),
    )
    more = words.text(
        "Added up, your products come to about {money} in the next 4 weeks, {share} more than"
        " the shop's forecast: one by one, the season does not show in them. Less than is said"
        " here may do.",
        money=words.money(added),
        share=words.share(added / foreseen - 1),
    )
    return (less if added < foreseen else more,)


# ---- what sells more or less ---------------------------------------------------------------


def movers_table(answers: Answers, words: Words) -> TableBlock:
    """Products whose last four weeks lie outside the range of the next four; most money first."""
    products, text = answers.demand.products, words.text
    if products is None:
        return nothing(words)
    rows, four = _movers(products), next_four(products)
    usual = _usual_four(answers, products)
    pairs: list[Pair] = [
        (product_column(words), product_names(answers, products)),
        (
            Column(
                key="change",
                title=text("Will sell"),
                kind=Kind.TEXT,
                tip=text(
                    "Told only where the last 4 weeks lie outside of what 8 of 10 times "
                    "should come."
                ),
            ),
            np.where(four > products.past_4_weeks, text("more"), text("less")).astype(object),
        ),
        (Column(key="last_4", title=text("Last 4 weeks"), kind=Kind.WHOLE), products.past_4_weeks),
        (Column(key="next_4", title=text("Next 4 weeks"), kind=Kind.WHOLE), np.round(four)),
        (Column(key="low", title=text("from"), kind=Kind.WHOLE), products.low80),
        (Column(key="high", title=text("to"), kind=Kind.WHOLE), products.high80),
        (
            Column(
                key="usual_4",
                title=text("Usual in 4 weeks"),
                kind=Kind.WHOLE,
                tip=text("The mean of the last 52 weeks, for four of them."),
            ),
            usual,
        ),
    ]
    return block(
        "movers",
        text("What will sell more, what less"),
        pairs,
        rows,
        answers,
        text("No product will clearly sell more or less than in the last 4 weeks."),
    )


def nothing(words: Words) -> TableBlock:
    """In place of a table that has no rows and no columns: it is not shown."""
    return TableBlock(name="nothing", title=words.text("Nothing here yet."), columns=(), values=())


def _movers(products: ProductForecast) -> NDArray[np.int64]:
    past, four = products.past_4_weeks, next_four(products)
    sells = products.state == DemandState.STEADY  # a new one's last weeks are all that is known
    price = products.past_52_weeks_cents / np.maximum(products.past_52_weeks, 1)
    by_money = np.argsort(-np.nan_to_num(np.abs(four - past) * price), kind="stable")
    more = by_money[(sells & (products.low80 > past) & (np.round(four) > past))[by_money]]
    less = by_money[(sells & (products.high80 < past) & (np.round(four) < past))[by_money]]
    return np.concatenate((more[:_MOVERS], less[:_MOVERS]))


def _usual_four(answers: Answers, products: ProductForecast) -> Floats:
    """Units in four weeks, as the last year goes; NaN where a product is younger than that."""
    demand = answers.demand
    if demand.next_week - demand.first_week < 52:
        return np.full(len(products), np.nan)
    steady = products.state == DemandState.STEADY
    return np.where(steady, np.round(products.past_52_weeks / 52 * FOUR_WEEKS), np.nan)


# ---- all products --------------------------------------------------------------------------


def products_table(answers: Answers, words: Words) -> TableBlock:
    """Every product: class, sales, the next four weeks, what must be there until a delivery."""
    products, orders = answers.demand.products, answers.reorder
    if products is None or orders is None:
        return nothing(words)
    pairs = [
        (product_column(words), product_names(answers, products)),
        *_class_columns(products, orders, words),
        *_demand_columns(products, orders, words),
        *(_stock_columns(orders, words) if orders.with_stock else ()),
    ]
    rows = np.arange(len(products))
    return block("products_ahead", words.text("All products by sales (ABC)"), pairs, rows, answers)


def _class_columns(products: ProductForecast, orders: Reorder, words: Words) -> list[Pair]:
    text = words.text
    return [
        (
            Column(
                key="abc",
                title=text("Class"),
                kind=Kind.TEXT,
                width=6,
                tip=text("A: the first 80% of a year's sales, B: the next 15%, C: the rest."),
            ),
            parts.objects([AbcClass(int(code)).name for code in orders.abc]),
        ),
        (
            Column(key="sales", title=text("Sales in 52 weeks"), kind=Kind.MONEY),
            products.past_52_weeks_cents,
        ),
        (
            Column(key="steady", title=text("Demand"), kind=Kind.TEXT, width=16),
            parts.objects(
                [
                    _demand_word(DemandState(int(state)), int(code), words)
                    for state, code in zip(products.state, orders.xyz, strict=True)
                ]
            ),
        ),
    ]


def _demand_word(state: DemandState, steadiness: int, words: Words) -> str:
    if state != DemandState.STEADY or steadiness < 0:
        return words.code(f"demand.state.{state.name.lower()}")
    return words.code(f"demand.steady.{XyzClass(steadiness).name.lower()}")


def _demand_columns(products: ProductForecast, orders: Reorder, words: Words) -> list[Pair]:
    text = words.text
    return [
        (Column(key="last_4", title=text("Last 4 weeks"), kind=Kind.WHOLE), products.past_4_weeks),
        (
            Column(key="next_4", title=text("Next 4 weeks"), kind=Kind.WHOLE),
            np.round(next_four(products)),
        ),
        (Column(key="low", title=text("from"), kind=Kind.WHOLE), products.low80),
        (Column(key="high", title=text("to"), kind=Kind.WHOLE), products.high80),
        (
            Column(
                key="expected",
                title=text("Until delivered"),
                kind=Kind.WHOLE,
                tip=text("Will probably sell until an order placed at the next chance is here."),
            ),
            np.round(orders.expected),
        ),
        (
            Column(
                key="level",
                title=text("Enough to have"),
                kind=Kind.WHOLE,
                tip=text("So many last until then, as surely as you chose below."),
            ),
            orders.level,
        ),
    ]


def _stock_columns(orders: Reorder, words: Words) -> list[Pair]:
    return [
        (Column(key="stock", title=words.text("In stock"), kind=Kind.WHOLE), orders.stock),
        (Column(key="runs_out", title=words.text("Runs out"), kind=Kind.DATE), orders.runs_out_day),
    ]
