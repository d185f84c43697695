"""Today: what to do first."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.core.days import day_of
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import Lane, Step
from clm_desktop.plan.limits import in_peace, limits_of
from clm_desktop.plan.today import calling_others
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.plan_work import PlanNow
from clm_desktop.ui.session import Shop
from clm_desktop.view.blocks import Card, Page
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.plan_open import OPEN_PLAN, PRINT_PLAN, answers_came, plan_card
from clm_desktop.view.pages.today import today_page
from clm_desktop.view.words import Words


class TodayTab(PageTab):
    """The list of this week, and the shop in a few numbers."""

    page_id = "today"

    plan_wanted = Signal()  # what is still to be done of it
    print_wanted = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Follow what is done of the plan, too."""
        super().__init__(context, parent)
        context.session.plan_changed.connect(self.renew)

    def steps(self, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:  # noqa: D102
        return ((Lane.READ, partial(_made, shop, self.context.session.plan, words)),)

    def _card_opened(self, card: Card) -> None:
        if card.opens == OPEN_PLAN:
            self.plan_wanted.emit()
        elif card.opens == PRINT_PLAN:
            self.print_wanted.emit()
        else:
            super()._card_opened(card)


def _made(shop: Shop, now: PlanNow | None, words: Words, _ctx: RunContext, _before: object) -> Page:
    """The list, and above it what is still to be done of the week's plan."""
    if shop.answers is None:
        return empty_page("today", words)
    if now is None:
        return today_page(shop.answers, words)
    from clm_desktop.usecases.outreach_plan import plan_day  # would load pandas

    card = plan_card(shop.answers, now.outreach.plans, words, today=day_of(date.today()))
    limits = limits_of(now.outreach, plan_day(shop.answers.run.as_of_day))
    since, as_of_day = shop.answers.since, shop.answers.run.as_of_day
    return today_page(
        calling_others(shop.answers, in_peace(limits)),
        words,
        card,
        answered=since is not None and answers_came(now.outreach.plans, since.since_day, as_of_day),
    )
