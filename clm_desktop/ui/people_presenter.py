"""The owner's word about who is one person, with the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal

from clm_desktop.jobs.runner import JobSpec
from clm_desktop.ui import people_work
from clm_desktop.ui.edits import EditPresenter
from clm_desktop.ui.people_work import Decided
from clm_desktop.ui.session import Shop
from clm_desktop.ui.undo_stack import UndoStep
from clm_desktop.ui.widgets.table_model import HIDDEN
from clm_desktop.view.marks import N_


class PeoplePresenter(EditPresenter):
    """Turns decisions into jobs; what was decided is said with an Undo."""

    decided = Signal()  # the shop has changed and its answers are to be computed

    def decide(self, keys: Sequence[str], called: str, together: bool) -> None:
        """Let customer keys be one person, or several."""
        said = (
            N_("{people}: one person from now on.")
            if together
            else N_("{people}: different people from now on.")
        )
        self._decide(partial(people_work.deciding, keys=keys, together=together), said, called)

    def split(self, key: str, called: str) -> None:
        """Let a key be a person of its own."""
        said = N_("{people}: a person of their own from now on.")
        self._decide(partial(people_work.splitting, key=key), said, called)

    def _decide(self, make: Callable[[Shop], JobSpec], said: str, called: str) -> None:
        look = self._context.look

        def say() -> str:
            translated = look.words.text  # the sentences are marked where they stand
            return translated(said, people=HIDDEN if look.names_hidden else called)

        def end(done: Decided) -> None:
            change = done.change
            undo = partial(
                self._edit, lambda shop: people_work.taking_back(shop, change), self._put
            )
            self._put(done)
            self._keep(UndoStep(say, undo, partial(self._edit, make, self._put)))

        self._edit(make, end)

    def _put(self, done: Decided) -> None:
        self._context.session.set_shop(done.shop)
        self.decided.emit()
