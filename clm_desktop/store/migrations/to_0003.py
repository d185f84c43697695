"""Version 2 -> 3. What stands in a file stays as it stands; new tables start empty."""

from __future__ import annotations

import apsw

_STATEMENTS: tuple[str, ...] = (
    "CREATE TABLE offer_bans (kind TEXT NOT NULL, what TEXT NOT NULL, customer TEXT NOT NULL,"
    " made_s INTEGER NOT NULL, PRIMARY KEY (kind, what, customer)) STRICT, WITHOUT ROWID",
    "CREATE TABLE offer_bans_log (id INTEGER PRIMARY KEY, made_s INTEGER NOT NULL,"
    " kind TEXT NOT NULL, what TEXT NOT NULL, customer TEXT NOT NULL, stands INTEGER NOT NULL)"
    " STRICT",
    "CREATE TABLE product_relations (a TEXT NOT NULL, relation TEXT NOT NULL, b TEXT NOT NULL,"
    " stands INTEGER NOT NULL, made_s INTEGER NOT NULL, PRIMARY KEY (a, relation, b)) STRICT,"
    " WITHOUT ROWID",
    "CREATE TABLE product_relations_log (id INTEGER PRIMARY KEY, made_s INTEGER NOT NULL,"
    " a TEXT NOT NULL, relation TEXT NOT NULL, b TEXT NOT NULL, before INTEGER, after INTEGER)"
    " STRICT",
)


def step(connection: apsw.Connection) -> None:
    """Bring a version 2 file to version 3, inside the caller's transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
