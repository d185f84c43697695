"""Open a shop's file, or make a new one."""

from __future__ import annotations

from pathlib import Path

from clm_desktop.store import project as store
from clm_desktop.store.project import Project


def open_project(path: Path) -> Project:
    """Open a shop; errors as :func:`clm_desktop.store.project.open_project`."""
    return store.open_project(path)


def create_project(path: Path, name: str) -> Project:
    """Make a new, empty shop; errors as :func:`clm_desktop.store.project.create_project`."""
    return store.create_project(path, name)


def open_or_create(path: Path) -> Project:
    """Open a shop, or make it under the name of its file when it is not there yet."""
    if path.exists():
        return store.open_project(path)
    return store.create_project(path, path.stem)
