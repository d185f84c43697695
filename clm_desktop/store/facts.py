"""What files tell about customers, products and orders: kept per file, the newest told wins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import apsw
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import CleanRows, CustomerFacts, OrderFacts, ProductFacts
from clm_desktop.store.keys import KeyIds, insert_customers, insert_products
from clm_desktop.store.lines import Ints

_CUSTOMER = """
INSERT INTO customer_facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET
  name = iif(excluded.name = '', name, excluded.name),
  email = iif(excluded.email = '', email, excluded.email),
  phone = iif(excluded.phone = '', phone, excluded.phone),
  city = iif(excluded.city = '', city, excluded.city),
  country = iif(excluded.country = '', country, excluded.country),
  consent = iif(ifnull(excluded.consent_day, -1) >= ifnull(consent_day, -1),
    iif(excluded.consent_day = consent_day, min(consent, excluded.consent), excluded.consent),
    consent),
  consent_day = nullif(max(ifnull(excluded.consent_day, -1), ifnull(consent_day, -1)), -1)
"""
_PRODUCT = """
INSERT INTO product_facts VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET
  name = iif(excluded.name = '', name, excluded.name),
  category = iif(excluded.category = '', category, excluded.category),
  is_fee = excluded.is_fee
"""
_ORDER = """
INSERT INTO order_facts VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET
  channel = iif(excluded.channel = '', channel, excluded.channel),
  coupon = iif(excluded.coupon = '', coupon, excluded.coupon),
  told_cents = ifnull(excluded.told_cents, told_cents)
"""


class FactsWriter:
    """Writes what one file tells; remembers what it wrote, because blocks repeat it."""

    def __init__(self, connection: apsw.Connection, file_id: int) -> None:
        self._connection = connection
        self._file_id = file_id
        self._customers = _Written(7)
        self._products = _Written(3)

    def told_customers(self) -> Ints:
        """Ids of the customers of whom anything was told."""
        return self._customers.ids()

    def told_products(self) -> Ints:
        """Ids of the products of which anything was told."""
        return self._products.ids()

    def customers(self, facts: CustomerFacts, ids: KeyIds) -> int:
        """Keep what is told of customers; give how many of them were not known by any row."""
        columns = [facts.name, facts.email, facts.phone, facts.city, facts.country]
        said = [column != "" for column in columns]
        agreed = np.array([word is not None for word in facts.consent.tolist()], np.bool_)
        columns += [facts.consent, facts.consent_day]
        said += [agreed, agreed]
        told = (facts.key != "") & np.logical_or.reduce(said)
        if not told.any():
            return 0
        customer, new = ids.of_told(facts.key, told)
        insert_customers(self._connection, new)
        silent = {at for at, column in enumerate(said) if not column.any()}
        news = self._customers.news(customer, [column[told] for column in columns], silent)
        self._connection.executemany(_CUSTOMER, self._rows(news))
        return len(new)

    def products(self, facts: ProductFacts, ids: KeyIds) -> None:
        """Keep what is told of products."""
        told = facts.key != ""
        product, new = ids.of_told(facts.key, told)
        insert_products(self._connection, new)
        columns = (facts.name, facts.category, facts.is_fee.astype(np.int64).astype(object))
        news = self._products.news(product, [column[told] for column in columns])
        self._connection.executemany(_PRODUCT, self._rows(news))

    def _rows(self, news: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
        return ((id_, self._file_id, *told) for id_, *told in news)

    def orders(
        self, facts: OrderFacts, keys: NDArray[np.object_], ids: Ints, told: dict[int, int]
    ) -> None:
        """Keep what is told of orders that have rows (``keys`` with ``ids``, 0 = without rows).

        ``told`` holds the totals in cents that orders tell.
        """
        said: dict[int, tuple[str, str]] = {}
        speaks = (facts.channel != "") | (facts.coupon != "")
        if speaks.any():
            id_of = dict(zip(keys.tolist(), ids.tolist(), strict=True))
            columns = (facts.key, facts.channel, facts.coupon)
            for key, *words in zip(*(c[speaks].tolist() for c in columns), strict=True):
                if id_of.get(key):
                    said[id_of[key]] = (words[0], words[1])
        self._connection.executemany(
            _ORDER,
            (
                (order, self._file_id, *said.get(order, ("", "")), told.get(order))
                for order in sorted({*said, *told})
            ),
        )


def told_totals(rows: CleanRows, order_ids: Ints) -> dict[int, int]:
    """Total of each order that tells one, the last row's word."""
    known = rows.order_total_known
    if not known.any():
        return {}
    pairs = zip(order_ids[known].tolist(), rows.order_total_cents[known].tolist(), strict=True)
    return dict(pairs)


class _Written:
    """What was written last of each id, column by column."""

    def __init__(self, n_columns: int) -> None:
        self._columns = [np.empty(0, dtype=object) for _ in range(n_columns)]

    def ids(self) -> Ints:
        """Ids of which something was written."""
        return np.flatnonzero([value is not None for value in self._columns[0].tolist()])

    def news(
        self, ids: Ints, told: Sequence[NDArray[np.object_]], silent: Collection[int] = ()
    ) -> Iterator[tuple[object, ...]]:
        """Id and facts of those that differ; they count as written from now on.

        ``silent`` are columns, not all, in which nothing is told.
        """
        if not len(ids):
            return iter(())
        more = int(ids.max()) + 1 - len(self._columns[0])
        if more > 0:
            unknown = np.full(more + len(self._columns[0]), None, dtype=object)
            self._columns = [np.concatenate((column, unknown)) for column in self._columns]
        differs = np.zeros(len(ids), dtype=bool)
        for at, (column, values) in enumerate(zip(self._columns, told, strict=True)):
            if at not in silent:
                differs |= (column[ids] != values).astype(bool)
        for column, values in zip(self._columns, told, strict=True):
            column[ids[differs]] = values[differs]
        return zip(ids[differs].tolist(), *(v[differs].tolist() for v in told), strict=True)
