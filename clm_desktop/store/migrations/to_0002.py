"""Version 1 -> 2. What files told stays as told; new tables start empty."""

from __future__ import annotations

import apsw

_STATEMENTS: tuple[str, ...] = (
    "CREATE TABLE found_groups (method TEXT PRIMARY KEY, made_s INTEGER NOT NULL,"
    " model BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE own_segments (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
    " rule TEXT NOT NULL, made_s INTEGER NOT NULL) STRICT",
    "CREATE TABLE owner_words (key TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,"
    " as_of_day INTEGER NOT NULL, made_s INTEGER NOT NULL, PRIMARY KEY (key, kind)) STRICT,"
    " WITHOUT ROWID",
    "CREATE TABLE owner_words_log (id INTEGER PRIMARY KEY, made_s INTEGER NOT NULL,"
    " key TEXT NOT NULL, kind TEXT NOT NULL, before TEXT, after TEXT) STRICT",
)


def step(connection: apsw.Connection) -> None:
    """Bring a version 1 file to version 2, inside the caller's transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
