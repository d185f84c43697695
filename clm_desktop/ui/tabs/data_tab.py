"""Data import: add files, see what became of every row, take an import back."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.core.rows import SetAside
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.types import SHOWN
from clm_desktop.jobs.runner import Lane, Step
from clm_desktop.store.history import set_aside_rows
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
    reread_wanted = Signal(int)

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
        self._reread = button("data_reread")
        texts.put(self._reread.setText, N_("Change how it was read…"))
        texts.put(
            self._reread.setToolTip,
            N_("Looks again at the files of the marked row, else of the last; later ones stay"),
        )
        self._reread.clicked.connect(self._want_reread)
        self._add.clicked.connect(self.file_wanted)
        self._undo.clicked.connect(self._want_undo)
        layout.addWidget(hint, 1)
        layout.addWidget(self._reread)
        layout.addWidget(self._undo)
        layout.addWidget(self._add)
        self.rows.addWidget(bar)
        context.look.theme_changed.connect(self._put_icons)
        context.session.shop_changed.connect(self._put_undo)
        self._put_icons()
        self._put_undo()

    def steps(self, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:  # noqa: D102
        def read(ctx: RunContext, _before: object) -> tuple[tuple[str, SetAside], ...]:
            return tuple(islice(set_aside_rows(shop.project, ctx=ctx), SHOWN))

        def make(_ctx: RunContext, rows: tuple[tuple[str, SetAside], ...]) -> Page:
            return data_page(shop.imports, words, rows)

        return ((Lane.STORE, read), (Lane.READ, make))

    def _put_icons(self) -> None:
        colour = self.context.look.theme.text
        self._add.setIcon(icons.icon("add", colour))
        self._undo.setIcon(icons.icon("undo", colour))

    def _put_undo(self) -> None:
        shop = self.context.session.shop
        self._undo.setEnabled(bool(shop and shop.imports))
        self._reread.setEnabled(bool(shop and shop.imports and not shop.is_sample))

    def _want_reread(self) -> None:
        shop = self.context.session.shop
        if shop is not None and shop.imports:
            self.reread_wanted.emit(self._marked() or shop.imports[-1].import_id)

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
