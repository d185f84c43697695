"""What every part of the window is handed: never looked up, never global."""

from __future__ import annotations

from dataclasses import dataclass

from clm_desktop.jobs.runner import JobRunner
from clm_desktop.ui.edit_queue import EditQueue
from clm_desktop.ui.look import Look
from clm_desktop.ui.session import Session
from clm_desktop.ui.settings import Settings


@dataclass(frozen=True, slots=True)
class UiContext:
    """The window's surroundings."""

    look: Look
    runner: JobRunner
    session: Session
    settings: Settings
    edits: EditQueue
