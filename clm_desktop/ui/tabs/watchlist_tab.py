"""Watchlist: who is about to leave, and why; where low, medium and high begin."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.ui.context import UiContext
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.ui.widgets.levels_panel import LevelsPanel
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.levels import levels_block
from clm_desktop.view.pages.watchlist import watchlist_page
from clm_desktop.view.words import Words


class WatchlistTab(PageTab):
    """The page of that name, with the borders of the levels below it."""

    page_id = "watchlist"

    levels_chosen = Signal(float, float)
    horizon_chosen = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Add the sliders."""
        super().__init__(context, parent)
        self.levels = LevelsPanel(context.look)
        self.levels.levels_chosen.connect(self.levels_chosen)
        self.levels.horizon_chosen.connect(self.horizon_chosen)
        self.rows.addWidget(self.levels)
        self.page_shown.connect(self._put_levels)

    def make_page(self, shop: Shop, words: Words) -> Page:  # noqa: D102
        if shop.answers is None:
            return empty_page(self.page_id, words)
        return watchlist_page(shop.answers, words)

    def _put_levels(self) -> None:
        answers = self.context.session.answers
        chosen = answers is not None and answers.horizon_chosen
        block = None if answers is None else levels_block(answers)
        self.levels.set_block(block, horizon_chosen=chosen)
