"""Save a copy of the shop's file."""

from __future__ import annotations

from pathlib import Path

from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.copying import copy_project
from clm_desktop.store.project import Project


def save_copy(project: Project, target: Path, ctx: RunContext = NULL_CONTEXT) -> None:
    """Write a whole, examined copy; errors as :func:`clm_desktop.store.copying.copy_project`."""
    copy_project(project, target, ctx)
