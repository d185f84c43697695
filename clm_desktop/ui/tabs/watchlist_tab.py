"""Watchlist: who is about to leave, and why; where low, medium and high begin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import Lane, Step
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.ui.widgets.levels_panel import LevelsPanel
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.levels import levels_block
from clm_desktop.view.pages.watchlist import watchlist_page
from clm_desktop.view.words import Words

if TYPE_CHECKING:  # these would load pandas
    from clm_desktop.usecases.labelled_list import LabelledList, LearnedList


class WatchlistTab(PageTab):
    """The page of that name, with the borders of the levels below it."""

    page_id = "watchlist"

    levels_chosen = Signal(float, float)
    horizon_chosen = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Add the sliders."""
        super().__init__(context, parent)
        self._learned: tuple[tuple[Path, int], LearnedList] | None = None
        self.levels = LevelsPanel(context.look)
        self.levels.levels_chosen.connect(self.levels_chosen)
        self.levels.horizon_chosen.connect(self.horizon_chosen)
        self.rows.addWidget(self.levels)
        self.page_shown.connect(self._put_levels)

    def steps(self, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:
        """A shop that is only a list with a churn column is learned from that column."""
        if shop.answers is not None or not shop.imports:
            return super().steps(shop, words)

        def load(ctx: RunContext, _before: object) -> LabelledList | LearnedList | None:
            from clm_desktop.usecases.labelled_list import labelled_list

            if self._learned is not None and self._learned[0] == (shop.path, shop.revision):
                return self._learned[1]
            return labelled_list(shop.project, ctx)

        def learn(ctx: RunContext, told: LabelledList | LearnedList | None) -> Page:
            from clm_desktop.usecases.labelled_list import LabelledList, learn_list
            from clm_desktop.view.pages.labelled import labelled_page

            if told is None:
                return self.make_page(shop, words)
            done = learn_list(told, ctx) if isinstance(told, LabelledList) else told
            self._learned = (shop.path, shop.revision), done  # another language: not again
            return labelled_page(done.people, done.answer, done.thresholds, words)

        return (Lane.STORE, load), (Lane.COMPUTE, learn)

    def make_page(self, shop: Shop, words: Words) -> Page:  # noqa: D102
        if shop.answers is None:
            return empty_page(self.page_id, words)
        return watchlist_page(shop.answers, words)

    def _put_levels(self) -> None:
        shop = self.context.session.shop
        answers = None if shop is None else shop.answers
        chosen = answers is not None and answers.horizon_chosen
        block = None if answers is None else levels_block(answers)
        self.levels.set_block(block, horizon_chosen=chosen)
