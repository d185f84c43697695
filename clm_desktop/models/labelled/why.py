"""Why a person's chance is what it is: Shapley values over the attributes, exact in their sum.

Attributes are put in place one after the other, from those of a usual person who stayed to the
person's own; what each changes, averaged over some orders and their reverses (Strumbelj and
Kononenko 2014), is its share. Every order begins with a usual person of its own, so that what most
people have is compared with what the others have. Each telescopes from the usual log-odds to the
own, so the shares add up to rounding however few orders are drawn.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.models.evaluate import Array
from clm_desktop.models.labelled.learners import Learned

ORDERS = 3  # each with its reverse
USUAL = 2 * ORDERS  # people to begin with, one an order
CHUNK = 500


def shares(  # noqa: PLR0917 - one argument per thing they are made from
    learned: Learned,
    x: Array,
    usual: Array,
    attribute_of: NDArray[np.int64],
    seed: int,
    ctx: RunContext,
) -> tuple[Array, float]:
    """(n, attributes) contributions to the log-odds of ``x``, and the ``usual`` people's mean.

    ``usual``: (USUAL, columns).

    Cost: 6 x attributes predictions per person; 500 people of 20 attributes about 1 s.
    """
    attributes = int(attribute_of.max()) + 1
    base = learned.log_odds(usual)
    result = np.zeros((len(x), attributes))
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(attributes) for _ in range(ORDERS)]
    orders += [order[::-1] for order in orders]
    for start in range(0, len(x), CHUNK):
        own = x[start : start + CHUNK]
        part = result[start : start + CHUNK]
        last = learned.log_odds(own)
        for begin, at, order in zip(usual, base, orders, strict=True):
            now, before = np.repeat(begin[None, :], len(own), axis=0), np.full(len(own), at)
            for place, attribute in enumerate(order):
                ctx.check()
                columns = attribute_of == attribute
                now[:, columns] = own[:, columns]
                after = last if place == attributes - 1 else learned.log_odds(now)
                part[:, attribute] += (after - before) / len(orders)
                before = after
    return result, float(base.mean())
