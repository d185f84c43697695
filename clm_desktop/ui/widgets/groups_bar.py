"""The bar below the groups: how many, find new ones, make an own one, what is left of sales."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.bars import inset, named
from clm_desktop.ui.widgets.flow import LineFlow
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.parts import button, column, number_box, row
from clm_desktop.view.marks import N_

SIZES = (0, 5, 8, 11)
KS = (0, 3, 4, 5, 6, 7, 8)


class GroupsBar(QFrame):
    """Each choice is kept at once and can be undone."""

    rfm_chosen = Signal(int)
    found_chosen = Signal(int)
    margin_chosen = Signal(float)
    renew_wanted = Signal()
    rule_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Make the parts."""
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setObjectName("groups_bar")
        self._texts = Texts(look, self)
        self._look = look
        self.sizes, self.ks, self.margin = ChoiceBox(), ChoiceBox(), number_box(1, 99)
        self.margin.setSuffix("%")
        self.renew, self.rule = button("groups_renew"), button("groups_rule")
        self._texts.put(self.renew.setText, N_("Find new groups"))
        self._texts.put(
            self.renew.setToolTip, N_("Looks again how many kinds of customers there are today")
        )
        self._texts.put(self.rule.setText, N_("My own segment…"))
        inside, done = QWidget(), QWidget()
        column(self, gap=0).addWidget(inside)
        inset(self)
        flow = LineFlow(inside, spacing=round(unit() * 0.8))
        for box, title, name in (
            (self.sizes, N_("Groups by habit"), "groups_sizes"),
            (self.ks, N_("Groups found"), "groups_ks"),
            (self.margin, N_("Left of sales"), "groups_margin"),
        ):
            box.setObjectName(name)
            flow.addWidget(named(self._texts, box, title))
        buttons = row(done, gap=0.6)
        buttons.addWidget(self.renew)
        buttons.addWidget(self.rule)
        flow.addWidget(done)
        self._texts.call(self._fill)
        self.sizes.activated.connect(lambda place: self.rfm_chosen.emit(SIZES[place]))
        self.ks.activated.connect(lambda place: self.found_chosen.emit(KS[place]))
        self._shown_margin = self.margin.value()
        self.margin.editingFinished.connect(self._choose_margin)
        self.renew.clicked.connect(self.renew_wanted)
        self.rule.clicked.connect(self.rule_wanted)

    def _fill(self) -> None:
        text = self._look.words.text
        for box, numbers in ((self.sizes, SIZES), (self.ks, KS)):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            place = max(box.currentIndex(), 0)
            box.clear()
            for number in numbers:
                box.addItem(str(number) if number else text("by the data"))
            box.setCurrentIndex(place)

    def _choose_margin(self) -> None:
        """Leaving the box without a change says nothing."""
        if self.margin.value() != self._shown_margin:
            self._shown_margin = self.margin.value()
            self.margin_chosen.emit(self._shown_margin / 100)

    def put(self, rfm_groups: int, found_k: int, margin_share: float) -> None:
        """Show what is chosen."""
        self.sizes.setCurrentIndex(SIZES.index(rfm_groups))
        self.ks.setCurrentIndex(KS.index(found_k))
        self.margin.blockSignals(True)
        self.margin.setValue(round(100 * margin_share))
        self._shown_margin = self.margin.value()
        self.margin.blockSignals(False)

    def put_found(self, found: bool) -> None:
        """Whether the shop has customers enough for groups that are found: else nothing to ask."""
        self.ks.setEnabled(found)
        self.renew.setEnabled(found)
