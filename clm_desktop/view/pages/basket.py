"""The basket assistant: what to offer with several products at once."""

from __future__ import annotations

import numpy as np

from clm_desktop.plan.answers import Answers
from clm_desktop.plan.basket import BasketOffers, basket_offers
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.customers import Pair
from clm_desktop.view.words import Words


def basket_table(answers: Answers, basket: tuple[int, ...], words: Words) -> TableBlock:
    """What to offer with the products of a basket (store ids)."""
    inside = np.flatnonzero(np.isin(answers.names.product_id, basket))
    offers = basket_offers(answers, inside)
    text, titles = words.text, parts.product_titles(answers)
    why = [_because(offers, at, titles, words) for at in range(len(offers.product))]
    pairs: list[Pair] = [
        (
            Column(key="offer", title=text("Offer with it"), kind=Kind.TEXT, width=30),
            titles[offers.product],
        ),
        (
            Column(
                key="share",
                title=text("How often"),
                kind=Kind.SHARE,
                tip=text(
                    "Carefully counted: so many orders with these products hold it too. Where"
                    " several speak for it, as if each did so by itself."
                ),
            ),
            offers.share,
        ),
        (Column(key="why", title=text("Because"), kind=Kind.TEXT, width=60), parts.objects(why)),
    ]
    named = words.listed([str(titles[one]) for one in inside.tolist()])
    return TableBlock(
        name="basket",
        title=text("What goes with {products}", products=named),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values for _, values in pairs),
        row_kind="product",
        row_key=answers.names.product_id[offers.product],
        empty=text("Nothing was ever bought along with it twice."),
    )


def _because(offers: BasketOffers, at: int, titles: parts.Objects, words: Words) -> str:
    orders, of, fits = int(offers.orders[at]), int(offers.of[at]), int(offers.fits[at])
    seen = words.plural(
        "In {orders} of {of} order with “{product}”.",
        "In {orders} of {of} orders with “{product}”.",
        of,
        orders=words.whole(orders),
        of=words.whole(of),
        product=str(titles[offers.because[at]]),
    )
    more = words.plural("Fits {n} product of the basket.", "Fits {n} products of the basket.", fits)
    return words.join(
        [
            words.code("relation.told") if offers.told[at] else "",
            seen if of else "",
            more if fits > 1 else "",
        ]
    )
