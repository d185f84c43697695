"""Segments: groups of customers, by habit, as the computer found them, and the owner's own."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.plan.answers import Answers
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.message_card import MessageCard
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.rule_builder import RuleBuilder
from clm_desktop.ui.session import Shop
from clm_desktop.ui.widgets.groups_bar import GroupsBar
from clm_desktop.view.blocks import Page, Tile
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.pages.parts import customer_ids
from clm_desktop.view.pages.segments import segments_page
from clm_desktop.view.pages.segments_moves import movers
from clm_desktop.view.words import Words


class SegmentsTab(PageTab):
    """Groups; a click shows who is in one, the bar below makes others."""

    page_id = "segments"

    rfm_chosen = Signal(int)
    found_chosen = Signal(int)
    margin_chosen = Signal(float)
    renew_wanted = Signal()
    segment_made = Signal(str, str)  # name, rule
    segment_removed = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Add the bar."""
        super().__init__(context, parent)
        self.bar = GroupsBar(context.look)
        self.bar.rfm_chosen.connect(self.rfm_chosen)
        self.bar.found_chosen.connect(self.found_chosen)
        self.bar.margin_chosen.connect(self.margin_chosen)
        self.bar.renew_wanted.connect(self.renew_wanted)
        self.bar.rule_wanted.connect(self.build_rule)
        self.rows.addWidget(self.bar)
        self.view.message_wanted.connect(self._show_message)
        self.view.tile_removed.connect(self.segment_removed)
        self.page_shown.connect(self._put_bar)

    def make_page(self, shop: Shop, words: Words) -> Page:  # noqa: D102
        if shop.answers is None:
            return empty_page(self.page_id, words)
        return segments_page(shop.answers, words)

    def tile_opened(self, segment_id: str) -> None:  # noqa: D102
        answers = self.context.session.answers
        if answers is not None:
            self.go_to.emit("customers", members(answers, segment_id))

    def _row_opened(self, kind: str, key: int) -> None:
        """A row of who moved shows the people."""
        answers = self.context.session.answers
        if kind == "move" and answers is not None:
            self.go_to.emit("customers", movers(answers, key))
        else:
            super()._row_opened(kind, key)

    def build_rule(self) -> RuleBuilder | None:
        """Let the owner make a segment."""
        answers = self.context.session.answers
        if answers is None:
            return None
        made = RuleBuilder(self.context.look, answers, self.segment_made.emit, self)
        made.open()
        return made

    def _show_message(self, tile: Tile) -> None:
        MessageCard(self.context.look, tile, self).open()

    def _put_bar(self) -> None:
        answers = self.context.session.answers
        self.bar.setVisible(answers is not None and answers.trust.hidden_buyers is None)
        if answers is not None:
            self.bar.put(answers.rfm_groups, answers.found_k, answers.margin_share)
            self.bar.put_found(any(s.found is not None for s in answers.schemes))


def members(answers: Answers, segment_id: str) -> tuple[int, ...]:
    """Store ids of the customers of a group, () for a group that is not there."""
    ids = customer_ids(answers)
    for own in answers.own:
        if segment_id == f"own_{own.number}":
            return tuple(int(key) for key in ids[own.row])
    for scheme in answers.schemes:
        for place, group in enumerate(scheme.groups):
            if group.segment_id == segment_id:
                rows = np.flatnonzero(scheme.label == place)
                return tuple(int(key) for key in ids[rows])
    return ()
