"""What all tabs have in common: a page made in a worker, shown when it is ready."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

import shiboken6
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from clm_desktop.core.offer_bans import OfferBan
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.jobs.runner import JobSpec, Lane, Step
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.page_view import PageView
from clm_desktop.ui.session import Shop
from clm_desktop.ui.widgets.ban_menu import add_customer_bans, add_product_bans
from clm_desktop.ui.widgets.chosen_bar import ChosenBar
from clm_desktop.ui.widgets.parts import column
from clm_desktop.ui.widgets.said_marks import said_menu
from clm_desktop.ui.widgets.scroll import in_reading_order, tab_through
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.view.blocks import Card, Page
from clm_desktop.view.words import Words


class PageTab(QWidget):
    """Shows one kind of page of the open shop; a hidden tab waits until it is looked at."""

    page_id: ClassVar[str]

    go_to = Signal(str, object)  # page id, store ids of the customers to show there or None
    customer_opened = Signal(int)
    customer_entered = Signal(int)
    export_wanted = Signal(object, str)
    failed = Signal(object)  # Failed
    page_shown = Signal(object)  # Page
    said = Signal(object, str, object)  # customers' store ids, word, its text or None
    ban_wanted = Signal(object, bool)  # tuple of OfferBan, whether it is to stand

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Follow the session and the language."""
        super().__init__(parent)
        self.context = context
        self.setObjectName(f"tab_{self.page_id}")
        self.view = PageView(context.look, context.runner)
        self._narrowed = ChosenBar(context.look)
        self._narrowed.all_wanted.connect(lambda: self.choose(None))
        self.rows = column(self, gap=0)
        self.rows.addWidget(self._narrowed)
        self.rows.addWidget(self.view, 1)
        self._due = True
        self._chosen: Sequence[int] | None = None
        self.view.row_opened.connect(self._row_opened)
        self.view.row_entered.connect(self._row_entered)
        self.view.card_opened.connect(self._card_opened)
        self.view.tile_opened.connect(self.tile_opened)
        self.view.export_wanted.connect(self.export_wanted)
        context.session.shop_changed.connect(self.renew)
        context.look.words_changed.connect(self.renew)

    def make_page(self, shop: Shop, words: Words) -> Page:
        """Make the page; called in a worker with frozen values only."""
        raise NotImplementedError

    def steps(self, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:
        """How the page is made; tabs that must look into the project do so in the store's lane."""

        def step(_ctx: RunContext, _before: object) -> Page:
            return self.make_page(shop, words)

        return ((Lane.READ, step),)

    def tile_opened(self, segment_id: str) -> None:
        """A group of customers was asked for; tabs with groups know what it means."""

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self.view.page

    def follow(self, put: Callable[[], object]) -> None:
        """Fill a bar now, and whenever the shop or the language is another one."""
        self.context.session.shop_changed.connect(put)
        self.context.look.words_changed.connect(put)
        put()

    @property
    def up_to_date(self) -> bool:
        """Whether the page of the session's shop in the window's language is shown."""
        return not self._due

    def renew(self) -> None:
        """Make the page again: now when it is seen, else when it comes to be seen."""
        self._due = True
        if self.isVisible():
            self._submit()

    def choose(self, customers: Sequence[int] | None) -> None:
        """Narrow the tables to these customers; None shows all."""
        self._chosen = customers
        self._narrowed.set_count(None if customers is None else len(customers))
        if self.view.page is not None:
            self.view.set_page(self.view.page, customers)

    @property
    def chosen(self) -> Sequence[int] | None:
        """The customers that the tables are narrowed to."""
        return self._chosen

    def _submit(self) -> None:
        shop, words = self.context.session.shop, self.context.look.words
        if shop is None:
            return

        spec = JobSpec(
            name="page",
            key=f"page {self.page_id}",
            steps=_steps_of_list(self.page_id, shop, words) or self.steps(shop, words),
            quiet=True,
        )
        self.context.runner.start(spec, self._made)

    def _made(self, outcome: Outcome) -> None:
        if not shiboken6.isValid(self):
            return
        if isinstance(outcome, Done) and isinstance(outcome.value, Page):
            self._due = False
            self.view.set_page(outcome.value, self._chosen)
            tab_through(in_reading_order(self.rows))
            self._hear_words()
            self.page_shown.emit(outcome.value)
        elif isinstance(outcome, Failed):
            self.failed.emit(outcome)

    @called_by_qt
    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102
        super().showEvent(event)
        if self._due:
            self._submit()

    # ---- the owner's words ----------------------------------------------------------------

    def _hear_words(self) -> None:
        """Rows of customers answer to the right button and the menu key."""
        for panel in self.view.tables():
            table = panel.view
            if table.contextMenuPolicy() != Qt.ContextMenuPolicy.CustomContextMenu:
                table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                table.customContextMenuRequested.connect(partial(self._ask_word, table))

    def _ask_word(self, table: BlockView, place: QPoint) -> None:
        model, keys = table.block_model, table.marked_keys(place)
        look, answers = self.context.look, self.context.session.answers
        if model.block.row_kind == "product" and keys and answers is not None:
            menu = QMenu(table)
            add_product_bans(menu, look, answers, keys, self._ban)
        elif model.block.row_kind == "customer" and keys:
            menu, means = said_menu(look, table)
            for action, said in means.items():
                action.triggered.connect(partial(self._say, keys, *said))
            if answers is not None:
                add_customer_bans(menu, look, answers, keys, self._ban)
        else:
            return
        menu.popup(table.viewport().mapToGlobal(place))

    def _say(self, keys: list[int], word: str, value: str, _checked: bool = False) -> None:
        self.said.emit(keys, word, value)

    def _ban(self, bans: tuple[OfferBan, ...]) -> None:
        self.ban_wanted.emit(bans, True)

    # ---- intents --------------------------------------------------------------------------

    def open_row(self, kind: str, key: int) -> None:
        """Open what a row of the page's details is about."""
        self._row_opened(kind, key)

    def _row_opened(self, kind: str, key: int) -> None:
        if kind == "customer":
            self.customer_opened.emit(key)

    def _row_entered(self, kind: str, key: int) -> None:
        if kind == "customer":
            self.customer_entered.emit(key)

    def _card_opened(self, card: Card) -> None:
        self.go_to.emit(card.opens.partition("?")[0], card.customers or None)


def _steps_of_list(page: str, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:
    """How the page of a shop is made that is only a list of people; none of any other shop."""
    listed = shop.listed
    if shop.answers is not None or listed is None or page in {"data", "people"}:
        return ()

    def step(_ctx: RunContext, _before: object) -> Page:
        from clm_desktop.view.pages.listed import listed_page  # would load scipy at the start

        return listed_page(page, listed, words)

    return ((Lane.READ, step),)
