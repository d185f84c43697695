"""Customers: everybody who ever bought."""

from __future__ import annotations

from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.customers import customers_page
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.words import Words


class CustomersTab(PageTab):
    """The page of that name."""

    page_id = "customers"

    def make_page(self, shop: Shop, words: Words) -> Page:  # noqa: D102
        if shop.answers is None:
            return empty_page(self.page_id, words)
        return customers_page(shop.answers, words)
