"""All four relations, learned from what was sold up to a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.models.recommend.baskets import Baskets, Purchases, baskets
from clm_desktop.models.recommend.content import name_vectors
from clm_desktop.models.recommend.follows import thinned
from clm_desktop.models.recommend.graph.next_order import Steps, bought_next, steps_of
from clm_desktop.models.recommend.graph.refills import refills, refills_for
from clm_desktop.models.recommend.graph.successors import lives, successors
from clm_desktop.models.recommend.graph.together import goes_with
from clm_desktop.models.recommend.graph.types import ProductGraph, joined
from clm_desktop.models.recommend.pairs import Pairs
from clm_desktop.models.recommend.reasons import ProductFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """What the relations are learned from."""

    tx: Transactions  # up to the day
    today: int
    bought: Purchases
    baskets: Baskets
    usual_gap_days: NDArray[np.float64]  # per product
    steps: Steps
    names: sparse.csr_matrix | None  # as of content.name_vectors


def graph_and_steps(
    tx: Transactions,
    facts: ProductFacts,
    bought: tuple[Purchases, Baskets],
    together: tuple[Pairs, NDArray[np.bool_]],
    ctx: RunContext,
) -> tuple[ProductGraph, Steps]:
    """The graph as of ``facts.today``, and the orders that followed each other.

    A shop with more purchases than it takes is learned from every n-th customer.
    """
    few, every = thinned(bought[0])
    counted = bought[1] if every == 1 else baskets(few)
    steps = steps_of(few)
    sold = Sold(
        tx=tx,
        today=facts.today,
        bought=few,
        baskets=counted,
        usual_gap_days=facts.gap_days,
        steps=steps,
        names=name_vectors(tx.product_name.tolist(), tx.product_category.tolist()),
    )
    return learn_graph(sold, *together, ctx), steps


def learn_graph(sold: Sold, pairs: Pairs, out: NDArray[np.bool_], ctx: RunContext) -> ProductGraph:
    """Relations of the shop; what may not be offered (``out``) is only ever replaced.

    Cost: below that of ``pairs_together``.
    """
    life = lives(sold.tx, sold.today)
    ctx.check()
    found = [
        goes_with(pairs),
        bought_next(sold.steps, ctx),
        successors(life, sold.bought, sold.baskets, sold.names, ctx),
        refills(sold.baskets, sold.bought),
        refills_for(sold.baskets, life.ended, sold.usual_gap_days, ctx),
    ]
    every = joined([one.take(~out[one.a]) for one in found])
    kept = ~out[every.b] | (every.alike > 0)  # only of a successor is the likeness known
    return every.take(kept)
