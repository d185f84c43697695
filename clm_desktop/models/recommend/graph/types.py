"""The product graph as arrays: one element per relation that was found."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.relations import Relation

RELATIONS = (
    Relation.GOES_WITH,
    Relation.BOUGHT_NEXT,
    Relation.REPLACES,
    Relation.REFILL_OF,
)  # ``ProductGraph.relation`` is a place in it


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductGraph:
    """Relations ``a -> b`` (read as in ``core.relations.Relation``), the surest of a kind first.

    What ``count`` of ``of`` counts, and what ``other`` does:

    - goes with: orders with both, of those with ``a`` (the rarer of the two); 0
    - bought next: customers who took ``b`` for the first time with the order after one with ``a``,
      of those who bought ``a`` and came again in time; the same the other way round
    - replaces: buyers of ``b`` who bought ``a`` since it is there, of those who still order;
      orders with both
    - refill of: customers who bought ``a`` at least twice after ``b``, of those who bought ``b``
      and came again; those who had ``a`` before. Of itself: customers whose last gap is near
      the usual one, of those who bought it again; 0

    ``lift`` is the count over what would come by accident; ``accident`` the false discovery rate
    at which it was found.
    """

    a: NDArray[np.int32]  # product positions
    b: NDArray[np.int32]
    relation: NDArray[np.int8]
    count: NDArray[np.int64]
    of: NDArray[np.int64]
    other: NDArray[np.int64]
    lift: NDArray[np.float64]
    accident: NDArray[np.float64]
    days: NDArray[np.float64]  # next: the time limit; replaces: since b was sold; refill: usual gap
    days_lo: NDArray[np.float64]  # refill: half of the gaps lie between
    days_hi: NDArray[np.float64]
    alike: NDArray[np.float64]  # replaces: likeness of the names, 0..1

    def __len__(self) -> int:
        """Relations."""
        return len(self.a)

    def take(self, at: NDArray[np.integer] | NDArray[np.bool_]) -> ProductGraph:
        """Only these."""
        return replace(self, **{one.name: getattr(self, one.name)[at] for one in fields(self)})

    def of_kind(self, relation: Relation) -> ProductGraph:
        """Only those of one kind."""
        return self.take(np.flatnonzero(self.relation == RELATIONS.index(relation)))


def graph_of(
    relation: Relation,
    a: NDArray[np.integer],
    b: NDArray[np.integer],
    *,
    count: NDArray[np.integer],
    of: NDArray[np.integer],
    lift: NDArray[np.float64],
    accident: NDArray[np.float64],
    other: NDArray[np.integer] | int = 0,
    days: NDArray[np.floating] | float = np.nan,
    days_lo: NDArray[np.floating] | float = np.nan,
    days_hi: NDArray[np.floating] | float = np.nan,
    alike: NDArray[np.floating] | float = np.nan,
) -> ProductGraph:
    """Relations of one kind; what a kind does not know is nan, or 0 where it counts."""
    n = len(a)

    def figures(values: NDArray[np.floating] | float) -> NDArray[np.float64]:
        return np.array(np.broadcast_to(values, n), np.float64)

    return ProductGraph(
        a=np.asarray(a, np.int32),
        b=np.asarray(b, np.int32),
        relation=np.full(n, RELATIONS.index(relation), np.int8),
        count=np.asarray(count, np.int64),
        of=np.asarray(of, np.int64),
        other=np.array(np.broadcast_to(other, n), np.int64),
        lift=figures(lift),
        accident=figures(accident),
        days=figures(days),
        days_lo=figures(days_lo),
        days_hi=figures(days_hi),
        alike=figures(alike),
    )


def joined(graphs: list[ProductGraph]) -> ProductGraph:
    """Several graphs as one, in the order given (at least one)."""
    first = graphs[0]
    columns = {
        one.name: np.concatenate([getattr(graph, one.name) for graph in graphs])
        for one in fields(first)
    }
    return replace(first, **columns)


def no_relations() -> ProductGraph:
    """Nothing was found."""
    none, nothing = np.empty(0, np.int32), np.empty(0)
    return graph_of(
        Relation.GOES_WITH, none, none, count=none, of=none, lift=nothing, accident=nothing
    )
