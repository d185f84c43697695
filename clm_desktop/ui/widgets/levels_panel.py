"""Two sliders that move the borders between low, medium and high risk, with live counts."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QSlider, QSpinBox, QWidget

from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.flow import GridFlow
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import column
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.levels import LevelsBlock, level_lines

SETTLE_MS = 900  # after the last move a choice is meant
LEAST_DAYS, MOST_DAYS = 30, 365


class LevelsPanel(QFrame):
    """Hidden where there are no levels to move. Nothing is computed while a slider is dragged."""

    levels_chosen = Signal(float, float)  # medium, high
    horizon_chosen = Signal(int)  # days, 0 = by the data

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Make the sliders."""
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setObjectName("levels_panel")
        self._look = look
        self._block: LevelsBlock | None = None
        self._texts = Texts(look, self)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._choose)
        self.medium, self.high = self._slider("medium"), self._slider("high")
        self._texts.put(self.medium.setAccessibleName, N_("Medium risk from"))
        self._texts.put(self.high.setAccessibleName, N_("High risk from"))
        self._names = (PlainLabel(role="muted", wrap=False), PlainLabel(role="muted", wrap=False))
        self.counts = tuple(PlainLabel(bold=True) for _ in range(3))
        self._pasts = tuple(PlainLabel(role="muted", size=0.92) for _ in range(3))
        self.days = QSpinBox()
        self.days.setObjectName("horizon_days")
        self.days.setRange(LEAST_DAYS - 1, MOST_DAYS)
        self.days.setKeyboardTracking(False)
        self._shown_days = self.days.value()
        self._texts.put(self.days.setSpecialValueText, N_("as your shop's rhythm says"))
        self._texts.put(self.days.setAccessibleName, N_("Looks ahead"))
        self.days.editingFinished.connect(self._choose_days)
        self._lay_out()
        self._texts.call(self._put)
        self.hide()

    def _slider(self, name: str) -> QSlider:
        made = QSlider(Qt.Orientation.Horizontal)
        made.setObjectName(f"level_{name}")
        made.setRange(1, 99)
        made.setPageStep(5)
        made.setMinimumWidth(unit() * 4)
        made.valueChanged.connect(lambda value: self._moved(name, value))
        return made

    def _lay_out(self) -> None:
        sliders = QGridLayout()
        sliders.setHorizontalSpacing(unit() // 2)
        sliders.setColumnStretch(1, 1)
        for place, (label, slider) in enumerate(
            zip(self._names, (self.medium, self.high), strict=True)
        ):
            sliders.addWidget(label, place, 0)
            sliders.addWidget(slider, place, 1)
        ahead = PlainLabel(role="muted", wrap=False)
        self._texts.put(ahead.setText, N_("Looks ahead"))
        sliders.addWidget(ahead, 2, 0)
        sliders.addWidget(self.days, 2, 1)
        around = column(self, gap=0)
        around.setContentsMargins(unit(), unit() // 2, unit(), unit() // 2)
        inside = QWidget()
        flow = GridFlow(inside, min_width=unit() * 20, spacing=unit())
        around.addWidget(inside)
        moved = QWidget()
        moved.setLayout(sliders)
        sliders.setContentsMargins(0, 0, 0, 0)
        flow.addWidget(moved)
        flow.addWidget(self._told())

    def _told(self) -> QWidget:
        """The three levels side by side, however the sliders stand to them."""
        told = QWidget()
        levels = GridFlow(told, min_width=unit() * 8, spacing=unit() // 2)
        for count, past in zip(self.counts, self._pasts, strict=True):
            box = QWidget()
            level = column(box, gap=0.1)
            level.addWidget(count)
            level.addWidget(past)
            level.addStretch(1)
            levels.addWidget(box)
        return told

    def set_block(self, block: LevelsBlock | None, *, horizon_chosen: bool = False) -> None:
        """Show the borders as they stand."""
        self._block = block
        self.setVisible(block is not None)
        if block is None:
            return
        for slider, share in ((self.medium, block.medium), (self.high, block.high)):
            slider.blockSignals(True)
            slider.setValue(round(100 * share))
            slider.blockSignals(False)
        self.days.blockSignals(True)
        self.days.setValue(block.horizon_days if horizon_chosen else LEAST_DAYS - 1)
        self.days.blockSignals(False)
        self._shown_days = self.days.value()
        self._settle.stop()
        self._put()

    def _moved(self, name: str, value: int) -> None:
        """Keep medium below high: the one that is moved pushes the other."""
        other = self.high if name == "medium" else self.medium
        if name == "medium" and value >= self.high.value():
            other.setValue(min(value + 1, 99))
        elif name == "high" and value <= self.medium.value():
            other.setValue(max(value - 1, 1))
        if self.medium.value() >= self.high.value():
            (self.medium if name == "medium" else self.high).setValue(98 if name == "medium" else 2)
        self._put()
        self._settle.start()

    def _put(self) -> None:
        if self._block is None:
            return
        words = self._look.words
        medium, high = self.medium.value() / 100, self.high.value() / 100
        for label, title, share in zip(
            self._names,
            (words.text("Medium risk from"), words.text("High risk from")),
            (medium, high),
            strict=True,
        ):
            label.setText(f"{title} {words.share(share)}")
        lines = level_lines(self._block, medium, high, words)
        for count, past, line in zip(self.counts, self._pasts, lines, strict=True):
            count.setText(f"{line.title}: {line.count}")
            past.setText(line.past)

    def _choose(self) -> None:
        block = self._block
        if block is None:
            return
        chosen = self.medium.value() / 100, self.high.value() / 100
        if chosen != (round(block.medium, 2), round(block.high, 2)):
            self.levels_chosen.emit(*chosen)

    def _choose_days(self) -> None:
        days = self.days.value()
        if days == self._shown_days:
            return  # the box was only left
        self._shown_days = days
        self.horizon_chosen.emit(days if days >= LEAST_DAYS else 0)
