"""Put an import in the place of an old one: taken back and made anew in one transaction.

The new rows take their place among the files of the shop as those of any import (``placing.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from clm_desktop.core.errors import RequestError
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.connection import large_cache
from clm_desktop.store.importing import ImportWriter
from clm_desktop.store.project import Project
from clm_desktop.store.undo import take_back


@contextmanager
def replacing_import(
    project: Project, import_id: int, ctx: RunContext = NULL_CONTEXT
) -> Iterator[ImportWriter]:
    """Give a writer for what stands in place of an import; all of it is done, or nothing.

    The import keeps its number, its time and its place before the later ones.

    Raises
    ------
    RequestError
        ``import_unknown``.
    ProjectError, ControlTotalsError
        As for :func:`clm_desktop.store.importing.writing_import`; nothing was changed.

    Notes
    -----
    Cost: an undo and an import.
    """
    try:
        with project.transaction(ctx) as connection:
            made = "SELECT imported_s FROM imports WHERE id = ?"
            imported_s = connection.execute(made, (import_id,)).get
            if imported_s is None:
                raise RequestError("import_unknown", number=import_id)
            take_back(connection, import_id, ctx)
            writer = ImportWriter(connection, ctx, import_id=import_id, imported_s=int(imported_s))
            yield writer
            if writer.receipt is None:
                raise RuntimeError("the import was not finished")
    finally:
        large_cache(project.connection)
