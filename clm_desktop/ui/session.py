"""Which shop is open, and everything the window knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clm_desktop.plan.answers import Answers
from clm_desktop.store.history import ImportRecord
from clm_desktop.store.project import Project
from clm_desktop.ui.undo_stack import UndoStack

if TYPE_CHECKING:  # this would load scipy
    from clm_desktop.plan.listed import ListedShop
    from clm_desktop.ui.plan_work import PlanNow


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """An open shop as of its newest change. ``project`` may be used in the store's lane only."""

    project: Project
    path: Path
    name: str
    revision: int
    currency: str
    imports: tuple[ImportRecord, ...]
    answers: Answers | None  # None: nothing imported, or not computed yet
    is_sample: bool
    listed: ListedShop | None = None  # of a shop that is only a list of people, once learned


class Session(QObject):
    """Holds the open shop. Signals are facts in the past tense."""

    shop_changed = Signal()  # another shop, or other data or answers of the same one
    plan_changed = Signal()  # another plan, or other marks or edits of the same one

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without a shop."""
        super().__init__(parent)
        self.steps = UndoStack(self)  # what was done to the open shop since it was opened
        self._shop: Shop | None = None
        self._plan: PlanNow | None = None

    @property
    def shop(self) -> Shop | None:
        """The open shop, None on the start screen."""
        return self._shop

    @property
    def answers(self) -> Answers | None:
        """What is known of the open shop, None while nothing is computed."""
        return None if self._shop is None else self._shop.answers

    def set_shop(self, shop: Shop | None) -> None:
        """Show another state of affairs."""
        before, self._shop = self._shop, shop
        if before is None or shop is None or before.project is not shop.project:
            self.steps.clear()
        self.shop_changed.emit()

    @property
    def plan(self) -> PlanNow | None:
        """What is known of the open shop's plan, None before anybody asked."""
        return self._plan

    def set_plan(self, plan: PlanNow | None) -> None:
        """Show another plan."""
        self._plan = plan
        self.plan_changed.emit()
