"""The bars of a tab: what is shown is chosen above the page, what is done with it stands below."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from clm_desktop.ui.look import Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import frame, row

PAGE_MARGIN = 1.2  # lines of text; bars begin where the words of the page begin


def bar_above() -> tuple[QWidget, QHBoxLayout]:
    """A line above the page, on the ground of the page."""
    made = QWidget()
    line = row(made, gap=0.6)
    side = round(unit() * PAGE_MARGIN)
    line.setContentsMargins(side, round(unit() * 0.8), side, 0)
    return made, line


def bar_below() -> tuple[QFrame, QHBoxLayout]:
    """A line below the page that stays while the page scrolls."""
    made = frame("bar")
    line = row(made, gap=0.6)
    inset(made)
    return made, line


def inset(bar: QWidget) -> None:
    """Give a bar below the page the room around its parts that all of them have."""
    layout = bar.layout()
    if layout is not None:
        side = round(unit() * PAGE_MARGIN)
        layout.setContentsMargins(side, unit() // 2, side, unit() // 2)


def named(texts: Texts, box: QWidget, title: str) -> QWidget:
    """A field behind its name."""
    both = QWidget()
    line = row(both, gap=0.4)
    label = PlainLabel(role="muted", wrap=False)
    texts.put(label.setText, title)
    texts.put(box.setAccessibleName, title)
    line.addWidget(label)
    line.addWidget(box, 1)
    return both
