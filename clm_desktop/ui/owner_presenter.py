"""What the owner says, chooses and makes becomes jobs; each is told with its Undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from clm_desktop.core.owner_words import Word, WordChange
from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.jobs.runner import JobSpec
from clm_desktop.plan.answers import Answers
from clm_desktop.store.settings import ShopSettings
from clm_desktop.ui import owner_work
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.owner_work import Chosen, Said, Segmented
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_screen import ShopScreen
from clm_desktop.ui.tabs.ahead_tab import AheadTab
from clm_desktop.ui.tabs.recommendations_tab import RecommendationsTab
from clm_desktop.ui.tabs.segments_tab import SegmentsTab
from clm_desktop.ui.tabs.watchlist_tab import WatchlistTab
from clm_desktop.view.marks import N_

_QUIET = (Word.NOTE, Word.TAGS)  # words that change no figure


class OwnerPresenter(QObject):
    """Keeps words, levels, choices and segments; what they change is computed behind."""

    failed = Signal(object)  # Failed
    told = Signal(object, str, object)  # a sentence as function, label and function of a button
    refresh_wanted = Signal()
    customer_changed = Signal(int)  # an open card is to be made anew

    def __init__(self, context: UiContext, parent: QObject) -> None:
        """Start with what the session has."""
        super().__init__(parent)
        self._context = context

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
        shop, _ = self._open()
        if shop is None or not customers:
            return
        told = None if value is None else str(value)
        spec = owner_work.saying(shop, customers, word, told)
        self._run(spec, lambda said: self._said(said, list(customers), word, told))

    def _said(self, said: Said, customers: list[int], word: str, value: str | None) -> None:
        if not said.changes:
            return
        self._put(said.shop, counts=word not in _QUIET)
        look = self._context.look

        def sentence() -> str:
            words = look.words
            title = words.code(f"word.{word}")
            people = words.plural("{n} customer", "{n} customers", len(customers))
            if value is None:
                return words.text("{people}: “{word}” taken back.", people=people, word=title)
            return words.text("{people}: “{word}” kept.", people=people, word=title)

        self.told.emit(sentence, N_("Undo"), lambda: self._unsay(said.changes, customers, word))
        self._tell_card(customers)

    def _unsay(self, changes: tuple[WordChange, ...], customers: list[int], word: str) -> None:
        shop, _ = self._open()
        if shop is None:
            return

        def done(now: Shop) -> None:
            self._put(now, counts=word not in _QUIET)
            self._tell_card(customers)

        self._run(owner_work.unsaying(shop, changes), done)

    def _tell_card(self, customers: list[int]) -> None:
        if len(customers) == 1:
            self.customer_changed.emit(customers[0])

    # ---- choices --------------------------------------------------------------------------

    def set_levels(self, medium: float, high: float) -> None:
        """Move the borders between low, medium and high risk."""
        self._choose(lambda now: replace(now, medium_risk_share=medium, high_risk_share=high))

    def set_horizon(self, days: int) -> None:
        """How far to look ahead; 0 leaves it to the data."""
        self._choose(lambda now: replace(now, horizon_days=days or None))

    def set_rfm_groups(self, groups: int) -> None:
        """How many groups by habit; 0 leaves it to the data."""
        self._choose(lambda now: replace(now, rfm_groups=groups))

    def set_found_groups(self, k: int) -> None:
        """How many groups the computer finds; 0 leaves it to the data."""
        self._choose(lambda now: replace(now, found_k=k))

    def set_margin(self, share: float) -> None:
        """What is left to the owner of sales."""
        self._choose(lambda now: replace(now, margin_share=share))

    def set_rebuy(self, told: str) -> None:
        """Whether customers buy the same again: auto, yes, no."""
        self._choose(lambda now: replace(now, rebuy=told))

    def set_stock_rules(self, service: float, lead_days: int, review_days: int) -> None:
        """How surely stock is to last, how long deliveries take, how often is ordered in."""
        self._choose(
            lambda now: replace(
                now, service_share=service, lead_time_days=lead_days, review_days=review_days
            )
        )

    def _choose(self, change: Callable[[ShopSettings], ShopSettings]) -> None:
        shop, answers = self._open()
        if shop is None:
            return

        def done(chosen: Chosen) -> None:
            if chosen.before == change(chosen.before):
                return
            self._put(chosen.shop, counts=chosen.stale)
            look = self._context.look
            self.told.emit(
                lambda: look.words.text("Your choice is kept."),
                N_("Undo"),
                lambda: self._choose(lambda _now: chosen.before),
            )

        self._run(owner_work.choosing(shop, answers, change), done)

    def renew_groups(self) -> None:
        """Let the computer find new groups."""
        shop, _ = self._open()
        if shop is not None:
            self._run(owner_work.renewing_groups(shop), lambda now: self._put(now, counts=True))

    # ---- segments -------------------------------------------------------------------------

    def add_segment(self, name: str, rule: str) -> None:
        """Keep a rule under a name."""
        shop, answers = self._open()
        if shop is None or answers is None:
            return
        look = self._context.look

        def done(made: Segmented) -> None:
            self._put(made.shop, counts=False)
            title = made.segment.name
            self.told.emit(
                lambda: look.words.text("Segment “{name}” kept.", name=title),
                N_("Undo"),
                lambda: self.remove_segment(title),
            )

        self._run(owner_work.adding_segment(shop, answers, name, rule, look.words), done)

    def remove_segment(self, name: str) -> None:
        """Take an own segment away."""
        shop, answers = self._open()
        if shop is None or answers is None:
            return
        look = self._context.look

        def done(gone: Segmented) -> None:
            self._put(gone.shop, counts=False)
            self.told.emit(
                lambda: look.words.text("Segment “{name}” removed.", name=gone.segment.name),
                N_("Undo"),
                lambda: self.add_segment(gone.segment.name, gone.segment.rule),
            )

        self._run(owner_work.removing_segment(shop, answers, name), done)

    # ---- small things ---------------------------------------------------------------------

    def _open(self) -> tuple[Shop | None, Answers | None]:
        shop = self._context.session.shop
        return shop, None if shop is None else shop.answers

    def _put(self, shop: Shop, *, counts: bool) -> None:
        """Show the shop as it is now; what follows from it is computed behind."""
        now = self._context.session.shop
        if now is None or now.project is not shop.project:
            return
        self._context.session.set_shop(shop)
        if counts:
            self.refresh_wanted.emit()

    def _run(self, spec: JobSpec, done: Callable[..., object]) -> None:
        def end(outcome: Outcome) -> None:
            if isinstance(outcome, Done):
                done(outcome.value)
            elif isinstance(outcome, Failed):
                self.failed.emit(outcome)

        self._context.runner.start(spec, end)
