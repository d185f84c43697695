"""Segments: groups of customers, by habit and as the computer found them."""

from __future__ import annotations

import numpy as np

from clm_desktop.plan.answers import Answers
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.parts import customer_ids
from clm_desktop.view.pages.segments import segments_page
from clm_desktop.view.words import Words


class SegmentsTab(PageTab):
    """Groups; a click shows who is in one."""

    page_id = "segments"

    def make_page(self, shop: Shop, words: Words) -> Page:  # noqa: D102
        if shop.answers is None:
            return empty_page(self.page_id, words)
        return segments_page(shop.answers, words)

    def tile_opened(self, segment_id: str) -> None:  # noqa: D102
        shop = self.context.session.shop
        if shop is not None and shop.answers is not None:
            self.go_to.emit("customers", members(shop.answers, segment_id))


def members(answers: Answers, segment_id: str) -> tuple[int, ...]:
    """Store ids of the customers of a group, () for a group that is not there."""
    for scheme in answers.schemes:
        for place, group in enumerate(scheme.groups):
            if group.segment_id == segment_id:
                rows = np.flatnonzero(scheme.label == place)
                return tuple(int(key) for key in customer_ids(answers)[rows])
    return ()
