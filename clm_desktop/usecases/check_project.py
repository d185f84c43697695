"""See whether the shop's file is whole."""

from __future__ import annotations

from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store import check
from clm_desktop.store.check import CheckReport
from clm_desktop.store.project import Project


def check_project(project: Project, ctx: RunContext = NULL_CONTEXT) -> CheckReport:
    """Structure, references, the account of every file, the total of every order."""
    return check.check_project(project, ctx)
