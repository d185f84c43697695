"""What to offer with a basket of several products."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.relations import Relation
from clm_desktop.models.recommend.graph.told import told_pairs
from clm_desktop.plan.answers import Answers

MOST_IN_BASKET = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketOffers:
    """What goes with a basket, the surest first; product positions."""

    product: NDArray[np.int64]
    share: NDArray[np.float64]  # score: 1 - product of (1 - share with each), nan by word alone
    because: NDArray[np.int64]  # the product of the basket that it goes with most
    orders: NDArray[np.int64]  # with both of them
    of: NDArray[np.int64]  # with that product of the basket
    fits: NDArray[np.int64]  # to so many products of the basket
    told: NDArray[np.bool_]  # by the owner's word


def basket_offers(answers: Answers, basket: NDArray[np.int64], most: int = 10) -> BasketOffers:
    """Products bought along with those of the basket (positions), not with what is in it.

    Each product of the basket speaks for what was in its orders, at least in so large a share;
    what several of them speak for comes first, as if they were independent. What the owner says
    goes with one of them comes before all, what is never to be offered with one does not come.
    """
    along, n = answers.recommend.along, len(answers.names.product_id)
    offered, score, told = np.zeros(n, np.bool_), np.zeros(n), np.zeros(n, np.bool_)
    fits, because = np.zeros(n, np.int64), np.full(n, -1, np.int64)
    orders, best, of = np.zeros(n, np.int64), np.zeros(n), np.zeros(n, np.int64)
    for one in basket.tolist():
        if along is None:
            break
        at = np.flatnonzero(along.product == one)
        to, share = along.along[at], along.share[at]
        score[to] = 1 - (1 - score[to]) * (1 - share)
        fits[to] += 1
        offered[to] = True
        better = share > best[to]
        best[to[better]], because[to[better]] = share[better], one
        orders[to[better]], of[to[better]] = along.orders[at[better]], along.product_orders[one]
    keys = answers.names.product_key
    said = told_pairs(answers.relations, keys, Relation.GOES_WITH, stands=True)
    for a, b in np.concatenate((said, said[:, ::-1])).tolist():
        if a in basket:
            told[b] = offered[b] = True
            because[b] = a if because[b] < 0 else because[b]
    never = told_pairs(answers.relations, keys, Relation.NEVER_WITH, stands=True)
    for a, b in np.concatenate((never, never[:, ::-1])).tolist():
        if a in basket:
            offered[b] = False
    offered[basket] = False
    chosen = np.flatnonzero(offered)
    chosen = chosen[np.lexsort((chosen, -score[chosen], ~told[chosen]))][:most]
    return BasketOffers(
        product=chosen,
        share=np.where(score[chosen] > 0, score[chosen], np.nan),
        because=because[chosen],
        orders=orders[chosen],
        of=of[chosen],
        fits=fits[chosen],
        told=told[chosen],
    )
