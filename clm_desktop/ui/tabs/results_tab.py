"""Results: what was done, what it proves, what is still only believed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import Lane, Step
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.plan_work import PlanNow
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_work import demand_unchanged
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.results import results_page
from clm_desktop.view.words import Words

if TYPE_CHECKING:
    from clm_desktop.plan.joint.results_types import OutreachResults


class ResultsTab(PageTab):
    """Read off the orders whenever it is looked at: nothing of it is kept."""

    page_id = "results"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Follow what is done of the plan."""
        super().__init__(context, parent)
        context.session.plan_changed.connect(self.renew)

    def steps(self, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:  # noqa: D102
        if shop.answers is None:
            return ((Lane.READ, lambda _ctx, _before: empty_page("results", words)),)
        shown = partial(_shown, shop, self.context.session.plan, words)
        return ((Lane.STORE, partial(_found, shop)), (Lane.READ, shown))


def _found(shop: Shop, ctx: RunContext, _before: object) -> OutreachResults:
    from clm_desktop.usecases.outreach_done import results_of

    if shop.answers is None:
        raise ValueError("results need answers")
    demand_unchanged(shop)
    return results_of(shop.project, shop.answers, ctx)


def _shown(
    shop: Shop, now: PlanNow | None, words: Words, _ctx: RunContext, results: OutreachResults
) -> Page:
    if shop.answers is None or now is None:
        return empty_page("results", words)
    return results_page(shop.answers, now.outreach, results, words, now.joint)
