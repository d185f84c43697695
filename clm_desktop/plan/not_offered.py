"""Products that nobody is told about, and why: the owner's word, no longer sold, not on hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.lists import ProductList
from clm_desktop.core.offer_bans import BanKind, OfferBan, category_key
from clm_desktop.models.demand.types import DemandState, ProductForecast
from clm_desktop.models.results import RecommendAnswer, Recommendations

Texts = NDArray[np.object_]


class WhyNot(IntEnum):
    """Why a product is offered to nobody; of several reasons the last is told."""

    STOPPED = 0  # seems to have stopped selling, and no list says that some is left
    SOLD_OUT = 1  # the newest stock list says that none is left
    CATEGORY = 2  # by the owner's word
    PRODUCT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBack:
    """Products that are offered to nobody; positions of the shop's products, ascending."""

    product: NDArray[np.int32]
    why: NDArray[np.int8]  # WhyNot

    def mask(self, products: int) -> NDArray[np.bool_]:
        """Per product of the shop."""
        made = np.zeros(products, np.bool_)
        made[self.product] = True
        return made


def kept_back(
    forecast: ProductForecast | None,
    product_id: NDArray[np.int64],
    listed: ProductList | None,
    bans: tuple[OfferBan, ...] = (),
    named: tuple[Texts, Texts] | None = None,
) -> KeptBack:
    """Products to leave out of tips; ``product_id`` are the store's ids by position.

    ``named``: key and category of each product, for the owner's words. Cost: O(products).
    """
    why = np.full(len(product_id), -1, np.int8)
    if forecast is not None:
        why[forecast.product[forecast.state == DemandState.STOPPED]] = WhyNot.STOPPED
    at, stock = _on_hand(product_id, listed)
    why[at] = np.where(stock > 0, -1, WhyNot.SOLD_OUT)
    if named is not None:
        by_product, by_category = _banned(bans, *named)
        why[by_category], why[by_product] = WhyNot.CATEGORY, WhyNot.PRODUCT
    product = np.flatnonzero(why >= 0).astype(np.int32)
    return KeptBack(product=product, why=why[product])


def _on_hand(
    product_id: NDArray[np.int64], listed: ProductList | None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Positions of the products whose stock is told, and it."""
    if listed is None or not len(product_id):
        return np.empty(0, np.int64), np.empty(0)
    order = np.argsort(product_id)
    known = np.flatnonzero((listed.product_id > 0) & np.isfinite(listed.stock))
    ids, stock = listed.product_id[known], listed.stock[known]
    at = order[np.minimum(np.searchsorted(product_id[order], ids), len(order) - 1)]
    here = product_id[at] == ids
    return at[here], stock[here]


def _banned(
    bans: tuple[OfferBan, ...], product_key: Texts, product_category: Texts
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Per product: whether its own name is banned for everybody, whether its category is."""
    everybody = [one for one in bans if not one.customer]
    keys = {one.what for one in everybody if one.kind is BanKind.PRODUCT}
    names = {one.what for one in everybody if one.kind is BanKind.CATEGORY}
    n = len(product_key)
    if not keys and not names:
        return np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    by_key = np.fromiter((key in keys for key in product_key), np.bool_, n)
    same = (category_key(str(name)) in names for name in product_category)
    return by_key, np.fromiter(same, np.bool_, n)


def without_banned(
    recommend: RecommendAnswer,
    bans: tuple[OfferBan, ...],
    customer_key: Texts,
    named: tuple[Texts, Texts],
) -> RecommendAnswer:
    """The tips and pairs without what is never to be offered. Cost: O(tips)."""
    if not bans:
        return recommend
    by_product, by_category = _banned(bans, *named)
    out = by_product | by_category

    def allowed(lists: Recommendations) -> Recommendations:
        return lists.only(~out[lists.product] & ~_apart(lists, bans, customer_key, named[0]))

    wishes = recommend.wishes
    if wishes is not None:
        rest = np.where(out, 0.0, wishes.rest_product)
        wishes = replace(wishes, to_tell=allowed(wishes.to_tell), rest_product=rest)
    keep = ~(out[recommend.pair_a] | out[recommend.pair_b])
    along = recommend.along
    if along is not None:
        near = ~out[along.along]
        along = replace(
            along,
            product=along.product[near],
            along=along.along[near],
            orders=along.orders[near],
            share=along.share[near],
        )
    return replace(
        recommend,
        lists=allowed(recommend.lists),
        wishes=wishes,
        pair_a=recommend.pair_a[keep],
        pair_b=recommend.pair_b[keep],
        pair_orders=recommend.pair_orders[keep],
        pair_confidence=recommend.pair_confidence[keep],
        pair_lift=recommend.pair_lift[keep],
        along=along,
    )


def _apart(
    lists: Recommendations, bans: tuple[OfferBan, ...], customer_key: Texts, product_key: Texts
) -> NDArray[np.bool_]:
    """Which tips are banned for their customer alone."""
    of = [one for one in bans if one.customer]
    gone = np.zeros(len(lists.product), np.bool_)
    if not of:
        return gone
    wanted = {one.customer for one in of} | {one.what for one in of}
    customers = {str(k): i for i, k in enumerate(customer_key.tolist()) if k in wanted}
    products = {str(k): i for i, k in enumerate(product_key.tolist()) if k in wanted}
    for one in of:
        mine = lists.customer == customers.get(one.customer, -1)
        if one.kind is BanKind.PRODUCT:
            mine &= lists.product == products.get(one.what, -1)
        gone |= mine
    return gone
