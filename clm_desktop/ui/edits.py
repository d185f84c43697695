"""What all presenters of edits have in common: jobs of the open shop, each told with its Undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.jobs.runner import JobSpec
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.edit_queue import EditJob
from clm_desktop.ui.session import Shop
from clm_desktop.ui.undo_stack import UndoStep
from clm_desktop.view.marks import N_

Change = TypeVar("Change")


@dataclass(frozen=True, slots=True)
class Changed(Generic[Change]):
    """A shop after something was said of it, and what takes that back; nothing changed: ()."""

    shop: Shop
    changes: tuple[Change, ...]


class EditPresenter(QObject):
    """What the owner wants of the open shop becomes jobs; what was changed can be taken back."""

    failed = Signal(object)  # Failed
    told = Signal(object, str, object)  # a sentence as function, label and function of a button

    def __init__(self, context: UiContext, parent: QObject) -> None:
        """Start with what the session has."""
        super().__init__(parent)
        self._context = context
        self.steps = context.session.steps

    def _edit(self, make: EditJob, done: Callable[[Any], object]) -> None:
        """Change the shop when it is this edit's turn; ``done`` gets what the job gives."""
        self._context.edits.add(make, self._end_of(done))

    def _read(self, spec: JobSpec, done: Callable[[Any], object]) -> None:
        """Find something out at once; ``done`` gets what the job gives."""
        self._context.runner.start(spec, self._end_of(done))

    def _end_of(self, done: Callable[[Any], object]) -> Callable[[Outcome], None]:
        shop = self._context.session.shop
        project = None if shop is None else shop.project

        def end(outcome: Outcome) -> None:
            now = self._context.session.shop
            if isinstance(outcome, Failed):
                self.failed.emit(outcome)
            elif isinstance(outcome, Done) and now is not None and now.project is project:
                done(outcome.value)

        return end

    def _keep(self, step: UndoStep, say: Callable[[], str] | None = None) -> None:
        """Remember how an edit is taken back, and tell of it (None: by its title)."""
        self.steps.push(step)
        self.told.emit(say or step.title, N_("Undo"), partial(self.steps.undo, step))

    def _say(
        self,
        make: Callable[[Shop], JobSpec],
        back: Callable[[Shop, Any], JobSpec],
        put: Callable[[Shop], None],
        titles: tuple[Callable[[], str], Callable[[], str]],
    ) -> None:
        """Keep a word about the shop: ``make`` gives Changed, ``back`` takes its changes back.

        ``put`` shows the shop then; ``titles`` are the name of the step and the sentence.
        """

        def shown(done: Changed[Any]) -> None:
            put(done.shop)

        def said(done: Changed[Any]) -> None:
            if not done.changes:
                return
            put(done.shop)
            undo = partial(self._edit, lambda shop: back(shop, done.changes), shown)
            step = UndoStep(titles[0], undo, partial(self._edit, make, shown))
            self._keep(step, titles[1])

        self._edit(make, said)
