"""What a group of customers will want next, and whom to tell about a product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.offer_bans import BanKind
from clm_desktop.core.owner_words import Word
from clm_desktop.models.results import Recommendations
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.owner_words import NEVER

Rows = NDArray[np.int32]
Floats = NDArray[np.float64]

NOT_AGREED = "not_agreed"  # said no to messages, by a list
NOTHING_OFFERED = "nothing_offered"  # by the owner's word


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedGroup:
    """A group of one way of grouping, or an own one; ``place`` in the scheme's groups."""

    scheme: str  # of SegmentScheme, or "own"
    segment_id: str
    place: int
    rows: Rows  # of the customer table


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWish:
    """Products that a group will want, most wanted first; arrays are parallel."""

    customers: int  # of the group, to whom something may be offered
    product: NDArray[np.int32]
    buyers: Floats  # expected with the next order of each
    times: Floats  # share of the group's customers by that of all customers


def groups_of(answers: Answers) -> tuple[NamedGroup, ...]:
    """Every group there is, in the order of the pages."""
    found = [
        NamedGroup(
            scheme=scheme.scheme,
            segment_id=group.segment_id,
            place=place,
            rows=np.flatnonzero(scheme.label == place).astype(np.int32),
        )
        for scheme in answers.schemes
        for place, group in enumerate(scheme.groups)
    ]
    own = [
        NamedGroup(scheme="own", segment_id=f"own_{one.number}", place=place, rows=one.row)
        for place, one in enumerate(answers.own)
    ]
    return (*found, *own)


def everybody(answers: Answers) -> Rows:
    """All rows of the customer table."""
    return np.arange(len(answers.customers), dtype=np.int32)


class Wanted:
    """Expected buyers by group; what all groups share is counted once. Cost: O(tips)."""

    def __init__(self, answers: Answers) -> None:
        """Count for everybody. The answers' tips must carry chances."""
        recommend, table = answers.recommend, answers.customers
        self._lists = recommend.lists
        row_of = np.full(len(answers.names.customer_id), -1, np.int64)
        row_of[table.customer] = np.arange(len(table))
        self._row = row_of[self._lists.customer]
        self._products = len(answers.names.product_id)
        self._open = np.array([why == "" for why in untold_reasons(answers)], np.bool_)
        wishes = recommend.wishes
        self._rest_product = np.zeros(self._products) if wishes is None else wishes.rest_product
        rest = np.zeros(len(table)) if wishes is None else wishes.rest_customer
        self._rest = rest / max(float(rest.sum()), 1e-12)
        self._all = self._share(everybody(answers))

    def of(self, rows: Rows) -> GroupWish:
        """What these customers will want."""
        customers, buyers = self._buyers(rows)
        product = np.flatnonzero(buyers > 0).astype(np.int32)
        product = product[np.argsort(-buyers[product], kind="stable")]
        share = buyers[product] / max(customers, 1)
        return GroupWish(
            customers=customers,
            product=product,
            buyers=buyers[product],
            times=share / np.maximum(self._all[product], 1e-12),
        )

    def _buyers(self, rows: Rows) -> tuple[int, Floats]:
        inside = np.zeros(len(self._open), np.bool_)
        inside[rows] = True
        inside &= self._open
        mine = inside[self._row] & (self._row >= 0)
        lists = self._lists
        p = np.nan_to_num(lists.p[mine])
        listed = np.bincount(lists.product[mine], weights=p, minlength=self._products)
        rest = self._rest_product * float(self._rest[inside].sum())
        return int(inside.sum()), np.asarray(listed + rest, np.float64)

    def _share(self, rows: Rows) -> Floats:
        customers, buyers = self._buyers(rows)
        return np.asarray(buyers / max(customers, 1), np.float64)


def who_to_tell(answers: Answers, product: int) -> tuple[Recommendations, Rows]:
    """The likeliest customers of a product (position), with their rows in the customer table.

    Without chances, those who have it among their tips.
    """
    for _, told, rows in told_by_product(answers, product):
        return told, rows
    return answers.recommend.lists.take(np.empty(0, np.int64)), np.empty(0, np.int32)


def told_by_product(
    answers: Answers, only: int = -1
) -> Iterator[tuple[int, Recommendations, Rows]]:
    """Product by product (positions), or one of them: who to tell, likeliest first."""
    wishes, table = answers.recommend.wishes, answers.customers
    every = answers.recommend.lists if wishes is None else wishes.to_tell
    row_of = np.full(len(answers.names.customer_id), -1, np.int32)
    row_of[table.customer] = np.arange(len(table))
    known = row_of[every.customer] >= 0
    at = np.flatnonzero(known if only < 0 else known & (every.product == only))
    at = at[np.argsort(every.product[at], kind="stable")]
    for part in np.split(at, np.flatnonzero(np.diff(every.product[at])) + 1):
        if len(part):
            yield int(every.product[part[0]]), every.take(part), row_of[every.customer[part]]


def untold_reasons(answers: Answers) -> list[str]:
    """Per row of the customer table why nothing may be sent to them, '' where it may."""
    why = [""] * len(answers.customers)
    traits, out = answers.traits, answers.left_out
    if traits is not None:
        for row in np.flatnonzero(traits.consent == 0).tolist():
            why[row] = NOT_AGREED
    nobody = {one.customer for one in answers.bans if one.kind is BanKind.CUSTOMER}
    if nobody:
        keys = answers.names.customer_key[answers.customers.customer]
        for row in np.flatnonzero(np.isin(keys, list(nobody))).tolist():
            why[row] = NOTHING_OFFERED
    if out is not None:
        for row, reason in zip(out.row.tolist(), out.reason.tolist(), strict=True):
            if reason < len(NEVER):
                why[row] = str(Word(NEVER[reason]))
    return why
