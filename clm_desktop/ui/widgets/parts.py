"""Frames, lines and buttons that the style sheet knows by their role."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.inputs import WholeBox

L = TypeVar("L", bound=QLayout)


def frame(role: str, parent: QWidget | None = None) -> QFrame:
    """A frame with the look of a role: card, side, nav, bar, drop, notice."""
    made = QFrame(parent)
    made.setProperty("role", role)
    return made


def hairline(parent: QWidget | None = None) -> QFrame:
    """A thin line across."""
    made = frame("line", parent)
    made.setFixedHeight(1)
    return made


def button(name: str, role: str = "", parent: QWidget | None = None) -> QPushButton:
    """A button with a test id; its words are put by the widget that owns it."""
    made = QPushButton(parent)
    made.setObjectName(name)
    made.setProperty("role", role)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    made.setAutoDefault(False)
    return made


def number_box(least: int, most: int) -> QSpinBox:
    """A box for a whole number that tells it when it is left, not while it is typed."""
    made = WholeBox()
    made.setRange(least, most)
    made.setKeyboardTracking(False)
    for inside in made.findChildren(QLineEdit):  # a style sheet cannot move it off the frame
        inside.setTextMargins(unit() // 2, 0, 0, 0)
    return made


def column(parent: QWidget | None = None, *, gap: float = 0.5, margin: float = 0) -> QVBoxLayout:
    """A vertical layout; gap and margin in lines of text."""
    return _spaced(QVBoxLayout(parent) if parent else QVBoxLayout(), gap, margin)


def row(parent: QWidget | None = None, *, gap: float = 0.5, margin: float = 0) -> QHBoxLayout:
    """A horizontal layout; gap and margin in lines of text."""
    return _spaced(QHBoxLayout(parent) if parent else QHBoxLayout(), gap, margin)


def _spaced(layout: L, gap: float, margin: float) -> L:
    around = round(unit() * margin)
    layout.setSpacing(round(unit() * gap))
    layout.setContentsMargins(around, around, around, around)
    return layout
