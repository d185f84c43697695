"""How the product graph changes the lists: successors offered, reasons named, pairs kept apart.

What was learned only brings candidates, which are ranked by their chance like all others. The
owner's word counts always: what replaces something is offered to whoever bought that, what is
replaced is offered to nobody, and of two that are never to be offered together only the likelier.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clm_desktop.core.relations import OwnerRelation, Relation
from clm_desktop.models.recommend.candidates import Candidates, with_products
from clm_desktop.models.recommend.codes import REASON_CODES
from clm_desktop.models.recommend.graph.told import standing, told_pairs
from clm_desktop.models.recommend.graph.types import RELATIONS, ProductGraph
from clm_desktop.models.recommend.order import best_first, places
from clm_desktop.models.recommend.pairs import Pairs
from clm_desktop.models.recommend.reasons import Reasons
from clm_desktop.models.recommend.shop import Shop

_REASON = {Relation.BOUGHT_NEXT: "bought_next", Relation.REFILL_OF: "refill"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """The graph as it stands, cut to what lists need."""

    new: NDArray[np.int64]  # takes the place of ...
    old: NDArray[np.int64]  # ... this one
    sure: NDArray[np.bool_]  # by the owner's word
    changed: NDArray[np.int64]  # customers who did
    leads: ProductGraph  # bought next, refill of something else: b follows a, sorted by b
    apart: NDArray[np.int64]  # (n, 2): never offered together

    @staticmethod
    def of(
        graph: ProductGraph, told: tuple[OwnerRelation, ...], product_key: NDArray[np.object_]
    ) -> Related:
        """What follows from what was learned and what the owner says."""
        stands, theirs = standing(graph, told, product_key)
        replaces = np.flatnonzero(stands.relation == RELATIONS.index(Relation.REPLACES))
        is_refill = (stands.relation == RELATIONS.index(Relation.REFILL_OF)) & (
            stands.a != stands.b
        )
        is_next = stands.relation == RELATIONS.index(Relation.BOUGHT_NEXT)
        leads = stands.take(np.flatnonzero(is_next | is_refill))
        refill = leads.relation == RELATIONS.index(Relation.REFILL_OF)
        a, b = np.where(refill, (leads.b, leads.a), (leads.a, leads.b))  # before, after
        order = np.lexsort((-leads.count, b))
        return Related(
            new=stands.a[replaces].astype(np.int64),
            old=stands.b[replaces].astype(np.int64),
            sure=theirs[replaces],
            changed=stands.count[replaces],
            leads=replace(leads, a=a, b=b).take(order),
            apart=told_pairs(told, product_key, Relation.NEVER_WITH, stands=True),
        )

    def replaced(self, products: int) -> NDArray[np.bool_]:
        """Per product: something else takes its place."""
        out = np.zeros(products, np.bool_)
        out[self.old] = True
        return out


def with_successors(
    related: Related,
    owned: sparse.csr_matrix,
    shop: Shop | None,
    customers: NDArray[np.int32],
    found: Candidates,
) -> tuple[Candidates, NDArray[np.int32]]:
    """Offer to buyers of what is replaced what took its place.

    ``owned`` are the products of these customers. Gives the candidates, and for each the place in
    ``related.new`` of what it is offered for (-1 none).
    """
    none = np.full(len(found.product), -1, np.int32)
    if not len(related.new):
        return found, none
    has = owned[:, related.old].tocoo()
    row, edge = has.row.astype(np.int64), has.col.astype(np.int64)
    new = related.new[edge]
    order = np.lexsort((edge, ~related.sure[edge], new, row))
    row, edge, new = row[order], edge[order], new[order]
    kept = np.diff(row * owned.shape[1] + new, prepend=-1) != 0
    kept[kept] = ~_holds(owned, row[kept], new[kept])
    row, edge, new = row[kept], edge[kept], new[kept]
    found, at = with_products(shop, customers, found, row, new)
    via = np.full(len(found.product), -1, np.int32)
    via[at] = edge
    return found, via


def _holds(
    rows: sparse.csr_matrix, row: NDArray[np.integer], col: NDArray[np.integer]
) -> NDArray[np.bool_]:
    """Whether each of these cells is above zero."""
    if not len(row):
        return np.zeros(0, np.bool_)
    return np.asarray(rows[row, col]).ravel() > 0


def not_together(
    related: Related, found: Candidates, key: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which candidates must go because a likelier one of the customer is never to be with them."""
    gone = np.zeros(len(key), np.bool_)
    for one, other in related.apart.tolist():
        at = np.flatnonzero(((found.product == one) | (found.product == other)) & ~gone)
        who = found.customer[at] - found.customer.min(initial=0)
        order = best_first(who - who.min(initial=0), found.product[at], key[at])
        gone[at[order][places(who[order]) > 0]] = True
    return gone


def say_related(
    out: Reasons, related: Related, shop: Shop | None, found: Candidates, via: NDArray[np.int32]
) -> None:
    """Name what leads to the picked candidates: what they replace, follow or are used up with."""
    if shop is not None:
        _say_leads(out, related, shop, found)
    at = np.flatnonzero(via >= 0)
    out.code[at] = REASON_CODES.index("replaces")
    out.product[at] = related.old[via[at]]
    out.a[at], out.b[at] = related.changed[via[at]], np.nan


def _say_leads(out: Reasons, related: Related, shop: Shop, found: Candidates) -> None:
    """What follows something that they bought last, or is used up with something they have."""
    leads = related.leads
    fresh = np.flatnonzero(found.pair < 0)
    begin = np.searchsorted(leads.b, found.product[fresh], side="left")
    size = np.searchsorted(leads.b, found.product[fresh], side="right") - begin
    of = np.repeat(fresh, size)
    edge = np.arange(len(of)) - np.repeat(np.cumsum(size) - size, size) + np.repeat(begin, size)
    if not len(of):
        return
    is_refill = leads.relation[edge] == RELATIONS.index(Relation.REFILL_OF)
    before = leads.a[edge]
    had = _holds(shop.last, found.customer[of], before)
    ever = _holds(shop.owned, found.customer[of], before)
    fits = np.flatnonzero(np.where(is_refill, ever, had) & (leads.of[edge] > 0))
    of, edge = of[fits], edge[fits]
    first = np.flatnonzero(np.diff(of, prepend=-1))
    of, edge = of[first], edge[first]
    for relation, code in _REASON.items():
        some = leads.relation[edge] == RELATIONS.index(relation)
        out.code[of[some]] = REASON_CODES.index(code)
        out.product[of[some]] = leads.a[edge[some]]
        out.a[of[some]], out.b[of[some]] = leads.count[edge[some]], leads.of[edge[some]]


def pairs_left(
    pairs: Pairs, told: tuple[OwnerRelation, ...], product_key: NDArray[np.object_]
) -> Pairs:
    """Pairs without those that the owner denies or never wants offered together."""
    denied = [
        told_pairs(told, product_key, relation, stands=stands)
        for relation, stands in ((Relation.GOES_WITH, False), (Relation.NEVER_WITH, True))
    ]
    out = np.concatenate(denied)
    return pairs.apart(np.concatenate((out, out[:, ::-1]))) if len(out) else pairs
