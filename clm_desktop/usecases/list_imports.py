"""What was imported when."""

from __future__ import annotations

from clm_desktop.store import history
from clm_desktop.store.history import ImportRecord
from clm_desktop.store.project import Project


def list_imports(project: Project) -> tuple[ImportRecord, ...]:
    """All imports that stand, oldest first."""
    return history.list_imports(project)
