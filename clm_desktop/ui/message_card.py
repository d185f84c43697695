"""One card per group: who they are, what an offer may cost, what to write and when."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row
from clm_desktop.view.blocks import Tile


class MessageCard(QDialog):
    """The message can be changed before it is copied; nothing is ever sent."""

    def __init__(self, look: Look, tile: Tile, parent: QWidget | None = None) -> None:
        """Show the card of a group."""
        super().__init__(parent)
        text = look.words.text
        self.setObjectName("message_card")
        self.setWindowTitle(tile.name)
        self.setMinimumWidth(unit() * 28)
        layout = column(self, gap=0.5, margin=1)
        layout.addWidget(PlainLabel(tile.name, size=1.25, bold=True))
        layout.addWidget(PlainLabel(f"{tile.customers} · {tile.share_text}", role="muted"))
        for title, told in (
            (text("Who"), tile.meaning),
            (text("Do"), tile.do),
            (text("Don't"), tile.dont),
            (text("Offer"), tile.ceiling),
            (text("When"), tile.when),
        ):
            if told:
                line = row(gap=0.6)
                name = PlainLabel(title, role="muted", wrap=False)
                name.setMinimumWidth(unit() * 4)
                line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
                line.addWidget(PlainLabel(told), 1)
                layout.addLayout(line)
        layout.addWidget(PlainLabel(text("Message"), role="muted"))
        self.message = QPlainTextEdit(tile.message)
        self.message.setObjectName("message_text")
        self.message.setAccessibleName(text("Message"))
        self.message.setMinimumHeight(unit() * 6)
        self.message.setTabChangesFocus(True)
        layout.addWidget(self.message)
        copy, close = button("message_copy"), button("message_close")
        copy.setText(text("Copy the message"))
        close.setText(text("Close"))
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.accept)
        buttons = row(gap=0.5)
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(copy)
        layout.addLayout(buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.message.toPlainText())
