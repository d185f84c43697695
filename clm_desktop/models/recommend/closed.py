"""Chances by a closed form: for small shops, as a feature, and to compare the learned models with.

Own products: the rate of recent orders, drawn to how the product is re-bought. New products: how
much room the customer's baskets have for new things, shared out by neighbours and popularity.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.recommend.baskets import ORDERS_HALF_LIFE, Baskets
from clm_desktop.models.recommend.candidates import Candidates
from clm_desktop.models.recommend.shop import Shop


def pair_gap_days(
    b: Baskets, usual_days: NDArray[np.float64], pair: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Usual days between two purchases of a product by a customer, drawn to the product's."""
    own = b.last_day[pair] - b.first_day[pair]
    gap = (own + 2 * usual_days[b.product[pair]]) / (b.times[pair] + 1)
    return np.maximum(gap, 1.0)


def recent_rate(
    b: Baskets, pair: NDArray[np.int64], orders: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Share of the customer's orders with the product, recent orders weighing more."""
    all_orders = (1 - np.exp2(-orders / ORDERS_HALF_LIFE)) / (1 - 2 ** (-1 / ORDERS_HALF_LIFE))
    return np.asarray(b.weight[pair] / all_orders, np.float64)


def own_chance(shop: Shop, c: Candidates) -> NDArray[np.float64]:
    """Closed form for products bought before, up to a constant of the shop."""
    orders = shop.baskets.orders[c.customer].astype(np.float64)
    m = np.minimum(orders, ORDERS_HALF_LIFE / np.log(2))
    rate = recent_rate(shop.baskets, c.pair, orders)
    return np.asarray((rate * m + 2 * shop.repeat_rate[c.product]) / (m + 2), np.float64)


def new_chance(shop: Shop, c: Candidates) -> NDArray[np.float64]:
    """Closed form for products not bought before, up to a constant of the shop."""
    b = shop.baskets
    room = b.basket[c.customer] * (1 - shop.customer_repeat_share[c.customer])
    total = np.bincount(c.customer, weights=c.neighbour, minlength=b.n_customers)[c.customer]
    share = c.neighbour / np.maximum(total, 1e-9)
    popular = b.popularity[c.product] / max(float(b.popularity.sum()), 1e-9)
    return np.asarray(room * (0.6 * share + 0.4 * popular), np.float64)
