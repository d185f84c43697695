"""Recommendations: what to offer whom, what goes together, and how often that was right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.results import TakenAlong
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import (
    ChartBlock,
    ChartKind,
    Column,
    Fact,
    Kind,
    Page,
    Series,
    TableBlock,
)
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.customers import Pair, name_column
from clm_desktop.view.pages.reasons import offer_reasons
from clm_desktop.view.words import Words

_TIPS_SHOWN = 3
_PRODUCTS_DRAWN = 10


def recommendations_page(answers: Answers, words: Words) -> Page:
    """Tips per customer, people per product, pairs that go together."""
    has_tips = len(answers.recommend.lists.rank) > 0
    verdict = words.say(answers.recommend.verdict)
    tables = [offers_table(answers, words), products_table(answers, words)] if has_tips else []
    if len(answers.recommend.pair_a):
        tables.append(pairs_table(answers, words))
    if answers.recommend.along is not None and len(answers.recommend.along.product):
        tables.append(along_table(answers.recommend.along, answers, words))
    return Page(
        page="recommendations",
        title=words.text("Recommendations"),
        lead=_lead(answers, words),
        as_of=parts.as_of(answers, words),
        facts=_facts(answers, words),
        tables=tuple(tables),
        charts=(_wanted_products(answers, words),) if _has_chances(answers) else (),
        details=_figures(answers, words),
        notes=(verdict,),
        empty="" if tables else verdict,
    )


def _has_chances(answers: Answers) -> bool:
    """Whether the tips carry chances; without, they are favourites and best sellers."""
    return bool(np.isfinite(answers.recommend.lists.p).any())


def _lead(answers: Answers, words: Words) -> str:
    people = len(np.unique(answers.recommend.lists.customer))
    if not people:
        return words.text("There is nothing to recommend yet.")
    if not _has_chances(answers):
        return words.text("Favourites and best sellers: your past does not support more yet.")
    return words.plural(
        "There is something to offer to {n} customer.",
        "There is something to offer to each of {n} customers.",
        people,
    )


def _facts(answers: Answers, words: Words) -> tuple[Fact, ...]:
    recommend = answers.recommend
    if not np.isfinite(recommend.hit_share):
        return ()
    tip = words.text(
        "Your customers' last orders were hidden; then ten tips were made for each of them."
    )
    return (
        Fact(
            title=words.text("Tips that were right"),
            value=words.share(recommend.hit_share),
            note=words.text("of the hidden orders held one of ten tips"),
            tip=tip,
        ),
        Fact(
            title=words.text("Best sellers alone"),
            value=words.share(recommend.best_seller_hit_share),
            note=words.text("the same for your ten best sellers"),
            tip=tip,
        ),
        Fact(
            title=words.text("Products that go together"),
            value=words.whole(len(recommend.pair_a)),
            note=words.text("pairs too frequent to be chance"),
        ),
    )


def offers_table(answers: Answers, words: Words) -> TableBlock:
    """One row per customer: the three best tips, and the because of the first."""
    tips = _best_tips(answers)
    shown = np.flatnonzero(tips[:, 0] >= 0)
    tips = tips[shown]
    lists, products = answers.recommend.lists, parts.product_titles(answers)
    titles = (words.text("Offer first"), words.text("Second"), words.text("Third"))
    names = [_picked(products[lists.product], tips[:, i]) for i in range(_TIPS_SHOWN)]
    pairs: list[Pair] = [
        (name_column(words), parts.customer_titles(answers)[shown]),
        (Column(key="tip_1", title=titles[0], kind=Kind.TEXT, width=28), names[0]),
        (
            Column(
                key="strength",
                title=words.text("How likely"),
                kind=Kind.STRENGTH,
                tip=words.text("Chance that the product is in this customer's next order."),
            ),
            lists.p[tips[:, 0]],
        ),
        (
            Column(key="because", title=words.text("Because"), kind=Kind.TEXT, width=44),
            parts.objects(offer_reasons(answers, tips[:, 0], products, words)),
        ),
        (Column(key="tip_2", title=titles[1], kind=Kind.TEXT, width=28), names[1]),
        (Column(key="tip_3", title=titles[2], kind=Kind.TEXT, width=28), names[2]),
    ]
    if not _has_chances(answers):
        pairs = [pair for pair in pairs if pair[0].key != "strength"]
    order = _first_to_offer(answers, shown, lists.p[tips[:, 0]])
    return TableBlock(
        name="offers",
        title=words.text("What to offer to each customer"),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values[order] for _, values in pairs),
        row_kind="customer",
        row_key=parts.customer_ids(answers)[shown][order],
        sorted_by="strength" if _has_chances(answers) else "",
    )


def _first_to_offer(
    answers: Answers, rows: NDArray[np.int64], p: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Best tips first; alike or untested ones by who is likeliest to come, then who came last."""
    likely_to_come = np.nan_to_num(answers.risk.p_buy[rows])
    recency = answers.customers.recency_days[rows]
    return np.lexsort((recency, -likely_to_come, -np.nan_to_num(p)))


