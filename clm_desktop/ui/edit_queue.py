"""Edits of the open shop wait for one another."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from clm_desktop.jobs.outcome import Outcome
from clm_desktop.jobs.runner import JobRunner, JobSpec
from clm_desktop.plan.answers import Answers
from clm_desktop.store.project import Project
from clm_desktop.ui.session import Session, Shop

EditJob = Callable[[Shop], JobSpec | None]  # None: there is nothing to do any more


def of_answers(make: Callable[[Shop, Answers], JobSpec]) -> EditJob:
    """An edit that needs the shop's answers: without them there is nothing to edit."""

    def job(shop: Shop) -> JobSpec | None:
        return None if shop.answers is None else make(shop, shop.answers)

    return job


@dataclass(frozen=True, slots=True)
class _Edit:
    project: Project
    make: EditJob
    end: Callable[[Outcome], None]


class EditQueue(QObject):
    """Lets each edit begin with the shop that the one before left.

    Jobs carry the answers that they change: two that began with the same answers would each
    forget what the other did.
    """

    def __init__(self, runner: JobRunner, session: Session) -> None:
        """Nothing waits."""
        super().__init__(runner)
        self._runner, self._session = runner, session
        self._waiting: deque[_Edit] = deque()
        self._runs = False
        session.shop_changed.connect(self._next)

    def add(self, make: EditJob, end: Callable[[Outcome], None]) -> None:
        """Do an edit of the open shop when its turn comes; a closed shop is edited no more."""
        shop = self._session.shop
        if shop is not None:
            self._waiting.append(_Edit(shop.project, make, end))
            self._next()

    def _next(self) -> None:
        while self._waiting and not self._runs:
            edit, shop, job = self._waiting[0], self._session.shop, None
            if shop is not None and shop.project is edit.project:
                job = edit.make(shop)
                if job is None and self._computing():
                    return  # the answers that it needs are on their way
            self._waiting.popleft()
            if job is not None:
                self._runs = True
                self._runner.start(job, partial(self._ended, edit))

    def _computing(self) -> bool:
        return any(self._runner.spec_of(one).name == "refresh" for one in self._runner.active())

    def _ended(self, edit: _Edit, outcome: Outcome) -> None:
        try:
            edit.end(outcome)
        finally:
            self._runs = False
        self._next()
