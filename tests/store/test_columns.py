"""Rows go into tables as they stand, however many there are."""

from __future__ import annotations

import apsw
import numpy as np
import pytest

from clm_desktop.store.columns import insert


@pytest.mark.parametrize("n", [0, 1, 49, 50, 51, 4_120])
@pytest.mark.parametrize("quantity", [3.0, -0.5, 2.0**60])
def test_that_rows_come_out_of_a_table_as_they_were_put_in(n: int, quantity: float) -> None:
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE TABLE t (id INTEGER, key TEXT, other INTEGER, x REAL) STRICT")
    ids = np.arange(n) << 40
    keys = np.array([f"é{i}" for i in range(n)], object)
    other = np.array([i if i % 3 else None for i in range(n)], object)
    x = np.arange(n) % 7 * quantity
    insert(connection, "INSERT INTO t VALUES (?, ?, ?, ?)", (ids, keys, other, x))
    found = connection.execute("SELECT * FROM t ORDER BY rowid").fetchall()
    assert found == list(zip(*(c.tolist() for c in (ids, keys, other, x)), strict=True))
    assert all(isinstance(row[3], float) for row in found)
