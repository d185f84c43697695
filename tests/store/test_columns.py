"""Rows go into tables as they stand, however many there are."""

from __future__ import annotations

import apsw
import numpy as np
import pytest

from clm_desktop.store.columns import insert


@pytest.mark.parametrize("n", [0, 1, 49, 50, 51, 4_120])
@pytest.mark.parametrize("quantity", [3.0, -0.5, 2.0**60])
@pytest.mark.parametrize("same", [0, -7, 2**62])
def test_that_rows_come_out_of_a_table_as_they_were_put_in(
    n: int, quantity: float, same: int
) -> None:
    connection = apsw.Connection(":memory:")
    connection.execute(
        "CREATE TABLE t (id INTEGER, s REAL, key TEXT, other INTEGER, f INTEGER, x REAL) STRICT"
    )
    ids = np.arange(n) << 40
    keys = np.array([f"é{i}" for i in range(n)], object)
    other = np.array([i if i % 3 else None for i in range(n)], object)
    x = np.arange(n) % 7 * quantity
    columns = (ids, np.full(n, quantity), keys, other, np.full(n, same), x)
    insert(connection, "INSERT INTO t VALUES", columns)
    found = connection.execute("SELECT * FROM t ORDER BY rowid").fetchall()
    assert found == list(zip(*(c.tolist() for c in columns), strict=True))
    assert all(isinstance(row[at], float) for row in found for at in (1, 5))
