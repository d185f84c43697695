"""The bar below the tips: for whom, and what is never to be offered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.bars import inset, named
from clm_desktop.ui.widgets.flow import LineFlow
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.parts import button, column
from clm_desktop.view.marks import N_

Choice = tuple[str, str]  # code, title
REBUYS = ("auto", "yes", "no")


class OffersBar(QFrame):
    """Looks at a group, goes back from a product, opens what is never offered."""

    group_chosen = Signal(str)
    all_wanted = Signal()
    bans_wanted = Signal()
    rebuy_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Make the parts."""
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setObjectName("offers_bar")
        self._look = look
        self._texts = Texts(look, self)
        self._codes: tuple[str, ...] = ("",)
        self.group = ChoiceBox()
        self.group.setObjectName("offers_group")
        self.group.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.group.setMinimumContentsLength(16)
        self.group.setMaximumWidth(unit() * 14)
        self.rebuy = ChoiceBox()
        self.rebuy.setObjectName("offers_rebuy")
        self.back, self.bans = button("offers_all"), button("offers_never")
        self._texts.put(self.back.setText, N_("Back to all tips"))
        self._texts.put(self.bans.setText, N_("Never offer…"))
        self._texts.put(
            self.bans.setToolTip,
            N_("Products, kinds and customers that you want left out of all tips"),
        )
        inside = QWidget()
        column(self, gap=0).addWidget(inside)
        inset(self)
        flow = LineFlow(inside, spacing=round(unit() * 0.8))
        flow.addWidget(named(self._texts, self.group, N_("Tips for")))
        flow.addWidget(self.back)
        flow.addWidget(named(self._texts, self.rebuy, N_("My customers buy the same again")))
        flow.addWidget(self.bans)
        self.group.activated.connect(lambda place: self.group_chosen.emit(self._codes[place]))
        self.rebuy.activated.connect(lambda place: self.rebuy_chosen.emit(REBUYS[place]))
        self._texts.call(self._fill)
        self.back.clicked.connect(self.all_wanted)
        self.bans.clicked.connect(self.bans_wanted)

    def _fill(self) -> None:
        text, place = self._look.words.text, max(self.rebuy.currentIndex(), 0)
        self.rebuy.clear()
        for title in (text("as the past says"), text("yes"), text("no")):
            self.rebuy.addItem(title)
        self.rebuy.setCurrentIndex(place)

    def put_rebuy(self, told: str) -> None:
        """Show what is chosen."""
        self.rebuy.setCurrentIndex(REBUYS.index(told))

    def put(
        self, groups: Sequence[tuple[str, Sequence[Choice]]], chosen: str, *, apart: bool
    ) -> None:
        """Offer groups by way of grouping; ``apart``: something else than all is shown."""
        codes = [""]
        self.group.clear()
        self.group.addItem(self._look.words.text("Everybody"))
        for scheme, choices in groups:
            self.group.insertSeparator(self.group.count())
            codes.append("")
            for code, title in choices:
                self.group.addItem(f"{title}  ·  {scheme}")
                codes.append(code)
        self._codes = tuple(codes)
        self.group.setCurrentIndex(codes.index(chosen) if chosen in codes else 0)
        self.group.view().setMinimumWidth(self.group.view().sizeHintForColumn(0) + 2 * unit())
        self.back.setVisible(apart)
