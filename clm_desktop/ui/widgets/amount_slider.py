"""A slider with a box for its number: either moves the other, ``chosen`` tells where it rests."""

from __future__ import annotations

import math

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.inputs import LevelSlider
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import column, number_box, row

SETTLE_MS = 250
POSITIONS = 100


class AmountSlider(QWidget):
    """Whole units from ``least`` up; the right end moves out for a larger number, and back."""

    chosen = Signal(int)

    def __init__(self, name: str, most: int, parent: QWidget | None = None) -> None:
        """Make the parts; ``most`` can be typed."""
        super().__init__(parent)
        self._least, self._most = 0, POSITIONS
        self._usual = 0  # right end for amounts below it, 0: nothing was shown yet
        self.title = PlainLabel(bold=True, wrap=False)
        self.slider = LevelSlider()
        self.slider.setObjectName(f"{name}_slider")
        self.slider.setRange(0, POSITIONS)
        self.slider.setPageStep(10)
        self.slider.setMinimumWidth(unit() * 5)
        self.box = number_box(0, most)
        self.box.setObjectName(f"{name}_box")
        self.box.setGroupSeparatorShown(True)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._tell)
        self._told = 0
        self.slider.valueChanged.connect(self._slid)
        self.box.valueChanged.connect(self._typed)
        layout = column(self, gap=0.15)
        layout.addWidget(self.title)
        line = row(gap=0.6)
        line.addWidget(self.slider, 1)
        line.addWidget(self.box)
        layout.addLayout(line)
        layout.addStretch(1)

    def set_title(self, title: str) -> None:
        """Name both parts."""
        self.title.setText(title)
        self.slider.setAccessibleName(title)
        self.box.setAccessibleName(title)

    def put(self, value: int, least: int, most: int) -> None:
        """Show an amount without telling anybody; the ends stay while the amount is within."""
        self._settle.stop()
        self._told = value
        self._least = least
        self._most = max(self._most if self._usual else most, value, least + 1)
        self._usual = self._usual or most
        for one in (self.slider, self.box):
            one.blockSignals(True)
        self.box.setMinimum(least)
        self.box.setValue(value)
        self.slider.setValue(self._position(value))
        for one in (self.slider, self.box):
            one.blockSignals(False)

    def value(self) -> int:
        """The amount that is shown."""
        return self.box.value()

    def _position(self, value: int) -> int:
        """Small amounts have more room than large ones."""
        share = (value - self._least) / max(self._most - self._least, 1)
        return round(POSITIONS * math.sqrt(max(share, 0.0)))

    def _amount(self, position: int) -> int:
        span = self._most - self._least
        amount = self._least + span * (position / POSITIONS) ** 2
        step = _round_step(span)
        return max(self._least, round(amount / step) * step)

    def _slid(self, position: int) -> None:
        self.box.blockSignals(True)
        self.box.setValue(self._amount(position))
        self.box.blockSignals(False)
        self._settle.start()

    def _typed(self, value: int) -> None:
        self._most = max(self._usual, value, self._least + 1)
        self.slider.blockSignals(True)
        self.slider.setValue(self._position(value))
        self.slider.blockSignals(False)
        self._settle.start()

    def _tell(self) -> None:
        if self.box.value() != self._told:
            self._told = self.box.value()
            self.chosen.emit(self._told)


def _round_step(span: int) -> int:
    """Amounts come in steps of 1, 5, 10, 50 ... by how far the slider reaches."""
    step = 1
    for factor in (5, 2, 5, 2, 5, 2, 5):
        if span / step <= 2 * POSITIONS:
            break
        step *= factor
    return step
