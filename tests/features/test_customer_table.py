"""One row per customer who bought, as an owner would count it by hand."""

from __future__ import annotations

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from tests.models.shops import orders


def by_hand():
    """Ann: two orders on day 10, one on 20, one on 50, a refund on 55; Bob: once; a guest."""
    return orders(
        ["ann", "ann", "ann", "ann", "ann", "bob", None, "cy"],
        [10, 10, 20, 50, 55, 40, 41, 12],
        [1000, 500, 2000, 700, -2000, 900, 5000, -300],
        ["a", "b", "a", "a", "a", "c", "c", "c"],
        [1, 2, 1, 1, -1, 1, 1, -1],
    )


def test_that_the_table_is_what_one_counts_by_hand() -> None:
    table = customer_table(by_hand(), 60, NULL_CONTEXT)
    assert len(table) == 2  # a guest is nobody, cy only gave something back
    assert table.first_day.tolist() == [10, 40]
    assert table.last_day.tolist() == [50, 40]
    assert table.recency_days.tolist() == [10, 20]
    assert table.tenure_days.tolist() == [50, 20]
    assert table.frequency.tolist() == [3, 1]  # orders of one day are one event
    assert table.monetary_cents.tolist() == [2200, 900]  # after the refund
    assert table.mean_basket_cents.tolist() == [pytest.approx(4200 / 3), 900]
    assert table.mean_products.tolist() == [pytest.approx(4 / 3), 1]
    assert table.median_gap_days[0] == 20  # gaps of 10 and 30
    assert np.isnan(table.median_gap_days[1])


def test_that_a_refund_later_than_the_day_does_not_count() -> None:
    table = customer_table(by_hand(), 54, NULL_CONTEXT)
    assert table.monetary_cents[0] == 4200


def test_that_products_are_unknown_where_the_file_names_none() -> None:
    table = customer_table(orders(["a"], [10], 500), 12, NULL_CONTEXT)
    assert np.isnan(table.mean_products).all()


def test_that_nobody_gives_an_empty_table() -> None:
    table = customer_table(orders(["a"], [10], 500), 9, NULL_CONTEXT)
    assert len(table) == 0
