"""How the owner's words change the answers: who is no customer, who is left out of lists and why.

- Not a customer (staff, test, reseller): out of every count, model and list; what was sold stays
  in the shop's totals.
- Moved away, do not contact: still in the counts, out of everything that would speak to them.
- Talked to, will come back: out of the list of whom to call for a while, or until they bought.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.owner_words import FOR_NOW, OwnerWord, Word
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.results import Recommendations

TALKED_DAYS = 30  # so long somebody is left in peace after a talk
# the first that holds is the reason that is told
NEVER = (Word.MOVED_AWAY, Word.NO_CONTACT)
REASONS = (*NEVER, *FOR_NOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Who is left out by the owner's word; rows of the customer table."""

    row: NDArray[np.int32]
    reason: NDArray[np.int8]  # place in REASONS

    def mask(self, customers: int, *, never_only: bool = False) -> NDArray[np.bool_]:
        """Per customer; ``never_only``: those whom nothing at all may be sent."""
        made = np.zeros(customers, np.bool_)
        rows = self.row[self.reason < len(NEVER)] if never_only else self.row
        made[rows] = True
        return made


NOBODY = LeftOut(row=np.empty(0, np.int32), reason=np.empty(0, np.int8))


def no_customers(tx: Transactions, words: tuple[OwnerWord, ...]) -> NDArray[np.int64]:
    """Positions of those who are no customers by the owner's word."""
    keys = {one.key for one in words if one.word is Word.NOT_CUSTOMER}
    if not keys:
        return np.empty(0, np.int64)
    return np.flatnonzero(np.fromiter((key in keys for key in tx.customer_key), np.bool_))


def cents_of(tx: Transactions, positions: NDArray[np.int64]) -> int:
    """Money of some customers."""
    return int(tx.order_cents[np.isin(tx.order_customer, positions)].sum()) if len(positions) else 0


def without(tx: Transactions, positions: NDArray[np.int64]) -> Transactions:
    """The same sales, those of some customers as sold to nobody known. Cost: O(n)."""
    if not len(positions):
        return tx
    gone = np.append(np.zeros(tx.n_customers, np.bool_), False)
    gone[positions] = True
    buyer = np.where(gone[tx.order_customer], -1, tx.order_customer).astype(np.int32)
    return replace(tx, order_customer=buyer)


def left_out(
    customer_key: NDArray[np.object_],
    table: CustomerTable,
    words: tuple[OwnerWord, ...],
    horizon_days: int,
) -> LeftOut:
    """Who is left out as of the table's day, in the order of its rows."""
    told = [one for one in words if one.word in REASONS]
    if not told:
        return NOBODY
    row_of = {str(key): row for row, key in enumerate(customer_key[table.customer].tolist())}
    lasts = {Word.TALKED: TALKED_DAYS, Word.WILL_RETURN: horizon_days}
    found: dict[int, int] = {}
    for one in sorted(told, key=lambda one: -REASONS.index(one.word)):  # the first reason last
        row = row_of.get(one.key, -1)
        if row < 0:
            continue
        if one.word in lasts:
            came = int(table.last_day[row]) > one.as_of_day
            if came or table.as_of_day - one.as_of_day > lasts[one.word]:
                continue
        found[row] = REASONS.index(one.word)
    rows = sorted(found)
    return LeftOut(
        row=np.array(rows, np.int32), reason=np.array([found[row] for row in rows], np.int8)
    )


def spared(
    lists: Recommendations, table: CustomerTable, out: LeftOut, customers: int
) -> Recommendations:
    """The tips without those for people to whom nothing may be sent."""
    never = np.zeros(customers, np.bool_)
    never[table.customer[out.mask(len(table), never_only=True)]] = True
    return lists.only(~never[lists.customer])
