"""Customers: everybody who ever bought."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clm_desktop.ui.context import UiContext
from clm_desktop.ui.look import Texts
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, frame, row
from clm_desktop.view.blocks import Page
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.customers import customers_page
from clm_desktop.view.pages.empty import empty_page
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
        bar = frame("bar")
        layout = row(bar, gap=0.6)
        layout.setContentsMargins(unit(), unit() // 2, unit(), unit() // 2)
        layout.addWidget(hint, 1)
        layout.addWidget(people)
        self.rows.addWidget(bar)

    def make_page(self, shop: Shop, words: Words) -> Page:  # noqa: D102
        if shop.answers is None:
            return empty_page(self.page_id, words)
        return customers_page(shop.answers, words)
