"""Customers: everybody who ever bought."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clm_desktop.core.errors import RequestError
from clm_desktop.core.owner_words import Word
from clm_desktop.plan.rules import picked
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.look import Texts
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.ui.widgets.bars import bar_below
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button
from clm_desktop.ui.widgets.table_panel import Asked
from clm_desktop.view.blocks import Page
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.customers import customers_page
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.parts import customer_ids
from clm_desktop.view.query import looks_like_rule, rule_of
from clm_desktop.view.words import Words


class CustomersTab(PageTab):
    """The page of that name, with the way to who is one person."""

    page_id = "customers"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Add the bar."""
        super().__init__(context, parent)
        texts = Texts(context.look, self)
        hint = PlainLabel(role="muted")
        texts.put(hint.setText, N_("Somebody may have bought under several names or addresses."))
        people = button("customers_people")
        texts.put(people.setText, N_("Same person…"))
        people.clicked.connect(lambda: self.go_to.emit("people", None))
        bar, layout = bar_below()
        layout.addWidget(hint, 1)
        layout.addWidget(people)
        self.rows.addWidget(bar)
        self._bar = bar
        bar.hide()  # until there is somebody to bring together
        self.page_shown.connect(self._offer_rules)
        context.session.shop_changed.connect(self._offer_people)

    def _offer_people(self) -> None:
        """A shop that is only a list, or has named nobody, has nobody to bring together."""
        answers = self.context.session.answers
        self._bar.setVisible(answers is not None and len(answers.customers) > 0)

    def _offer_rules(self) -> None:
        for panel in self.view.tables():
            if panel.view.block_model.block.name == "customers":
                panel.offer_rules(self._ask)

    def _ask(self, text: str) -> Asked | None:
        """Whom a rule picks, None where the text is no rule."""
        shop, words = self.context.session.shop, self.context.look.words
        if shop is None or shop.answers is None or not looks_like_rule(text):
            return None
        try:
            who = picked(shop.answers, rule_of(text, shop.answers, words))
        except RequestError as error:
            return Asked((), words.say(error.message))
        return Asked(tuple(int(key) for key in customer_ids(shop.answers)[who]))

    def _row_opened(self, kind: str, key: int) -> None:
        """Who is no customer by the owner's word has no card: opening counts them again."""
        if kind == "not_customer":
            self.said.emit([key], Word.NOT_CUSTOMER, None)
        else:
            super()._row_opened(kind, key)

    def make_page(self, shop: Shop, words: Words) -> Page:  # noqa: D102
        if shop.answers is None:
            return empty_page(self.page_id, words)
        return customers_page(shop.answers, words)
