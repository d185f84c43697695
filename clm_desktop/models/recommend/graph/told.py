"""The graph as it stands: what was learned, without what the owner denies, with what they add."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.relations import BOTH_WAYS, OwnerRelation, Relation
from clm_desktop.models.recommend.graph.types import (
    RELATIONS,
    ProductGraph,
    graph_of,
    joined,
)

Pairs = NDArray[np.int64]  # (n, 2): product positions


def standing(
    graph: ProductGraph, told: tuple[OwnerRelation, ...], product_key: NDArray[np.object_]
) -> tuple[ProductGraph, NDArray[np.bool_]]:
    """The graph with the owner's words, and which of its relations are theirs, those first.

    What the owner says stands above the data: of two products that replace each other only one
    way is left. A relation that was never seen counts nothing (``of`` 0).
    """
    if not told:
        return graph, np.zeros(len(graph), np.bool_)
    n = max(len(product_key), 1)
    mine = [told_pairs(told, product_key, one, stands=True) for one in RELATIONS]
    keep = np.ones(len(graph), np.bool_)
    for place, relation in enumerate(RELATIONS):
        gone = told_pairs(told, product_key, relation, stands=False)
        against = [gone, mine[place][:, ::-1]] if relation is Relation.REPLACES else [gone]
        if relation is Relation.GOES_WITH:
            against.append(told_pairs(told, product_key, Relation.NEVER_WITH, stands=True))
        out = _keys(np.concatenate(against), n, both_ways=relation in BOTH_WAYS)
        keep &= ~((graph.relation == place) & np.isin(graph.a.astype(np.int64) * n + graph.b, out))
    learned = graph.take(keep)
    added: list[ProductGraph] = []
    said = np.zeros(len(learned), np.bool_)
    for place, relation in enumerate(RELATIONS):
        wanted = _keys(mine[place], n, both_ways=relation in BOTH_WAYS)
        of_kind = learned.relation == place
        known = learned.a.astype(np.int64) * n + learned.b
        said |= of_kind & np.isin(known, wanted)
        seen = np.isin(mine[place][:, 0] * n + mine[place][:, 1], known[of_kind])
        if relation in BOTH_WAYS:
            seen |= np.isin(mine[place][:, 1] * n + mine[place][:, 0], known[of_kind])
        added.append(_unseen(relation, mine[place][~seen]))
    first, rest = learned.take(said), learned.take(~said)
    theirs = joined([*added, first])
    return joined([theirs, rest]), np.arange(len(theirs) + len(rest)) < len(theirs)


def told_pairs(
    told: Iterable[OwnerRelation],
    product_key: NDArray[np.object_],
    relation: Relation,
    *,
    stands: bool,
) -> Pairs:
    """Positions of the products of one kind of word; a product that is not there says nothing."""
    kind = [one for one in told if one.relation is relation and one.stands is stands]
    wanted = {key for one in kind for key in (one.a, one.b)}
    place = {key: i for i, key in enumerate(product_key.tolist()) if key in wanted}
    pairs = [(place[one.a], place[one.b]) for one in kind if {one.a, one.b} <= place.keys()]
    return np.array(pairs, np.int64).reshape(-1, 2)


def _keys(pairs: Pairs, n: int, *, both_ways: bool) -> NDArray[np.int64]:
    if both_ways:
        pairs = np.concatenate((pairs, pairs[:, ::-1]))
    return np.asarray(pairs[:, 0] * n + pairs[:, 1], np.int64)


def _unseen(relation: Relation, pairs: Pairs) -> ProductGraph:
    none, nothing = np.zeros(len(pairs), np.int64), np.full(len(pairs), np.nan)
    return graph_of(
        relation, pairs[:, 0], pairs[:, 1], count=none, of=none, lift=nothing, accident=nothing
    )
