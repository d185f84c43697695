"""The bar below the look ahead: what to look at, and how to order in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from clm_desktop.plan.reorder_types import USUAL_RULES, ReorderRules
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.bars import inset, named
from clm_desktop.ui.widgets.flow import LineFlow
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.parts import button, column, number_box
from clm_desktop.view.marks import N_

SERVICES = (0.80, 0.90, 0.95, 0.98)
MOST_DAYS = 180


class StockBar(QFrame):
    """Each choice is kept at once and can be undone."""

    series_chosen = Signal(str)
    rules_chosen = Signal(float, int, int)
    list_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Make the parts."""
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setObjectName("stock_bar")
        self._look = look
        self._texts = Texts(look, self)
        self._names: tuple[str, ...] = ()
        self._rules = USUAL_RULES
        self.series, self.service = ChoiceBox(), ChoiceBox()
        self.lead, self.review = number_box(0, MOST_DAYS), number_box(1, MOST_DAYS)
        self.list = button("stock_list_save")
        self._texts.put(self.list.setText, N_("Save a stock list to fill in…"))
        self._texts.put(
            self.list.setToolTip,
            N_("All products with room for stock, delivery time and cost; drop it back here"),
        )
        for share in SERVICES:
            self.service.addItem(f"{share:.0%}", share)
        inside = QWidget()
        column(self, gap=0).addWidget(inside)
        inset(self)
        flow = LineFlow(inside, spacing=round(unit() * 0.8))
        fields: tuple[tuple[QWidget, str, str], ...] = (
            (self.series, N_("Look at"), "ahead_series"),
            (self.service, N_("Stock lasts"), "stock_service"),
            (self.lead, N_("Delivery takes"), "stock_lead"),
            (self.review, N_("You order every"), "stock_review"),
        )
        for box, title, name in fields:
            box.setObjectName(name)
            flow.addWidget(named(self._texts, box, title))
        flow.addWidget(self.list)
        self._texts.put(
            self.service.setToolTip,
            N_("How surely stock is to last until the next delivery, where no cost is known"),
        )
        self._texts.put(self.lead.setToolTip, N_("Where no list says how long a product takes"))
        self._texts.call(self._fill)
        self.series.activated.connect(lambda place: self.series_chosen.emit(self._names[place]))
        self.service.activated.connect(lambda _place: self._choose())
        self.lead.editingFinished.connect(self._choose)
        self.review.editingFinished.connect(self._choose)
        self.list.clicked.connect(self.list_wanted)

    def _fill(self) -> None:
        """What depends on the language."""
        text = self._look.words.text
        for box in (self.lead, self.review):
            box.setSuffix(" " + text("days"))
        place = max(self.series.currentIndex(), 0)
        self.series.clear()
        for name in self._names:
            self.series.addItem(name or text("Whole shop"))
        self.series.setCurrentIndex(place if place < len(self._names) else 0)

    def put(
        self, names: Sequence[str], series: str, rules: ReorderRules, *, products: bool
    ) -> None:
        """Show what can be chosen and what is."""
        self._names = tuple(names)
        self._fill()
        self.series.setCurrentIndex(self._names.index(series))
        self._rules = rules
        place = self.service.findData(rules.service_share)
        if place < 0:  # chosen on the command line
            self.service.addItem(f"{rules.service_share:.0%}", rules.service_share)
            place = self.service.count() - 1
        self.service.setCurrentIndex(place)
        for box, days in ((self.lead, rules.lead_time_days), (self.review, rules.review_days)):
            box.blockSignals(True)
            box.setValue(round(days))
            box.blockSignals(False)
        for one in (self.service, self.lead, self.review, self.list):
            one.setEnabled(products)

    def _choose(self) -> None:
        chosen = float(self.service.currentData()), self.lead.value(), self.review.value()
        rules = self._rules
        if chosen != (rules.service_share, rules.lead_time_days, rules.review_days):
            self.rules_chosen.emit(*chosen)
