"""What can be taken back and done again, newest first, each with its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One change: what it is called, what takes it back, what does it again."""

    title: Callable[[], str]  # in the window's language
    undo: Callable[[], None]
    redo: Callable[[], None]


class UndoStack(QObject):
    """Steps of one shop. Whoever undoes or redoes reports nothing back: jobs may still run."""

    changed = Signal()

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

    def clear(self) -> None:
        """Forget everything: another shop, or other data of the same one."""
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    @property
    def undo_title(self) -> str | None:
        """What would be undone, None when there is nothing."""
        return self._done[-1].title() if self._done else None

    @property
    def redo_title(self) -> str | None:
        """What would be done again, None when there is nothing."""
        return self._undone[-1].title() if self._undone else None

    def undo(self) -> bool:
        """Take the newest step back; False when there is none."""
        if not self._done:
            return False
        step = self._done.pop()
        self._undone.append(step)
        step.undo()
        self.changed.emit()
        return True

    def redo(self) -> bool:
        """Do the newest undone step again; False when there is none."""
        if not self._undone:
            return False
        step = self._undone.pop()
        self._done.append(step)
        step.redo()
        self.changed.emit()
        return True
