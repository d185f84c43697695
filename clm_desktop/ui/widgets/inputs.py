"""What is chosen and typed on a page, so made that the wheel scrolls the page.

Qt lets the wheel change whatever lies under the pointer: who scrolls past a budget or a consent
would change it without a word.
"""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QDoubleSpinBox, QSlider, QSpinBox

from clm_desktop.ui.overrides import called_by_qt


class _PassesWheel:
    """Hands the wheel up; focus comes by a click and by Tab only."""

    @called_by_qt
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceBox(_PassesWheel, QComboBox):
    """One of a list, or what is typed where it is ``editable``."""

    def __init__(self, *, editable: bool = False) -> None:
        """Make it empty."""
        super().__init__()
        self.setEditable(editable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class WholeBox(_PassesWheel, QSpinBox):
    """A whole number."""

    def __init__(self) -> None:
        """Make it with Qt's range."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class DecimalBox(_PassesWheel, QDoubleSpinBox):
    """A number with decimals."""

    def __init__(self) -> None:
        """Make it with Qt's range."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class DayBox(_PassesWheel, QDateEdit):
    """A day."""

    def __init__(self, day: QDate) -> None:
        """Show a day."""
        super().__init__(day)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class LevelSlider(_PassesWheel, QSlider):
    """A number by its place between two ends."""

    def __init__(self) -> None:
        """Lay it flat."""
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
