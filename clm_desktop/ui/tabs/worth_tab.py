"""Worth: what customers bring, in which stage they are, who comes back, how they began."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import Lane, Step
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.ui.widgets.bars import bar_above
from clm_desktop.ui.widgets.choice_row import ChoiceRow
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.cohort_chart import measure_name
from clm_desktop.view.pages.cohorts import cohorts_page, measures
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.lifecycle_parts import grain_name
from clm_desktop.view.pages.origins import origins_page
from clm_desktop.view.pages.stages import stages_page
from clm_desktop.view.pages.worth import worth_page
from clm_desktop.view.people_behind import people_behind
from clm_desktop.view.words import Words

VIEWS = ("worth", "stages", "cohorts", "origins")
_BEHIND = ("flow", "happened", "cohort", "cohort_cell", "origin")


class WorthTab(PageTab):
    """Four pages of which one is shown; on that of the cohorts also their length and measure."""

    page_id = "worth"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Show what customers are worth first."""
        super().__init__(context, parent)
        self._view, self._grain, self._measure = VIEWS[0], "", ""
        self._views = ChoiceRow("worth_view")
        self._grains = ChoiceRow("cohort_grain")
        self._measures = ChoiceRow("cohort_measure")
        self._views.chosen.connect(self.show_view)
        self._grains.chosen.connect(self.show_grain)
        self._measures.chosen.connect(self.show_measure)
        self._bar, first = bar_above()
        self._second, second = bar_above()
        for line, choices in ((first, (self._views,)), (second, (self._grains, self._measures))):
            for choice in choices:
                line.addWidget(choice)
            line.addStretch(1)
        self.rows.insertWidget(0, self._bar)
        self.rows.insertWidget(1, self._second)
        self.follow(self._offer)

    def steps(self, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:  # noqa: D102
        make = _maker(self._view, self._grain, self._measure)

        def step(_ctx: RunContext, _before: object) -> Page:
            return make(shop, words)

        return ((Lane.READ, step),)

    def show_view(self, view: str) -> None:
        """Show another of the four pages."""
        self._view = view
        self._offer()
        self.renew()

    def show_grain(self, grain: str) -> None:
        """Show cohorts of another length."""
        self._grain = grain
        self.renew()

    def show_measure(self, measure: str) -> None:
        """Show another measure of the cohorts."""
        self._measure = measure
        self.renew()

    def _offer(self) -> None:
        """What can be chosen in this shop, in the window's language."""
        words, answers = self.context.look.words, self.context.session.answers
        titles = {
            "worth": words.text("Worth"),
            "stages": words.text("Lifecycle"),
            "cohorts": words.text("Cohorts"),
            "origins": words.text("Beginnings"),
        }
        self._views.offer([(view, titles[view]) for view in VIEWS], self._view)
        self._bar.setVisible(answers is not None)
        wanted = answers is not None and self._view == "cohorts" and bool(answers.lifecycle.grids)
        self._second.setVisible(wanted and answers is not None and not answers.lifecycle.refused)
        if answers is None:
            return
        grains = [grid.grain for grid in answers.lifecycle.grids]
        known = measures(answers)
        grain = self._grain if self._grain in grains else answers.lifecycle.grain
        measure = self._measure if self._measure in known else known[0]
        self._grains.offer([(one, grain_name(one, words)) for one in grains], grain)
        self._measures.offer([(one, measure_name(one, words)) for one in known], measure)

    # ---- the people behind ----------------------------------------------------------------

    def tile_opened(self, segment_id: str) -> None:  # noqa: D102
        self._open_people("stage", int(segment_id.removeprefix("stage_")))

    def _row_opened(self, kind: str, key: int) -> None:
        if kind in _BEHIND:
            self._open_people(kind, key)
        else:
            super()._row_opened(kind, key)

    def _open_people(self, kind: str, key: int) -> None:
        shop = self.context.session.shop
        if shop is not None and shop.answers is not None:
            self.go_to.emit("customers", people_behind(shop.answers, kind, key))


def _maker(view: str, grain: str, measure: str) -> Callable[[Shop, Words], Page]:
    """What makes a page; frozen before it goes to a worker."""

    def make(shop: Shop, words: Words) -> Page:
        answers = shop.answers
        if answers is None:
            return empty_page("worth", words)
        if view == "cohorts":
            return cohorts_page(answers, words, grain, measure)
        pages = {"worth": worth_page, "stages": stages_page, "origins": origins_page}
        return pages[view](answers, words)

    return make
