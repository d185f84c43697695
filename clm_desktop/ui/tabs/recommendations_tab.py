"""Recommendations: what to offer to whom."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import Lane, Step
from clm_desktop.plan.group_offers import groups_of
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.ui.widgets.offers_bar import Choice, OffersBar
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.offer_lists import OfferLens, group_code, group_title, scheme_name
from clm_desktop.view.pages.recommendations import recommendations_page
from clm_desktop.view.words import Words


class RecommendationsTab(PageTab):
    """Tips for all; the bar below looks at a group, a click on a product at whom to tell."""

    page_id = "recommendations"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Show everybody first."""
        super().__init__(context, parent)
        self._lens = OfferLens()
        self.bar = OffersBar(context.look)
        self.bar.group_chosen.connect(lambda code: self.look_at(OfferLens(group=code)))
        self.bar.all_wanted.connect(lambda: self.look_at(OfferLens()))
        self.rows.addWidget(self.bar)
        self.follow(self._put_bar)

    def steps(self, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:  # noqa: D102
        return ((Lane.READ, partial(_made, shop, words, self._lens)),)

    def look_at(self, lens: OfferLens) -> None:
        """Look at a group, a product, or again at everybody."""
        self._lens = lens
        self._put_bar()
        self.renew()

    def _row_opened(self, kind: str, key: int) -> None:
        """A product shows whom to tell; what is never offered is offered again."""
        answers = self.context.session.answers
        if kind == "product":
            self.look_at(OfferLens(product_id=key))
        elif kind == "ban" and answers is not None:
            self.ban_wanted.emit((answers.bans[key],), False)
        else:
            super()._row_opened(kind, key)

    def _put_bar(self) -> None:
        answers, words = self.context.session.answers, self.context.look.words
        self.bar.setVisible(answers is not None)
        if answers is None:
            self._lens = OfferLens()
            return
        groups: dict[str, list[Choice]] = {}
        for group in groups_of(answers):
            choice = group_code(group), group_title(answers, group, words)
            groups.setdefault(scheme_name(group.scheme, words), []).append(choice)
        known = {code for choices in groups.values() for code, _ in choices}
        if self._lens.group and self._lens.group not in known:
            self._lens = OfferLens()
        rebuying = answers.recommend.rebuying
        self.bar.put_rebuy("auto" if rebuying is None else rebuying.told)
        self.bar.put(list(groups.items()), self._lens.group, apart=self._lens != OfferLens())


def _made(shop: Shop, words: Words, lens: OfferLens, _ctx: RunContext, _before: object) -> Page:
    if shop.answers is None:
        return empty_page("recommendations", words)
    return recommendations_page(shop.answers, words, lens)
