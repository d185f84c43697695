"""Facts about a candidate, as numbers for the models.

Time is measured up to the customer's own last order, not to the calendar's today, so that a row
means the same in training (last order hidden) as now.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.recommend.candidates import Candidates
from clm_desktop.models.recommend.closed import (
    new_chance,
    own_chance,
    pair_gap_days,
    recent_rate,
)
from clm_desktop.models.recommend.follows import next_share
from clm_desktop.models.recommend.shop import Shop

OWN_FEATURES = (
    "log_times",
    "log_orders_since",
    "rate",
    "recent_rate",
    "log_days_since",
    "log_expected_gap",
    "log_overdue",
    "neighbour",
    "taste",
    "log_popularity",
    "log_buyers",
    "repeat_share",
    "repeat_rate",
    "log_orders",
    "log_basket",
    "customer_repeat_share",
    "log_customer_gap",
    "logit_closed",
)
NEW_FEATURES = (
    "log_neighbour",
    "no_neighbour",
    "taste",
    "log_popularity",
    "log_buyers",
    "repeat_share",
    "repeat_rate",
    "log_orders",
    "log_basket",
    "customer_repeat_share",
    "log_customer_gap",
    "log_closed",
    "log_next",
    "no_next",
)
BY_NEXT = 2  # the last so many tell of what follows what; see follows.py


def own_features(shop: Shop, c: Candidates) -> NDArray[np.float64]:
    """Features of products bought before, columns as in OWN_FEATURES (all ``pair`` >= 0)."""
    b = shop.baskets
    pair, who, what = c.pair, c.customer, c.product
    orders = b.orders[who].astype(np.float64)
    days = (b.customer_last_day[who] - b.last_day[pair]).astype(np.float64)
    expected = pair_gap_days(b, shop.gap_days, pair)
    due = (days + shop.customer_gap_days[who]) / expected
    closed = np.clip(own_chance(shop, c), 1e-4, 0.999)
    return np.column_stack(
        (
            np.log1p(b.times[pair]),
            np.log1p(orders - 1 - b.last_order[pair]),
            b.times[pair] / (orders - b.first_order[pair]),
            recent_rate(b, pair, orders),
            np.log1p(days),
            np.log(expected),
            np.log(due + 0.1),
            np.log(c.neighbour + 0.1),
            c.taste,
            *_common(shop, who, what),
            np.log(closed / (1 - closed)),
        )
    )


def new_features(shop: Shop, c: Candidates) -> NDArray[np.float64]:
    """Features of products not bought before, columns as in NEW_FEATURES."""
    follow = np.zeros(len(c.product), np.float32)
    if shop.follows is not None:
        follow = next_share(shop.last, shop.follows, c.customer, c.product)
    return np.column_stack(
        (
            np.log(c.neighbour + 0.01),
            c.neighbour <= 0,
            c.taste,
            *_common(shop, c.customer, c.product),
            np.log(new_chance(shop, c) + 1e-6),
            np.log(follow + 0.01),
            follow <= 0,
        )
    )


def _common(
    shop: Shop, who: NDArray[np.int32], what: NDArray[np.int32]
) -> tuple[NDArray[np.float64], ...]:
    b = shop.baskets
    return (
        np.log(b.popularity[what] + 1e-5),
        np.log1p(b.buyers[what]),
        shop.repeat_share[what],
        shop.repeat_rate[what],
        np.log(b.orders[who]),
        np.log(b.basket[who]),
        shop.customer_repeat_share[who],
        np.log1p(shop.customer_gap_days[who]),
    )