def _best_tips(answers: Answers) -> NDArray[np.int64]:
    """Positions in the lists of each customer's likeliest tips (n, 3), -1 = none."""
    lists = answers.recommend.lists
    tips = np.full((len(answers.customers), _TIPS_SHOWN), -1, dtype=np.int64)
    row = parts.row_of_customer(answers)[lists.customer]
    order = np.lexsort((lists.rank, -np.nan_to_num(lists.p), row))
    order = order[row[order] >= 0]
    sorted_row = row[order]
    place = np.arange(len(order)) - np.searchsorted(sorted_row, sorted_row, side="left")
    best = place < _TIPS_SHOWN
    tips[sorted_row[best], place[best]] = order[best]
    return tips


def _picked(values: NDArray[np.object_], places: NDArray[np.int64]) -> NDArray[np.object_]:
    picked = np.full(len(places), "", dtype=object)
    picked[places >= 0] = values[places[places >= 0]]
    return picked


def products_table(answers: Answers, words: Words) -> TableBlock:
    """One row per product that is a tip for somebody: how many to tell, how many may buy."""
    product, people, buyers = _wanted(answers)
    pairs: list[Pair] = [
        (
            Column(key="product", title=words.text("Product"), kind=Kind.TEXT, width=32),
            parts.product_titles(answers)[product],
        ),
        (
            Column(
                key="people",
                title=words.text("People to tell"),
                kind=Kind.WHOLE,
                tip=words.text("Customers for whom this product is among the tips."),
            ),
            people,
        ),
        (
            Column(
                key="buyers",
                title=words.text("Likely buyers"),
                kind=Kind.DECIMAL,
                tip=words.text("How many of them will probably take it with their next order."),
            ),
            buyers,
        ),
    ]
    if not _has_chances(answers):
        pairs = [pair for pair in pairs if pair[0].key != "buyers"]
    return TableBlock(
        name="wanted",
        title=words.text("Whom to tell about each product"),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values for _, values in pairs),
        row_kind="product",
        row_key=answers.names.product_id[product],
        sorted_by="buyers" if _has_chances(answers) else "people",
    )


