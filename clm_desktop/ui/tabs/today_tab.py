"""Today: what to do first."""

from __future__ import annotations

from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.today import today_page
from clm_desktop.view.words import Words


class TodayTab(PageTab):
    """The list of this week, and the shop in a few numbers."""

    page_id = "today"

    def make_page(self, shop: Shop, words: Words) -> Page:  # noqa: D102
        if shop.answers is None:
            return empty_page(self.page_id, words)
        return today_page(shop.answers, words)
