"""Lays out any Page: the answer first, then numbers, things to do, groups, tables, charts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from clm_desktop.jobs.runner import JobRunner
from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.block_widgets import (
    ShareBar,
    card_widget,
    facts_widget,
    tile_widget,
)
from clm_desktop.ui.widgets.chart_panel import ChartPanel
from clm_desktop.ui.widgets.flow import GridFlow
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, frame, row
from clm_desktop.ui.widgets.scroll import Scroll, empty
from clm_desktop.ui.widgets.table_panel import TablePanel
from clm_desktop.view.blocks import ChartBlock, ChartKind, Kind, Page, TableBlock, Tile

READING_WIDTH = 52  # lines of text are no wider than this many line heights
LEAST_ROWS, MOST_ROWS = 1, 14
WIDE = (ChartKind.HEAT, ChartKind.FLOW, ChartKind.GRAPH, ChartKind.SCATTER)  # need the whole row


class PageView(QWidget):
    """One page on the screen. Tables keep their search when the page comes again."""

    card_opened = Signal(object)  # Card
    tile_opened = Signal(str)  # segment id
    message_wanted = Signal(object)  # Tile
    tile_removed = Signal(str)  # name
    row_opened = Signal(str, int)
    row_entered = Signal(str, int)
    export_wanted = Signal(object, str)

    def __init__(self, look: Look, runner: JobRunner, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._look = look
        self._runner = runner
        self._panels: dict[str, TablePanel] = {}
        self._chosen: Sequence[int] | None = None
        self._scheme = 0
        self.page: Page | None = None
        self._layout = column(self, gap=0)

    def set_page(self, page: Page, chosen: Sequence[int] | None = None) -> None:
        """Show a page; ``chosen`` keys narrow its tables to the rows they name."""
        self.page = page
        self._chosen = chosen
        for panel in self._panels.values():
            panel.setParent(None)  # they are shown again below
        empty(self._layout)
        fills = _is_one_long_table(page)
        self._layout.addWidget(self._filling(page) if fills else self._scrolling(page))
        names = {table.name for table in page.tables}
        for name in [name for name in self._panels if name not in names]:
            self._panels.pop(name).deleteLater()

    def tables(self) -> tuple[TablePanel, ...]:
        """The page's tables, first one first."""
        return tuple(self._panels[table.name] for table in self.page.tables) if self.page else ()

    # ---- two ways to lay out --------------------------------------------------------------

    def _filling(self, page: Page) -> QWidget:
        """One table that takes the room that is left; the page scrolls where that is too little."""
        made = Scroll(margin=1.2, gap=0.8)
        body = made.body
        self._head(body, page)
        panel = self._table(page.tables[0])
        panel.fill()
        body.addWidget(panel, 1)
        panel.show()  # it may have been shown before, on a page that is gone
        self._notes(body, page)
        return made

    def _scrolling(self, page: Page) -> QWidget:
        made = Scroll(margin=1.2, gap=1.1)
        self._head(made.body, page)
        if page.cards:
            cards = column(gap=0.5)
            for number, card in enumerate(page.cards, start=1):
                cards.addWidget(card_widget(self._look, number, card, self.card_opened.emit))
            made.body.addLayout(cards)
        if page.tile_sets:
            made.body.addLayout(self._tile_sets(page))
        if page.charts and page.pictures_first:
            made.body.addWidget(self.charts(page.charts))
        for table in page.tables:
            panel = self._table(table)
            panel.fit_rows(LEAST_ROWS, MOST_ROWS)
            made.body.addWidget(panel)
            panel.show()
        if page.charts and not page.pictures_first:
            made.body.addWidget(self.charts(page.charts))
        self._notes(made.body, page)
        made.body.addStretch(1)
        return made

    # ---- parts ----------------------------------------------------------------------------

    def _head(self, body: QVBoxLayout, page: Page) -> None:
        head = column(gap=0.25)
        title = PlainLabel(page.title, size=1.75, bold=True)
        title.setObjectName("page_title")
        head.addWidget(title)
        if page.lead:
            head.addWidget(reading(PlainLabel(page.lead, size=1.15)))
        if page.as_of:
            head.addWidget(reading(PlainLabel(page.as_of, role="muted")))
        body.addLayout(head)
        if page.empty:
            body.addWidget(empty_state(page.empty))
        if page.facts:
            body.addWidget(facts_widget(page.facts))
        if page.news is not None:
            body.addWidget(card_widget(self._look, None, page.news, self.card_opened.emit))

    def _notes(self, body: QVBoxLayout, page: Page) -> None:
        notes = column(gap=0.25)
        for note in page.notes:
            notes.addWidget(reading(PlainLabel(note, role="muted")))
        body.addLayout(notes)

    def _tile_sets(self, page: Page) -> QVBoxLayout:
        """One grouping at a time; the switch above says which."""
        whole = column(gap=0.8)
        sets = [self._tiles(tiles) for _, tiles in page.tile_sets]
        if len(sets) > 1:
            switch, group = row(gap=0.15), QButtonGroup(sets[0])
            for position, (title, _) in enumerate(page.tile_sets):
                choice = button(f"scheme_{position}", "choice")
                choice.setText(title)
                choice.setCheckable(True)
                group.addButton(choice, position)
                switch.addWidget(choice)
            switch.addStretch(1)
            whole.addLayout(switch)
            group.idClicked.connect(lambda i: self._show_scheme(sets, i))
            group.button(min(self._scheme, len(sets) - 1)).setChecked(True)
        shown = min(self._scheme, len(sets) - 1)
        for place, groups in enumerate(sets):
            whole.addWidget(groups)
            if place != shown:
                groups.hide()
        return whole

    def _show_scheme(self, sets: Sequence[QWidget], position: int) -> None:
        """Hide the others wholly: a stack of pages would keep the height of the highest."""
        self._scheme = position
        for place, groups in enumerate(sets):
            groups.setVisible(place == position)

    def _tiles(self, tiles: tuple[Tile, ...]) -> QWidget:
        made = QWidget()
        body = column(made, gap=0.8)
        if not tiles:
            body.addWidget(empty_state(self._look.words.text("Nothing here yet.")))
            return made
        body.addWidget(ShareBar(self._look, tiles))
        grid = QWidget()
        flow = GridFlow(grid, min_width=unit() * 17, spacing=round(unit() * 0.6))
        for tile in tiles:
            made_tile = tile_widget(
                self._look,
                tile,
                self.tile_opened.emit,
                self.message_wanted.emit,
                self.tile_removed.emit,
            )
            flow.addWidget(made_tile)
        body.addWidget(grid)
        body.addStretch(1)
        return made

    def _table(self, block: TableBlock) -> TablePanel:
        panel = self._panels.get(block.name)
        if panel is None:
            panel = TablePanel(self._look, block.name)
            panel.row_opened.connect(self.row_opened)
            panel.row_entered.connect(self.row_entered)
            panel.export_wanted.connect(self.export_wanted)
            self._panels[block.name] = panel
        panel.set_block(block, self._chosen)
        return panel

    def charts(self, blocks: tuple[ChartBlock, ...]) -> QWidget:
        """Charts side by side where there is room; some need the whole row."""
        made = QWidget()
        rows = column(made, gap=1)
        beside: GridFlow | None = None
        for block in blocks:
            box = frame("card")
            panel = ChartPanel(block, self._look, self._runner)
            panel.row_opened.connect(self.row_opened)
            column(box, margin=0.75).addWidget(panel)
            if block.kind in WIDE or block.x_kind is Kind.DATE:
                rows.addWidget(box)
                beside = None
                continue
            if beside is None:
                place = QWidget()
                beside = GridFlow(place, min_width=unit() * 22, spacing=unit())
                rows.addWidget(place)
            beside.addWidget(box)
        return made


def _is_one_long_table(page: Page) -> bool:
    """Whether a page is all about one table that has rows for all the room there is."""
    if len(page.tables) != 1 or page.cards or page.tile_sets or page.charts:
        return False
    return len(page.tables[0]) > MOST_ROWS


def reading(label: PlainLabel) -> PlainLabel:
    """Keep lines of text short enough to be read."""
    label.setMaximumWidth(unit() * READING_WIDTH)
    return label


def empty_state(text: str) -> QWidget:
    """What to do where there is nothing yet."""
    box = frame("card")
    layout = column(box, margin=2)
    label = PlainLabel(text, size=1.1)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    layout.addWidget(label)
    return box
