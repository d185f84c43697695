"""What the owner never wants offered becomes jobs; each is told with its Undo."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu

from clm_desktop.core.offer_bans import BanChange, OfferBan
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.ui.bans_dialog import BansDialog
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.edits import Changed, EditPresenter
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_screen import ShopScreen
from clm_desktop.ui.shop_work import as_it_is
from clm_desktop.ui.tabs.recommendations_tab import RecommendationsTab
from clm_desktop.ui.widgets.ban_menu import add_product_bans
from clm_desktop.ui.widgets.table_model import HIDDEN
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.view.pages.offer_bans import what_title, whom_title


class OffersPresenter(EditPresenter):
    """Keeps and takes back bans: seen at once, the rest is computed behind."""

    refresh_wanted = Signal()
    shop_changed = Signal()  # an open card is to be made anew

    def __init__(self, context: UiContext, parent: QObject) -> None:
        """Nothing said yet."""
        super().__init__(context, parent)
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
        shop, look = self._context.session.shop, self._context.look
        if shop is None or not bans:
            return
        answers = shop.answers

        def title() -> str:
            words = look.words
            if answers is None or len(bans) > 1:
                return sentence()
            what, whom = what_title(answers, bans[0], words), ""
            if bans[0].customer:
                whom = HIDDEN if look.names_hidden else whom_title(answers, bans[0], words)
            what = words.listed([one for one in (what, whom) if one])
            if stands:
                return words.text("Never offer: {what}", what=what)
            return words.text("Offer again: {what}", what=what)

        def sentence() -> str:
            words = look.words
            if stands:
                return words.plural(
                    "Never offered from now on.", "{n} are never offered from now on.", len(bans)
                )
            return words.plural("May be offered again.", "{n} may be offered again.", len(bans))

        change = partial(changing, bans=bans, stands=stands)
        self._say(change, undoing, self._put, (title, sentence))

    def _put(self, shop: Shop) -> None:
        self._context.session.set_shop(shop)
        self.shop_changed.emit()
        self.refresh_wanted.emit()


def changing(shop: Shop, bans: tuple[OfferBan, ...], *, stands: bool) -> JobSpec:
    """Let bans stand, or no longer; gives Changed."""

    def step(_ctx: RunContext, _before: object) -> Changed[BanChange]:
        from clm_desktop.usecases import offer_bans

        change = offer_bans.ban if stands else offer_bans.allow
        return _with_bans(shop, change(shop.project, bans))

    return JobSpec(name="words", steps=((Lane.STORE, step),), quiet=True)


def undoing(shop: Shop, changes: tuple[BanChange, ...]) -> JobSpec:
    """Bring back what stood before; gives Changed."""

    def step(_ctx: RunContext, _before: object) -> Changed[BanChange]:
        from clm_desktop.usecases import offer_bans

        offer_bans.undo(shop.project, changes)
        return _with_bans(shop, changes)

    return JobSpec(name="words", steps=((Lane.STORE, step),), quiet=True)


def _with_bans(shop: Shop, changes: tuple[BanChange, ...]) -> Changed[BanChange]:
    from clm_desktop.store.offer_bans import load_bans
    from clm_desktop.usecases.replan import rebanned

    answers = shop.answers
    if answers is not None:
        answers = rebanned(answers, load_bans(shop.project))
    return Changed(shop=as_it_is(shop, answers), changes=changes)
