"""Older project files -> today's schema: backup first, then all steps in one transaction."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import apsw

from clm_desktop.core.errors import ProjectError
from clm_desktop.store.migrations import STEPS, Step
from clm_desktop.store.schema import VERSION, check_schema


def migrate(
    connection: apsw.Connection, path: Path, version: int, steps: Mapping[int, Step] = STEPS
) -> Path:
    """Bring a file of an older version to today's; give the path of the backup made before.

    The backup stands beside the file (``shop.v1.clm`` for ``shop.clm``). Steps, version and the
    final schema check are one transaction: a failure leaves the file as it was.

    Raises
    ------
    ProjectError
        ``project_too_old`` where a step is missing, ``project_altered`` where the result does not
        have today's schema.
    """
    if any(v not in steps for v in range(version, VERSION)):
        raise ProjectError("project_too_old", file=path.name, version=version)
    backup = _backup(connection, path, version)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        for v in range(version, VERSION):
            steps[v](connection)
        connection.pragma("user_version", VERSION)
        check_schema(connection, path.name)
        connection.execute(
            "INSERT INTO migration_log VALUES (?, ?, ?)", (version, VERSION, int(time.time()))
        )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return backup


def _backup(connection: apsw.Connection, path: Path, version: int) -> Path:
    backup = path.with_name(f"{path.stem}.v{version}{path.suffix}")
    count = 1
    while backup.exists():
        count += 1
        backup = path.with_name(f"{path.stem}.v{version}-{count}{path.suffix}")
    connection.execute("VACUUM INTO ?", (str(backup),))
    return backup
