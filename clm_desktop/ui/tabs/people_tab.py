"""Same person: who was brought together and why, who may be, and the owner's word about both."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import Lane, Step
from clm_desktop.store.people import PeopleFound
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.look import Texts
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.ui.widgets.bars import bar_above, bar_below
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button
from clm_desktop.ui.widgets.table_model import HIDDEN, NO_INDEX
from clm_desktop.view.blocks import Page
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.people import PeoplePage, Together, people_page
from clm_desktop.view.words import Words


class PeopleTab(PageTab):
    """Reached from the customers; the marked row of a table is what the buttons are about."""

    page_id = "people"

    decided = Signal(object, str, bool)  # keys, what they are called, whether they are one person
    left = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Add the way back and the bar with what can be decided."""
        super().__init__(context, parent)
        self._put = Texts(context.look, self).put
        self._marked: Together | None = None
        self._kind = "proposals"
        self.back = button("people_back")
        self._put(self.back.setText, N_("Back to the customers"))
        self.back.clicked.connect(self.left)
        self._about = PlainLabel(role="muted")
        self.together = self._decision("people_together", N_("Together"), together=True)
        self._put(self.together.setToolTip, N_("Count them as one person"))
        self.apart = self._decision("people_apart", N_("Not the same"), together=False)
        self._put(self.apart.setToolTip, N_("Never ask about these again"))
        self.separate = self._decision("people_separate", N_("Separate them"), together=False)
        self._put(self.separate.setToolTip, N_("Count each as a person of their own"))
        above, upper = bar_above()
        upper.addWidget(self.back)
        upper.addStretch(1)
        self.rows.insertWidget(0, above)
        below, lower = bar_below()
        for part in (self._about, self.separate, self.apart, self.together):
            lower.addWidget(part, int(part is self._about))
        self.rows.addWidget(below)
        self.page_shown.connect(self._mark_first)
        context.look.names_hidden_changed.connect(self._show_marked)
        self._show_marked()

    def steps(self, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:  # noqa: D102
        def read(ctx: RunContext, _before: object) -> PeopleFound:
            from clm_desktop.usecases.people import list_people

            return list_people(shop.project, ctx)

        def make(_ctx: RunContext, found: PeopleFound) -> Page:
            return people_page(found, words)

        return ((Lane.STORE, read), (Lane.READ, make))

    def _decision(self, name: str, title: str, *, together: bool) -> QPushButton:
        made = button(name, "main" if together else "")
        self._put(made.setText, title)
        made.clicked.connect(lambda: self._decide(together))
        return made

    def _decide(self, together: bool) -> None:
        if self._marked is not None:
            self.decided.emit(self._marked.keys, self._marked.called, together)

    # ---- the marked row -------------------------------------------------------------------

    def _row_opened(self, kind: str, key: int) -> None:
        self._mark(kind, key)

    def _row_entered(self, kind: str, key: int) -> None:
        self._mark(kind, key)

    def _mark(self, kind: str, place: int) -> None:
        """Follow the tables: only one of them has a marked row."""
        page = self.page
        if not isinstance(page, PeoplePage):
            return
        rows = page.proposals if kind == "proposals" else page.merged
        self._kind, self._marked = kind, rows[place] if place < len(rows) else None
        for panel in self.view.tables():
            if panel.view.block_model.block.row_kind != kind:
                panel.view.setCurrentIndex(NO_INDEX)
                panel.view.clearSelection()
        self._show_marked()

    def _mark_first(self) -> None:
        """What is to be decided comes first."""
        self._marked = None
        for panel in self.view.tables():
            if panel.view.block_model.rowCount():
                panel.view.selectRow(0)
                focused = QApplication.focusWidget()
                if focused is None or not self.isAncestorOf(focused):
                    panel.view.setFocus()
                break
        self._show_marked()

    def _show_marked(self) -> None:
        marked, words = self._marked, self.context.look.words
        proposed = self._kind == "proposals"
        self.together.setVisible(proposed)
        self.apart.setVisible(proposed)
        self.separate.setVisible(not proposed)
        for decision in (self.together, self.apart, self.separate):
            decision.setEnabled(marked is not None)
        if marked is None:
            self._about.setText(words.text("Mark a row to decide about it."))
            return
        called = HIDDEN if self.context.look.names_hidden else marked.called
        self._about.setText(words.text("{people}: {why}", people=called, why=marked.why))
