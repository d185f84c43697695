"""What became of a small table: its account, and every line that was not understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row


class ReceiptDialog(QDialog):
    """Sentences, lines to read and to copy; ``undo`` None: there is nothing to take back."""

    def __init__(
        self,
        look: Look,
        title: str,
        sentences: Sequence[str],
        lines: Sequence[str],
        parent: QWidget,
        *,
        undo: Callable[[], object] | None = None,
    ) -> None:
        """Show it; Close leaves everything as it is."""
        super().__init__(parent)
        self.setObjectName("receipt_dialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = column(self, gap=0.8, margin=1.2)
        layout.addWidget(PlainLabel(title, size=1.5, bold=True))
        for sentence in sentences:
            layout.addWidget(PlainLabel(sentence).selectable())
        self.lines = QPlainTextEdit("\n".join(lines))
        self.lines.setObjectName("receipt_lines")
        self.lines.setAccessibleName(title)
        self.lines.setReadOnly(True)
        layout.addWidget(self.lines, 1)
        foot = row()
        foot.addStretch(1)
        self.undo = button("receipt_undo")
        self.undo.setText(look.words.text("Undo"))
        close = button("receipt_close", "main")
        close.setText(look.words.text("Close"))
        close.clicked.connect(self.accept)
        foot.addWidget(self.undo)
        foot.addWidget(close)
        layout.addLayout(foot)
        self.undo.setVisible(undo is not None)  # not before it has a parent: it would flash
        self.resize(unit() * 40, unit() * 26)
        close.setFocus()

        def take_back() -> None:
            self.accept()
            if undo is not None:
                undo()

        self.undo.clicked.connect(take_back)
