"""The one place where trouble with a project file becomes a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from clm_desktop.core.errors import ProjectError

# Known ways in which a file on somebody's disk can fail; everything else is a bug of ours.
_CODES: tuple[tuple[type[apsw.Error], str], ...] = (
    (apsw.BusyError, "project_locked"),
    (apsw.LockedError, "project_locked"),
    (apsw.ProtocolError, "project_locked"),
    (apsw.NotADBError, "not_a_project"),
    (apsw.ReadOnlyError, "project_read_only"),
    (apsw.PermissionsError, "project_read_only"),
    (apsw.FullError, "disk_full"),
    (apsw.IOError, "disk_failed"),
    (apsw.CorruptError, "project_damaged"),
    (apsw.FormatError, "project_damaged"),
    (apsw.CantOpenError, "project_cannot_open"),
    (apsw.TooBigError, "project_damaged"),
)


@contextmanager
def project_errors(file_name: str) -> Iterator[None]:
    """Turn the database's known failures inside the block into :class:`ProjectError`.

    Codes: ``project_locked``, ``not_a_project``, ``project_read_only``, ``disk_full``,
    ``disk_failed``, ``project_damaged``, ``project_cannot_open``; parameter ``file``.
    """
    try:
        yield
    except apsw.Error as error:
        for kind, code in _CODES:
            if isinstance(error, kind):
                raise ProjectError(code, file=file_name) from error
        raise
