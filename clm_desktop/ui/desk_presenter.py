"""What the presenters behind the Plan tab have in common: what they keep makes the plan anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.ui.context import UiContext
from clm_desktop.ui.edit_queue import EditJob
from clm_desktop.ui.edits import EditPresenter
from clm_desktop.ui.plan_presenter import PlanPresenter
from clm_desktop.ui.undo_stack import UndoStep


class DeskPresenter(EditPresenter):
    """Asks in front of the window; what was kept makes the plan anew."""

    dialog_opened = Signal(object)  # QDialog

    def __init__(self, context: UiContext, plans: PlanPresenter, window: QWidget) -> None:
        """Nothing is asked yet."""
        super().__init__(context, window)
        self._plans, self._window = plans, window

    def _kept(self, said: str, back: EditJob, again: EditJob) -> None:
        """Tell of what was just kept (a sentence marked with N_), and see the plan anew."""
        look = self._context.look

        def title() -> str:
            translated = look.words.text  # the sentences are marked where they stand
            return translated(said)

        self._keep(self._step(title, back, again))
        self._plans.load()

    def _step(self, title: Callable[[], str], back: EditJob, again: EditJob) -> UndoStep:
        """A step of two jobs, each of which makes the plan anew."""
        undo, redo = (partial(self._edit, job, self._reload) for job in (back, again))
        return UndoStep(title, undo, redo)

    def _reload(self, _done: object) -> None:
        self._plans.load()
