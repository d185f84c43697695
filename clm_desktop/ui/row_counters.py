"""The four counters of the check screen; each opens its rows below it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.ingest.types import Fate, RowCounts
from clm_desktop.ui.cell_edit import CellEditor
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.flow import GridFlow
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.counted import EDITED, counted_rows, counters, headline, reasons
from clm_desktop.view.pages.rules import odd_rows, ways_of_writing


class RowCounters(QWidget):
    """Shows counts; ``save_wanted`` carries the fate of the rows to be saved."""

    save_wanted = Signal(object)  # Fate
    cell_typed = Signal(object, str)  # ToldRow, what its cell is to be

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Make the parts; nothing is counted yet."""
        super().__init__(parent)
        self.setObjectName("row_counters")
        self._look = look
        self._counts: RowCounts | None = None
        self._opened: Fate | None = None
        texts = Texts(look, self)
        self.headline = PlainLabel(size=1.15)
        self.headline.setObjectName("check_headline")
        self._buttons = {fate: button(f"rows_{fate.value}") for fate in Fate}
        counted = QWidget()
        flow = GridFlow(counted, min_width=unit() * 10, spacing=round(unit() * 0.3))
        for fate, one in self._buttons.items():
            one.setCheckable(True)
            one.clicked.connect(lambda _on=False, fate=fate: self.open(fate))
            flow.addWidget(one)
        self._why = PlainLabel(role="muted")
        self.table = BlockView(look)
        self.table.setObjectName("check_rows")
        self.save = button("check_save_rows")
        texts.put(self.save.setText, N_("Save these rows as a file…"))
        self.save.clicked.connect(lambda: self.save_wanted.emit(self._opened))
        self.editor = CellEditor(look)
        self.editor.typed.connect(self._typed)
        self.table.row_entered.connect(self._enter)
        self.table.row_opened.connect(self._start)
        self._title = PlainLabel(bold=True)
        self._rows = QWidget()
        head = row(gap=0.75)
        head.addWidget(self._title, 1)
        head.addWidget(self.save)
        opened = column(self._rows, gap=0.4)
        opened.addLayout(head)
        self._hint = PlainLabel(role="muted")
        texts.put(
            self._hint.setText, N_("Press Enter on a row, or click it, to type its cell anew.")
        )
        opened.addWidget(self._hint)
        opened.addWidget(self._why)
        opened.addWidget(self.table)
        opened.addWidget(self.editor)
        layout = column(self, gap=0.5)
        layout.addWidget(self.headline)
        layout.addWidget(counted)
        layout.addWidget(self._rows)
        self.set_counts(None, is_open=False)
        look.words_changed.connect(self._put)

    def set_counts(self, counts: RowCounts | None, *, is_open: bool) -> None:
        """Show counts, or (None) that they are waited for; ``is_open``: for an answer."""
        self._counts = counts
        self._is_open = is_open
        self._put()

    def open(self, fate: Fate) -> None:
        """Open the rows of a counter; a second time closes them."""
        self._opened = None if fate is self._opened else fate
        self._put()

    def _enter(self, _kind: str, place: int) -> None:
        """Offer the cell of the row that the mouse or the keys are on, where it can be mended."""
        counts, fate = self._counts, self._opened
        rows = () if counts is None or fate is None else counts.rows_shown(fate)
        told = rows[place] if place < len(rows) else None
        may = told is not None and (fate is Fate.SET_ASIDE or told[1].reason == EDITED)
        self.editor.edit(told if may else None)

    def _start(self, kind: str, place: int) -> None:
        self._enter(kind, place)
        self.editor.start()

    def _typed(self, told: object, text: str) -> None:
        self.table.setFocus()
        self.cell_typed.emit(told, text)

    def _put(self) -> None:
        words, counts = self._look.words, self._counts
        if counts is not None:
            self.headline.setText("\n".join([headline(counts, words), *odd_rows(counts, words)]))
        elif self._is_open:
            self.headline.setText(words.text("The rows are counted once this is answered."))
        else:
            self.headline.setText(words.text("Counting the rows…"))
        told = dict(counters(counts, words))
        for fate, one in self._buttons.items():
            one.setText(told[fate.value])
            one.setEnabled(counts is not None)
            one.setChecked(counts is not None and fate is self._opened)
        fate_opened = self._opened
        self._rows.setVisible(counts is not None and fate_opened is not None)
        if counts is None or fate_opened is None:
            return
        self.editor.edit(None)
        block = counted_rows(counts, fate_opened, words)
        why = reasons(counts, fate_opened, words)
        if fate_opened is Fate.MENDED:
            why = "\n".join(part for part in (why, ways_of_writing(counts, words)) if part)
        self._title.setText(block.title)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._hint.setVisible(fate_opened is Fate.SET_ASIDE and len(block) > 0)
        self.save.setEnabled(counts.of(fate_opened) > 0)
        self.table.set_block(block)
        self.table.setAccessibleName(block.title)
        self.table.setFixedHeight(self.table.fitting_height(1, 8))
