"""The bar below the products: look around one, fill a basket, say how two belong together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from clm_desktop.core.relations import Relation
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.bars import inset, named
from clm_desktop.ui.widgets.flow import LineFlow
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column
from clm_desktop.ui.widgets.product_picker import ProductPicker
from clm_desktop.view.marks import N_


class ProductsBar(QFrame):
    """Products go by their place in what :meth:`put` was given."""

    about_wanted = Signal(int)  # -1: the whole shop
    basket_wanted = Signal(int)  # to be put in, -1: to be emptied
    relation_told = Signal(int, str, int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Make the parts."""
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setObjectName("products_bar")
        self._look = look
        self._texts = Texts(look, self)
        self._full = False  # no more fits into the basket
        self.product, self.other = ProductPicker("products_one"), ProductPicker("products_other")
        self.relation = ChoiceBox()
        self.relation.setObjectName("products_relation")
        self.look_at, self.whole = button("products_look"), button("products_whole")
        self.into, self.empty = button("products_into"), button("products_empty")
        self.keep = button("products_keep")
        self.inside = PlainLabel(role="muted", wrap=False)
        for one, title in (
            (self.look_at, N_("Look around it")),
            (self.whole, N_("Back to the whole shop")),
            (self.into, N_("Put into the basket")),
            (self.empty, N_("Empty the basket")),
            (self.keep, N_("Keep this relation")),
        ):
            self._texts.put(one.setText, title)
        self._texts.put(
            self.keep.setToolTip,
            N_("Your word stands above what the orders show, and can be undone"),
        )
        inside = QWidget()
        column(self, gap=0).addWidget(inside)
        inset(self)
        flow = LineFlow(inside, spacing=round(unit() * 0.6))
        flow.addWidget(named(self._texts, self.product, N_("Product")))
        for part in (self.look_at, self.whole, self.into, self.empty, self.inside):
            flow.addWidget(part)
        flow.addWidget(named(self._texts, self.relation, N_("Relation")))
        flow.addWidget(named(self._texts, self.other, N_("Other product")))
        flow.addWidget(self.keep)
        self._texts.call(self._fill)
        self.product.changed.connect(self._enable)
        self.other.changed.connect(self._enable)
        self.relation.activated.connect(self._enable)
        self.product.returnPressed.connect(self._look_at)
        self.look_at.clicked.connect(self._look_at)
        self.whole.clicked.connect(lambda: self.about_wanted.emit(-1))
        self.into.clicked.connect(self._into)
        self.empty.clicked.connect(lambda: self.basket_wanted.emit(-1))
        self.keep.clicked.connect(self._keep)
        self._enable()

    def put(self, titles: Sequence[str], basket: Sequence[str], *, about: bool, full: bool) -> None:
        """Offer these products; show what the basket holds and whether one is looked around."""
        self.product.put(titles)
        self.other.put(titles)
        self._full = full
        self.whole.setVisible(about)
        self.empty.setVisible(bool(basket))
        self.inside.setVisible(bool(basket))
        self.inside.setText(self._look.words.listed(list(basket)))
        self._enable()

    def _fill(self) -> None:
        place = max(self.relation.currentIndex(), 0)
        self.relation.clear()
        for one in Relation:
            self.relation.addItem(self._look.words.code(f"relation.{one}"), str(one))
        self.relation.setCurrentIndex(place)

    def _enable(self) -> None:
        one, other = self.product.picked, self.other.picked
        self.look_at.setEnabled(one >= 0)
        self.into.setEnabled(one >= 0 and not self._full)
        refill = self.relation.currentData() == str(Relation.REFILL_OF)
        self.keep.setEnabled(one >= 0 and other >= 0 and (one != other or refill))

    def _look_at(self) -> None:
        if self.product.picked >= 0:
            self.about_wanted.emit(self.product.picked)

    def _into(self) -> None:
        if self.product.picked >= 0:
            self.basket_wanted.emit(self.product.picked)
            self.product.clear()

    def _keep(self) -> None:
        told = str(self.relation.currentData())
        self.relation_told.emit(self.product.picked, told, self.other.picked)
