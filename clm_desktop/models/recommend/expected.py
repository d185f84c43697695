"""What the lists leave out: who is likeliest to take each product, and the chances not listed.

Each customer's lists hold the best of them; a group's wish for a product also comes from customers
who have it further down. That rest is kept as two sums, per product and per customer, and spread as
if the two were independent (the fit of a table to its margins; Deming and Stephan 1940): so the
groups of any division add up to the whole shop.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.recommend.candidates import Candidates
from clm_desktop.models.recommend.order import best_first, places

PER_PRODUCT = 20
_FEWEST_BUFFERED = 1 << 17


class Collected:
    """Sees every scored block; holds the best customers of each product and sums of the rest.

    Memory: 20 customers a product, and as much again while it waits to be sorted in.
    """

    def __init__(self, n_products: int, n_customers: int) -> None:
        """Nothing seen yet."""
        self.rest_product = np.zeros(n_products)
        self.rest_customer = np.zeros(n_customers)
        self._floor = np.zeros(n_products)  # chance that a customer must exceed to come in
        self._best: Candidates | None = None
        self._p = np.empty(0)
        self._waiting: list[tuple[Candidates, NDArray[np.float64]]] = []
        self._buffered = 0

    def see(self, found: Candidates, p: NDArray[np.float64], listed: NDArray[np.int64]) -> None:
        """Take in a block; ``listed`` are the positions that went onto the customers' lists."""
        rest = p.copy()
        rest[listed] = 0.0
        n = len(self.rest_product)
        self.rest_product += np.bincount(found.product, weights=rest, minlength=n)
        low = int(found.customer.min(initial=0))
        of = np.bincount(found.customer - low, weights=rest)
        self.rest_customer[low : low + len(of)] += of
        at = np.flatnonzero(p > self._floor[found.product])
        self._waiting.append((found.take(at), p[at]))
        self._buffered += len(at)
        if self._buffered > max(_FEWEST_BUFFERED, len(self._p)):
            self._sort_in()

    def best(self) -> tuple[Candidates, NDArray[np.float64]] | None:
        """The best customers of each product, by product, likeliest first; None: nothing seen."""
        self._sort_in()
        return None if self._best is None else (self._best, self._p)

    def _sort_in(self) -> None:
        parts = [found for found, _ in self._waiting]
        if not parts:
            return
        every = _joined(parts if self._best is None else [self._best, *parts])
        p = np.concatenate([self._p, *(chances for _, chances in self._waiting)])
        self._waiting, self._buffered = [], 0
        order = best_first(every.product, every.customer, p)
        place = places(every.product[order])
        top = order[place < PER_PRODUCT]
        self._best, self._p = every.take(top), p[top]
        last = order[place == PER_PRODUCT - 1]
        self._floor[every.product[last]] = p[last]


def _joined(parts: list[Candidates]) -> Candidates:
    if len(parts) == 1:
        return parts[0]
    names = [one.name for one in fields(Candidates)]
    return Candidates(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    )
