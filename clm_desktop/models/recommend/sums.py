"""Do chances add up? Buyers said and buyers counted, on orders that were hidden."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.recommend.tested import SumTest

GROUPS = 10
_FEWEST = 20  # customers in a group; fewer say nothing about sums
_PRODUCTS = 10


def try_sums(
    customer: NDArray[np.int32],
    product: NDArray[np.int32],
    hit: NDArray[np.bool_],
    p: NDArray[np.float64],
    tested: NDArray[np.int32],
) -> SumTest | None:
    """Compare sums of chances with hits, by groups of neighbouring customers.

    Customers are numbered as they first came, so each group came at about the same time and is no
    random draw. ``p`` must come from models that did not see the hits. None: too few customers.
    Cost: O(candidates).
    """
    groups = min(GROUPS, len(tested) // _FEWEST)
    if not groups:
        return None
    n_products = int(product.max(initial=0)) + 1
    place = np.full(int(max(tested.max(), customer.max(initial=0))) + 1, -1, np.int64)
    place[np.sort(tested)] = np.arange(len(tested)) * groups // len(tested)
    said, was, miss = 0.0, 0, 0.0
    for group in range(groups):
        at = np.flatnonzero(place[customer] == group)
        wanted = np.bincount(product[at], weights=p[at], minlength=n_products)
        came = np.bincount(product[at], weights=hit[at], minlength=n_products)
        top = np.argsort(-wanted, kind="stable")[:_PRODUCTS]
        said += float(wanted[top].sum())
        was += int(came[top].sum())
        miss += float(np.abs(wanted[top] - came[top]).sum())
    share = miss / was if was else float("nan")
    return SumTest(groups=groups, customers=len(tested), said=said, was=was, error_share=share)
