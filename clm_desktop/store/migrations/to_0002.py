"""Version 1 -> 2. What files told stays as told; new tables start empty."""

from __future__ import annotations

import apsw

_STATEMENTS: tuple[str, ...] = ()


def step(connection: apsw.Connection) -> None:
    """Bring a version 1 file to version 2, inside the caller's transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
