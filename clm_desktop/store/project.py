"""Open, create and close a shop's file; every change is a transaction from here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from uuid import uuid4

import apsw

from clm_desktop.core.errors import ProjectError
from clm_desktop.core.renaming import replace_file
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.connection import connect, disconnect, has_our_mark
from clm_desktop.store.errors import project_errors
from clm_desktop.store.migrate import migrate
from clm_desktop.store.schema import VERSION, check_schema, create_schema, version_of

_WHOLE = ("BEGIN EXCLUSIVE", "COMMIT", "ROLLBACK")
_PART = ("SAVEPOINT part", "RELEASE part", "ROLLBACK TO part; RELEASE part")
_STEPS_BETWEEN_CHECKS = 20_000  # of the database's machine: Stop is heard within milliseconds


class Project:
    """An open project file: one connection, locked against every other process.

    Not to be used by two threads at once. The path must not be opened by any other means in this
    process while the project is open: closing such a second handle would drop the lock.
    """

    def __init__(self, path: Path, connection: apsw.Connection) -> None:
        self.path = path
        self.connection = connection

    @property
    def name(self) -> str:
        """The shop's name."""
        with self.reading() as connection:
            return str(connection.execute("SELECT value FROM meta WHERE key = 'name'").get)

    @property
    def revision(self) -> int:
        """Grows by one with every import and undo: answers of another revision are stale."""
        with self.reading() as connection:
            return int(connection.execute("SELECT value FROM meta WHERE key = 'revision'").get)

    @contextmanager
    def reading(self, ctx: RunContext = NULL_CONTEXT) -> Iterator[apsw.Connection]:
        """Give the connection for queries; Stop and known failures are seen to."""
        with project_errors(self.path.name), _stoppable(self.connection, ctx):
            yield self.connection

    @contextmanager
    def transaction(self, ctx: RunContext = NULL_CONTEXT) -> Iterator[apsw.Connection]:
        """All or nothing: commits at the end of the block, rolls back on any exception.

        Within another one it is a part of that, which commits it or takes it back.
        """
        one = self.connection
        with project_errors(self.path.name), _whole(one), _stoppable(one, ctx):
            yield one

    def close(self) -> None:
        """Close so that exactly one file remains; closing twice does nothing."""
        with project_errors(self.path.name):
            disconnect_once(self.connection)

    def __enter__(self) -> Project:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()


def open_project(path: Path) -> Project:
    """Open a project file, healing what a crash left and migrating an older one.

    Raises
    ------
    ProjectError
        ``project_missing``, ``not_a_project``, ``project_too_new``, ``project_too_old``,
        ``project_altered``, ``project_damaged``, ``project_locked``, ``project_read_only``,
        ``project_cannot_open``, ``disk_full``, ``disk_failed``.

    Notes
    -----
    Cost: milliseconds; after a crash one quick check of the whole file (0.3 s per 70 MB).
    """
    if path.is_dir():
        raise ProjectError("not_a_project", file=path.name)
    if not path.exists():
        raise ProjectError("project_missing", file=path.name)
    left_open = Path(f"{path}-journal").exists()  # a clean close removes it
    with project_errors(path.name):
        if not has_our_mark(path):
            raise ProjectError("not_a_project", file=path.name)
        connection = connect(path)
        try:
            version = version_of(connection, path.name)
            if version < VERSION:
                migrate(connection, path, version)
            check_schema(connection, path.name)
            if left_open and connection.pragma("quick_check") != "ok":
                raise ProjectError("project_damaged", file=path.name)
        except BaseException:
            disconnect(connection)
            raise
    return Project(path, connection)


def create_project(path: Path, name: str) -> Project:
    """Make a new, empty project file and open it.

    The file is finished under another name first, so that it is never seen half made.

    Raises
    ------
    ProjectError
        ``project_exists``, ``folder_missing`` and the codes of :func:`open_project`.
    """
    if path.exists():
        raise ProjectError("project_exists", file=path.name)
    if not path.parent.is_dir():
        raise ProjectError("folder_missing", file=path.name)
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}.new")
    try:
        with project_errors(path.name):
            _write_new(draft, name)
        replace_file(draft, path)
    except OSError as error:
        raise ProjectError("project_cannot_open", file=path.name) from error
    finally:
        draft.unlink(missing_ok=True)
    return open_project(path)


def _write_new(path: Path, name: str) -> None:
    connection = connect(path, create=True)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        create_schema(connection)
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            [("name", name), ("revision", "0"), ("created_s", str(int(time.time())))],
        )
        connection.execute("COMMIT")
    finally:
        disconnect(connection)


def next_revision(connection: apsw.Connection) -> int:
    """Count a change of the project's data; to be called in the transaction that makes it."""
    query = "UPDATE meta SET value = value + 1 WHERE key = 'revision' RETURNING value"
    return int(connection.execute(query).get)


def disconnect_once(connection: apsw.Connection) -> None:
    """Close a connection unless it is closed already."""
    try:
        connection.in_transaction  # noqa: B018 - the only way to ask whether it is open
    except apsw.ConnectionClosedError:
        return
    disconnect(connection)


@contextmanager
def _whole(connection: apsw.Connection) -> Iterator[None]:
    """Commit at the end of the block, or roll back to its beginning."""
    begin, end, undo = _PART if connection.in_transaction else _WHOLE
    connection.execute(begin)
    try:
        yield
        connection.execute(end)
    except BaseException:
        if connection.in_transaction:
            connection.execute(undo)
        raise


@contextmanager
def _stoppable(connection: apsw.Connection, ctx: RunContext) -> Iterator[None]:
    def check() -> bool:
        ctx.check()  # raises Cancelled, which ends the running statement
        return False

    mine = object()  # a query within another's block takes no Stop away from it
    connection.set_progress_handler(check, _STEPS_BETWEEN_CHECKS, id=mine)
    try:
        yield
    finally:
        connection.set_progress_handler(None, id=mine)
