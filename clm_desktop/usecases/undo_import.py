"""Take an import back."""

from __future__ import annotations

from clm_desktop.core.errors import RequestError
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store import undo
from clm_desktop.store.history import ImportRecord, list_imports
from clm_desktop.store.project import Project


def undo_import(
    project: Project, import_id: int | None = None, ctx: RunContext = NULL_CONTEXT
) -> ImportRecord:
    """Take an import back (None: the newest) and give what it was.

    Raises
    ------
    RequestError
        ``import_unknown``, ``nothing_to_undo``.
    """
    records = list_imports(project)
    if import_id is None and not records:
        raise RequestError("nothing_to_undo")
    wanted = records[-1].import_id if import_id is None else import_id
    found = next((record for record in records if record.import_id == wanted), None)
    if found is None:
        raise RequestError("import_unknown", number=wanted)
    undo.undo_import(project, wanted, ctx)
    return found
