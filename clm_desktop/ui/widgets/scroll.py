"""A page that scrolls up and down and never sideways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise
from operator import itemgetter

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.parts import column

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


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


def bring_into_view(widget: QWidget, place: QPoint) -> None:
    """Scroll the page that a widget stands on until a place of the widget is seen."""
    over = widget.parentWidget()
    while over is not None:
        page = over.widget() if isinstance(over, QScrollArea) else None
        if isinstance(over, QScrollArea) and page is not None:
            at = widget.mapTo(page, place)
            over.ensureVisible(at.x(), at.y(), unit() * 3, unit() * 3)
            return
        over = over.parentWidget()


def empty(layout: QLayout) -> None:
    """Delete everything in a layout, the layouts within it too, once nothing of it is at work.

    It moves to a widget that nobody sees: it may be in the middle of the very click that empties
    the page, so Qt is to delete it when it has come back from there. Up to then the connection
    keeps the widget's name, with whose end Python would delete it at once.
    """
    leaving = QWidget()
    for widget in _taken(layout):
        widget.setParent(leaving)
    leaving.destroyed.connect(partial(_gone, leaving))
    leaving.deleteLater()


def _gone(_kept: QWidget) -> None:
    """Nothing is left to do."""


def _taken(layout: QLayout) -> Iterator[QWidget]:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _taken(inner)


def in_reading_order(layout: QLayout) -> Iterator[QWidget]:
    """What takes the keyboard in a layout, as it is laid out; Tab goes by when it was made.

    Asks for places and never for a layout's items: Qt deletes an item with no word to its Python
    side, which goes on standing for that address, and what is made there next is released twice.
    """
    place = layout.parentWidget()
    parts: list[QWidget | QLayout] = [*layout.findChildren(QLayout, options=_DIRECT)]
    if place is not None:
        parts += place.findChildren(QWidget, options=_DIRECT)
    laid = [(layout.indexOf(part), part) for part in parts]
    for _, part in sorted((one for one in laid if one[0] >= 0), key=itemgetter(0)):
        if isinstance(part, QLayout):
            yield from in_reading_order(part)
            continue
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield part
        if (inside := part.layout()) is not None:
            yield from in_reading_order(inside)


def tab_through(widgets: Iterable[QWidget]) -> None:
    """Let Tab go from each to the next."""
    for one, following in pairwise(widgets):
        QWidget.setTabOrder(one, following)
