"""The rules of an import that the owner can switch: statuses, and the day of refunds."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from clm_desktop.ingest.meaning.status import word_key
from clm_desktop.ingest.types import ColumnMapping, RefundDay, RowCounts, Treatment
from clm_desktop.ui.look import Look
from clm_desktop.ui.widgets.choice_row import ChoiceRow
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import column, frame
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.view.pages import rules

_ROWS_SHOWN = 7  # of the statuses; the others by scrolling


class FileRules(QWidget):
    """Keeps what was counted last, so that nothing jumps while the rows are counted again."""

    status_changed = Signal(str, object)  # word, Treatment or None: as usual
    refunds_changed = Signal(object)  # RefundDay

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Nothing to show yet."""
        super().__init__(parent)
        self.setObjectName("file_rules")
        self._look = look
        self._counts: RowCounts | None = None
        self._mapping = ColumnMapping(fields=())
        self._offered_in = ""  # language of the choice of days
        self._title = PlainLabel(bold=True)
        self._hint = PlainLabel(role="muted")
        self.table = BlockView(look, sorts=False)
        self.table.setObjectName("check_statuses")
        self.table.row_opened.connect(self._offer)
        self._account = PlainLabel()
        self._account.setObjectName("check_account")
        self._ask = PlainLabel()
        self._days = ChoiceRow("refunds_on")
        self._days.chosen.connect(lambda code: self.refunds_changed.emit(RefundDay(code)))
        self._choice = QWidget()
        chosen = column(self._choice, gap=0.3)
        chosen.addWidget(self._ask)
        chosen.addWidget(self._days, 0, Qt.AlignmentFlag.AlignLeft)
        box = frame("card")
        inside = column(box, gap=0.4, margin=0.75)
        for part in (self._title, self._hint, self.table, self._account, self._choice):
            inside.addWidget(part)
        column(self, gap=0).addWidget(box)
        self.hide()
        look.words_changed.connect(self._put)

    def clear(self) -> None:
        """Other files are shown: forget what was counted."""
        self._counts = None
        self._put()

    def set_mapping(self, mapping: ColumnMapping) -> None:
        """Show what the owner decided."""
        self._mapping = mapping
        self._put()

    def set_counts(self, counts: RowCounts) -> None:
        """Show what was counted."""
        self._counts = counts
        self._put()

    def _put(self) -> None:
        words, counts = self._look.words, self._counts
        account = () if counts is None else rules.money_account(counts, words)
        told = "" if counts is None else rules.refunds_told(counts, words)
        statuses = () if counts is None else counts.statuses
        self.setVisible(bool(statuses or told or self._has_later(counts)))
        if counts is None or self.isHidden():
            return
        at = self.table.currentIndex().row()
        decided = dict(self._mapping.statuses)
        chosen = {s.word: decided[k] for s in statuses if (k := word_key(s.word)) in decided}
        block = rules.status_table(statuses, chosen, words)
        self.table.set_block(block)
        self.table.setAccessibleName(block.title)
        self.table.setFixedHeight(self.table.fitting_height(1, _ROWS_SHOWN))
        if 0 <= at < len(statuses):
            self.table.setCurrentIndex(self.table.block_model.index(at, 0))
        self._title.setText(block.title)
        self._hint.setText(words.text("Click a line, or press Enter on it, to change it."))
        for part in (self._title, self._hint, self.table):
            part.setVisible(bool(statuses))
        self._account.setText("\n".join((*account, *((told,) if told else ()))))
        self._ask.setText(rules.later_refunds(counts, words))
        if self._offered_in != words.lang:
            self._offered_in = words.lang
            self._days.offer([(day.value, rules.refund_day(day, words)) for day in RefundDay], "")
        self._days.set_current(self._mapping.refunds_on.value)
        self._choice.setVisible(self._has_later(counts))

    @staticmethod
    def _has_later(counts: RowCounts | None) -> bool:
        """Whether money was given back on later days, so that there is something to choose."""
        return counts is not None and bool(counts.account and counts.account.later_refunds_cents)

    def _offer(self, _kind: str, place: int) -> None:
        """Let the owner say what becomes of the rows of a status."""
        if self._counts is None:
            return
        words, one = self._look.words, self._counts.statuses[place]
        now = dict(self._mapping.statuses).get(word_key(one.word), one.usual)
        menu = QMenu(self)
        menu.setObjectName("status_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for which in Treatment:
            action = menu.addAction(rules.treatment(which, words))
            action.setCheckable(True)
            action.setChecked(which is now)
            told = None if which is one.usual else which
            action.triggered.connect(partial(self._choose, one.word, told))
            if which is now:
                menu.setActiveAction(action)
        menu.popup(self._below(place))

    def _choose(self, word: str, told: Treatment | None, _on: bool = False) -> None:
        self.status_changed.emit(word, told)

    def _below(self, place: int) -> QPoint:
        """Where the menu of a row opens: under the mouse, or under the row for the keyboard."""
        viewport = self.table.viewport()
        if viewport.underMouse():
            return QCursor.pos() + QPoint(0, 4)
        cell = self.table.visualRect(self.table.block_model.index(place, 2))
        return viewport.mapToGlobal(cell.bottomLeft())
