"""What the owner says of how products belong together becomes jobs; each is told with its Undo."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import Signal

from clm_desktop.core.relations import RelationChange
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.plan.answers import Answers
from clm_desktop.ui.edits import Changed, EditPresenter
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_screen import ShopScreen
from clm_desktop.ui.shop_work import as_it_is
from clm_desktop.ui.tabs.products_tab import ProductsTab
from clm_desktop.view.pages.parts import product_titles


class RelationsPresenter(EditPresenter):
    """Keeps and takes back relations: drawn at once, the tips are computed behind."""

    refresh_wanted = Signal()

    def listen(self, screen: ShopScreen) -> None:
        """Hear what the page of the products says."""
        for tab in screen.tabs.values():
            if isinstance(tab, ProductsTab):
                tab.relation_told.connect(self.tell)

    def tell(self, a: str, relation: str, b: str, stands: bool | None) -> None:
        """Keep a word about two products (keys)."""
        shop, look = self._context.session.shop, self._context.look
        if shop is None:
            return
        answers, said = shop.answers, (a, relation, b)

        def title() -> str:
            pair = look.words.listed([_called(answers, key) for key in dict.fromkeys((a, b))])
            return look.words.text("Your word on {pair}", pair=pair)

        def sentence() -> str:
            return look.words.text("Your word on these products is kept.")

        tell = partial(relating, said=said, stands=stands)
        self._say(tell, undoing, self._put, (title, sentence))

    def _put(self, shop: Shop) -> None:
        self._context.session.set_shop(shop)
        self.refresh_wanted.emit()


def _called(answers: Answers | None, key: str) -> str:
    """A product as its owner calls it."""
    at = np.flatnonzero([] if answers is None else answers.names.product_key == key)
    return key if answers is None or not len(at) else str(product_titles(answers)[at[0]])


def relating(shop: Shop, said: tuple[str, str, str], *, stands: bool | None) -> JobSpec:
    """Keep a word about two products; gives Changed."""

    def step(_ctx: RunContext, _before: object) -> Changed[RelationChange]:
        from clm_desktop.usecases.relations import relate

        return _with_relations(shop, relate(shop.project, *said, stands=stands))

    return JobSpec(name="words", steps=((Lane.STORE, step),), quiet=True)


def undoing(shop: Shop, changes: tuple[RelationChange, ...]) -> JobSpec:
    """Bring back what stood before; gives Changed."""

    def step(_ctx: RunContext, _before: object) -> Changed[RelationChange]:
        from clm_desktop.usecases.relations import undo_relations

        undo_relations(shop.project, changes)
        return _with_relations(shop, changes)

    return JobSpec(name="words", steps=((Lane.STORE, step),), quiet=True)


def _with_relations(shop: Shop, changes: tuple[RelationChange, ...]) -> Changed[RelationChange]:
    from clm_desktop.store.relations import load_relations
    from clm_desktop.usecases.relations import with_relations

    answers = shop.answers
    if answers is not None:
        answers = with_relations(answers, load_relations(shop.project))
    return Changed(shop=as_it_is(shop, answers), changes=changes)
