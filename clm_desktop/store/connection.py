"""One hardened, locked connection: every setting in one place, in the order that matters."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from clm_desktop.core.paths import cache

APPLICATION_ID = 0x434C4D31  # 'CLM1'
PAGE_BYTES = 8192
_HEADER_BYTES = 100

_SWITCHES = (
    (apsw.SQLITE_DBCONFIG_DEFENSIVE, 1),
    (apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
    (apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0),  # our schema has neither triggers nor views
    (apsw.SQLITE_DBCONFIG_ENABLE_VIEW, 0),
    (apsw.SQLITE_DBCONFIG_DQS_DML, 0),
    (apsw.SQLITE_DBCONFIG_DQS_DDL, 0),
)
_LIMITS = (
    (apsw.SQLITE_LIMIT_LENGTH, 64 << 20),
    (apsw.SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
    (apsw.SQLITE_LIMIT_ATTACHED, 1),  # VACUUM INTO needs one
)
# TRUNCATE + FULL lost nothing in 1,000 simulated power cuts where the defaults lost 154 times.
_PRAGMAS = (
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = TRUNCATE",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = FILE",  # the default is memory here, in which sorting takes half longer
    "PRAGMA busy_timeout = 0",
)


def connect(path: Path, *, create: bool = False) -> apsw.Connection:
    """Open a file with every protection on and its lock held until it is closed.

    ``create`` makes a new file with our page size. Raises the database's own errors; the caller
    maps them (:func:`clm_desktop.store.errors.project_errors`).
    """
    _keep_temporary_files_private()
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    connection = apsw.Connection(str(path), flags=flags)
    try:
        _harden(connection)
        if create:
            connection.pragma("page_size", PAGE_BYTES)
        for pragma in _PRAGMAS:
            connection.execute(pragma).fetchall()
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync = ON")
        large_cache(connection)
        connection.execute("BEGIN EXCLUSIVE")  # takes the lock, and heals what a crash left
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def has_our_mark(path: Path) -> bool:
    """Tell by its first bytes whether a file is a project, without changing a foreign database.

    Read through the database's own file layer, which knows about locks held in this process.
    """
    wanted = [apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_READONLY, 0]
    with _closing(apsw.VFSFile("", str(path), wanted)) as file:
        if file.xFileSize() < _HEADER_BYTES:
            return False
        header = file.xRead(_HEADER_BYTES, 0)
    mark = int.from_bytes(header[68:72], "big")
    return header.startswith(b"SQLite format 3\0") and mark == APPLICATION_ID


@contextmanager
def _closing(file: apsw.VFSFile) -> Iterator[apsw.VFSFile]:
    """Close a file of the database's file layer at the end of the block."""
    try:
        yield file
    finally:
        file.xClose()


def disconnect(connection: apsw.Connection) -> None:
    """Close so that exactly one file remains, journal gone."""
    try:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        connection.close()


def small_cache(connection: apsw.Connection) -> None:
    """2 MB: for filling an empty project, where a large cache makes sorting twice as slow."""
    connection.execute("PRAGMA cache_size = -2000")


def large_cache(connection: apsw.Connection) -> None:
    """64 MB: for browsing and for adding to what is there."""
    connection.execute("PRAGMA cache_size = -64000")


def _harden(connection: apsw.Connection) -> None:
    for switch, value in _SWITCHES:
        connection.config(switch, value)
    for limit, most in _LIMITS:
        connection.limit(limit, most)
    connection.enable_load_extension(False)


def _keep_temporary_files_private() -> None:
    # Sorting spills rows with personal data. Windows uses the user's own folder already.
    if os.name == "posix":
        folder = cache() / "sqlite"
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        os.environ["SQLITE_TMPDIR"] = str(folder)
