"""What the owner says of how products belong together becomes jobs; each is told with its Undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from clm_desktop.core.relations import RelationChange
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_screen import ShopScreen
from clm_desktop.ui.tabs.products_tab import ProductsTab
from clm_desktop.view.marks import N_


@dataclass(frozen=True, slots=True)
class Related:
    """The shop after a relation was said, and what takes that back."""

    shop: Shop
    changes: tuple[RelationChange, ...]


class RelationsPresenter(QObject):
    """Keeps and takes back relations: drawn at once, the tips are computed behind."""

    failed = Signal(object)  # Failed
    told = Signal(object, str, object)  # a sentence as function, label and function of a button
    refresh_wanted = Signal()

    def __init__(self, context: UiContext, parent: QObject) -> None:
        """Nothing said yet."""
        super().__init__(parent)
        self._context = context

    def listen(self, screen: ShopScreen) -> None:
        """Hear what the page of the products says."""
        for tab in screen.tabs.values():
            if isinstance(tab, ProductsTab):
                tab.relation_told.connect(self.tell)

    def tell(self, a: str, relation: str, b: str, stands: bool | None) -> None:
        """Keep a word about two products (keys)."""
        shop = self._context.session.shop
        if shop is not None:
            self._run(relating(shop, (a, relation, b), stands=stands), self._said)

    def _said(self, done: Related) -> None:
        if done.changes and self._put(done.shop):
            words = self._context.look.words
            self.told.emit(
                lambda: words.text("Your word on these products is kept."),
                N_("Undo"),
                lambda: self._undo(done.changes),
            )

    def _undo(self, changes: tuple[RelationChange, ...]) -> None:
        shop = self._context.session.shop
        if shop is not None:
            self._run(undoing(shop, changes), lambda done: self._put(done.shop))

    def _put(self, shop: Shop) -> bool:
        now = self._context.session.shop
        if now is None or now.project is not shop.project:
            return False
        self._context.session.set_shop(shop)
        self.refresh_wanted.emit()
        return True

    def _run(self, spec: JobSpec, done: Callable[[Related], object]) -> None:
        def end(outcome: Outcome) -> None:
            if isinstance(outcome, Done) and isinstance(outcome.value, Related):
                done(outcome.value)
            elif isinstance(outcome, Failed):
                self.failed.emit(outcome)

        self._context.runner.start(spec, end)


def relating(shop: Shop, said: tuple[str, str, str], *, stands: bool | None) -> JobSpec:
    """Keep a word about two products; gives Related."""

    def step(_ctx: RunContext, _before: object) -> Related:
        from clm_desktop.usecases.relations import relate

        return _with_relations(shop, relate(shop.project, *said, stands=stands))

    return JobSpec(name="words", steps=((Lane.STORE, step),), quiet=True)


def undoing(shop: Shop, changes: tuple[RelationChange, ...]) -> JobSpec:
    """Bring back what stood before; gives Related."""

    def step(_ctx: RunContext, _before: object) -> Related:
        from clm_desktop.usecases.relations import undo_relations

        undo_relations(shop.project, changes)
        return _with_relations(shop, changes)

    return JobSpec(name="words", steps=((Lane.STORE, step),), quiet=True)


def _with_relations(shop: Shop, changes: tuple[RelationChange, ...]) -> Related:
    from clm_desktop.store.relations import load_relations
    from clm_desktop.usecases.relations import with_relations

    answers = shop.answers
    if answers is not None:
        answers = with_relations(answers, load_relations(shop.project))
    now = replace(shop, revision=shop.project.revision, answers=answers)
    return Related(shop=now, changes=changes)
