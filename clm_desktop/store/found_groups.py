"""Groups that the computer found, kept so that later files are sorted into the same ones."""

from __future__ import annotations

import time
import zlib

from clm_desktop.core.errors import ProjectError
from clm_desktop.store.project import Project, next_revision

_MOST_BYTES = 1 << 20


def save_found(project: Project, models: dict[str, bytes]) -> None:
    """Keep what was found by each method (bytes of the caller) in place of what was there."""
    with project.transaction() as connection:
        connection.executemany(
            "INSERT OR REPLACE INTO found_groups VALUES (?, ?, ?)",
            ((name, int(time.time()), zlib.compress(data)) for name, data in models.items()),
        )


def load_found(project: Project) -> tuple[bytes, ...]:
    """What is kept.

    Raises
    ------
    ProjectError
        ``project_damaged`` when it cannot be unpacked.
    """
    with project.reading() as connection:
        rows = list(connection.execute("SELECT model FROM found_groups ORDER BY method"))
    return tuple(_inflated(project, data) for (data,) in rows)


def forget_found(project: Project) -> None:
    """Let the next refresh find new groups."""
    with project.transaction() as connection:
        connection.execute("DELETE FROM found_groups")
        next_revision(connection)


def _inflated(project: Project, data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        model = unpacker.decompress(data, _MOST_BYTES)
    except zlib.error as error:
        raise ProjectError("project_damaged", file=project.path.name) from error
    if not unpacker.eof:  # more than was ever packed
        raise ProjectError("project_damaged", file=project.path.name)
    return model
