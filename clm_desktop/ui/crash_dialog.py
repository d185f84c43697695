"""A bug of ours, said plainly: the data is safe, here is a report that names nobody."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row


class CrashDialog(QDialog):
    """Shows a report and lets the owner take it along."""

    def __init__(self, look: Look, report: str, file: Path, parent: QWidget | None = None) -> None:
        """Show a report that was written to a file."""
        super().__init__(parent)
        self.setObjectName("crash_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = look.words
        self.setWindowTitle(words.text("A fault in the program"))
        text = QPlainTextEdit(report)
        text.setObjectName("crash_report")
        text.setReadOnly(True)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text.setAccessibleName(words.text("Report"))
        copy, folder, close = button("crash_copy"), button("crash_folder"), button("crash_close")
        close.setProperty("role", "main")
        copy.setText(words.text("Copy the report"))
        folder.setText(words.text("Open its folder"))
        close.setText(words.text("Continue"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))
        )
        close.clicked.connect(self.accept)
        layout = column(self, gap=0.7, margin=1.2)
        title = words.text("Something went wrong in the program")
        layout.addWidget(PlainLabel(title, size=1.4, bold=True))
        layout.addWidget(
            PlainLabel(
                words.text(
                    "This is our fault, not yours. Your shop's file is safe: a change is written "
                    "whole or not at all. The report below names no customer; nothing is sent "
                    "by itself."
                )
            )
        )
        layout.addWidget(text, 1)
        foot = row(gap=0.6)
        foot.addWidget(copy)
        foot.addWidget(folder)
        foot.addStretch(1)
        foot.addWidget(close)
        layout.addLayout(foot)
        self.resize(unit() * 40, unit() * 26)
