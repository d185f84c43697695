"""What goes together: pairs beyond chance, and what to offer at the till with a product."""

from __future__ import annotations

import numpy as np

from clm_desktop.models.results import TakenAlong
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.customers import Pair
from clm_desktop.view.words import Words


def pairs_table(answers: Answers, words: Words, product: int | None = None) -> TableBlock:
    """Pairs bought together more often than by chance; only those of a product (position)."""
    recommend, products = answers.recommend, parts.product_titles(answers)
    mine = np.ones(len(recommend.pair_a), np.bool_)
    if product is not None:
        mine = recommend.pair_a == product
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
        values=tuple(values[mine] for _, values in pairs),
        row_kind="product",
        row_key=answers.names.product_id[recommend.pair_a[mine]],
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
