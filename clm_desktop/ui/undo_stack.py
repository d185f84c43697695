"""What can be taken back and done again, newest first, each with its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

MOST_STEPS = 200


@dataclass(frozen=True, slots=True, eq=False)
class UndoStep:
    """One change: what it is called, what takes it back, what does it again (None: nothing)."""

    title: Callable[[], str]  # in the window's language
    undo: Callable[[], None]
    redo: Callable[[], None] | None = None
    about: str = ""  # what may be fixed or gone one day, see UndoStack.settle
    whole: bool = False  # puts a whole state of the shop back, and what came after it goes too


class UndoStack(QObject):
    """Steps of one shop. Whoever undoes or redoes reports nothing back: jobs may still run."""

    changed = Signal()
    undone = Signal(object)  # UndoStep
    redone = Signal(object)  # UndoStep

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing to take back yet."""
        super().__init__(parent)
        self._done: list[UndoStep] = []
        self._undone: list[UndoStep] = []

    def push(self, step: UndoStep) -> None:
        """Keep a step that was just done; what was undone before can no longer be redone."""
        self._done.append(step)
        del self._done[:-MOST_STEPS]
        self._undone.clear()
        self.changed.emit()

    def settle(self, about: str) -> None:
        """Something was done that no step takes back: steps about it and those undone are over.

        So are steps that put a whole state back, as that would take it back without a word.
        """
        self._done = [step for step in self._done if step.about != about and not step.whole]
        self._undone.clear()
        self.changed.emit()

    def clear(self) -> None:
        """Forget everything: another shop."""
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    @property
    def newest(self) -> UndoStep | None:
        """What would be undone, None when there is nothing."""
        return self._done[-1] if self._done else None

    @property
    def undo_title(self) -> str | None:
        """What it is called, in the window's language."""
        return self._done[-1].title() if self._done else None

    @property
    def redo_title(self) -> str | None:
        """What would be done again, None when there is nothing."""
        return self._undone[-1].title() if self._undone else None

    def undo(self, step: UndoStep | None = None) -> UndoStep | None:
        """Take a step back (None: the newest) and give it; None when it is not there any more."""
        wanted = step or self.newest
        if wanted is None or wanted not in self._done:
            return None
        place = self._done.index(wanted)
        del self._done[place : len(self._done) if wanted.whole else place + 1]
        if wanted.redo is None:
            self._undone.clear()  # what was undone before may stand on what is gone now
        else:
            self._undone.append(wanted)
        wanted.undo()
        self.changed.emit()
        self.undone.emit(wanted)
        return wanted

    def redo(self) -> UndoStep | None:
        """Do the newest undone step again and give it; None when there is none."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        if step.redo is not None:
            step.redo()
        self.changed.emit()
        self.redone.emit(step)
        return step
