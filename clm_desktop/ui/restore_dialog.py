"""The dialog that asks which earlier state of the shop is to come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from clm_desktop.core.earlier import BackupFacts
from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row
from clm_desktop.ui.widgets.table_panel import TablePanel
from clm_desktop.view.pages.backups import backups_table


class RestoreDialog(QDialog):
    """Lists what is kept with dates and counts; the state of today is kept when one is chosen."""

    def __init__(
        self,
        look: Look,
        kept: Sequence[BackupFacts],
        then: Callable[[BackupFacts], object],
        parent: QWidget,
    ) -> None:
        """Offer states, newest first; ``then`` gets the one that was chosen."""
        super().__init__(parent)
        words = look.words
        self._kept, self._then = kept, then
        self.setObjectName("restore_dialog")
        self.setWindowTitle(words.text("Restore an earlier state"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.panel = TablePanel(look, "backups", compact=True)
        self.panel.set_block(backups_table(kept, words))
        self.panel.export.hide()
        self.panel.row_opened.connect(lambda _kind, number: self._choose(number))
        self.restore = button("restore_confirm", "main")
        self.restore.setText(words.text("Restore this state"))
        self.restore.setEnabled(bool(kept))
        self.restore.clicked.connect(self._choose_marked)
        cancel = button("restore_cancel")
        cancel.setText(words.text("Cancel"))
        cancel.clicked.connect(self.reject)
        layout = column(self, gap=0.8, margin=1.2)
        layout.addWidget(PlainLabel(words.text("Restore an earlier state"), size=1.5, bold=True))
        hint = words.text(
            "The shop becomes what it was then. How it is now is kept in this list, so you can "
            "come back."
        )
        layout.addWidget(PlainLabel(hint, role="muted"))
        layout.addWidget(self.panel, 1 if kept else 0)
        if not kept:
            layout.addStretch(1)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.restore)
        layout.addLayout(foot)
        if kept:
            self.panel.view.selectRow(0)
        self.resize(unit() * 40, unit() * (24 if kept else 14))

    def _choose_marked(self) -> None:
        current = self.panel.view.currentIndex()
        key = self.panel.view.block_model.key_at(current.row()) if current.isValid() else 1
        self._choose(1 if key is None else key)

    def _choose(self, number: int) -> None:
        self.accept()
        self._then(self._kept[number - 1])
