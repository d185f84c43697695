"""A page that scrolls up and down and never sideways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
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
    """Delete everything in a layout, the layouts within it too, once nothing of it is at work.

    A widget without a parent belongs to Python and goes with its last name, and one of these may be
    in the middle of the very click that empties the page: their names are kept until Qt is done.
    """
    leaving = list(_taken(layout))
    QTimer.singleShot(0, leaving.clear)


def _taken(layout: QLayout) -> Iterator[QWidget]:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _taken(inner)


def in_reading_order(layout: QLayout) -> Iterator[QWidget]:
    """What takes the keyboard in a layout, as it is laid out; Tab goes by when it was made."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget = item.widget() if item is not None else None
        if widget is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        inside = widget.layout() if widget is not None else item.layout() if item else None
        if inside is not None:
            yield from in_reading_order(inside)


def tab_through(widgets: Iterable[QWidget]) -> None:
    """Let Tab go from each to the next."""
    for one, following in pairwise(widgets):
        QWidget.setTabOrder(one, following)
