"""A chart with its title, its sentence and the way to read it as a table."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from clm_desktop.jobs.runner import JobRunner
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.widgets.chart_canvas import ChartCanvas
from clm_desktop.ui.widgets.chart_table import chart_table
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.view.blocks import ChartBlock
from clm_desktop.view.marks import N_


class ChartPanel(QWidget):
    """Shows one ChartBlock. ``row_opened`` says what a cell that was clicked is about."""

    row_opened = Signal(str, int)  # kind, key

    def __init__(
        self, block: ChartBlock, look: Look, runner: JobRunner, parent: QWidget | None = None
    ) -> None:
        """Show the picture first."""
        super().__init__(parent)
        self._block = block
        self._look = look
        self._texts = Texts(look, self)
        self.canvas = ChartCanvas(look, runner)
        self.canvas.set_block(block)
        self.canvas.cell_opened.connect(self.row_opened)
        self._table: BlockView | None = None
        self._switch = button(f"read_as_table_{block.name}", "link")
        self._switch.setCheckable(True)
        self._switch.toggled.connect(self._show)
        self._texts.call(self._put_switch)
        head = row(gap=0.5)
        head.addWidget(PlainLabel(block.title, bold=True), 1)
        head.addWidget(self._switch)
        self._stack = QStackedLayout()
        layout = column(self, gap=0.25)
        layout.addLayout(head)
        layout.addWidget(PlainLabel(block.sentence, role="muted"))
        layout.addLayout(self._stack, 1)
        self._stack.addWidget(self.canvas)  # now that it has a parent: it shows its first widget

    def _put_switch(self) -> None:
        source = N_("Show as chart") if self._switch.isChecked() else N_("Read as table")
        translated = self._look.words.text
        self._switch.setText(translated(source))

    def _show(self, as_table: bool) -> None:
        if as_table and self._table is None:
            self._table = BlockView(self._look)
            self._table.setObjectName(f"table_{self._block.name}_chart")
            self._table.setAccessibleName(self._block.title)
            self._table.row_opened.connect(self.row_opened)
            self._table.set_block(chart_table(self._block, self._look.words))
            self._stack.addWidget(self._table)
        if self._table is not None:
            self._stack.setCurrentWidget(self._table if as_table else self.canvas)
        self._put_switch()
