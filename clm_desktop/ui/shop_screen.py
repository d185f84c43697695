"""The screen of an open shop: the tabs, the page in front, the panel on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from clm_desktop.ui.actions import PAGE_TITLES, page_keys
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.plan_row_panel import PlanRowPanel
from clm_desktop.ui.side_panel import SidePanel
from clm_desktop.ui.style import unit
from clm_desktop.ui.tabs.ahead_tab import AheadTab
from clm_desktop.ui.tabs.customers_tab import CustomersTab
from clm_desktop.ui.tabs.data_tab import DataTab
from clm_desktop.ui.tabs.people_tab import PeopleTab
from clm_desktop.ui.tabs.plan_tab import PlanTab
from clm_desktop.ui.tabs.products_tab import ProductsTab
from clm_desktop.ui.tabs.recommendations_tab import RecommendationsTab
from clm_desktop.ui.tabs.results_tab import ResultsTab
from clm_desktop.ui.tabs.segments_tab import SegmentsTab
from clm_desktop.ui.tabs.today_tab import TodayTab
from clm_desktop.ui.tabs.watchlist_tab import WatchlistTab
from clm_desktop.ui.tabs.worth_tab import WorthTab
from clm_desktop.ui.widgets.nav_bar import NavBar
from clm_desktop.view.blocks import CustomerCard


class ShopScreen(QWidget):
    """What belongs together while a shop is open; what the owner wants goes out as signals."""

    customer_wanted = Signal(int)
    export_wanted = Signal(object, str)  # TableBlock, way
    failed = Signal(object)  # Failed
    undo_wanted = Signal(int)
    reread_wanted = Signal(int)
    restore_wanted = Signal()
    import_rows_wanted = Signal(object, str, str)  # ImportRows, way, title
    details_closed = Signal()
    people_decided = Signal(object, str, bool)  # keys, what they are called, whether one person
    split_wanted = Signal(str, str)
    plan_row_left = Signal()
    card_shown = Signal(object)  # CustomerCard

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Make the tabs; each makes its page when it is looked at."""
        super().__init__(parent)
        self._details = False
        self._customer: int | None = None
        self._plan_row = False
        self.nav = NavBar(context.look, PAGE_TITLES, page_keys())
        self.side = SidePanel(context.look, context.runner)
        self.pages = QStackedWidget()
        data = DataTab(context)
        self.people = PeopleTab(context)  # stands behind the customers
        made: tuple[PageTab, ...] = (
            TodayTab(context),
            CustomersTab(context),
            SegmentsTab(context),
            WatchlistTab(context),
            WorthTab(context),
            RecommendationsTab(context),
            ProductsTab(context),
            AheadTab(context),
            PlanTab(context),
            ResultsTab(context),
            data,
        )
        self.tabs = {tab.page_id: tab for tab in made}
        for tab in (*made, self.people):
            self.pages.addWidget(tab)
            tab.go_to.connect(self._go_to)
            tab.customer_opened.connect(self.customer_wanted)
            tab.customer_entered.connect(self._customer_entered)
            tab.export_wanted.connect(self.export_wanted)
            tab.failed.connect(self.failed)
            tab.page_shown.connect(self._put_details)
        data.undo_wanted.connect(self.undo_wanted)
        data.reread_wanted.connect(self.reread_wanted)
        data.restore_wanted.connect(self.restore_wanted)
        data.import_rows_wanted.connect(self.import_rows_wanted)
        self.people.decided.connect(self.people_decided)
        self.people.left.connect(lambda: self._show_page("customers"))
        self.nav.chosen.connect(self._show_page)
        self.side.closed.connect(self.close_side)
        self.side.export_wanted.connect(self.export_wanted)
        self.side.split_wanted.connect(self.split_wanted)
        context.look.words_changed.connect(self.renew_card)
        self._lay_out()

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.pages)
        self._splitter.addWidget(self.side)
        self._splitter.setStretchFactor(0, 1)
        self.side.hide()
        beside = QHBoxLayout(self)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.nav)
        beside.addWidget(self._splitter, 1)

    @property
    def tab(self) -> PageTab:
        """The tab in front."""
        tab = self.pages.currentWidget()
        if not isinstance(tab, PageTab):
            raise TypeError(tab)
        return tab

    # ---- pages ----------------------------------------------------------------------------

    def _show_page(self, page: str) -> None:
        self.pages.setCurrentWidget(self.tabs[page])
        self._put_details()

    def show_people(self) -> None:
        """Show who counts as one person, from wherever the owner is."""
        self.nav.choose("customers")
        self._go_to(self.people.page_id, None)

    def _go_to(self, page: str, customers: object) -> None:
        if page == self.people.page_id:
            self.pages.setCurrentWidget(self.people)
            self._put_details()
        elif page in self.tabs:
            self.nav.choose(page)
            self.tabs[page].choose(customers)  # type: ignore[arg-type]  # a signal's payload

    # ---- the panel on the right -----------------------------------------------------------

    def show_customer(self, card: CustomerCard) -> None:
        """Show one customer."""
        self._leave_row()
        self._customer = card.customer_id
        self._leave_details()
        self.side.show_customer(card)
        self.card_shown.emit(card)
        self._open_side()

    def show_plan_row(self, panel: PlanRowPanel) -> None:
        """Show one row of the plan."""
        self._customer = None
        self._plan_row = True
        self._leave_details()
        self.side.show_widget(panel.card.title, panel)
        self._open_side()

    @property
    def shows_plan_row(self) -> bool:
        """Whether a row of the plan is looked at: then the arrow keys leaf through the rows."""
        return self._plan_row

    def close_plan_row(self) -> None:
        """Close the row of the plan, if it is one that is shown."""
        if self._plan_row:
            self.close_side()

    def _leave_row(self) -> None:
        if self._plan_row:
            self._plan_row = False
            self.plan_row_left.emit()

    def _leave_details(self) -> None:
        if self._details:
            self._details = False
            self.details_closed.emit()

    def renew_customer(self, customer_id: int) -> None:
        """Make the card of a customer anew while it is open."""
        if self._customer == customer_id:
            self.customer_wanted.emit(customer_id)

    def show_details(self, *, wanted: bool) -> None:
        """Show what stands behind the page in front, or no longer."""
        if wanted == self._details:
            return
        self._details = wanted
        self._leave_row()
        self._customer = None
        if wanted:
            self._put_details()
            self._open_side()
        else:
            self.side.hide()

    def close_side(self) -> None:
        """Close the card or the details."""
        self._customer = None
        self._leave_row()
        self.side.hide()
        self._leave_details()

    def _put_details(self) -> None:
        if self._details:
            self.side.show_details(self.tab.page)

    def _customer_entered(self, customer_id: int) -> None:
        """While a card is open, the arrow keys leaf through the cards."""
        if self._customer is not None:
            self.customer_wanted.emit(customer_id)

    def renew_card(self) -> None:
        """Make the open card anew."""
        if self._customer is not None:
            self.customer_wanted.emit(self._customer)

    def _open_side(self) -> None:
        if self.side.isHidden():
            self.side.show()
            wide = min(max(unit() * 21, self.width() // 3), unit() * 30)
            self._splitter.setSizes([max(1, self._splitter.width() - wide), wide])
