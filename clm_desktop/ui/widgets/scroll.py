"""A page that scrolls up and down and never sideways."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from clm_desktop.ui.widgets.parts import column


class Scroll(QScrollArea):
    """Room for blocks below each other; ``body`` is their layout."""

    def __init__(
        self, *, margin: float = 1.0, gap: float = 1.0, parent: QWidget | None = None
    ) -> None:
        """Make an empty page."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("role", "page")
        self.body: QVBoxLayout = column(inner, gap=gap, margin=margin)
        self.setWidget(inner)

    def clear(self) -> None:
        """Take everything off the page."""
        empty(self.body)


def empty(layout: QLayout) -> None:
    """Delete everything in a layout, the layouts within it too."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)
