"""Data import: add files, see what became of every row, take an import back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.ui import icons
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.look import Texts
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, frame, row
from clm_desktop.view.blocks import Page
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.data import data_page
from clm_desktop.view.words import Words


class DataTab(PageTab):
    """The history of imports with the way in and the way back."""

    page_id = "data"

    file_wanted = Signal()
    undo_wanted = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Add the bar with what can be done."""
        super().__init__(context, parent)
        texts = Texts(context.look, self)
        bar = frame("bar")
        layout = row(bar, gap=0.6)
        layout.setContentsMargins(unit(), unit() // 2, unit(), unit() // 2)
        hint = PlainLabel(role="muted")
        texts.put(
            hint.setText, N_("Drop a newer file anywhere on the window: only what is new is added.")
        )
        self._add = button("data_add")
        self._undo = button("data_undo")
        texts.put(self._add.setText, N_("Add order file…"))
        texts.put(self._undo.setText, N_("Undo this import"))
        texts.put(
            self._undo.setToolTip, N_("Takes back the import of the marked row, else the last")
        )
        self._add.clicked.connect(self.file_wanted)
        self._undo.clicked.connect(self._want_undo)
        layout.addWidget(hint, 1)
        layout.addWidget(self._undo)
        layout.addWidget(self._add)
        self.rows.addWidget(bar)
        context.look.theme_changed.connect(self._put_icons)
        context.session.shop_changed.connect(self._put_undo)
        self._put_icons()
        self._put_undo()

    def make_page(self, shop: Shop, words: Words) -> Page:  # noqa: D102
        return data_page(shop.imports, words)

    def _put_icons(self) -> None:
        colour = self.context.look.theme.text
        self._add.setIcon(icons.icon("add", colour))
        self._undo.setIcon(icons.icon("undo", colour))

    def _put_undo(self) -> None:
        shop = self.context.session.shop
        self._undo.setEnabled(bool(shop and shop.imports))

    def _want_undo(self) -> None:
        shop = self.context.session.shop
        if shop is None or not shop.imports:
            return
        self.undo_wanted.emit(self._marked() or shop.imports[-1].import_id)

    def _marked(self) -> int | None:
        """The import that is marked in the history."""
        for panel in self.view.tables():
            model = panel.view.block_model
            current = panel.view.currentIndex()
            if model.block.row_kind == "import" and current.isValid():
                return model.key_at(current.row())
        return None
