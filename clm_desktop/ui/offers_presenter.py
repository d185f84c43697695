"""What the owner never wants offered becomes jobs; each is told with its Undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu

from clm_desktop.core.offer_bans import BanChange, OfferBan
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.ui.bans_dialog import BansDialog
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_screen import ShopScreen
from clm_desktop.ui.tabs.recommendations_tab import RecommendationsTab
from clm_desktop.ui.widgets.ban_menu import add_product_bans
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.view.marks import N_


@dataclass(frozen=True, slots=True)
class Banned:
    """The shop after bans changed, and what takes that back."""

    shop: Shop
    changes: tuple[BanChange, ...]


class OffersPresenter(QObject):
    """Keeps and takes back bans: seen at once, the rest is computed behind."""

    failed = Signal(object)  # Failed
    told = Signal(object, str, object)  # a sentence as function, label and function of a button
    refresh_wanted = Signal()
    shop_changed = Signal()  # an open card is to be made anew

    def __init__(self, context: UiContext, parent: QObject) -> None:
        """Nothing said yet."""
        super().__init__(parent)
        self._context = context
        self._screen: ShopScreen | None = None

    def listen(self, screen: ShopScreen) -> None:
        """Hear what the pages and the card say."""
        self._screen = screen
        screen.side.tips_asked.connect(self._ask_tips)
        for tab in screen.tabs.values():
            tab.ban_wanted.connect(lambda bans, stands: self.change(bans, stands=stands))
            if isinstance(tab, RecommendationsTab):
                tab.bar.bans_wanted.connect(self.show_all)

    def show_all(self) -> None:
        """Open the list of all that is never offered."""
        if self._screen is not None:
            dialog = BansDialog(self._context, self._screen)
            dialog.changed.connect(lambda bans, stands: self.change(bans, stands=stands))
            dialog.open()

    def _ask_tips(self, view: BlockView, place: QPoint, customer: str) -> None:
        """A menu on the tips of a card: never this to anybody, or not to them."""
        shop = self._context.session.shop
        products = view.marked_keys(place)
        if shop is None or shop.answers is None or not products:
            return
        menu = QMenu(view)
        add_product_bans(
            *(menu, self._context.look, shop.answers, products, self._ban), customer=customer
        )
        menu.popup(view.viewport().mapToGlobal(place))

    def _ban(self, bans: tuple[OfferBan, ...]) -> None:
        self.change(bans, stands=True)

    def change(self, bans: tuple[OfferBan, ...], *, stands: bool) -> None:
        """Let bans stand, or no longer."""
        shop = self._context.session.shop
        if shop is not None and bans:
            self._run(changing(shop, bans, stands=stands), lambda done: self._said(done, stands))

    def _said(self, done: Banned, stands: bool) -> None:
        if not done.changes or not self._put(done.shop):
            return
        look, number = self._context.look, len(done.changes)

        def sentence() -> str:
            words = look.words
            if stands:
                return words.plural(
                    "Never offered from now on.", "{n} are never offered from now on.", number
                )
            return words.plural("May be offered again.", "{n} may be offered again.", number)

        self.told.emit(sentence, N_("Undo"), lambda: self._undo(done.changes))

    def _undo(self, changes: tuple[BanChange, ...]) -> None:
        shop = self._context.session.shop
        if shop is not None:
            self._run(undoing(shop, changes), lambda done: self._put(done.shop))

    def _put(self, shop: Shop) -> bool:
        now = self._context.session.shop
        if now is None or now.project is not shop.project:
            return False
        self._context.session.set_shop(shop)
        self.shop_changed.emit()
        self.refresh_wanted.emit()
        return True

    def _run(self, spec: JobSpec, done: Callable[[Banned], object]) -> None:
        def end(outcome: Outcome) -> None:
            if isinstance(outcome, Done) and isinstance(outcome.value, Banned):
                done(outcome.value)
            elif isinstance(outcome, Failed):
                self.failed.emit(outcome)

        self._context.runner.start(spec, end)


def changing(shop: Shop, bans: tuple[OfferBan, ...], *, stands: bool) -> JobSpec:
    """Let bans stand, or no longer; gives Banned."""

    def step(_ctx: RunContext, _before: object) -> Banned:
        from clm_desktop.usecases import offer_bans

        change = offer_bans.ban if stands else offer_bans.allow
        return _with_bans(shop, change(shop.project, bans))

    return JobSpec(name="words", steps=((Lane.STORE, step),), quiet=True)


def undoing(shop: Shop, changes: tuple[BanChange, ...]) -> JobSpec:
    """Bring back what stood before; gives Banned."""

    def step(_ctx: RunContext, _before: object) -> Banned:
        from clm_desktop.usecases import offer_bans

        offer_bans.undo(shop.project, changes)
        return _with_bans(shop, changes)

    return JobSpec(name="words", steps=((Lane.STORE, step),), quiet=True)


def _with_bans(shop: Shop, changes: tuple[BanChange, ...]) -> Banned:
    from clm_desktop.store.offer_bans import load_bans
    from clm_desktop.usecases.replan import rebanned

    answers = shop.answers
    if answers is not None:
        answers = rebanned(answers, load_bans(shop.project))
    now = replace(shop, revision=shop.project.revision, answers=answers)
    return Banned(shop=now, changes=changes)
