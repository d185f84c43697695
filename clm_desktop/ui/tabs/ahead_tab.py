"""Ahead: what the coming weeks will sell, and what to order in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import Lane, Step
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.ui.widgets.stock_bar import StockBar
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.ahead import ahead_page, series_names
from clm_desktop.view.pages.ahead_stock import stock_list
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.words import Words


class AheadTab(PageTab):
    """The shop or one of its categories; the bar below sets how to order in."""

    page_id = "ahead"

    stock_rules_chosen = Signal(float, int, int)  # service share, lead time, review days

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Show the whole shop first."""
        super().__init__(context, parent)
        self._series = ""
        self.bar = StockBar(context.look)
        self.bar.series_chosen.connect(self.show_series)
        self.bar.rules_chosen.connect(self.stock_rules_chosen)
        self.bar.list_wanted.connect(self._save_list)
        self.rows.addWidget(self.bar)
        self.follow(self._put_bar)

    def steps(self, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:  # noqa: D102
        return ((Lane.READ, partial(_made, shop, words, self._series)),)

    def show_series(self, series: str) -> None:
        """Look at a category, or '' at the whole shop."""
        self._series = series
        self.renew()

    def _put_bar(self) -> None:
        answers = self.context.session.answers
        names = () if answers is None else series_names(answers)
        self.bar.setVisible(bool(names))
        if answers is None or not names:
            return
        if self._series not in names:
            self._series = ""
        self.bar.put(
            names, self._series, answers.reorder_rules, products=answers.reorder is not None
        )

    def _save_list(self) -> None:
        shop = self.context.session.shop
        if shop is not None and shop.answers is not None:
            self.export_wanted.emit(stock_list(shop.answers, self.context.look.words), "excel")


def _made(shop: Shop, words: Words, series: str, _ctx: RunContext, _before: object) -> Page:
    if shop.answers is None:
        return empty_page("ahead", words)
    return ahead_page(shop.answers, words, series)
