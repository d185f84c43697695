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
    "ALTER TABLE files ADD COLUMN as_of_s INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE files ADD COLUMN orders_of TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE files ADD COLUMN customers_of TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE files ADD COLUMN rows_older INTEGER NOT NULL DEFAULT 0",
    # Version 1 let the file that came last win: what it decided stays.
    "UPDATE files SET as_of_s = (SELECT imported_s FROM imports WHERE id = import_id)"
    " WHERE id NOT IN (SELECT file_id FROM lines WHERE ts > 0)",
    "UPDATE files SET as_of_s = newest FROM (SELECT file_id, max(ts) AS newest FROM lines"
    " WHERE ts > 0 GROUP BY file_id) WHERE file_id = files.id",
    "UPDATE files SET as_of_s = latest FROM (SELECT id AS file, max(as_of_s) OVER (ORDER BY id)"
    " AS latest FROM files) WHERE file = files.id",
)


def step(connection: apsw.Connection) -> None:
    """Bring a version 1 file to version 2, inside the caller's transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
