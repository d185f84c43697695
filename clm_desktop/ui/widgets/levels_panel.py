"""Two sliders that move the borders between low, medium and high risk, with live counts."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QSlider, QWidget

from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.bars import inset, named
from clm_desktop.ui.widgets.flow import GridFlow
from clm_desktop.ui.widgets.inputs import LevelSlider
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import column, number_box, row
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.levels import LevelsBlock, level_lines

SETTLE_MS = 900  # after the last move a choice is meant
LEAST_DAYS, MOST_DAYS = 30, 365
PART_LINES = 11  # least width of a part in lines of text: three fit beside each other


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
        self.counts = tuple(PlainLabel(bold=True, wrap=False) for _ in range(3))
        self._pasts = tuple(PlainLabel(role="muted", size=0.92) for _ in range(3))
        self.days = number_box(LEAST_DAYS - 1, MOST_DAYS)
        self.days.setObjectName("horizon_days")
        self._shown_days = self.days.value()
        self._texts.put(self.days.setSpecialValueText, N_("by the data"))
        self.days.editingFinished.connect(self._choose_days)
        self._lay_out()
        self._texts.call(self._put)
        self.hide()

    def _slider(self, name: str) -> QSlider:
        made = LevelSlider()
        made.setObjectName(f"level_{name}")
        made.setRange(1, 99)
        made.setPageStep(5)
        made.setMinimumWidth(unit() * 3)
        made.valueChanged.connect(lambda value: self._moved(name, value))
        return made

    def _lay_out(self) -> None:
        """What is moved above what it does: three of each, side by side where there is room."""
        column(self, gap=0.4)
        inset(self)
        moved, told = self._side_by_side(), self._side_by_side()
        for label, slider in zip(self._names, (self.medium, self.high), strict=True):
            both = QWidget()
            line = row(both, gap=0.5)
            line.addWidget(label)
            line.addWidget(slider, 1)
            moved.addWidget(both)
        moved.addWidget(named(self._texts, self.days, N_("Looks ahead")))
        for count, past in zip(self.counts, self._pasts, strict=True):
            box = QWidget()
            level = column(box, gap=0)
            level.addWidget(count)
            level.addWidget(past)
            level.addStretch(1)
            told.addWidget(box)

    def _side_by_side(self) -> GridFlow:
        inside = QWidget()
        if (around := self.layout()) is not None:
            around.addWidget(inside)
        return GridFlow(inside, min_width=round(unit() * PART_LINES), spacing=round(unit() * 0.7))

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
        self.days.setSuffix(" " + words.text("days"))
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
            count.setText(line.people)
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
