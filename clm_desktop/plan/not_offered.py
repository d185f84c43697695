"""Products that nobody is told about: no longer sold, or not on hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.lists import ProductList
from clm_desktop.models.demand.types import DemandState, ProductForecast


def not_offered(
    forecast: ProductForecast | None,
    product_id: NDArray[np.int64],
    listed: ProductList | None,
) -> NDArray[np.bool_]:
    """Per product (``product_id`` are the store's ids): leave it out of tips.

    Out is what the newest stock list says is gone, and what seems to have stopped selling unless
    that list says that some is left.
    """
    gone = np.zeros(len(product_id), np.bool_)
    if forecast is not None:
        gone[forecast.product[forecast.state == DemandState.STOPPED]] = True
    if listed is None or not len(product_id):
        return gone
    order = np.argsort(product_id)
    known = np.flatnonzero((listed.product_id > 0) & np.isfinite(listed.stock))
    ids, stock = listed.product_id[known], listed.stock[known]
    at = order[np.minimum(np.searchsorted(product_id[order], ids), len(order) - 1)]
    here = product_id[at] == ids
    gone[at[here]] = stock[here] <= 0
    return gone
