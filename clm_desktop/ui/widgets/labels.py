"""Labels: always plain text, because names and files come from outside."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from clm_desktop.ui.overrides import called_by_qt


class PlainLabel(QLabel):
    """Text that is never read as markup and wraps rather than being cut.

    ``role`` is a name that the style sheet knows (title, lead, muted, figure ...); ``size`` is a
    factor of the normal text size.
    """

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "",
        size: float = 1.0,
        bold: bool = False,
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Show a text."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)
        if size != 1.0 or bold:
            font = QFont(self.font())
            font.setPointSizeF(font.pointSizeF() * size)
            font.setBold(bold)
            self.setFont(font)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(text)

    @called_by_qt
    def heightForWidth(self, width: int) -> int:  # noqa: D102
        # Qt asks for the height at the page's width but lays out at no more than the maximum.
        return super().heightForWidth(min(width, self.maximumWidth()))

    def selectable(self) -> PlainLabel:
        """Let the text be marked and copied."""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return self


def safe_tip(text: str) -> str:
    """A tooltip that shows a text as it stands and wraps it; '' for none.

    Tooltips guess whether they are markup, so they are given markup without any from outside.
    """
    return f"<span>{html.escape(text).replace(chr(10), '<br>')}</span>" if text else ""
