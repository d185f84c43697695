"""What comes next: how many took b for the first time with the order after one with a.

The same counts as behind the relation "bought next", but for all pairs, drawn to zero by imagined
customers: one sees little in a single pair and something in the sum over a whole last order. It is
a feature of products that are new for the customer, used where the shop's own past says it helps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.run import RunContext
from clm_desktop.models.recommend.baskets import Baskets, Purchases
from clm_desktop.models.recommend.graph.next_order import Steps
from clm_desktop.models.recommend.neighbours import cost_blocks, top_per_row

PER_PRODUCT = 50
_IMAGINED = 20.0  # customers who bought a, came again and took nothing new
_MOST_PURCHASES = 3_000_000


def thinned(bought: Purchases) -> tuple[Purchases, int]:
    """Every n-th customer of a shop with more purchases than it takes to learn, and that n."""
    every = -(-len(bought.day) // _MOST_PURCHASES)
    if every <= 1:
        return bought, 1
    keep = bought.customer % every == 0
    return Purchases(
        customer=bought.customer[keep],
        product=bought.product[keep],
        day=bought.day[keep],
        n_customers=bought.n_customers,
        n_products=bought.n_products,
    ), every


def follow_table(steps: Steps, ctx: RunContext) -> sparse.csr_matrix:
    """(products, products): share of the buyers of a row's product who took the column's next."""
    by_product = steps.before.T.tocsr()
    n_products = by_product.shape[0]
    seen = np.diff(by_product.indptr) + np.float32(_IMAGINED)
    work = np.asarray(by_product @ np.diff(steps.first.indptr), np.int64)
    blocks: list[sparse.csr_matrix] = []
    for low, high in cost_blocks(work):
        ctx.check()
        taken = (by_product[low:high] @ steps.first).tocoo()
        share = (taken.data / seen[taken.row + low]).astype(np.float32)
        shape = (high - low, n_products)
        blocks.append(top_per_row(taken.row, taken.col, share, shape, PER_PRODUCT))
    return sparse.csr_matrix(sparse.vstack(blocks, format="csr"))


def last_orders(b: Baskets) -> sparse.csr_matrix:
    """(customers, products), ones: what everybody's last order held."""
    last = np.flatnonzero(b.last_order == b.orders[b.pair_customer] - 1)
    ones = np.ones(len(last), np.float32)
    shape = (b.n_customers, b.n_products)
    return sparse.csr_matrix((ones, (b.pair_customer[last], b.product[last])), shape)


def next_share(
    last: sparse.csr_matrix,
    follows: sparse.csr_matrix,
    customer: NDArray[np.int32],
    product: NDArray[np.int32],
) -> NDArray[np.float32]:
    """Per candidate, the shares that lead to it, summed over the customer's last order."""
    who, row = np.unique(customer, return_inverse=True)
    due = last[who] @ follows
    due.sort_indices()
    n_products = due.shape[1]
    key = np.repeat(np.arange(len(who)), np.diff(due.indptr)) * n_products + due.indices
    wanted = row * n_products + product
    out = np.zeros(len(wanted), np.float32)
    if len(key):
        at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
        here = key[at] == wanted
        out[here] = due.data[at[here]]
    return out
