"""What the owner says, chooses and makes becomes jobs; each is told with its Undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import Signal

from clm_desktop.core.owner_words import Word
from clm_desktop.store.own_segments import OwnSegment
from clm_desktop.store.settings import ShopSettings
from clm_desktop.ui import owner_work
from clm_desktop.ui.edit_queue import of_answers
from clm_desktop.ui.edits import EditPresenter
from clm_desktop.ui.owner_work import Chosen, Segmented
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_screen import ShopScreen
from clm_desktop.ui.tabs.ahead_tab import AheadTab
from clm_desktop.ui.tabs.recommendations_tab import RecommendationsTab
from clm_desktop.ui.tabs.segments_tab import SegmentsTab
from clm_desktop.ui.tabs.watchlist_tab import WatchlistTab
from clm_desktop.ui.undo_stack import UndoStep
from clm_desktop.ui.widgets.table_model import HIDDEN
from clm_desktop.view.marks import N_

_QUIET = (Word.NOTE, Word.TAGS)  # words that change no figure


class OwnerPresenter(EditPresenter):
    """Keeps words, levels, choices and segments; what they change is computed behind."""

    refresh_wanted = Signal()
    customer_changed = Signal(int)  # an open card is to be made anew

    def listen(self, screen: ShopScreen) -> None:
        """Hear what the pages and the card say."""
        screen.side.row_opened.connect(lambda kind, key: screen.tab.open_row(kind, key))
        screen.side.said.connect(lambda one, word, value: self.say([one], word, value))
        for tab in screen.tabs.values():
            tab.said.connect(self.say)
            if isinstance(tab, WatchlistTab):
                tab.levels_chosen.connect(self.set_levels)
                tab.horizon_chosen.connect(self.set_horizon)
            if isinstance(tab, RecommendationsTab):
                tab.bar.rebuy_chosen.connect(self.set_rebuy)
            if isinstance(tab, AheadTab):
                tab.stock_rules_chosen.connect(self.set_stock_rules)
            if isinstance(tab, SegmentsTab):
                tab.rfm_chosen.connect(self.set_rfm_groups)
                tab.found_chosen.connect(self.set_found_groups)
                tab.margin_chosen.connect(self.set_margin)
                tab.renew_wanted.connect(self.renew_groups)
                tab.segment_made.connect(self.add_segment)
                tab.segment_removed.connect(self.remove_segment)

    # ---- words ----------------------------------------------------------------------------

    def say(self, customers: Sequence[int], word: str, value: object) -> None:
        """Say a word of customers; None takes it back."""
        shop, look, who = self._context.session.shop, self._context.look, list(customers)
        if shop is None or not who:
            return
        told, called = None if value is None else str(value), name_of(shop, who[0])

        def title() -> str:
            people = look.words.plural("{n} customer", "{n} customers", len(who))
            if len(who) == 1 and called:
                people = HIDDEN if look.names_hidden else called
            word_ = look.words.code(f"word.{word}")
            return look.words.text("“{word}”: {people}", word=word_, people=people)

        def sentence() -> str:
            words, word_ = look.words, look.words.code(f"word.{word}")
            people = words.plural("{n} customer", "{n} customers", len(who))
            if told is None:
                return words.text("{people}: “{word}” taken back.", people=people, word=word_)
            return words.text("{people}: “{word}” kept.", people=people, word=word_)

        def put(now: Shop) -> None:
            self._put(now, counts=word not in _QUIET)
            if len(who) == 1:
                self.customer_changed.emit(who[0])

        make = partial(owner_work.saying, customers=who, word=word, value=told)
        self._say(make, owner_work.unsaying, put, (title, sentence))

    # ---- choices --------------------------------------------------------------------------

    def set_levels(self, medium: float, high: float) -> None:
        """Move the borders between low, medium and high risk."""
        self._choose(
            N_("Borders of risk"),
            lambda now: replace(now, medium_risk_share=medium, high_risk_share=high),
        )

    def set_horizon(self, days: int) -> None:
        """How far to look ahead; 0 leaves it to the data."""
        self._choose(
            N_("Looks ahead"),
            lambda now: replace(now, horizon_days=days or None),
        )

    def set_rfm_groups(self, groups: int) -> None:
        """How many groups by habit; 0 leaves it to the data."""
        self._choose(N_("Groups by habit"), lambda now: replace(now, rfm_groups=groups))

    def set_found_groups(self, k: int) -> None:
        """How many groups the computer finds; 0 leaves it to the data."""
        self._choose(N_("Groups found"), lambda now: replace(now, found_k=k))

    def set_margin(self, share: float) -> None:
        """What is left to the owner of sales."""
        self._choose(N_("Left of sales"), lambda now: replace(now, margin_share=share))

    def set_rebuy(self, told: str) -> None:
        """Whether customers buy the same again: auto, yes, no."""
        self._choose(N_("My customers buy the same again"), lambda now: replace(now, rebuy=told))

    def set_stock_rules(self, service: float, lead_days: int, review_days: int) -> None:
        """How surely stock is to last, how long deliveries take, how often is ordered in."""
        self._choose(
            N_("Stock rules"),
            lambda now: replace(
                now, service_share=service, lead_time_days=lead_days, review_days=review_days
            ),
        )

    def _choose(self, what: str, change: Callable[[ShopSettings], ShopSettings]) -> None:
        look = self._context.look

        def title() -> str:
            translated = look.words.text  # the names are marked where they stand
            return translated(what)

        def put_back(wanted: ShopSettings) -> None:
            self._edit(
                lambda shop: owner_work.choosing(shop, shop.answers, lambda _now: wanted),
                self._chosen,
            )

        def done(chosen: Chosen) -> None:
            after = change(chosen.before)
            if chosen.before == after:
                return
            self._chosen(chosen)
            step = UndoStep(title, partial(put_back, chosen.before), partial(put_back, after))
            self._keep(step, lambda: look.words.text("Your choice is kept."))

        self._edit(lambda shop: owner_work.choosing(shop, shop.answers, change), done)

    def _chosen(self, chosen: Chosen) -> None:
        self._put(chosen.shop, counts=chosen.stale)

    def renew_groups(self) -> None:
        """Let the computer find new groups."""
        self._edit(owner_work.renewing_groups, partial(self._put, counts=True))

    # ---- segments -------------------------------------------------------------------------

    def add_segment(self, name: str, rule: str) -> None:
        """Keep a rule under a name."""

        def done(made: Segmented) -> None:
            self._segmented(made)
            one = made.segment
            step = UndoStep(
                partial(self._segment_title, N_("Segment “{name}” kept."), one),
                partial(self._remove, one.name, self._segmented),
                partial(self._add, one.name, one.rule, self._segmented),
            )
            self._keep(step)

        self._add(name, rule, done)

    def remove_segment(self, name: str) -> None:
        """Take an own segment away."""

        def done(gone: Segmented) -> None:
            self._segmented(gone)
            one = gone.segment
            step = UndoStep(
                partial(self._segment_title, N_("Segment “{name}” removed."), one),
                partial(self._add, one.name, one.rule, self._segmented),
                partial(self._remove, one.name, self._segmented),
            )
            self._keep(step)

        self._remove(name, done)

    def _add(self, name: str, rule: str, done: Callable[[Segmented], None]) -> None:
        words = self._context.look.words
        make = partial(owner_work.adding_segment, name=name, rule=rule, words=words)
        self._edit(of_answers(make), done)

    def _remove(self, name: str, done: Callable[[Segmented], None]) -> None:
        self._edit(of_answers(partial(owner_work.removing_segment, name=name)), done)

    def _segmented(self, now: Segmented) -> None:
        self._put(now.shop, counts=False)

    def _segment_title(self, said: str, one: OwnSegment) -> str:
        translated = self._context.look.words.text  # the sentences are marked where they stand
        return translated(said, name=one.name)

    # ---- small things ---------------------------------------------------------------------

    def _put(self, shop: Shop, *, counts: bool) -> None:
        """Show the shop as it is now; what follows from it is computed behind."""
        self._context.session.set_shop(shop)
        if counts:
            self.refresh_wanted.emit()


def name_of(shop: Shop, customer_id: int) -> str:
    """What a customer is called, '' where nobody knows."""
    if shop.answers is not None:
        names = shop.answers.names
        ids, key, name = names.customer_id, names.customer_key, names.customer_name
    elif shop.listed is not None:
        ids, key, name = shop.listed.ids(), shop.listed.people.key, shop.listed.people.name
    else:
        return ""
    at = np.flatnonzero(ids == customer_id)
    return str(name[at[0]] or key[at[0]]) if len(at) else ""