def _wanted(
    answers: Answers,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Products among the tips, people per product, sum of their chances; most wanted first.

    Untested lists are filled up with best sellers for everybody: there only the tips that are
    shown count.
    """
    lists = answers.recommend.lists
    count = len(answers.names.product_id)
    tips = np.arange(len(lists.product))
    if not _has_chances(answers):
        tips = _best_tips(answers).ravel()
        tips = tips[tips >= 0]
    product, p = lists.product[tips], np.nan_to_num(lists.p[tips])
    people = np.bincount(product, minlength=count)
    buyers = np.bincount(product, weights=p, minlength=count)
    wanted = np.flatnonzero(people).astype(np.int64)
    wanted = wanted[np.lexsort((-people[wanted], -buyers[wanted]))]
    return wanted, people[wanted].astype(np.int64), buyers[wanted].astype(np.float64)


def pairs_table(answers: Answers, words: Words) -> TableBlock:
    """Pairs bought together more often than by chance."""
    recommend, products = answers.recommend, parts.product_titles(answers)
    text = words.text
    pairs: list[Pair] = [
        (
            Column(key="product_a", title=text("Who buys"), kind=Kind.TEXT, width=30),
            products[recommend.pair_a],
        ),
        (
            Column(key="product_b", title=text("also buys"), kind=Kind.TEXT, width=30),
            products[recommend.pair_b],
        ),
        (
            Column(
                key="confidence",
                title=text("How often"),
                kind=Kind.SHARE,
                tip=text("Of the orders with the first product, so many hold the second."),
            ),
            recommend.pair_confidence,
        ),
        (
            Column(key="orders", title=text("Orders with both"), kind=Kind.WHOLE),
            recommend.pair_orders,
        ),
        (
            Column(
                key="lift",
                title=text("Times chance"),
                kind=Kind.DECIMAL,
                tip=text("So many times as often as if they had nothing to do with each other."),
            ),
            recommend.pair_lift,
        ),
    ]
    return TableBlock(
        name="bundles",
        title=text("Products that go together"),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values for _, values in pairs),
        row_kind="product",
        row_key=answers.names.product_id[recommend.pair_a],
    )


def along_table(along: TakenAlong, answers: Answers, words: Words) -> TableBlock:
    """What to offer with a product at the till, best sellers too: search for the product."""
    text, products = words.text, parts.product_titles(answers)
    whole = Kind.WHOLE
    pairs: list[Pair] = [
        (
            Column(key="in_basket", title=text("In the basket"), kind=Kind.TEXT, width=30),
            products[along.product],
        ),
        (
            Column(key="offer", title=text("Offer with it"), kind=Kind.TEXT, width=30),
            products[along.along],
        ),
        (Column(key="orders", title=text("Orders with both"), kind=whole), along.orders),
        (
            Column(key="of_orders", title=text("Orders with the first"), kind=whole),
            along.product_orders[along.product],
        ),
        (
            Column(
                key="at_least",
                title=text("At least"),
                kind=Kind.SHARE,
                tip=text(
                    "So large a share is safe to expect (95 %); unusually large orders count less."
                ),
            ),
            along.share,
        ),
    ]
    order = np.lexsort((along.along, along.product, -along.share))
    return TableBlock(
        name="along",
        title=text("What to offer with a product"),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values[order] for _, values in pairs),
        row_kind="product",
        row_key=answers.names.product_id[along.product][order],
        sorted_by="at_least",
    )


def _wanted_products(answers: Answers, words: Words) -> ChartBlock:
    product, people, buyers = _wanted(answers)
    titles = parts.product_titles(answers)[product]
    top = slice(0, _PRODUCTS_DRAWN)
    return ChartBlock(
        name="wanted_products",
        title=words.text("Most wanted next"),
        sentence=words.text(
            "About {buyers} of {people} customers are likely to take {product} next time.",
            buyers=words.whole(buyers[0]),
            people=words.whole(people[0]),
            product=titles[0],
        ),
        kind=ChartKind.HBAR,
        series=(
            Series(
                label="",
                x=tuple(float(i) for i in range(len(product[top]))),
                y=tuple(float(n) for n in buyers[top]),
                colour=2,
            ),
        ),
        x_labels=tuple(str(title) for title in titles[top]),
    )


def _figures(answers: Answers, words: Words) -> tuple[tuple[str, str], ...]:
    recommend = answers.recommend
    return (
        (words.text("Method"), words.code(f"recommend.method.{recommend.method}")),
        (words.text("Customers tested"), words.whole(recommend.tested_customers)),
        (words.text("Hit rate of ten tips"), words.share(recommend.hit_share)),
        (words.text("Hit rate of best sellers"), words.share(recommend.best_seller_hit_share)),
        (words.text("NDCG@10"), words.figure(recommend.ndcg)),
        (words.text("NDCG@10 of best sellers"), words.figure(recommend.best_seller_ndcg)),
    )
