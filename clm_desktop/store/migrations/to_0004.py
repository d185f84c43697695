"""Version 3 -> 4. Of plans that are approved already nobody knows any more what contacts cost."""

from __future__ import annotations

import apsw


def step(connection: apsw.Connection) -> None:
    """Bring a version 3 file to version 4, inside the caller's transaction."""
    connection.execute("ALTER TABLE plans ADD COLUMN terms TEXT NOT NULL DEFAULT '[]'")
