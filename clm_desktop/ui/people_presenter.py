"""The owner's word about who is one person, with the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.jobs.runner import JobSpec
from clm_desktop.ui import people_work
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.people_work import Decided
from clm_desktop.ui.widgets.table_model import HIDDEN
from clm_desktop.view.marks import N_

if TYPE_CHECKING:
    from clm_desktop.usecases.people import PeopleChange


class PeoplePresenter(QObject):
    """Turns decisions into jobs; what was decided is said with an Undo."""

    failed = Signal(object)  # Failed
    told = Signal(object, str, object)  # a sentence as function, label and function of a button
    decided = Signal()  # the shop has changed and its answers are to be computed

    def __init__(self, context: UiContext, parent: QObject) -> None:
        """Nothing is decided yet."""
        super().__init__(parent)
        self._context = context

    def decide(self, keys: Sequence[str], called: str, together: bool) -> None:
        """Let customer keys be one person, or several."""
        shop = self._context.session.shop
        if shop is None:
            return
        said = (
            N_("{people}: one person from now on.")
            if together
            else N_("{people}: different people from now on.")
        )
        self._run(people_work.deciding(shop, keys, together=together), said, called)

    def split(self, key: str, called: str) -> None:
        """Let a key be a person of its own."""
        shop = self._context.session.shop
        if shop is not None:
            said = N_("{people}: a person of their own from now on.")
            self._run(people_work.splitting(shop, key), said, called)

    def _take_back(self, change: PeopleChange) -> None:
        shop = self._context.session.shop
        if shop is not None:
            job = people_work.taking_back(shop, change)
            self._run(job, N_("The decision was taken back."), "")

    def _run(self, job: JobSpec, said: str, called: str) -> None:
        look = self._context.look

        def say() -> str:
            translated = look.words.text  # the sentences are marked where they stand
            return translated(said, people=HIDDEN if look.names_hidden else called)

        def end(outcome: Outcome) -> None:
            if isinstance(outcome, Failed):
                self.failed.emit(outcome)
            elif isinstance(outcome, Done) and isinstance(outcome.value, Decided):
                self._end(outcome.value, say, undoable=bool(called))

        self._context.runner.start(job, end)

    def _end(self, done: Decided, say: Callable[[], str], *, undoable: bool) -> None:
        now = self._context.session.shop
        if now is None or now.project is not done.shop.project:
            return
        self._context.session.set_shop(done.shop)
        if undoable:
            self.told.emit(say, N_("Undo"), lambda: self._take_back(done.change))
        else:
            self.told.emit(say, "", None)
        self.decided.emit()
