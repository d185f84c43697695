"""The dialog that shows all that is never offered, and takes more of it or less."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from clm_desktop.core.offer_bans import BanKind, OfferBan
from clm_desktop.plan.answers import Answers
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row
from clm_desktop.ui.widgets.table_panel import TablePanel
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.offer_bans import bans_table
from clm_desktop.view.words import Words

_KINDS = (BanKind.PRODUCT, BanKind.CATEGORY, BanKind.CUSTOMER)


def names_of(answers: Answers, kind: BanKind) -> dict[str, OfferBan]:
    """What can be kept back, by what it is called; a number tells namesakes apart."""
    names = answers.names
    found: dict[str, OfferBan] = {}
    if kind is BanKind.CATEGORY:
        kinds = sorted({str(one) for one in names.product_category if one})
        return {one: OfferBan(kind=kind, what=one) for one in kinds}
    if kind is BanKind.PRODUCT:
        keys, titles = names.product_key, parts.product_titles(answers)
    else:
        keys, titles = (
            names.customer_key,
            np.where(names.customer_name == "", names.customer_key, names.customer_name),
        )
    for key, title in zip(keys.tolist(), titles.tolist(), strict=True):
        called = f"{title} ({key})" if title in found else str(title)
        if kind is BanKind.PRODUCT:
            found[called] = OfferBan(kind=kind, what=str(key))
        else:
            found[called] = OfferBan(kind=kind, customer=str(key))
    return found


class BansDialog(QDialog):
    """``changed`` carries bans and whether they are to stand; the list follows the shop."""

    changed = Signal(object, bool)  # tuple of OfferBan

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        """Show what stands."""
        super().__init__(parent)
        words = context.look.words
        self._context = context
        self._known: dict[str, OfferBan] = {}
        self.setObjectName("bans_dialog")
        self.setWindowTitle(words.text("Never offer"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = column(self, gap=0.8, margin=1.2)
        layout.addWidget(PlainLabel(words.text("Never offer"), size=1.5, bold=True))
        hint = words.text(
            "What you name here is left out of all tips, lists and pairs, also after the next "
            "files. Everything else moves up."
        )
        layout.addWidget(PlainLabel(hint, role="muted"))
        layout.addLayout(self._adding(words))
        self.panel = TablePanel(context.look, "offer_bans_list", compact=True)
        layout.addWidget(self.panel)
        layout.addStretch(0)
        layout.addLayout(self._foot(words))
        context.session.shop_changed.connect(self._put)
        self._put_kind()
        self._put()
        self.resize(unit() * 40, unit() * 26)

    def _adding(self, words: Words) -> QHBoxLayout:
        self.kind, self.what = ChoiceBox(), QLineEdit()
        self.kind.setObjectName("ban_kind")
        self.kind.setAccessibleName(words.text("What"))
        for title in (words.text("Product"), words.text("Kind of product"), words.text("Customer")):
            self.kind.addItem(title)
        self.kind.currentIndexChanged.connect(self._put_kind)
        self.what.setObjectName("ban_what")
        self.what.setPlaceholderText(words.text("Type a few letters and choose"))
        self.what.setAccessibleName(words.text("Name"))
        self.add = button("ban_add", "main")
        self.add.setText(words.text("Never offer"))
        self.add.setEnabled(False)
        self.what.textChanged.connect(lambda text: self.add.setEnabled(text in self._known))
        self.what.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        line = row(gap=0.6)
        line.addWidget(self.kind)
        line.addWidget(self.what, 1)
        line.addWidget(self.add)
        return line

    def _foot(self, words: Words) -> QHBoxLayout:
        self.again, close = button("ban_take_back"), button("bans_close")
        self.again.setText(words.text("Offer the marked again"))
        self.again.clicked.connect(self._take_back_marked)
        close.setText(words.text("Close"))
        close.clicked.connect(self.accept)
        foot = row(gap=0.6)
        foot.addWidget(self.again)
        foot.addStretch(1)
        foot.addWidget(close)
        return foot

    def _put_kind(self) -> None:
        answers = self._context.session.answers
        kind = _KINDS[self.kind.currentIndex()]
        self._known = {} if answers is None else names_of(answers, kind)
        completer = QCompleter(list(self._known), self.what)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.what.setCompleter(completer)
        self.what.clear()

    def _put(self) -> None:
        """What stands now."""
        answers = self._context.session.answers
        if answers is not None:
            words = self._context.look.words
            table = bans_table(answers, words)
            self.panel.set_block(replace(table, title=words.text("Never offered")))
            self.panel.export.setVisible(False)
            self.again.setEnabled(bool(answers.bans))
            grows = QSizePolicy.Policy.Expanding if answers.bans else QSizePolicy.Policy.Maximum
            self.panel.setSizePolicy(QSizePolicy.Policy.Expanding, grows)

    def _add(self) -> None:
        one = self._known.get(self.what.text())
        if one is not None:
            self.what.clear()
            self.changed.emit((one,), True)

    def _take_back_marked(self) -> None:
        view = self.panel.view
        rows = {index.row() for index in view.selectionModel().selectedRows()}
        keys = (view.block_model.key_at(place) for place in sorted(rows))
        self._take_back([key for key in keys if key is not None])

    def _take_back(self, places: list[int]) -> None:
        answers = self._context.session.answers
        if answers is not None and places:
            self.changed.emit(tuple(answers.bans[place] for place in places), False)
