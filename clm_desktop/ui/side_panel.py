"""The panel on the right: one customer, or the details behind the page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QToolButton, QVBoxLayout, QWidget

from clm_desktop.jobs.runner import JobRunner
from clm_desktop.ui import icons
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.block_widgets import facts_widget
from clm_desktop.ui.widgets.chart_panel import ChartPanel
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, hairline, row
from clm_desktop.ui.widgets.private_label import PrivateLabel
from clm_desktop.ui.widgets.said_marks import SaidMarks
from clm_desktop.ui.widgets.scroll import Scroll
from clm_desktop.ui.widgets.table_panel import TablePanel
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.view.blocks import CustomerCard, CustomerKey, Page, TableBlock
from clm_desktop.view.marks import N_


class SidePanel(QFrame):
    """A scrolling column with a way to close it."""

    closed = Signal()
    row_opened = Signal(str, int)
    export_wanted = Signal(object, str)
    split_wanted = Signal(str, str)  # a key of the customer, what it is called
    said = Signal(int, str, object)  # customer, word, its text or None to take it back
    tips_asked = Signal(object, object, str)  # BlockView, place in it, key of the customer

    def __init__(self, look: Look, runner: JobRunner, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setProperty("role", "side")
        self._look = look
        self._runner = runner
        self._texts = Texts(look, self)
        self._title = PrivateLabel(look, size=1.25, bold=True)
        self._close = QToolButton()
        self._close.setObjectName("close_side")
        self._close.clicked.connect(self.closed)
        self._texts.put(self._close.setToolTip, N_("Close (Esc)"))
        self._texts.put(self._close.setAccessibleName, N_("Close (Esc)"))
        head = row(gap=0.5)
        head.setContentsMargins(unit(), round(unit() * 0.8), round(unit() * 0.6), 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self._scroll = Scroll(margin=1, gap=0.9)
        layout = column(self, gap=0)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        self.setMinimumWidth(unit() * 15)
        look.theme_changed.connect(self._put_icon)
        self._put_icon()

    def _put_icon(self) -> None:
        self._close.setIcon(icons.icon("close", self._look.theme.text))

    # ---- one customer ---------------------------------------------------------------------

    def show_customer(self, card: CustomerCard) -> None:
        """Everything about one customer."""
        words = self._look.words
        self._title.tell(card.title, (card.title,))
        self._scroll.clear()
        body = self._scroll.body
        if card.subtitle:
            told = PrivateLabel(self._look, card.subtitle, (card.key,), role="muted")
            body.addWidget(told.selectable())
        if card.reach:
            body.addWidget(PrivateLabel(self._look, card.reach, (card.reach,)).selectable())
        if card.spared:
            body.addWidget(PlainLabel(card.spared, role="accent", bold=True))
        if card.risk_sentence:
            body.addWidget(PlainLabel(card.risk_sentence, size=1.1, bold=True))
        if card.reasons:
            reasons = column(gap=0.25)
            reasons.addWidget(PlainLabel(words.text("Why"), role="muted"))
            for reason in card.reasons:
                reasons.addWidget(PlainLabel(f"•  {reason}"))
            body.addLayout(reasons)
        if card.facts:
            body.addWidget(facts_widget(card.facts, lines=6, size=1.15))
        if card.marks:
            marks = SaidMarks(self._look, card)
            marks.said.connect(self.said)
            body.addWidget(marks)
        if card.keys:
            body.addLayout(self._keys(card))
        for block in (card.again, card.new, card.orders):
            panel = self._add_table(block, most=16 if block.name == "told" else 6)
            if panel is not None and block.row_kind == "product":
                view = panel.view
                view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                view.customContextMenuRequested.connect(partial(self._ask_tips, view, card.key))
        body.addStretch(1)

    def _ask_tips(self, view: BlockView, key: str, place: QPoint) -> None:
        self.tips_asked.emit(view, place, key)

    def _keys(self, card: CustomerCard) -> QVBoxLayout:
        """All that the person bought under, each but the first with a way out."""
        words = self._look.words
        made = column(gap=0.25)
        made.addWidget(PlainLabel(words.text("Bought as"), role="muted"))
        for place, one in enumerate(card.keys):
            line = row(gap=0.5)
            called = PrivateLabel(self._look, one.called, (one.called,))
            line.addWidget(called.selectable(), 1)
            if place:
                split = button(f"split_{place}")
                split.setText(words.text("Not this person"))
                split.setAccessibleName(
                    words.text("{customer}: not this person", customer=one.called)
                )
                split.clicked.connect(partial(self._split, one))
                line.addWidget(split)
            made.addLayout(line)
        return made

    def _split(self, one: CustomerKey, _checked: bool = False) -> None:
        self.split_wanted.emit(one.key, one.called)

    def append(self, widget: QWidget) -> None:
        """Put something below what is shown."""
        body = self._scroll.body
        body.insertWidget(max(body.count() - 1, 0), widget)  # before the stretch

    def show_widget(self, title: str, widget: QWidget) -> None:
        """Something that is laid out by itself, in place of what was shown."""
        self._title.tell(title)
        self._scroll.clear()
        self._scroll.body.addWidget(widget)
        self._scroll.body.addStretch(1)

    # ---- what stands behind a page --------------------------------------------------------

    def show_details(self, page: Page | None) -> None:
        """The figures behind a page: how it was computed and checked."""
        words = self._look.words
        self._title.tell(words.text("Details"))
        self._scroll.clear()
        body = self._scroll.body
        if page is None or not (page.details or page.detail_tables or page.detail_charts):
            body.addWidget(
                PlainLabel(words.text("This page has no further details."), role="muted")
            )
        else:
            body.addLayout(_pairs(page.details))
            for block in page.detail_charts:
                body.addWidget(hairline())
                body.addWidget(ChartPanel(block, self._look, self._runner))
            for table in page.detail_tables:
                body.addWidget(hairline())
                self._add_table(table, most=12)
        body.addStretch(1)

    def _add_table(self, block: TableBlock, *, most: int) -> TablePanel | None:
        if not len(block) and not block.empty:
            return None
        panel = TablePanel(self._look, f"side_{block.name}", compact=True)
        panel.row_opened.connect(self.row_opened)
        panel.export_wanted.connect(self.export_wanted)
        panel.view.wrap_text()
        panel.set_block(block)
        panel.fit_rows(1, most)
        self._scroll.body.addWidget(panel)
        return panel


def _pairs(details: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(unit())
    grid.setVerticalSpacing(unit() // 3)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate(details):
        grid.addWidget(PlainLabel(name, role="muted"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(PlainLabel(value).selectable(), place, 1, Qt.AlignmentFlag.AlignTop)
    return grid
