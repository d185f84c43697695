"""Products: how they belong together, and what goes with a basket."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from clm_desktop.core.relations import Relation
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import Lane, Step
from clm_desktop.plan.basket import MOST_IN_BASKET
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.ui.widgets.products_bar import ProductsBar
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.parts import product_titles
from clm_desktop.view.pages.products import ProductLens, products_page, relation_of_row
from clm_desktop.view.words import Words


class ProductsTab(PageTab):
    """The whole shop or one product; the bar below fills a basket and takes the owner's word."""

    page_id = "products"

    relation_told = Signal(str, str, str, object)  # product key, relation, key, stands or None

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Show the whole shop first."""
        super().__init__(context, parent)
        self._lens = ProductLens()
        self.bar = ProductsBar(context.look)
        self.bar.about_wanted.connect(self._look_at)
        self.bar.basket_wanted.connect(self._into_basket)
        self.bar.relation_told.connect(self._tell)
        self.rows.addWidget(self.bar)
        self.follow(self._put_bar)

    def steps(self, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:  # noqa: D102
        return ((Lane.READ, partial(_made, shop, words, self._lens)),)

    def look(self, lens: ProductLens) -> None:
        """Look at the whole shop, around a product, at a basket."""
        self._lens = lens
        self._put_bar()
        self.renew()

    # ---- the bar --------------------------------------------------------------------------

    def _put_bar(self) -> None:
        answers = self.context.session.answers
        self.bar.setVisible(answers is not None and bool(len(answers.names.product_id)))
        if answers is None:
            self._lens = ProductLens()
            return
        titles = [str(title) for title in product_titles(answers)]
        keys = answers.names.product_key
        said = [t if t == key else f"{t} · {key}" for t, key in zip(titles, keys, strict=True)]
        inside = np.flatnonzero(np.isin(answers.names.product_id, self._lens.basket)).tolist()
        self.bar.put(
            said,
            [titles[place] for place in inside],
            about=self._lens.about is not None,
            full=len(inside) >= MOST_IN_BASKET,
        )

    def _look_at(self, place: int) -> None:
        answers = self.context.session.answers
        if answers is not None:
            about = None if place < 0 else int(answers.names.product_id[place])
            self.look(ProductLens(about=about, basket=self._lens.basket))

    def _into_basket(self, place: int) -> None:
        answers = self.context.session.answers
        if answers is not None:
            more = () if place < 0 else (int(answers.names.product_id[place]),)
            basket = tuple(dict.fromkeys((*self._lens.basket, *more))) if more else ()
            self.look(ProductLens(about=self._lens.about, basket=basket))

    def _tell(self, one: int, relation: str, other: int) -> None:
        answers = self.context.session.answers
        if answers is not None:
            keys = answers.names.product_key
            self.relation_told.emit(str(keys[one]), relation, str(keys[other]), True)

    # ---- rows -----------------------------------------------------------------------------

    def _row_opened(self, kind: str, key: int) -> None:
        """A relation shows what is around its first product."""
        answers = self.context.session.answers
        if kind == "product":
            self.look(ProductLens(about=key, basket=self._lens.basket))
        elif kind == "relation" and answers is not None:
            first = relation_of_row(answers, key)[0]
            at = np.flatnonzero(answers.names.product_key == first)
            self._look_at(int(at[0]))
        else:
            super()._row_opened(kind, key)

    def _ask_word(self, table: BlockView, place: QPoint) -> None:
        """A relation can be said to hold, not to hold, or to be the other way round."""
        answers, keys = self.context.session.answers, table.marked_keys(place)
        if table.block_model.block.row_kind != "relation" or answers is None or not keys:
            super()._ask_word(table, place)
            return
        a, relation, b = relation_of_row(answers, keys[0])
        text, menu = self.context.look.words.text, QMenu(table)
        entries: list[tuple[str, Relation, bool | None]] = [
            (text("It holds"), relation, True),
            (text("It does not hold"), relation, False),
            (text("Forget what I said"), relation, None),
        ]
        if a != b and relation is not Relation.NEVER_WITH:
            entries.append((text("Never offer the two together"), Relation.NEVER_WITH, True))
        for title, kind, stands in entries:
            action = menu.addAction(title)
            action.triggered.connect(partial(self._tell_row, (a, str(kind), b), stands))
        menu.popup(table.viewport().mapToGlobal(place))

    def _tell_row(self, said: tuple[str, str, str], stands: object, _on: bool = False) -> None:
        self.relation_told.emit(*said, stands)


def _made(shop: Shop, words: Words, lens: ProductLens, _ctx: RunContext, _before: object) -> Page:
    if shop.answers is None:
        return empty_page("products", words)
    return products_page(shop.answers, words, lens)
