"""The product graph and the basket assistant for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from clm_desktop.core.errors import RequestError
from clm_desktop.models.recommend.graph.types import RELATIONS
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.basket import MOST_IN_BASKET, basket_offers
from clm_desktop.view.blocks import TableBlock
from clm_desktop.view.json_values import Json, number
from clm_desktop.view.numbers import plain_number
from clm_desktop.view.pages.products import relations_table, sentence, stands
from clm_desktop.view.words import Words

Rows = Iterator[tuple[str, ...]]

PRODUCT_HEADERS: Mapping[str, str] = {
    "relations": "product_a,relation,product_b,count,of,other,lift,false_discovery,days,told,why",
}


def product_rows(answers: Answers, words: Words) -> Mapping[str, Callable[[], Rows]]:
    """Makers of the rows, by export."""
    return {"relations": lambda: _relations(answers, words)}


def product_sheets() -> Mapping[str, Callable[[Answers, Words], TableBlock]]:
    """Makers of the tables for a spreadsheet."""
    return {"relations": lambda answers, words: relations_table(answers, stands(answers), words)}


def _relations(answers: Answers, words: Words) -> Rows:
    shown, keys = stands(answers), answers.names.product_key
    graph = shown.graph
    for at in range(len(graph)):
        yield (
            str(keys[graph.a[at]]),
            str(RELATIONS[int(graph.relation[at])]),
            str(keys[graph.b[at]]),
            str(int(graph.count[at])),
            str(int(graph.of[at])),
            str(int(graph.other[at])),
            plain_number(graph.lift[at]),
            plain_number(graph.accident[at]),
            plain_number(graph.days[at]),
            str(int(shown.theirs[at])),
            sentence(answers, graph, at, words),
        )


def graph_topic(answers: Answers, words: Words, about: int | None = None) -> dict[str, Json]:
    """All relations, or those of one product (its position), and the owner's words as said."""
    shown, keys = stands(answers), answers.names.product_key
    graph = shown.graph
    return {
        "relations": [
            {
                "product_a": str(keys[graph.a[at]]),
                "relation": str(RELATIONS[int(graph.relation[at])]),
                "product_b": str(keys[graph.b[at]]),
                "count": int(graph.count[at]),
                "of": int(graph.of[at]),
                "other": int(graph.other[at]),
                "lift": number(graph.lift[at]),
                "false_discovery": number(graph.accident[at]),
                "days": number(graph.days[at]),
                "told": bool(shown.theirs[at]),
                "why": sentence(answers, graph, at, words),
            }
            for at in range(len(graph))
            if about is None or about in (graph.a[at], graph.b[at])
        ],
        "told": [
            {
                "product_a": one.a,
                "relation": str(one.relation),
                "product_b": one.b,
                "stands": one.stands,
            }
            for one in answers.relations
            if about is None or keys[about] in (one.a, one.b)
        ],
    }


def basket_topic(answers: Answers, skus: tuple[str, ...]) -> dict[str, Json]:
    """What to offer with a basket. RequestError ``no_basket``, ``product_unknown``."""
    basket = basket_of(answers, skus)
    keys = answers.names.product_key
    offers = basket_offers(answers, basket)
    return {
        "basket": [str(keys[one]) for one in basket.tolist()],
        "offers": [
            {
                "product_id": str(keys[offers.product[at]]),
                "share": number(offers.share[at]),
                "because": str(keys[offers.because[at]]),
                "orders": int(offers.orders[at]),
                "of": int(offers.of[at]),
                "fits": int(offers.fits[at]),
                "told": bool(offers.told[at]),
            }
            for at in range(len(offers.product))
        ],
    }


def basket_of(
    answers: Answers, skus: tuple[str, ...]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Positions of the products of a basket, by number or name."""
    if not 1 <= len(set(skus)) <= MOST_IN_BASKET:
        raise RequestError("no_basket")
    return np.array([position_of(answers, sku) for sku in dict.fromkeys(skus)], np.int64)


def position_of(answers: Answers, sku: str) -> int:
    """Position of a product by its number, else its name. RequestError ``product_unknown``."""
    names = answers.names
    for values in (names.product_key, names.product_name):
        at = np.flatnonzero(values == sku)
        if len(at):
            return int(at[0])
    raise RequestError("product_unknown", product=sku)
